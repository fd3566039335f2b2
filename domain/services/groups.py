"""A partner's staff group: asked for, linked by a coordinator, kept harmless, moved, lost."""

from dataclasses import dataclass, replace
from datetime import timedelta

from domain.model.case import Case
from domain.model.errors import AlreadyDone, Incomplete, NotAllowed, NotFound, Stranger
from domain.model.ids import CaseId, ChatId, PartnerId
from domain.model.notices import ColleagueLeft, GroupAdded, GroupLinked, GroupLost
from domain.model.people import GroupState, Invitation, Partner, Person, Purpose, Role, StaffGroup
from domain.model.rights import Deed
from domain.model.stage import PartnerKind
from domain.ports import Turn, Work
from domain.services import access, ladder, membership, standing
from domain.services.telling import show_card, tell, tell_coordinators

DETAILS_LIVE = timedelta(minutes=10)
"""How long the link behind [Einzelheiten] can be opened."""

STRANGERS_A_DAY = 5
"""How often in 24 hours coordinators are asked about groups to which somebody unknown has added the bot."""


# Coming and going


def added(work: Work, turn: Turn, *, admin: bool) -> StaffGroup | None:
    """The bot is in this group now, as an administrator or not. A new group is put to the coordinators.

    None: strangers add the bot to too many groups, and it leaves this one.
    """
    group = work.groups.by_chat(turn.chat)
    if group is not None and group.state is not GroupState.LEFT:
        return _keep(work, replace(group, admin=admin))
    if turn.person is None and not _stranger_may_ask(work):
        work.errands.send("leave", person=None, chat=None, body={"chat": turn.chat})
        return None
    by = None if turn.person is None else turn.person.id
    asked = replace(
        group or StaffGroup(chat=turn.chat),
        state=GroupState.ASKED,
        partner=None,
        added_by=by,
        linked_at=None,
        admin=admin,
    )
    asked = _keep(work, asked) if asked.id else work.groups.add(asked)
    tell_coordinators(work, GroupAdded(group=asked.id))
    return asked


def _stranger_may_ask(work: Work) -> bool:
    asked = work.journal.count("group_added_by_stranger", work.now - timedelta(hours=24))
    work.journal.add("group_added_by_stranger", None, {})
    return asked < STRANGERS_A_DAY


def _keep(work: Work, group: StaffGroup) -> StaffGroup:
    work.groups.save(group)
    return group


def lost(work: Work, chat: ChatId) -> None:
    """The bot is not in this group any more: the coordinators hear of a linked one."""
    group = work.groups.by_chat(chat)
    if group is None or group.state is GroupState.LEFT:
        return
    work.groups.save(replace(group, state=GroupState.LEFT))
    ladder.group_lost(work, chat)
    if group.state is GroupState.LINKED:
        tell_coordinators(work, GroupLost(group=group.id))


def removed(work: Work, turn: Turn) -> None:
    """Somebody took the bot out of this group."""
    lost(work, turn.chat)


def migrate(work: Work, turn: Turn, *, old: ChatId, new: ChatId) -> None:
    """A message in the group says that it became a supergroup."""
    moved(work, old, new)


def moved(work: Work, old: ChatId, new: ChatId) -> None:
    """A group became a supergroup: what is open there is shown again.

    A question to the coordinators that the new chat has raised meanwhile is dropped.
    """
    present, newcomer = work.groups.by_chat(old), work.groups.by_chat(new)
    if present is None:
        return
    if newcomer is not None:
        work.groups.remove(newcomer.id)
    work.outbox.move_chat(old, new)
    for case in {one.case_id for one in work.referrals.open()}:
        if any(card.chat == new for card in work.cards.of_case(case)):
            work.cards.refresh(case, new)


# What a coordinator decides


def partners_for(work: Work) -> tuple[Partner, ...]:
    """The landlords that have no group yet."""
    return tuple(
        one
        for one in work.partners.all()
        if one.kind is PartnerKind.LANDLORD and work.groups.of_partner(one.id) is None
    )


def link(work: Work, turn: Turn, identity: int, partner: PartnerId) -> Partner:
    """This group is that partner's. The rule (M1g) is told there.

    Raises NotAllowed, NotFound, Expired for a partner that has left, AlreadyDone, Incomplete while the bot is
    an administrator there.
    """
    membership.coordinator(turn)
    group = _asked(work, identity)
    owner = membership.present_partner(work, partner)
    if work.groups.of_partner(partner) is not None:
        raise AlreadyDone("group")
    if group.admin:
        raise Incomplete("group_admin")
    work.groups.save(replace(group, state=GroupState.LINKED, partner=partner, linked_at=work.now))
    work.outbox.tell(GroupLinked(group=group.id), chat=group.chat)
    return owner


