"""The two questions about consent to aftercare, when [Noch fragen] comes up again."""

from domain.model.case import Answer, Case
from handlers.aftercare_buttons import ConsentToAftercareButton
from handlers.card_buttons import WhyButton
from handlers.cards import Reading
from handlers.message import Message, row


def consent_question(reading: Reading, case: Case) -> Message:
    """The first question that is still open."""
    landlord = case.aftercare_consent is Answer.YES
    texts = reading.texts
    key = "aftercare.consent_landlord" if landlord else "aftercare.consent_household"
    answers = tuple(
        ConsentToAftercareButton(case=case.id, landlord=landlord, answer=one).key(texts.word(one))
        for one in Answer
    )
    why = WhyButton(kind="consent", id=case.id).key(texts.label("why.short"))
    return Message(text=texts(key, code=case.code), rows=(answers, row(why)))


def settled(reading: Reading, case: Case) -> Message:
    """What the answers come to."""
    agreed = (case.aftercare_consent, case.landlord_asked_consent)
    if case.aftercare_consent is Answer.NO:
        key = "none"
    elif Answer.LATER in agreed:
        key = "open"
    else:
        key = "both" if agreed == (Answer.YES, Answer.YES) else "help_only"
    what = reading.texts.label(f"aftercare.consent.{key}")
    return Message(text=reading.texts("aftercare.consent_done", code=case.code, what=what))
