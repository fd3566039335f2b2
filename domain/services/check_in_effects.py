"""What follows from the answer to a check-in: windows move, a case begins again, the other side is told."""

from dataclasses import dataclass, replace

from domain.model import aftercare as rules
from domain.model import relapse
from domain.model.aftercare import Meaning, Result
from domain.model.case import Answer, Case, EventKind, Referral
from domain.model.check_in import CheckIn, CheckInState
from domain.model.ids import CaseId
from domain.model.notices import CheckInTold, CheckInUndone, Contradiction, HelpWanted
from domain.model.people import Person
from domain.model.stage import RentsOpen, Seat, Stage
from domain.ports import Work
from domain.services import access, aftercare, agreement_rules, check_ins, closing, history, telling, urgency
from domain.services import aftercare_windows as windows
from domain.services.check_ins import CHECKED


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A check-in, its case, and who answers it now; `by_proxy`: as its side has said on the telephone."""

    check_in: CheckIn
    case: Case
    person: Person
    by_proxy: bool = False


def settle(work: Work, asked: Asked, code: str, meaning: Meaning) -> CheckIn:
    """Keep the answer; move the next window or end the plan, as it means."""
    answered = replace(
        asked.check_in,
        state=CheckInState.ANSWERED,
        answer=code,
        result=None if meaning.result is None else meaning.result.value,
        answered_by=asked.person.id,
        answered_at=work.now,
    )
    work.check_ins.save(answered)
    windows.quieten(work, answered)
    case = asked.case
    usual = 1 if meaning.brings_forward else None
    months = agreement_rules.denser_months(work, case.id, code, usual=usual)
    moved = () if months is None else windows.bring_forward(work, case, answered, months)
    _remember(work, asked, answered, relapse.Before(case=case, moved=moved, ended=meaning.ends))
    if meaning.ends:
        aftercare.stop(work, case, code)
        history.record(work, case, EventKind.AFTERCARE_ENDED, asked.person.id, why=code)
    work.cards.touch(case.id)
    return answered


def _remember(work: Work, asked: Asked, answered: CheckIn, before: relapse.Before) -> None:
    """The history keeps what an undo needs."""
    history.record(
        work,
        before.case,
        EventKind.CHECK_IN_ANSWERED,
        answered.answered_by,
        check_in=answered.id,
        seat=answered.seat.value,
        label=answered.label,
        answer=answered.answer,
        by_proxy=int(asked.by_proxy),
        **before.facts(),
    )


def reopen(work: Work, asked: Asked, why: str, stage: Stage, rents_open: RentsOpen | None = None) -> Case:
    """The case begins again; whoever is responsible for help today answers within one working day (M9)."""
    begun = urgency.recompute(work, relapse.begun_again(asked.case, stage, rents_open))
    return closing.reopen(work, telling.changed(work, begun), asked.person.id, why)


def sought(work: Work, case: CaseId) -> Referral | None:
    """The open request for help."""
    found = (one for one in work.referrals.of_case(case) if one.is_open and one.seat is Seat.HELP)
    return next(found, None)


def tell_landlord(work: Work, answered: CheckIn) -> None:
    """With the household's consent the landlord's side hears that somebody asked, never what came of it."""
    case = access.case_of(work, answered.case_id)
    agreed = case.aftercare_consent is Answer.YES and case.landlord_asked_consent is Answer.YES
    landlord = windows.whom(work, case, Seat.LANDLORD) if agreed else None
    if landlord is not None and windows.may_be_asked(case, Seat.LANDLORD):
        notice = CheckInTold(case=case.id, check_in=answered.id)
        telling.tell(work, landlord.id, notice, dedupe=f"check_in_told:{answered.id}")


def compare(work: Work, answered: CheckIn) -> None:
    """One side reports trouble and the other says stable: the help side looks again, once a window."""
    other = other_side(work, answered)
    if other is None or other.state is not CheckInState.ANSWERED:
        return
    landlord, helper = (answered, other) if answered.seat is Seat.LANDLORD else (other, answered)
    if helper.detail != CHECKED and rules.contradicts(_result(landlord), _result(helper)):
        _look_again(work, helper)


def other_side(work: Work, check_in: CheckIn) -> CheckIn | None:
    """The same window of the other side."""
    same = (one for one in work.check_ins.of_plan(check_in.plan) if one.label == check_in.label)
    return next((one for one in same if one.seat is not check_in.seat), None)


def _result(check_in: CheckIn) -> Result | None:
    return None if check_in.result is None else Result(check_in.result)


def _look_again(work: Work, helper: CheckIn) -> None:
    case = access.case_of(work, helper.case_id)
    person = windows.whom(work, case, Seat.HELP)
    asked = replace(
        helper,
        state=CheckInState.ASKED,
        asked=person.id if person else None,
        asked_at=work.now,
        detail=CHECKED,
        result=None,
    )
    work.check_ins.save(asked)
    check_ins.look_again(work, asked)
    if person is not None:
        until = work.network.calendar.add_working_days(work.now, rules.CONTRADICTION_WORKING_DAYS)
        notice = Contradiction(case=case.id, check_in=asked.id, until=until)
        telling.tell(work, person.id, notice, dedupe=f"contradiction:{asked.id}")


def look_no_more(work: Work, taken_back: CheckIn) -> None:
    """The trouble was a wrong tap: what the help side had said before it was to look again stands."""
    helper = other_side(work, taken_back)
    if helper is None or helper.state is not CheckInState.ASKED or helper.detail != CHECKED:
        return
    result = rules.help_meaning(rules.HelpAnswer(helper.answer or "")).result
    assert result is not None, "only a result is looked at again"
    work.check_ins.save(
        replace(helper, state=CheckInState.ANSWERED, result=result.value, detail=None, asked_at=None)
    )
    windows.quieten(work, helper)
    waited = work.outbox.retract(f"contradiction:{helper.id}")
    if helper.asked is not None and not waited:
        telling.tell(work, helper.asked, CheckInUndone(case=helper.case_id, check_in=helper.id))


def want_help(work: Work, asked: Asked) -> None:
    """[Bitte anrufen]: whoever is responsible for help today rings back; without one the coordinator does."""
    notice = HelpWanted(case=asked.case.id, actor=asked.person.id)
    helper = windows.whom(work, asked.case, Seat.HELP)
    if helper is None or not telling.tell(work, helper.id, notice):
        telling.tell_coordinators(work, notice)
