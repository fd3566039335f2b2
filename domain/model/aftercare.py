"""Aftercare: when each side is asked how a tenancy goes on, and what an answer means.

Source: the practice paper, section 5. Windows are calendar days, both ends included.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.model.calendar import WorkCalendar
from domain.model.months import add_months


class Horizon(StrEnum):
    """How long after the end of a case a window lies."""

    DAYS_14 = "days_14"
    MONTHS_1 = "months_1"
    MONTHS_3 = "months_3"
    MONTHS_6 = "months_6"
    MONTHS_12 = "months_12"
    MONTHS_24 = "months_24"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days in which a check-in belongs: aimed at `target_on`, from `opens_on` to `closes_on`."""

    horizon: Horizon
    target_on: date
    opens_on: date
    closes_on: date


_MONTHS_AFTER: Final = {
    Horizon.MONTHS_1: 1,
    Horizon.MONTHS_3: 3,
    Horizon.MONTHS_6: 6,
    Horizon.MONTHS_12: 12,
    Horizon.MONTHS_24: 24,
}
_DAYS_AROUND: Final = {
    Horizon.DAYS_14: (2, 5),
    Horizon.MONTHS_1: (3, 7),
    Horizon.MONTHS_3: (7, 14),
    Horizon.MONTHS_6: (14, 21),
    Horizon.MONTHS_12: (14, 21),
    Horizon.MONTHS_24: (14, 21),
    Horizon.YEARLY: (14, 21),
}


def plan(ended_on: date) -> tuple[Window, ...]:
    """The six windows after a case that ended on `ended_on`, each counted from that day (§ 188 BGB)."""
    months = (_around(horizon, add_months(ended_on, number)) for horizon, number in _MONTHS_AFTER.items())
    return (_around(Horizon.DAYS_14, ended_on + timedelta(days=14)), *months)


def yearly(ended_on: date, years: int) -> Window:
    """The window of the yearly sign, from the third year on while the responsibility exists."""
    if years < 3:
        raise ValueError("the yearly sign starts when the plan has ended, in the third year")
    return _around(Horizon.YEARLY, add_months(ended_on, 12 * years))


def ask_on(window: Window, calendar: WorkCalendar) -> date:
    """The working day on which to ask: the last one up to the target, else the first one after it."""
    early = calendar.last_working_day(window.target_on)
    return early if early >= window.opens_on else calendar.next_working_day(window.target_on)


def bring_forward(planned: Window, answered_on: date, months: int = 1) -> Window:
    """The window after a minor trouble: so many months after the answer, unless it was planned earlier."""
    target = add_months(answered_on, months)
    if planned.target_on <= target:
        return planned
    return replace(_around(Horizon.MONTHS_1, target), horizon=planned.horizon)


def _around(horizon: Horizon, target: date) -> Window:
    before, after = _DAYS_AROUND[horizon]
    return Window(
        horizon=horizon,
        target_on=target,
        opens_on=target - timedelta(days=before),
        closes_on=target + timedelta(days=after),
    )


class Result(StrEnum):
    """What a check-in comes to. Silence is `NO_ANSWER`, never "stable"."""

    STABLE = "stable"
    MINOR = "minor"
    RELAPSE = "relapse"
    NOT_REACHED = "not_reached"
    ENDED = "ended"
    NO_ANSWER = "no_answer"


class LandlordAnswer(StrEnum):
    """What the landlord's side taps."""

    ALL_WELL = "all_well"
    PAID_LATE = "paid_late"
    NEW_ARREARS = "new_arrears"
    ARREARS_UNDER_ONE = "arrears_under_1"
    ARREARS_ONE_OR_MORE = "arrears_1_or_more"
    COMPLAINTS = "complaints"
    NEW_NOTICE = "new_notice"
    TENANCY_ENDED = "tenancy_ended"
    PLEASE_CALL = "please_call"
    LATER = "later"


class HelpAnswer(StrEnum):
    """What the help side taps."""

    STABLE = "stable"
    MINOR = "minor"
    RELAPSE = "relapse"
    NOT_REACHED = "not_reached"
    MOVED = "moved"
    ENDED_ON_WISH = "ended_on_wish"
    LATER = "later"


class HelpNeed(StrEnum):
    """What is needed after a minor trouble."""

    BENEFITS = "benefits"
    CONFLICT = "conflict"
    VISIT = "visit"
    CALL_LANDLORD = "call_landlord"
    NOTHING = "nothing"


class FollowUp(StrEnum):
    """The second tap that an answer asks for."""

    ARREARS_SIZE = "arrears_size"
    NEED = "need"
    STAGE = "stage"


