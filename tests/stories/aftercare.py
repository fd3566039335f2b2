"""Closed cases ready made, for stories that begin after the closing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.model.case import Answer, Case, CaseState
from domain.model.check_in import CheckIn
from domain.model.ids import PersonId
from domain.model.stage import Outcome, Seat
from domain.services import aftercare, digest
from storage.work import SqliteWork
from tests.stories.cases import notice, show, sit
from tests.stories.network import Network
from tests.stories.town import Town

BERLIN = ZoneInfo("Europe/Berlin")
ENDED_ON = date(2026, 11, 20)


async def closed(
    town: Town,
    people: Network,
    *,
    consent: tuple[Answer, Answer | None] = (Answer.YES, Answer.YES),
    ended_on: date = ENDED_ON,
    cards: bool = False,
    helper: PersonId | None = None,
    **facts: Any,
) -> Case:
    """Anna's report, taken by Petra, kept by agreement and closed; Carla sits for the landlord."""
    facts |= {"aftercare_consent": consent[0], "landlord_asked_consent": consent[1], "ended_on": ended_on}
    case = await town.do(lambda work: _close(work, people, helper or people.petra.person, facts))
    if cards:
        await town.do(lambda work: show(work, case.id, people.carla.person, people.petra.person))
        await people.carla.reads_all()
        await people.petra.reads_all()
    return case


def _close(work: SqliteWork, people: Network, helper: PersonId | None, facts: dict[str, Any]) -> Case:
    case = notice(people, work, **facts)
    sit(work, people, case, Seat.LANDLORD, people.carla.person)
    sit(work, people, case, Seat.HELP, helper)
    ended = replace(case, state=CaseState.CLOSED, outcome=Outcome.E2, closed_at=work.now)
    work.cases.save(ended)
    aftercare.start(work, ended)
    return ended


async def digests(town: Town, *people: PersonId | None) -> None:
    """Let these people have a daily digest."""

    def arm(work: SqliteWork) -> None:
        for identity in people:
            person = None if identity is None else work.people.get(identity)
            assert person is not None
            digest.arm(work, person)

    await town.do(arm)


async def until(town: Town, day: str, clock: str = "12:00") -> None:
    """Let time pass until this local day ("4.12.2026") and hour, from due time to due time."""
    there = _moment(day, clock)
    span = there - await town.now()
    assert span > timedelta(0), f"{day}, {clock} has passed"
    await town.client.forward(span.total_seconds())


async def jump(town: Town, day: str, clock: str = "12:00") -> None:
    """Nothing happens until then: the bot is away, or nothing is due that the story speaks of."""
    there = _moment(day, clock)
    await town.client.jump((there - await town.now()).total_seconds())
    await town.settle()


def _moment(day: str, clock: str) -> datetime:
    number, month, year = (int(part) for part in day.split("."))
    hour, minute = (int(part) for part in clock.split(":"))
    return datetime(year, month, number, hour, minute, tzinfo=BERLIN).astimezone(UTC)


async def check_in(town: Town, case: Case, seat: Seat, label: str) -> CheckIn:
    """One window of the case as it stands now."""
    found = await town.do(lambda work: work.check_ins.of_case(case.id))
    return next(one for one in found if one.seat is seat and one.label == label)
