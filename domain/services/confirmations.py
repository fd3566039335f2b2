"""Stimmt noch: whoever holds a line of the directory says once a quarter that it is still right."""

from collections.abc import Iterable
from dataclasses import replace

from domain.model.errors import AlreadyDone, NotFound
from domain.model.ids import PersonId, ResponsibilityId
from domain.model.routing import Responsibility
from domain.ports import Turn, Work
from domain.services import access, directory, gaps, standing


def unconfirmed(work: Work, person: PersonId) -> tuple[Responsibility, ...]:
    """The person's own lines that nobody has confirmed for 90 days."""
    return tuple(
        one
        for one in work.responsibilities.of_person(person)
        if one.holder == person and gaps.is_unconfirmed(work, one)
    )


def confirm(work: Work, turn: Turn, identity: ResponsibilityId) -> directory.Entry:
    """[Stimmt noch] by the holder, the partner's lead or a coordinator. Raises NotAllowed, NotFound."""
    found = next((one for one in work.responsibilities.all() if one.id == identity), None)
    if found is None or found.main_contact:
        raise NotFound("responsibility")
    if found.holder != access.member(turn).id:
        directory.editor(work, turn, found.partner_id)
    return directory.entry_of(work, _confirmed(work, [found])[0])


def confirm_own(work: Work, turn: Turn) -> int:
    """[Stimmt noch] under the digest: all of the speaker's lines. Raises Stranger, AlreadyDone."""
    due = unconfirmed(work, access.member(turn).id)
    if not due:
        raise AlreadyDone("confirmed")
    return len(_confirmed(work, due))


def _confirmed(work: Work, lines: Iterable[Responsibility]) -> list[Responsibility]:
    confirmed = [replace(one, confirmed_on=standing.today(work)) for one in lines]
    for one in confirmed:
        work.responsibilities.save(one)
    work.contacts.rebuild()
    return confirmed
