"""A responsible person presses [Ablehnen]."""

import pytest

from domain.model.case import ReferralState, Step
from domain.model.stage import DeclineReason
from tests.stories.network import network
from tests.stories.requests import asked, case_of, now
from tests.stories.town import Town


async def test_an_office_without_capacity_leaves_the_lead_to_the_coordinator(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ablehnen")
    await people.petra.shows("Warum lehnen Sie ab?", "Zurück")
    await people.petra.taps("Keine Kapazität")
    await people.petra.sees("MI-7KQ4: abgelehnt", "Die Koordination klärt", "Rückgängig")
    await people.anna.sees("MI-7KQ4: nicht übernommen", "Fachstelle Nord: Keine Kapazität", "Koordination")
    await people.coordinator.sees("MI-7KQ4: noch ohne Übernahme")
    refused = await now(town, referral.id)
    assert (refused.state, refused.decline_reason) == (ReferralState.DECLINED, DeclineReason.NO_CAPACITY)
    case = await case_of(town, referral)
    assert case.owner == people.coordinator.person
    await town.everything_is_read()


async def test_a_household_that_refuses_help_leaves_the_case_with_the_asker(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ablehnen")
    await people.petra.taps("Haushalt lehnt ab")
    await people.anna.sees("nicht übernommen", "Haushalt lehnt ab", "bleibt bei Ihnen")
    assert (await case_of(town, referral)).owner == people.anna.person
    open_ones = await town.do(
        lambda work: [one for one in work.referrals.of_case(referral.case_id) if one.is_open]
    )
    assert open_ones == []
    await people.coordinator.sees_nothing()


@pytest.mark.parametrize("label", ["Haushalt lehnt ab", "Doppelmeldung", "Kein Kontakt möglich"])
async def test_without_consent_the_landlord_never_hears_what_a_household_did(town: Town, label: str) -> None:
    people = await network(town)
    await asked(town, people, basis="enquiry", consent="not_yet")
    await people.petra.taps("Ablehnen")
    await people.petra.taps(label)
    await people.anna.sees("nicht übernommen", "Fachstelle Nord kann nicht übernehmen")
    await people.anna.hides(label)


async def test_going_back_declines_nothing(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ablehnen")
    await people.petra.taps("Zurück")
    await people.petra.shows("Neue Anfrage MI-7KQ4", "Ich übernehme")
    assert (await now(town, referral.id)).step is Step.CONTACT
    await people.anna.sees_nothing()
