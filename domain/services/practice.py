"""A practice report: answered by the bot, counted nowhere, told to nobody, gone in an hour."""

import random
from datetime import timedelta

from domain.model.case import Case
from domain.model.case_code import PRACTICE_PREFIX, draw, memory_word
from domain.model.errors import NotUnderstood, TooMany
from domain.model.legal_basis import BasisKind
from domain.model.notices import PracticeAnswered, PracticeEnded, Priority
from domain.model.people import Person
from domain.model.stage import Channel, PartnerKind, Seat, Stage
from domain.model.timers import Timer, TimerKind
from domain.model.urgency import Urgency, UrgencyReason
from domain.ports import Turn, Work
from domain.services import access, membership
from domain.services.due import answers

LASTS = timedelta(hours=1)
STAGES = (Stage.ARREARS, Stage.NOTICE, Stage.EVICTION_DATE)
"""What can be chosen in a practice report."""

AT_ONCE = 3
"""How many practice cases one person may have at a time."""

_SIDES = {
    PartnerKind.LANDLORD: Seat.LANDLORD,
    PartnerKind.PROVIDER: Seat.HELP,
    PartnerKind.AUTHORITY: Seat.BENEFITS,
}
_URGENCIES = {
    Stage.ARREARS: (Urgency.GREEN, UrgencyReason.BELOW_NOTICE),
    Stage.NOTICE: (Urgency.ORANGE, UrgencyReason.NOTICE),
    Stage.EVICTION_DATE: (Urgency.RED, UrgencyReason.EVICTION_DATE),
}


def report(work: Work, turn: Turn, stage: Stage, message: int | None) -> Case:
    """Make the case and let the bot accept it; `message` showed the walk and goes with it.

    Raises Stranger, NotUnderstood, TooMany.
    """
    person = access.member(turn)
    if stage not in STAGES:
        raise NotUnderstood
    if len(work.cases.practised_by(person.id)) >= AT_ONCE:
        raise TooMany(limit=AT_ONCE)
    case = work.cases.add(_case(work, person, stage))
    work.timers.set(
        Timer(
            kind=TimerKind.PRACTICE_ENDS,
            subject=case.id,
            due_at=work.now + LASTS,
            state="" if message is None else str(message),
            case_id=case.id,
            dedupe=f"practice:{case.id}",
        )
    )
    work.outbox.tell(PracticeAnswered(case=case.id), person=person.id, priority=Priority.ANSWER)
    return case


def _case(work: Work, person: Person, stage: Stage) -> Case:
    urgency, reason = _URGENCIES[stage]
    choice = random.SystemRandom().choice
    partner = membership.partner_of(work, person.partner)
    return Case(
        code=draw(PRACTICE_PREFIX, choice, lambda code: work.cases.by_code(code) is not None),
        word=memory_word(choice),
        practice=True,
        side=_SIDES[partner.kind],
        reporter=person.id,
        reporter_partner=partner.id,
        owner=person.id,
        stage=stage,
        municipality=None,
        channel=Channel.OTHER,
        basis=BasisKind.ENQUIRY.value,
        urgency=urgency,
        urgency_reason=reason,
        reported_at=work.now,
    )


@answers(TimerKind.PRACTICE_ENDS)
def ends(work: Work, timer: Timer) -> None:
    """The case and every message that speaks of it are removed."""
    case = None if timer.case_id is None else work.cases.get(timer.case_id)
    if case is None or not case.practice:
        return
    reporter = work.people.get(case.reporter)
    if reporter is not None and reporter.telegram is not None:
        spoken = {one.message for one in work.outbox.spoken_of_case(case.id)}
        for message in sorted(spoken | ({int(timer.state)} if timer.state else set())):
            work.outbox.tell(PracticeEnded(message=message), chat=reporter.telegram)
    work.cases.remove(case.id)
