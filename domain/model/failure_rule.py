"""The failure rule (Scheitern): what partners agree beforehand for the day on which it does not work.

Source: the minutes ("hardly any project deals with failure, and there the quality of a cooperation shows"),
domain paper, section 12: trigger, who is told, case conference, fallback plan. An agreement carries one; a
failure run copies it when it starts. A case without an agreement runs by `USUAL`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.model.stage import Seat

MOST_STEPS: Final = 12
LONGEST_WORKING_DAYS: Final = 60


class Trigger(StrEnum):
    """What proposes a failure run; a person confirms it."""

    COMMITMENT_BROKEN = "commitment_broken"
    CONTACT_LOST = "contact_lost"
    NEW_NOTICE = "new_notice"
    EVICTION_DATE = "eviction_date"
    DANGER = "danger"
    PARTNER_LEAVES = "partner_leaves"


class FailureRole(StrEnum):
    """Who does something; the person behind it is looked up anew each time."""

    LANDLORD = "landlord"
    HELP = "help"
    BENEFITS = "benefits"
    COORDINATOR = "coordinator"

    @property
    def seat(self) -> Seat | None:
        """The seat on a case that fills this role; None for the coordinator, who has none."""
        return _SEATS.get(self)


_SEATS: Final = {FailureRole(one.value): one for one in Seat}


class Task(StrEnum):
    """What a step asks for."""

    CALL_FIRST = "call_first"
    SEE_HOUSEHOLD = "see_household"
    INFORM_ALL = "inform_all"
    HOLD_STEPS = "hold_steps"
    CASE_CONFERENCE = "case_conference"
    CHECK_BENEFITS = "check_benefits"
    SECURE_FALLBACK = "secure_fallback"
    CHECK_DEADLINES = "check_deadlines"
    DECIDE = "decide"
    HAND_OVER = "hand_over"


class Record(StrEnum):
    """What must be recorded when a step is done: coded, or a day."""

    DONE = "done"
    REACHED = "reached"
    DAY = "day"
    DECISION = "decision"
    FALLBACK = "fallback"


class Fallback(StrEnum):
    """Where the household sleeps if the tenancy cannot be kept."""

    OTHER_FLAT = "other_flat"
    MAIN_LEASE = "main_lease"
    SHELTER = "shelter"
    FAMILY = "family"
    NOT_YET = "not_yet"


class Cost(StrEnum):
    """What failure can cost; who bears it is agreed, amounts are not kept."""

    RENT_LOSS = "rent_loss"
    DAMAGE = "damage"
    CLEARING = "clearing"
    COURT = "court"
    SHELTER = "shelter"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRule:
    """One step: due `within_days` working days after the start; `in_order` waits for the step before it."""

    task: Task
    role: FailureRole
    within_days: int
    record: Record = Record.DONE
    mandatory: bool = True
    in_order: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureRule:
    """Agreed beforehand. Hours are working hours, days working days.

    `first_call` is rung within `first_call_hours`; the landlord's fixed contact reacts within
    `guarantee_hours`; the review is published within `review_days` after the run has ended.
    """

    triggers: frozenset[Trigger]
    lost_after_tries: int
    first_call: FailureRole
    first_call_hours: int
    steps: tuple[StepRule, ...]
    guarantee_hours: int
    fallback: Fallback
    costs: Mapping[Cost, FailureRole]
    review_days: int


USUAL: Final = FailureRule(
    triggers=frozenset(Trigger),
    lost_after_tries=3,
    first_call=FailureRole.LANDLORD,
    first_call_hours=8,
    steps=(
        StepRule(task=Task.CALL_FIRST, role=FailureRole.HELP, within_days=1, record=Record.REACHED),
        StepRule(task=Task.HOLD_STEPS, role=FailureRole.LANDLORD, within_days=1, record=Record.DECISION),
        StepRule(task=Task.SEE_HOUSEHOLD, role=FailureRole.HELP, within_days=3, record=Record.REACHED),
        StepRule(task=Task.CHECK_BENEFITS, role=FailureRole.BENEFITS, within_days=3, mandatory=False),
        StepRule(task=Task.CASE_CONFERENCE, role=FailureRole.COORDINATOR, within_days=5, record=Record.DAY),
        StepRule(task=Task.SECURE_FALLBACK, role=FailureRole.HELP, within_days=7, record=Record.FALLBACK),
        StepRule(
            task=Task.DECIDE, role=FailureRole.HELP, within_days=10, record=Record.DECISION, in_order=True
        ),
    ),
    guarantee_hours=8,
    fallback=Fallback.SHELTER,
    costs={},
    review_days=20,
)
"""Without an agreement: both contacts and the coordinator speak within one working day (practice, 1)."""
