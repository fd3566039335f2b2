"""The directory by hand: who holds what, changed line by line by coordinators and partners' leads."""

from dataclasses import dataclass

from domain.model.directory import person_key
from domain.model.directory_cells import is_phone
from domain.model.errors import AlreadyDone, Incomplete, NotAllowed, NotFound, NotUnderstood
from domain.model.ids import MunicipalityId, PartnerId, PersonId, ResponsibilityId
from domain.model.notices import DutyHandedOver
from domain.model.particulars import read_particulars
from domain.model.people import Partner, Person, Role
from domain.model.routing import Responsibility, Topic
from domain.ports import Turn, Work
from domain.services import access, gaps, standing, succession, telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the directory with the people behind it; `cases` hang on it now."""

    line: Responsibility
    partner: Partner
    holder: Person | None
    deputy: Person | None
    unconfirmed: bool
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """How much there is, and how much is missing."""

    partners: int
    people: int
    entries: int
    gaps: tuple[gaps.Gap, ...]


def overview(work: Work, turn: Turn) -> Overview:
    """Raises Stranger, NotAllowed unless a coordinator or a lead asks."""
    editor(work, turn)
    lines = [one for one in work.responsibilities.all() if not one.main_contact]
    named = {person for one in lines for person in (one.holder, one.deputy) if person is not None}
    return Overview(
        partners=len({one.partner_id for one in lines}),
        people=len(named),
        entries=len(lines),
        gaps=gaps.find(work),
    )


def editor(work: Work, turn: Turn, partner: PartnerId | None = None) -> Person:
    """The speaker, if they may change the directory: a coordinator all of it, a lead the own partner.

    Raises Stranger, NotAllowed.
    """
    person = access.member(turn)
    if person.is_coordinator:
        return person
    if person.role is not Role.LEAD or partner not in (None, person.partner):
        raise NotAllowed("directory")
    return person


def coordinator(turn: Turn) -> Person:
    """Raises Stranger, NotAllowed."""
    person = access.member(turn)
    if not person.is_coordinator:
        raise NotAllowed("directory")
    return person


def partners(work: Work, turn: Turn) -> tuple[Partner, ...]:
    """The partners whose lines the speaker may change. Raises Stranger, NotAllowed."""
    person = editor(work, turn)
    return tuple(one for one in work.partners.all() if person.is_coordinator or one.id == person.partner)


def lines_of(work: Work, turn: Turn, partner: PartnerId) -> tuple[Entry, ...]:
    """The partner's lines by place and topic. Raises Stranger, NotAllowed, NotFound."""
    editor(work, turn, partner)
    lines = [one for one in work.responsibilities.of_partner(partner) if not one.main_contact]
    topics: list[Topic | None] = [*Topic, None]
    lines.sort(key=lambda one: (one.area or "", topics.index(one.topic)))
    return tuple(entry_of(work, one) for one in lines)


def line(work: Work, turn: Turn, identity: ResponsibilityId) -> Entry:
    """Raises Stranger, NotAllowed, NotFound."""
    return entry_of(work, _editable(work, turn, identity))


def _editable(work: Work, turn: Turn, identity: ResponsibilityId) -> Responsibility:
    found = next((one for one in work.responsibilities.all() if one.id == identity), None)
    if found is None or found.main_contact:
        raise NotFound("responsibility")
    editor(work, turn, found.partner_id)
    return found


def entry_of(work: Work, found: Responsibility) -> Entry:
    """Raises NotFound."""
    partner = work.partners.get(found.partner_id)
    if partner is None:
        raise NotFound("partner")
    return Entry(
        line=found,
        partner=partner,
        holder=work.people.get(found.holder),
        deputy=None if found.deputy is None else work.people.get(found.deputy),
        unconfirmed=gaps.is_unconfirmed(work, found),
        cases=len(succession.live_cases(work, found.id)),
    )


def colleagues(work: Work, turn: Turn, partner: PartnerId) -> tuple[Person, ...]:
    """Who could hold or stand in. Raises Stranger, NotAllowed."""
    editor(work, turn, partner)
    return work.people.of_partner(partner)


def enter(
    work: Work,
    turn: Turn,
    partner: PartnerId,
    *,
    area: MunicipalityId | None,
    topic: Topic | None,
    holder: PersonId,
    deputy: PersonId | None = None,
) -> Entry:
    """Add a line, or give the one that is there another holder; cases go with it.

    Raises Stranger, NotAllowed, NotFound for people of another partner, NotUnderstood for a holder who
    would be their own deputy.
    """
    actor = editor(work, turn, partner)
    _require_colleagues(work, partner, holder, deputy)
    present = _at(work, partner, area, topic)
    wanted = Responsibility(
        id=ResponsibilityId(0) if present is None else present.id,
        partner_id=partner,
        area=area,
        topic=topic,
        holder=holder,
        deputy=deputy,
        confirmed_on=standing.today(work),
    )
    if present is None:
        wanted = work.responsibilities.add(wanted)
    else:
        work.responsibilities.save(wanted)
    _tell(work, present, wanted, actor)
    work.contacts.rebuild()
    return entry_of(work, wanted)


