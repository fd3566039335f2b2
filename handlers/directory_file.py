"""A directory file from outside: XLSX or CSV becomes lines, whatever is broken or too large is refused."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import BaseModel, ConfigDict, TypeAdapter

from domain.model.directory_cells import MANDATORY, MOST_LINES, Column, Line
from domain.model.municipalities import plain
from domain.model.routing import Topic
from handlers.texts import Texts

LARGEST_FILE = 2 * 1024 * 1024
LARGEST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 200
MOST_ROWS = 20_000
MOST_COLUMNS = 40
HEADER_WITHIN = 10
_TITLES = {plain(column): column for column in Column}
_PROTECTED = bytes.fromhex("d0cf11e0a1b11ae1")  # the old compound format: protected files and .xls
_ENCODINGS = ("utf-8-sig", "cp1252")

SUFFIXES = ("xlsx", "csv")


class Trouble(StrEnum):
    """Why a file could not be read at all."""

    TOO_LARGE = "too_large"
    WRONG_KIND = "wrong_kind"
    BROKEN = "broken"
    PROTECTED = "protected"
    NO_HEADER = "no_header"
    TOO_MANY_LINES = "too_many_lines"
    EMPTY = "empty"
    NOT_FETCHED = "not_fetched"


class Unreadable(Exception):
    """Nothing in this file can be taken over."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class _Stored(BaseModel):
    model_config = ConfigDict(extra="forbid")

    number: int
    cells: dict[Column, str]


_LINES = TypeAdapter(list[_Stored])


def store(lines: Iterable[Line]) -> str:
    """The lines as a draft keeps them until they are decided."""
    return _LINES.dump_json([_Stored(number=one.number, cells=dict(one.cells)) for one in lines]).decode()


def stored(text: str) -> tuple[Line, ...]:
    """Raises pydantic.ValidationError for anything that `store` has not written."""
    return tuple(Line(number=one.number, cells=one.cells) for one in _LINES.validate_json(text))


def read_lines(content: bytes, suffix: str) -> tuple[Line, ...]:
    """The lines under the header. `suffix` is what the file's name ends with. Raises Unreadable."""
    if len(content) > LARGEST_FILE:
        raise Unreadable(Trouble.TOO_LARGE)
    if content.startswith(_PROTECTED):
        raise Unreadable(Trouble.PROTECTED)
    match suffix.casefold().lstrip("."):
        case "xlsx":
            tables = _tables(content)
        case "csv":
            text = _decoded(content)
            tables = (_records(text, delimiter) for delimiter in ";,")
        case _:
            raise Unreadable(Trouble.WRONG_KIND)
    lines = _under_header(tables)
    if not lines:
        raise Unreadable(Trouble.EMPTY)
    return lines


def _under_header(tables: Iterable[Iterator[Sequence[str]]]) -> tuple[Line, ...]:
    """The first table that has our titles among its first rows counts; the others are not looked at."""
    for rows in tables:
        for number, row in enumerate(rows, start=1):
            titles = [_TITLES.get(plain(cell)) for cell in row]
            if all(column in titles for column in MANDATORY):
                return tuple(_lines(rows, titles, number + 1))
            if number >= HEADER_WITHIN:
                break
    raise Unreadable(Trouble.NO_HEADER)


def _lines(rows: Iterator[Sequence[str]], titles: Sequence[Column | None], start: int) -> Iterator[Line]:
    found = 0
    for number, row in enumerate(rows, start=start):
        cells = {column: cell for column, cell in zip(titles, row, strict=False) if column and cell}
        if not cells:
            continue
        found += 1
        if found > MOST_LINES:
            raise Unreadable(Trouble.TOO_MANY_LINES)
        yield Line(number=number, cells=cells)


# CSV


def _records(text: str, delimiter: str) -> Iterator[Sequence[str]]:
    """The right separator is the one with which the titles are found."""
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [cell.strip() for cell in record[:MOST_COLUMNS]]
    except csv.Error:
        raise Unreadable(Trouble.BROKEN) from None


def _decoded(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise Unreadable(Trouble.BROKEN)


# XLSX

_STUMBLES = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
)


def _tables(content: bytes) -> Iterator[Iterator[Sequence[str]]]:
    """Every sheet's rows. openpyxl raises whatever it stumbles over; all of it means a broken file."""
    _check_archive(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        for sheet in book.worksheets:
            yield _rows(sheet)
    except Unreadable:
        raise
    except _STUMBLES:
        raise Unreadable(Trouble.BROKEN) from None


def _rows(sheet: Any) -> Iterator[Sequence[str]]:
    """Empty rows count towards a bound of their own."""
    try:
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS)):
            if number > MOST_ROWS:
                raise Unreadable(Trouble.TOO_MANY_LINES)
            yield [_text(cell) for cell in row]
    except _STUMBLES:
        raise Unreadable(Trouble.BROKEN) from None


def _text(cell: Any) -> str:
    """A cell as a person would type it. A formula keeps its sign and is refused with its line."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return "="
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _check_archive(content: bytes) -> None:
    """What unpacks to too much is refused before it is unpacked, and so are XML entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise Unreadable(Trouble.TOO_LARGE)
            if any(part.flag_bits & 1 for part in parts):
                raise Unreadable(Trouble.PROTECTED)
            for part in parts:
                with archive.open(part) as unpacked:
                    if b"<!DOCTYPE" in unpacked.read(4096):
                        raise Unreadable(Trouble.BROKEN)
    except _STUMBLES:
        raise Unreadable(Trouble.BROKEN) from None


# The template


def template_xlsx(language: str) -> bytes:
    """An empty file with every column, and a second sheet that says what belongs into them."""
    texts = Texts.of(language)
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Verzeichnis"
    sheet.append([column.value for column in Column])
    for number, column in enumerate(Column, start=1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = max(14, len(column.value) + 4)
    sheet.freeze_panes = "A2"
    words = book.create_sheet(texts.label("directory.template.sheet"))
    words.append([texts.label("directory.template.topics"), ", ".join(topic.value for topic in Topic)])
    for column in Column:
        words.append([column.value, texts.label(f"directory.columns.{column.name.lower()}")])
    words.column_dimensions["A"].width = 24
    words.column_dimensions["B"].width = 100
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()