def dismiss(work: Work, turn: Turn, identity: int) -> None:
    """[Verlassen]: the bot goes. Raises NotAllowed, NotFound, AlreadyDone."""
    membership.coordinator(turn)
    _leave(work, _asked(work, identity))


def unlink(work: Work, turn: Turn, partner: PartnerId) -> None:
    """The partner's group is no longer told anything; the bot goes. Raises NotAllowed, NotFound."""
    membership.coordinator(turn)
    group = work.groups.of_partner(partner)
    if group is None:
        raise NotFound("group")
    _leave(work, group)


def _asked(work: Work, identity: int) -> StaffGroup:
    group = work.groups.get(identity)
    if group is None:
        raise NotFound("group")
    if group.state is not GroupState.ASKED:
        raise AlreadyDone
    return group


def _leave(work: Work, group: StaffGroup) -> None:
    work.groups.save(replace(group, state=GroupState.LEFT))
    ladder.group_lost(work, group.chat)
    work.errands.send("leave", person=None, chat=None, body={"chat": group.chat})


# What happens inside


def linked(work: Work, turn: Turn) -> StaffGroup | None:
    """The staff group in which this is said, if it is linked."""
    group = work.groups.by_chat(turn.chat)
    return group if group is not None and group.state is GroupState.LINKED else None


def hint_due(work: Work, turn: Turn) -> bool:
    """Whether the group is to be reminded that replies go nowhere: once a day."""
    group, today = linked(work, turn), standing.today(work)
    if group is None or group.hinted_on == today:
        return False
    work.groups.save(replace(group, hinted_on=today))
    return True


def colleague_left(work: Work, turn: Turn, telegram: int) -> None:
    """Somebody left the group: a hint to whoever may end the access, no more."""
    group, person = linked(work, turn), work.people.by_telegram(telegram)
    if group is None or person is None or person.partner != group.partner:
        return
    for host in hosts(work, person.partner):
        if host.id != person.id:
            dedupe = f"left:{person.id}:{standing.today(work)}:{host.id}"
            tell(work, host.id, ColleagueLeft(person=person.id), dedupe=dedupe)


def hosts(work: Work, partner: PartnerId) -> tuple[Person, ...]:
    """Who admits colleagues: the partner's leads, or else the coordinators."""
    leads = [one for one in work.people.of_partner(partner) if one.role is Role.LEAD and one.reachable]
    return tuple(leads) or tuple(one for one in work.people.coordinators() if one.reachable)


def presser(work: Work, turn: Turn) -> Person:
    """Who pressed a button in a group; a colleague without account has been asked to enrol before.

    Raises Stranger.
    """
    return access.member(turn)


# The way into the private chat


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a bound link has opened: a case's card, the overview, or both before the rules are confirmed."""

    case: Case | None = None
    greeting: membership.Greeting | None = None


def bound_link(work: Work, turn: Turn, case: CaseId | None, token_hash: str) -> None:
    """Keep a link for the presser alone, to this case or to the overview. Raises Stranger, NotAllowed."""
    person = presser(work, turn)
    if case is not None:
        access.require(work, turn, access.case_of(work, case), Deed.SEE_STATE)
    work.invitations.add(
        Invitation(
            token_hash=token_hash,
            purpose=Purpose.DETAILS,
            person=person.id,
            payload="" if case is None else str(case),
            created_at=work.now,
            expires_at=work.now + DETAILS_LIVE,
        )
    )


def open_bound(work: Work, turn: Turn, token_hash: str) -> Opened:
    """Follow a bound link: once, soon, and only the person who pressed.

    Raises NotFound, AlreadyDone, Expired, Stranger and NotAllowed for somebody else's link.
    """
    invitation = membership.usable(work, token_hash, Purpose.DETAILS)
    if turn.person is None:
        raise Stranger
    if invitation.person != turn.person.id:
        raise NotAllowed("link")
    work.invitations.save(replace(invitation, used_at=work.now))
    greeting = membership.greet(work, turn)
    shown = None if greeting.acknowledged and invitation.payload else greeting
    if not invitation.payload:
        return Opened(greeting=shown)
    case = access.case_of(work, CaseId(int(invitation.payload)))
    access.require(work, turn, case, Deed.SEE_STATE)
    show_card(work, case, turn.person.id, at_once=True)
    work.cards.refresh(case.id, turn.chat)
    return Opened(case=case, greeting=shown)
