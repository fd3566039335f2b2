"""Rows to frozen dataclasses and back: one table, one dataclass, columns named like its fields."""

import functools
import json
import sqlite3
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Generic, TypeVar

from storage.kept import Kept, Rows

T = TypeVar("T")
R = TypeVar("R")


class Moment:
    """The moment in which the present item lives; shared by everything that stamps rows."""

    def __init__(self) -> None:
        self.at = datetime.fromtimestamp(0, UTC)


class Stamped:
    """Rows with a time on them, over a plain connection."""

    def __init__(self, connection: sqlite3.Connection, moment: Moment) -> None:
        self.connection = connection
        self.moment = moment

    @property
    def now(self) -> datetime:
        return self.moment.at


@functools.lru_cache(maxsize=1024)  # the same moment stamps every row of an update
def moment_text(at: datetime) -> str:
    """UTC text of one fixed width, so that it sorts by itself."""
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


@functools.lru_cache(maxsize=1024)  # the rows of a list share their moments
def read_moment(text: str) -> datetime:
    """Raises ValueError for what is no moment of ours."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment


def read_earliest(text: str | None, now: datetime) -> datetime | None:
    """The earliest of many moments, found as text.

    A damaged one that sorts as past is due now, so that somebody looks at its row and reports it.
    """
    if text is None:
        return None
    try:
        at = read_moment(text)
    except ValueError:
        return now if text <= moment_text(now) else None
    return at if at.tzinfo else now


def _read_object(text: str) -> Mapping[str, Any]:
    """Raises ValueError for what is no JSON object, also where it is JSON."""
    if text == "{}":  # most rows have nothing to say here
        return {}
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("no JSON object")
    return found


Decode = Callable[[Any], Any]


def _plain(value: Any) -> Any:
    return value


_AS_THEY_ARE = frozenset({type(None), int, float, str})


def encode(value: Any) -> Any:
    """A field's value as SQLite stores it."""
    if type(value) in _AS_THEY_ARE:
        return value
    match value:
        case bool():
            return int(value)
        case Enum():
            return value.value
        case int() | str():
            return value
        case datetime():
            return moment_text(value)
        case date():
            return value.isoformat()
        case frozenset():
            return "".join(str(one) for one in sorted(value))
        case Mapping():
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
    raise TypeError(f"no column holds a {type(value).__name__}")


def member_of(kind: type[Enum]) -> Decode:
    """Ten times as fast as calling the enumeration, which is left to refuse what is none of it."""
    members = {one.value: one for one in kind}
    return lambda value: members[value] if value in members else kind(value)


def _decoder(kind: Any) -> Decode:
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        (inner,) = (one for one in typing.get_args(kind) if one is not type(None))
        return _decoder(inner)
    while hasattr(kind, "__supertype__"):
        kind = kind.__supertype__
    origin = typing.get_origin(kind) or kind
    if origin is bool:
        return bool
    if origin is datetime:
        return read_moment
    if origin is date:
        return date.fromisoformat
    if origin is frozenset:
        return lambda text: frozenset(int(one) for one in text)
    if isinstance(origin, type) and issubclass(origin, Enum):
        return member_of(origin)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _read_object
    return _plain


def _maker(kind: type[T], decoders: Mapping[str, Decode]) -> Callable[[Rows], T]:
    """Makes the thing of its row. Written out for this one dataclass, as dataclasses write their own
    `__init__`: a row of fifty columns takes half the time, which counts where a list reads hundreds."""
    names: dict[str, Any] = {"kind": kind}
    fields_of_row = []
    for place, (column, decode) in enumerate(decoders.items()):
        if decode is _plain:
            fields_of_row.append(f"{column}=row[{place}]")
        else:
            names[f"decode_{place}"] = decode
            fields_of_row.append(f"{column}=None if (v := row[{place}]) is None else decode_{place}(v)")
    made: Callable[[Rows], T] = eval(f"lambda row: kind({', '.join(fields_of_row)})", names)  # noqa: S307 – column names are our own
    return made


