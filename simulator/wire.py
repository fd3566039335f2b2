"""People, chats, members and messages as Bot API objects."""

from __future__ import annotations

from simulator.records import Bot, Chat, Json, Member, Message, Person
from simulator.world import World

_MENTION = "text_mention"


def user(account: Person | Bot | None, account_id: int = 0) -> Json:
    """A User; a deleted account keeps its id and loses its name."""
    if isinstance(account, Bot):
        return {
            "id": account.id,
            "is_bot": True,
            "first_name": account.first_name,
            "username": account.username,
        }
    if account is None or account.deleted:
        return {"id": account.id if account else account_id, "is_bot": False, "first_name": ""}
    return _without_none(
        id=account.id,
        is_bot=False,
        first_name=account.first_name,
        last_name=account.last_name,
        username=account.username,
        language_code=account.language_code,
    )


def chat(world: World, where: Chat) -> Json:
    """A Chat as it appears in messages."""
    if where.private:
        person = user(world.people.get(where.id), where.id)
        return {"id": where.id, "type": where.kind} | {
            name: person[name] for name in ("first_name", "last_name", "username") if name in person
        }
    described: Json = {"id": where.id, "title": where.title, "type": where.kind}
    if where.kind == "group":
        described["all_members_are_administrators"] = False
    if where.forum:
        described["is_forum"] = True
    return described


def message(world: World, where: Chat, told: Message, *, nested: bool = True) -> Json:
    """A Message; the one it replies to is shown without its own."""
    described: Json = {
        "message_id": told.id,
        "from": user(world.account(told.sender_id), told.sender_id),
        "chat": chat(world, where),
        "date": int(told.sent_at.timestamp()),
        **told.content,
        **told.options.extra,
    }
    if told.edited_at is not None:
        described["edit_date"] = int(told.edited_at.timestamp())
    if told.options.protected:
        described["has_protected_content"] = True
    if told.options.thread is not None:
        described |= {"message_thread_id": told.options.thread, "is_topic_message": True}
    if told.markup and "inline_keyboard" in told.markup:
        described["reply_markup"] = told.markup
    replied = world.message(where, told.options.reply_to) if nested else None
    if replied is not None:
        described["reply_to_message"] = message(world, where, replied, nested=False)
    return described


def member(world: World, one: Member) -> Json:
    """A ChatMember with the rights that its status gives."""
    described: Json = {"user": user(world.account(one.id), one.id), "status": one.status}
    match one.status:
        case "creator":
            return described | {"is_anonymous": False}
        case "administrator":
            return described | {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(_RIGHTS, True)
        case "kicked":
            return described | {"until_date": 0}
        case _:
            return described


def member_change(world: World, where: Chat, by: int, old: Member, new: Member) -> Json:
    """A ChatMemberUpdated."""
    return {
        "chat": chat(world, where),
        "from": user(world.account(by), by),
        "date": int(world.clock.now().timestamp()),
        "old_chat_member": member(world, old),
        "new_chat_member": member(world, new),
    }


_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
)


def _without_none(**fields: object) -> Json:
    return {name: value for name, value in fields.items() if value is not None}
