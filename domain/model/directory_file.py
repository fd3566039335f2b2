"""A directory file, line by line: read into a directory by names, with line and column of every fault."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from domain.model.detector import inspect
from domain.model.directory import (
    Directory,
    EntryKey,
    NamedEntry,
    NamedPartner,
    NamedPerson,
    PersonKey,
    person_key,
)
from domain.model.directory_cells import (
    MOST_ENTRIES,
    Column,
    Fault,
    FaultKind,
    Line,
    WrongLine,
    areas_and_topics,
    day_of,
    faults_in,
    kind_of,
    phone_of,
    wrong,
    yes_or_no,
)
from domain.model.directory_deputies import deputy_of
from domain.model.ids import PartnerId, PersonId, ResponsibilityId
from domain.model.municipalities import plain
from domain.model.routing import Responsibility, Topic, missing_topics, ties

N = TypeVar("N", NamedPartner, NamedPerson)

_FACTS: Mapping[type, Mapping[str, Column]] = {
    NamedPartner: {
        "kind": Column.KIND,
        "minimal_reports": Column.MINIMAL,
        "free_text_notes": Column.FREE_TEXT,
        "important_to_us": Column.IMPORTANT,
    },
    NamedPerson: {"function": Column.FUNCTION, "phone": Column.PHONE, "hours": Column.HOURS},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A responsibility as its line tells it; the deputy is still a name."""

    line: Line
    key: EntryKey
    holder: PersonKey
    confirmed_on: date | None


