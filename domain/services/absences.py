"""Absences: entered with a deputy, checked for circles, ended by themselves; what is open passes on."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from domain.model.case import Case
from domain.model.errors import Incomplete, NotAllowed, NotFound, NotUnderstood
from domain.model.ids import PartnerId, PersonId
from domain.model.notices import AbsenceEntered
from domain.model.people import Partner, Person
from domain.model.routing import Absence, stand_in
from domain.model.timers import Timer, TimerKind
from domain.ports import Turn, Work
from domain.services import access, enrolments, ladder, membership, standing
from domain.services.due import answers
from domain.services.telling import tell

LONGEST = timedelta(days=366)
_DAY = timedelta(days=1)


# Whose absence


def may_enter(speaker: Person, person: Person) -> bool:
    """One's own; a lead's colleagues; anybody's by a coordinator."""
    return speaker.id == person.id or enrolments.may_host(speaker, person.partner)


def speaks_for_others(work: Work, turn: Turn) -> bool:
    """Whether the speaker may enter absences for others. Raises Stranger."""
    speaker = access.member(turn)
    return enrolments.may_host(speaker, speaker.partner)


def partners(work: Work, turn: Turn) -> tuple[Partner, ...]:
    """Whose people the speaker may enter an absence for. Raises Stranger, NotAllowed."""
    speaker = access.member(turn)
    if speaker.is_coordinator:
        return work.partners.all()
    if not enrolments.may_host(speaker, speaker.partner):
        raise NotAllowed("host")
    return (membership.partner_of(work, speaker.partner),)


def people_of(work: Work, turn: Turn, partner: PartnerId) -> tuple[Person, ...]:
    """Raises Stranger, NotAllowed."""
    if not enrolments.may_host(access.member(turn), partner):
        raise NotAllowed("host")
    return work.people.of_partner(partner)


def subject(work: Work, turn: Turn, identity: PersonId) -> Person:
    """The person who is to be absent. Raises Stranger, NotFound, NotAllowed."""
    speaker, person = access.member(turn), work.people.get(identity)
    if person is None or not person.active:
        raise NotFound("person")
    if not may_enter(speaker, person):
        raise NotAllowed("host")
    return person


def running(work: Work, turn: Turn, identity: PersonId) -> tuple[Absence, ...]:
    """Absences of this person that have not ended. Raises Stranger, NotFound, NotAllowed."""
    person = subject(work, turn, identity)
    return tuple(one for one in standing.absences(work) if one.person == person.id)


# Deputies


class Cover(StrEnum):
    """How well a deputy covers an absence."""

    FULL = "full"
    PASSED_ON = "passed_on"
    BROKEN = "broken"


def deputies(work: Work, turn: Turn, identity: PersonId) -> tuple[Person, ...]:
    """Colleagues of the same partner who may stand in. Raises Stranger, NotFound, NotAllowed."""
    person = subject(work, turn, identity)
    return tuple(one for one in work.people.of_partner(person.partner) if one.id != person.id)


def cover(work: Work, absence: Absence) -> Cover:
    """Whether the deputy is there all the time, is away and stood in for, or the chain ends in nobody."""
    if absence.deputy is None:
        return Cover.FULL
    others = (*standing.absences(work), absence)
    days = range((absence.last_on - absence.first_on).days + 1)
    chains = [stand_in(absence.person, others, absence.first_on + number * _DAY) for number in days]
    if not all(chains):
        return Cover.BROKEN
    return Cover.PASSED_ON if any(len(chain) > 2 for chain in chains) else Cover.FULL


# Entering and ending


def check_first(work: Work, turn: Turn, first_on: date) -> date:
    """Raises NotUnderstood for a day that has passed or lies more than a year ahead."""
    if not standing.today(work) <= first_on <= standing.today(work) + LONGEST:
        raise NotUnderstood("absence_first")
    return first_on


def check_last(work: Work, turn: Turn, first_on: date, last_on: date) -> date:
    """Raises NotUnderstood for a day before the first, or an absence of more than a year."""
    if not first_on <= last_on <= first_on + LONGEST:
        raise NotUnderstood("absence_last")
    return last_on


def weigh(work: Work, turn: Turn, absence: Absence) -> Cover:
    """How well this absence would be covered. Raises Stranger, NotFound, NotAllowed."""
    subject(work, turn, absence.person)
    return cover(work, absence)


def enter(work: Work, turn: Turn, absence: Absence) -> int:
    """Somebody will be away. The deputy hears now, and again with what is open when it begins.

    Raises Stranger, NotFound, NotAllowed, NotUnderstood, Incomplete when the deputies form a circle.
    """
    person = subject(work, turn, absence.person)
    check_last(work, turn, check_first(work, turn, absence.first_on), absence.last_on)
    if absence.deputy is not None and absence.deputy not in {
        one.id for one in deputies(work, turn, person.id)
    }:
        raise NotFound("person")
    if cover(work, absence) is Cover.BROKEN:
        raise Incomplete("absence_circle")
    speaker = access.member(turn)
    identity = work.absences.enter(absence, speaker.id)
    _tell(work, identity, {absence.deputy, absence.person} - {None, speaker.id})
    if absence.first_on <= standing.today(work):
        ladder.person_lost(work, person.id)
    else:
        work.timers.set(_beginning(work, identity, absence))
    return identity


def _tell(work: Work, identity: int, readers: set[PersonId | None]) -> None:
    for reader in readers:
        if reader is not None:
            tell(work, reader, AbsenceEntered(absence=identity))


def _beginning(work: Work, identity: int, absence: Absence) -> Timer:
    return Timer(
        kind=TimerKind.ABSENCE_BEGINS,
        subject=identity,
        due_at=work.network.calendar.moment(absence.first_on, time(0)),
        dedupe=f"absence:{identity}",
    )


@answers(TimerKind.ABSENCE_BEGINS)
def begins(work: Work, timer: Timer) -> None:
    """Nothing when the absence was ended before: what is open is the deputy's from now on."""
    absence = work.absences.get(timer.subject)
    today = standing.today(work)
    if absence is None or not absence.first_on <= today <= absence.last_on:
        return
    _tell(work, timer.subject, {absence.deputy})
    ladder.person_lost(work, absence.person)


def end(work: Work, turn: Turn, identity: PersonId) -> int:
    """Back from today on, and planned absences fall away; gives how many. Raises NotFound, NotAllowed."""
    return work.absences.end(subject(work, turn, identity).id, standing.today(work))


# What falls to the deputy


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What is open with somebody: cases, and how many of them wait for an answer, a word, a check-in."""

    cases: tuple[Case, ...]
    answers: int
    promises: int
    check_ins: int


def handed(work: Work, person: PersonId) -> Handed:
    """Open cases, requests, promises and check-ins of this person, the oldest case first."""
    asked = work.referrals.asked_of(person)
    promised = work.referrals.promised_by(person)
    check_ins = work.check_ins.asked_of(person)
    seated = [one.case_id for one in work.seats.of_person(person)]
    identities = {*seated, *(one.case_id for one in (*asked, *promised)), *(one.case_id for one in check_ins)}
    waiting = {one.case_id for one in check_ins}
    cases = [case for one in sorted(identities) if (case := work.cases.get(one)) is not None]
    return Handed(
        cases=tuple(case for case in cases if not case.practice and (case.is_open or case.id in waiting)),
        answers=len(asked),
        promises=len(promised),
        check_ins=len(check_ins),
    )
