"""Gaps in the directory: whatever would let a report go to nobody, found before it happens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from domain.model.ids import MunicipalityId
from domain.model.municipalities import municipalities
from domain.model.people import Partner, Person
from domain.model.routing import Responsibility, Topic, missing_topics, resolve
from domain.model.stage import PartnerKind
from domain.ports import Work
from domain.services import standing

CONFIRMED_FOR = timedelta(days=90)
"""How long a confirmation counts: it is asked for once a quarter."""

COVERED_EVERYWHERE = (Topic.WOHNUNGSSICHERUNG, Topic.NACHSORGE, Topic.SCHEITERN)
"""The help side's mandatory topics: every municipality needs a holder for each."""


class GapKind(StrEnum):
    """What is missing, the most urgent first."""

    NO_HOLDER = "no_holder"
    TOPIC_MISSING = "topic_missing"
    NOBODY_THERE = "nobody_there"
    NO_DEPUTY = "no_deputy"
    UNREACHABLE = "unreachable"
    NO_MAIN_CONTACT = "no_main_contact"
    NO_GROUP = "no_group"
    UNCONFIRMED = "unconfirmed"
    NOT_LINKED = "not_linked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One gap in the names that people know. `area` None is the whole area, `topic` None every topic."""

    kind: GapKind
    partner: str = ""
    person: str = ""
    area: MunicipalityId | None = None
    topic: Topic | None = None


def find(work: Work) -> tuple[Gap, ...]:
    """All gaps, the most urgent kind first, today."""
    entries = work.responsibilities.all()
    partners = {partner.id: partner for partner in work.partners.all()}
    found = [
        *_uncovered(work, entries),
        *(gap for partner in partners.values() for gap in _of_partner(work, partner, entries)),
        *(gap for entry in entries for gap in _of_entry(work, partners.get(entry.partner_id), entry)),
        *_of_people(work, entries),
    ]
    order = list(GapKind)
    return tuple(sorted(found, key=lambda gap: order.index(gap.kind)))


def is_unconfirmed(work: Work, entry: Responsibility) -> bool:
    """Whether "stimmt noch" is due. A main contact needs none."""
    if entry.main_contact:
        return False
    return entry.confirmed_on is None or standing.today(work) - entry.confirmed_on > CONFIRMED_FOR


def _uncovered(work: Work, entries: Sequence[Responsibility]) -> Iterator[Gap]:
    """Without a help partner only that is said: the other topics are its own. Landlords are never asked."""
    landlords = {one.id for one in work.partners.all() if one.kind is PartnerKind.LANDLORD}
    lines = [entry for entry in entries if not (entry.main_contact or entry.partner_id in landlords)]
    for place in work.network.municipalities or [each.id for each in municipalities()]:
        helpers = {
            entry.partner_id
            for entry in lines
            if entry.topic is Topic.WOHNUNGSSICHERUNG and entry.area in (None, place)
        }
        for topic in COVERED_EVERYWHERE if helpers else COVERED_EVERYWHERE[:1]:
            if resolve(lines, place, topic, partners=helpers) is None:
                yield Gap(kind=GapKind.NO_HOLDER, area=place, topic=topic)


def topics_missing(partner: Partner, entries: Sequence[Responsibility]) -> tuple[Topic, ...]:
    """Mandatory topics without a holder. The coordinators' own office need not be in the directory."""
    named = _named_by(partner, entries)
    if not named and partner.main_contact is None:
        return ()
    return missing_topics(partner.kind, named)


def _named_by(partner: Partner, entries: Sequence[Responsibility]) -> frozenset[Topic | None]:
    return frozenset(
        entry.topic for entry in entries if entry.partner_id == partner.id and not entry.main_contact
    )


def _of_partner(work: Work, partner: Partner, entries: Sequence[Responsibility]) -> Iterator[Gap]:
    if not _named_by(partner, entries) and partner.main_contact is None:
        return
    for topic in topics_missing(partner, entries):
        yield Gap(kind=GapKind.TOPIC_MISSING, partner=partner.name, topic=topic)
    if partner.main_contact is None:
        yield Gap(kind=GapKind.NO_MAIN_CONTACT, partner=partner.name)
    if partner.kind is PartnerKind.LANDLORD and work.groups.of_partner(partner.id) is None:
        yield Gap(kind=GapKind.NO_GROUP, partner=partner.name)


def _of_entry(work: Work, partner: Partner | None, entry: Responsibility) -> Iterator[Gap]:
    if partner is None or entry.main_contact:
        return
    kinds = []
    if standing.acting(work, entry.holder, entry.id) is None:
        kinds.append(GapKind.NOBODY_THERE)
    if entry.deputy is None:
        kinds.append(GapKind.NO_DEPUTY)
    if is_unconfirmed(work, entry):
        kinds.append(GapKind.UNCONFIRMED)
    holder = work.people.get(entry.holder)
    for kind in kinds:
        yield Gap(
            kind=kind,
            partner=partner.name,
            person="" if holder is None else holder.name,
            area=entry.area,
            topic=entry.topic,
        )


def _of_people(work: Work, entries: Sequence[Responsibility]) -> Iterator[Gap]:
    """Only whoever the directory names; the others are nobody's way."""
    named = {person for entry in entries for person in (entry.holder, entry.deputy)}
    for person in work.people.all():
        if person.id in named and (kind := _silence(person)) is not None:
            yield Gap(kind=kind, person=person.name, partner=_partner_name(work, person))


def _silence(person: Person) -> GapKind | None:
    if person.telegram is None:
        return GapKind.NOT_LINKED
    return None if person.unreachable_at is None else GapKind.UNREACHABLE


def _partner_name(work: Work, person: Person) -> str:
    partner = work.partners.get(person.partner)
    return "" if partner is None else partner.name
