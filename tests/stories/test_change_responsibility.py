"""A coordinator, or a partner's lead, changes the directory line by line."""

from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files

import pytest

from bot.import_file import import_file
from domain.model.case import Referral, ReferralKind, ReferralState
from domain.model.ids import ChatId
from domain.model.people import Person, Role
from domain.model.routing import Topic
from domain.model.stage import PartnerKind, Seat
from domain.services import confirmations, referrals
from handlers.directory_buttons import AddResponsibilityButton, ConfirmOwnButton
from handlers.message import Message, row
from storage.work import SqliteWork
from tests.stories.test_import_directory import named, open_case
from tests.stories.town import Phone, Town

SAMPLE = files("bot").joinpath("sample/network.csv").read_bytes()


@pytest.fixture
async def coordinator(town: Town) -> Phone:
    await town.do(lambda work: import_file(work, SAMPLE, "csv", write=True))
    office = await town.partner("Kreis", PartnerKind.AUTHORITY)
    return await town.member("Karin Ordner", office, role=Role.COORDINATOR)


async def joins(town: Town, name: str, role: Role = Role.MEMBER) -> Phone:
    """Somebody of the sample network comes into the chat."""
    phone = await town.phone(name.split(maxsplit=1)[0])

    def link(work: SqliteWork) -> Person:
        person = named(work, name)
        linked = replace(person, telegram=ChatId(phone.user), role=role, acknowledged_at=work.now)
        work.people.save(linked)
        return linked

    phone.person = (await town.do(link)).id
    await phone.sends("/start")
    await phone.reads_all()
    return phone


async def opens_line(phone: Phone, partner: str, line: str) -> None:
    await phone.sends("/verzeichnis")
    await phone.reads_all()
    await phone.taps("Ändern")
    if partner:
        await phone.taps(partner)
    await phone.taps(line)


async def holder_of(town: Town, topic: Topic, area: str | None, partner: str) -> str:
    def look(work: SqliteWork) -> str:
        found = work.partners.named(partner)
        assert found is not None
        (line,) = (
            one
            for one in work.responsibilities.of_partner(found.id)
            if one.topic is topic and one.area == area and not one.main_contact
        )
        person = work.people.get(line.holder)
        assert person is not None
        return person.name

    return await town.do(look)


async def test_another_holder_gets_the_line_its_cases_and_a_word(town: Town, coordinator: Phone) -> None:
    jonas = await joins(town, "Jonas Feldkamp")
    code = await open_case(town, "Petra Albers", Topic.WOHNUNGSSICHERUNG, "Espelkamp")
    await opens_line(coordinator, "Fachstelle Nord", "Wohnungssicherung, Espelkamp")
    await coordinator.shows(
        "Zuständig: Petra Albers", "Vertretung: Jonas Feldkamp", "Bestätigt: 1.10.2026", "Offene Fälle: 1"
    )
    await coordinator.taps("Zuständig ändern")
    await coordinator.shows("Wohnungssicherung, Espelkamp: Wer ist zuständig?")
    await coordinator.taps("Jonas Feldkamp")
    await coordinator.shows("Zuständig: Jonas Feldkamp", "Vertretung: niemand", "Bestätigt: 23.11.2026")
    await jonas.shows(code)
    await jonas.shows("Jetzt bei Ihnen: Wohnungssicherung, Espelkamp", "Bisher: Petra Albers")
    await coordinator.sends("/kontakt wohnungssicherung espelkamp")
    await coordinator.shows("Jonas Feldkamp\nSozialarbeit", "Schreibt hier mit.")


async def test_an_open_request_is_put_to_the_new_holder(town: Town, coordinator: Phone) -> None:
    sabine = await joins(town, "Sabine Reuter")
    jonas = await joins(town, "Jonas Feldkamp")
    code = await open_case(town, "Petra Albers", Topic.WOHNUNGSSICHERUNG, "Espelkamp")

    def ask(work: SqliteWork) -> None:
        case = work.cases.by_code(code)
        assert case is not None
        seat = work.seats.of_case(case.id)[Seat.HELP]
        work.seats.remove(seat.id)
        assert sabine.person is not None
        work.cases.save(replace(case, reporter=sabine.person, owner=sabine.person))
        referrals.open_referral(
            work,
            replace(case, reporter=sabine.person, owner=sabine.person),
            kind=ReferralKind.TAKEOVER,
            seat=Seat.HELP,
            asked_by=sabine.person,
            partner=seat.partner,
            responsibility=seat.responsibility,
            why="topic",
        )

    await town.do(ask)
    await sabine.reads_all()
    await opens_line(coordinator, "Fachstelle Nord", "Wohnungssicherung, Espelkamp")
    await coordinator.taps("Zuständig ändern")
    await coordinator.taps("Jonas Feldkamp")
    await jonas.shows(code, "Ich übernehme")
    await jonas.taps("Ich übernehme")
    owner = await town.do(lambda work: work.cases.by_code(code).owner)  # type: ignore[union-attr]
    assert owner == jonas.person


