"""How people come into the network: invited by a coordinator, joined by a link, told the rules."""

from dataclasses import dataclass, replace
from datetime import timedelta

from domain.model.errors import AlreadyDone, Expired, Incomplete, NotAllowed, NotFound, TooMany
from domain.model.ids import PartnerId, PersonId
from domain.model.months import add_months
from domain.model.notices import MemberJoined
from domain.model.particulars import Particulars
from domain.model.people import Invitation, Partner, Person, Purpose, Role
from domain.model.stage import PartnerKind
from domain.ports import Turn, Work
from domain.services import access, digest, reachability, standing
from domain.services.telling import tell

INVITATIONS_A_DAY = 20
"""How many links one coordinator makes in 24 hours at most."""

LINK_LIVES = timedelta(hours=72)


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    """What a member is shown at the start (M1)."""

    person: Person
    partner: Partner
    coordination: Person | None
    acknowledged: bool


def coordinator(turn: Turn) -> Person:
    """The speaker, if they coordinate the network. Raises Stranger, NotAllowed."""
    person = access.member(turn)
    if not person.is_coordinator:
        raise NotAllowed("coordinator")
    return person


def partner_of(work: Work, identity: PartnerId) -> Partner:
    """Also one that has left the network. Raises NotFound."""
    partner = work.partners.get(identity)
    if partner is None:
        raise NotFound("partner")
    return partner


def present_partner(work: Work, identity: PartnerId) -> Partner:
    """One that is in the network. Raises NotFound, Expired once it has left."""
    partner = partner_of(work, identity)
    if not partner.active:
        raise Expired("partner_left")
    return partner


# Inviting


def without_account(work: Work, turn: Turn, partner: PartnerId) -> tuple[Person, ...]:
    """Colleagues of this partner in the directory who are not in the chat."""
    return tuple(one for one in work.people.of_partner(partner) if one.telegram is None)


def partners_to_invite(work: Work, turn: Turn) -> tuple[Partner, ...]:
    """Raises Stranger, NotAllowed."""
    coordinator(turn)
    return work.partners.all()


def invite(
    work: Work,
    turn: Turn,
    *,
    partner: PartnerId,
    role: Role,
    token_hash: str,
    person: PersonId | None = None,
    particulars: Particulars | None = None,
) -> Person:
    """Make a one-time link for somebody of the directory, or for a new colleague with these particulars.

    Older links for the same person end. Raises Stranger, NotAllowed, NotFound, TooMany, Expired for a partner
    that has left, AlreadyDone for somebody who is in the chat already.
    """
    speaker = coordinator(turn)
    if work.invitations.made_since(speaker.id, work.now - timedelta(hours=24)) >= INVITATIONS_A_DAY:
        raise TooMany("invitations", limit=INVITATIONS_A_DAY)
    invited = named(work, partner, person, particulars)
    _write(work, invited, role, token_hash, speaker.id)
    return invited


def named(work: Work, partner: PartnerId, person: PersonId | None, particulars: Particulars | None) -> Person:
    """Whom a host means: somebody of the directory without account, or a new colleague.

    Raises NotFound, Expired for a partner that has left, AlreadyDone for a member.
    """
    present_partner(work, partner)
    if particulars is not None:
        return enter(work, partner, particulars)
    found = None if person is None else work.people.get(person)
    if found is None or not found.active or found.partner != partner:
        raise NotFound("person")
    if found.telegram is not None:
        raise AlreadyDone("joined")
    return found


def enter(work: Work, partner: PartnerId, particulars: Particulars) -> Person:
    """A colleague without account: the one of this name, or a new one. Raises AlreadyDone for a member."""
    same = [
        one for one in work.people.of_partner(partner) if one.name.casefold() == particulars.name.casefold()
    ]
    if any(one.telegram is not None for one in same):
        raise AlreadyDone("joined")
    if same:
        return same[0]
    return work.people.add(
        Person(
            partner=partner,
            name=particulars.name,
            function=particulars.function,
            phone=particulars.phone,
        )
    )


def _write(work: Work, invited: Person, role: Role, token_hash: str, by: PersonId | None) -> None:
    for older in work.invitations.open_of(invited.id):
        work.invitations.save(replace(older, expires_at=work.now))
    work.invitations.add(
        Invitation(
            token_hash=token_hash,
            purpose=Purpose.MEMBER,
            partner=invited.partner,
            person=invited.id,
            role=role,
            invited_by=by,
            created_at=work.now,
            expires_at=work.now + LINK_LIVES,
        )
    )


