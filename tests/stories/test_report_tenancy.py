"""A tenancy in danger is reported: the walks of the practice paper, counted tap by tap."""

import asyncio
from dataclasses import replace

from domain.model.case import Case, EventKind, ReferralKind
from domain.model.ids import PersonId
from domain.model.legal_basis import BasisKind
from domain.model.people import Partner
from domain.model.routing import Topic
from domain.model.stage import PartnerKind, Seat, Stage
from domain.model.urgency import Urgency
from storage.work import SqliteWork
from tests.stories.network import ESPELKAMP, MINDEN, Network, holds, network
from tests.stories.town import Phone, Town


async def walk(phone: Phone, *labels: str) -> int:
    """Tap one after the other; gives how many taps that took."""
    for label in labels:
        await phone.taps(label)
    return len(labels)


async def open_case(town: Town) -> Case:
    """The one case that is open."""
    (case,) = await town.do(lambda work: work.cases.open())
    return case


def _forget_the_rules(work: SqliteWork, person: PersonId | None) -> None:
    assert person is not None
    found = work.people.get(person)
    assert found is not None
    work.people.save(replace(found, acknowledged_at=None))


def _leave_hille(work: SqliteWork, people: Network) -> None:
    """Fachstelle Nord holds the help side in Espelkamp and Minden only."""
    for entry in work.responsibilities.of_partner(people.help):
        work.responsibilities.remove(entry.id)
    for area in (ESPELKAMP, MINDEN):
        holds(work, people.help, people.petra.person, (Topic.WOHNUNGSSICHERUNG,), area=area)


def _second_help(work: SqliteWork, people: Network) -> None:
    holds(work, people.office, people.coordinator.person, (Topic.WOHNUNGSSICHERUNG,))


def _nine_landlords(work: SqliteWork, people: Network) -> None:
    for number in range(1, 10):
        landlord = work.partners.add(Partner(name=f"Bauverein {number}", kind=PartnerKind.LANDLORD))
        holds(work, landlord.id, people.otto, (None,))


WALK_A = (
    "Neue Meldung",
    "Fristlose Kündigung",
    "20",
    "Mietschulden",
    "Paar",
    "Espelkamp",
    "Angeschrieben",
    "Kontakt zum Haushalt",
)


async def test_walk_a_a_landlord_reports_in_nine_taps(town: Town) -> None:
    people = await network(town)
    taps = await walk(people.anna, *WALK_A)
    await people.anna.shows(
        "Meldung, Schritt 8 von 8",
        "Stand: Fristlose Kündigung",
        "Datum: 20.11.2026",
        "Grund: Mietschulden",
        "Ort: Espelkamp",
        "Dringlichkeit orange, weil eine Kündigung vorliegt",
        "Geht an: Fachstelle Nord, weil zuständig für Wohnungssicherung im ganzen Kreis",
        "Namen nennen: nein",
    )
    taps += await walk(people.anna, "An Fachstelle Nord senden")
    assert taps == 9
    case = await open_case(town)
    await people.anna.shows(f"{case.code}: gesendet an Fachstelle Nord", f"Merkwort: {case.word}")
    assert (case.stage, case.urgency, case.side) == (Stage.NOTICE, Urgency.ORANGE, Seat.LANDLORD)
    assert case.basis == BasisKind.LEGITIMATE_INTEREST
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert seats[Seat.LANDLORD].holder == people.carla.person
    referral = (await town.do(lambda work: work.referrals.of_case(case.id)))[0]
    assert (referral.kind, referral.asked) == (ReferralKind.TAKEOVER, people.petra.person)
    assert referral.why == "3:wohnungssicherung"
    events = await town.do(lambda work: work.events.of_case(case.id))
    assert events[0].kind is EventKind.REPORTED
    timers = await town.do(lambda work: work.timers.of_case(case.id))
    now = await town.now()
    assert timers
    assert all(one.due_at > now for one in timers)


