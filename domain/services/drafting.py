"""Short dialogues as rows: what was answered so far, for as long as an answer may take."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from domain.model.errors import Expired
from domain.ports import Draft, Turn, Work
from domain.services import access

LIVES = timedelta(hours=1)
"""How long a dialogue waits for its next answer."""

Answers = Mapping[str, str | int | None]


def begin(work: Work, turn: Turn, form: str, question: str, answers: Answers) -> Draft:
    """Open this dialogue at this question, in place of one that is open. Raises Stranger."""
    person = access.member(turn)
    return work.drafts.put(
        Draft(
            person=person.id,
            form=form,
            question=question,
            answers=answers,
            chat=turn.chat,
            expires_at=work.now + LIVES,
            updated_at=work.now,
        )
    )


def answer(work: Work, turn: Turn, form: str, question: str, answers: Answers) -> Draft:
    """Keep these answers and go on to the next question. Raises Stranger, Expired."""
    draft = present(work, turn, form)
    kept = replace(
        draft,
        question=question,
        answers={**draft.answers, **answers},
        version=draft.version + 1,
        expires_at=work.now + LIVES,
        updated_at=work.now,
    )
    return work.drafts.put(kept)


def present(work: Work, turn: Turn, form: str) -> Draft:
    """Raises Stranger, and Expired when this dialogue is not open."""
    draft = work.drafts.get(access.member(turn).id, form)
    if draft is None or draft.expires_at <= work.now:
        raise Expired
    return draft


def end(work: Work, turn: Turn, form: str) -> None:
    """Forget the dialogue. Raises Stranger."""
    work.drafts.drop(access.member(turn).id, form)
