"""The present directory by names, with the ids behind them, and who succeeds whom."""

from dataclasses import dataclass

from domain.model.case import Case
from domain.model.directory import (
    Directory,
    EntryKey,
    NamedEntry,
    NamedPartner,
    NamedPerson,
    PersonKey,
    person_key,
)
from domain.model.ids import PartnerId, PersonId, ResponsibilityId
from domain.model.municipalities import plain
from domain.model.people import Partner, Person
from domain.model.routing import Responsibility, resolve
from domain.ports import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The present directory by names, and the ids behind them."""

    directory: Directory
    partners: dict[str, Partner]
    people: dict[PersonKey, Person]
    entries: dict[EntryKey, Responsibility]


def known_directory(work: Work) -> Known:
    partners = {plain(one.name): one for one in work.partners.all()}
    names = {one.id: one.name for one in partners.values()}
    people = {
        person_key(names[one.partner], one.name): one for one in work.people.all() if one.partner in names
    }
    keys = {one.id: key for key, one in people.items()}
    entries = {
        (plain(names[one.partner_id]), one.area, one.topic): one
        for one in work.responsibilities.all()
        if not one.main_contact and one.partner_id in names
    }
    directory = Directory(
        partners={key: _named_partner(one, keys) for key, one in partners.items()},
        people={key: _named_person(key, one) for key, one in people.items()},
        entries={key: _named_entry(one, keys) for key, one in entries.items()},
    )
    return Known(directory=directory, partners=partners, people=people, entries=entries)


def _named_partner(partner: Partner, keys: dict[PersonId, PersonKey]) -> NamedPartner:
    return NamedPartner(
        name=partner.name,
        kind=partner.kind,
        minimal_reports=partner.minimal_reports,
        free_text_notes=partner.free_text_notes,
        important_to_us=partner.important_to_us,
        main_contact=None if partner.main_contact is None else keys.get(partner.main_contact),
    )


def _named_person(key: PersonKey, person: Person) -> NamedPerson:
    return NamedPerson(
        partner=key[0],
        name=person.name,
        function=person.function,
        phone=person.phone,
        hours=person.hours,
    )


def _named_entry(entry: Responsibility, keys: dict[PersonId, PersonKey]) -> NamedEntry:
    """A holder who has left is nobody that a file could name."""
    return NamedEntry(
        holder=keys.get(entry.holder, ("", "")),
        deputy=None if entry.deputy is None else keys.get(entry.deputy),
        confirmed_on=entry.confirmed_on,
    )


def heir_of(wanted: Directory, gone: EntryKey, case: Case) -> EntryKey | None:
    """The line of the same partner that answers for the case's place and the topic from now on."""
    keys = [key for key in wanted.entries if key[0] == gone[0]]
    lines = [
        Responsibility(
            id=ResponsibilityId(number),
            partner_id=PartnerId(0),
            holder=PersonId(0),
            area=key[1],
            topic=key[2],
        )
        for number, key in enumerate(keys)
    ]
    match = resolve(lines, case.municipality or gone[1], gone[2])
    return None if match is None else keys[match.responsibility.id]
