"""A tenancy in danger is reported: the walks of the practice paper, counted tap by tap."""

import asyncio
from dataclasses import replace

from domain.model.case import EventKind, ReferralKind
from domain.model.ids import PersonId
from domain.model.legal_basis import BasisKind
from domain.model.stage import Channel, Seat, Stage
from domain.model.urgency import Urgency
from storage.work import SqliteWork
from tests.stories.network import ESPELKAMP, network
from tests.stories.reports import WALK_A, open_case, walk
from tests.stories.town import Town


def _forget_the_rules(work: SqliteWork, person: PersonId | None) -> None:
    assert person is not None
    found = work.people.get(person)
    assert found is not None
    work.people.save(replace(found, acknowledged_at=None))


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
    await people.anna.shows(f"{case.code}: gesendet an Fachstelle Nord")
    await people.anna.shows(f"{case.code}: angefragt", f"Merkwort: {case.word}", "Code kopieren")
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
        f"{case.code}: gesendet an Wohnhaus Minden", "Code kopieren", "Text für die Akte"
    )
    await people.petra.shows(
        f"{case.code}: bei Ihnen",
        "Termin in 10 Tagen. Anträge bei Gericht können schon befristet sein: "
        "bitte heute Beratung oder Anwalt einschalten.",
        "Notunterkunft: Kontakt",
        "Jugendamt: Kontakt",
    )
    assert (case.urgency, case.owner) == (Urgency.RED, people.petra.person)
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert {seat: one.holder for seat, one in seats.items()} == {Seat.HELP: people.petra.person}
    referral = (await town.do(lambda work: work.referrals.of_case(case.id)))[-1]
    assert (referral.kind, referral.asked) == (ReferralKind.COOPERATION, people.carla.person)


async def test_an_accompanied_new_letting_begins_with_a_report_of_the_help_side(town: Town) -> None:
    people = await network(town)
    await people.petra.taps("Neue Meldung")
    await people.petra.taps("Neues Mietverhältnis, begleitet")
    await walk(people.petra, "Paar", "Espelkamp", "Wohnhaus Minden", "Ja, schriftlich", "Gespräch zu dritt")
    await people.petra.taps("An Wohnhaus Minden senden")
    case = await open_case(town)
    assert (case.stage, case.urgency, case.owner) == (Stage.NEW, Urgency.GREEN, people.petra.person)
    await people.petra.shows(f"{case.code}: bei Ihnen", "Stand: Neues Mietverhältnis, begleitet")
    await people.carla.taps("Ich übernehme")
    for label in ("Mehr", "Zusagen", "Neue Zusage", "Wir sagen zu", "Begleitung"):
        await people.petra.taps(label)
    for label in ("Hausbesuch", "jede Woche", "24", "3 Monate", "zu den Sprechzeiten", "Zusage anbieten"):
        await people.petra.taps(label)
    await people.carla.shows(f"{case.code}: Zusage angeboten", "Hausbesuch, jede Woche")


async def test_nobody_else_begins_an_accompanied_new_letting(town: Town) -> None:
    people = await network(town)
    await people.anna.taps("Neue Meldung")
    await people.anna.shows("Wie ist der Stand?")
    await people.anna.hides("Neues Mietverhältnis")


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


async def test_the_channel_of_a_helper_can_be_changed(town: Town) -> None:
    people = await network(town)
    await walk(people.petra, "Neue Meldung", "Auffälligkeit", "Lebenslage", "Paar", "Espelkamp", "Unbekannt")
    await walk(people.petra, "Ändern", "Zugangsweg", "Jugendamt")
    await people.petra.shows("Zugangsweg: Jugendamt", "weil kein Vermieter aus dem Netzwerk bekannt ist")
    await walk(people.petra, "Fall anlegen")
    assert (await open_case(town)).channel is Channel.YOUTH_OFFICE


async def test_the_youngest_child_counts_below_a_notice(town: Town) -> None:
    people = await network(town)
    await walk(people.anna, "Neue Meldung", "Mietrückstand", "Unter 1", "Allein mit Kindern")
    await walk(people.anna, "Kind unter 6 dabei")
    await people.anna.shows("Wie viele Kinder unter 18?", "✓ Kind unter 6 dabei")
    await walk(people.anna, "?", "Minden", "Informiert", "Hausbesuch")
    await people.anna.shows("Kinder unter 18: ?", "Dringlichkeit gelb, weil ein Kind unter 6 dort wohnt")


async def test_the_report_speaks_english_too(town: Town) -> None:
    people = await network(town)
    ella = await town.member("Ella East", people.landlord, language="en")
    await walk(ella, "New report", "Notice without period", "20", "Rent arrears", "Couple", "Espelkamp")
    await walk(ella, "Written to, no answer", "Contact with the household")
    await ella.shows(
        "Report, step 8 of 8",
        "Urgency orange, because notice has been given",
        "Goes to: Fachstelle Nord, because responsible for “Keeping the home” in the whole area",
    )
    await walk(ella, "Send to Fachstelle Nord")
    await ella.shows("asked", "Memory word")
