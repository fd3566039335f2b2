"""A coordinator sends a directory file."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files

import pytest
from openpyxl import Workbook, load_workbook

from bot.import_file import import_file
from domain.model.case import Case, SeatHolder
from domain.model.directory_cells import Column
from domain.model.ids import ChatId, PersonId
from domain.model.municipalities import municipality_named
from domain.model.people import Person, Role
from domain.model.routing import Topic
from domain.model.stage import Channel, PartnerKind, Seat, Stage
from domain.model.urgency import Urgency, UrgencyReason
from storage.work import SqliteWork
from tests.stories.talk import talking
from tests.stories.town import Phone, Town

SAMPLE = files("bot").joinpath("sample/network.csv").read_bytes()
LINE = "Fachstelle Nord;Träger;;wohnungssicherung, nachsorge, scheitern;Petra Albers;;0221 4710 101;ja\n"
HEADER = "Partner;Art;Gemeinde;Thema;Name;Funktion;Telefon;Hauptkontakt\n"


@pytest.fixture
async def coordinator(town: Town) -> Phone:
    office = await town.partner("Kreis", PartnerKind.AUTHORITY)
    return await town.member("Karin Ordner", office, role=Role.COORDINATOR)


async def sends_file(phone: Phone, content: bytes, name: str = "verzeichnis.csv") -> None:
    await phone.client.file(phone.user, phone.chat, content, name)
    await phone.town.settle()


async def opens(phone: Phone, label: str) -> None:
    await phone.sends("/verzeichnis")
    await phone.reads_all()
    await phone.taps(label)


async def lines(town: Town) -> int:
    """How many lines the directory has, without main contacts."""
    return await town.do(lambda work: sum(not one.main_contact for one in work.responsibilities.all()))


def named(work: SqliteWork, name: str) -> Person:
    (person,) = (one for one in work.people.all() if one.name == name)
    return person


async def test_a_file_is_shown_first_and_written_after_the_tap(town: Town, coordinator: Phone) -> None:
    await coordinator.sends("/verzeichnis")
    await coordinator.sees("Verzeichnis\n0 Partner, 0 Personen, 0 Zuständigkeiten. Lücken: 11.", "Vorlage")
    await coordinator.taps("Datei einlesen")
    await coordinator.shows("Bitte senden Sie die Datei jetzt hier")
    await sends_file(coordinator, SAMPLE)
    await coordinator.sees("Die Datei wird gelesen.")
    await coordinator.sees("Vorschau: neu 80, geändert 0, beendet 0", "Fachstelle Nord", "und 68 weitere")
    assert await lines(town) == 0
    await coordinator.taps("Übernehmen")
    await coordinator.shows("Übernommen.\nNeu 80, geändert 0, beendet 0.")
    assert await lines(town) == 54
    await coordinator.sends("/kontakt notunterkunft hille")
    await coordinator.sees("Gisela Weiß")
    assert await town.do(lambda work: work.drafts.get(coordinator.person, "directory_file")) is None  # type: ignore[arg-type]


async def test_discarding_changes_nothing_and_forgets_the_rows(town: Town, coordinator: Phone) -> None:
    await opens(coordinator, "Datei einlesen")
    await sends_file(coordinator, SAMPLE)
    await coordinator.taps("Verwerfen")
    await coordinator.shows("Verworfen. Am Verzeichnis hat sich nichts geändert.")
    assert await lines(town) == 0
    assert await town.do(rows_with_petra) == 0


def rows_with_petra(work: SqliteWork) -> int:
    """How many dialogues hold a row of the file, and how many updates still hold their payload."""
    drafts = work.connection.execute("SELECT count(*) FROM drafts WHERE instr(answers, 'Petra')")
    inbox = work.connection.execute("SELECT count(*) FROM inbox WHERE payload IS NOT NULL")
    return int(drafts.fetchone()[0] + inbox.fetchone()[0])


async def test_faults_name_line_and_column_and_a_corrected_file_follows_at_once(
    town: Town, coordinator: Phone
) -> None:
    await opens(coordinator, "Datei einlesen")
    await sends_file(coordinator, SAMPLE.replace(b"Espelkamp, Rahden;", b"Espelkmp, Rahden;"))
    await coordinator.sees("wird gelesen")
    page = await coordinator.sees(
        "So kann ich die Datei nicht übernehmen. Fehler: 1",
        "Zeile 2, Gemeinde: „Espelkmp“ ist keine Gemeinde im Kreis. Gemeint ist vielleicht Espelkamp.",
        "Es wurde nichts geändert.",
    )
    assert "Übernehmen" not in str(page)
    assert await town.do(rows_with_petra) == 0
    await sends_file(coordinator, SAMPLE)
    await coordinator.sees("wird gelesen")
    await coordinator.sees("Vorschau: neu 80")


async def test_xlsx_from_the_template(town: Town, coordinator: Phone) -> None:
    await opens(coordinator, "Vorlage")
    (message,) = await coordinator.unread()
    await coordinator.reads_all()
    document = message["document"]
    content = await coordinator.client.download(coordinator.user, document["file_id"])
    book = load_workbook(io.BytesIO(content))
    sheet = book["Verzeichnis"]
    assert [cell.value for cell in sheet[1]] == [column.value for column in Column]
    sheet.append(
        ["Fachstelle Nord", "Träger", None, "wohnungssicherung, nachsorge, scheitern", "Petra Albers"]
    )
    sheet.cell(2, list(Column).index(Column.PHONE) + 1).value = "0221 4710 101"
    packed = io.BytesIO()
    book.save(packed)
    await opens(coordinator, "Datei einlesen")
    await sends_file(coordinator, packed.getvalue(), "Netz Oktober.XLSX")
    await coordinator.sees("wird gelesen")
    await coordinator.sees("Vorschau: neu 5")


async def test_the_directory_changed_after_the_preview(town: Town, coordinator: Phone) -> None:
    await town.do(lambda work: import_file(work, SAMPLE, "csv", write=True))
    await opens(coordinator, "Datei einlesen")
    await sends_file(coordinator, SAMPLE.replace(b"0221 4710 101", b"0221 4710 199"))
    await coordinator.reads_all()

    def moves(work: SqliteWork) -> None:
        work.people.save(replace(named(work, "Clara Wiehe"), phone="0221 4710 299"))

    await town.do(moves)
    await coordinator.taps("Übernehmen")
    await coordinator.shows("Das Verzeichnis hat sich inzwischen geändert.", "geändert 2", "Clara Wiehe")
    await coordinator.taps("Übernehmen")
    await coordinator.shows("Übernommen.\nNeu 0, geändert 2, beendet 0.")
    assert (await town.do(lambda work: named(work, "Petra Albers"))).phone == "0221 4710 199"


async def test_accounts_roles_and_ids_stay(town: Town, coordinator: Phone) -> None:
    await town.do(lambda work: import_file(work, SAMPLE, "csv", write=True))

    def joins(work: SqliteWork) -> PersonId:
        petra = named(work, "Petra Albers")
        work.people.save(replace(petra, telegram=ChatId(77), role=Role.LEAD, digest_hour=7))
        return petra.id

    petra = await town.do(joins)
    await opens(coordinator, "Datei einlesen")
    await sends_file(coordinator, SAMPLE.replace(b"0221 4710 101", b"0221 4710 199"))
    await coordinator.taps("Übernehmen")
    person = await town.do(lambda work: work.people.get(petra))
    assert person is not None
    assert (person.telegram, person.role, person.digest_hour) == (77, Role.LEAD, 7)
    assert person.phone == "0221 4710 199"


async def open_case(town: Town, holder: str, topic: Topic, place: str) -> str:
    """A case of the help side, with its seat at the holder's line."""

    def begin(work: SqliteWork) -> str:
        person = named(work, holder)
        found = municipality_named(place)
        line = next(
            one
            for one in work.responsibilities.of_person(person.id)
            if one.holder == person.id and one.topic is topic
        )
        case = work.cases.add(
            Case(
                code="MI-7KQ4",
                word="Ahorn",
                side=Seat.HELP,
                reporter=person.id,
                reporter_partner=person.partner,
                owner=person.id,
                stage=Stage.NOTICE,
                municipality=found.id if found else None,
                channel=Channel.HOUSEHOLD,
                basis="enquiry",
                urgency=Urgency.ORANGE,
                urgency_reason=UrgencyReason.NOTICE,
                reported_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
            )
        )
        work.seats.add(
            SeatHolder(
                case_id=case.id,
                seat=Seat.HELP,
                partner=person.partner,
                responsibility=line.id,
                holder=person.id,
                since_at=case.reported_at,
            )
        )
        return case.code

    return await town.do(begin)


