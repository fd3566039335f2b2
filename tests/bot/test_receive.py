"""What is kept of an update before anybody has looked at it."""

from typing import Any

import pytest

from bot.receive import brief


def test_of_a_pressed_message_only_its_place_is_kept() -> None:
    chat = {"id": 5, "type": "private"}
    message = {"message_id": 7, "date": 1, "chat": chat, "text": "Stand: Kündigung", "reply_markup": {}}
    update = {"update_id": 1, "callback_query": {"id": "2", "data": "acc:1", "message": message}}
    kept = {"message_id": 7, "date": 1, "chat": chat}
    assert brief(update) == {"update_id": 1, "callback_query": {"id": "2", "data": "acc:1", "message": kept}}
    assert message["text"] == "Stand: Kündigung"


@pytest.mark.parametrize(
    "content",
    [
        {"message": {"message_id": 7, "text": "/melden"}},
        {"callback_query": {"id": "2", "inline_message_id": "a"}},
        {"callback_query": {"id": "2", "message": "odd"}},
        {"callback_query": ["odd"]},
    ],
)
def test_every_other_update_is_kept_as_it_came(content: dict[str, Any]) -> None:
    update = {"update_id": 1, **content}
    assert brief(update) == update
