"""The ladder: who is asked next while nobody has taken a referral, and until when.

Source: the network's rules. Contact, deputy, the partner's group, the coordinator; delays in
working time by urgency; a step that cannot answer in time is skipped at once, with its reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.model.calendar import WorkCalendar
from domain.model.case import Step
from domain.model.ids import ChatId, PersonId
from domain.model.urgency import Urgency

RED_HOURS: Final = 4
"""Network hours of a step at red urgency."""

STEP_WORKING_DAYS: Final = {Urgency.ORANGE: 1, Urgency.YELLOW: 2, Urgency.GREEN: 5}
"""Working days of a step at the other urgencies."""

CALL_ATTEMPTS: Final = 2
"""How often a person without Telegram is rung before the next step (the practice paper, R10)."""


class Skip(StrEnum):
    """Why a step is passed over."""

    EMPTY = "empty"
    ABSENT = "absent"
    UNREACHABLE = "unreachable"
    SAME_PERSON = "same_person"
    PROTECTED = "protected"
    AWAY_TOO_LONG = "away_too_long"


class Way(StrEnum):
    """How somebody is asked: in the private chat, by a call task, in the group."""

    CHAT = "chat"
    CALL = "call"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Whom a step would ask.

    `skip` says why it cannot be asked at all. `works` is the person's own calendar, after which
    a message would wait for them; None, as for a call, means there is nothing to wait for.
    """

    step: Step
    way: Way = Way.CHAT
    person: PersonId | None = None
    chat: ChatId | None = None
    skip: Skip | None = None
    works: WorkCalendar | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The step to take now. Its clock runs from `begins_at`, when its notice can be delivered.

    Red urgency waits for nobody's window: it begins at once. `target` None at the last step means
    that there is nobody left to ask at all.
    """

    step: Step
    target: Target | None
    begins_at: datetime
    due_at: datetime
    skipped: tuple[tuple[Step, Skip], ...] = ()


def due_at(step: Step, started_at: datetime, urgency: Urgency, calendar: WorkCalendar) -> datetime:
    """When a step that started at `started_at` ends; the last step repeats every working day."""
    if step is Step.COORDINATOR:
        return calendar.add_working_days(started_at, 1)
    if urgency is Urgency.RED:
        return calendar.add_working_time(started_at, RED_HOURS)
    return calendar.add_working_days(started_at, STEP_WORKING_DAYS[urgency])


def next_step(
    after: Step | None,
    targets: Sequence[Target],
    now: datetime,
    urgency: Urgency,
    calendar: WorkCalendar,
) -> Decision:
    """The first step after `after` (None: from the bottom) that can answer in time.

    The coordinator's step is never skipped and follows itself. A step without a target is empty;
    whoever was a target further down is not asked a second time.
    """
    step = _following(after)
    target = next((each for each in targets if each.step is step), None)
    window_at = now if target is None or target.works is None else target.works.next_window(now)
    reason = _reason_to_skip(target, targets, window_at, due_at(step, now, urgency, calendar))
    if reason is not None and step is not Step.COORDINATOR:
        later = next_step(step, targets, now, urgency, calendar)
        return replace(later, skipped=((step, reason), *later.skipped))
    begins_at = now if urgency is Urgency.RED else window_at
    return Decision(
        step=step,
        target=None if reason in _NOBODY else target,
        begins_at=begins_at,
        due_at=due_at(step, begins_at, urgency, calendar),
    )


def next_call_at(missed_at: datetime, calendar: WorkCalendar) -> datetime:
    """The next working morning, when somebody who was not reached is rung again (R10)."""
    day = calendar.next_working_day(calendar.local(missed_at).date())
    return calendar.moment(day, calendar.opens)


_ORDER: Final = tuple(Step)
_NOBODY: Final = (Skip.EMPTY, Skip.ABSENT, Skip.UNREACHABLE, Skip.PROTECTED)


def _following(after: Step | None) -> Step:
    place = 0 if after is None else _ORDER.index(after) + 1
    return _ORDER[min(place, len(_ORDER) - 1)]


def _reason_to_skip(
    target: Target | None, targets: Sequence[Target], window_at: datetime, ends_at: datetime
) -> Skip | None:
    if target is None:
        return Skip.EMPTY
    if target.skip is not None:
        return target.skip
    below = {each.person for each in targets if _ORDER.index(each.step) < _ORDER.index(target.step)}
    if target.person is not None and target.person in below:
        return Skip.SAME_PERSON
    return Skip.AWAY_TOO_LONG if window_at > ends_at else None
