"""A person opens the chat: the rules once a year, working days, the overview."""

from dataclasses import replace

from domain.model.people import Person, Role
from domain.model.stage import PartnerKind
from storage.work import SqliteWork
from tests.stories.invitation import invited, last_link
from tests.stories.network import network
from tests.stories.town import BOT, Phone, Town


async def test_strangers_learn_nothing(town: Town) -> None:
    stranger = await town.phone("Mallory")
    for text in ("/start", "/start AAAA", "/hilfe", "/mitglieder", "/einladen", "Hallo", "/einstellungen"):
        await stranger.sends(text)
    await stranger.sees("Dieser Dienst ist für Mitglieder.")
    await stranger.sees("Diesen Link gibt es nicht.")
    for _ in range(5):
        await stranger.sees("Dieser Dienst ist für Mitglieder.")


async def test_a_member_reads_the_rules_once_and_settles_the_working_days(town: Town) -> None:
    office = await town.partner("Koordinationsstelle", PartnerKind.AUTHORITY)
    await town.member("Karin Kurz", office, role=Role.COORDINATOR, phone="0571 1234")
    landlord = await town.partner("Wohnhaus Minden", PartnerKind.LANDLORD)
    anna = await town.member("Anna Alt", landlord, function="Mietenmanagement")
    await town.do(lambda work: work.people.save(replace(_known(work, anna), acknowledged_at=None)))

    await anna.sends("/start")
    await anna.sees(
        "Guten Tag, Anna Alt. Sie sind angemeldet: Wohnhaus Minden, Mietenmanagement.",
        "Bitte schreiben Sie hier nie Namen, Anschriften, Telefonnummern, Geburtsdaten, Krankheiten "
        "oder Aktenzeichen von Mietern.",
        "nicht Ende-zu-Ende-verschlüsselt",
        "Fragen: Koordination, Karin Kurz, 0571 1234",
        "Verstanden",
    )
    await anna.taps("Verstanden")
    await anna.shows("Fragen: Koordination", "Neue Meldung", "Kontakt finden", "Meine Fälle", "Probe-Meldung")
    await anna.sees("Ihre Arbeitstage", "✓ Mo", "✓ Fr", "✓ 8 Uhr")
    await anna.taps("✓ Fr")
    await anna.taps("9 Uhr")
    await anna.taps("Fertig")
    await anna.shows("Arbeitstage: Mo, Di, Mi, Do. Tagesübersicht um 9 Uhr.")

    await anna.sends("/start")
    await anna.sees("Guten Tag, Anna Alt", "Neue Meldung")
    person = await town.do(lambda work: work.people.by_telegram(anna.user))
    assert person is not None
    assert (person.working_days, person.digest_hour) == (frozenset({0, 1, 2, 3}), 9)


async def test_the_rules_are_asked_again_after_a_year_and_not_before(town: Town) -> None:
    partner = await town.partner("Fachstelle Nord", PartnerKind.PROVIDER)
    petra = await town.member("Petra Nord", partner)
    await town.client.jump(364 * 86_400)
    await petra.sends("/start")
    await petra.sees("Petra Nord", "Neue Meldung")
    await town.client.jump(2 * 86_400)
    await petra.sends("/start")
    await petra.sees("Petra Nord", "Verstanden")
    await petra.taps("Verstanden")
    await petra.shows("Petra Nord", "Neue Meldung")
    await petra.sees_nothing()


async def test_whoever_blocks_the_bot_is_told_about_once_and_is_back_with_a_start(town: Town) -> None:
    people = await network(town)
    await town.client.block(people.anna.user, BOT)
    await town.settle()
    await people.coordinator.sees("Nicht erreichbar: Anna Alt, Wohnhaus Minden")
    await town.client.unblock(people.anna.user, BOT)
    await town.settle()
    person = await town.do(lambda work: work.people.by_telegram(people.anna.user))
    assert person is not None
    assert person.reachable
    await people.anna.sends("/start")
    await people.anna.sees("Guten Tag, Anna Alt")
    await people.coordinator.sees_nothing()


async def test_somebody_whom_telegram_refuses_is_unreachable_at_the_first_message(town: Town) -> None:
    people = await network(town)
    office = await town.partner("Kreis", PartnerKind.AUTHORITY)
    lars = await town.member("Lars Lang", office, role=Role.COORDINATOR)
    await invited(lars, "Wohnhaus Minden", "Neu Hier", role="Mitglied")
    await town.client.delete_person(lars.user)
    newcomer = await town.phone("Neu")
    await newcomer.opens(await last_link(lars))
    await people.coordinator.sees("Nicht erreichbar: Lars Lang, Kreis")


def _known(work: SqliteWork, phone: Phone) -> Person:
    person = work.people.by_telegram(phone.user)
    assert person is not None
    return person
