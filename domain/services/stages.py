"""The stage of a case (Verfahrensstand): the next one, or a correction that both sides hear once."""

from dataclasses import dataclass, replace
from datetime import date

from domain.model.case import Case, EventKind
from domain.model.case_deadline import started_by
from domain.model.errors import AlreadyDone, Expired, NotAllowed, NotUnderstood
from domain.model.ids import CaseId
from domain.model.legal_basis import BasisKind, HouseholdAnswer, derive
from domain.model.notices import StageChanged
from domain.model.people import Person
from domain.model.rights import Deed, Relation
from domain.model.stage import NoticeKind, RentsOpen, Seat, Stage
from domain.model.visibility import Circumstances, Field, visible
from domain.ports import Turn, Work
from domain.services import access, deadlines, failure_triggers, history, ladder, promises, standing, telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the tenancy stands: the date of what brought it there (`certain` or not), and what belongs to the
    stage."""

    stage: Stage
    on: date | None = None
    notice_kind: NoticeKind | None = None
    rents_open: RentsOpen | None = None
    certain: bool = True


def changeable(work: Work, turn: Turn, identity: CaseId) -> Case:
    """Raises NotFound, NotAllowed, Expired for a closed case."""
    case = access.case_of(work, identity)
    person = access.require(work, turn, case, Deed.CHANGE_STAGE)
    if Field.STAGE not in visible(access.relations(work, case, person), Circumstances.of(case)):
        raise NotAllowed("change_stage")
    if not case.is_open:
        raise Expired("case_closed")
    return case


def may_accompany(work: Work, turn: Turn, case: Case) -> bool:
    """Whether the speaker may choose `NEW`: only the help side and coordinators accompany a new letting."""
    person = access.member(turn)
    return bool(access.relations(work, case, person) & {Relation.HELP, Relation.COORDINATOR})


def change(work: Work, turn: Turn, identity: CaseId, to: Standing) -> Case:
    """Set or correct the stage. Counts as progress (R9); the other seats hear it once.

    Raises NotFound, NotAllowed, Expired, AlreadyDone where nothing changes, NotUnderstood for a day that
    cannot be: an eviction may lie ahead, everything else has happened.
    """
    case = changeable(work, turn, identity)
    person = access.member(turn)
    _check(work, turn, case, to)
    corrected = to.stage is case.stage
    newer = replace(
        case,
        stage=to.stage,
        stage_on=to.on,
        stage_when=None,
        notice_kind=to.notice_kind or (case.notice_kind if to.stage is not Stage.NOTICE else None),
        rents_open=to.rents_open or case.rents_open,
    )
    history.record(
        work, case, EventKind.STAGE_CHANGED, person.id, stage=to.stage.value, corrected=int(corrected)
    )
    promises.settle(work, case, person.id)
    newer = telling.changed(work, deadlines.follow(work, _based(newer), person.id, certain=to.certain))
    ladder.urgency_changed(work, newer)
    _tell(work, newer, person, corrected=corrected)
    failure_triggers.stage_changed(work, newer, case)
    return newer


def date_event(work: Work, turn: Turn, identity: CaseId, event: str, day: date, *, certain: bool) -> Case:
    """A dated event, entered with the deadlines: the stage's own day if it is that, else kept beside it.

    Raises as `change` and `deadlines.enter` do.
    """
    case = access.case_of(work, identity)
    if started_by(case.stage, day, case.notice_kind) == ((event, day),) and day != case.stage_on:
        return change(work, turn, identity, Standing(stage=case.stage, on=day, certain=certain))
    return deadlines.enter(work, turn, identity, event, day, certain=certain)


def _check(work: Work, turn: Turn, case: Case, to: Standing) -> None:
    same = (case.stage, case.stage_on, case.notice_kind, case.rents_open)
    if same == (to.stage, to.on, to.notice_kind or case.notice_kind, to.rents_open or case.rents_open):
        raise AlreadyDone("stage")
    if to.stage is Stage.NEW and not may_accompany(work, turn, case):
        raise NotAllowed("change_stage")
    if to.on is not None and to.stage is not Stage.EVICTION_DATE and to.on > standing.today(work):
        raise NotUnderstood("day_ahead")


def _based(case: Case) -> Case:
    """A landlord's legitimate interest begins and ends with its conditions (the practice paper, 2.5)."""
    told = (HouseholdAnswer.INFORMED, HouseholdAnswer.WRITTEN_TO)
    kept = case.basis in (BasisKind.ENQUIRY, BasisKind.LEGITIMATE_INTEREST)
    if case.side is not Seat.LANDLORD or case.consent not in told or not kept:
        return case
    basis = derive(
        HouseholdAnswer(case.consent),
        reason=case.reason,
        stage=case.stage,
        notice_kind=case.notice_kind,
        rents_open=case.rents_open,
        reporter=case.side,
    )
    return replace(case, basis=basis.basis.value, names_to_authority=basis.names_to_authority)


def _tell(work: Work, case: Case, actor: Person, *, corrected: bool) -> None:
    notice = StageChanged(case=case.id, actor=actor.id, corrected=corrected)
    for seat, holder in work.seats.of_case(case.id).items():
        sitting = standing.at_seat(work, case, seat)
        is_own = actor.id in standing.all_of(work, holder.holder, holder.responsibility)
        if sitting is not None and not is_own:
            key = f"stage:{case.id}:{case.version}:{sitting.id}"
            telling.tell(work, sitting.id, notice, dedupe=key)
