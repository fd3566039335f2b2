"""The deadlines of a case: computed when its stage gets a day, corrected with it, kept until they are met."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from domain.model.case import Case, EventKind
from domain.model.case_deadline import (
    SERVED,
    CaseDeadline,
    DeadlineState,
    Met,
    outlives,
    started_by,
    ways_to_meet,
)
from domain.model.deadlines.engine import Deadline
from domain.model.deadlines.rules import Rule, table
from domain.model.errors import AlreadyDone, Expired, NotFound
from domain.model.ids import CaseId, PersonId
from domain.model.notices import DeadlineMet
from domain.model.rights import Deed, Relation
from domain.model.stage import Seat
from domain.ports import Turn, Work
from domain.services import access, deadline_reminders, history, telling, urgency
from domain.services.deadline_calculator import computed

_ALL: Final = frozenset({Relation.HELP, Relation.COORDINATOR})


def rule_of(deadline: CaseDeadline) -> Rule:
    """The line of the table by which it was computed; of several versions the last."""
    return next(rule for rule in reversed(table().rules) if rule.kind == deadline.kind)


def reckon(work: Work, deadline: CaseDeadline) -> Deadline:
    """The same deadline as the engine has it, with all that must be said. Raises NotFound for one that the
    table has lost."""
    found = computed(work, deadline.event, deadline.event_on, certain=not deadline.uncertain)
    match = next((one for one in found if one.kind == deadline.kind), None)
    if match is None:
        raise NotFound("deadline")
    return match


# What a stage starts


def follow(work: Work, case: Case, actor: PersonId | None, *, certain: bool = True) -> Case:
    """Bring the deadlines in line with the stage and its day; whoever sets a stage calls this.

    Old ones vanish with their reminders. Gives the case with the urgency that follows from it; not saved.
    """
    certain = certain and (case.stage not in SERVED or _knows_the_envelope(work, case, actor))
    wanted = {(one.rule.kind, one.event_on): one for one in _wanted(work, case, certain=certain)}
    kept = {(one.kind, one.event_on) for one in _still_right(work, case, wanted, certain=certain)}
    by_hand = {one.kind for one in work.deadlines.open_of(case.id) if one.stage is None}
    new = [one for key, one in wanted.items() if key not in kept and one.kind not in by_hand]
    for one in new:
        _keep(work, replace(_row(work, case, one, actor), stage=case.stage))
    if new:
        _record(work, case, actor, new)
    deadline_reminders.want_envelope(work, case)
    urgency.watch(work, case)
    return urgency.recompute(work, case)


def _knows_the_envelope(work: Work, case: Case, actor: PersonId | None) -> bool:
    """Whoever sits with the household reads its envelope; a landlord has the day from hearsay (R9)."""
    person = None if actor is None else work.people.get(actor)
    if person is None:
        return False
    stands = access.relations(work, case, person)
    from_hearsay = case.side is Seat.LANDLORD or Relation.LANDLORD in stands
    return bool(stands & _ALL) or not from_hearsay


def _wanted(work: Work, case: Case, *, certain: bool) -> Iterable[Deadline]:
    for event, on in started_by(case.stage, case.stage_on, case.notice_kind):
        found = computed(work, event, on, certain=certain)
        yield from (one for one in found if not one.rule.is_variant)
        ends = [one.ends_on for one in found if one.kind.startswith("mietende_")]
        if ends:  # how long they have lived there is unknown: the objection counts from the earliest end
            objections = computed(work, "mietende", min(ends), certain=certain)
            yield from (one for one in objections if not one.rule.is_variant)


def _still_right(
    work: Work, case: Case, wanted: dict[tuple[str, date], Deadline], *, certain: bool
) -> Iterable[CaseDeadline]:
    """What stays as it is; the rest of what is open is dropped."""
    for one in work.deadlines.of_case(case.id):
        if one.state is DeadlineState.DROPPED:
            continue
        own = one.stage is case.stage
        right = (one.kind, one.event_on) in wanted if own else outlives(one, case.stage)
        if right and own:
            if one.is_open and one.uncertain and certain:
                work.deadlines.save(replace(one, uncertain=False))
            yield one
        elif one.is_open and not right:
            drop(work, one)


def _row(work: Work, case: Case, computed: Deadline, actor: PersonId | None) -> CaseDeadline:
    return CaseDeadline(
        case_id=case.id,
        event=computed.rule.event.key,
        event_on=computed.event_on,
        kind=computed.kind,
        ends_on=computed.ends_on,
        safe_on=computed.safe_on,
        uncertain=computed.uncertain,
        entered_by=actor,
        entered_at=work.now,
    )


def _keep(work: Work, deadline: CaseDeadline) -> None:
    deadline_reminders.wind(work, work.deadlines.add(deadline))


def drop(work: Work, deadline: CaseDeadline) -> None:
    """It does not hold any more: its reminders vanish."""
    deadline_reminders.stop(work, deadline)
    work.deadlines.save(replace(deadline, state=DeadlineState.DROPPED))


def _record(work: Work, case: Case, actor: PersonId | None, new: Iterable[Deadline]) -> None:
    events = sorted({one.rule.event.key for one in new})
    history.record(work, case, EventKind.DEADLINES_COMPUTED, actor, events=" ".join(events))


# By hand


def of_case(work: Work, turn: Turn, identity: CaseId) -> tuple[Case, tuple[CaseDeadline, ...]]:
    """The open deadlines that the speaker may read. Raises NotFound, NotAllowed."""
    case = access.case_of(work, identity)
    person = access.require(work, turn, case, Deed.MEET_DEADLINE)
    return case, shown_to(work, case, access.relations(work, case, person))


def keepable(work: Work, turn: Turn, identity: CaseId) -> Case:
    """The case on which the speaker may enter deadlines. Raises NotFound, NotAllowed, Expired if closed."""
    case = access.case_of(work, identity)
    access.require(work, turn, case, Deed.KEEP_DEADLINES)
    if not case.is_open:
        raise Expired("case_closed")
    return case


def enter(work: Work, turn: Turn, identity: CaseId, event: str, day: date, *, certain: bool) -> Case:
    """Keep the deadlines of another event on the case, in place of the same kinds; others hear what moves.

    Raises NotFound, NotAllowed, Expired for a closed case, NotUnderstood for a wild day.
    """
    case = keepable(work, turn, identity)
    person = access.member(turn)
    found = [one for one in computed(work, event, day, certain=certain) if not one.rule.is_variant]
    days = {one.kind: (one.safe_on, one.ends_on) for one in found}
    replaced = [one for one in work.deadlines.open_of(case.id) if one.kind in days]
    for old in replaced:
        drop(work, old)
    for one in found:
        _keep(work, _row(work, case, one, person.id))
    _record(work, case, person.id, found)
    moved = [one for one in replaced if days[one.kind] != (one.safe_on, one.ends_on)]
    deadline_reminders.tell_moved(work, case, person, moved)
    return urgency.judge_again(work, case)


def confirm(work: Work, turn: Turn, identity: CaseId) -> Case:
    """The days stand on the envelope: nothing is uncertain any more.

    Raises NotFound, NotAllowed, Expired, AlreadyDone.
    """
    case = keepable(work, turn, identity)
    unsure = [one for one in work.deadlines.open_of(case.id) if one.uncertain]
    if not unsure:
        raise AlreadyDone
    for one in unsure:
        work.deadlines.save(replace(one, uncertain=False))
    return telling.changed(work, case)


def require(work: Work, turn: Turn, identity: int) -> tuple[CaseDeadline, Case]:
    """An open deadline that the speaker may see to. Raises NotFound, NotAllowed, Expired, AlreadyDone."""
    deadline = work.deadlines.get(identity)
    if deadline is None:
        raise NotFound("deadline")
    case = access.case_of(work, deadline.case_id)
    person = access.require(work, turn, case, Deed.MEET_DEADLINE)
    if not case.is_open:
        raise Expired("case_closed")
    if deadline not in shown_to(work, case, access.relations(work, case, person)):
        raise AlreadyDone
    return deadline, case


def hear(work: Work, turn: Turn, identity: int) -> Case:
    """[Ich kümmere mich]: somebody sees to it. Raises as `require`; AlreadyDone the second time."""
    deadline, case = require(work, turn, identity)
    if deadline_reminders.is_heard(work, case, deadline):
        raise AlreadyDone
    person = access.member(turn)
    work.deadlines.save(replace(deadline, heard_by=person.id, heard_at=work.now))
    history.record(work, case, EventKind.DEADLINE_HEARD, person.id, deadline=deadline.kind)
    return telling.changed(work, case)


def meet(work: Work, turn: Turn, identity: int, how: Met) -> Case:
    """It is done, and how. Reminders stop; whoever else was reminded hears it. Raises as `require`."""
    deadline, case = require(work, turn, identity)
    person = access.member(turn)
    if how not in ways_to_meet(deadline.kind):
        raise AlreadyDone
    deadline_reminders.stop(work, deadline)
    met = replace(deadline, state=DeadlineState.DONE, how=how, settled_by=person.id, settled_at=work.now)
    work.deadlines.save(met)
    history.record(work, case, EventKind.DEADLINE_MET, person.id, deadline=deadline.kind, how=how.value)
    for one in deadline_reminders.reminded(work, case, met):
        if one.id != person.id:
            telling.tell(work, one.id, DeadlineMet(case=case.id, deadline=met.id))
    return urgency.judge_again(work, case)


# Who reads


def shown_to(
    work: Work, case: Case, relations: frozenset[Relation], asked: Seat | None = None
) -> tuple[CaseDeadline, ...]:
    """The open deadlines for somebody who stands so to the case, or is asked for this seat.

    The body that pays sees what it can do something about; the landlord's side none of them.
    """
    if relations & _ALL or asked is Seat.HELP:
        return work.deadlines.open_of(case.id)
    if Relation.BENEFITS in relations or asked is Seat.BENEFITS:
        return tuple(one for one in work.deadlines.open_of(case.id) if Seat.BENEFITS in rule_of(one).seats)
    return ()


is_envelope_wanted = deadline_reminders.is_envelope_wanted