class Reads:
    """What a run of reads has found so far; between two runs every read goes to the database.

    With `kept`, to what is kept of it first: `name` is what the table is called there.
    """

    def __init__(self, name: str, kept: Kept | None = None) -> None:
        self._name = name
        self._kept = kept
        self._found: dict[Rows, Any] | None = None

    def begin(self) -> None:
        self._found = {}

    def end(self) -> None:
        self._found = None

    def once(self, key: Rows, read: Callable[[], R]) -> R:
        """What was found under this key, else what `read` finds now."""
        found: R
        if self._found is not None and key in self._found:
            found = self._found[key]
            return found
        found = read() if self._kept is None else self._kept.once((self._name, *key), read)
        if self._found is not None:
            self._found[key] = found
        return found

    def learn(self, found: Mapping[Rows, Any]) -> None:
        """What was read ahead; between two runs nobody would look for it."""
        if self._found is not None:
            self._found.update(found)


class Table(Generic[T]):
    """What is kept of one aggregate. Reads and writes belong to the transaction that is open."""

    def __init__(
        self, connection: sqlite3.Connection, name: str, kind: type[T], kept: Kept | None = None
    ) -> None:
        self.connection = connection
        self.name = name
        self.kind = kind
        self.reads = Reads(name, kept)
        hints = typing.get_type_hints(kind)
        self.columns = tuple(one.name for one in fields(kind))  # type: ignore[arg-type]
        self._make = _maker(kind, {column: _decoder(hints[column]) for column in self.columns})
        self._select = f"SELECT {', '.join(self.columns)} FROM {name}"
        stored = self.columns[1:]
        self._insert = f"INSERT INTO {name} ({', '.join(stored)}) VALUES ({', '.join('?' * len(stored))})"
        self._update = f"UPDATE {name} SET {', '.join(f'{c} = ?' for c in stored)} WHERE id = ?"

    def get(self, identity: int) -> T | None:
        return next(iter(self.where("id = ?", identity)), None)

    def has(self, identity: int) -> bool:
        found = self.connection.execute(f"SELECT 1 FROM {self.name} WHERE id = ?", (identity,)).fetchone()
        return found is not None

    def add(self, thing: T) -> T:
        """Store a new thing (its id is 0) and give it back with its id."""
        cursor = self.connection.execute(self._insert, self._values(thing))
        return replace(thing, id=cursor.lastrowid)  # type: ignore[type-var]

    def save(self, thing: T) -> None:
        cursor = self.connection.execute(self._update, (*self._values(thing), thing.id))  # type: ignore[attr-defined]
        if cursor.rowcount != 1:
            raise LookupError(f"{self.name} {thing.id} is not stored")  # type: ignore[attr-defined]

    def remove(self, identity: int) -> None:
        self.connection.execute(f"DELETE FROM {self.name} WHERE id = ?", (identity,))

    def where(self, condition: str, *values: Any, order: str = "id") -> tuple[T, ...]:
        return self.reads.once((condition, values, order), lambda: self._where(condition, values, order))

    def gather(self, column: str, values: Iterable[int], also: str = "") -> None:
        """Read ahead, with one query: afterwards `where` knows the rows of each value of this column.

        `also` is a further condition, as `where` has it after the first one.
        """
        wanted: dict[int, list[T]] = {value: [] for value in values}
        listed = f"{column} IN (SELECT value FROM json_each(?)){also}"
        for thing in self._where(listed, (json.dumps(list(wanted)),), "id"):
            wanted[getattr(thing, column)].append(thing)
        condition = f"{column} = ?{also}"
        self.reads.learn({(condition, (value,), "id"): tuple(found) for value, found in wanted.items()})

    def _where(self, condition: str, values: Rows, order: str) -> tuple[T, ...]:
        rows = self.connection.execute(
            f"{self._select} WHERE {condition} ORDER BY {order}", tuple(encode(one) for one in values)
        )
        return tuple(map(self._read, rows))

    def first(self, condition: str, *values: Any, order: str = "id") -> T | None:
        return next(iter(self.where(condition, *values, order=f"{order} LIMIT 1")), None)

    def _values(self, thing: T) -> tuple[Any, ...]:
        return tuple(encode(getattr(thing, column)) for column in self.columns[1:])

    def _read(self, row: tuple[Any, ...]) -> T:
        return self._make(row)
