"""What a member settles alone: working days, the hour of the digest, the language."""

from dataclasses import replace

from domain.model.errors import Incomplete, NotUnderstood
from domain.model.people import Person
from domain.ports import Turn, Work
from domain.services import access, digest

DIGEST_HOURS = (7, 8, 9, 10)
"""Local hours at which the digest may come."""

LANGUAGES = ("de", "en")


def toggle_day(work: Work, turn: Turn, weekday: int) -> Person:
    """Work on this weekday (Monday is 0), or not any more. Raises Incomplete when none would be left."""
    person = access.member(turn)
    if weekday not in range(5):
        raise NotUnderstood("weekday")
    days = person.working_days ^ {weekday}
    if not days:
        raise Incomplete("working_days")
    return _save(work, replace(person, working_days=days))


def choose_hour(work: Work, turn: Turn, hour: int) -> Person:
    """When the digest comes. Raises NotUnderstood."""
    if hour not in DIGEST_HOURS:
        raise NotUnderstood("hour")
    return _save(work, replace(access.member(turn), digest_hour=hour))


def choose_language(work: Work, turn: Turn, language: str) -> Person:
    """In which language the bot speaks. Raises NotUnderstood."""
    if language not in LANGUAGES:
        raise NotUnderstood("language")
    return _save(work, replace(access.member(turn), language=language))


def present(work: Work, turn: Turn) -> Person:
    """Raises Stranger."""
    return access.member(turn)


def _save(work: Work, person: Person) -> Person:
    work.people.save(person)
    digest.arm(work, person)
    return person
