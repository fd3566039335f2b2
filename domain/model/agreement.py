"""An agreement (Vereinbarung) between partners: its versions, who has signed them, and how they move.

Source: the minutes: a network needs a concept with goals, cost and benefit, timeline and scope; aftercare
and failure are settled before anything begins.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from domain.model.agreement_terms import Section, Terms
from domain.model.errors import AlreadyDone
from domain.model.ids import AgreementId, AgreementVersionId, CaseId, PartnerId, PersonId

FEWEST_PARTIES: Final = 2
MOST_PARTIES: Final = 3

GUARD_DAYS: Final = (90, 30, 7)
"""Calendar days before an end on which everybody concerned hears what is without a successor."""


class AgreementState(StrEnum):
    """Where a version stands. At most one version of an agreement is a draft or proposed, one is in force."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    REPLACED = "replaced"
    ENDED = "ended"
    DISCARDED = "discarded"


class Motion(StrEnum):
    """What happens to a version. `FORCE` follows from the last confirmation."""

    EDIT = "edit"
    PROPOSE = "propose"
    CONFIRM = "confirm"
    FORCE = "force"
    RETURN = "return"
    WITHDRAW = "withdraw"
    DISCARD = "discard"
    REPLACE = "replace"
    GIVE_NOTICE = "give_notice"
    END = "end"


class NoticeReason(StrEnum):
    """Why an agreement is given notice. None blames anybody."""

    GOAL_REACHED = "goal_reached"
    FUNDING_ENDS = "funding_ends"
    NO_CAPACITY = "no_capacity"
    PARTNER_LEAVES = "partner_leaves"
    OTHER_AGREEMENT = "other_agreement"


class Purpose(StrEnum):
    """What somebody has signed for their partner: the version, or that running cases move to it."""

    VERSION = "version"
    MOVE_CASES = "move_cases"


_MAY: Final[dict[Motion, frozenset[AgreementState]]] = {
    Motion.EDIT: frozenset({AgreementState.DRAFT}),
    Motion.PROPOSE: frozenset({AgreementState.DRAFT}),
    Motion.CONFIRM: frozenset({AgreementState.PROPOSED}),
    Motion.FORCE: frozenset({AgreementState.PROPOSED}),
    Motion.RETURN: frozenset({AgreementState.PROPOSED}),
    Motion.WITHDRAW: frozenset({AgreementState.PROPOSED}),
    Motion.DISCARD: frozenset({AgreementState.DRAFT}),
    Motion.REPLACE: frozenset({AgreementState.IN_FORCE}),
    Motion.GIVE_NOTICE: frozenset({AgreementState.IN_FORCE}),
    Motion.END: frozenset({AgreementState.IN_FORCE}),
}
_BECOMES: Final = {
    Motion.PROPOSE: AgreementState.PROPOSED,
    Motion.FORCE: AgreementState.IN_FORCE,
    Motion.RETURN: AgreementState.DRAFT,
    Motion.WITHDRAW: AgreementState.DRAFT,
    Motion.DISCARD: AgreementState.DISCARDED,
    Motion.REPLACE: AgreementState.REPLACED,
    Motion.END: AgreementState.ENDED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What binds the versions together. `ends_on`: the last day, of a project or after notice was given.

    `agreed_end` and `agreed_reason` say the same of the partners' own word; a partner that leaves the
    network brings the end forward, until that is taken back.
    """

    id: AgreementId = AgreementId(0)
    begun_by: PersonId
    begun_at: datetime
    ends_on: date | None = None
    end_reason: NoticeReason | None = None
    agreed_end: date | None = None
    agreed_reason: NoticeReason | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One of the partners of an agreement."""

    id: int = 0
    agreement: AgreementId
    partner: PartnerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of an agreement. `drafted_by` is the partner that writes it; `objection` the section
    for whose sake another partner has given it back."""

    id: AgreementVersionId = AgreementVersionId(0)
    agreement: AgreementId
    number: int
    drafted_by: PartnerId
    state: AgreementState = AgreementState.DRAFT
    terms: Terms
    objection: Section | None = None
    proposed_at: datetime | None = None
    in_force_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_in_the_making(self) -> bool:
        return self.state in (AgreementState.DRAFT, AgreementState.PROPOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """An authorised member has signed for their partner."""

    id: int = 0
    version: AgreementVersionId
    partner: PartnerId
    person: PersonId
    purpose: Purpose = Purpose.VERSION
    signed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAgreement:
    """The version under which a case runs; a later version changes nothing unless the partners move it."""

    id: int = 0
    case_id: CaseId
    version: AgreementVersionId
    bound_at: datetime


def moved(version: Version, motion: Motion) -> Version:
    """After this motion; one without a state of its own leaves the state. Raises AlreadyDone out of place."""
    if version.state not in _MAY[motion]:
        raise AlreadyDone("agreement")
    return replace(version, state=_BECOMES.get(motion, version.state))


def unsigned(parties: Collection[PartnerId], signed: Collection[Signature]) -> tuple[PartnerId, ...]:
    """The partners whose signature is missing, in the order of the parties."""
    given = {one.partner for one in signed}
    return tuple(one for one in parties if one not in given)


def ending(agreement: Agreement, leaving: Collection[date]) -> Agreement:
    """With the end that holds: the agreed one, or the first day on which one of its partners leaves."""
    first = min(leaving, default=None)
    if first is None or (agreement.agreed_end is not None and agreement.agreed_end <= first):
        return replace(agreement, ends_on=agreement.agreed_end, end_reason=agreement.agreed_reason)
    return replace(agreement, ends_on=first, end_reason=NoticeReason.PARTNER_LEAVES)


def guard_days(ends_on: date, today: date) -> tuple[int, ...]:
    """How many days before the end somebody is still to be told; those that have passed are left out."""
    left = (ends_on - today).days
    return tuple(one for one in GUARD_DAYS if one <= left)