async def test_a_promise_goes_with_the_case(town: Town, coordinator: Phone) -> None:
    petra = await joins(town, "Petra Albers")
    jonas = await joins(town, "Jonas Feldkamp")
    code = await open_case(town, "Petra Albers", Topic.WOHNUNGSSICHERUNG, "Espelkamp")

    def promise(work: SqliteWork) -> None:
        case = work.cases.by_code(code)
        assert case is not None
        assert petra.person is not None
        seat = work.seats.of_case(case.id)[Seat.HELP]
        work.referrals.add(
            Referral(
                case_id=case.id,
                kind=ReferralKind.TAKEOVER,
                seat=Seat.HELP,
                partner=seat.partner,
                responsibility=seat.responsibility,
                asked_by=petra.person,
                state=ReferralState.ACCEPTED,
                accepted_by=petra.person,
                promised_at=work.now + timedelta(days=2),
                opened_at=work.now,
            )
        )

    await town.do(promise)
    await opens_line(coordinator, "Fachstelle Nord", "Wohnungssicherung, Espelkamp")
    await coordinator.taps("Zuständig ändern")
    await coordinator.taps("Jonas Feldkamp")
    (owed,) = await town.do(lambda work: work.referrals.promises())
    assert owed.accepted_by == jonas.person


async def test_a_line_without_cases_is_told_as_well(town: Town, coordinator: Phone) -> None:
    jonas = await joins(town, "Jonas Feldkamp")
    await opens_line(coordinator, "Fachstelle Nord", "Energieschulden, ganzer Kreis")
    await coordinator.taps("Zuständig ändern")
    await coordinator.taps("Jonas Feldkamp")
    await jonas.sees("Jetzt bei Ihnen: Energieschulden, ganzer Kreis\nSo steht es im Verzeichnis.")


async def test_the_deputy_is_changed_and_taken_away(town: Town, coordinator: Phone) -> None:
    await opens_line(coordinator, "Fachstelle Nord", "Wohnungssicherung, Espelkamp")
    await coordinator.taps("Vertretung ändern")
    await coordinator.taps("Ruth Overbeck")
    await coordinator.shows("Vertretung: Ruth Overbeck")
    await coordinator.taps("Vertretung ändern")
    await coordinator.taps("Keine Vertretung")
    await coordinator.shows("Vertretung: niemand")


async def test_a_new_line_question_after_question(town: Town, coordinator: Phone) -> None:
    await opens_line(coordinator, "Ordnungsamt Hille", "Neue Zuständigkeit")
    await coordinator.shows("Ordnungsamt Hille: Für welches Thema?")
    await coordinator.taps("Unterbringung")
    await coordinator.shows("Ordnungsamt Hille, Unterbringung: Für welche Gemeinde?")
    await coordinator.taps("Pr. Oldendorf")
    await coordinator.shows("Unterbringung, Preußisch Oldendorf: Wer ist zuständig?")
    await coordinator.taps("Holger Tiemann")
    await coordinator.taps("Gisela Weiß")
    await coordinator.shows("Zuständig: Holger Tiemann", "Vertretung: Gisela Weiß", "Offene Fälle: 0")
    await coordinator.sends("/kontakt notunterkunft pr. oldendorf")
    await coordinator.shows("Holger Tiemann\nBürgerservice")


