"""Files from outside: every way to save a table is read, everything broken gets one clear answer."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from domain.model.directory_cells import Column, Line
from handlers.directory_file import Trouble, Unreadable, read_lines, store, stored, template_xlsx

HEADER = ["Partner", "Art", "Thema", "Name", "Telefon", "Bestätigt am"]
ROW = ["Fachstelle Nord", "Träger", "nachsorge", "Petra Überholz", "0221 4710 101", "1.10.2026"]
EXPECTED = {
    Column.PARTNER: "Fachstelle Nord",
    Column.KIND: "Träger",
    Column.TOPIC: "nachsorge",
    Column.NAME: "Petra Überholz",
    Column.PHONE: "0221 4710 101",
    Column.CONFIRMED: "1.10.2026",
}


def xlsx(*rows: list[Any], before: list[list[Any]] | None = None, sheets: int = 0) -> bytes:
    book = Workbook()
    for number in range(sheets):
        book.create_sheet(f"Blatt {number}", 0).append(["Irgendwas"])
    sheet = book["Sheet"]
    for row in (*(before or []), *rows):
        sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def table(delimiter: str, encoding: str, newline: str = "\r\n") -> bytes:
    return newline.join(delimiter.join(row) for row in (HEADER, ROW)).encode(encoding)


def trouble_of(content: bytes, suffix: str) -> Trouble:
    with pytest.raises(Unreadable) as caught:
        read_lines(content, suffix)
    return caught.value.trouble


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ","])
@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_csv_as_spreadsheets_save_it(delimiter: str, encoding: str, newline: str) -> None:
    (line,) = read_lines(table(delimiter, encoding, newline), ".CSV")
    assert line == Line(number=2, cells=EXPECTED)


def test_quoted_cells_may_hold_the_separator_and_line_breaks() -> None:
    content = 'Partner,Name,Gemeinde\r\n"Nord, Süd","A\nB","Hille, Rahden"\r\n'.encode()
    (line,) = read_lines(content, "csv")
    assert (line[Column.PARTNER], line[Column.NAME], line[Column.AREA]) == (
        "Nord, Süd",
        "A\nB",
        "Hille, Rahden",
    )


def test_lists_inside_the_cells_do_not_decide_the_separator() -> None:
    places = "Hille, Rahden, Minden, Espelkamp"
    (line,) = read_lines(f"Partner;Name;Gemeinde\r\nNord;Anna;{places}\r\n".encode(), "csv")
    assert line[Column.AREA] == places


def test_xlsx_with_dates_numbers_and_flags() -> None:
    header = [*HEADER, "Hauptkontakt", "Sprechzeiten"]
    (line,) = read_lines(xlsx(header, [*ROW[:5], date(2026, 10, 1), True, 8.0]), "xlsx")
    assert line[Column.CONFIRMED] == "2026-10-01"
    assert line[Column.MAIN_CONTACT] == "ja"
    assert line[Column.HOURS] == "8"


def test_a_title_above_another_order_and_unknown_columns() -> None:
    content = xlsx(
        ["Name", "Bemerkung", "partner"], ["Petra", "egal", "Nord"], before=[["Stand Oktober"], []]
    )
    (line,) = read_lines(content, "xlsx")
    assert line == Line(number=4, cells={Column.NAME: "Petra", Column.PARTNER: "Nord"})


def test_the_table_may_stand_on_another_sheet() -> None:
    (line,) = read_lines(xlsx(HEADER, ROW, sheets=2), "xlsx")
    assert line[Column.NAME] == "Petra Überholz"


def test_empty_rows_are_skipped_and_counted() -> None:
    lines = read_lines(xlsx(HEADER, [], ROW, [None, " "], ROW), "xlsx")
    assert [line.number for line in lines] == [3, 5]


def test_a_formula_arrives_as_one_and_is_refused_with_its_line() -> None:
    (line,) = read_lines(xlsx(["Partner", "Name"], ["Nord", '=HYPERLINK("http://x")']), "xlsx")
    assert line[Column.NAME] == "="


def test_the_template_has_every_column_and_explains_each() -> None:
    book = load_workbook(io.BytesIO(template_xlsx("de")))
    assert [cell.value for cell in book["Verzeichnis"][1]] == [column.value for column in Column]
    explained = [row[0].value for row in book["Erklärung"]]
    assert explained == ["Themen", *(column.value for column in Column)]
    assert trouble_of(template_xlsx("en"), "xlsx") is Trouble.EMPTY


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"\0" * 20_000_000)
    return packed.getvalue()


def with_entities() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    return packed.getvalue()


def torn() -> bytes:
    whole = xlsx(HEADER, ROW)
    return whole[: len(whole) // 2]


def not_a_book() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("hello.txt", "hello")
    return packed.getvalue()


def without_bounds() -> bytes:
    """A number format that no number counts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(HEADER, ROW))) as book, zipfile.ZipFile(packed, "w") as archive:
        for name in book.namelist():
            part = book.read(name)
            archive.writestr(name, part.replace(b'<xf numFmtId="0"', b'<xf numFmtId="%d"' % 10**20))
    return packed.getvalue()


TROUBLES = [
    ("too large", b"a" * (2 * 1024 * 1024 + 1), "csv", Trouble.TOO_LARGE),
    ("a picture", b"\x89PNG", "png", Trouble.WRONG_KIND),
    ("no suffix", b"", "", Trouble.WRONG_KIND),
    ("zip bomb", bomb(), "xlsx", Trouble.TOO_LARGE),
    ("entities", with_entities(), "xlsx", Trouble.BROKEN),
    ("torn", torn(), "xlsx", Trouble.BROKEN),
    ("without bounds", without_bounds(), "xlsx", Trouble.BROKEN),
    ("not a book", not_a_book(), "xlsx", Trouble.BROKEN),
    ("csv called xlsx", table(";", "utf-8"), "xlsx", Trouble.BROKEN),
    ("xlsx called csv", xlsx(HEADER, ROW), "csv", Trouble.BROKEN),
    ("protected", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "xlsx", Trouble.PROTECTED),
    ("wrong sheet", xlsx(["Name", "Straße"], ["x", "y"]), "xlsx", Trouble.NO_HEADER),
    ("wrong table", b"a;b\n1;2\n", "csv", Trouble.NO_HEADER),
    ("nothing", b"", "csv", Trouble.NO_HEADER),
    ("header alone", b"Partner;Name\n", "csv", Trouble.EMPTY),
    ("too many", b"Partner;Name\n" + b"a;b\n" * 5_001, "csv", Trouble.TOO_MANY_LINES),
]


@pytest.mark.parametrize(
    ("content", "suffix", "trouble"), [row[1:] for row in TROUBLES], ids=[row[0] for row in TROUBLES]
)
def test_what_cannot_be_read_says_why(content: bytes, suffix: str, trouble: Trouble) -> None:
    assert trouble_of(content, suffix) is trouble


def test_five_thousand_lines_are_possible() -> None:
    assert len(read_lines(b"Partner;Name\n" + b"a;b\n" * 5_000, "csv")) == 5_000


def test_an_empty_sheet_that_claims_a_million_rows() -> None:
    book = Workbook()
    sheet = book["Sheet"]
    sheet.append(["Partner", "Name"])
    sheet.cell(1_048_576, 1).value = "Nord"
    packed = io.BytesIO()
    book.save(packed)
    assert trouble_of(packed.getvalue(), "xlsx") is Trouble.TOO_MANY_LINES


def test_lines_wait_in_a_draft_and_come_back() -> None:
    lines = read_lines(xlsx(HEADER, ROW), "xlsx")
    assert stored(store(lines)) == lines
