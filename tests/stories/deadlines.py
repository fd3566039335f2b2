"""Suits served and evictions set, for the stories of deadlines."""

from dataclasses import replace
from datetime import date

from domain.model.case import Case
from domain.model.case_deadline import CaseDeadline, DeadlineState
from domain.model.stage import Seat, Stage
from domain.model.timers import TimerKind
from domain.services import deadlines, telling
from storage.work import SqliteWork
from tests.stories.cases import sit
from tests.stories.network import Network
from tests.stories.town import Phone, Town


async def stage(phone: Phone, *labels: str) -> None:
    """Somebody changes the stage on the card."""
    for label in ("Mehr", "Stand ändern", *labels):
        await phone.taps(label)


async def typed(phone: Phone, stage_label: str, day: str) -> None:
    """The same with a day older than the calendar, or later."""
    await stage(phone, stage_label, "Älter")
    await phone.sends(day)


async def kept(town: Town, case: Case) -> dict[str, CaseDeadline]:
    """The open deadlines by kind."""
    found = await town.do(lambda work: work.deadlines.open_of(case.id))
    return {one.kind: one for one in found}


async def all_of(town: Town, case: Case) -> list[tuple[str, DeadlineState]]:
    found = await town.do(lambda work: work.deadlines.of_case(case.id))
    return [(one.kind, one.state) for one in found]


async def reminders(town: Town, case: Case) -> dict[str, date]:
    """When each open deadline is called to mind next."""

    def read(work: SqliteWork) -> dict[str, date]:
        timers = [one for one in work.timers.of_case(case.id) if one.kind is TimerKind.DEADLINE_REMINDER]
        of = {one.id: one.kind for one in work.deadlines.of_case(case.id)}
        local = work.network.calendar.local
        return {of[one.subject]: local(one.due_at).date() for one in timers}

    return await town.do(read)


async def jobcenter_sits(town: Town, people: Network, case: Case) -> None:
    """The body that pays takes part and has the card."""

    def take(work: SqliteWork) -> None:
        sit(work, people, case, Seat.BENEFITS, people.jana.person)
        assert people.jana.person is not None
        telling.show_card(work, case, people.jana.person, at_once=True)

    await town.do(take)
    await people.jana.reads_all()


async def served(town: Town, case: Case, people: Network, on: date) -> None:
    """The suit was served on this day, as the help side has noted it, without a message to anybody."""

    def follow(work: SqliteWork) -> None:
        present = work.cases.get(case.id)
        assert present is not None
        dated = replace(present, stage=Stage.SUIT, stage_on=on)
        telling.changed(work, deadlines.follow(work, dated, people.petra.person))

    await town.do(follow)