async def test_open_cases_go_with_the_line_to_its_new_holder(town: Town, coordinator: Phone) -> None:
    await town.do(lambda work: import_file(work, SAMPLE, "csv", write=True))
    partner = (await town.do(lambda work: named(work, "Petra Albers"))).partner
    jonas = await town.phone("Jonas")
    await jonas.client.send(jonas.user, jonas.chat, "/start")
    await town.settle()
    await jonas.reads_all()

    def joins(work: SqliteWork) -> None:
        work.people.save(
            replace(named(work, "Jonas Feldkamp"), telegram=ChatId(jonas.user), acknowledged_at=work.now)
        )

    await town.do(joins)
    code = await open_case(town, "Petra Albers", Topic.WOHNUNGSSICHERUNG, "Espelkamp")
    swapped = SAMPLE.decode().replace(
        "Espelkamp, Rahden;wohnungssicherung, nachsorge;Petra Albers;Sozialarbeit;0221 4710 101;"
        "Mo bis Do 8 bis 16 Uhr;Jonas Feldkamp;",
        "Espelkamp, Rahden;wohnungssicherung, nachsorge;Jonas Feldkamp;;;;Petra Albers;",
    )
    await opens(coordinator, "Datei einlesen")
    await sends_file(coordinator, swapped.encode())
    await coordinator.sees("wird gelesen")
    await coordinator.sees(
        "Wohnungssicherung, Espelkamp: Jonas Feldkamp, Fachstelle Nord (bisher Petra Albers), offene Fälle: 1"
    )
    await coordinator.taps("Übernehmen")
    await jonas.shows(code)
    await jonas.shows("Wohnungssicherung", "Espelkamp", "Bisher: Petra Albers", "Offene Fälle: 1")
    owner = await town.do(lambda work: work.cases.by_code(code).owner)  # type: ignore[union-attr]
    assert owner == (await town.do(lambda work: named(work, "Jonas Feldkamp"))).id
    assert partner