async def test_walk_b_a_caseworker_reports_an_eviction_in_eleven_taps(town: Town) -> None:
    people = await network(town)
    taps = await walk(
        people.petra,
        "Neue Meldung",
        "Räumungstermin",
        "3",
        "Mietschulden",
        "Paar mit Kindern",
        "2",
        "Espelkamp",
        "Wohnhaus Minden",
        "Ja, schriftlich",
        "Räumung aussetzen",
        "An Wohnhaus Minden senden",
    )
    assert taps == 11
    case = await open_case(town)
    await people.petra.shows(
        f"{case.code}: gesendet an Wohnhaus Minden", "Notunterkunft: Kontakt", "Jugendamt: Kontakt"
    )
    await people.petra.shows(
        f"{case.code}: bei Ihnen",
        "Termin in 10 Tagen. Anträge bei Gericht können schon befristet sein: "
        "bitte heute Beratung oder Anwalt einschalten.",
    )
    assert (case.urgency, case.owner) == (Urgency.RED, people.petra.person)
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert {seat: one.holder for seat, one in seats.items()} == {Seat.HELP: people.petra.person}
    referral = (await town.do(lambda work: work.referrals.of_case(case.id)))[0]
    assert (referral.kind, referral.asked) == (ReferralKind.COOPERATION, people.carla.person)


async def test_walk_c_a_jobcenter_reports_in_six_taps(town: Town) -> None:
    people = await network(town)
    taps = await walk(
        people.jana,
        "Neue Meldung",
        "Gericht: Räumungsklage",
        "diese Woche",
        "Espelkamp",
        "Ja",
        "An Fachstelle Nord senden",
    )
    assert taps == 6
    case = await open_case(town)
    assert (case.stage, case.stage_on, case.basis) == (Stage.SUIT, None, BasisKind.STATUTORY)
    assert case.municipality == ESPELKAMP
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert {seat: one.holder for seat, one in seats.items()} == {Seat.BENEFITS: people.jana.person}


# Coming back, changing, giving up


async def test_a_report_goes_on_on_another_device(town: Town) -> None:
    people = await network(town)
    await walk(people.anna, "Neue Meldung", "Mietrückstand", "2 bis 4")
    old = (await people.anna.shows("Meldung, Schritt 3 von 7", "Wer wohnt dort?"))["message_id"]
    await town.restart()
    await people.anna.sends("/melden")
    await people.anna.shows("Eine angefangene Meldung", "Stand: Mietrückstand", "Weiter", "Verwerfen")
    assert "veraltet" in await people.anna.taps("Paar", message=old)
    await walk(people.anna, "Weiter", "Paar")
    await people.anna.shows("Haushalt: Paar", "In welcher Gemeinde?")


async def test_every_answer_can_be_changed_before_sending(town: Town) -> None:
    people = await network(town)
    await walk(people.anna, *WALK_A, "Ändern", "Ort: Espelkamp", "Hille")
    await people.anna.shows("Meldung, Schritt 8 von 8", "Ort: Hille", "An Ordnungsamt Hille senden")
    await walk(people.anna, "Ändern", "Stand: Fristlose", "Mietrückstand", "Über 4")
    shown = await people.anna.shows("Meldung, Schritt 7 von 7", "Dringlichkeit gelb")
    assert "Datum" not in shown["text"]
    await walk(people.anna, "Zurück", "Zurück")
    await people.anna.shows("Weiß der Haushalt von dieser Meldung?", "Zur Übersicht")
    await walk(people.anna, "Zur Übersicht", "Verwerfen")
    await people.anna.shows("Verworfen. Es wurde nichts gesendet.", "Neue Meldung")
    assert await town.do(lambda work: work.cases.open()) == ()
    assert await town.do(lambda work: work.drafts.latest(PersonId(people.anna.person or 0))) is None


async def test_a_report_can_be_interrupted_without_losing_anything(town: Town) -> None:
    people = await network(town)
    await walk(people.anna, "Neue Meldung", "Räumungsklage", "Abbrechen")
    await people.anna.shows("Meldung unterbrochen", "bis 30.11. gespeichert", "Stand: Räumungsklage")
    await walk(people.anna, "Weiter")
    await people.anna.shows("Wann ist die Klage zugestellt worden?")
    await walk(people.anna, "Zurück")
    await people.anna.shows("Wie ist der Stand?")
    assert "erste Schritt" in await people.anna.taps("Zurück")


async def test_a_forgotten_draft_expires_after_a_week(town: Town) -> None:
    people = await network(town)
    await walk(people.anna, "Neue Meldung", "Auffälligkeit")
    await town.forward(days=7, minutes=1)
    assert "veraltet" in await people.anna.taps("Eigenbedarf")
    await people.anna.sends("/melden")
    await people.anna.shows("Wie ist der Stand?")


