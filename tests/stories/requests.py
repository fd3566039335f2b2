"""Requests ready made, for stories that begin when somebody is asked."""

from datetime import timedelta
from typing import Any

from domain.model.case import Case, Referral, ReferralKind
from domain.model.ids import ChatId, PersonId, ReferralId
from domain.model.routing import Topic
from domain.model.stage import Seat
from domain.ports import Turn
from domain.services import referrals
from storage.work import SqliteWork
from tests.stories import cases
from tests.stories.network import Network
from tests.stories.town import Phone, Town


async def asked(
    town: Town, people: Network, person: PersonId | None = None, *, seat: Seat = Seat.HELP, **facts: Any
) -> Referral:
    """Anna has reported a notice in Espelkamp; Petra (or `person`) is asked. Everything is read."""
    referral = await town.do(lambda work: put(work, people, person or people.petra.person, seat, **facts))
    await read(people)
    return referral


def put(work: SqliteWork, people: Network, person: PersonId | None, seat: Seat, **facts: Any) -> Referral:
    """The same in one transaction. Who reports sits there with a card: Anna, or Petra for the help side."""
    helping = seat is not Seat.HELP
    reporter, own = (people.petra, Seat.HELP) if helping else (people.anna, Seat.LANDLORD)
    if helping:
        facts = {"side": Seat.HELP, "reporter": reporter.person, "owner": reporter.person, **facts}
        facts = {"reporter_partner": people.help, "basis": "release", **facts}
    case = cases.notice(people, work, **facts)
    cases.sit(work, people, case, own, reporter.person)
    cases.show(work, case.id, reporter.person)
    return ask(work, case, reporter.person, person, seat)


def ask(
    work: SqliteWork, case: Case, asker: PersonId | None, person: PersonId | None, seat: Seat
) -> Referral:
    """Put the case to whoever holds a responsibility."""
    assert person is not None
    assert asker is not None
    entries = [one for one in work.responsibilities.of_person(person) if one.holder == person]
    entry = next((one for one in entries if one.topic is Topic.WOHNUNGSSICHERUNG), entries[0])
    return referrals.open_referral(
        work,
        case,
        kind=ReferralKind.TAKEOVER if seat is Seat.HELP else ReferralKind.COOPERATION,
        seat=seat,
        asked_by=asker,
        partner=entry.partner_id,
        responsibility=entry.id,
        why="reported",
    )


async def read(people: Network) -> None:
    """Everybody has read everything."""
    for phone in phones(people):
        await phone.reads_all()


def phones(people: Network) -> tuple[Phone, ...]:
    return (
        people.anna,
        people.bernd,
        people.carla,
        people.petra,
        people.quirin,
        people.jana,
        people.coordinator,
    )


async def now(town: Town, identity: ReferralId) -> Referral:
    """The request as it stands."""
    found = await town.do(lambda work: work.referrals.get(identity))
    assert found is not None
    return found


async def case_of(town: Town, referral: Referral) -> Case:
    """Its case as it stands."""
    found = await town.do(lambda work: work.cases.get(referral.case_id))
    assert found is not None
    return found


async def hears(phone: Phone, *parts: str) -> dict[str, Any]:
    """The next news, apart from the overview of the day, contains each part."""
    await past_the_overview(phone)
    return await phone.sees(*parts)


async def hears_nothing(phone: Phone) -> None:
    """No news but the overview of the day."""
    await past_the_overview(phone)
    await phone.sees_nothing()


async def past_the_overview(phone: Phone) -> None:
    for message in await phone.unread():
        if not str(message.get("text")).startswith("Heute für Sie"):
            return
        phone.read = int(message["message_id"])


async def later(town: Town, **span: float) -> None:
    """Time passes while the bot is running and everybody is at work."""
    await town.forward(seconds=timedelta(**span).total_seconds())


def turn_of(work: SqliteWork, phone: Phone) -> Turn:
    """This person speaks, in the private chat."""
    person = work.people.by_telegram(phone.user)
    return Turn(
        person=person, telegram=ChatId(phone.user), chat=ChatId(phone.user), private=True, now=work.now
    )
