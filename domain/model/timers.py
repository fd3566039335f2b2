"""Something due: a row with a time, never a job in memory."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.model.ids import CaseId, TimerId


class TimerKind(StrEnum):
    """What falls due. The service that answers is named in `domain.services.due`."""

    STEP_ENDS = "step_ends"
    LAST_STEP_AGAIN = "last_step_again"
    CALL_AGAIN = "call_again"
    PROMISE_DAY = "promise_day"
    PROMISE_PASSES = "promise_passes"
    STILL_WORKING = "still_working"
    CONSENT_PROOF = "consent_proof"
    HOUSEHOLD_INFORMED = "household_informed"
    CASE_REVIEW = "case_review"
    GRACE_ENDING = "grace_ending"
    AFTERCARE_CONSENT = "aftercare_consent"
    CHECK_IN_OPENS = "check_in_opens"
    CHECK_IN_REMINDER = "check_in_reminder"
    CHECK_IN_DEPUTY = "check_in_deputy"
    CHECK_IN_CLOSES = "check_in_closes"
    CHECK_IN_AGAIN = "check_in_again"
    CHECK_IN_LATE = "check_in_late"
    YEARLY_SIGN = "yearly_sign"
    DIGEST = "digest"
    WEEKLY_REPORT = "weekly_report"
    GROUP_LIST = "group_list"
    AUDIT = "audit"
    CLEAN_UP = "clean_up"
    PRACTICE_ENDS = "practice_ends"
    ABSENCE_BEGINS = "absence_begins"
    OLD_MESSAGES = "old_messages"
    OLD_NOTES = "old_notes"
    NOTE_DRAFT_ENDS = "note_draft_ends"
    DEADLINE_REMINDER = "deadline_reminder"
    ENVELOPE = "envelope"
    JUDGE_URGENCY = "judge_urgency"
    COMMITMENT_OFFER = "commitment_offer"
    COMMITMENT_AHEAD = "commitment_ahead"
    COMMITMENT_DUE = "commitment_due"
    COMMITMENT_LATE = "commitment_late"
    COMMITMENT_SETTLES = "commitment_settles"
    COMMITMENT_REVIEW = "commitment_review"
    AGREEMENT_ANSWER = "agreement_answer"
    AGREEMENT_GUARD = "agreement_guard"
    AGREEMENT_ENDS = "agreement_ends"
    AGREEMENT_BALANCE = "agreement_balance"
    HANDOVER_ANSWER = "handover_answer"
    DUTY_ANSWER = "duty_answer"
    FAILURE_PROPOSED = "failure_proposed"
    FAILURE_STEP = "failure_step"
    FAILURE_GUARANTEE = "failure_guarantee"
    FAILURE_REVIEW = "failure_review"
    FAILURE_CHANGE = "failure_change"
    PARTNER_GUARD = "partner_guard"
    PARTNER_LEFT = "partner_left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """Due at `due_at`. `subject` is the id of what it is about, `state` how that looked when it was set:
    when it has moved on, the timer does nothing. `dedupe` makes setting it twice one timer."""

    id: TimerId = TimerId(0)
    due_at: datetime
    kind: TimerKind
    subject: int
    state: str = ""
    case_id: CaseId | None = None
    dedupe: str