def invite_first(work: Work, *, partner: str, name: str, token_hash: str, again: bool = False) -> Person:
    """Make the link of the first coordinator, for the command line; partner and person are made if missing.

    Raises AlreadyDone while a coordinator is in the chat, unless `again` asks for another one.
    """
    if not again and any(one.is_member for one in work.people.coordinators()):
        raise AlreadyDone("coordinator_exists")
    office = work.partners.named(partner)
    if office is None:
        office = work.partners.add(Partner(name=partner, kind=PartnerKind.AUTHORITY))
    invited = enter(work, office.id, Particulars(name=name))
    _write(work, invited, Role.COORDINATOR, token_hash, None)
    return invited


# Joining


def purpose_of(work: Work, turn: Turn, token_hash: str) -> Purpose:
    """What a link opens. Raises NotFound."""
    invitation = work.invitations.by_hash(token_hash)
    if invitation is None:
        raise NotFound("link")
    return invitation.purpose


def join(work: Work, turn: Turn, token_hash: str, language: str) -> Greeting:
    """Take up an invitation: one account, one person, once.

    Raises NotFound, AlreadyDone (used, or the speaker is a member), Expired. A refusal changes nothing.
    """
    invitation = usable(work, token_hash, Purpose.MEMBER)
    if turn.person is not None:
        raise AlreadyDone("member")
    person = None if invitation.person is None else work.people.get(invitation.person)
    if person is None or not person.active or person.telegram is not None:
        raise AlreadyDone("link")
    work.invitations.save(replace(invitation, used_at=work.now))
    joined = replace(
        person, telegram=turn.telegram, role=invitation.role, language=language, unreachable_at=None
    )
    work.people.save(joined)
    digest.arm(work, joined)
    if invitation.invited_by is not None:
        tell(work, invitation.invited_by, MemberJoined(person=joined.id))
    return greeting(work, joined)


def usable(work: Work, token_hash: str, purpose: Purpose) -> Invitation:
    """A link that may still be opened. Raises NotFound, AlreadyDone, Expired."""
    invitation = work.invitations.by_hash(token_hash)
    if invitation is None or invitation.purpose is not purpose:
        raise NotFound("link")
    if invitation.used_at is not None:
        raise AlreadyDone("link")
    if invitation.expires_at <= work.now:
        raise Expired("link")
    return invitation


# The rules


def acknowledged(work: Work, person: Person) -> bool:
    """Whether the rules were confirmed within the last year (the practice paper, P15)."""
    if person.acknowledged_at is None:
        return False
    confirmed_on = work.network.calendar.local(person.acknowledged_at).date()
    return standing.today(work) < add_months(confirmed_on, 12)


def require_acknowledged(work: Work, turn: Turn) -> Person:
    """The speaker, if they confirmed the rules; needed before a report. Raises Stranger, Incomplete."""
    person = access.member(turn)
    if not acknowledged(work, person):
        raise Incomplete("rules")
    return person


def acknowledge(work: Work, turn: Turn) -> Greeting:
    """[Verstanden], kept once a year. Raises Stranger."""
    person = access.member(turn)
    if not acknowledged(work, person):
        person = replace(person, acknowledged_at=work.now)
        work.people.save(person)
    return greeting(work, person)


def greet(work: Work, turn: Turn) -> Greeting:
    """What the speaker is shown at the start; whoever writes can be reached again. Raises Stranger."""
    person = access.member(turn)
    reachability.reached(work, turn)
    return greeting(work, person)


def greeting(work: Work, person: Person) -> Greeting:
    """M1 for this person."""
    return Greeting(
        person=person,
        partner=partner_of(work, person.partner),
        coordination=coordination(work, without=person.id),
        acknowledged=acknowledged(work, person),
    )


def coordination(work: Work, *, without: PersonId | None = None) -> Person | None:
    """Whom questions go to: a coordinator with a telephone number, if there is one."""
    others = [one for one in work.people.coordinators() if one.id != without]
    return min(others, key=lambda one: (not one.phone, not one.is_member, one.id), default=None)
