"""A directory by names becomes the directory: partners, people and lines are added, changed and ended."""

from collections import defaultdict
from dataclasses import replace

from domain.model.directory import (
    Directory,
    EntryKey,
    NamedEntry,
    NamedPartner,
    NamedPerson,
    PersonKey,
    gone,
    told_or,
)
from domain.model.ids import CaseId, PersonId, ResponsibilityId
from domain.model.people import Partner, Person
from domain.model.routing import Responsibility
from domain.ports import Work
from domain.services import partner_settings, standing, succession
from domain.services.directory_names import Known, heir_of


class DirectoryWriter:
    """Writes a directory by names over the one that is there. Telegram accounts, roles and people stay."""

    def __init__(self, work: Work, known: Known, wanted: Directory, actor: PersonId | None) -> None:
        self.work = work
        self.known = known
        self.wanted = wanted
        self.actor = actor
        self.partners = dict(known.partners)
        self.people = dict(known.people)
        self.entries = dict(known.entries)

    def write(self) -> None:
        for key, partner in self.wanted.partners.items():
            self.partners[key] = self._partner(key, partner)
        for person_of, person in self.wanted.people.items():
            self.people[person_of] = self._person(person_of, person)
        for key, partner in self.wanted.partners.items():
            self._main_contact(key, partner)
        for entry_of, entry in self.wanted.entries.items():
            self.entries[entry_of] = self._entry(entry_of, entry)
        for entry_of in gone(self.known.directory, self.wanted):
            self._end(entry_of)
        self.work.contacts.rebuild()

    def _partner(self, key: str, told: NamedPartner) -> Partner:
        before = self.known.partners.get(key)
        return partner_settings.write(self.work, before, told, self.actor)

    def _person(self, key: PersonKey, told: NamedPerson) -> Person:
        before = self.known.people.get(key)
        if before is None:
            new = Person(
                partner=self.partners[told.partner].id,
                name=told.name,
                function=told.function or "",
                phone=told.phone or "",
                hours=told.hours or "",
            )
            return self.work.people.add(new)
        after = replace(
            before,
            name=told.name,
            function=told_or(told.function, before.function),
            phone=told_or(told.phone, before.phone),
            hours=told_or(told.hours, before.hours),
        )
        if after != before:
            self.work.people.save(after)
            succession.show_again(self.work, person=after.id)
        return after

    def _main_contact(self, key: str, told: NamedPartner) -> None:
        partner = self.partners[key]
        contact = None if told.main_contact is None else self.people[told.main_contact].id
        if partner.main_contact != contact:
            self.work.partners.save(replace(partner, main_contact=contact))

    def _entry(self, key: EntryKey, told: NamedEntry) -> Responsibility:
        before = self.known.entries.get(key)
        entry = Responsibility(
            id=ResponsibilityId(0) if before is None else before.id,
            partner_id=self.partners[key[0]].id,
            area=key[1],
            topic=key[2],
            holder=self.people[told.holder].id,
            deputy=None if told.deputy is None else self.people[told.deputy].id,
            confirmed_on=told.confirmed_on,
        )
        if before is None:
            return self.work.responsibilities.add(entry)
        if entry.holder == before.holder:
            entry = replace(entry, confirmed_on=told.confirmed_on or before.confirmed_on)
        self.work.responsibilities.save(entry)
        succession.show_deputy(self.work, before, entry)
        if entry.holder != before.holder:
            succession.hand_over(self.work, before, entry, self.actor)
        return entry

    def _end(self, key: EntryKey) -> None:
        entry = self.known.entries[key]
        heirs: dict[EntryKey, set[CaseId]] = defaultdict(set)
        for case in succession.live_cases(self.work, entry.id):
            heir = heir_of(self.wanted, key, case)
            assert heir is not None
            heirs[heir].add(case.id)
        for heir, cases in heirs.items():
            succession.hand_over(self.work, entry, self.entries[heir], self.actor, only=cases)
        self.work.responsibilities.end(entry.id, standing.today(self.work))
