"""Colleagues enrol themselves: a press in the group asks, the partner's lead admits or does not know them."""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from domain.model.errors import AlreadyDone, NotAllowed, NotFound, Stranger, TooMany
from domain.model.ids import PartnerId, PersonId
from domain.model.notices import EnrolmentAsked, EnrolmentDecided
from domain.model.particulars import Particulars
from domain.model.people import Enrolment, Invitation, Person, Purpose, Role
from domain.ports import Turn, Work
from domain.services import access, digest, groups, membership
from domain.services.telling import tell

REQUESTS_A_DAY = 10
"""How many colleagues of one group may ask in 24 hours (the practice paper, section 4)."""

ASKED_AGAIN_AFTER = timedelta(days=2)
"""A request that nobody has decided by then is put to the hosts again at the next press."""


class Press(StrEnum):
    """What a press in a group means for somebody without account."""

    ASKED = "asked"
    OPENS = "opens"
    REFUSED = "refused"


def press(work: Work, turn: Turn, *, shown_as: str, token_hash: str) -> Press:
    """The first press asks the hosts of the group, the next one opens the private chat by a link of its own.

    `shown_as` goes into the hosts' notice and nowhere else. Raises Stranger outside a linked group and for
    somebody whom Telegram does not name, TooMany.
    """
    group = groups.linked(work, turn)
    if group is None or group.partner is None or not turn.telegram:
        raise Stranger
    present = work.enrolments.of(group.partner, turn.telegram)
    if present is not None and present.decided_at is not None:
        return Press.REFUSED
    if present is not None and present.asked_at > work.now - ASKED_AGAIN_AFTER:
        _bind(work, present, token_hash)
        return Press.OPENS
    if work.enrolments.asked_since(turn.chat, work.now - timedelta(hours=24)) >= REQUESTS_A_DAY:
        raise TooMany("enrolments", limit=REQUESTS_A_DAY)
    asked = _ask(work, turn, group.partner, present)
    for host in groups.hosts(work, group.partner):
        tell(work, host.id, EnrolmentAsked(enrolment=asked.id, shown_as=shown_as))
    return Press.ASKED


def _ask(work: Work, turn: Turn, partner: PartnerId, present: Enrolment | None) -> Enrolment:
    if present is None:
        asked = Enrolment(chat=turn.chat, partner=partner, telegram=turn.telegram, asked_at=work.now)
        return work.enrolments.add(asked)
    again = replace(present, chat=turn.chat, asked_at=work.now)
    work.enrolments.save(again)
    return again


def _bind(work: Work, enrolment: Enrolment, token_hash: str) -> None:
    work.invitations.add(
        Invitation(
            token_hash=token_hash,
            purpose=Purpose.ENROLMENT,
            partner=enrolment.partner,
            payload=str(enrolment.id),
            created_at=work.now,
            expires_at=work.now + groups.DETAILS_LIVE,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What a colleague hears in the private chat: admitted already, or whose word is awaited."""

    greeting: membership.Greeting | None = None
    host: Person | None = None


def open_chat(work: Work, turn: Turn, token_hash: str) -> Waiting:
    """Follow the link of a second press. Raises NotFound, AlreadyDone, Expired, Stranger."""
    invitation = membership.usable(work, token_hash, Purpose.ENROLMENT)
    enrolment = work.enrolments.get(int(invitation.payload))
    if enrolment is None or enrolment.telegram != turn.telegram:
        raise Stranger
    work.invitations.save(replace(invitation, used_at=work.now))
    if turn.person is not None:
        return Waiting(greeting=membership.greet(work, turn))
    work.enrolments.save(replace(enrolment, opened_at=work.now))
    return Waiting(host=next(iter(groups.hosts(work, enrolment.partner)), None))


# What a host decides


def candidates(work: Work, turn: Turn, identity: int) -> tuple[Person, ...]:
    """Colleagues of the directory who may be the one who asked. Raises NotAllowed, NotFound, AlreadyDone."""
    enrolment = _open(work, turn, identity)
    return membership.without_account(work, turn, enrolment.partner)


def admit(
    work: Work,
    turn: Turn,
    identity: int,
    *,
    person: PersonId | None = None,
    particulars: Particulars | None = None,
) -> Person:
    """[Ist Kollegin/Kollege]: this person of the directory, or a new one, is the one who asked.

    Raises NotAllowed, NotFound, AlreadyDone when somebody decided before or the account belongs to a member.
    """
    enrolment = _open(work, turn, identity)
    if work.people.by_telegram(enrolment.telegram) is not None:
        raise AlreadyDone("joined")
    admitted = membership.named(work, enrolment.partner, person, particulars)
    opened = enrolment.opened_at is not None
    admitted = replace(admitted, telegram=enrolment.telegram, unreachable_at=None if opened else work.now)
    work.people.save(admitted)
    digest.arm(work, admitted)
    _decide(work, enrolment)
    if opened:
        work.outbox.tell(EnrolmentDecided(person=admitted.id), person=admitted.id)
    return admitted


def decline(work: Work, turn: Turn, identity: int) -> None:
    """[Kenne ich nicht]. Raises NotAllowed, NotFound, AlreadyDone."""
    enrolment = _open(work, turn, identity)
    _decide(work, enrolment)
    if enrolment.opened_at is not None:
        work.outbox.tell(EnrolmentDecided(), chat=enrolment.telegram)


def _open(work: Work, turn: Turn, identity: int) -> Enrolment:
    host, enrolment = access.member(turn), work.enrolments.get(identity)
    if enrolment is None:
        raise NotFound("enrolment")
    if not may_host(host, enrolment.partner):
        raise NotAllowed("host")
    if enrolment.decided_at is not None:
        raise AlreadyDone
    return enrolment


def may_host(person: Person, partner: int) -> bool:
    """Whether this person admits and dismisses colleagues of the partner."""
    return person.is_coordinator or (person.role is Role.LEAD and person.partner == partner)


def _decide(work: Work, enrolment: Enrolment) -> None:
    work.enrolments.save(replace(enrolment, decided_at=work.now))