async def test_days_are_typed_where_the_calendar_ends(town: Town) -> None:
    people = await network(town)
    await walk(people.anna, "Neue Meldung", "Räumungsklage")
    await people.anna.reads_all()
    assert await people.anna.taps("·") == ""
    await people.anna.sends("Mietschulden")
    await people.anna.sees("Bitte einen Tag tippen")
    await walk(people.anna, "Älter")
    await people.anna.shows("Bitte den Tag tippen, zum Beispiel 12.3. oder 3. März.")
    await people.anna.sends("24.12.2026")
    await people.anna.sees("Dieser Tag liegt noch vor uns.")
    await people.anna.sends("3. März")
    await people.anna.shows("Datum: 3.3.2026", "Was ist der Hauptgrund?")
    assert "3. März" not in [one.get("text") for one in await people.anna.messages()]
    await people.anna.sends("Familie Muster zahlt nicht")
    await people.anna.sees("Bitte tippen Sie auf eine der Antworten. Ihre Angaben sind gespeichert.")
    await walk(people.anna, "Mietschulden")
    await people.anna.shows("Datum: 3.3.2026", "Grund: Mietschulden", "Wer wohnt dort?")


async def test_a_second_press_of_send_makes_no_second_case(town: Town) -> None:
    people = await network(town)
    await walk(people.anna, *WALK_A)
    overview = (await people.anna.shows("An Fachstelle Nord senden"))["message_id"]
    press = people.anna.user, people.anna.chat, overview, "An Fachstelle Nord senden"
    answers = await asyncio.gather(town.client.tap(*press), town.client.tap(*press))
    await town.settle()
    cases = await town.do(lambda work: work.cases.open())
    assert len(cases) == 1
    assert sorted(one.get("text") or "" for one in answers) == [
        "",
        f"Das ist schon gesendet: {cases[0].code}.",
    ]


async def test_the_rules_come_before_the_first_report(town: Town) -> None:
    people = await network(town)
    await town.do(lambda work: _forget_the_rules(work, people.anna.person))
    await people.anna.sends("/melden")
    await people.anna.shows("Bitte zuerst die Hinweise lesen und bestätigen: /start")


# Who gets it


async def test_a_landlord_who_must_not_know_is_not_asked(town: Town) -> None:
    people = await network(town)
    await walk(people.petra, "Neue Meldung", "Fristlose Kündigung", "Unbekannt", "Lebenslage", "1 Person")
    await walk(people.petra, "Espelkamp", "Wohnhaus Minden", "Nein")
    await people.petra.shows("Es wird niemand angefragt, weil der Vermieter nichts erfahren darf")
    await walk(people.petra, "Fall anlegen")
    case = await open_case(town)
    assert case.landlord_partner == people.landlord
    assert await town.do(lambda work: work.referrals.of_case(case.id)) == ()
    assert set(await town.do(lambda work: work.seats.of_case(case.id))) == {Seat.HELP}
    await people.carla.sees_nothing()
    await people.coordinator.sees_nothing()


async def test_a_confidential_report_of_a_landlord_stays_with_one_person(town: Town) -> None:
    people = await network(town)
    await walk(people.anna, "Neue Meldung", "Mahnung", "Unter 1", "Vertraulich", "Paar", "Espelkamp")
    await people.anna.shows("Dringlichkeit rot, weil der Fall vertraulich ist", "Namen nennen: nein")
    await walk(people.anna, "An Fachstelle Nord senden")
    case = await open_case(town)
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert (seats[Seat.LANDLORD].holder, seats[Seat.LANDLORD].responsibility) == (people.anna.person, None)
    assert (case.protected, case.basis) == (True, BasisKind.ENQUIRY)
    await people.carla.sees_nothing()
    await people.bernd.sees_nothing()


async def test_a_place_without_anybody_goes_to_the_coordinator(town: Town) -> None:
    people = await network(town)
    await walk(people.anna, "Neue Meldung", "Auffälligkeit", "Eigenbedarf", "Paar", "Anderer Ort")
    await walk(people.anna, "Nein, noch nicht", "Nur ein Rat")
    await people.anna.shows("Geht an: die Koordination, weil keine Zuständigkeit hinterlegt ist")
    await walk(people.anna, "An die Koordination senden")
    case = await open_case(town)
    await people.anna.shows(f"{case.code}: gesendet an die Koordination")
    await people.coordinator.shows(case.code)
    assert case.owner == people.coordinator.person


