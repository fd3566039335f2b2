"""Methods that send: text, contacts, actions, reactions and pins."""

from __future__ import annotations

from typing import Any

from simulator import formatting, keyboards, wire
from simulator.messages import pin, post
from simulator.parameters import Parameters
from simulator.reach import Call, check_may_send, message_to, writable_chat
from simulator.records import Chat, Json, Options
from simulator.refusals import bad_request, too_many_requests

_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def send_message(call: Call) -> Json:
    """sendMessage."""
    return send(call, formatting.text(call))


def send_contact(call: Call) -> Json:
    """sendContact."""
    for name in ("phone_number", "first_name"):
        if not call.parameters.text(name).strip():
            raise bad_request(f"{name.replace('_', ' ')} is empty")
    fields = ("phone_number", "first_name", "last_name", "vcard")
    given = {name: call.parameters.text(name) for name in fields if call.parameters.text(name)}
    return send(call, {"contact": given})


def send(call: Call, content: Json) -> Json:
    """Post a bot's message with the options that all sending methods share; raises Refused."""
    chat = writable_chat(call)
    check_may_send(call, chat)
    options = Options(
        markup=keyboards.read(call.parameters),
        reply_to=_reply_target(call, chat),
        thread=_thread(call, chat),
        extra=_link_preview(call),
        silent=call.parameters.flag("disable_notification"),
        protected=call.parameters.flag("protect_content"),
    )
    _check_limits(call, chat)
    return wire.message(call.world, chat, post(call.world, chat, call.bot.id, content, options))


def _check_limits(call: Call, chat: Chat) -> None:
    now_s = call.world.clock.elapsed_s()
    wait_s = call.world.limits.wait_s(call.bot.id, chat.id, now_s)
    if wait_s > 0:
        raise too_many_requests(wait_s)
    call.world.limits.count(call.bot.id, chat.id, now_s)


def _reply_target(call: Call, chat: Chat) -> int | None:
    given: Any = call.parameters.decoded("reply_parameters", "can't parse reply parameters JSON object") or {}
    if not isinstance(given, dict):
        raise bad_request("object expected as reply parameters")
    wanted = Parameters(given).number("message_id") or call.parameters.number("reply_to_message_id")
    if not wanted or chat.message(wanted) is not None:
        return wanted or None
    if given.get("allow_sending_without_reply") or call.parameters.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _thread(call: Call, chat: Chat) -> int | None:
    thread = call.parameters.number("message_thread_id")
    if not thread or not chat.forum:
        return None
    if thread == 1 or chat.message(thread) is None:
        raise bad_request("message thread not found")
    return thread


def _link_preview(call: Call) -> Json:
    options = call.parameters.decoded("link_preview_options", "can't parse link preview options JSON object")
    if options is None and call.parameters.flag("disable_web_page_preview"):
        options = {"is_disabled": True}
    return {"link_preview_options": options} if isinstance(options, dict) else {}


def send_chat_action(call: Call) -> bool:
    """sendChatAction."""
    writable_chat(call)
    if call.parameters.text("action").lower() not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def set_message_reaction(call: Call) -> bool:
    """setMessageReaction."""
    chat = writable_chat(call)
    message = message_to(call, chat, "react")
    given = call.parameters.decoded("reaction", "can't parse reaction types JSON object") or []
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise bad_request("expected an Array of ReactionType")
    call.world.happened("reaction", chat=chat.id, message=message.id, reaction=given[:1])
    return True


def pin_chat_message(call: Call) -> bool:
    """pinChatMessage."""
    chat = _pinnable(call)
    pin(call.world, chat, message_to(call, chat, "pin"), call.bot.id)
    return True


def unpin_chat_message(call: Call) -> bool:
    """unpinChatMessage: the given message, or else the last one that was pinned."""
    chat = _pinnable(call)
    pinned = [message for message in chat.messages.values() if message.pinned]
    wanted = call.parameters.number("message_id") or (pinned[-1].id if pinned else 0)
    message = next((message for message in pinned if message.id == wanted), None)
    if message is None:
        raise bad_request("message to unpin not found")
    message.pinned = False
    return True


def _pinnable(call: Call) -> Chat:
    chat = writable_chat(call)
    if not chat.private and not chat.admin(call.bot.id):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat
