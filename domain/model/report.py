"""The report as a form: what may be answered, what still applies after a change, which step comes next.

It knows nothing about chats. Source: the practice paper, 2.2 to 2.4.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from domain.model.dates import read_date
from domain.model.errors import NotUnderstood
from domain.model.legal_basis import ANSWERS
from domain.model.report_questions import (
    ELSEWHERE,
    MYSELF,
    OFFICE,
    OUTSIDE,
    UNDER_6,
    UNKNOWN,
    Answers,
    Question,
    Reporter,
    asks_under_6,
    direction_of,
    municipality_of,
    path,
    stage_of,
)
from domain.model.stage import (
    LANDLORD_REQUESTS,
    Channel,
    Household,
    NoticeKind,
    Reason,
    RentsOpen,
    Seat,
    Stage,
    When,
    help_requests,
)

Given = dict[str, str | int | None]
OLDEST_DAYS: Final = 3660
FARTHEST_DAYS: Final = 730
_NOTICES: Final = tuple(NoticeKind)
_STAGES: Final = (
    Stage.EARLY,
    Stage.ARREARS,
    Stage.WARNING,
    *_NOTICES,
    Stage.SUIT,
    Stage.TITLE,
    Stage.EVICTION_DATE,
    Stage.EVICTED,
    Stage.UNKNOWN,
)
_SOURCES: Final = (Channel.COURT, Channel.BAILIFF, Channel.OTHER, Channel.OTHER_PROVIDER)
_HOUSEHOLDS: Final = (
    Household.SINGLE,
    Household.COUPLE,
    Household.SINGLE_PARENT,
    Household.COUPLE_CHILDREN,
    Household.SEVERAL_ADULTS,
    Household.UNKNOWN,
)
_RENTS: Final = (
    RentsOpen.UNDER_ONE,
    RentsOpen.ONE_TO_TWO,
    RentsOpen.TWO_TO_FOUR,
    RentsOpen.OVER_FOUR,
    RentsOpen.NONE,
    RentsOpen.UNKNOWN,
)
_CHANNELS: Final = (
    Channel.HOUSEHOLD,
    Channel.BENEFITS_OFFICE,
    Channel.YOUTH_OFFICE,
    Channel.OTHER_PROVIDER,
    Channel.OTHER,
)
_FIXED: Final[Mapping[Question, tuple[str, ...]]] = {
    Question.SOURCE: _SOURCES,
    Question.STAGE: _STAGES,
    Question.RENTS: _RENTS,
    Question.REASON: tuple(Reason),
    Question.HOUSEHOLD: _HOUSEHOLDS,
    Question.CHILDREN: ("1", "2", "3", "4", UNKNOWN),
    Question.MINORS: ("yes", "no", UNKNOWN),
    Question.LEAD: (OFFICE, MYSELF),
    Question.CHANNEL: _CHANNELS,
}


def choices(question: Question, answers: Answers, reporter: Reporter) -> tuple[str, ...]:
    """The coded answers that may be tapped; days come besides (`allows`).

    Only the help side begins an accompanied new letting.
    """
    if question is Question.STAGE and reporter.seat is Seat.HELP:
        return (*(str(one) for one in _STAGES), str(Stage.NEW))
    if question in _FIXED:
        return tuple(str(one) for one in _FIXED[question])
    match question:
        case Question.PARTNER:
            return tuple(str(one) for one in reporter.partners)
        case Question.WHEN:
            ahead = direction_of(answers) == "future"
            return (*(tuple(When)[3:] if ahead else tuple(When)[:3]), UNKNOWN)
        case Question.PLACE:
            return (*reporter.places, ELSEWHERE)
        case Question.LANDLORD:
            here = reporter.landlords.get(municipality_of(answers, reporter), ())
            return (*(str(one) for one in here), OUTSIDE, UNKNOWN)
        case Question.CONSENT:
            return tuple(ANSWERS[reporter.seat or Seat.BENEFITS])
        case Question.REQUEST:
            ours = reporter.seat is Seat.LANDLORD
            return tuple(LANDLORD_REQUESTS if ours else help_requests(stage_of(answers) or Stage.UNKNOWN))
    return (UNKNOWN,)


def allows(question: Question, value: str, answers: Answers, reporter: Reporter) -> bool:
    """Whether `value` answers the question."""
    if question is Question.RECIPIENT:
        return value.lstrip("-").isdigit()
    if question is Question.DAY and value != UNKNOWN:
        try:
            _check_day(date.fromisoformat(value), answers, reporter)
        except (ValueError, NotUnderstood):
            return False
        return True
    return value in choices(question, answers, reporter)


def understand(question: Question, text: str, answers: Answers, reporter: Reporter) -> str:
    """The code for a typed answer: only days are typed. Raises NotUnderstood."""
    if question is not Question.DAY:
        raise NotUnderstood("tap")
    day = read_date(text, reporter.today, direction_of(answers))
    if day is None:
        raise NotUnderstood("day")
    _check_day(day, answers, reporter)
    return day.isoformat()


def _check_day(day: date, answers: Answers, reporter: Reporter) -> None:
    if direction_of(answers) == "past":
        if day > reporter.today:
            raise NotUnderstood("day_ahead")
        if day < reporter.today - timedelta(days=OLDEST_DAYS):
            raise NotUnderstood("day")
    elif day < reporter.today:
        raise NotUnderstood("day_behind")
    elif day > reporter.today + timedelta(days=FARTHEST_DAYS):
        raise NotUnderstood("day")


def accept(
    answers: Answers, question: Question, value: str, reporter: Reporter
) -> dict[str, str | int | None]:
    """The answers with this one; those that no longer apply are dropped.

    `UNDER_6` at the question about children is a toggle and leaves it open. Raises NotUnderstood.
    """
    if question not in changeable(answers, reporter):
        raise NotUnderstood("tap")
    kept = {key: one for key, one in answers.items() if key != Question.RECIPIENT}
    if question is Question.CHILDREN and value == UNDER_6 and asks_under_6(answers):
        toggled = {key: one for key, one in kept.items() if key != UNDER_6}
        return toggled if UNDER_6 in kept else {**kept, UNDER_6: "yes"}
    if not allows(question, value, answers, reporter):
        raise NotUnderstood("tap")
    return pruned({**kept, question.value: value}, reporter)


def pruned(answers: Answers, reporter: Reporter) -> Given:
    """Only what is still asked and still a possible answer."""
    kept = dict(answers)
    while True:
        asked = changeable(kept, reporter)
        fit = {
            key: value
            for key, value in kept.items()
            if (key == UNDER_6 and Question.CHILDREN in asked and asks_under_6(kept))
            or (key != UNDER_6 and key in asked and allows(Question(key), str(value), kept, reporter))
        }
        if fit == kept:
            return fit
        kept = fit


def changeable(answers: Answers, reporter: Reporter) -> tuple[Question, ...]:
    """What may be answered now or changed in the overview."""
    helping = (Question.CHANNEL,) if reporter.seat is Seat.HELP else ()
    return (*path(answers, reporter), *helping, Question.RECIPIENT)


def next_question(answers: Answers, reporter: Reporter) -> Question | None:
    """The first question that is open; None when the overview is due."""
    return next((one for one in path(answers, reporter) if one not in answers), None)


def back(question: Question | None, answers: Answers, reporter: Reporter) -> Question | None:
    """The question before this one (None: the overview); None before the first."""
    asked = path(answers, reporter)
    place = len(asked) if question is None else asked.index(question) if question in asked else 0
    return asked[place - 1] if place else None


def position(question: Question | None, answers: Answers, reporter: Reporter) -> tuple[int, int]:
    """Step x of n; the number of children belongs to the household, the overview is the last step."""
    counted = [one for one in path(answers, reporter) if one is not Question.CHILDREN]
    shown = Question.HOUSEHOLD if question is Question.CHILDREN else question
    number = counted.index(shown) + 1 if shown in counted else len(counted) + 1
    return number, len(counted) + 1
