"""Progress noted by a tap: the promise is settled, the other side hears as much as it may (R9, R11)."""

from dataclasses import replace
from enum import StrEnum

from domain.model.case import Case, EventKind, Referral
from domain.model.errors import AlreadyDone, Expired
from domain.model.ids import CaseId, PersonId
from domain.model.notices import ProgressMade
from domain.model.rights import Deed
from domain.ports import Turn, Work
from domain.services import access, failure_triggers, history, promises, standing, telling


class Progress(StrEnum):
    """[Kontakt hergestellt], [Versucht]; and a coordinator's [Ich kläre das]."""

    CONTACT_MADE = "contact_made"
    TRIED = "tried"
    CLARIFYING = "clarifying"


def make(work: Work, turn: Turn, identity: CaseId, kind: Progress) -> Case:
    """Note what was done. Raises NotFound, Stranger, NotAllowed, Expired, AlreadyDone for a second tap."""
    case = access.case_of(work, identity)
    person = access.require(work, turn, case, Deed.MAKE_PROGRESS)
    if not case.is_open:
        raise Expired("case_closed")
    if history.is_second_tap(work, case, EventKind.PROGRESS, person.id, done=kind.value):
        raise AlreadyDone("progress")
    history.record(work, case, EventKind.PROGRESS, person.id, done=kind)
    settled = promises.settle(work, case, person.id)
    if kind is Progress.CONTACT_MADE and case.contact_made_at is None:
        case = replace(case, contact_made_at=work.now)
    notice = ProgressMade(case=case.id, kind=kind, actor=person.id)
    day = standing.today(work)
    for one in _waiting(work, case, person.id, settled):
        telling.tell(work, one, notice, dedupe=f"progress:{case.id}:{kind}:{day}:{one}")
    newer = telling.changed(work, case)
    if kind is Progress.TRIED:
        failure_triggers.contact_tried(work, newer)
    return newer


def _waiting(work: Work, case: Case, actor: PersonId, settled: tuple[Referral, ...]) -> tuple[PersonId, ...]:
    """Whoever sits for the other sides, and whoever was promised a word; each once."""
    found = [one.asked_by for one in settled]
    for seat, holder in work.seats.of_case(case.id).items():
        if actor in standing.all_of(work, holder.holder, holder.responsibility):
            continue
        sitting = standing.at_seat(work, case, seat)
        found += [sitting.id] if sitting is not None else []
    return tuple(dict.fromkeys(one for one in found if one != actor))