class Tells(StrEnum):
    """How the help side hears of a landlord's answer."""

    AT_ONCE = "at_once"
    IN_DIGEST = "in_digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What follows from an answer.

    `result` None leaves the check-in open: a second tap is needed (`follow_up`) or it is asked
    again. A relapse reopens the case; H answers within `RELAPSE_WORKING_DAYS`. A minor trouble
    brings the next window forward. `ends` stops the aftercare of this household.
    """

    result: Result | None = None
    follow_up: FollowUp | None = None
    tells_help: Tells | None = None
    ends: bool = False
    asked_again: bool = False

    @property
    def reopens(self) -> bool:
        """Whether the case is open again."""
        return self.result is Result.RELAPSE

    @property
    def brings_forward(self) -> bool:
        """Whether the next window moves to one month from now."""
        return self.result is Result.MINOR


_LANDLORD_MEANINGS: Final = {
    LandlordAnswer.ALL_WELL: Meaning(result=Result.STABLE),
    LandlordAnswer.PAID_LATE: Meaning(result=Result.MINOR, tells_help=Tells.IN_DIGEST),
    LandlordAnswer.NEW_ARREARS: Meaning(follow_up=FollowUp.ARREARS_SIZE),
    LandlordAnswer.ARREARS_UNDER_ONE: Meaning(result=Result.MINOR, tells_help=Tells.IN_DIGEST),
    LandlordAnswer.ARREARS_ONE_OR_MORE: Meaning(result=Result.RELAPSE, tells_help=Tells.AT_ONCE),
    LandlordAnswer.COMPLAINTS: Meaning(result=Result.MINOR, tells_help=Tells.IN_DIGEST),
    LandlordAnswer.NEW_NOTICE: Meaning(result=Result.RELAPSE, tells_help=Tells.AT_ONCE),
    LandlordAnswer.TENANCY_ENDED: Meaning(result=Result.ENDED, tells_help=Tells.IN_DIGEST, ends=True),
    LandlordAnswer.PLEASE_CALL: Meaning(tells_help=Tells.AT_ONCE, asked_again=True),
    LandlordAnswer.LATER: Meaning(asked_again=True),
}
_HELP_MEANINGS: Final = {
    HelpAnswer.STABLE: Meaning(result=Result.STABLE),
    HelpAnswer.MINOR: Meaning(result=Result.MINOR, follow_up=FollowUp.NEED),
    HelpAnswer.RELAPSE: Meaning(result=Result.RELAPSE, follow_up=FollowUp.STAGE),
    HelpAnswer.NOT_REACHED: Meaning(asked_again=True),
    HelpAnswer.MOVED: Meaning(result=Result.ENDED, ends=True),
    HelpAnswer.ENDED_ON_WISH: Meaning(result=Result.ENDED, ends=True),
    HelpAnswer.LATER: Meaning(asked_again=True),
}


RELAPSE_WORKING_DAYS: Final = 1
CONTRADICTION_WORKING_DAYS: Final = 2
CONSENT_ASKED_AGAIN_WORKING_DAYS: Final = 5
_NOT_REACHED_WORKING_DAYS: Final = (3, 5)
_LATER_WORKING_DAYS: Final = 3
_LATER_AT_MOST: Final = 2
_REMINDER_WORKING_DAYS: Final = (5, 10)


def landlord_meaning(answer: LandlordAnswer) -> Meaning:
    """What a landlord's tap means."""
    return _LANDLORD_MEANINGS[answer]


def help_meaning(answer: HelpAnswer, *, attempts: int = 0) -> Meaning:
    """What a tap of the help side means; `attempts` counts earlier "nicht erreicht" of this check-in."""
    if answer is HelpAnswer.NOT_REACHED and attempts >= len(_NOT_REACHED_WORKING_DAYS):
        return Meaning(result=Result.NOT_REACHED)
    return _HELP_MEANINGS[answer]


def contradicts(landlord: Result | None, help_side: Result | None) -> bool:
    """Whether the landlord reports trouble while the help side says stable: H is asked to check.

    The answer is due within `CONTRADICTION_WORKING_DAYS`; L never sees what H said.
    """
    return landlord in (Result.MINOR, Result.RELAPSE) and help_side is Result.STABLE


def not_reached_again_at(attempts: int, at: datetime, calendar: WorkCalendar) -> datetime | None:
    """When to ask again after the `attempts`-th "nicht erreicht"; None when that one is the result."""
    if attempts > len(_NOT_REACHED_WORKING_DAYS):
        return None
    return calendar.add_working_days(at, _NOT_REACHED_WORKING_DAYS[attempts - 1])


def later_at(postponed: int, at: datetime, closes_on: date, calendar: WorkCalendar) -> datetime | None:
    """When "später fragen" asks again, `postponed` times having been used; None if it is not offered.

    Three working days, at most twice, and only inside the window.
    """
    again_at = calendar.add_working_days(at, _LATER_WORKING_DAYS)
    if postponed >= _LATER_AT_MOST or calendar.local(again_at).date() > closes_on:
        return None
    return again_at


def reminders_at(asked_at: datetime, closes_on: date, calendar: WorkCalendar) -> tuple[datetime, ...]:
    """When the asked person is reminded and then the deputy is asked; fewer where the window is short.

    After five and ten working days; where the window ends earlier, on its last working day.
    """
    last = calendar.last_working_day(closes_on)
    last_at = calendar.moment(last, calendar.local(calendar.working_moment(asked_at)).time())
    first, second = (
        min(calendar.add_working_days(asked_at, days), last_at) for days in _REMINDER_WORKING_DAYS
    )
    return tuple(at for at, before in ((first, asked_at), (second, first)) if at > before)