def _at(
    work: Work, partner: PartnerId, area: MunicipalityId | None, topic: Topic | None
) -> Responsibility | None:
    lines = work.responsibilities.of_partner(partner)
    return next(
        (one for one in lines if not one.main_contact and (one.area, one.topic) == (area, topic)), None
    )


def _tell(work: Work, before: Responsibility | None, after: Responsibility, actor: Person) -> None:
    """A new holder hears of it, with the cases or without; nobody is told of their own deed."""
    if before is not None and before.holder == after.holder:
        succession.show_deputy(work, before, after)
        return
    moved = 0 if before is None else succession.hand_over(work, before, after, actor.id)
    if not moved and after.holder != actor.id:
        telling.tell(work, after.holder, DutyHandedOver(responsibility=after.id))


def _require_colleagues(work: Work, partner: PartnerId, holder: PersonId, deputy: PersonId | None) -> None:
    if holder == deputy:
        raise NotUnderstood("own_deputy")
    known = {one.id for one in work.people.of_partner(partner)}
    if holder not in known:
        raise NotFound("person")
    if deputy is not None and work.people.get(deputy) is None:
        raise NotFound("person")


def set_holder(work: Work, turn: Turn, identity: ResponsibilityId, holder: PersonId) -> Entry:
    """Somebody else holds the line from now on; whoever was deputy and now holds has none.

    Raises Stranger, NotAllowed, NotFound.
    """
    present = _editable(work, turn, identity)
    deputy = None if present.deputy == holder else present.deputy
    return enter(
        work, turn, present.partner_id, area=present.area, topic=present.topic, holder=holder, deputy=deputy
    )


def set_deputy(work: Work, turn: Turn, identity: ResponsibilityId, deputy: PersonId | None) -> Entry:
    """Raises Stranger, NotAllowed, NotFound, NotUnderstood."""
    present = _editable(work, turn, identity)
    return enter(
        work,
        turn,
        present.partner_id,
        area=present.area,
        topic=present.topic,
        holder=present.holder,
        deputy=deputy,
    )


def successors(work: Work, turn: Turn, identity: ResponsibilityId) -> tuple[Entry, ...]:
    """The partner's other lines, one a person, that could take over the cases of this one.

    Raises Stranger, NotAllowed, NotFound.
    """
    ending = _editable(work, turn, identity)
    by_person: dict[PersonId, Responsibility] = {}
    for one in work.responsibilities.of_partner(ending.partner_id):
        if one.id != ending.id and not one.main_contact:
            by_person.setdefault(one.holder, one)
    return tuple(entry_of(work, one) for one in by_person.values())


def end(work: Work, turn: Turn, identity: ResponsibilityId, successor: ResponsibilityId | None = None) -> int:
    """End a line today; its cases pass to `successor`. Gives how many cases moved.

    Raises Stranger, NotAllowed, NotFound, Incomplete when there are cases and nobody to take them.
    """
    ending = _editable(work, turn, identity)
    actor = editor(work, turn, ending.partner_id)
    cases = succession.live_cases(work, ending.id)
    if cases and successor is None:
        raise Incomplete("successor", points=(str(len(cases)),))
    if successor is not None:
        heir = _editable(work, turn, successor)
        if heir.id == ending.id or heir.partner_id != ending.partner_id:
            raise NotFound("responsibility")
        succession.hand_over(work, ending, heir, actor.id)
    work.responsibilities.end(ending.id, standing.today(work))
    work.contacts.rebuild()
    return len(cases)


def add_person(work: Work, turn: Turn, partner: PartnerId, text: str) -> Person:
    """Enter a colleague who is not on Telegram: "Name, function, phone" in one line.

    Raises Stranger, NotAllowed, NotUnderstood, AlreadyDone for somebody of this name.
    """
    editor(work, turn, partner)
    told = read_particulars(text)
    if not is_phone(told.phone):
        raise NotUnderstood("particulars")
    known = {person_key("", one.name) for one in work.people.of_partner(partner)}
    if person_key("", told.name) in known:
        raise AlreadyDone("person")
    new = Person(partner=partner, name=told.name, function=told.function, phone=told.phone)
    return work.people.add(new)
