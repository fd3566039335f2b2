"""Groups: who comes, goes, is promoted, and what becomes of the group itself."""

from __future__ import annotations

from collections.abc import Sequence

from simulator import wire
from simulator.messages import bots_in, post
from simulator.records import GROUP, SUPERGROUP, Chat, Json, Member
from simulator.world import NotPossible, World

_FIRST_GROUP = 4_800_000_001
_FIRST_SUPERGROUP = 1_002_100_000_001


def create(
    world: World, title: str, members: Sequence[int], admins: Sequence[int] = (), *, forum: bool = False
) -> Chat:
    """Create a group, owned by the first administrator or else the first member; a forum is a supergroup."""
    everybody = list(dict.fromkeys([*admins, *members]))
    people = [account for account in everybody if account in world.people]
    if not people:
        raise NotPossible("a group needs a person who creates it")
    chat = Chat(id=_new_id(world, forum), kind=SUPERGROUP if forum else GROUP, title=title, forum=forum)
    world.groups[chat.id] = chat
    for person in people:
        chat.members[person] = Member(id=person, status="administrator" if person in admins else "member")
    chat.members[people[0]].status = "creator"
    world.happened("group", chat=chat.id)
    post(world, chat, people[0], {"group_chat_created": True})
    for account in everybody:
        if account not in world.people:
            add(world, chat, account, admin=account in admins)
    return chat


def group(world: World, chat_id: int) -> Chat:
    """The group with this id; raises NotPossible."""
    if chat_id not in world.groups or world.groups[chat_id].deleted:
        raise NotPossible(f"there is no group {chat_id}", 404)
    return world.groups[chat_id]


def creator(chat: Chat) -> int:
    """Who owns the group, or whoever is still in it."""
    inside = [member for member in chat.members.values() if member.inside]
    ranked = sorted(inside, key=lambda member: ("creator", "administrator", "member").index(member.status))
    return ranked[0].id if ranked else next(iter(chat.members))


def add(world: World, chat: Chat, account_id: int, *, admin: bool = False, by: int | None = None) -> None:
    """Add a person or a bot, or change whether somebody who is inside is an administrator."""
    if world.account(account_id) is None:
        raise NotPossible(f"there is nobody with the id {account_id}", 404)
    actor = by or (
        account_id if account_id in world.people and not chat.inside(account_id) else creator(chat)
    )
    came = not chat.inside(account_id)
    _set_status(world, chat, account_id, "administrator" if admin else "member", actor)
    if came:
        newcomer = wire.user(world.account(account_id))
        post(
            world,
            chat,
            actor,
            {"new_chat_participant": newcomer, "new_chat_member": newcomer, "new_chat_members": [newcomer]},
        )


def remove(world: World, chat: Chat, account_id: int, *, by: int | None = None) -> None:
    """Remove a person or bot; one who removes themselves has left and may come back."""
    if not chat.inside(account_id):
        raise NotPossible(f"{account_id} is not in the group", 404)
    actor = by or creator(chat)
    gone = wire.user(world.account(account_id), account_id)
    _set_status(world, chat, account_id, "left" if actor == account_id else "kicked", actor)
    post(world, chat, actor, {"left_chat_participant": gone, "left_chat_member": gone})


def upgrade(world: World, chat: Chat) -> Chat:
    """Make a supergroup of a group: another chat with the same members, announced in both."""
    if chat.kind != GROUP or chat.migrated_to is not None:
        raise NotPossible(f"{chat.id} is no basic group")
    new = Chat(
        id=_new_id(world, True),
        kind=SUPERGROUP,
        title=chat.title,
        members=chat.members,
        can_send_messages=chat.can_send_messages,
    )
    world.groups[new.id] = new
    post(world, chat, creator(chat), {"migrate_to_chat_id": new.id})
    chat.members = {}
    chat.migrated_to = new.id
    post(world, new, creator(new), {"migrate_from_chat_id": chat.id})
    world.happened("upgrade", chat=chat.id, supergroup=new.id)
    return new


def delete(world: World, chat: Chat) -> None:
    """Delete a group for everybody."""
    chat.deleted = True
    world.happened("group_deleted", chat=chat.id)


def forget_person(world: World, person_id: int) -> None:
    """Delete a person's account: it leaves its groups without a word and its name is gone."""
    person = world.person(person_id)
    person.deleted = True
    for chat in world.groups.values():
        if chat.inside(person_id):
            chat.members[person_id].status = "left"
    world.happened("person_deleted", person=person_id)


def tell_own_change(world: World, chat: Chat, by: int, old: Member, new: Member) -> None:
    """Send the bot whose standing changed `my_chat_member`."""
    body = wire.member_change(world, chat, by, old, new)
    world.queues[new.id].put("my_chat_member", body, ("chat", chat.id), world.clock.now())


def _set_status(world: World, chat: Chat, account_id: int, status: str, by: int) -> None:
    old = chat.members.get(account_id, Member(id=account_id, status="left"))
    if old.status in (status, "creator") and status not in ("left", "kicked"):
        return
    new = Member(id=account_id, status=status)
    chat.members[account_id] = new
    world.happened("member", chat=chat.id, account=account_id, status=status)
    if account_id in world.bots:
        tell_own_change(world, chat, by, old, new)
    _tell_admins(world, chat, wire.member_change(world, chat, by, old, new), account_id)


def _tell_admins(world: World, chat: Chat, body: Json, about: int) -> None:
    for bot in bots_in(world, chat):
        if chat.admin(bot.id) and bot.id != about:
            world.queues[bot.id].put("chat_member", body, ("chat", chat.id), world.clock.now())


def _new_id(world: World, supergroup: bool) -> int:
    if supergroup:
        return -world.number("supergroups", _FIRST_SUPERGROUP)
    return -world.number("groups", _FIRST_GROUP)
