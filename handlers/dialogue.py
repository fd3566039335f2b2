"""Dialogues are rows: a form's verb file says what it hears, one text handler finds the form by the draft."""

from collections.abc import Awaitable, Callable

from domain.ports import Draft, Turn, Work
from handlers.context import Context

Hears = Callable[[Context, Draft, str], Awaitable[None]]
_FORMS: dict[str, Hears] = {}


def hears(form: str) -> Callable[[Hears], Hears]:
    """Name what answers typed text while a draft of this form is open."""

    def register(answer: Hears) -> Hears:
        _FORMS[form] = answer
        return answer

    return register


def forms() -> frozenset[str]:
    return frozenset(_FORMS)


def open_draft(work: Work, turn: Turn) -> Draft | None:
    """The speaker's latest dialogue, if it has not expired."""
    if turn.person is None:
        return None
    draft = work.drafts.latest(turn.person.id)
    return draft if draft is not None and draft.expires_at > turn.now else None


async def answer_text(context: Context, text: str) -> bool:
    """Give typed text to the open dialogue. False when none waits for text."""
    draft = await context.run(open_draft)
    if draft is None or draft.form not in _FORMS:
        return False
    await _FORMS[draft.form](context, draft, text)
    return True
