"""The directory by names instead of ids, as a file tells it, and what differs between two of them."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from domain.model.ids import MunicipalityId
from domain.model.municipalities import plain
from domain.model.people import Partner, starts_minimal
from domain.model.routing import Topic
from domain.model.stage import PartnerKind

T = TypeVar("T")

PersonKey = tuple[str, str]
"""A partner's and a person's name, both without case, umlauts and signs."""

EntryKey = tuple[str, MunicipalityId | None, Topic | None]
"""A partner's name, a place (None: the whole area) and a topic (None: every topic)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPartner:
    """A partner as it is told; None is not told and stays as it is. The main contact is always told."""

    name: str
    kind: PartnerKind | None = None
    minimal_reports: bool | None = None
    free_text_notes: bool | None = None
    important_to_us: str | None = None
    main_contact: PersonKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPerson:
    """A person as it is told; None is not told and stays as it is."""

    partner: str
    name: str
    function: str | None = None
    phone: str | None = None
    hours: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedEntry:
    """A responsibility by names. `confirmed_on` None is not told; without a deputy there is none."""

    holder: PersonKey
    deputy: PersonKey | None = None
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Partners, people and responsibilities by their keys."""

    partners: Mapping[str, NamedPartner]
    people: Mapping[PersonKey, NamedPerson]
    entries: Mapping[EntryKey, NamedEntry]

    @property
    def fingerprint(self) -> str:
        """Differs as soon as anything in the directory does."""
        parts = [sorted(map(repr, part.items())) for part in (self.partners, self.people, self.entries)]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]

    def partner_name(self, key: str) -> str:
        return self.partners[key].name if key in self.partners else key

    def person_name(self, key: PersonKey) -> str:
        return self.people[key].name if key in self.people else key[1]


def person_key(partner: str, name: str) -> PersonKey:
    return plain(partner), plain(name)


class ChangeKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


class Subject(StrEnum):
    """What a change is about."""

    PARTNER = "partner"
    PERSON = "person"
    RESPONSIBILITY = "responsibility"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference, in the names that people know. `before` is whoever held a responsibility until now,
    `key` that responsibility, `cases` how many open cases move with it."""

    kind: ChangeKind
    subject: Subject
    partner: str
    person: str = ""
    key: EntryKey | None = None
    before: str = ""
    cases: int = 0


def differences(present: Directory, wanted: Directory) -> Iterator[Change]:
    """What must be done so that the present directory becomes the wanted one. People are never gone:
    they end with their access, not with a file."""
    yield from _partners(present, wanted)
    yield from _people(present, wanted)
    yield from _entries(present, wanted)


def _partners(present: Directory, wanted: Directory) -> Iterator[Change]:
    for key, partner in wanted.partners.items():
        before = present.partners.get(key)
        if before is None or told_otherwise(before, partner) or before.main_contact != partner.main_contact:
            kind = ChangeKind.NEW if before is None else ChangeKind.CHANGED
            yield Change(kind=kind, subject=Subject.PARTNER, partner=partner.name)


def _people(present: Directory, wanted: Directory) -> Iterator[Change]:
    for key, person in wanted.people.items():
        before = present.people.get(key)
        if before is None or told_otherwise(before, person):
            kind = ChangeKind.NEW if before is None else ChangeKind.CHANGED
            name = wanted.partner_name(person.partner)
            yield Change(kind=kind, subject=Subject.PERSON, partner=name, person=person.name)


def _entries(present: Directory, wanted: Directory) -> Iterator[Change]:
    for key, entry in wanted.entries.items():
        before = present.entries.get(key)
        if before is None or told_otherwise(before, entry) or before.deputy != entry.deputy:
            kind = ChangeKind.NEW if before is None else ChangeKind.CHANGED
            other = before is not None and before.holder != entry.holder
            yield Change(
                kind=kind,
                subject=Subject.RESPONSIBILITY,
                partner=wanted.partner_name(key[0]),
                person=wanted.person_name(entry.holder),
                key=key,
                before=present.person_name(before.holder) if before is not None and other else "",
            )
    for key in gone(present, wanted):
        yield Change(
            kind=ChangeKind.GONE,
            subject=Subject.RESPONSIBILITY,
            partner=present.partner_name(key[0]),
            person=present.person_name(present.entries[key].holder),
            key=key,
        )


def gone(present: Directory, wanted: Directory) -> tuple[EntryKey, ...]:
    """What ends. A partner of whom the wanted directory says nothing keeps what it has."""
    return tuple(key for key in present.entries if key[0] in wanted.partners and key not in wanted.entries)


def told_or(told: T | None, before: T) -> T:
    """What is told, or else what was there."""
    return before if told is None else told


def retold(before: Partner | None, told: NamedPartner) -> Partner:
    """The partner as it is from now on; the main contact stays.

    A new partner, and one that becomes an authority, has what its kind starts with unless the opposite is
    told: an authority reports minimally, and whoever does so writes no words of its own (the practice
    paper, 2.4 and P2). Raises ValueError for a new partner whose kind is not told.
    """
    kind = told_or(told.kind, None if before is None else before.kind)
    if kind is None:
        raise ValueError("a new partner needs a kind")
    known = before or Partner(name=told.name, kind=kind)
    minimal, own_words = known.minimal_reports, known.free_text_notes
    if before is None or (kind is not before.kind and starts_minimal(kind)):
        minimal = told_or(told.minimal_reports, starts_minimal(kind))
        own_words = own_words and not minimal
    return replace(
        known,
        name=told.name,
        kind=kind,
        minimal_reports=told_or(told.minimal_reports, minimal),
        free_text_notes=told_or(told.free_text_notes, own_words),
        important_to_us=told_or(told.important_to_us, known.important_to_us),
    )


def told_otherwise(before: object, told: object) -> bool:
    """Whether anything that is told differs from what was there."""
    return any(
        getattr(told, field.name) not in (None, getattr(before, field.name))
        for field in fields(told)  # type: ignore[arg-type]
    )
