"""Commitments ready made, for stories that begin after the offer."""

from datetime import date, timedelta
from typing import Any

from domain.model.case import Case
from domain.model.commitment import Between, Commitment, Frequency, Terms
from domain.model.help_catalogue import Help
from domain.model.stage import Seat
from domain.ports import Turn
from domain.services import commitments
from storage.work import SqliteWork
from tests.stories.network import Network
from tests.stories.town import Phone, Town

WEEKLY = ("Mehr", "Zusagen", "Neue Zusage", "Wir sagen zu", "Begleitung", "Hausbesuch", "jede Woche")
TOMORROW = date(2026, 11, 24)


def turn(work: SqliteWork, phone: Phone) -> Turn:
    """The member whose phone this is speaks."""
    person = None if phone.person is None else work.people.get(phone.person)
    return Turn(person=person, telegram=phone.user, chat=phone.chat, private=True, now=work.now)  # type: ignore[arg-type]


async def runs(town: Town, people: Network, case: Case, **facts: Any) -> Commitment:
    """Petra's weekly home visit, from tomorrow on for four weeks, accepted by Carla; both have read of it."""
    between = facts.pop("between", Between(Seat.HELP, Seat.LANDLORD))
    told: dict[str, Any] = {"help": Help.HOME_VISIT, "frequency": Frequency.WEEKLY, "first_on": TOMORROW}
    told["ends_on"] = TOMORROW + timedelta(weeks=4)
    terms = Terms(**(told | facts))
    giver, receiver = (
        people.petra if seat is Seat.HELP else people.carla for seat in (between.giver, between.receiver)
    )
    made = await town.do(lambda work: commitments.offer(work, turn(work, giver), case.id, between, terms))
    found = await town.do(lambda work: commitments.accept(work, turn(work, receiver), made.id, made.offers))
    for phone in (people.petra, people.carla):
        await phone.reads_all()
    return found


async def stored(town: Town, commitment: Commitment) -> Commitment:
    found = await town.do(lambda work: work.commitments.get(commitment.id))
    assert found is not None
    return found
