"""Whether Telegram delivers to a member: lost is told once to the coordinators, and what waited moves on."""

from dataclasses import replace

from domain.model.notices import PersonUnreachable
from domain.model.people import Person
from domain.ports import Turn, Work
from domain.services import ladder, note_copies
from domain.services.telling import tell_coordinators


def lost(work: Work, person: Person) -> None:
    """Telegram refuses to deliver to this person: blocked, deactivated or deleted."""
    if not person.reachable:
        return
    work.people.save(replace(person, unreachable_at=work.now))
    work.journal.add("unreachable", person.id, {})
    tell_coordinators(work, PersonUnreachable(person=person.id), without=person.id)
    ladder.person_lost(work, person.id)
    note_copies.reader_lost(work, person.id)


def blocked(work: Work, turn: Turn) -> None:
    """The speaker has blocked the bot."""
    if turn.person is not None:
        lost(work, turn.person)


def reached(work: Work, turn: Turn) -> None:
    """The speaker can be written to again."""
    if turn.person is not None and turn.person.unreachable_at is not None:
        work.outbox.reopen_person(turn.person.id)
