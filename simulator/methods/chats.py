"""Methods that ask about chats and members, and leave them."""

from __future__ import annotations

from simulator import groups, wire
from simulator.reach import Call, known_chat, writable_chat
from simulator.records import Chat, Json, Member
from simulator.refusals import bad_request


def get_me(call: Call) -> Json:
    """getMe."""
    return wire.user(call.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": not call.bot.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(call: Call) -> Json:
    """getChat."""
    chat = known_chat(call)
    described = wire.chat(call.world, chat) | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    pinned = [message for message in chat.messages.values() if message.pinned and not message.deleted]
    if pinned:
        described["pinned_message"] = wire.message(call.world, chat, pinned[-1], nested=False)
    if not chat.private:
        described["permissions"] = dict.fromkeys(_PERMISSIONS, chat.can_send_messages)
    return described


def get_chat_member(call: Call) -> Json:
    """getChatMember; one who was never there has left."""
    chat = writable_chat(call)
    user_id = call.parameters.number("user_id")
    if call.world.account(user_id) is None:
        raise bad_request("invalid user_id specified" if user_id <= 0 else "user not found")
    if chat.private:
        status = "member" if chat.inside(user_id) else "left"
        return wire.member(call.world, Member(id=user_id, status=status))
    return wire.member(call.world, chat.members.get(user_id, Member(id=user_id, status="left")))


def get_chat_member_count(call: Call) -> int:
    """getChatMemberCount."""
    chat = writable_chat(call)
    return 2 if chat.private else sum(member.inside for member in chat.members.values())


def get_chat_administrators(call: Call) -> list[Json]:
    """getChatAdministrators, without other bots."""
    chat = _group(call)
    found = [member for member in chat.members.values() if member.admin]
    others = call.world.bots.keys() - {call.bot.id}
    return [wire.member(call.world, member) for member in found if member.id not in others]


def leave_chat(call: Call) -> bool:
    """leaveChat."""
    chat = writable_chat(call)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    groups.remove(call.world, chat, call.bot.id, by=call.bot.id)
    return True


def _group(call: Call) -> Chat:
    chat = writable_chat(call)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    return chat


_GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)
_PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