async def test_a_new_person_in_the_middle_of_a_new_line(town: Town, coordinator: Phone) -> None:
    await opens_line(coordinator, "Jugendamt Mühlenkreis", "Neue Zuständigkeit")
    await coordinator.taps("Jugendamt")
    await coordinator.taps("Rahden")
    await coordinator.taps("Person eintragen")
    await coordinator.shows("Bitte Name, Funktion und Telefon in einer Zeile")
    await coordinator.reads_all()
    await coordinator.sends("Nora Neu")
    await coordinator.sees("Das habe ich nicht verstanden. Bitte so:")
    await coordinator.sends("Nora Neu, Bezirkssozialdienst, 0221 4710 603")
    await coordinator.sees("Eingetragen: Nora Neu, 0221 4710 603.")
    await coordinator.sees("Jugendamt, Rahden: Wer vertritt?")
    await coordinator.taps("Silke Hartig")
    await coordinator.shows("Zuständig: Nora Neu", "Vertretung: Silke Hartig")
    assert await holder_of(town, Topic.JUGENDAMT, "05770040", "Jugendamt Mühlenkreis") == "Nora Neu"


async def test_the_first_person_of_a_partner(town: Town, coordinator: Phone) -> None:
    await town.partner("Neue Stelle", PartnerKind.AUTHORITY)
    await opens_line(coordinator, "Neue Stelle", "Neue Zuständigkeit")
    await coordinator.taps("Scheitern")
    await coordinator.taps("ganzer Kreis")
    await coordinator.shows("Bei diesem Partner ist noch niemand eingetragen.", "Person eintragen")


async def test_a_person_without_a_line(town: Town, coordinator: Phone) -> None:
    await opens_line(coordinator, "Jugendamt Mühlenkreis", "Person eintragen")
    await coordinator.reads_all()
    await coordinator.sends("Paul Ostermann, Leitung, 0221 4710 600")
    await coordinator.sees("Diese Person steht schon im Verzeichnis.")
    await coordinator.sends("Nora Neu, 12")
    await coordinator.sees("Das habe ich nicht verstanden. Bitte so:")
    await coordinator.sends("Nora Neu, Bezirkssozialdienst, 0221 4710 603")
    await coordinator.sees("Eingetragen: Nora Neu, 0221 4710 603.", "Zurück")


async def test_a_line_ends_after_one_question(town: Town, coordinator: Phone) -> None:
    await opens_line(coordinator, "Fachstelle Nord", "Energieschulden, ganzer Kreis")
    await coordinator.taps("Beenden")
    await coordinator.shows("Energieschulden, ganzer Kreis: Soll diese Zuständigkeit heute enden?")
    await coordinator.taps("Zurück")
    await coordinator.shows("Zuständig: Marlies Horstkötter")
    await coordinator.taps("Beenden")
    await coordinator.taps("Ja, heute beenden")
    await coordinator.shows("Beendet. Weitergegebene Fälle: 0.")
    await coordinator.taps("Zurück")
    page = await coordinator.shows("Fachstelle Nord: Zuständigkeiten (14)")
    assert "Energieschulden" not in str(page)


async def test_a_line_with_open_cases_needs_a_successor(town: Town, coordinator: Phone) -> None:
    ruth = await joins(town, "Ruth Overbeck")
    code = await open_case(town, "Petra Albers", Topic.WOHNUNGSSICHERUNG, "Espelkamp")
    await opens_line(coordinator, "Fachstelle Nord", "Wohnungssicherung, Espelkamp")
    await coordinator.taps("Beenden")
    page = await coordinator.shows(
        "Offene Fälle: 1. Wer übernimmt sie?", "Scheitern, ganzer Kreis: Ruth Overbeck"
    )
    assert "Ja, heute beenden" not in str(page)
    await coordinator.taps("Scheitern, ganzer Kreis")
    await coordinator.shows("Beendet. Weitergegebene Fälle: 1.")
    await ruth.shows(code)
    seat = await town.do(lambda work: work.seats.of_person(ruth.person))  # type: ignore[arg-type]
    assert len(seat) == 1


async def test_nobody_else_could_take_the_cases(town: Town, coordinator: Phone) -> None:
    def only(work: SqliteWork) -> None:
        partner = named(work, "Petra Albers").partner
        for one in work.responsibilities.of_partner(partner):
            if one.id > 0 and not (one.topic is Topic.WOHNUNGSSICHERUNG and one.area == "05770008"):
                work.responsibilities.end(one.id, date(2026, 11, 23))

    await open_case(town, "Petra Albers", Topic.WOHNUNGSSICHERUNG, "Espelkamp")
    await town.do(only)
    await opens_line(coordinator, "Fachstelle Nord", "Wohnungssicherung, Espelkamp")
    await coordinator.taps("Beenden")
    await coordinator.shows("und niemand sonst ist eingetragen. Bitte zuerst jemand anderen")


