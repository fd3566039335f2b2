"""What somebody must be told, kept as data and put into words only when it leaves."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum

from domain.model.case import Step
from domain.model.ids import (
    AgreementId,
    AgreementVersionId,
    CaseId,
    CommitmentId,
    NoteId,
    PartnerId,
    PersonId,
    ReferralId,
    ResponsibilityId,
)


class Priority(IntEnum):
    """The order in which chats are served when many things wait; inside a chat first in, first out."""

    ANSWER = 0
    FIRST_NOTICE = 1
    ESCALATION = 2
    NEWS = 3
    REMINDER = 4
    DIGEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A past fact. It may render to nothing when the reader has lost the right or the case has moved on."""

    case: CaseId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralAccepted(Notice):
    referral: ReferralId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralDeclined(Notice):
    referral: ReferralId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralForwarded(Notice):
    referral: ReferralId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralReturned(Notice):
    referral: ReferralId


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceUndone(Notice):
    """A decision was taken back; `motion` says which: accept, decline, forward or hand_back."""

    referral: ReferralId
    motion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepClimbed(Notice):
    """The ladder reached this reader (M5)."""

    referral: ReferralId
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyReached(Notice):
    """The last step, told daily to the coordinator (M5)."""

    referral: ReferralId
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked(Notice):
    """A coded counter-question before acceptance."""

    referral: ReferralId
    question: str
    asker: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswered(Notice):
    referral: ReferralId
    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNeeded(Notice):
    """Ring somebody who is not on Telegram (M15)."""

    call_task: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseDue(Notice):
    """The day of "meldet sich bis" (M4)."""

    referral: ReferralId


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisePassed(Notice):
    referral: ReferralId


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseMoved(Notice):
    """A new "meldet sich bis"; `moves` counts how often this promise has been put off."""

    referral: ReferralId
    moves: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressMade(Notice):
    kind: str
    actor: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class StillWorking(Notice):
    """Nothing was heard for five working days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQuiet(Notice):
    """Nothing has happened on the case for ten working days; its owner is asked how it stands."""

    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRelayed(Notice):
    """A note to the other side (M6)."""

    note: NoteId


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDelivered(Notice):
    """To the author: the note has reached this reader."""

    note: NoteId
    reader: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteNotDelivered(Notice):
    """To the author: this reader cannot be reached here."""

    note: NoteId
    reader: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRedacted(Notice):
    """What one message said of a note is replaced; `why` is withdrawn or removed."""

    message: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDraftEnded(Notice):
    """A note that was not sent within fifteen minutes is forgotten; `message` showed it."""

    message: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StageChanged(Notice):
    actor: PersonId
    corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentChanged(Notice):
    """Consent was given or withdrawn; a side that lost its right is told that the exchange has ended."""

    given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentProofDue(Notice):
    """The written form of a consent is to be recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdToInform(Notice):
    """Three weeks have passed without `[Haushalt informiert]` (Art. 13, 14 DSGVO)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatInvited(Notice):
    referral: ReferralId


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentOffered(Notice):
    """To the side that answers: the other one offers its help, asks for theirs, or has changed the offer."""

    commitment: CommitmentId


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentAnswered(Notice):
    """To the side that made the offer. `state`: running or declined."""

    commitment: CommitmentId
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentChanged(Notice):
    """To the other side: it was suspended, resumed or withdrawn."""

    commitment: CommitmentId
    motion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentDue(Notice):
    """To whoever gives. `when`: ahead (the working day before), due, late."""

    due: int
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentSaid(Notice):
    """To whoever receives: how did it go? Asked when the giver has said so, or has said nothing."""

    due: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentMoved(Notice):
    due: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentBroken(Notice):
    """To the other side; the second one in a row also to the coordinator."""

    due: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentTakenBack(Notice):
    """A verdict was a wrong tap."""

    due: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentSilent(Notice):
    """To the coordinator: neither side has said whether it was kept."""

    due: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentUnanswered(Notice):
    """To the coordinator: the side that owes the answer gives none, or cannot be told here."""

    commitment: CommitmentId


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentAnswerUndone(Notice):
    """To the side that made the offer: what was entered from the telephone was a slip."""

    commitment: CommitmentId


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentHangs(Notice):
    """To both sides: `on` does not hold, and this commitment depends on it."""

    commitment: CommitmentId
    on: CommitmentId


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentReview(Notice):
    """Until further notice: does it go on? To whoever gives what is suspended: does it run again?"""

    commitment: CommitmentId


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentEnded(Notice):
    commitment: CommitmentId


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateFound(Notice):
    duplicate: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed(Notice):
    """M7."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReopened(Notice):
    """M9."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AftercareConsentDue(Notice):
    """`[Noch fragen]` is asked again after five working days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInAsked(Notice):
    """M8, M8c."""

    check_in: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInReminded(Notice):
    check_in: int
    in_place_of: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInSilent(Notice):
    """A window closed without an answer; the coordinator hears."""

    check_in: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInTold(Notice):
    """What the other side may know of an answer: trouble in the next digest, or "Nachsorge erfolgt"."""

    check_in: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction(Notice):
    """The landlord's side reports trouble where help said "stable"; `until` is when H has checked."""

    check_in: int
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInUndone(Notice):
    """A landlord's answer was a wrong tap: the case is closed again, or need not be looked at again."""

    check_in: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpWanted(Notice):
    """`[Hilfe anfordern]` or `[Bitte anrufen]` on a closed case."""

    actor: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupNews(Notice):
    """The morning list of a group, or new requests bundled."""

    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAdded(Notice):
    """The bot was added to a group; a coordinator confirms whose it is."""

    group: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLinked(Notice):
    """The group's rule, pinned (M1g)."""

    group: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLost(Notice):
    group: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentAsked(Notice):
    """A colleague from the group wants to take part. `shown_as` is dropped when the notice is settled."""

    enrolment: int
    shown_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentDecided(Notice):
    """To the colleague: admitted (M1), or not."""

    person: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColleagueLeft(Notice):
    """Somebody left the group; whether the access ends is for the lead to say."""

    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined(Notice):
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessEnded(Notice):
    """To somebody whose access was ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentRefused(Notice):
    """Pictures, voice and files are not taken; an album is answered once (P5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonUnreachable(Notice):
    """Telegram refuses to deliver to a member; the coordinator hears."""

    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceEntered(Notice):
    """To the deputy: what falls to them, and until when."""

    absence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsHeld(Notice):
    """A backup was restored; what was pending waits for the coordinator's word."""

    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest(Notice):
    """Heute für Sie (M10). News are told from `since_at` on, when the last digest was due."""

    day: date
    since_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyReport(Notice):
    """The coordinator's Monday (M11)."""

    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeAnswered(Notice):
    """The bot itself takes a practice case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeEnded(Notice):
    """A message of a practice case is removed."""

    message: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyHandedOver(Notice):
    """To whoever holds a responsibility from now on: how many open cases come with it, and from whom."""

    responsibility: ResponsibilityId
    previous: PersonId | None = None
    cases: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineNear(Notice):
    """A deadline comes near: `left` working days until its safe day."""

    deadline: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineUnheard(Notice):
    """To the coordinators: nobody has reacted to a deadline that is near."""

    deadline: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineMet(Notice):
    """To the others who were reminded: it is done."""

    deadline: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlinesMoved(Notice):
    """To the others who are reminded: a day was corrected by hand, and other deadlines follow from it."""

    actor: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeWanted(Notice):
    """A suit without a day of service: which date stands on the yellow envelope?"""

    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgencyRose(Notice):
    """A case has become more urgent by itself, from `urgency` up."""

    urgency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementProposed(Notice):
    """To whoever signs for a partner whose signature is missing."""

    version: AgreementVersionId


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementMoved(Notice):
    """A version was returned, taken back, put in force; or notice was given (`motion`)."""

    version: AgreementVersionId
    motion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementEndNear(Notice):
    """To everybody concerned: `left` calendar days until the last one, and what is without a successor."""

    agreement: AgreementId
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementEnded(Notice):
    agreement: AgreementId


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementBalanceDue(Notice):
    """The yearly balance of cost and benefit."""

    agreement: AgreementId
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverOffered(Notice):
    handover: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverAnswered(Notice):
    """To whoever gives and to the landlords: who will be there afterwards, or that nobody will yet."""

    handover: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverUnanswered(Notice):
    """To the coordinators: it stays where it is until somebody takes it."""

    handover: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyOffered(Notice):
    """A member has left: to whoever has their cases now, who answers, and to the coordinators."""

    duty: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPassed(Notice):
    """A member has left: to the other sides of their cases, who is there now.

    `cases` are ids between spaces.
    """

    previous: PersonId
    heir: PersonId
    cases: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyUnanswered(Notice):
    """To the coordinators: whoever has a leaver's cases cannot keep them, or has not said so far."""

    duty: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesToMove(Notice):
    """To whoever signs for a partner that has not agreed yet that running cases move to this version."""

    version: AgreementVersionId


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesMoved(Notice):
    version: AgreementVersionId
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureProposed(Notice):
    """To whoever leads the case, then to the coordinators: a trigger proposes a failure run."""

    run: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureBegun(Notice):
    """It does not work: both contacts and the coordinator speak within one working day; the steps are set."""

    run: int
    actor: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureStepDue(Notice):
    """A step of a failure run. `rung`: ahead, due, deputy or coordinator."""

    step: int
    rung: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureStepDone(Notice):
    """To the other sides: what concerns them all was decided or has its day; `undone`: a wrong tap."""

    step: int
    undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeAsked(Notice):
    """To the landlord's fixed contact: get in touch by then."""

    guarantee: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeBroken(Notice):
    """To the coordinators, and to the landlord that they know."""

    guarantee: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureEnded(Notice):
    """The run is over, or the case has gone back to normal work."""

    run: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAsked(Notice):
    """To a side whose view is missing; again and again."""

    review: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReady(Notice):
    """To every side and the coordinators: all views are there, and a change is to be settled."""

    review: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOverdue(Notice):
    """To the coordinators: the review should have been published."""

    review: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPublished(Notice):
    review: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCancelled(Notice):
    """There is none: whoever was asked, or has answered, hears it with the reason."""

    review: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDue(Notice):
    """To the owner of a change; the coordinators hear of one that is `late`."""

    change: int
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectAsked(Notice):
    """Five further runs had the cause against which this change was made: has it helped?"""

    change: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerLeaving(Notice):
    """To everybody concerned: a partner leaves the network, and what is without a successor.

    `left` calendar days until its last one; 0 when it was entered.
    """

    partner: PartnerId
    left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerStays(Notice):
    """To the same people: it does not leave after all."""

    partner: PartnerId


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerLeft(Notice):
    """It has left; to the coordinators again and again while something is left of it."""

    partner: PartnerId


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentUnasked(Notice):
    """To the coordinators: nobody on the side that gives can be asked here; they ring."""

    commitment: CommitmentId
    due: int


NOTICES: dict[str, type[Notice]] = {kind.__name__: kind for kind in Notice.__subclasses__()}
