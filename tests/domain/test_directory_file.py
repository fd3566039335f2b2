"""Directory files line by line: every rule, every fault with its line and column, and what would change."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from domain.model.directory import ChangeKind, Directory, NamedEntry, Subject, differences, gone
from domain.model.directory_cells import Column, Fault, FaultKind, Line
from domain.model.directory_file import read
from domain.model.municipalities import municipalities
from domain.model.routing import Topic
from domain.model.stage import PartnerKind

TODAY = date(2026, 11, 23)
NOTHING = Directory(partners={}, people={}, entries={})
C = Column

HELPER = {
    C.PARTNER: "Fachstelle Nord",
    C.KIND: "Träger",
    C.TOPIC: "wohnungssicherung, nachsorge, scheitern",
    C.NAME: "Petra Albers",
    C.PHONE: "0221 4710 101",
}
LANDLORD = {
    C.PARTNER: "Wohnbau Weser",
    C.KIND: "Wohnungsunternehmen",
    C.TOPIC: "scheitern",
    C.NAME: "Sabine Reuter",
    C.PHONE: "0221 4710 301",
}
COLLEAGUE = {C.PARTNER: "Fachstelle Nord", C.NAME: "Jonas Feldkamp", C.PHONE: "0221 4710 102"}


def lines(*rows: Mapping[Column, str]) -> list[Line]:
    return [Line(number=number, cells=row) for number, row in enumerate(rows, start=2)]


def faults_of(*rows: Mapping[Column, str], known: Directory = NOTHING) -> tuple[Fault, ...]:
    return read(lines(*rows), known, TODAY)[1]


def directory_of(*rows: Mapping[Column, str], known: Directory = NOTHING) -> Directory:
    directory, faults = read(lines(*rows), known, TODAY)
    assert faults == ()
    return directory


def test_a_line_becomes_partner_person_and_responsibilities() -> None:
    directory = directory_of({**HELPER, C.AREA: "Espelkamp, Pr. Oldendorf", C.CONFIRMED: "1.10.2026"})
    partner = directory.partners["fachstelle nord"]
    assert (partner.name, partner.kind, partner.main_contact) == (
        "Fachstelle Nord",
        PartnerKind.PROVIDER,
        None,
    )
    assert {key[1:] for key in directory.entries} == {
        (area, topic)
        for area in ("05770008", "05770036")
        for topic in (Topic.WOHNUNGSSICHERUNG, Topic.NACHSORGE, Topic.SCHEITERN)
    }
    entry = next(iter(directory.entries.values()))
    assert entry == NamedEntry(holder=("fachstelle nord", "petra albers"), confirmed_on=date(2026, 10, 1))


@pytest.mark.parametrize("words", ["", "ganzer Kreis", "Kreis", "alle Gemeinden"])
def test_the_whole_area(words: str) -> None:
    assert {key[1] for key in directory_of({**HELPER, C.AREA: words}).entries} == {None}


@pytest.mark.parametrize("words", ["alle", "Alle Themen"])
def test_every_topic_is_said_and_never_guessed(words: str) -> None:
    rows = (LANDLORD, {**LANDLORD, C.TOPIC: words, C.NAME: "Uwe Bekemeier"})
    assert ("wohnbau weser", None, None) in directory_of(*rows).entries


def test_a_line_without_place_and_topic_tells_of_a_person_only() -> None:
    directory = directory_of(HELPER, {**COLLEAGUE, C.MAIN_CONTACT: "ja"})
    assert ("fachstelle nord", "jonas feldkamp") in directory.people
    assert all(entry.holder[1] == "petra albers" for entry in directory.entries.values())
    assert directory.partners["fachstelle nord"].main_contact == ("fachstelle nord", "jonas feldkamp")


def test_a_deputy_may_stand_further_down() -> None:
    directory = directory_of({**HELPER, C.DEPUTY: "jonas  feldkamp"}, COLLEAGUE)
    assert {entry.deputy for entry in directory.entries.values()} == {("fachstelle nord", "jonas feldkamp")}


def test_a_deputy_may_be_in_the_directory_already_and_work_elsewhere() -> None:
    known = directory_of(LANDLORD)
    directory = directory_of({**HELPER, C.DEPUTY: "Sabine Reuter"}, known=known)
    assert {entry.deputy for entry in directory.entries.values()} == {("wohnbau weser", "sabine reuter")}


FAULTS: list[tuple[str, Mapping[Column, str], FaultKind, Column, str]] = [
    ("no partner", {C.PARTNER: ""}, FaultKind.EMPTY, C.PARTNER, ""),
    ("no name", {C.NAME: ""}, FaultKind.EMPTY, C.NAME, ""),
    ("no kind", {C.KIND: ""}, FaultKind.EMPTY, C.KIND, ""),
    ("no phone", {C.PHONE: ""}, FaultKind.EMPTY, C.PHONE, ""),
    ("kind", {C.KIND: "Traeger e.V."}, FaultKind.UNKNOWN_KIND, C.KIND, "Träger"),
    ("place", {C.AREA: "Espelkmp"}, FaultKind.UNKNOWN_PLACE, C.AREA, "Espelkamp"),
    ("no such place", {C.AREA: "Wanne-Eickel"}, FaultKind.UNKNOWN_PLACE, C.AREA, ""),
    ("topic", {C.TOPIC: "nachsorg"}, FaultKind.UNKNOWN_TOPIC, C.TOPIC, "nachsorge"),
    ("place alone", {C.AREA: "Hille", C.TOPIC: ""}, FaultKind.NO_TOPIC, C.TOPIC, ""),
    ("deputy", {C.DEPUTY: "Petra Alberts"}, FaultKind.UNKNOWN_DEPUTY, C.DEPUTY, "Petra Albers"),
    ("own deputy", {C.DEPUTY: "Petra Albers"}, FaultKind.OWN_DEPUTY, C.DEPUTY, ""),
    ("phone", {C.PHONE: "nach Vereinbarung"}, FaultKind.PHONE, C.PHONE, ""),
    ("lost zero", {C.PHONE: "2214710101"}, FaultKind.PHONE, C.PHONE, ""),
    ("day", {C.CONFIRMED: "neulich"}, FaultKind.DATE, C.CONFIRMED, ""),
    ("day to come", {C.CONFIRMED: "24.11.2026"}, FaultKind.FUTURE, C.CONFIRMED, ""),
    ("yes or no", {C.MINIMAL: "vielleicht"}, FaultKind.YES_OR_NO, C.MINIMAL, ""),
    ("formula", {C.FUNCTION: "=HYPERLINK(1)"}, FaultKind.FORMULA, C.FUNCTION, ""),
    ("formula by sign", {C.IMPORTANT: "@SUM(1)"}, FaultKind.FORMULA, C.IMPORTANT, ""),
    ("formula in the phone", {C.PHONE: "=1+1"}, FaultKind.FORMULA, C.PHONE, ""),
    ("too long", {C.HOURS: "x" * 301}, FaultKind.TOO_LONG, C.HOURS, ""),
]


@pytest.mark.parametrize(
    ("cells", "kind", "column", "hint"), [row[1:] for row in FAULTS], ids=[r[0] for r in FAULTS]
)
def test_faults_name_line_column_and_what_is_meant(
    cells: Mapping[Column, str], kind: FaultKind, column: Column, hint: str
) -> None:
    (fault,) = faults_of({**HELPER, **cells})
    assert (fault.kind, fault.line, fault.column, fault.hint) == (kind, 2, column, hint)


def test_every_fault_of_a_line_is_named_at_once() -> None:
    cells = {C.AREA: "Hille, Espelkmp", C.TOPIC: "nachsorg", C.PHONE: "0", C.DEPUTY: "Niemand", C.KIND: "Amt"}
    assert {(fault.column, fault.words) for fault in faults_of({**HELPER, **cells})} == {
        (C.AREA, "Espelkmp"),
        (C.TOPIC, "nachsorg"),
        (C.PHONE, "0"),
        (C.DEPUTY, "Niemand"),
        (C.KIND, "Amt"),
    }


def test_a_deputy_whose_own_line_has_a_fault_is_not_called_unknown() -> None:
    deputy = {**HELPER, C.NAME: "Jonas Feldkamp", C.TOPIC: "energie", C.PHONE: "0"}
    (fault,) = faults_of({**HELPER, C.DEPUTY: "Jonas Feldkamp"}, deputy)
    assert (fault.line, fault.column) == (3, C.PHONE)


@pytest.mark.parametrize("phone", ["0221 4710 101", "+49 221 4710101", "(0221) 4710-101", "0221/4710101"])
def test_ways_to_write_a_phone_number(phone: str) -> None:
    assert faults_of({**HELPER, C.PHONE: phone}) == ()


def test_the_same_place_and_topic_twice() -> None:
    twice = faults_of(LANDLORD, LANDLORD)
    assert [(fault.kind, fault.line, fault.hint) for fault in twice] == [(FaultKind.DUPLICATE, 3, "2")]
    tied = faults_of(LANDLORD, {**LANDLORD, C.NAME: "Lars Brinkhoff"})
    assert [(fault.kind, fault.line, fault.hint) for fault in tied] == [(FaultKind.TIE, 3, "2")]


def test_two_main_contacts() -> None:
    rows = ({**HELPER, C.MAIN_CONTACT: "ja"}, {**COLLEAGUE, C.MAIN_CONTACT: "ja"})
    assert [(fault.kind, fault.line) for fault in faults_of(*rows)] == [(FaultKind.TWO_MAIN_CONTACTS, 3)]


def test_lines_that_contradict_each_other() -> None:
    (fault,) = faults_of(HELPER, {**HELPER, C.TOPIC: "energie", C.PHONE: "0221 4710 999"})
    assert (fault.kind, fault.line, fault.column, fault.hint) == (FaultKind.CONTRADICTION, 3, C.PHONE, "2")


def test_two_people_of_the_deputys_name() -> None:
    others = (
        {**LANDLORD, C.NAME: "Kim Berg"},
        {**LANDLORD, C.PARTNER: "Heimstätte", C.NAME: "Kim Berg"},
    )
    (fault,) = faults_of({**HELPER, C.DEPUTY: "Kim Berg"}, *others)
    assert (fault.kind, fault.line) == (FaultKind.AMBIGUOUS_DEPUTY, 2)


def test_mandatory_topics_by_partner() -> None:
    missing = faults_of({**HELPER, C.TOPIC: "wohnungssicherung"}, {**LANDLORD, C.TOPIC: "kuendigung"})
    assert {(fault.kind, fault.words, fault.hint) for fault in missing} == {
        (FaultKind.TOPIC_MISSING, "Fachstelle Nord", "nachsorge"),
        (FaultKind.TOPIC_MISSING, "Fachstelle Nord", "scheitern"),
        (FaultKind.TOPIC_MISSING, "Wohnbau Weser", "scheitern"),
    }


def test_a_partner_with_an_unread_line_is_not_blamed_twice() -> None:
    (fault,) = faults_of(
        HELPER | {C.TOPIC: "wohnungssicherung"}, COLLEAGUE | {C.TOPIC: "nachsorg, scheitern"}
    )
    assert fault.kind is FaultKind.UNKNOWN_TOPIC


def test_a_file_that_multiplies_its_lists_is_given_up() -> None:
    places = ", ".join(place.name for place in municipalities())
    topics = ", ".join(topic.value for topic in Topic)
    rows = [{**HELPER, C.NAME: f"Person {number}", C.AREA: places, C.TOPIC: topics} for number in range(300)]
    fault = next(fault for fault in faults_of(*rows) if fault.kind is FaultKind.TOO_MANY)
    assert fault.line == 2 + 20_000 // 121 + 1


def test_what_is_new_changed_and_gone() -> None:
    present = directory_of({**HELPER, C.TOPIC: "wohnungssicherung, nachsorge, scheitern, energie"}, COLLEAGUE)
    moved = {**COLLEAGUE, C.TOPIC: "nachsorge, konflikt", C.FUNCTION: "Sozialarbeit"}
    wanted = directory_of(HELPER | {C.TOPIC: "wohnungssicherung, scheitern"}, moved, known=present)
    found = {
        (change.kind, change.subject, change.person, change.key and change.key[2], change.before)
        for change in differences(present, wanted)
    }
    assert found == {
        (ChangeKind.CHANGED, Subject.PERSON, "Jonas Feldkamp", None, ""),
        (ChangeKind.CHANGED, Subject.RESPONSIBILITY, "Jonas Feldkamp", Topic.NACHSORGE, "Petra Albers"),
        (ChangeKind.NEW, Subject.RESPONSIBILITY, "Jonas Feldkamp", Topic.KONFLIKT, ""),
        (ChangeKind.GONE, Subject.RESPONSIBILITY, "Petra Albers", Topic.ENERGIE, ""),
    }


def test_the_same_file_again_changes_nothing() -> None:
    rows = ({**HELPER, C.DEPUTY: "Jonas Feldkamp", C.MAIN_CONTACT: "ja"}, COLLEAGUE, LANDLORD)
    present = directory_of(*rows)
    assert list(differences(present, directory_of(*rows, known=present))) == []


def test_what_a_file_does_not_tell_stays() -> None:
    full = {**HELPER, C.HOURS: "Mo 8 bis 12 Uhr", C.IMPORTANT: "Früh anrufen.", C.CONFIRMED: "1.10.2026"}
    present = directory_of(full)
    bare: dict[Column, str] = {
        column: words for column, words in HELPER.items() if column not in (C.KIND, C.PHONE)
    }
    assert list(differences(present, directory_of(bare, known=present))) == []


def test_a_partner_that_the_file_does_not_name_keeps_what_it_has() -> None:
    present = directory_of(HELPER, LANDLORD)
    assert gone(present, directory_of(LANDLORD)) == ()


def test_the_fingerprint_changes_with_the_directory() -> None:
    present = directory_of(HELPER, COLLEAGUE)
    person = ("fachstelle nord", "jonas feldkamp")
    moved = replace(
        present, people={**present.people, person: replace(present.people[person], phone="0221 4710 1")}
    )
    assert present.fingerprint == directory_of(COLLEAGUE, HELPER).fingerprint
    assert present.fingerprint != moved.fingerprint
