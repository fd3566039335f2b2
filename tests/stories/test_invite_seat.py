"""The help side asks another body to take part."""

from domain.model.case import ReferralKind
from domain.model.stage import Seat
from tests.stories.network import network
from tests.stories.requests import asked, case_of, read
from tests.stories.town import Town, labels


async def test_the_jobcenter_is_asked_and_the_lead_stays(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await read(people)
    await people.petra.taps("Mehr")
    await people.petra.taps("Stelle beteiligen")
    await people.petra.taps("Mietschuldenübernahme: Jobcenter Mitte")
    await people.petra.shows("MI-7KQ4: angefragt", "Jobcenter Mitte ist zur Mitwirkung angefragt")
    await people.anna.sees("MI-7KQ4: weitere Stelle angefragt", "Jobcenter Mitte")
    await people.jana.sees("Neue Anfrage MI-7KQ4")
    await people.jana.taps("Ich übernehme")
    await people.petra.shows("MI-7KQ4: Mitwirkung zugesagt", "Jana Jung, Jobcenter Mitte")
    await people.anna.sees_nothing()
    case = await case_of(town, referral)
    assert case.owner == people.petra.person
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert seats[Seat.BENEFITS].holder == people.jana.person
    kinds = [one.kind for one in await town.do(lambda work: work.referrals.of_case(case.id))]
    assert kinds == [ReferralKind.TAKEOVER, ReferralKind.COOPERATION]


async def test_without_consent_the_landlord_hears_nothing_of_it(town: Town) -> None:
    people = await network(town)
    await asked(town, people, basis="legitimate_interest", consent="informed")
    await people.petra.taps("Ich übernehme")
    await read(people)
    await people.petra.taps("Mehr")
    await people.petra.taps("Stelle beteiligen")
    await people.petra.taps("Mietschuldenübernahme")
    await people.anna.sees_nothing()
    await people.anna.hides("Jobcenter")


async def test_a_seat_is_offered_once(town: Town) -> None:
    people = await network(town)
    await asked(town, people)
    await people.petra.taps("Ich übernehme")
    for _ in range(2):
        await people.petra.taps("Mehr")
        await people.petra.taps("Stelle beteiligen")
        screen = (await people.petra.messages())[-2]
        if any(label.startswith("Mietschulden") for label in labels(screen)):
            await people.petra.taps("Mietschuldenübernahme")
    await people.petra.shows("Hier ist sonst niemand zu beteiligen")
