"""Keyboards under messages, read as strictly as Telegram reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from simulator.parameters import Parameters
from simulator.refusals import Refused, bad_request

Json = dict[str, Any]

_OBJECT_KINDS = ("login_url", "web_app", "copy_text", "switch_inline_query_chosen_chat", "callback_game")
_TEXT_KINDS = ("switch_inline_query", "switch_inline_query_current_chat")
_URL = re.compile(r"(https?|tg|ton)://[^\s/]+\S*|[^\s/:.]+(\.[^\s/:.]+)+(/\S*)?", re.IGNORECASE)
MOST_BUTTONS = 100


def read(parameters: Parameters) -> Json | None:
    """The `reply_markup` of a call, None when there is no keyboard in it; raises Refused."""
    markup = parameters.decoded("reply_markup", "can't parse reply keyboard markup JSON object")
    if markup is None or markup == "":
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if keyboard := _rows(markup, "keyboard", 'field "keyboard" must be an Array of Arrays'):
        return {**markup, "keyboard": [[_reply_button(button) for button in row] for row in keyboard]}
    complaint = 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
    if keyboard := _rows(markup, "inline_keyboard", complaint):
        return _inline(keyboard)
    return markup if markup.get("remove_keyboard") or markup.get("force_reply") else None


def buttons(markup: Json | None) -> Iterator[Json]:
    """All buttons of an inline keyboard."""
    for row in (markup or {}).get("inline_keyboard", []):
        yield from row


def _inline(keyboard: list[list[Any]]) -> Json | None:
    rows = [[_inline_button(button) for button in row] for row in keyboard]
    rows = [row for row in rows if row]
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _rows(markup: Json, name: str, complaint: str) -> list[list[Any]]:
    rows = markup.get(name) or []
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(complaint)
    return rows


def _reply_button(button: Any) -> Json:
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict):
        raise bad_request("can't parse keyboard button: KeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    return button


def _inline_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise _unreadable("InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise _unreadable('Can\'t find field "text"')
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    _check_kind(button)
    return {name: value for name, value in button.items() if value is not None}


def _check_kind(button: Json) -> None:
    if url := button.get("url"):
        if not _URL.fullmatch(str(url)):
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    elif data := button.get("callback_data"):
        if len(str(data).encode()) > 64:
            raise bad_request("BUTTON_DATA_INVALID")
    elif "copy_text" in button:
        _check_copy_text(button["copy_text"])
    elif "web_app" in button:
        _check_web_app(button["web_app"])
    elif not any(name in button for name in (*_OBJECT_KINDS, *_TEXT_KINDS, "pay")):
        raise _unreadable("Text buttons are unallowed in the inline keyboard")


def _check_copy_text(copied: Any) -> None:
    text = copied.get("text") if isinstance(copied, dict) else None
    if not isinstance(text, str):
        raise _unreadable('Can\'t find field "text"')
    if not 1 <= len(text) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_web_app(web_app: Any) -> None:
    url = web_app.get("url") if isinstance(web_app, dict) else None
    if not isinstance(url, str) or not url.startswith("https://"):
        raise bad_request(
            f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed"
        )


def _unreadable(reason: str) -> Refused:
    return bad_request(f"can't parse inline keyboard button: {reason}")
