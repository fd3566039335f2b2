"""The answer to a press of a button."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from simulator.reach import Call
from simulator.refusals import QUERY_TOO_OLD, bad_request
from simulator.updates import CALLBACK_LIFETIME

MOST_CHARACTERS = 200


def answer_callback_query(call: Call) -> bool:
    """answerCallbackQuery, at most once and within 150 seconds of the press."""
    press = call.world.presses.get(call.parameters.text("callback_query_id"))
    late = press is not None and call.world.clock.now() - press.pressed_at > CALLBACK_LIFETIME
    if press is None or press.bot_id != call.bot.id or press.answer is not None or late:
        raise bad_request(QUERY_TOO_OLD)
    text = call.parameters.text("text")
    if len(text) > MOST_CHARACTERS:
        raise bad_request("MESSAGE_TOO_LONG")
    url = call.parameters.text("url")
    if url and not _opens_own_chat(url, call.bot.username):
        raise bad_request("URL_INVALID")
    press.answer = {"text": text or None, "alert": call.parameters.flag("show_alert"), "url": url or None}
    call.world.happened("answer", press=press.id, person=press.person_id, **press.answer)
    return True


def _opens_own_chat(url: str, username: str) -> bool:
    """Only a link to the bot itself with a start parameter opens, and only for the person who pressed."""
    parts = urlsplit(url)
    own = parts.netloc in ("t.me", "telegram.me") and parts.path.strip("/").lower() == username.lower()
    return parts.scheme in ("http", "https") and own and "start" in parse_qs(parts.query)
