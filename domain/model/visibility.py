"""Who reads what of a case: one table of relation x field, narrowed by consent and protection.

Source: the practice paper, 2.5 (before acceptance), R8, R11 and P14.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from domain.model.case import CaseOutline, EventKind
from domain.model.legal_basis import BasisKind
from domain.model.rights import Relation
from domain.model.stage import Outcome, OutcomeGroup, Seat


class Field(StrEnum):
    """What a card can say. `CHILDREN` covers their number and the type of a household that has any."""

    STAGE = "stage"
    STAGE_DAY = "stage_day"
    RENTS_OPEN = "rents_open"
    MUNICIPALITY = "municipality"
    HOUSEHOLD = "household"
    WITH_CHILDREN = "with_children"
    CHILDREN = "children"
    REASON = "reason"
    REQUEST = "request"
    URGENCY = "urgency"
    OVERRIDE = "override"
    ASKED_BY = "asked_by"
    NAMING = "naming"
    WHO_HAS = "who_has"
    WHO_MOVES = "who_moves"
    CONTACT = "contact"
    INFORMED = "informed"
    FOLLOW_UP = "follow_up"
    ENDING = "ending"
    OUTCOME = "outcome"
    AFTERCARE = "aftercare"
    DEADLINES = "deadlines"
    COMMITMENTS = "commitments"
    FAILURE = "failure"


class Ending(StrEnum):
    """How an outcome reads to somebody who may not know where a household went (R11)."""

    KEPT = "kept"
    KEPT_AGREED = "kept_agreed"
    MOVED = "moved"
    TENANCY_ENDED = "tenancy_ended"
    CLOSED = "closed"


F, R = Field, Relation  # the table below is read as a table
_MOVES = frozenset({F.WHO_HAS, F.WHO_MOVES})
_REQUEST = frozenset(
    {
        F.STAGE,
        F.STAGE_DAY,
        F.MUNICIPALITY,
        F.WITH_CHILDREN,
        F.REASON,
        F.REQUEST,
        F.URGENCY,
        F.ASKED_BY,
        F.NAMING,
        F.WHO_MOVES,
    }
)

VISIBLE: Final[dict[Relation, frozenset[Field]]] = {
    R.HELP: frozenset(Field),
    R.LANDLORD: _REQUEST
    | _MOVES
    | {F.HOUSEHOLD, F.RENTS_OPEN, F.INFORMED, F.AFTERCARE, F.COMMITMENTS, F.FAILURE},
    R.BENEFITS: _REQUEST | _MOVES | {F.CHILDREN, F.INFORMED, F.ENDING, F.DEADLINES, F.COMMITMENTS, F.FAILURE},
    R.ASKED: _REQUEST | {F.HOUSEHOLD, F.OVERRIDE, F.DEADLINES},
    R.REPORTER: _MOVES
    | {F.STAGE, F.MUNICIPALITY, F.HOUSEHOLD, F.WITH_CHILDREN, F.CHILDREN, F.REQUEST, F.NAMING, F.ENDING},
    R.COORDINATOR: _MOVES
    | {F.STAGE, F.MUNICIPALITY, F.URGENCY, F.OVERRIDE, F.ENDING, F.DEADLINES, F.FAILURE},
    R.COLLEAGUE: frozenset({F.WHO_HAS}),
    R.NONE: frozenset(),
}
"""Without consent of the household and before anything else is known."""

WITH_CONSENT: Final = frozenset({F.CONTACT, F.ENDING})
"""What the landlord reads beyond that once the household agrees (R11)."""

_OVERSEEN = frozenset(
    {
        EventKind.REPORTED,
        EventKind.REFERRED,
        EventKind.ACCEPTED,
        EventKind.ACCEPTED_BY_PROXY,
        EventKind.DECLINED,
        EventKind.FORWARDED,
        EventKind.RETURNED,
        EventKind.UNDONE,
        EventKind.NOT_WORKING,
        EventKind.CLOSED,
        EventKind.REOPENED,
        EventKind.FAILURE_ENDED,
        EventKind.FAILURE_RETURNED,
        EventKind.FAILURE_PUBLISHED,
        EventKind.FAILURE_CANCELLED,
    }
)
_LADDER = frozenset(
    {
        EventKind.STEP_SKIPPED,
        EventKind.STEP_CLIMBED,
        EventKind.CALL_MISSED,
        EventKind.PROMISE_MOVED,
        EventKind.PROMISE_PASSED,
        EventKind.SEAT_CHANGED,
        EventKind.CHECK_IN_SILENT,
        EventKind.NOT_DELIVERED,
        EventKind.FAILURE_PROPOSED,
        EventKind.FAILURE_DISMISSED,
        EventKind.GUARANTEE_ASKED,
        EventKind.GUARANTEE_KEPT,
        EventKind.GUARANTEE_BROKEN,
    }
)
_TALK = frozenset(
    {
        EventKind.QUESTION_ASKED,
        EventKind.PROMISE_MOVED,
        EventKind.NOTE,
        EventKind.NOTE_WITHDRAWN,
        EventKind.STAGE_CHANGED,
        EventKind.CONSENT_GIVEN,
        EventKind.CONSENT_WITHDRAWN,
        EventKind.HOUSEHOLD_INFORMED,
    }
)

HISTORY: Final[dict[Relation, frozenset[EventKind]]] = {
    R.HELP: frozenset(EventKind),
    R.LANDLORD: _OVERSEEN | _TALK,
    R.BENEFITS: _OVERSEEN | _TALK,
    R.ASKED: frozenset({EventKind.REPORTED, EventKind.REFERRED, EventKind.CLOSED, EventKind.REOPENED}),
    R.REPORTER: _OVERSEEN,
    R.COORDINATOR: _OVERSEEN | _LADDER,
    R.COLLEAGUE: frozenset(),
    R.NONE: frozenset(),
}
"""Which lines of the history each relation reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What of a case decides about reading it, apart from who reads. `agreed`: the household still does."""

    side: Seat
    agreed: bool = False
    protected: bool = False
    landlord_hears_details: bool = False
    exchange: bool = True

    @staticmethod
    def of(case: CaseOutline) -> "Circumstances":
        """`landlord_hears_details` as `LegalBasis` has it: the household agreed, to this landlord."""
        agreed = case.basis in (BasisKind.CONSENT, BasisKind.RELEASE) and case.withdrawn_at is None
        return Circumstances(
            side=case.side,
            agreed=agreed,
            protected=case.protected,
            landlord_hears_details=agreed and case.landlord_may_know,
            exchange=case.withdrawn_at is None,
        )


@lru_cache(maxsize=4096)  # of the few ways in which somebody can stand to a case
def visible(relations: frozenset[Relation], circumstances: Circumstances) -> frozenset[Field]:
    """Everything that somebody with these relations may read, today."""
    fields = (_of_relation(relation, circumstances) for relation in relations)
    return frozenset[Field]().union(*fields)


def _of_relation(relation: Relation, circumstances: Circumstances) -> frozenset[Field]:
    fields = VISIBLE[relation]
    if not circumstances.exchange and relation not in (R.HELP, R.ASKED, R.COORDINATOR):
        return frozenset()
    if circumstances.protected and relation is R.COORDINATOR:
        return fields - {F.STAGE, F.MUNICIPALITY, F.URGENCY, F.OVERRIDE, F.DEADLINES}
    if relation is R.LANDLORD:
        own = {F.CHILDREN} if circumstances.side is Seat.LANDLORD else set()
        return fields | own | (WITH_CONSENT if circumstances.landlord_hears_details else frozenset())
    if relation is R.REPORTER and circumstances.side is Seat.LANDLORD:
        return fields if circumstances.landlord_hears_details else fields - WITH_CONSENT
    return fields


def read_history(relations: frozenset[Relation], circumstances: Circumstances) -> frozenset[EventKind]:
    """The kinds of events that somebody with these relations may read."""
    kinds = {kind for relation in relations for kind in HISTORY[relation]}
    if R.LANDLORD in relations and circumstances.landlord_hears_details:
        kinds.add(EventKind.PROGRESS)
    if not circumstances.exchange and not relations & {R.HELP, R.COORDINATOR}:
        return frozenset()
    return frozenset(kinds)


def ending(outcome: Outcome) -> Ending:
    """What everybody but the help side reads: never where a household went, nor what it declined."""
    if outcome is Outcome.E2:
        return Ending.KEPT_AGREED
    return _ENDINGS[outcome.group]


_ENDINGS: Final = {
    OutcomeGroup.KEPT: Ending.KEPT,
    OutcomeGroup.MOVED: Ending.MOVED,
    OutcomeGroup.LOST: Ending.TENANCY_ENDED,
    OutcomeGroup.DEATH: Ending.TENANCY_ENDED,
    OutcomeGroup.UNRESOLVED: Ending.CLOSED,
}
