"""A responsible person presses [Nicht zuständig] and says who is."""

from domain.model.case import ReferralState, Step
from domain.model.routing import Topic
from domain.model.stage import Seat
from tests.stories.network import ESPELKAMP, Network, holds, network
from tests.stories.requests import asked, now, read
from tests.stories.town import Phone, Town


async def with_town_hall(town: Town) -> tuple[Network, Phone]:
    """The network, and an office in Espelkamp that helps there as well."""
    people = await network(town)
    erna = await town.member("Erna Eich", people.town_hall, function="Ordnungsamt")
    topics = (Topic.ENERGIE, Topic.KONFLIKT)
    await town.do(lambda work: holds(work, people.town_hall, erna.person, topics, area=ESPELKAMP))
    return people, erna


async def test_the_next_one_is_asked_and_the_asker_hears_it_once(town: Town) -> None:
    people, erna = await with_town_hall(town)
    referral = await asked(town, people)
    await people.petra.taps("Nicht zuständig")
    await people.petra.taps("Ordnungsamt Hille, Erna Eich")
    await people.petra.sees("MI-7KQ4: weitergegeben", "Jetzt angefragt: Ordnungsamt Hille", "Rückgängig")
    await people.anna.sees("MI-7KQ4: weitergegeben", "Ordnungsamt Hille", "Antwort bis Di 24.11., 9:00")
    await erna.sees("Neue Anfrage MI-7KQ4")
    assert (await now(town, referral.id)).state is ReferralState.FORWARDED
    await town.everything_is_read()


async def test_a_colleague_can_be_asked_in_ones_place(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Nicht zuständig")
    await people.petra.taps("Fachstelle Nord, Quirin Quast")
    await people.quirin.sees("Neue Anfrage MI-7KQ4")
    await people.quirin.taps("Ich übernehme")
    seats = await town.do(lambda work: work.seats.of_case(referral.case_id))
    assert seats[Seat.HELP].holder == people.quirin.person
    assert seats[Seat.HELP].responsibility == referral.responsibility


async def test_who_does_not_know_leaves_it_to_the_coordinator(town: Town) -> None:
    people = await network(town)
    await asked(town, people)
    await people.petra.taps("Nicht zuständig")
    await people.petra.taps("Weiß ich nicht")
    await people.anna.sees("nicht übernommen", "Nicht zuständig", "Die Koordination klärt")
    await people.coordinator.sees("MI-7KQ4: noch ohne Übernahme")


async def test_the_third_forward_goes_to_the_coordinator(town: Town) -> None:
    people, erna = await with_town_hall(town)
    referral = await asked(town, people)
    for sender, label in ((people.petra, "Ordnungsamt"), (erna, "Fachstelle"), (people.petra, "Ordnungsamt")):
        await read(people)
        await sender.taps("Nicht zuständig")
        await sender.taps(label)
    await people.petra.shows("Zweimal weitergegeben")
    await people.coordinator.sees("MI-7KQ4: noch ohne Übernahme")
    last = (await town.do(lambda work: work.referrals.of_case(referral.case_id)))[-1]
    assert (last.step, last.partner, last.forwards) == (Step.COORDINATOR, None, 3)


async def test_a_landlords_request_never_leaves_the_landlord(town: Town) -> None:
    people = await network(town)
    await asked(town, people, people.carla.person, seat=Seat.LANDLORD)
    await people.carla.taps("Nicht zuständig")
    screen = await people.carla.shows("Wer ist zuständig?")
    labels = [button["text"] for line in screen["buttons"] for button in line]
    assert labels == [
        "Wohnhaus Minden, Anna Alt",
        "Wohnhaus Minden, Bernd Bach",
        "Weiß ich nicht, Koordination fragen",
        "Zurück",
    ]


async def test_a_protected_case_goes_to_nobody_but_the_coordinator(town: Town) -> None:
    people, _ = await with_town_hall(town)
    await asked(town, people, protected=True)
    await people.petra.taps("Nicht zuständig")
    screen = await people.petra.shows("Wer ist zuständig?")
    labels = [button["text"] for line in screen["buttons"] for button in line]
    assert labels == ["Weiß ich nicht, Koordination fragen", "Zurück"]
