"""The last step of the report: all answers, how urgent and why, who gets it and why, names or not."""

from domain.model.municipalities import municipality
from domain.model.report import changeable
from domain.model.report_questions import Question
from domain.model.routing import Topic
from domain.model.stage import PartnerKind
from domain.services.recipients import NOBODY, naming
from domain.services.report_drafts import Page
from domain.services.report_plans import Known, Plan
from handlers.card_buttons import OpenCaseButton
from handlers.message import Key, Message, row
from handlers.report_buttons import AnswerButton, AskAgainButton, Move, SendButton
from handlers.report_page import escape, header, move, shaped
from handlers.report_words import Words
from handlers.texts import Html, Texts


def show(page: Page, plan: Plan, texts: Texts, office: str) -> Message:
    """Everything before it is sent; the send button carries the recipient's name."""
    others = plan.recipient is not None and bool(plan.recipient.others)
    rows = (
        row(_send(page, plan, texts)),
        *((row(move(page, texts, "others", Move.OTHERS)),) if others else ()),
        row(move(page, texts, "change", Move.CHANGE), move(page, texts, "discard", Move.DISCARD)),
        row(move(page, texts, "back", Move.BACK), move(page, texts, "cancel", Move.PAUSE)),
    )
    return Message(text=summary(page, plan, texts, office), rows=rows)


def summary(page: Page, plan: Plan, texts: Texts, office: str) -> Html:
    """The text of the overview."""
    urgency, reason = texts.word(plan.assessment.urgency), texts.word(plan.assessment.reason)
    lines = [
        header(page, texts, Words(texts, page, office)),
        *([texts("report.by_telephone")] if page.answers.get(Question.PARTNER) else []),
        "",
        texts("report.urgency", urgency=urgency, reason=reason),
        _goes_to(plan, texts),
        texts(f"report.names.{naming(plan.basis, _kind(plan))}"),
        *(_known(one, texts) for one in plan.known),
    ]
    return Html("\n".join(lines))


def known_cases(page: Page, plan: Plan, texts: Texts) -> Message:
    """Similar cases of one's own partner, before a new one is made (R12)."""
    lines = [texts("report.known_title"), *(_known(one, texts) for one in plan.known)]
    open_keys = [
        OpenCaseButton(case=one.case.id).key(texts.label("report.button.known", code=one.case.code))
        for one in plan.known
        if one.mine
    ]
    anew = SendButton(version=page.draft.version, anew=True).key(texts.label("report.button.new_case"))
    rows = (*shaped(open_keys, ()), row(anew), row(move(page, texts, "back", Move.SHOW)))
    return Message(text="\n".join(lines), rows=rows)


def changes(page: Page, texts: Texts, office: str) -> Message:
    """[Ändern]: every answer as a button."""
    words = Words(texts, page, office)
    asked = changeable(page.answers, page.reporter)
    keys = [_change(page, words, one) for one in asked if one in page.answers or one is Question.CHANNEL]
    rows = (*shaped(keys, ()), row(move(page, texts, "back", Move.SHOW)))
    return Message(text=texts("report.change"), rows=rows)


def others(page: Page, plan: Plan, texts: Texts) -> Message:
    """[Anderer Empfänger]: those who answer equally closely (R3)."""
    found = () if plan.recipient is None else plan.recipient.others
    keys = [
        AnswerButton(version=page.draft.version, question=Question.RECIPIENT, value=str(entry.id)).key(
            partner.name
        )
        for entry, partner in found
    ]
    rows = (*shaped(keys, ()), row(move(page, texts, "back", Move.SHOW)))
    return Message(text=texts("report.others"), rows=rows)


def _send(page: Page, plan: Plan, texts: Texts) -> Key:
    button = SendButton(version=page.draft.version, anew=False)
    if plan.recipient is None:
        return button.key(texts.label("report.button.create"))
    if plan.recipient.partner is None:
        return button.key(texts.label("report.button.send_coordination"))
    return button.key(texts.label("report.button.send", office=plan.recipient.partner.name))


def _goes_to(plan: Plan, texts: Texts) -> str:
    wanted = plan.recipient
    if wanted is None:
        return texts("report.recipient_none", why=texts(f"report.why.{_why_nobody(plan)}"))
    if wanted.match is None or wanted.partner is None:
        coordination, why = texts("report.why.coordination"), texts(f"report.why.{NOBODY}")
        return texts("report.recipient", office=coordination, why=why)
    place = plan.report.municipality
    topic = wanted.match.responsibility.topic or wanted.topic or Topic.WOHNUNGSSICHERUNG
    why = texts(
        f"report.why.{wanted.match.specificity.value}",
        topic=texts.word(topic),
        place="" if place is None else municipality(place).name,
    )
    return texts("report.recipient", office=wanted.partner.name, why=why)


def _why_nobody(plan: Plan) -> str:
    if plan.report.protected:
        return "protected"
    if plan.report.landlord_partner is None:
        return "landlord_unknown"
    return "landlord_must_not"


def _kind(plan: Plan) -> PartnerKind | None:
    partner = None if plan.recipient is None else plan.recipient.partner
    return None if partner is None else partner.kind


def _known(known: Known, texts: Texts) -> str:
    case = known.case
    place = "" if case.municipality is None else municipality(case.municipality).name
    words = (texts.word(case.stage), place, texts.word(case.household))
    line = " · ".join(escape(one) for one in (case.code, *words) if one)
    if known.mine:
        return texts("report.known", line=Html(line))
    return texts("report.known_other", line=Html(line), who=known.who)


def _change(page: Page, words: Words, question: Question) -> Key:
    value = page.answers.get(question)
    label = words.topic(question)
    if value is not None:
        label = f"{label}: {words.label(question, str(value))}"
    return AskAgainButton(version=page.draft.version, question=question).key(label)
