"""What is told of agreements: proposals, what has come of them, ends, and who will be there afterwards."""

from domain.model.agreement import AgreementState, Motion
from domain.model.agreement_rights import AgreementDeed, Standing, may
from domain.model.handover import DutyHandover, HandoverState
from domain.model.ids import AgreementId, AgreementVersionId, PersonId
from domain.model.notices import (
    AgreementBalanceDue,
    AgreementEnded,
    AgreementEndNear,
    AgreementMoved,
    AgreementProposed,
    CasesMoved,
    CasesToMove,
    DutyOffered,
    DutyPassed,
    DutyUnanswered,
    HandoverAnswered,
    HandoverOffered,
    HandoverUnanswered,
)
from domain.model.people import Person
from domain.ports import Turn
from domain.services import agreement_access, agreement_ends, duty_handovers, failure_subjects, failures
from domain.services.agreement_access import Seen
from domain.services.agreements import may_confirm
from handlers.agreement_buttons import (
    AfterwardsButton,
    AgreementButton,
    AnswerDutyButton,
    AnswerHandoverButton,
    BalanceButton,
    ChangesButton,
    ConfirmButton,
    MoveCasesButton,
    ObjectButton,
)
from handlers.cards import Reading, departure_screens, shows
from handlers.cards import agreement_ends as ends
from handlers.cards.agreement_sections import Wording
from handlers.directory_buttons import DepartureButton
from handlers.message import Message, row
from handlers.screens import lines
from handlers.texts import Html


def _seen(reading: Reading, identity: AgreementVersionId) -> Seen | None:
    """The version, as far as this reader may still see it."""
    version = reading.work.agreement_versions.get(identity)
    if version is None or reading.person is None:
        return None
    found = agreement_access.standing_of(reading.work, reading.person, version.agreement)
    if not may(found, AgreementDeed.READ):
        return None
    return agreement_access.require(reading.work, _turn(reading, reading.person), identity)


def _turn(reading: Reading, person: Person) -> Turn:
    return Turn(person=person, telegram=reading.chat, chat=reading.chat, private=True, now=reading.now)


def _titled(reading: Reading, seen: Seen, key: str, **values: str) -> list[str]:
    texts = reading.texts
    parties = ", ".join(one.name for one in seen.parties)
    return [
        texts(f"agreement.news.{key}", **values),
        texts("agreement.news.which", title=seen.version.terms.title, parties=parties),
    ]


@shows(AgreementProposed)
def proposed(reading: Reading, notice: AgreementProposed) -> Message | None:
    """To whoever signs for a partner that has not signed yet; to the coordinators, that it waits."""
    seen = _seen(reading, notice.version)
    if seen is None or seen.version.state is not AgreementState.PROPOSED:
        return None
    texts, version, number = reading.texts, seen.version.id, str(seen.version.number)
    show = AgreementButton(version=version).key(texts.label("agreement.key.show"))
    if not may_confirm(seen):
        if Standing.COORDINATOR not in seen.standings:
            return None
        lack = ", ".join(one.name for one in seen.parties if not seen.has_signed(one.id))
        text = texts("agreement.unsigned", partners=lack)
        return Message(text=lines(*_titled(reading, seen, "waits", number=number), text), rows=(row(show),))
    changes = ChangesButton(version=version).key(texts.label("agreement.key.changes"))
    rows = (
        row(show, *((changes,) if seen.before else ())),
        row(
            ConfirmButton(version=version, text=seen.text).key(texts.label("agreement.key.confirm")),
            ObjectButton(version=version).key(texts.label("agreement.key.object")),
        ),
    )
    title = _titled(reading, seen, "proposed", number=number)
    return Message(text=lines(*title, texts("agreement.news.asked")), rows=rows)


@shows(AgreementMoved)
def moved(reading: Reading, notice: AgreementMoved) -> Message | None:
    seen = _seen(reading, notice.version)
    if seen is None:
        return None
    texts = reading.texts
    day, detail = "", ""
    if notice.motion == Motion.RETURN and seen.version.objection is not None:
        detail = texts("agreement.objection", section=texts.word(seen.version.objection))
    if notice.motion == Motion.GIVE_NOTICE and seen.agreement.ends_on and seen.agreement.end_reason:
        day = Wording.of(texts, ()).day(seen.agreement.ends_on)
        why = texts("agreement.why_ends", why=texts.word(seen.agreement.end_reason))
        detail = lines(why, *_left(reading, seen.agreement.id))
    title = _titled(reading, seen, notice.motion, day=day, number=str(seen.version.number))
    keys = [AgreementButton(version=seen.version.id).key(texts.label("agreement.key.show"))]
    if notice.motion == Motion.GIVE_NOTICE:
        after = AfterwardsButton(agreement=seen.agreement.id)
        keys.append(after.key(texts.label("agreement.key.afterwards")))
    return Message(text=lines(*title, detail), rows=(tuple(keys),))


