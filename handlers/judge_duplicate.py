"""The help side says whether two cases are one household."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.duplicate import DuplicateAnswer
from domain.model.errors import AlreadyDone
from domain.services import duplicates
from domain.services.duplicates import Judged
from handlers.card_buttons import DuplicateButton, OpenCaseButton
from handlers.context import Context
from handlers.message import Message, Rows, row


async def judge_duplicate(update: Update, context: Context) -> None:
    """[Derselbe Haushalt], [Anderer], [Weiß nicht]: kept, and what to do next."""
    context.in_private()
    press = DuplicateButton.read(update)
    if press.answer not in tuple(DuplicateAnswer):
        raise AlreadyDone
    judged = await context.run(duplicates.judge, press.duplicate, DuplicateAnswer(press.answer))
    text = context.texts(f"report.duplicate.{judged.answer}", code=judged.case.code, other=judged.other.code)
    context.edit(Message(text=text, rows=_next(press, judged, context)), case=judged.case.id)


def _next(press: DuplicateButton, judged: Judged, context: Context) -> Rows:
    if judged.answer is DuplicateAnswer.SAME:
        keys = (OpenCaseButton(case=one.id).key(one.code) for one in (judged.case, judged.other))
        return tuple(row(key) for key in keys)
    if judged.answer is DuplicateAnswer.UNKNOWN:
        later = (DuplicateAnswer.SAME, DuplicateAnswer.OTHER)
        return (
            tuple(
                DuplicateButton(duplicate=press.duplicate, answer=one.value).key(context.texts.word(one))
                for one in later
            ),
        )
    return ()


HANDLERS = [CallbackQueryHandler(judge_duplicate, DuplicateButton.pattern)]
