"""Nothing is told that nobody puts into words, and nothing falls due that nobody answers."""

import pytest

import bot.application  # noqa: F401, it brings everything that registers itself
from domain.model.notices import NOTICES
from domain.model.timers import TimerKind
from domain.model.view import Task
from domain.services.due import answered_kinds
from handlers.cards import shown_notices
from handlers.texts import LANGUAGES, Texts


def test_every_notice_has_its_words() -> None:
    assert shown_notices() == frozenset(NOTICES.values())


def test_every_timer_is_answered() -> None:
    assert answered_kinds() == frozenset(TimerKind)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("task", Task)
def test_every_task_has_its_words_in_the_list(task: Task, language: str) -> None:
    texts = Texts.of(language)
    for late in ("task", "overdue"):
        assert texts.knows(f"list.{late}.{task}")
