"""What the answers of a report come to: the facts of the case, its legal basis, its urgency."""

from dataclasses import dataclass
from datetime import date

from domain.model.case import Landlord
from domain.model.case_deadline import SCHONFRIST
from domain.model.deadlines.engine import compute
from domain.model.ids import MunicipalityId, PartnerId, ResponsibilityId
from domain.model.legal_basis import HouseholdAnswer, LegalBasis, derive
from domain.model.report_questions import (
    ELSEWHERE,
    MYSELF,
    OUTSIDE,
    UNDER_6,
    UNKNOWN,
    Answers,
    Question,
    Reporter,
    asks_under_6,
    municipality_of,
    stage_of,
)
from domain.model.stage import Channel, Household, NoticeKind, Reason, RentsOpen, Request, Seat, Stage, When
from domain.model.urgency import Assessment, Facts, assess


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A complete report, typed. `consent` is the answer as tapped; `leads`: the reporter's partner takes the
    help seat itself. `recipient`: an equal whom the reporter prefers (R3)."""

    seat: Seat
    stage: Stage
    stage_on: date | None
    stage_when: When | None
    notice_kind: NoticeKind | None
    rents_open: RentsOpen | None
    reason: Reason
    household: Household
    children: int | None
    child_under_6: bool | None
    municipality: MunicipalityId | None
    channel: Channel
    landlord: Landlord
    landlord_partner: PartnerId | None
    consent: HouseholdAnswer | None
    request: Request | None
    leads: bool
    recipient: ResponsibilityId | None = None

    @property
    def protected(self) -> bool:
        return self.reason is Reason.PROTECTED

    @property
    def basis(self) -> LegalBasis:
        """The legal basis (the practice paper, 2.5)."""
        return derive(
            self.consent,
            reason=self.reason,
            stage=self.stage,
            notice_kind=self.notice_kind,
            rents_open=self.rents_open,
            reporter=self.seat,
        )

    def assessment(self, today: date, *, reported_again: bool = False, land: str = "NW") -> Assessment:
        """How urgent this is today, and why."""
        return assess(
            Facts(
                stage=self.stage,
                protected=self.protected,
                grace_days_left=grace_days_left(self.stage, self.stage_on, today, land),
                rents_open=self.rents_open,
                child_under_six=self.child_under_6,
                reported_again=reported_again,
            )
        )


def grace_days_left(stage: Stage, served_on: date | None, today: date, land: str = "NW") -> int | None:
    """Calendar days until the safe day of the Schonfrist, 0 from then until it ends; negative once it has.

    None where no day of service is known.
    """
    if stage is not Stage.SUIT or served_on is None:
        return None
    (grace,) = (one for one in compute("klage_zugestellt", served_on, land=land) if one.kind == SCHONFRIST)
    if grace.ends_on < today:
        return (grace.ends_on - today).days
    return max((grace.safe_on - today).days, 0)


def read_answers(answers: Answers, reporter: Reporter) -> Reported:
    """The typed report. Raises ValueError or KeyError for answers that are not complete."""
    seat = reporter.seat
    if seat is None:
        raise ValueError("nobody reports")
    stage = stage_of(answers)
    if stage is None:
        raise ValueError("no stage")
    landlord, landlord_partner = _landlord(answers, seat)
    return Reported(
        seat=seat,
        stage=stage,
        stage_on=_day(answers),
        stage_when=_when(answers),
        notice_kind=_notice_kind(answers),
        rents_open=RentsOpen(_value(answers, Question.RENTS)) if Question.RENTS in answers else None,
        reason=reason_of(answers),
        household=_household(answers),
        children=_children(answers),
        child_under_6=True if asks_under_6(answers) and UNDER_6 in answers else None,
        municipality=municipality_of(answers, reporter),
        channel=_channel(answers, seat),
        landlord=landlord,
        landlord_partner=landlord_partner,
        consent=_consent(answers, seat),
        request=_request(answers, seat),
        leads=_leads(answers, reporter),
        recipient=_recipient(answers),
    )


def _value(answers: Answers, question: Question) -> str:
    return str(answers[question])


def _day(answers: Answers) -> date | None:
    value = str(answers.get(Question.DAY, UNKNOWN))
    return None if value == UNKNOWN else date.fromisoformat(value)


def _when(answers: Answers) -> When | None:
    value = str(answers.get(Question.WHEN, UNKNOWN))
    return None if value == UNKNOWN else When(value)


def _notice_kind(answers: Answers) -> NoticeKind | None:
    value = answers.get(Question.STAGE)
    return NoticeKind(str(value)) if value in tuple(NoticeKind) else None


def reason_of(answers: Answers) -> Reason:
    """Arrears are their own reason; courts tell the bodies that pay of suits for arrears (§ 22 IX SGB II)."""
    if Question.REASON in answers:
        return Reason(_value(answers, Question.REASON))
    known = stage_of(answers) is Stage.ARREARS or answers.get(Question.SOURCE) == Channel.COURT
    return Reason.RENT_ARREARS if known else Reason.UNKNOWN


def _household(answers: Answers) -> Household:
    if Question.MINORS in answers:
        children = answers[Question.MINORS] == "yes"
        return Household.WITH_CHILDREN if children else Household.UNKNOWN
    return Household(_value(answers, Question.HOUSEHOLD))


def _children(answers: Answers) -> int | None:
    if Question.MINORS in answers:
        return 0 if answers[Question.MINORS] == "no" else None
    value = str(answers.get(Question.CHILDREN, UNKNOWN))
    return None if value == UNKNOWN else int(value)


def _channel(answers: Answers, seat: Seat) -> Channel:
    if seat is Seat.LANDLORD:
        return Channel.LANDLORD
    asked = Question.SOURCE if seat is Seat.BENEFITS else Question.CHANNEL
    return Channel(str(answers.get(asked, Channel.HOUSEHOLD)))


def _landlord(answers: Answers, seat: Seat) -> tuple[Landlord, PartnerId | None]:
    value = str(answers.get(Question.LANDLORD, UNKNOWN))
    if seat is Seat.LANDLORD:
        return Landlord.PARTNER, None
    if value in (OUTSIDE, UNKNOWN):
        return Landlord(value), None
    return Landlord.PARTNER, PartnerId(int(value))


def _consent(answers: Answers, seat: Seat) -> HouseholdAnswer | None:
    if seat is Seat.BENEFITS:
        return HouseholdAnswer.STATUTORY
    value = answers.get(Question.CONSENT)
    return None if value is None else HouseholdAnswer(str(value))


def _request(answers: Answers, seat: Seat) -> Request | None:
    """A landlord and a body that pays ask for contact with the household unless they say otherwise."""
    if Question.REQUEST in answers:
        return Request(_value(answers, Question.REQUEST))
    return None if seat is Seat.HELP and Question.LEAD not in answers else Request.CONTACT


def _leads(answers: Answers, reporter: Reporter) -> bool:
    if answers.get(Question.PLACE) == ELSEWHERE or reporter.seat is Seat.LANDLORD:
        return answers.get(Question.LEAD) == MYSELF
    return municipality_of(answers, reporter) in reporter.helps_in or answers.get(Question.LEAD) == MYSELF


def _recipient(answers: Answers) -> ResponsibilityId | None:
    value = answers.get(Question.RECIPIENT)
    return None if value is None else ResponsibilityId(int(value))