async def test_a_lead_changes_the_own_partner_alone(town: Town, coordinator: Phone) -> None:
    lead = await joins(town, "Ruth Overbeck", Role.LEAD)
    await opens_line(lead, "", "Energieschulden, ganzer Kreis")
    await lead.taps("Vertretung ändern")
    await lead.taps("Jonas Feldkamp")
    await lead.shows("Vertretung: Jonas Feldkamp")
    await opens_line(coordinator, "Fachstelle Mitte", "Scheitern, ganzer Kreis")

    def demoted(work: SqliteWork) -> None:
        work.people.save(replace(named(work, "Karin Ordner"), role=Role.LEAD))

    await town.do(demoted)
    await coordinator.taps("Stimmt noch")
    assert coordinator.toast == "Das dürfen hier nur die Zuständigen."


async def test_a_line_is_confirmed_on_its_screen(town: Town, coordinator: Phone) -> None:
    await opens_line(coordinator, "Fachstelle Nord", "Energieschulden, ganzer Kreis")
    await coordinator.taps("Stimmt noch")
    assert coordinator.toast == "Danke. Bestätigt: 1"
    await coordinator.shows("Bestätigt: 23.11.2026")


async def test_all_own_lines_are_confirmed_with_one_tap(town: Town, coordinator: Phone) -> None:
    petra = await joins(town, "Petra Albers")
    assert petra.person is not None
    await town.forward(days=60)
    due = await town.do(lambda work: len(confirmations.unconfirmed(work, petra.person)))  # type: ignore[arg-type]
    assert due == 4
    await shows_keys(
        town, petra, Message(text="Stimmt es noch?", rows=(row(ConfirmOwnButton().key("Stimmt noch")),))
    )
    assert await petra.taps("Stimmt noch") == "Danke. Bestätigt: 4"
    assert await petra.taps("Stimmt noch") == "Das ist schon bestätigt."


async def shows_keys(town: Town, phone: Phone, message: Message) -> None:
    """A message that another verb sends, with a button that is answered here."""
    body = message.model_dump_json(exclude_defaults=True)
    await town.do(lambda work: work.outbox.say(ChatId(phone.chat), body))


async def test_a_report_that_finds_nobody_leads_to_a_new_line(town: Town, coordinator: Phone) -> None:
    button = AddResponsibilityButton(place="05770044", topic=Topic.UNTERBRINGUNG)
    key = button.key("Zuständigkeit eintragen")
    await shows_keys(town, coordinator, Message(text="Niemand zuständig", rows=(row(key),)))
    await coordinator.taps("Zuständigkeit eintragen")
    await coordinator.shows("Zu welchem Partner?")
    await coordinator.taps("Ordnungsamt Hille")
    await coordinator.shows("Unterbringung, Stemwede: Wer ist zuständig?")
    await coordinator.taps("Gisela Weiß")
    await coordinator.taps("Keine Vertretung")
    await coordinator.shows("Unterbringung, Stemwede", "Zuständig: Gisela Weiß", "Vertretung: niemand")


async def test_forged_and_outdated_buttons_change_nothing(town: Town, coordinator: Phone) -> None:
    await opens_line(coordinator, "Fachstelle Nord", "Energieschulden, ganzer Kreis")
    before = await town.do(lambda work: work.responsibilities.all())
    forged = AddResponsibilityButton(place="99999999", topic="quatsch").key("Quatsch")
    await shows_keys(town, coordinator, Message(text="Alt", rows=(row(forged),)))
    assert await coordinator.taps("Quatsch") == "Das ist schon erledigt."
    line = next(one for one in before if one.topic is Topic.ENERGIE)
    await town.do(lambda work: work.responsibilities.end(line.id, date(2026, 11, 23)))
    assert await coordinator.taps("Stimmt noch") == "Das habe ich nicht gefunden."


async def test_members_change_nothing(town: Town, coordinator: Phone) -> None:
    petra = await joins(town, "Petra Albers")
    await petra.sends("/verzeichnis")
    await petra.sees("Das dürfen hier nur die Zuständigen.")
    await shows_keys(
        town,
        petra,
        Message(
            text="Alt", rows=(row(AddResponsibilityButton(place="05770044", topic="energie").key("Neu")),)
        ),
    )
    assert await petra.taps("Neu") == "Das dürfen hier nur die Zuständigen."
