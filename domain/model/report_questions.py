"""The questions of a report: who is asked what, as the answers given so far unfold it.

Source: the practice paper, 2.2 to 2.4. Answers are codes by question, as they are kept in a draft.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from domain.model.dates import Direction
from domain.model.ids import MunicipalityId, PartnerId
from domain.model.legal_basis import HouseholdAnswer
from domain.model.stage import (
    Channel,
    Household,
    NoticeKind,
    Reason,
    Seat,
    Stage,
)

Answers = Mapping[str, str | int | None]
UNKNOWN: Final = "unknown"
ELSEWHERE: Final = "elsewhere"
OUTSIDE: Final = "outside"
UNDER_6: Final = "under_6"
OFFICE: Final = "office"
MYSELF: Final = "myself"


class Question(StrEnum):
    """A step of the report. `CHANNEL` and `RECIPIENT` are never asked, only changed in the overview."""

    PARTNER = "partner"
    SOURCE = "source"
    STAGE = "stage"
    DAY = "day"
    WHEN = "when"
    RENTS = "rents"
    REASON = "reason"
    HOUSEHOLD = "household"
    CHILDREN = "children"
    MINORS = "minors"
    PLACE = "place"
    LANDLORD = "landlord"
    LEAD = "lead"
    CONSENT = "consent"
    REQUEST = "request"
    CHANNEL = "channel"
    RECIPIENT = "recipient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """What the form must know of whoever reports, today.

    `seat`: which of the three forms is theirs; None until a coordinator has said for which of
    `partners` the report is made by telephone. `only_place`: the partner works in one municipality
    only and is not asked. `helps_in`: where the partner holds Wohnungssicherung (R1). `landlords`:
    the landlord partners with a responsibility, by municipality; None is for elsewhere.
    """

    seat: Seat | None
    today: date
    places: tuple[MunicipalityId, ...]
    only_place: MunicipalityId | None = None
    helps_in: frozenset[MunicipalityId] = frozenset()
    landlords: Mapping[MunicipalityId | None, tuple[PartnerId, ...]] = field(default_factory=dict)
    partners: tuple[PartnerId, ...] = ()


_DATED: Final = (Stage.NOTICE, Stage.SUIT, Stage.TITLE, Stage.EVICTION_DATE, Stage.EVICTED)
_NOTICE_KINDS: Final = frozenset(NoticeKind)
_BELOW_NOTICE: Final = (Stage.EARLY, Stage.ARREARS, Stage.WARNING)
_SOURCE_STAGES: Final = {Channel.COURT: Stage.SUIT, Channel.BAILIFF: Stage.EVICTION_DATE}


def stage_of(answers: Answers) -> Stage | None:
    """The stage, as far as it has been answered."""
    if answers.get(Question.SOURCE) in _SOURCE_STAGES:
        return _SOURCE_STAGES[Channel(str(answers[Question.SOURCE]))]
    if Question.STAGE not in answers:
        return None
    value = str(answers[Question.STAGE])
    return Stage.NOTICE if value in _NOTICE_KINDS else Stage(value)


def is_protected(answers: Answers) -> bool:
    """Whether the reason may not be named (Vertraulich)."""
    return answers.get(Question.REASON) == Reason.PROTECTED


def asks_under_6(answers: Answers) -> bool:
    """Whether a child under 6 matters: only below a notice."""
    return stage_of(answers) in _BELOW_NOTICE


def direction_of(answers: Answers) -> Direction:
    """Only an eviction date lies ahead."""
    return "future" if stage_of(answers) is Stage.EVICTION_DATE else "past"


def path(answers: Answers, reporter: Reporter) -> tuple[Question, ...]:
    """Every question of this report in order. What is still open counts as it usually turns out."""
    opening = (Question.PARTNER,) if reporter.partners else ()
    if reporter.seat is None:
        return opening
    if reporter.seat is Seat.BENEFITS:
        return (*opening, *_minimal(answers, reporter))
    closing = _landlord_closing if reporter.seat is Seat.LANDLORD else _help_closing
    return (*opening, *_tenancy(answers, reporter), *closing(answers, reporter))


def _tenancy(answers: Answers, reporter: Reporter) -> Iterator[Question]:
    stage = stage_of(answers)
    yield Question.STAGE
    if stage is None or stage in _DATED:
        yield Question.DAY
    elif stage in (Stage.ARREARS, Stage.WARNING):
        yield Question.RENTS
    if stage not in (Stage.ARREARS, Stage.NEW):
        yield Question.REASON
    yield Question.HOUSEHOLD
    if Household(str(answers.get(Question.HOUSEHOLD, UNKNOWN))).has_children:
        yield Question.CHILDREN
    if reporter.only_place is None:
        yield Question.PLACE


def _landlord_closing(answers: Answers, _reporter: Reporter) -> Iterator[Question]:
    if not is_protected(answers):
        yield Question.CONSENT
        yield Question.REQUEST


def _help_closing(answers: Answers, reporter: Reporter) -> Iterator[Question]:
    if is_protected(answers):
        return
    if not _holds_help(answers, reporter):
        yield Question.LEAD
        return
    yield Question.LANDLORD
    if answers.get(Question.LANDLORD) not in (OUTSIDE, UNKNOWN):
        yield Question.CONSENT
        if answers.get(Question.CONSENT) not in (HouseholdAnswer.NO, HouseholdAnswer.NOT_ASKED):
            yield Question.REQUEST


def _minimal(answers: Answers, reporter: Reporter) -> Iterator[Question]:
    """For the bodies that pay: no exact day, no household, and never a landlord as recipient."""
    stage = stage_of(answers)
    yield Question.SOURCE
    asked = answers.get(Question.SOURCE) in (Channel.OTHER, Channel.OTHER_PROVIDER)
    if asked:
        yield Question.STAGE
    if stage in _DATED or not asked:
        yield Question.WHEN
    if asked and stage is not Stage.ARREARS:
        yield Question.REASON
    if reporter.only_place is None:
        yield Question.PLACE
    yield Question.MINORS


def _holds_help(answers: Answers, reporter: Reporter) -> bool:
    place = municipality_of(answers, reporter)
    return bool(reporter.helps_in) if _is_open(answers, reporter) else place in reporter.helps_in


def _is_open(answers: Answers, reporter: Reporter) -> bool:
    return reporter.only_place is None and Question.PLACE not in answers


def municipality_of(answers: Answers, reporter: Reporter) -> MunicipalityId | None:
    """Where the home is; None while that is open, and for elsewhere."""
    value = answers.get(Question.PLACE, reporter.only_place)
    return None if value is None or value == ELSEWHERE else MunicipalityId(str(value))
