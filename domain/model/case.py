"""The case: an endangered tenancy, who sits on it, and what has happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from domain.model.ids import CaseId, MunicipalityId, NoteId, PartnerId, PersonId, ReferralId, ResponsibilityId
from domain.model.stage import (
    Channel,
    DeclineReason,
    Household,
    NoticeKind,
    Outcome,
    Reason,
    RentsOpen,
    Request,
    Seat,
    Stage,
    When,
)
from domain.model.urgency import Urgency, UrgencyReason


class CaseState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Landlord(StrEnum):
    """Whether the household's landlord is in the network."""

    PARTNER = "partner"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


class Answer(StrEnum):
    """A question of consent: asked again later is an answer too."""

    YES = "yes"
    NO = "no"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOutline:
    """What of a case decides who may see it and whose turn it is: all that a long list reads of each."""

    id: CaseId = CaseId(0)
    code: str
    state: CaseState = CaseState.OPEN
    practice: bool = False
    side: Seat
    reporter: PersonId
    reporter_partner: PartnerId
    owner: PersonId
    protected: bool = False
    municipality: MunicipalityId | None
    withdrawn_at: datetime | None = None
    basis: str
    landlord_may_know: bool = False

    @property
    def is_open(self) -> bool:
        return self.state is CaseState.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(CaseOutline):
    """An endangered tenancy, without anything that names the household.

    `side` is who reported (the seat on whose side the reporter stands), `consent` the answer as it was
    tapped, `basis` what was derived from it. `stage_when` stands for the day where no exact one may be
    kept (`stage_on` is empty then). `landlord_partner` is the household's landlord, whether it may know of
    the case or not. `children` 4 means four and more. `municipality` None lies
    outside the network's area. `version` counts changes.
    """

    word: str
    by_telephone: bool = False
    stage: Stage
    stage_on: date | None = None
    stage_when: When | None = None
    notice_kind: NoticeKind | None = None
    rents_open: RentsOpen | None = None
    reason: Reason = Reason.UNKNOWN
    household: Household = Household.UNKNOWN
    children: int | None = None
    child_under_6: bool | None = None
    channel: Channel
    request: Request | None = None
    landlord: Landlord = Landlord.UNKNOWN
    landlord_partner: PartnerId | None = None
    consent: str = ""
    consent_by: PersonId | None = None
    consent_at: datetime | None = None
    names_to_authority: bool = False
    names_to_provider: str = "no"
    urgency: Urgency
    urgency_reason: UrgencyReason
    urgency_override: Urgency | None = None
    urgency_override_reason: str | None = None
    reported_again: bool = False
    contact_made_at: datetime | None = None
    household_informed_on: date | None = None
    follow_up: Mapping[str, str] = field(default_factory=dict)
    outcome: Outcome | None = None
    ended_on: date | None = None
    aftercare_consent: Answer | None = None
    landlord_asked_consent: Answer | None = None
    reported_at: datetime
    closed_at: datetime | None = None
    version: int = 1

    @property
    def present_urgency(self) -> Urgency:
        return self.urgency_override or self.urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatHolder:
    """Who sits on a case. A seat belongs to a responsibility; `holder` is whoever answers for it today."""

    id: int = 0
    case_id: CaseId
    seat: Seat
    partner: PartnerId
    responsibility: ResponsibilityId | None = None
    holder: PersonId
    since_at: datetime


class ReferralKind(StrEnum):
    """A takeover fills the help seat and moves the lead; a cooperation never moves it."""

    TAKEOVER = "takeover"
    COOPERATION = "cooperation"


class ReferralState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    FORWARDED = "forwarded"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """A step of the ladder (Eskalation)."""

    CONTACT = "contact"
    DEPUTY = "deputy"
    GROUP = "group"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """A case put to a responsible person (Anfrage). `partner` None: nobody is, the coordinator decides.

    `addressee` is a colleague who is asked in place of the responsibility's holder. `asked` is the person of
    the present step (None: a group or several coordinators), whose clock runs from `step_at` to `due_at`;
    `pace` is the slowest urgency at which the ladder may climb, whatever the case's own. `promised_at` is
    "meldet sich bis"; only progress settles it (R9).
    """

    id: ReferralId = ReferralId(0)
    case_id: CaseId
    kind: ReferralKind
    seat: Seat
    partner: PartnerId | None
    responsibility: ResponsibilityId | None = None
    addressee: PersonId | None = None
    asked_by: PersonId
    state: ReferralState = ReferralState.OPEN
    step: Step = Step.CONTACT
    asked: PersonId | None = None
    round: int = 1
    forwards: int = 0
    why: str = ""
    opened_at: datetime
    step_at: datetime | None = None
    due_at: datetime | None = None
    pace: Urgency | None = None
    accepted_by: PersonId | None = None
    accepted_at: datetime | None = None
    proxy: PersonId | None = None
    promised_at: datetime | None = None
    promise_settled_at: datetime | None = None
    decline_reason: DeclineReason | None = None
    previous: Mapping[str, str | int | None] = field(default_factory=dict)
    decided_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state is ReferralState.OPEN