def _left(reading: Reading, agreement: AgreementId) -> list[str]:
    if reading.person is None:
        return []
    _, found = agreement_ends.left_and_known(reading.work, agreement, reading.person)
    return ends.left_lines(reading.work, reading.texts, found)


# Ends


@shows(AgreementEndNear)
def end_near(reading: Reading, notice: AgreementEndNear) -> Message | None:
    """The list of what is without a successor; to a landlord, who will be there afterwards."""
    agreement = reading.work.agreements.get(notice.agreement)
    if agreement is None or agreement.ended_at is not None or agreement.ends_on is None:
        return None
    return _end(reading, notice.agreement, "end_near", left=str(notice.left))


@shows(AgreementEnded)
def ended(reading: Reading, notice: AgreementEnded) -> Message | None:
    return _end(reading, notice.agreement, "ended")


def _end(reading: Reading, identity: AgreementId, key: str, **values: str) -> Message | None:
    texts, person = reading.texts, reading.person
    agreement = reading.work.agreements.get(identity)
    if agreement is None or agreement.ends_on is None or person is None:
        return None
    day = Wording.of(texts, ()).day(agreement.ends_on)
    parties = ", ".join(one.name for one in agreement_access.partners_of(reading.work, identity))
    title = texts(f"agreement.news.{key}", day=day, **values)
    between = texts("agreement.news.between", parties=parties)
    reads = may(agreement_access.standing_of(reading.work, person, identity), AgreementDeed.READ)
    after = AfterwardsButton(agreement=identity).key(texts.label("agreement.key.afterwards"))
    everything, found = agreement_ends.left_and_known(reading.work, identity, person)
    rows = ends.hand_over_rows(reading.work, texts, identity, person, everything)
    said = [
        ends.agreed(reading.work, texts, identity),
        *ends.left_lines(reading.work, texts, found),
        _run_goes_on(reading, identity),
    ]
    return Message(text=lines(title, between, *said), rows=(*rows, *((row(after),) if reads else ())))


def _run_goes_on(reading: Reading, identity: AgreementId) -> str:
    """Its own failure run does not end with it."""
    run = failures.present(reading.work, failure_subjects.project(reading.work, identity))
    return "" if run is None else reading.texts("agreement.news.run_goes_on")


@shows(AgreementBalanceDue)
def balance_due(reading: Reading, notice: AgreementBalanceDue) -> Message | None:
    version = reading.work.agreement_versions.in_force(notice.agreement)
    seen = None if version is None else _seen(reading, version.id)
    if seen is None:
        return None
    show = BalanceButton(version=seen.version.id, year=notice.year)
    key = show.key(reading.texts.label("agreement.key.balance"))
    return Message(text=lines(*_titled(reading, seen, "balance", year=str(notice.year))), rows=(row(key),))


# Handing over


@shows(HandoverOffered)
def handover_offered(reading: Reading, notice: HandoverOffered) -> Message | None:
    handover = reading.work.handovers.get(notice.handover)
    if handover is None or handover.state is not HandoverState.OFFERED:
        return None
    texts = reading.texts
    keys = [
        AnswerHandoverButton(handover=handover.id, takes=takes).key(texts.label(f"agreement.key.{label}"))
        for takes, label in ((True, "take_over"), (False, "refuse"))
    ]
    text = ends.offered(reading.work, texts, handover.id)
    return Message(text=lines(text, texts("agreement.handover.until_then")), rows=tuple(map(row, keys)))


@shows(HandoverAnswered)
def handover_answered(reading: Reading, notice: HandoverAnswered) -> Message | None:
    """Who will be there afterwards; or that it stays, because nobody has taken it."""
    handover = reading.work.handovers.get(notice.handover)
    if handover is None:
        return None
    giver, taker = (reading.work.partners.get(one) for one in (handover.giver, handover.taker))
    waits = handover.state in (HandoverState.OFFERED, HandoverState.WITHDRAWN)
    if giver is None or taker is None or waits:
        return None
    text = reading.texts(f"agreement.handover.{handover.state}", giver=giver.name, taker=taker.name)
    if handover.agreement is None:
        return Message(text=lines(text, *departure_screens.left_lines(reading, giver)))
    return Message(text=lines(text, *_left(reading, handover.agreement)))


