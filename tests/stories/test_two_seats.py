"""One partner on two seats of a case: it speaks for both, and answers what is offered to either."""

from dataclasses import replace
from datetime import timedelta

from domain.model.case import Case
from domain.model.commitment import Between, Commitment, Frequency, State, Terms
from domain.model.help_catalogue import Help
from domain.model.stage import Seat
from domain.services import commitments
from tests.stories.cases import begun, sit
from tests.stories.commitments import TOMORROW, stored, turn
from tests.stories.network import Network
from tests.stories.town import Phone, Town

VISITS = Terms(
    help=Help.HOME_VISIT,
    frequency=Frequency.WEEKLY,
    first_on=TOMORROW,
    ends_on=TOMORROW + timedelta(weeks=4),
)


async def paid_by_the_landlords_owner(town: Town) -> tuple[Network, Case]:
    """Carla sits for the landlord, and for the body that pays: her house belongs to the municipality."""
    people, case = await begun(town)
    await town.do(lambda work: sit(work, people, case, Seat.BENEFITS, people.carla.person))
    return people, case


async def offered(town: Town, case: Case, by: Phone, between: Between, terms: Terms = VISITS) -> Commitment:
    return await town.do(lambda work: commitments.offer(work, turn(work, by), case.id, between, terms))


async def test_what_is_offered_to_the_second_seat_is_read_and_answered(town: Town) -> None:
    people, case = await paid_by_the_landlords_owner(town)
    made = await offered(town, case, people.petra, Between(Seat.HELP, Seat.BENEFITS))
    await people.carla.sees("MI-7KQ4: Zusage angeboten", "Hausbesuch", "Annehmen")
    await people.carla.shows("Am Zug: Sie, Antwort zur Zusage Hausbesuch")
    await people.carla.sends("/zusage MI-7KQ4")
    await people.carla.shows("1. Hausbesuch, jede Woche", "Sie sind dran")
    await people.carla.taps("1")
    await people.carla.shows("Stand: angeboten", "Annehmen", "Ablehnen")
    await people.carla.taps("Annehmen")
    assert (await stored(town, made)).state is State.RUNNING
    await people.carla.taps("Beenden")
    await people.carla.taps("Nicht mehr nötig")
    await people.petra.shows("MI-7KQ4: Zusage beendet")


async def test_each_seat_has_its_own(town: Town) -> None:
    people, case = await paid_by_the_landlords_owner(town)
    for seat in (Seat.LANDLORD, Seat.BENEFITS):
        await offered(town, case, people.petra, Between(Seat.HELP, seat))
    await people.carla.sends("/zusage MI-7KQ4")
    await people.carla.shows("1. Hausbesuch", "2. Hausbesuch", "Von Fachstelle Nord: 2 angeboten")


async def test_the_second_seat_changes_an_offer_in_its_own_name(town: Town) -> None:
    people, case = await paid_by_the_landlords_owner(town)
    made = await offered(town, case, people.petra, Between(Seat.HELP, Seat.BENEFITS))
    await people.carla.taps("Ändern")
    for label in ("alle 2 Wochen", "25", "4 Wochen", "Rückruf am nächsten", "So vorschlagen"):
        await people.carla.taps(label)
    now = await stored(town, made)
    assert (now.offered_by, now.answers, now.offers) == (Seat.BENEFITS, Seat.HELP, 2)


async def test_what_the_landlord_may_not_hear_the_second_seat_does_not_tell_it(town: Town) -> None:
    """Without the household's consent the landlord's seat reads nothing of the help side's."""
    people, case = await paid_by_the_landlords_owner(town)
    await offered(town, case, people.petra, Between(Seat.HELP, Seat.LANDLORD))
    await town.do(lambda work: work.cases.save(replace(case, landlord_may_know=False)))
    await people.carla.sends("/zusage MI-7KQ4")
    await people.carla.shows("MI-7KQ4: Zusagen\n\nNoch keine.")


async def test_a_partner_that_leads_and_pays_answers_for_either(town: Town) -> None:
    people, case = await begun(town)
    await town.do(lambda work: sit(work, people, case, Seat.BENEFITS, people.petra.person))
    repair = replace(VISITS, help=Help.REPAIR, frequency=Frequency.ONCE, ends_on=None)
    made = await offered(town, case, people.carla, Between(Seat.LANDLORD, Seat.HELP), repair)
    await people.petra.sees("MI-7KQ4: Zusage angeboten", "Reparatur")
    await people.petra.taps("Annehmen")
    assert (await stored(town, made)).state is State.RUNNING