class CallState(StrEnum):
    OPEN = "open"
    REACHED = "reached"
    MISSED = "missed"
    WRONG = "wrong"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTask:
    """The step for a responsible person without Telegram: `caller` rings `callee` and records the answer."""

    id: int = 0
    case_id: CaseId
    referral: ReferralId
    caller: PersonId
    callee: PersonId
    attempt: int = 1
    state: CallState = CallState.OPEN
    opened_at: datetime
    closed_at: datetime | None = None


class Phrase(StrEnum):
    """The coded notes that cover most of what is said on a case (P2)."""

    CALL_BACK = "call_back"
    INSTALMENT_AGREED = "instalment_agreed"
    PAPERS_MISSING = "papers_missing"
    DATE_CONFIRMED = "date_confirmed"
    WAITING_UNTIL = "waiting_until"
    PATIENCE = "patience"
    NOTICE_SUSPENDED = "notice_suspended"
    PAYMENT_RECEIVED = "payment_received"


class NoteState(StrEnum):
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Conversation on a case: a coded phrase, or free text of at most 300 characters, to one seat."""

    id: NoteId = NoteId(0)
    case_id: CaseId
    author: PersonId
    addressed_to: Seat
    phrase: Phrase | None = None
    day: date | None = None
    text: str | None = None
    state: NoteState = NoteState.SENT
    written_at: datetime
    delivered_at: datetime | None = None


class EventKind(StrEnum):
    """What the history of a case (Verlauf) knows."""

    REPORTED = "reported"
    REFERRED = "referred"
    STEP_SKIPPED = "step_skipped"
    STEP_CLIMBED = "step_climbed"
    ACCEPTED = "accepted"
    ACCEPTED_BY_PROXY = "accepted_by_proxy"
    DECLINED = "declined"
    FORWARDED = "forwarded"
    RETURNED = "returned"
    UNDONE = "undone"
    QUESTION_ASKED = "question_asked"
    QUESTION_ANSWERED = "question_answered"
    CALL_MISSED = "call_missed"
    PROMISE_MOVED = "promise_moved"
    PROMISE_PASSED = "promise_passed"
    PROGRESS = "progress"
    NOTE = "note"
    NOTE_WITHDRAWN = "note_withdrawn"
    STAGE_CHANGED = "stage_changed"
    URGENCY_OVERRIDDEN = "urgency_overridden"
    CONSENT_GIVEN = "consent_given"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    HOUSEHOLD_INFORMED = "household_informed"
    FOLLOW_UP = "follow_up"
    NOT_WORKING = "not_working"
    SEAT_CHANGED = "seat_changed"
    DUPLICATE_JUDGED = "duplicate_judged"
    CLOSED = "closed"
    REOPENED = "reopened"
    CHECK_IN_ASKED = "check_in_asked"
    CHECK_IN_ANSWERED = "check_in_answered"
    CHECK_IN_SILENT = "check_in_silent"
    AFTERCARE_ENDED = "aftercare_ended"
    NOT_DELIVERED = "not_delivered"
    DEADLINES_COMPUTED = "deadlines_computed"
    DEADLINE_HEARD = "deadline_heard"
    DEADLINE_MET = "deadline_met"
    COMMITMENT_OFFERED = "commitment_offered"
    COMMITMENT_ACCEPTED = "commitment_accepted"
    COMMITMENT_DECLINED = "commitment_declined"
    COMMITMENT_CHANGED = "commitment_changed"
    COMMITMENT_SAID = "commitment_said"
    COMMITMENT_MOVED = "commitment_moved"
    COMMITMENT_ENDED = "commitment_ended"
    COMMITMENT_ACCEPTED_BY_PROXY = "commitment_accepted_by_proxy"
    COMMITMENT_DECLINED_BY_PROXY = "commitment_declined_by_proxy"
    FAILURE_PROPOSED = "failure_proposed"
    FAILURE_DISMISSED = "failure_dismissed"
    FAILURE_STEP = "failure_step"
    FAILURE_SKIPPED = "failure_skipped"
    FAILURE_TRIED = "failure_tried"
    FAILURE_ENDED = "failure_ended"
    FAILURE_RETURNED = "failure_returned"
    GUARANTEE_ASKED = "guarantee_asked"
    GUARANTEE_KEPT = "guarantee_kept"
    GUARANTEE_BROKEN = "guarantee_broken"
    FAILURE_VIEW = "failure_view"
    FAILURE_CHANGE = "failure_change"
    FAILURE_PUBLISHED = "failure_published"
    FAILURE_CANCELLED = "failure_cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the append-only history: who, when, what, in codes. `actor` None is the bot itself."""

    id: int = 0
    case_id: CaseId
    kind: EventKind
    actor: PersonId | None = None
    facts: Mapping[str, str | int | None] = field(default_factory=dict)
    happened_at: datetime
