"""Whoever has a case presses [Abgeben]."""

from domain.model.case import ReferralState
from domain.model.ids import CaseId
from domain.model.stage import Seat
from domain.services import acceptance
from storage.work import SqliteWork
from tests.stories import cases
from tests.stories.network import network
from tests.stories.requests import asked, case_of, hears, later, now, read
from tests.stories.town import Town


async def test_until_the_receiver_accepts_it_stays_with_the_sender(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await read(people)
    await later(town, days=1, hours=1)
    await people.petra.taps("Abgeben")
    await people.petra.shows("An wen geben Sie ab?", "bleibt der Fall bei Ihnen")
    await people.petra.taps("Vertretung: Quirin Quast")
    await people.petra.shows("MI-7KQ4: Abgabe angefragt", "Rückgängig")
    await hears(people.anna, "MI-7KQ4: wird abgegeben", "bleibt Fachstelle Nord zuständig")
    assert (await case_of(town, referral)).owner == people.petra.person
    await people.quirin.shows("MI-7KQ4", "Ich übernehme")
    await people.quirin.taps("Ich übernehme")
    await people.petra.shows("MI-7KQ4: übernommen", "Quirin Quast")
    case = await case_of(town, referral)
    assert case.owner == people.quirin.person
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert seats[Seat.HELP].holder == people.quirin.person
    assert (await now(town, referral.id)).state is ReferralState.FORWARDED


async def test_a_handover_is_asked_for_once_and_can_be_taken_back(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await later(town, days=1, hours=1)
    await read(people)
    due = await people.petra.shows("Rückmeldung heute bis 12:00")
    await people.petra.taps("Abgeben", message=due["message_id"])
    await people.petra.taps("Vertretung: Quirin Quast")
    done = await people.petra.shows("Abgabe angefragt")
    await people.petra.taps("Rückgängig", message=done["message_id"])
    await people.anna.shows("MI-7KQ4: bleibt, wo es war")
    requests = await town.do(lambda work: work.referrals.of_case(referral.case_id))
    assert [one.state for one in requests] == [ReferralState.ACCEPTED, ReferralState.WITHDRAWN]


async def test_when_nobody_takes_it_the_sender_still_has_it(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await later(town, days=1, hours=1)
    await people.petra.taps("Abgeben")
    await people.petra.taps("Koordination")
    await people.coordinator.shows("MI-7KQ4: noch ohne Übernahme")
    case = await case_of(town, referral)
    assert case.owner == people.petra.person
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert seats[Seat.HELP].holder == people.petra.person


async def test_a_case_that_somebody_leads_unasked_can_be_handed_back_too(town: Town) -> None:
    people = await network(town)

    def led_by_petra(work: SqliteWork) -> CaseId:
        case = cases.notice(people, work, side=Seat.HELP, reporter=people.petra.person, basis="release")
        cases.sit(work, people, case, Seat.HELP, people.petra.person)
        acceptance.lead_at_once(work, case)
        cases.show(work, case.id, people.petra.person)
        return case.id

    case = await town.do(led_by_petra)
    await people.petra.taps("Mehr")
    await people.petra.taps("Abgeben")
    await people.petra.taps("Vertretung: Quirin Quast")
    await people.quirin.taps("Ich übernehme")
    await people.petra.shows("MI-7KQ4: übernommen", "Quirin Quast")
    seats = await town.do(lambda work: work.seats.of_case(case))
    assert seats[Seat.HELP].holder == people.quirin.person