@shows(HandoverUnanswered)
def handover_unanswered(reading: Reading, notice: HandoverUnanswered) -> Message | None:
    handover = reading.work.handovers.get(notice.handover)
    if handover is None or handover.state is not HandoverState.OFFERED:
        return None
    giver, taker = (reading.work.partners.get(one) for one in (handover.giver, handover.taker))
    if giver is None or taker is None:
        return None
    text = reading.texts("agreement.handover.unanswered", giver=giver.name, taker=taker.name)
    after = (
        AfterwardsButton(agreement=handover.agreement)
        if handover.agreement
        else DepartureButton(partner=giver.id)
    )
    return Message(text=text, rows=(row(after.key(reading.texts.label("agreement.key.afterwards"))),))


@shows(DutyOffered)
def duty_offered(reading: Reading, notice: DutyOffered) -> Message | None:
    """To the heir, with the cases and both answers; to the coordinators, that it waits."""
    duty = reading.work.duty_handovers.get(notice.duty)
    if duty is None or duty.state is not HandoverState.OFFERED or reading.person is None:
        return None
    texts = reading.texts
    text = _duty(reading, duty)
    if text is None or reading.person.id != duty.heir:
        return (
            None
            if text is None
            else Message(text=lines(text, texts("agreement.duty.waits", heir=_name(reading, duty.heir))))
        )
    keys = [
        AnswerDutyButton(duty=duty.id, takes=takes).key(texts.label(f"agreement.key.{label}"))
        for takes, label in ((True, "i_take"), (False, "i_cannot"))
    ]
    return Message(text=lines(text, texts("agreement.duty.asked")), rows=tuple(map(row, keys)))


@shows(DutyPassed)
def duty_passed(reading: Reading, notice: DutyPassed) -> Message | None:
    """To the other sides: who is there now, and how to reach them."""
    work, texts = reading.work, reading.texts
    heir = work.people.get(notice.heir)
    cases = duty_handovers.passed_cases(work, notice, reading.person) if reading.person else ()
    if heir is None or not cases:
        return None
    partner = work.partners.get(heir.partner)
    reach = ", ".join(one for one in (partner.name if partner else "", heir.phone) if one)
    codes = ends.shown_codes(texts, (one.code for one in cases))
    text = texts(
        "agreement.duty.passed", heir=heir.name, reach=reach, previous=_name(reading, notice.previous)
    )
    return Message(text=lines(text, texts("agreement.left.codes", codes=codes)))


@shows(DutyUnanswered)
def duty_unanswered(reading: Reading, notice: DutyUnanswered) -> Message | None:
    duty = reading.work.duty_handovers.get(notice.duty)
    if duty is None or duty.state is HandoverState.ACCEPTED:
        return None
    text = _duty(reading, duty)
    key = "declined" if duty.state is HandoverState.DECLINED else "unanswered"
    said = reading.texts(f"agreement.duty.{key}", heir=_name(reading, duty.heir))
    return None if text is None else Message(text=lines(text, said))


def _name(reading: Reading, identity: PersonId) -> str:
    person = reading.work.people.get(identity)
    return person.name if person else ""


def _duty(reading: Reading, duty: DutyHandover) -> Html | None:
    """Whose it was, whose it is, how much, and the codes; None once nothing of it is left."""
    work, texts = reading.work, reading.texts
    leaver, heir = work.people.get(duty.leaver), work.people.get(duty.heir)
    cases = duty_handovers.cases_of(work, duty)
    if leaver is None or heir is None or not cases:
        return None
    given = sum(one.is_open for case in cases for one in work.commitments.of_case(case.id))
    numbers = {
        "cases": sum(one.is_open for one in cases),
        "aftercare": sum(not one.is_open for one in cases),
        "commitments": given,
    }
    what = ", ".join(
        texts.label(f"agreement.left.{name}", number=one) for name, one in numbers.items() if one
    )
    codes = ends.shown_codes(texts, (one.code for one in cases))
    return texts("agreement.duty.offered", leaver=leaver.name, heir=heir.name, what=what, codes=codes)


# Running cases


@shows(CasesToMove)
def cases_to_move(reading: Reading, notice: CasesToMove) -> Message | None:
    seen = _seen(reading, notice.version)
    if seen is None or seen.version.state is not AgreementState.IN_FORCE:
        return None
    texts = reading.texts
    key = MoveCasesButton(version=seen.version.id).key(texts.label("agreement.key.move"))
    number = str(seen.version.number)
    return Message(text=lines(*_titled(reading, seen, "cases_to_move", number=number)), rows=(row(key),))


@shows(CasesMoved)
def cases_moved(reading: Reading, notice: CasesMoved) -> Message | None:
    seen = _seen(reading, notice.version)
    if seen is None:
        return None
    number = str(seen.version.number)
    return Message(
        text=lines(*_titled(reading, seen, "cases_moved", number=number, cases=str(notice.number)))
    )
