"""What is told of counter-questions and their answers."""

from domain.model.notices import QuestionAnswered, QuestionAsked
from domain.model.question import REPLIES, Question, Reply
from handlers.ask_back import ReplyButton
from handlers.card_buttons import AcceptButton
from handlers.cards import Reading, shows
from handlers.cards.referral_news import readable, ring
from handlers.message import Key, Message, Rows, row
from handlers.screens import lines


@shows(QuestionAsked)
def question_asked(reading: Reading, notice: QuestionAsked) -> Message | None:
    """To whoever put the request: the question, and the answers to tap."""
    found = readable(reading, notice.referral)
    if found is None or not found[1].is_open:
        return None
    case, referral, _ = found
    question = Question(notice.question)
    asker = reading.work.people.get(notice.asker)
    partner = None if asker is None else reading.work.partners.get(asker.partner)
    texts = reading.texts
    keys = [
        ReplyButton(referral=referral.id, question=question, reply=one).key(texts.word(one))
        for one in REPLIES[question]
    ]
    who = texts(
        "referral.question.from", name=asker.name if asker else "", office=partner.name if partner else ""
    )
    calls = ring(reading, asker) if question is Question.CALL_ME else ""
    text = lines(texts("referral.question.news", code=case.code), who, texts.word(question), calls)
    return Message(text=text, rows=_in_twos(keys))


def _in_twos(keys: list[Key]) -> Rows:
    return tuple(tuple(keys[start : start + 2]) for start in range(0, len(keys), 2))


@shows(QuestionAnswered)
def question_answered(reading: Reading, notice: QuestionAnswered) -> Message | None:
    found = readable(reading, notice.referral)
    if found is None or not found[1].is_open:
        return None
    case, referral, _ = found
    texts, reply = reading.texts, Reply(notice.answer)
    asker = reading.work.people.get(referral.asked_by)
    text = lines(
        texts("referral.question.reply", code=case.code),
        texts(
            "referral.question.reply_text",
            question=texts.word(Question(notice.question)),
            answer=texts.word(reply),
        ),
        ring(reading, asker) if reply is Reply.PLEASE_CALL else "",
    )
    accept = AcceptButton(referral=referral.id).key(texts.label("card.button.accept"))
    return Message(text=text, rows=(row(accept),))
