"""Before accepting somebody asks back, by a code; whoever put the request answers, by a code."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.ids import ReferralId
from domain.model.question import Question, Reply
from domain.model.rights import Deed
from domain.ports import Turn, Work
from domain.services import access, questions, referrals
from handlers import screens
from handlers.buttons import Button
from handlers.card_buttons import AskBackButton
from handlers.context import Context
from handlers.message import Message
from handlers.texts import Texts


class QuestionButton(Button, prefix="qst"):
    """Which question."""

    referral: int
    question: Question


class ReplyButton(Button, prefix="rpl"):
    """Which answer."""

    referral: int
    question: Question
    reply: Reply


async def ask_which(update: Update, context: Context) -> None:
    """[Rückfrage]: the questions."""
    context.in_private()
    button = AskBackButton.read(update)
    context.edit(await context.run(_which, ReferralId(button.referral), context.texts))


def _which(work: Work, turn: Turn, identity: ReferralId, texts: Texts) -> Message:
    referral, case, _ = referrals.open_to(work, turn, identity, Deed.ASK_BACK)
    keys = [
        QuestionButton(referral=referral.id, question=one).key(texts.word(one, form="button"))
        for one in Question
    ]
    return screens.choice(texts, case.id, texts("referral.question.title", code=case.code), keys)


async def ask(update: Update, context: Context) -> None:
    """The question goes to whoever asks."""
    context.in_private()
    button = QuestionButton.read(update)
    message = await context.run(_ask, ReferralId(button.referral), button.question, context.texts)
    case = await screens.case_of(context, button.referral)
    await screens.conclude(context, message, case)


def _ask(work: Work, turn: Turn, identity: ReferralId, question: Question, texts: Texts) -> Message:
    questions.ask(work, turn, identity, question)
    case = access.case_of(work, access.referral_of(work, identity).case_id)
    work.cards.touch(case.id)
    text = screens.lines(
        texts("referral.question.asked", code=case.code),
        texts.word(question),
        texts("referral.question.asked_of"),
    )
    return Message(text=text)


async def answer(update: Update, context: Context) -> None:
    """The answer goes to whoever asked back."""
    context.in_private()
    button = ReplyButton.read(update)
    context.edit(await context.run(_answer, button, context.texts))


def _answer(work: Work, turn: Turn, button: ReplyButton, texts: Texts) -> Message:
    identity = ReferralId(button.referral)
    told = work.people.get(questions.reply(work, turn, identity, button.question, button.reply))
    case = access.case_of(work, access.referral_of(work, identity).case_id)
    text = screens.lines(
        texts("referral.question.answered", code=case.code),
        texts(
            "referral.question.reply_text",
            question=texts.word(button.question),
            answer=texts.word(button.reply),
        ),
        texts("referral.question.answered_text", name=told.name if told else ""),
    )
    return Message(text=text)


HANDLERS = [
    CallbackQueryHandler(ask_which, AskBackButton.pattern),
    CallbackQueryHandler(ask, QuestionButton.pattern),
    CallbackQueryHandler(answer, ReplyButton.pattern),
]