async def test_whoever_does_not_hold_the_help_side_is_asked_who_leads(town: Town) -> None:
    people = await network(town)
    await walk(people.petra, "Neue Meldung", "Auffälligkeit", "Lebenslage", "Paar", "Hille")
    await people.petra.shows("Wer ist Vermieter?")
    await town.do(lambda work: _leave_hille(work, people))
    await people.petra.sends("/melden")
    await walk(people.petra, "Weiter")
    await people.petra.shows("Wer führt den Fall?", "Ordnungsamt Hille", "Ich führe ihn")
    await walk(people.petra, "Ordnungsamt Hille", "An Ordnungsamt Hille senden")
    case = await open_case(town)
    assert await town.do(lambda work: work.seats.of_case(case.id)) == {}
    referral = (await town.do(lambda work: work.referrals.of_case(case.id)))[0]
    assert (referral.kind, referral.asked) == (ReferralKind.TAKEOVER, people.otto)


async def test_the_coordinator_reports_for_a_partner_without_telegram(town: Town) -> None:
    people = await network(town)
    await walk(people.coordinator, "Neue Meldung")
    await people.coordinator.shows("Für wen melden Sie?", "Ordnungsamt Hille", "Koordinationsstelle")
    await walk(people.coordinator, "Ordnungsamt Hille", "Räumungstermin", "Unbekannt", "Mietschulden", "Paar")
    await walk(people.coordinator, "Nicht im Netzwerk")
    await people.coordinator.shows("Für: Ordnungsamt Hille", "Telefonisch durch Koordination")
    await walk(people.coordinator, "Fall anlegen")
    case = await open_case(town)
    assert (case.by_telephone, case.reporter_partner) == (True, people.town_hall)
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert seats[Seat.HELP].holder == people.otto
    await walk(people.coordinator, "Notunterkunft: Kontakt")
    await people.coordinator.shows("Unterbringung, Hille", "Otto Ohm, Ordnungsamt Hille")


async def test_an_equal_may_be_chosen_instead(town: Town) -> None:
    people = await network(town)
    await town.do(lambda work: _second_help(work, people))
    await walk(people.anna, *WALK_A)
    await walk(people.anna, "Anderer Empfänger", "Koordinationsstelle", "An Koordinationsstelle senden")
    case = await open_case(town)
    referral = (await town.do(lambda work: work.referrals.of_case(case.id)))[0]
    assert referral.partner == people.office


async def test_many_landlords_are_found_by_their_first_letters(town: Town) -> None:
    people = await network(town)
    await town.do(lambda work: _nine_landlords(work, people))
    await walk(people.petra, "Neue Meldung", "Auffälligkeit", "Lebenslage", "Paar", "Espelkamp")
    await people.petra.shows("Nicht dabei? Bitte die ersten Buchstaben tippen.")
    await people.petra.hides("Bauverein 9")
    await people.petra.sends("xyz")
    await people.petra.shows("So beginnt kein Partner auf der Liste.")
    await people.petra.sends("bauverein 9")
    await walk(people.petra, "Bauverein 9")
    await people.petra.shows("Vermieter: Bauverein 9", "Darf der Vermieter erfahren, dass Sie helfen?")


# Similar cases, quiet cases


async def test_a_similar_case_of_the_own_partner_is_shown_first(town: Town) -> None:
    people = await network(town)
    await walk(people.anna, *WALK_A, "An Fachstelle Nord senden")
    first = await open_case(town)
    await walk(people.bernd, *WALK_A)
    await people.bernd.shows(f"Ähnlicher Fall bei Ihnen: {first.code} · Kündigung · Espelkamp · Paar")
    await walk(people.bernd, "An Fachstelle Nord senden")
    await people.bernd.shows("Läuft dieser Fall schon?", "Neuer Fall")
    assert len(await town.do(lambda work: work.cases.open())) == 1
    await walk(people.bernd, "Neuer Fall")
    assert len(await town.do(lambda work: work.cases.open())) == 2
    assert await town.do(lambda work: work.duplicates.of_case(first.id)) == ()


async def test_a_quiet_case_is_asked_about_again_and_again(town: Town) -> None:
    people = await network(town)
    await walk(people.petra, "Neue Meldung", "Auffälligkeit", "Lebenslage", "Paar", "Espelkamp", "Unbekannt")
    await walk(people.petra, "Fall anlegen")
    case = await open_case(town)
    await people.petra.reads_all()
    await town.forward(days=14, minutes=5)
    await people.petra.shows(f"{case.code}: seit 10 Arbeitstagen nichts Neues", "Es klappt nicht")
    timers = await town.do(lambda work: work.timers.of_case(case.id))
    now = await town.now()
    assert any(one.due_at > now for one in timers)
