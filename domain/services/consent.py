"""The household's consent, its proof, its withdrawal (the practice paper, 2.5 and P15)."""

from dataclasses import replace
from datetime import date
from enum import StrEnum

from domain.model.case import Case, EventKind, ReferralKind
from domain.model.check_in import CheckInState
from domain.model.errors import AlreadyDone, NotUnderstood
from domain.model.ids import CaseId
from domain.model.legal_basis import PROOF_WORKING_DAYS, BasisKind, HouseholdAnswer, Naming, consent_now
from domain.model.notices import ConsentChanged, ConsentProofDue, HouseholdToInform, Notice, Priority
from domain.model.people import Person
from domain.model.rights import Deed
from domain.model.stage import Seat
from domain.model.timers import Timer, TimerKind
from domain.ports import Turn, Work
from domain.services import (
    access,
    aftercare_windows,
    commitment_ends,
    failures,
    history,
    referrals,
    standing,
    telling,
)
from domain.services.due import answers


class ConsentForm(StrEnum):
    """In which form a consent lies in the partner's own file."""

    WRITTEN = "written"
    ORAL = "oral"


def give(work: Work, turn: Turn, identity: CaseId) -> Case:
    """The household has agreed. Raises AlreadyDone when that is known."""
    case = access.case_of(work, identity)
    person = access.require(work, turn, case, Deed.GIVE_CONSENT)
    if case.withdrawn_at is None and case.basis in (BasisKind.CONSENT, BasisKind.RELEASE):
        raise AlreadyDone
    basis = consent_now(case.side)
    answer = HouseholdAnswer.YES_ORAL if case.side is Seat.HELP else HouseholdAnswer.CONSENT
    agreed = replace(
        case,
        consent=answer.value,
        consent_by=person.id,
        consent_at=work.now,
        withdrawn_at=None,
        basis=basis.basis.value,
        names_to_authority=basis.names_to_authority,
        names_to_provider=basis.names_to_provider.value,
        landlord_may_know=basis.landlord_may_know or case.landlord_may_know,
    )
    history.record(work, case, EventKind.CONSENT_GIVEN, person.id)
    newer = telling.changed(work, agreed)
    ask_for_proof(work, newer)
    _tell_others(work, newer, ConsentChanged(case=case.id, given=True), person)
    return newer


def ask_for_proof(work: Work, case: Case) -> None:
    """Have form and date of the consent asked for in five working days."""
    due_at = work.network.calendar.add_working_days(work.now, PROOF_WORKING_DAYS)
    kind = TimerKind.CONSENT_PROOF
    work.timers.set(
        Timer(kind=kind, subject=case.id, case_id=case.id, due_at=due_at, dedupe=f"{kind}:{case.id}")
    )


@answers(TimerKind.CONSENT_PROOF)
def proof_due(work: Work, timer: Timer) -> None:
    """Whoever noted the consent says in which form it lies in the file."""
    case = access.case_of(work, CaseId(timer.subject))
    if case.withdrawn_at is None:
        asked = case.consent_by or case.reporter
        notice, key = ConsentProofDue(case=case.id), f"proof:{case.id}:{timer.due_at}"
        telling.tell(work, asked, notice, priority=Priority.REMINDER, dedupe=key)


def record_proof(work: Work, turn: Turn, identity: CaseId, form: ConsentForm, on: date) -> Case:
    """ConsentForm and day; an oral consent is asked about once more.

    Raises NotAllowed, AlreadyDone when there is no consent now, NotUnderstood for a day to come.
    """
    case = access.case_of(work, identity)
    person = access.require(work, turn, case, Deed.GIVE_CONSENT)
    if case.withdrawn_at is not None or case.consent_at is None:
        raise AlreadyDone
    if on > standing.today(work):
        raise NotUnderstood("day_ahead")
    was_oral = _was_oral(work, case)
    history.record(work, case, EventKind.CONSENT_GIVEN, person.id, form=form.value, on=on.isoformat())
    if form is ConsentForm.ORAL and not was_oral:
        ask_for_proof(work, case)
    else:
        work.timers.cancel_case(case.id, TimerKind.CONSENT_PROOF)
    return case


def _was_oral(work: Work, case: Case) -> bool:
    since = case.consent_at
    return any(
        event.kind is EventKind.CONSENT_GIVEN
        and event.facts.get("form") == ConsentForm.ORAL
        and since is not None
        and event.happened_at >= since
        for event in work.events.of_case(case.id)
    )


def withdraw(work: Work, turn: Turn, identity: CaseId) -> Case:
    """The household withdraws or objects (Art. 7 III, 21 GDPR): nothing goes to the other sides any more.

    Requests for cooperation end, the other sides' check-ins are dropped, and whatever waits for them
    is put into no words any more. Raises AlreadyDone.
    """
    case = access.case_of(work, identity)
    person = access.require(work, turn, case, Deed.WITHDRAW_CONSENT)
    if case.withdrawn_at is not None:
        raise AlreadyDone
    ended = replace(
        case,
        withdrawn_at=work.now,
        basis=BasisKind.WITHDRAWN.value,
        names_to_authority=False,
        names_to_provider=Naming.NO.value,
    )
    history.record(work, case, EventKind.CONSENT_WITHDRAWN, person.id)
    work.timers.cancel_case(case.id, TimerKind.CONSENT_PROOF, TimerKind.AFTERCARE_CONSENT)
    for referral in work.referrals.of_case(case.id):
        if referral.is_open and referral.kind is ReferralKind.COOPERATION:
            referrals.withdraw(work, referral)
    _drop_check_ins(work, case)
    commitment_ends.at_withdrawal(work, case)
    newer = telling.changed(work, ended)
    failures.at_withdrawal(work, newer)
    _tell_others(work, newer, ConsentChanged(case=case.id, given=False), person)
    return newer


def _drop_check_ins(work: Work, case: Case) -> None:
    for one in work.check_ins.of_case(case.id):
        due = one.state in (CheckInState.PLANNED, CheckInState.ASKED)
        if due and one.seat is not Seat.HELP:
            aftercare_windows.drop(work, one)


@answers(TimerKind.HOUSEHOLD_INFORMED)
def household_to_inform(work: Work, timer: Timer) -> None:
    """Once: whoever speaks with the household notes that it knows."""
    case = access.case_of(work, timer.case_id or CaseId(timer.subject))
    if not case.is_open or case.household_informed_on is not None:
        return
    for person in seated(work, case, Seat.HELP, Seat.LANDLORD):
        notice, key = HouseholdToInform(case=case.id), f"inform:{case.id}:{person.id}"
        telling.tell(work, person.id, notice, priority=Priority.REMINDER, dedupe=key)


def seated(work: Work, case: Case, *seats: Seat) -> tuple[Person, ...]:
    """Who sits today, on these seats or on any; each person once."""
    people = (standing.at_seat(work, case, seat) for seat in seats or Seat)
    return tuple({person.id: person for person in people if person is not None}.values())


def _tell_others(work: Work, case: Case, notice: Notice, actor: Person) -> None:
    for person in seated(work, case):
        if person.id != actor.id:
            telling.tell(work, person.id, notice)