@dataclass
class _Reading:
    """What has been read so far."""

    known: Directory
    today: date
    partners: dict[str, NamedPartner] = field(default_factory=dict)
    people: dict[PersonKey, NamedPerson] = field(default_factory=dict)
    first_lines: dict[str | PersonKey, int] = field(default_factory=dict)
    places: list[_Place] = field(default_factory=list)
    main_contacts: dict[str, list[tuple[int, PersonKey]]] = field(default_factory=lambda: defaultdict(list))
    faults: list[Fault] = field(default_factory=list)
    left_out: list[Line] = field(default_factory=list)

    @property
    def unread(self) -> set[str]:
        """Partners of whom not every line could be read."""
        return {plain(line[Column.PARTNER]) for line in self.left_out}

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Keep a fault, and go on behind this block."""
        try:
            yield
        except WrongLine as error:
            self.faults.append(error.fault)


def read(lines: Sequence[Line], known: Directory, today: date) -> tuple[Directory, tuple[Fault, ...]]:
    """Read all lines against what is `known`. A line with a fault is left out, the others are still read."""
    reading = _Reading(known=known, today=today)
    for line in lines:
        try:
            if len(reading.places) > MOST_ENTRIES:
                wrong(FaultKind.TOO_MANY, line, Column.TOPIC)
            _read_line(reading, line)
        except WrongLine as error:
            _leave_out(reading, line, error.fault)
            if error.fault.kind is FaultKind.TOO_MANY:
                break
    entries = _with_deputies(reading)
    reading.faults += [
        *_ties(reading),
        *_missing_kinds(reading),
        *_missing_phones(reading),
        *_missing_topics(reading),
        *_personal_sentences(reading),
    ]
    partners = {
        key: replace(partner, main_contact=_main_contact(reading, key))
        for key, partner in reading.partners.items()
    }
    faults = sorted(dict.fromkeys(reading.faults), key=lambda fault: (fault.line is None, fault.line or 0))
    return Directory(partners=partners, people=reading.people, entries=entries), tuple(faults)


def _leave_out(reading: _Reading, line: Line, *faults: Fault) -> None:
    reading.faults += faults
    reading.left_out.append(line)


def _read_line(reading: _Reading, line: Line) -> None:
    if faults := faults_in(line, reading.today):
        _leave_out(reading, line, *faults)
        return
    partner = _partner(reading, line)
    person = _person(reading, line, partner)
    if yes_or_no(line, Column.MAIN_CONTACT):
        reading.main_contacts[partner].append((line.number, person))
    confirmed_on = day_of(line, reading.today)
    for area, topic in areas_and_topics(line):
        place = _Place(line=line, key=(partner, area, topic), holder=person, confirmed_on=confirmed_on)
        reading.places.append(place)


def _partner(reading: _Reading, line: Line) -> str:
    key = plain(line[Column.PARTNER])
    told = NamedPartner(
        name=line[Column.PARTNER],
        kind=kind_of(line),
        minimal_reports=yes_or_no(line, Column.MINIMAL),
        free_text_notes=yes_or_no(line, Column.FREE_TEXT),
        important_to_us=line[Column.IMPORTANT] or None,
    )
    reading.partners[key] = _joined(reading, line, key, reading.partners.get(key), told)
    return key


def _person(reading: _Reading, line: Line, partner: str) -> PersonKey:
    key = person_key(line[Column.PARTNER], line[Column.NAME])
    told = NamedPerson(
        partner=partner,
        name=line[Column.NAME],
        function=line[Column.FUNCTION] or None,
        phone=phone_of(line),
        hours=line[Column.HOURS] or None,
    )
    reading.people[key] = _joined(reading, line, key, reading.people.get(key), told)
    return key


def _joined(
    reading: _Reading,
    line: Line,
    key: str | PersonKey,
    before: N | None,
    told: N,
) -> N:
    """What several lines tell of one partner or person, which must not contradict each other."""
    first = reading.first_lines.setdefault(key, line.number)
    if before is None:
        return told
    facts = {}
    for name, column in _FACTS[type(told)].items():
        old, new = getattr(before, name), getattr(told, name)
        if None not in (old, new) and old != new:
            wrong(FaultKind.CONTRADICTION, line, column, line[column], str(first))
        facts[name] = new if old is None else old
    return replace(before, **facts)


def _with_deputies(reading: _Reading) -> dict[EntryKey, NamedEntry]:
    """Deputies are looked up when every line has been read; the first of equal lines stands."""
    entries: dict[EntryKey, NamedEntry] = {}
    known = {**reading.known.people, **reading.people}
    namesakes: dict[str, list[PersonKey]] = defaultdict(list)
    for key in known:
        namesakes[key[1]].append(key)
    left_out = {plain(line[Column.NAME]) for line in reading.left_out}
    for line in reading.left_out:
        holder = person_key(line[Column.PARTNER], line[Column.NAME])
        with reading.noting():
            deputy_of(line, holder, known, namesakes, left_out)
    for place in reading.places:
        with reading.noting():
            deputy = deputy_of(place.line, place.holder, known, namesakes, left_out)
            entry = NamedEntry(holder=place.holder, deputy=deputy, confirmed_on=place.confirmed_on)
            entries.setdefault(place.key, entry)
    return entries


def _ties(reading: _Reading) -> Iterator[Fault]:
    """Two lines for the same place and topic of a partner, and two main contacts."""
    partners = {key: number for number, key in enumerate(reading.partners)}
    entries = [
        Responsibility(
            id=ResponsibilityId(number),
            partner_id=PartnerId(partners[place.key[0]]),
            holder=PersonId(0),
            area=place.key[1],
            topic=place.key[2],
        )
        for number, place in enumerate(reading.places)
    ]
    for first, *others in ties(entries):
        stands = reading.places[first.id]
        for other in others:
            place = reading.places[other.id]
            kind = FaultKind.DUPLICATE if place.holder == stands.holder else FaultKind.TIE
            number = place.line.number
            yield Fault(kind=kind, line=number, column=Column.TOPIC, hint=str(stands.line.number))
    for first_contact, *more in filter(None, reading.main_contacts.values()):
        for number, person in more:
            if person != first_contact[1]:
                hint = str(first_contact[0])
                yield Fault(
                    kind=FaultKind.TWO_MAIN_CONTACTS, line=number, column=Column.MAIN_CONTACT, hint=hint
                )


def _missing_kinds(reading: _Reading) -> Iterator[Fault]:
    for key, partner in reading.partners.items():
        if partner.kind is None and key not in reading.known.partners and key not in reading.unread:
            yield Fault(kind=FaultKind.EMPTY, line=reading.first_lines[key], column=Column.KIND)


def _missing_phones(reading: _Reading) -> Iterator[Fault]:
    """Whoever is not on Telegram is rung up (the practice paper, R10), so everybody needs a number."""
    for key, person in reading.people.items():
        known = reading.known.people.get(key)
        if not person.phone and not (known and known.phone):
            number = reading.first_lines[key]
            yield Fault(kind=FaultKind.EMPTY, line=number, column=Column.PHONE, words=person.name)


def _missing_topics(reading: _Reading) -> Iterator[Fault]:
    """Asked only where every line of the partner could be read."""
    named: dict[str, set[Topic | None]] = defaultdict(set)
    for place in reading.places:
        named[place.key[0]].add(place.key[2])
    for key, partner in reading.partners.items():
        if key in reading.unread:
            continue
        known = reading.known.partners.get(key)
        kind = partner.kind or (known.kind if known else None)
        for topic in missing_topics(kind, named[key]) if kind else ():
            yield Fault(kind=FaultKind.TOPIC_MISSING, words=partner.name, hint=topic.value)


def _personal_sentences(reading: _Reading) -> Iterator[Fault]:
    """What a partner says of itself names no household (the practice paper, P4), only professionals."""
    people = (*reading.known.people.values(), *reading.people.values())
    names = frozenset(one.name for one in people)
    for key, partner in reading.partners.items():
        if inspect(partner.important_to_us or "", today=reading.today, members=names) is not None:
            yield Fault(kind=FaultKind.PERSONAL, line=reading.first_lines[key], column=Column.IMPORTANT)


def _main_contact(reading: _Reading, key: str) -> PersonKey | None:
    contacts = reading.main_contacts.get(key)
    return contacts[0][1] if contacts else None
