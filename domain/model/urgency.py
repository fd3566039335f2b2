"""How urgent a case is, by hard rules and never by points, always with the reason."""

from dataclasses import dataclass
from enum import StrEnum

from domain.model.stage import RentsOpen, Stage


class Urgency(StrEnum):
    """Dringlichkeit, the most urgent first."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    GREEN = "green"


class UrgencyReason(StrEnum):
    """Why a case has its urgency: the one rule that decided."""

    PROTECTED = "protected"
    EVICTED = "evicted"
    EVICTION_DATE = "eviction_date"
    TITLE = "title"
    GRACE_ENDING = "grace_ending"
    SUIT = "suit"
    NOTICE = "notice"
    TWO_RENTS = "two_rents"
    CHILD_UNDER_SIX = "child_under_six"
    REPORTED_AGAIN = "reported_again"
    BELOW_NOTICE = "below_notice"
    STAGE_UNKNOWN = "stage_unknown"


class OverrideReason(StrEnum):
    """Why somebody sets another urgency by hand; a code, since free text would invite names."""

    LESS_TIME = "less_time"
    MORE_TIME = "more_time"
    SUPPLY_CUT = "supply_cut"
    SETTLING = "settling"
    WRONG_FACTS = "wrong_facts"


GRACE_DAYS_RED = 14
"""A Schonfrist (§ 569 III Nr. 2 BGB) with this many calendar days left, or fewer, makes a case red."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What urgency is judged by. Unknown (None) counts as no; `grace_days_left` are calendar days."""

    stage: Stage
    protected: bool = False
    grace_days_left: int | None = None
    rents_open: RentsOpen | None = None
    child_under_six: bool | None = None
    reported_again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The urgency and the rule that decided it."""

    urgency: Urgency
    reason: UrgencyReason


def assess(facts: Facts) -> Assessment:
    """Judge `facts` by the network's definition of urgency; where several rules apply the first one speaks.

    A Schonfrist that has run out is no longer a reason: nothing can be saved by it in time.
    """
    grace_ending = facts.grace_days_left is not None and 0 <= facts.grace_days_left <= GRACE_DAYS_RED
    below_notice = facts.stage in (Stage.ARREARS, Stage.WARNING)
    rules = (
        (facts.protected, Urgency.RED, UrgencyReason.PROTECTED),
        (facts.stage is Stage.EVICTED, Urgency.RED, UrgencyReason.EVICTED),
        (facts.stage is Stage.EVICTION_DATE, Urgency.RED, UrgencyReason.EVICTION_DATE),
        (facts.stage is Stage.TITLE, Urgency.RED, UrgencyReason.TITLE),
        (grace_ending, Urgency.RED, UrgencyReason.GRACE_ENDING),
        (facts.stage is Stage.SUIT, Urgency.ORANGE, UrgencyReason.SUIT),
        (facts.stage is Stage.NOTICE, Urgency.ORANGE, UrgencyReason.NOTICE),
        (below_notice and _two_rents(facts), Urgency.YELLOW, UrgencyReason.TWO_RENTS),
        (below_notice and bool(facts.child_under_six), Urgency.YELLOW, UrgencyReason.CHILD_UNDER_SIX),
        (below_notice and facts.reported_again, Urgency.YELLOW, UrgencyReason.REPORTED_AGAIN),
        (facts.stage is Stage.UNKNOWN, Urgency.GREEN, UrgencyReason.STAGE_UNKNOWN),
        (True, Urgency.GREEN, UrgencyReason.BELOW_NOTICE),
    )
    return next(Assessment(urgency=urgency, reason=reason) for holds, urgency, reason in rules if holds)


def _two_rents(facts: Facts) -> bool:
    return facts.rents_open is not None and facts.rents_open.two_or_more