async def test_a_line_with_open_cases_does_not_end_without_a_successor(
    town: Town, coordinator: Phone
) -> None:
    await town.do(lambda work: import_file(work, SAMPLE, "csv", write=True))
    await open_case(town, "Petra Albers", Topic.WOHNUNGSSICHERUNG, "Espelkamp")
    await opens(coordinator, "Datei einlesen")
    await sends_file(
        coordinator,
        SAMPLE.replace(b"Espelkamp, Rahden;wohnungssicherung, nach", b"Rahden;wohnungssicherung, nach"),
    )
    await coordinator.sees("wird gelesen")
    await coordinator.sees(
        "Fachstelle Nord: Eine beendete Zuständigkeit hat noch offene Fälle (1). Bitte eine Nachfolge"
    )


async def test_cases_pass_to_the_line_that_answers_from_now_on(town: Town, coordinator: Phone) -> None:
    await town.do(lambda work: import_file(work, SAMPLE, "csv", write=True))
    code = await open_case(town, "Petra Albers", Topic.WOHNUNGSSICHERUNG, "Espelkamp")
    before, after = b"Espelkamp, Rahden;wohnungssicherung", b"Rahden;wohnungssicherung"
    wider = SAMPLE.replace(before, after).replace(b"scheitern;Ruth", b"scheitern, wohnungssicherung;Ruth")
    await opens(coordinator, "Datei einlesen")
    await sends_file(coordinator, wider)
    await coordinator.sees("wird gelesen")
    await coordinator.sees("Wohnungssicherung, Espelkamp: Petra Albers, Fachstelle Nord, offene Fälle: 1")
    await coordinator.taps("Übernehmen")
    owner = await town.do(lambda work: work.cases.by_code(code).owner)  # type: ignore[union-attr]
    assert owner == (await town.do(lambda work: named(work, "Ruth Overbeck"))).id


TROUBLES = [
    ("foto.png", b"\x89PNG", "Bitte senden Sie eine Datei im Format XLSX oder CSV."),
    ("ohne", b"x", "Bitte senden Sie eine Datei im Format XLSX oder CSV."),
    ("gross.csv", b"a" * (2 * 1024 * 1024 + 1), "Die Datei ist zu groß. Möglich sind 2 MB."),
    ("kaputt.xlsx", b"PK\x03\x04kaputt", "Die Datei ist beschädigt."),
    ("geschuetzt.xlsx", bytes.fromhex("d0cf11e0a1b11ae1"), "Die Datei ist geschützt"),
    ("falsch.csv", b"Name;Ort\nAnna;Hille\n", "Ich finde keine Tabelle mit den Spalten Partner und Name."),
    ("leer.csv", HEADER.encode(), "Unter der Kopfzeile steht nichts."),
]


