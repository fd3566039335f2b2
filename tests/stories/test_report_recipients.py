"""Whom a report goes to: the routing rules R1 to R8 and R12, told from the phones."""

from dataclasses import replace

from domain.model.case import ReferralKind
from domain.model.legal_basis import BasisKind
from domain.model.people import Partner
from domain.model.routing import Topic
from domain.model.stage import PartnerKind, Seat
from storage.work import SqliteWork
from tests.stories.network import ESPELKAMP, MINDEN, Network, holds, network
from tests.stories.reports import WALK_A, cooperations, open_case, walk
from tests.stories.town import Town


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


def _authority_everywhere(work: SqliteWork, people: Network) -> None:
    office = work.partners.add(Partner(name="Sozialamt Nord", kind=PartnerKind.AUTHORITY))
    holds(work, office.id, people.otto, (Topic.WOHNUNGSSICHERUNG,))


def _helping_landlord(work: SqliteWork, people: Network) -> None:
    rival = work.partners.add(Partner(name="Heimstatt", kind=PartnerKind.LANDLORD))
    holds(work, rival.id, people.otto, (Topic.WOHNUNGSSICHERUNG,), area=ESPELKAMP)


def _only_a_main_contact(work: SqliteWork, people: Network) -> None:
    """Wohnhaus Minden names somebody for Scheitern, and a main contact for everything else."""
    for entry in work.responsibilities.of_partner(people.landlord):
        work.responsibilities.remove(entry.id)
    holds(work, people.landlord, people.carla.person, (Topic.SCHEITERN,))
    landlord = work.partners.get(people.landlord)
    assert landlord is not None
    work.partners.save(replace(landlord, main_contact=people.bernd.person))


async def test_a_landlord_who_must_not_know_is_not_asked(town: Town) -> None:
    people = await network(town)
    await walk(people.petra, "Neue Meldung", "Fristlose Kündigung", "Unbekannt", "Lebenslage", "1 Person")
    await walk(people.petra, "Espelkamp", "Wohnhaus Minden", "Nein")
    await people.petra.shows("Es wird niemand angefragt, weil der Vermieter nichts erfahren darf")
    await walk(people.petra, "Fall anlegen")
    case = await open_case(town)
    assert case.landlord_partner == people.landlord
    assert await cooperations(town, case) == ()
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


async def test_a_gap_in_the_directory_is_filled_from_the_request(town: Town) -> None:
    people = await network(town)
    await town.do(lambda work: _leave_hille(work, people))
    await walk(people.anna, "Neue Meldung", "Mietrückstand", "Unter 1", "Paar", "Rahden", "Unbekannt")
    await walk(people.anna, "Hausbesuch", "An die Koordination senden")
    case = await open_case(town)
    await people.coordinator.shows(
        f"{case.code}: noch ohne Übernahme", "keine Zuständigkeit hinterlegt", "Zuständigkeit eintragen"
    )
    await walk(people.coordinator, "Zuständigkeit eintragen")
    await people.coordinator.shows("Fachstelle Nord")


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
    await people.bernd.shows("Läuft dieser Fall schon?", f"Zum Fall {first.code}", "Neuer Fall")
    await people.bernd.taps(f"Zum Fall {first.code}")
    await people.bernd.shows(f"{first.code}: angefragt", "Angefragt: Fachstelle Nord")
    assert len(await town.do(lambda work: work.cases.open())) == 1
    await walk(people.bernd, "Neuer Fall")
    assert len(await town.do(lambda work: work.cases.open())) == 2
    assert await town.do(lambda work: work.duplicates.of_case(first.id)) == ()


async def test_a_colleague_without_the_case_is_told_whom_to_ask(town: Town) -> None:
    people = await network(town)
    await walk(people.anna, *WALK_A, "An Fachstelle Nord senden")
    first = await open_case(town)
    dora = await town.member("Dora Damm", people.landlord)
    await walk(dora, *WALK_A, "An Fachstelle Nord senden")
    await dora.shows("Läuft dieser Fall schon?", f"{first.code} ·", "Bitte fragen Sie Carla Cent.")
    await dora.hides("Zum Fall")
    await walk(dora, "Zurück")
    await dora.shows("Meldung, Schritt 8 von 8")


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


async def test_names_decide_between_equals(town: Town) -> None:
    """R3: the authority, to which the household may be named, is asked before the provider."""
    people = await network(town)
    await town.do(lambda work: _authority_everywhere(work, people))
    await walk(people.anna, *WALK_A)
    await people.anna.shows("An Sozialamt Nord senden", "Namen nennen: ja, am Telefon")
    await walk(people.anna, "Ändern", "Haushalt weiß davon", "Nein, noch nicht")
    await people.anna.shows("An Fachstelle Nord senden", "Namen nennen: nein")


async def test_another_landlord_is_never_asked(town: Town) -> None:
    """R8: a landlord that holds Wohnungssicherung is a competitor all the same."""
    people = await network(town)
    await town.do(lambda work: _helping_landlord(work, people))
    await walk(people.anna, *WALK_A)
    await people.anna.shows("An Fachstelle Nord senden")
    await people.anna.hides("Heimstatt")


async def test_a_landlord_s_main_contact_is_asked_where_nobody_else_is_named(town: Town) -> None:
    people = await network(town)
    await town.do(lambda work: _only_a_main_contact(work, people))
    await walk(people.petra, "Neue Meldung", "Mietrückstand", "Über 4", "Paar", "Minden", "Wohnhaus Minden")
    await walk(people.petra, "Ja, mündlich", "Ratenzahlung")
    await people.petra.shows("Geht an: Wohnhaus Minden, weil Hauptkontakt", "Namen nennen: ja, am Telefon")
    await walk(people.petra, "An Wohnhaus Minden senden")
    case = await open_case(town)
    (referral,) = await cooperations(town, case)
    assert (referral.asked, referral.why) == (people.bernd.person, "5:mietrueckstand")
    timers = await town.do(lambda work: work.timers.of_case(case.id))
    assert "consent_proof" in {one.kind.value for one in timers}


async def test_an_office_with_minimal_reports_leads_where_it_holds_the_help_side(town: Town) -> None:
    people = await network(town)
    await town.do(lambda work: holds(work, people.jobcenter, people.jana.person, (Topic.WOHNUNGSSICHERUNG,)))
    await walk(people.jana, "Neue Meldung", "Gerichtsvollzieher: Termin", "in 7 Tagen", "Minden", "Unbekannt")
    await walk(people.jana, "Fall anlegen")
    case = await open_case(town)
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert {seat: one.holder for seat, one in seats.items()} == {Seat.HELP: people.jana.person}


async def test_whoever_leads_at_once_judges_similar_cases_at_once(town: Town) -> None:
    people = await network(town)
    await walk(people.anna, *WALK_A, "An Fachstelle Nord senden")
    reported = await open_case(town)
    await walk(people.petra, "Neue Meldung", "Fristlose Kündigung", "Unbekannt", "Mietschulden", "Paar")
    await walk(people.petra, "Espelkamp", "Unbekannt", "Fall anlegen")
    await people.petra.shows("vielleicht schon bekannt", f"{reported.code} · Kündigung · Espelkamp")
