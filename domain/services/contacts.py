"""Who is the right person: found by a typed question or by topic and place, with the reason."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from domain.model.detector import LONGEST_TEXT, HitKind, inspect
from domain.model.errors import NotFound, TooMany
from domain.model.ids import MunicipalityId, PersonId, ResponsibilityId
from domain.model.municipalities import municipalities
from domain.model.people import Partner, Person
from domain.model.routing import Responsibility, Specificity, Topic, resolve
from domain.ports import Findings, Turn, Work
from domain.services import access, standing

MOST = 5
LEAST = max(Specificity) + 1
_POSTCODES = re.compile("|".join(code for place in municipalities() for code in place.postcodes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person to talk to. `stand_in` acts today because the holder is away (None: nobody does).

    `why` None: found by name, not by place and topic; `duties` say what the person is responsible for.
    """

    entry: Responsibility
    holder: Person
    partner: Partner
    deputy: Person | None
    away: bool
    stand_in: Person | None
    why: Specificity | None
    place: MunicipalityId | None
    topic: Topic | None
    duties: tuple[Responsibility, ...]

    @property
    def rung_up(self) -> Person:
        """Whose number helps today."""
        return self.stand_in or self.holder


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`contacts`: the right one, or several equally good ones; `also`: others who fit less well.

    Without contacts, `also` are people who could know. `stopped`: the question named somebody.
    """

    place: MunicipalityId | None = None
    topic: Topic | None = None
    contacts: tuple[Contact, ...] = ()
    also: tuple[Contact, ...] = ()
    coordinators: tuple[Person, ...] = ()
    stopped: HitKind | None = None


def ask(work: Work, turn: Turn, query: str) -> Answer:
    """Answer a typed question, which is neither kept nor logged (the practice paper, P16).

    Raises Stranger, TooMany for a text that is no question any more.
    """
    person = access.member(turn)
    if len(query) > LONGEST_TEXT:
        raise TooMany("query", limit=LONGEST_TEXT)
    findings = work.contacts.find(query, limit=3 * MOST)
    hit = _names_somebody(work, query, findings)
    if hit is not None:
        work.journal.add("text_stopped", person.id, {"hit": hit.value, "case": None})
        return Answer(stopped=hit)
    topic = next(iter(findings.topics), None)
    entries = [work.responsibilities.get(one.responsibility) for one in findings.hits]
    present = [one for one in entries if one is not None]
    if topic is not None and not findings.named:
        # The help side is who names the topic (R1); a landlord's caretaker for everything is not.
        present = [one for one in present if one.topic is not None]
    found = _contacts(work, present, findings.place, findings.topics, named=findings.named)
    return _answer(work, found, findings.place, topic)


def _names_somebody(work: Work, query: str, findings: Findings) -> HitKind | None:
    """A name is fine where it is a professional's; the district's postcodes are places here."""
    names = frozenset(person.name for person in work.people.all())
    hit = inspect(_POSTCODES.sub(" ", query), today=standing.today(work), members=names)
    if hit is None or (hit.kind is HitKind.NAME and findings.whole and findings.hits):
        return None
    return hit.kind


def at(work: Work, turn: Turn, topic: Topic, place: MunicipalityId | None) -> Answer:
    """Whoever is responsible for the topic there, by the order of the routing. Raises Stranger."""
    access.member(turn)
    entries = [one for one in work.responsibilities.all() if one.topic is topic and one.area in (None, place)]
    return _answer(work, _contacts(work, entries, place, (topic,)), place, topic)


def of(
    work: Work,
    turn: Turn,
    identity: ResponsibilityId,
    place: MunicipalityId | None,
    topic: Topic | None,
) -> Contact:
    """One contact from a list. Raises Stranger, NotFound."""
    access.member(turn)
    entry = work.responsibilities.get(identity)
    contact = None if entry is None else _contact(work, entry, place, topic)
    if contact is None:
        raise NotFound("contact")
    return contact


def person(work: Work, turn: Turn, identity: PersonId) -> Person:
    """Whose card is to be sent. Raises Stranger, NotFound for somebody who has left or has no number."""
    access.member(turn)
    found = work.people.get(identity)
    if found is None or not found.active or not found.phone:
        raise NotFound("contact")
    return found


def topics_at(work: Work, turn: Turn, place: MunicipalityId | None) -> tuple[Topic, ...]:
    """The topics that somebody answers for in this place, or anywhere. Raises Stranger."""
    access.member(turn)
    entries = work.responsibilities.all()
    held = {one.topic for one in entries if place is None or one.area in (None, place)}
    return tuple(topic for topic in Topic if topic in held)


def _answer(work: Work, found: list[Contact], place: MunicipalityId | None, topic: Topic | None) -> Answer:
    coordinators = work.people.coordinators()
    if not found:
        return Answer(place=place, topic=topic, also=_could_know(work), coordinators=coordinators)
    best = [one for one in found if (one.topic, _rank(one)) == (found[0].topic, _rank(found[0]))]
    also = [one for one in found if one not in best]
    return Answer(
        place=place,
        topic=topic,
        contacts=tuple(best[:MOST]),
        also=tuple(also[: MOST - 2]) if len(best) == 1 else (),
        coordinators=coordinators,
    )


def _could_know(work: Work) -> tuple[Contact, ...]:
    """Whoever answers for the whole area is asked when nobody answers for the question."""
    entries = [one for one in work.responsibilities.all() if one.area is None and not one.main_contact]
    helping = [one for one in entries if one.topic is Topic.WOHNUNGSSICHERUNG]
    return tuple(_contacts(work, helping or entries, None, ()))[:2]


def _contacts(
    work: Work,
    entries: Iterable[Responsibility],
    place: MunicipalityId | None,
    topics: tuple[Topic, ...],
    *,
    named: bool = False,
) -> list[Contact]:
    """One contact a person, in routing order inside each partner: place beats topic. A name stands."""
    found: dict[PersonId, Contact] = {}
    for entry in entries:
        topic = entry.topic if entry.topic in topics else next(iter(topics), None)
        contact = _contact(work, entry if named else _routed(work, entry, place, topic), place, topic)
        if contact is not None:
            found.setdefault(contact.holder.id, contact)
    grade: dict[Topic | None, int] = {topic: number for number, topic in enumerate(topics)}
    if named:
        return list(found.values())
    return sorted(found.values(), key=lambda one: (grade.get(one.topic, 0), _rank(one)))


def _rank(contact: Contact) -> tuple[int, int]:
    """How well the entry answers. A place alone asks who is there, and there for the network's own topic."""
    if contact.topic is None and contact.place is not None:
        elsewhere = contact.entry.area != contact.place
        return int(elsewhere), int(contact.entry.topic is not Topic.WOHNUNGSSICHERUNG)
    return contact.why or LEAST, 0


def _routed(
    work: Work, entry: Responsibility, place: MunicipalityId | None, topic: Topic | None
) -> Responsibility:
    """The partner's own routing decides who of its people answers for place and topic."""
    own = work.responsibilities.of_partner(entry.partner_id)
    match = resolve(own, place, topic, partners={entry.partner_id})
    return entry if match is None or match.responsibility.main_contact else match.responsibility


def _contact(
    work: Work, entry: Responsibility, place: MunicipalityId | None, topic: Topic | None
) -> Contact | None:
    holder, partner = work.people.get(entry.holder), work.partners.get(entry.partner_id)
    if holder is None or partner is None or not holder.active:
        return None
    acting = standing.acting(work, entry.holder, entry.id)
    return Contact(
        entry=entry,
        holder=holder,
        partner=partner,
        deputy=None if entry.deputy is None else work.people.get(entry.deputy),
        away=acting != entry.holder,
        stand_in=None if acting in (None, entry.holder) else work.people.get(acting),
        why=None if topic is None else entry.fits(place, topic),
        place=place,
        topic=topic,
        duties=tuple(one for one in work.responsibilities.of_partner(partner.id) if one.holder == holder.id),
    )