@pytest.mark.parametrize(("name", "content", "answer"), TROUBLES, ids=[row[0] for row in TROUBLES])
async def test_a_bad_file_gets_one_answer_and_changes_nothing(
    town: Town, coordinator: Phone, name: str, content: bytes, answer: str
) -> None:
    await opens(coordinator, "Datei einlesen")
    await sends_file(coordinator, content, name)
    seen = await coordinator.unread()
    if "wird gelesen" in seen[0]["text"]:
        await coordinator.sees("wird gelesen")
    await coordinator.sees(answer)
    await coordinator.sees_nothing()
    fetched = [call for call in await town.client.calls() if call["method"] == "getFile"]
    assert bool(fetched) == ("wird gelesen" in seen[0]["text"])
    await sends_file(coordinator, (HEADER + LINE).encode())
    await coordinator.sees("wird gelesen")
    await coordinator.sees("Vorschau: neu 5")


async def test_documents_outside_the_dialogue_are_not_opened(town: Town, coordinator: Phone) -> None:
    await sends_file(coordinator, SAMPLE)
    await coordinator.sees("Bilder, Sprachnachrichten und Dateien kann ich nicht annehmen.")
    partner = await town.partner("Fachstelle", PartnerKind.PROVIDER)
    lead = await town.member("Lea Leitung", partner, role=Role.LEAD)
    await sends_file(lead, SAMPLE)
    await lead.sees("Bilder, Sprachnachrichten und Dateien kann ich nicht annehmen.")
    assert not [call for call in await town.client.calls() if call["method"] == "getFile"]


async def test_only_coordinators_read_files(town: Town, coordinator: Phone) -> None:
    partner = await town.partner("Fachstelle", PartnerKind.PROVIDER)
    member = await town.member("Mia Mitglied", partner)
    lead = await town.member("Lea Leitung", partner, role=Role.LEAD)
    await member.sends("/verzeichnis")
    await member.sees("Das dürfen hier nur die Zuständigen.")
    await lead.sends("/verzeichnis")
    page = await lead.sees("Verzeichnis", "Ändern")
    assert "Datei einlesen" not in str(page)


async def test_old_buttons_change_nothing(town: Town, coordinator: Phone) -> None:
    await opens(coordinator, "Datei einlesen")
    await sends_file(coordinator, (HEADER + LINE).encode())
    message = (await coordinator.unread())[-1]["message_id"]
    await coordinator.taps("Übernehmen", message=message)
    count = await lines(town)
    assert count == 3
    await opens(coordinator, "Datei einlesen")
    await coordinator.sends("hier ist sie")
    await coordinator.shows("Bitte senden Sie die Datei jetzt hier")
    await town.forward(hours=2)
    await sends_file(coordinator, (HEADER + LINE).encode())
    await coordinator.shows("Dateien kann ich nicht annehmen")
    assert await lines(town) == count


async def test_gaps_are_listed(town: Town, coordinator: Phone) -> None:
    await town.do(lambda work: import_file(work, SAMPLE, "csv", write=True))
    await opens(coordinator, "Lücken")
    await coordinator.shows("Ohne Gruppe: 2\nHeimstätte Mühlenland", "Nicht in diesem Chat: 19")
    await coordinator.taps("Zurück")
    await coordinator.shows("7 Partner, 19 Personen")


def workbook_with(rows: list[list[str]]) -> bytes:
    book = Workbook()
    sheet = book["Sheet"]
    for row in rows:
        sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


async def test_a_formula_is_refused_with_its_line(town: Town, coordinator: Phone) -> None:
    content = workbook_with([["Partner", "Name"], ["Fachstelle Nord", '=HYPERLINK("http://example.org")']])
    await opens(coordinator, "Datei einlesen")
    await sends_file(coordinator, content, "formel.xlsx")
    await coordinator.sees("wird gelesen")
    await coordinator.sees("Zeile 2, Name: enthält eine Formel.")


async def test_a_new_number_stands_on_the_cards_at_once(town: Town) -> None:
    people, case = await talking(town)
    await people.anna.shows(f"{case.code}: übernommen", "05731 1000", "Vertretung: Quirin Quast")
    line = "Fachstelle Nord;Träger;;wohnungssicherung, nachsorge, scheitern;{};;{};ja\n"
    changed = HEADER + line.format("Petra Nord", "0221 4710 555")
    await town.do(lambda work: import_file(work, changed.encode(), "csv", write=True))
    await people.anna.shows(f"{case.code}: übernommen", "0221 4710 555")
    await people.anna.hides("Vertretung: Quirin Quast")
