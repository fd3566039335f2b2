"""What is told of promises and progress, and of calls to make."""

from domain.model.case import CallState, Case, Referral, ReferralState
from domain.model.dates import clock
from domain.model.notices import (
    CallNeeded,
    ProgressMade,
    PromiseDue,
    PromiseMoved,
    PromisePassed,
    StillWorking,
)
from domain.model.stage import Seat
from domain.services import moves, referrals, standing
from domain.services.progress import Progress
from handlers.card_buttons import HandBackButton, MovePromiseButton, ProgressButton, WhyButton
from handlers.cards import Reading, shows
from handlers.cards.referral_news import (
    case_named,
    is_landlords,
    is_seated,
    name,
    office,
    readable,
)
from handlers.message import Key, Message, Rows, row
from handlers.record_call import MissedButton, ReachedButton, WrongButton
from handlers.screens import lines
from handlers.texts import Texts

# Calls


@shows(CallNeeded)
def call_needed(reading: Reading, notice: CallNeeded) -> Message | None:
    """M15."""
    task = reading.work.call_tasks.get(notice.call_task)
    if task is None or task.state is not CallState.OPEN:
        return None
    found = readable(reading, task.referral)
    callee = reading.work.people.get(task.callee)
    if found is None or callee is None:
        return None
    texts = reading.texts
    partner = reading.work.partners.get(callee.partner)
    text = lines(
        texts("call.title", code=found[0].code),
        texts("call.text", name=callee.name, office=partner.name if partner else ""),
        _number(reading, callee.phone, callee.hours),
        texts("call.again") if task.attempt > 1 else "",
    )
    keys = (
        row(ReachedButton(task=task.id).key(texts.label("call.reached"))),
        row(
            MissedButton(task=task.id).key(texts.label("call.missed")),
            WrongButton(task=task.id).key(texts.label("call.wrong")),
        ),
    )
    return Message(text=text, rows=keys)


def _number(reading: Reading, phone: str, hours: str) -> str:
    if not phone:
        return reading.texts("call.no_phone")
    return reading.texts("call.contact" if hours else "call.phone", phone=phone, hours=hours)


# Promises


@shows(PromiseDue)
def promise_due(reading: Reading, notice: PromiseDue) -> Message | None:
    """M4, unless there was progress meanwhile."""
    found = readable(reading, notice.referral)
    if found is None or not moves.is_promised(found[1]) or found[1].promised_at is None:
        return None
    case, referral, reader = found
    texts, zone = reading.texts, reading.work.network.calendar.zone
    promised_at = found[1].promised_at
    title = (
        texts("promise.due.late", code=case.code, until=reading.moment(promised_at))
        if promised_at <= reading.now
        else texts("promise.due.title", code=case.code, clock=clock(promised_at, zone))
    )
    if reader.id == referral.proxy:
        text = texts("promise.due.proxy", name=name(reading, referral.accepted_by))
    else:
        text = texts("promise.due.text", name=name(reading, referral.asked_by))
    keys = (
        *_progress(reading, case),
        row(
            MovePromiseButton(referral=referral.id).key(texts.label("card.button.move_promise")),
            HandBackButton(referral=referral.id).key(texts.label("card.button.hand_back")),
        ),
        _why(texts, referral),
    )
    return Message(text=lines(title, text), rows=keys)


def _why(texts: Texts, referral: Referral) -> tuple[Key, ...]:
    return row(WhyButton(kind="promise", id=referral.id).key(texts.label("promise.due.why")))


def _progress(reading: Reading, case: Case) -> Rows:
    keys = [
        ProgressButton(case=case.id, kind=kind).key(reading.texts.label(f"card.button.{kind}"))
        for kind in (Progress.CONTACT_MADE, Progress.TRIED)
    ]
    return (tuple(keys),)


@shows(PromiseMoved)
def promise_moved(reading: Reading, notice: PromiseMoved) -> Message | None:
    found = readable(reading, notice.referral)
    if found is None or not moves.is_promised(found[1]) or found[1].promised_at is None:
        return None
    case, referral, reader = found
    until = reading.moment(found[1].promised_at)
    texts, who = reading.texts, office(reading, referral)
    often = notice.moves > 2 and reader.is_coordinator
    what = (
        texts("promise.moved.often", office=who, number=notice.moves)
        if often
        else texts("promise.moved.text", office=who)
    )
    return Message(text=lines(texts("promise.moved.title", code=case.code, until=until), what))


@shows(PromisePassed)
def promise_passed(reading: Reading, notice: PromisePassed) -> Message | None:
    """To whoever promised: one tap puts it right. To the others: the office, the time, who is asked now."""
    found = readable(reading, notice.referral)
    if found is None or found[1].state is not ReferralState.EXPIRED or found[1].promised_at is None:
        return None
    case, referral, reader = found
    texts, until = reading.texts, reading.moment(found[1].promised_at)
    if referrals.answers_for(reading.work, referral, reader.id):
        text = lines(
            texts("promise.passed.own", code=case.code), texts("promise.passed.own_text", until=until)
        )
        return Message(text=text, rows=(*_progress(reading, case), _why(texts, referral)))
    successor = referrals.successor_of(reading.work, referral)
    asked = successor.step if successor is not None and successor.is_open else None
    return Message(
        text=lines(
            texts("promise.passed.title", code=case.code),
            texts("promise.passed.text", office=office(reading, referral), until=until),
            texts("promise.passed.next", step=texts.word(asked)) if asked else "",
        )
    )


# Progress


@shows(ProgressMade)
def progress_made(reading: Reading, notice: ProgressMade) -> Message | None:
    """As much as the reader may hear: without consent a landlord hears that work goes on, no more (R11).

    So does a reporter without a seat (P14).
    """
    case = case_named(reading, notice.case)
    if case is None:
        return None
    texts, kind = reading.texts, Progress(notice.kind)
    actor = reading.work.people.get(notice.actor)
    partner = None if actor is None else reading.work.partners.get(actor.partner)
    who = partner.name if partner else ""
    if kind is Progress.CLARIFYING:
        detail = texts(
            "referral.made.clarifying_text",
            name=actor.name if actor else "",
            phone=actor.phone if actor else "",
        )
        return Message(text=lines(texts("referral.made.clarifying", code=case.code), detail))
    if is_landlords(reading, case) or not is_seated(reading, case):
        return Message(text=texts("referral.made.working", code=case.code, office=who))
    more = "goes_on" if kind is Progress.CONTACT_MADE else "tried_text"
    what = texts(f"referral.made.{more}", office=who)
    return Message(text=lines(texts(f"referral.made.{kind}", code=case.code), what))


@shows(StillWorking)
def still_working(reading: Reading, notice: StillWorking) -> Message | None:
    """Nothing was heard for five working days: work goes on, and the next word is due then."""
    case = case_named(reading, notice.case)
    helping = None if case is None else standing.at_seat(reading.work, case, Seat.HELP)
    if case is None or helping is None:
        return None
    texts = reading.texts
    partner = reading.work.partners.get(helping.partner)
    who = partner.name if partner else ""
    promised = [
        one
        for one in reading.work.referrals.of_case(case.id)
        if one.seat is Seat.HELP and moves.is_promised(one)
    ]
    until = promised[-1].promised_at if promised else None
    title = texts("referral.still.title", code=case.code, office=who)
    return Message(
        text=lines(title, texts("referral.still.until", until=reading.moment(until)) if until else "")
    )
