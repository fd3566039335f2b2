"""Nothing is told that nobody puts into words, and nothing falls due that nobody answers."""

import bot.application  # noqa: F401, it brings everything that registers itself
from domain.model.notices import NOTICES
from domain.model.timers import TimerKind
from domain.services.due import answered_kinds
from handlers.cards import shown_notices


def test_every_notice_has_its_words() -> None:
    assert shown_notices() == frozenset(NOTICES.values())


def test_every_timer_is_answered() -> None:
    assert answered_kinds() == frozenset(TimerKind)
