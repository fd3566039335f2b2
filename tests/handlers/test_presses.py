"""A press finds its handler by its button's prefix, and no button has two."""

import re

import pytest
from telegram.ext import CallbackQueryHandler

from handlers import VERBS
from handlers.buttons import PREFIX_OF
from handlers.menu import NewReportButton
from handlers.presses import Presses


async def _answer(update: object, context: object) -> None:
    """Never called here."""


def test_two_handlers_for_one_button_are_refused() -> None:
    presses = Presses()
    assert presses.take(CallbackQueryHandler(_answer, NewReportButton.pattern))
    with pytest.raises(ValueError, match="two handlers"):
        presses.take(CallbackQueryHandler(_answer, NewReportButton.pattern))


@pytest.mark.parametrize("pattern", [None, re.compile("^untyped$")])
def test_what_is_no_typed_button_is_left_to_its_own_handler(pattern: re.Pattern[str] | None) -> None:
    assert not Presses().take(CallbackQueryHandler(_answer, pattern))


def test_every_typed_button_is_answered_by_somebody() -> None:
    handlers = (one for verb in VERBS for one in verb.HANDLERS if isinstance(one, CallbackQueryHandler))
    answered = {PREFIX_OF[one.pattern] for one in handlers if one.pattern is not None}
    assert answered == {prefix for prefix in PREFIX_OF.values() if not prefix.startswith("test-")}
