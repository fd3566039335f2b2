"""Agreements ready made, for stories that begin after the signatures."""

from dataclasses import replace
from datetime import date
from typing import Any

from domain.model.agreement import Version
from domain.model.agreement_templates import Template
from domain.model.agreement_tree import fingerprint
from domain.model.ids import PartnerId
from domain.model.people import Role
from domain.services import agreements
from storage.work import SqliteWork
from tests.stories.commitments import turn
from tests.stories.network import Network, network
from tests.stories.town import Phone, Town


async def signing(town: Town) -> Network:
    """The network in which Petra, Carla and Jana each sign for their own partner."""
    people = await network(town)

    def lead(work: SqliteWork) -> None:
        for phone in (people.petra, people.jana):
            assert phone.person is not None
            person = work.people.get(phone.person)
            assert person is not None
            work.people.save(replace(person, role=Role.LEAD))

    await town.do(lead)
    return people


async def in_force(
    town: Town,
    people: Network,
    template: Template = Template.PERMANENT,
    others: tuple[PartnerId, ...] = (),
    **terms: Any,
) -> Version:
    """Petra has proposed it, Carla (and Jana) have signed; everybody has read of it."""
    signers = [people.carla, *([people.jana] if people.jobcenter in others else [])]

    def sign(work: SqliteWork) -> Version:
        petra = turn(work, people.petra)
        draft = agreements.begin(work, petra, template, (people.landlord, *others))
        written = agreements.rewrite(work, petra, draft.id, replace(draft.terms, **terms))
        agreements.propose(work, petra, draft.id)
        for phone in signers:
            signed = agreements.confirm(work, turn(work, phone), draft.id, fingerprint(written.terms))
        return signed

    version = await town.do(sign)
    await read(town)
    return version


async def revised(town: Town, people: Network, version: Version, **terms: Any) -> Version:
    """Carla has changed it, Petra has signed the change."""

    def sign(work: SqliteWork) -> Version:
        carla = turn(work, people.carla)
        draft = agreements.revise(work, carla, version.id)
        written = agreements.rewrite(work, carla, draft.id, replace(draft.terms, **terms))
        agreements.propose(work, carla, draft.id)
        return agreements.confirm(work, turn(work, people.petra), draft.id, fingerprint(written.terms))

    changed = await town.do(sign)
    await read(town)
    return changed


async def read(town: Town) -> None:
    for phone in town.phones:
        await phone.reads_all()


async def stored(town: Town, version: Version) -> Version:
    found = await town.do(lambda work: work.agreement_versions.get(version.id))
    assert found is not None
    return found


def days_before(last: date, days: int) -> date:
    return date.fromordinal(last.toordinal() - days)


async def begins(phone: Phone, template: str, *partners: str) -> None:
    """/vereinbarung, then template and partners."""
    await phone.sends("/vereinbarung")
    await phone.taps("Neue Vereinbarung")
    await phone.taps(template)
    for partner in partners:
        await phone.taps(partner)
    await phone.taps("Anlegen")
