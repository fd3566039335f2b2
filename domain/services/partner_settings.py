"""What a partner is: its kind, what may be reported and written, and the sentence about itself."""

from dataclasses import dataclass
from datetime import date

from domain.model.dates import read_date
from domain.model.detector import HitKind
from domain.model.directory import NamedPartner, retold
from domain.model.directory_cells import LONGEST_CELL, Column, Fault, FaultKind, Line, cell_fault
from domain.model.errors import Incomplete, NotUnderstood, TooMany
from domain.model.ids import PartnerId, PersonId
from domain.model.people import Partner, Person, starts_minimal
from domain.model.routing import Topic
from domain.model.stage import PartnerKind
from domain.ports import Turn, Work
from domain.services import directory, gaps, membership, standing, stray_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A partner as a coordinator sees it. `missing`: mandatory topics for which it names nobody."""

    partner: Partner
    main_contact: Person | None
    missing: tuple[Topic, ...]


def of(work: Work, turn: Turn, identity: PartnerId) -> Settings:
    """Raises Stranger, NotAllowed unless a coordinator asks, NotFound."""
    directory.coordinator(turn)
    partner = membership.partner_of(work, identity)
    contact = None if partner.main_contact is None else work.people.get(partner.main_contact)
    missing = gaps.topics_missing(partner, work.responsibilities.of_partner(identity))
    return Settings(partner=partner, main_contact=contact, missing=missing)


def set_kind(work: Work, turn: Turn, identity: PartnerId, kind: PartnerKind) -> Settings:
    """Raises Stranger, NotAllowed, NotFound, Incomplete while something rests on the present kind."""
    partner = of(work, turn, identity).partner
    fault = kind_fault(work, partner, kind)
    if fault is not None:
        raise Incomplete(fault.kind.value)
    return _change(work, turn, partner, NamedPartner(name=partner.name, kind=kind))


def set_minimal_reports(
    work: Work, turn: Turn, identity: PartnerId, on: bool, *, letter_on: date | None = None
) -> Settings:
    """`letter_on`: day of the data protection officer's letter, see `needs_letter`.

    Raises Stranger, NotAllowed, NotFound, Incomplete without the letter.
    """
    partner = of(work, turn, identity).partner
    if not on and letter_on is None and needs_letter(partner):
        raise Incomplete("letter")
    told = NamedPartner(name=partner.name, minimal_reports=on)
    return _change(work, turn, partner, told, letter_on)


def needs_letter(partner: Partner) -> bool:
    """Only an authority's own data protection officer lets it report more (the practice paper, 2.4)."""
    return partner.minimal_reports and starts_minimal(partner.kind)


def hear_letter(work: Work, turn: Turn, identity: PartnerId, text: str) -> Settings:
    """The day of that letter, typed: full reports from now on.

    Raises Stranger, NotAllowed, NotFound, NotUnderstood.
    """
    today = standing.today(work)
    day = read_date(text, today, "past")
    if day is None or day > today:
        raise NotUnderstood("day" if day is None else "day_ahead")
    return set_minimal_reports(work, turn, identity, False, letter_on=day)


def set_own_words(work: Work, turn: Turn, identity: PartnerId, on: bool) -> Settings:
    """Whether the partner may write notes in its own words. Raises Stranger, NotAllowed, NotFound."""
    partner = of(work, turn, identity).partner
    return _change(work, turn, partner, NamedPartner(name=partner.name, free_text_notes=on))


def set_sentence(work: Work, turn: Turn, identity: PartnerId, text: str) -> Settings | HitKind:
    """What the partner lets others read; of one that seems to name somebody only the kind of hit is kept.

    Raises Stranger, NotAllowed, NotFound, TooMany characters, NotUnderstood.
    """
    partner = of(work, turn, identity).partner
    hit = stray_text.hit(work, turn, text)
    if hit is not None:
        return hit
    sentence = " ".join(text.split())
    fault = cell_fault(Line(number=0, cells={Column.IMPORTANT: sentence}), Column.IMPORTANT)
    if fault is not None and fault.kind is FaultKind.TOO_LONG:
        raise TooMany("note_length", limit=LONGEST_CELL)
    if fault is not None or not any(letter.isalpha() for letter in sentence):
        raise NotUnderstood("sentence")
    return _change(work, turn, partner, NamedPartner(name=partner.name, important_to_us=sentence))


def clear_sentence(work: Work, turn: Turn, identity: PartnerId) -> Settings:
    """Raises Stranger, NotAllowed, NotFound."""
    partner = of(work, turn, identity).partner
    return _change(work, turn, partner, NamedPartner(name=partner.name, important_to_us=""))


def _change(
    work: Work, turn: Turn, partner: Partner, told: NamedPartner, letter_on: date | None = None
) -> Settings:
    write(work, partner, told, directory.coordinator(turn).id, letter_on=letter_on)
    return of(work, turn, partner.id)


# What holds for the chat and for the file


def kind_fault(work: Work, partner: Partner, kind: PartnerKind) -> Fault | None:
    """What stands against another kind: the rights in open cases rest on it, a group is a landlord's."""
    if kind is partner.kind:
        return None
    cases = _open_cases(work, partner.id)
    if cases:
        return Fault(kind=FaultKind.KIND_HAS_CASES, words=partner.name, hint=str(cases))
    if work.groups.of_partner(partner.id) is not None:
        return Fault(kind=FaultKind.KIND_HAS_GROUP, words=partner.name)
    return None


def letter_fault(before: Partner | None, told: NamedPartner) -> Fault | None:
    """A file knows of no letter: it cannot let an authority report more than it does (see `needs_letter`)."""
    after = retold(before, told)
    reports_more = before is None or before.minimal_reports or before.kind is not after.kind
    if after.minimal_reports or not starts_minimal(after.kind) or not reports_more:
        return None
    return Fault(kind=FaultKind.NEEDS_LETTER, words=after.name)


def _open_cases(work: Work, partner: PartnerId) -> int:
    """Open cases that the partner reported, sits on, is asked about or lets the flat of."""
    part = {one.id for one in work.cases.of_partner(partner)}
    part |= {one.case_id for one in work.referrals.open() if one.partner == partner}
    return sum(one.id in part or one.landlord_partner == partner for one in work.cases.open())


def write(
    work: Work,
    before: Partner | None,
    told: NamedPartner,
    actor: PersonId | None,
    *,
    letter_on: date | None = None,
) -> Partner:
    """Keep what is told of a partner, its main contact aside; the journal keeps by whom, and no words.

    `actor` None is the operator at the command line.
    """
    after = retold(before, told)
    if before is None:
        return work.partners.add(after)
    if after == before:
        return after
    work.partners.save(after)
    facts: dict[str, str | int | None] = {
        "partner": after.id,
        "kind": after.kind.value,
        "minimal_reports": int(after.minimal_reports),
        "free_text_notes": int(after.free_text_notes),
        "sentence": int(bool(after.important_to_us)),
        "letter_on": None if letter_on is None else letter_on.isoformat(),
    }
    work.journal.add("partner_changed", actor, facts)
    return after
