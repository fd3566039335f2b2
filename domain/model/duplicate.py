"""Two cases that may be the same household (R12)."""

from dataclasses import dataclass
from enum import StrEnum

from domain.model.case import Case
from domain.model.ids import CaseId, MunicipalityId, PartnerId
from domain.model.stage import Household, Reason


class DuplicateAnswer(StrEnum):
    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """`case_id` looks like `other`; only the help side is asked, after acceptance."""

    id: int = 0
    case_id: CaseId
    other: CaseId
    answer: DuplicateAnswer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What two reports of one household would have in common, without anybody's name."""

    municipality: MunicipalityId | None
    landlord: PartnerId | None
    household: Household
    children: int | None
    reason: Reason

    @classmethod
    def of(cls, case: Case) -> "Traits":
        return cls(
            municipality=case.municipality,
            landlord=case.landlord_partner,
            household=case.household,
            children=case.children,
            reason=case.reason,
        )


def alike(one: Traits, other: Traits) -> bool:
    """Whether the two may be the same household: same place, nothing contradicts, something certain agrees.

    Confidential cases are never compared: who they are is for their named person alone.
    """
    if one.municipality is None or one.municipality != other.municipality:
        return False
    if Reason.PROTECTED in (one.reason, other.reason):
        return False
    if None not in (one.landlord, other.landlord) and one.landlord != other.landlord:
        return False
    households = _households_agree(one, other)
    reasons = None if Reason.UNKNOWN in (one.reason, other.reason) else one.reason is other.reason
    return False not in (households, reasons) and True in (households, reasons)


def _households_agree(one: Traits, other: Traits) -> bool | None:
    """Agree, contradict, or (None) not known well enough."""
    if None not in (one.children, other.children) and one.children != other.children:
        return False
    with_children = (_has_children(one), _has_children(other))
    if None not in with_children and with_children[0] != with_children[1]:
        return False
    rough = (Household.UNKNOWN, Household.WITH_CHILDREN)
    if one.household in rough or other.household in rough:
        return True if with_children == (True, True) else None
    return one.household is other.household


def _has_children(traits: Traits) -> bool | None:
    if traits.household is Household.UNKNOWN:
        return None if traits.children is None else traits.children > 0
    return traits.household.has_children
