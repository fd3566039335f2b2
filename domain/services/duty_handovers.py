"""When a member leaves: whoever has their cases now says whether that can stay so; meanwhile they stay."""

from collections.abc import Iterable, Mapping
from typing import Final

from domain.model.case import Case, SeatHolder
from domain.model.errors import NotAllowed, NotFound
from domain.model.handover import DutyHandover, HandoverMotion, HandoverState, answered
from domain.model.ids import CaseId, PersonId
from domain.model.notices import DutyOffered, DutyPassed, DutyUnanswered, Priority
from domain.model.people import Person
from domain.model.stage import Seat
from domain.model.timers import Timer, TimerKind
from domain.ports import Turn, Work
from domain.services import access, standing, telling
from domain.services.due import answers

ANSWER_WORKING_DAYS: Final = 2
"""Within this time the heir answers; then the coordinators hear."""


def heirs(work: Work, seats: Iterable[SeatHolder]) -> Mapping[PersonId, tuple[CaseId, ...]]:
    """Who has these seats now, and in which cases."""
    found: dict[PersonId, tuple[CaseId, ...]] = {}
    for seat in seats:
        now = work.seats.get(seat.id)
        if now is not None and now.holder != seat.holder:
            found[now.holder] = (*found.get(now.holder, ()), now.case_id)
    return found


def offer(work: Work, leaver: Person, host: Person, seats: Iterable[SeatHolder]) -> None:
    """Ask every heir; whoever has named themselves has said so already. The coordinators read it too."""
    for heir, cases in heirs(work, seats).items():
        if heir == host.id:
            continue
        duty = work.duty_handovers.add(
            DutyHandover(
                leaver=leaver.id,
                heir=heir,
                cases=" ".join(str(one) for one in dict.fromkeys(cases)),
                offered_at=work.now,
            )
        )
        reached = telling.tell(work, heir, DutyOffered(duty=duty.id))
        told = DutyOffered(duty=duty.id) if reached else DutyUnanswered(duty=duty.id)
        telling.tell_coordinators(work, told, without=heir)
        kind = TimerKind.DUTY_ANSWER
        due_at = work.network.calendar.add_working_days(work.now, ANSWER_WORKING_DAYS)
        work.timers.set(Timer(kind=kind, subject=duty.id, due_at=due_at, dedupe=f"{kind}:{duty.id}"))


def tell_others(work: Work, leaver: Person, seats: Iterable[SeatHolder]) -> None:
    """The other sides of the leaver's cases hear who is there now; an edit of the card nobody notices."""
    passed: dict[tuple[PersonId, PersonId], list[CaseId]] = {}
    for before in seats:
        now, case = work.seats.get(before.id), work.cases.get(before.case_id)
        if now is None or case is None or now.holder == before.holder:
            continue
        for reader in _across(work, case, now):
            if reader.id not in (leaver.id, now.holder):
                passed.setdefault((reader.id, now.holder), []).append(case.id)
    for (reader_id, heir), cases in passed.items():
        codes = " ".join(str(one) for one in dict.fromkeys(cases))
        telling.tell(work, reader_id, DutyPassed(previous=leaver.id, heir=heir, cases=codes))


def _across(work: Work, case: Case, seat: SeatHolder) -> Iterable[Person]:
    """Whoever reads this seat on their card: everybody else reads the help side, the help side everybody."""
    for other, holder in work.seats.of_case(case.id).items():
        knows = Seat.HELP in (seat.seat, other) and other is not seat.seat
        person = standing.sitting(work, holder) if knows and _hears(case, other) else None
        if person is not None:
            yield person


def _hears(case: Case, seat: Seat) -> bool:
    return not case.practice and (case.withdrawn_at is None or seat is Seat.HELP)


def passed_cases(work: Work, notice: DutyPassed, reader: Person) -> tuple[Case, ...]:
    """Those of its cases in which the heir still sits and the reader still hears of it."""
    held = {one.case_id for one in work.seats.of_person(notice.heir)}
    found = (work.cases.get(CaseId(int(one))) for one in notice.cases.split())
    return tuple(one for one in found if one is not None and one.id in held and _sits(work, one, reader))


def _sits(work: Work, case: Case, reader: Person) -> bool:
    seats = work.seats.of_case(case.id).items()
    acting = {
        seat for seat, one in seats if reader.id in standing.all_of(work, one.holder, one.responsibility)
    }
    return any(_hears(case, seat) for seat in acting)


def of_id(work: Work, identity: int) -> DutyHandover:
    """Raises NotFound."""
    found = work.duty_handovers.get(identity)
    if found is None:
        raise NotFound("handover")
    return found


def answer(work: Work, turn: Turn, identity: int, *, takes: bool) -> DutyHandover:
    """[Das übernehme ich], or [Das kann ich nicht]: then the coordinators hear, and it stays for now.

    Raises Stranger, NotFound, NotAllowed for anybody but the heir, AlreadyDone.
    """
    duty = of_id(work, identity)
    if access.member(turn).id != duty.heir:
        raise NotAllowed("handover")
    motion = HandoverMotion.ACCEPT if takes else HandoverMotion.DECLINE
    settled = answered(duty, motion, work.now)
    work.duty_handovers.save(settled)
    work.timers.cancel(f"{TimerKind.DUTY_ANSWER}:{duty.id}")
    if not takes:
        telling.tell_coordinators(work, DutyUnanswered(duty=duty.id), priority=Priority.ESCALATION)
    return settled


def cases_of(work: Work, duty: DutyHandover) -> tuple[Case, ...]:
    """Those of its cases that the heir still has."""
    held = {one.case_id for one in work.seats.of_person(duty.heir)}
    found = (work.cases.get(one) for one in duty.case_ids if one in held)
    return tuple(one for one in found if one is not None)


@answers(TimerKind.DUTY_ANSWER)
def unanswered(work: Work, timer: Timer) -> None:
    """The heir is reminded, the coordinators hear; nothing moves."""
    duty = work.duty_handovers.get(timer.subject)
    if duty is None or duty.state is not HandoverState.OFFERED or not cases_of(work, duty):
        return
    again = DutyOffered(duty=duty.id)
    telling.tell(work, duty.heir, again, priority=Priority.REMINDER, dedupe=f"{timer.dedupe}:again")
    told = DutyUnanswered(duty=duty.id)
    telling.tell_coordinators(work, told, priority=Priority.ESCALATION, dedupe=timer.dedupe)
