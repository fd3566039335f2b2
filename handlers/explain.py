""" "Warum bekomme ich das?": the rule, the date, and how to pause."""

from collections.abc import Callable

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.case import Case
from domain.model.check_in import CheckIn, Question
from domain.model.dates import short, with_year
from domain.model.errors import AlreadyDone, NotFound
from domain.model.ids import AgreementId, CaseId, CommitmentId, ReferralId
from domain.model.people import Person
from domain.model.rights import Deed, may
from domain.ports import Turn, Work
from domain.services import access, commitments, failure_subjects, standing
from domain.services import aftercare_windows as windows
from handlers.aftercare_buttons import EndAftercareButton
from handlers.answer_check_in import reading
from handlers.card_buttons import WhyButton
from handlers.cards import Reading
from handlers.cards.aftercare_screens import language
from handlers.context import Context
from handlers.message import Message, row
from handlers.texts import Texts


async def explain(update: Update, context: Context) -> None:
    """A short reply; what was explained stays as it is."""
    context.in_private()
    context.say(await context.run(_explain, context.texts, WhyButton.read(update)))


def _explain(work: Work, turn: Turn, texts: Texts, button: WhyButton) -> Message:
    person = access.member(turn)
    kind = _KINDS.get(button.kind)
    if kind is None:
        raise AlreadyDone
    return kind(reading(work, turn, texts), person, turn, button.id)


def _case(look: Reading, turn: Turn, identity: CaseId) -> Case:
    case = access.case_of(look.work, identity)
    access.require(look.work, turn, case, Deed.SEE_STATE)
    return case


def _known(look: Reading, identity: int) -> CheckIn:
    check_in = look.work.check_ins.get(identity)
    if check_in is None:
        raise NotFound("check_in")
    return check_in


def _check_in(look: Reading, person: Person, turn: Turn, identity: int) -> Message:
    check_in = _known(look, identity)
    case = _case(look, turn, check_in.case_id)
    texts = look.texts
    need = check_in.question is Question.NEED
    text = texts(
        "why.check_in_need" if need else "why.check_in",
        code=case.code,
        ended=with_year(case.ended_on, language(look)) if case.ended_on else "",
        opens=short(check_in.opens_on, language(look)),
        closes=short(check_in.closes_on, language(look)),
        office=windows.office(look.work, case, check_in.seat),
        function=_function(look, case, check_in),
        pause=texts("why.later"),
    )
    if not may(access.relations(look.work, case, person), Deed.END_AFTERCARE):
        return Message(text=text)
    return Message(text=text, rows=(row(EndAftercareButton(case=case.id).key(texts.label("why.end"))),))


def _function(look: Reading, case: Case, check_in: CheckIn) -> str:
    """What the responsible person does there, or the topic."""
    seat = look.work.seats.of_case(case.id).get(check_in.seat)
    entry = None if seat is None else standing.in_aftercare(look.work, case, seat)
    if entry is None or not entry.function:
        return look.texts.label("why.topic")
    return entry.function


def _promise(look: Reading, person: Person, turn: Turn, identity: int) -> Message:
    referral = access.referral_of(look.work, ReferralId(identity))
    case = _case(look, turn, referral.case_id)
    if referral.promised_at is None:
        raise AlreadyDone
    until = look.moment(referral.promised_at)
    return Message(text=look.texts("why.promise", code=case.code, until=until))


def _step(look: Reading, person: Person, turn: Turn, identity: int) -> Message:
    referral = access.referral_of(look.work, ReferralId(identity))
    case = _case(look, turn, referral.case_id)
    since = look.moment(referral.opened_at)
    return Message(text=look.texts("why.step", code=case.code, since=since))


def _consent(look: Reading, person: Person, turn: Turn, identity: int) -> Message:
    case = _case(look, turn, CaseId(identity))
    if case.closed_at is None:
        raise AlreadyDone
    return Message(text=look.texts("why.consent", code=case.code, closed=look.day(case.closed_at)))


def _quiet(look: Reading, person: Person, turn: Turn, identity: int) -> Message:
    case = _case(look, turn, CaseId(identity))
    return Message(text=look.texts("why.quiet", code=case.code))


def _proof(look: Reading, person: Person, turn: Turn, identity: int) -> Message:
    case = _case(look, turn, CaseId(identity))
    if case.consent_at is None:
        raise AlreadyDone
    return Message(text=look.texts("why.proof", code=case.code, day=look.day(case.consent_at)))


def _inform(look: Reading, person: Person, turn: Turn, identity: int) -> Message:
    case = _case(look, turn, CaseId(identity))
    return Message(text=look.texts("why.inform", code=case.code, day=look.day(case.reported_at)))


def _silent(look: Reading, person: Person, turn: Turn, identity: int) -> Message:
    check_in = _known(look, identity)
    case = _case(look, turn, check_in.case_id)
    text = look.texts(
        "why.silent",
        code=case.code,
        opens=short(check_in.opens_on, language(look)),
        closes=short(check_in.closes_on, language(look)),
        office=windows.office(look.work, case, check_in.seat),
    )
    return Message(text=text)


def _digest(look: Reading, person: Person, turn: Turn, identity: int) -> Message:
    days = ", ".join(look.texts.label(f"why.days.{day}") for day in sorted(person.working_days))
    return Message(text=look.texts("why.digest", hour=person.digest_hour, days=days))


def _weekly(look: Reading, person: Person, turn: Turn, identity: int) -> Message:
    return Message(text=look.texts("why.weekly", hour=person.digest_hour))


def _deadline(look: Reading, person: Person, turn: Turn, identity: int) -> Message:
    deadline = look.work.deadlines.get(identity)
    if deadline is None:
        raise NotFound("deadline")
    case = _case(look, turn, deadline.case_id)
    return Message(text=look.texts("why.deadline", code=case.code))


def _commitment(look: Reading, person: Person, turn: Turn, identity: int) -> Message:
    commitment, case, _ = commitments.readable(look.work, turn, CommitmentId(identity))
    return Message(text=look.texts("why.commitment", code=case.code, what=look.texts.word(commitment.help)))


def _failure(look: Reading, person: Person, turn: Turn, identity: int) -> Message:
    case = _case(look, turn, CaseId(identity))
    return Message(text=look.texts("why.failure", code=case.code))


def _project(look: Reading, person: Person, turn: Turn, identity: int) -> Message:
    project = failure_subjects.project(look.work, AgreementId(identity))
    failure_subjects.require(look.work, turn, project, Deed.SEE_FAILURE)
    return Message(text=look.texts("why.project", code=project.code))


_KINDS: dict[str, Callable[[Reading, Person, Turn, int], Message]] = {
    "check_in": _check_in,
    "promise": _promise,
    "step": _step,
    "consent": _consent,
    "deadline": _deadline,
    "quiet": _quiet,
    "proof": _proof,
    "inform": _inform,
    "silent": _silent,
    "commitment": _commitment,
    "failure": _failure,
    "project": _project,
    "digest": _digest,
    "weekly": _weekly,
}

HANDLERS = [CallbackQueryHandler(explain, WhyButton.pattern)]
