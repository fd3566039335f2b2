"""The catalogue of agreed help: what one side can commit itself to, and how one sees that it was kept.

Source: domain paper, section 6 ("genau festgelegte Hilfeleistungen"). Kinds of help that would tell an
illness, an addiction or violence are left out: they are never a label in chat (the practice paper, P12).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.model.stage import Seat


class HelpGroup(StrEnum):
    """How the catalogue is offered to a thumb."""

    MONEY = "money"
    SUPPORT = "support"
    CONFLICT = "conflict"
    TENANCY = "tenancy"
    LAW = "law"
    EMERGENCY = "emergency"


class Criterion(StrEnum):
    """How both sides see that a commitment was kept; never a matter of opinion."""

    PAID = "paid"
    PAPER = "paper"
    APPLIED = "applied"
    VISITED = "visited"
    MET = "met"
    ANSWERED = "answered"
    DONE = "done"
    HELD = "held"


class Help(StrEnum):
    """One kind of agreed help."""

    ARREARS_TAKEOVER = "arrears_takeover"
    UNDERTAKING = "undertaking"
    DIRECT_RENT = "direct_rent"
    APPLICATIONS = "applications"
    INSTALMENTS = "instalments"
    DEFERRAL = "deferral"
    BUDGET_PLAN = "budget_plan"
    DEBT_ADVICE = "debt_advice"
    HARDSHIP_FUND = "hardship_fund"
    HOME_VISIT = "home_visit"
    HOUSING_SUPPORT = "housing_support"
    OPENING_POST = "opening_post"
    OFFICE_COMPANY = "office_company"
    FAMILY_HELP = "family_help"
    CLEARING_OUT = "clearing_out"
    INTERPRETING = "interpreting"
    MEDIATION = "mediation"
    HOUSE_RULES = "house_rules"
    ROUND_TABLE = "round_table"
    FIXED_CONTACT = "fixed_contact"
    CRISIS_LINE = "crisis_line"
    LEGAL_ADVICE = "legal_advice"
    DEFENCE = "defence"
    TIME_TO_LEAVE = "time_to_leave"
    NOTICE_WITHDRAWN = "notice_withdrawn"
    EVICTION_SUSPENDED = "eviction_suspended"
    NEW_LEASE = "new_lease"
    MAIN_LEASE = "main_lease"
    FLAT_SWAP = "flat_swap"
    REPAIR = "repair"
    DEPOSIT_INSTALMENTS = "deposit_instalments"
    EMERGENCY_SHELTER = "emergency_shelter"
    STORAGE = "storage"
    MOVING_HELP = "moving_help"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpType:
    """Where a kind of help is offered, who can give it, and how it shows. `lasting`: it holds, day by day."""

    group: HelpGroup
    givers: frozenset[Seat]
    criterion: Criterion
    lasting: bool = False


_L, _H, _B = frozenset({Seat.LANDLORD}), frozenset({Seat.HELP}), frozenset({Seat.BENEFITS})
_HB = _H | _B


def _of(
    group: HelpGroup, givers: frozenset[Seat], criterion: Criterion, *, lasting: bool = False
) -> HelpType:
    return HelpType(group=group, givers=givers, criterion=criterion, lasting=lasting)


G, C = HelpGroup, Criterion  # the table below is read as a table
CATALOGUE: Final[dict[Help, HelpType]] = {
    Help.ARREARS_TAKEOVER: _of(G.MONEY, _HB, C.PAID),
    Help.UNDERTAKING: _of(G.MONEY, _HB, C.PAPER),
    Help.DIRECT_RENT: _of(G.MONEY, _HB, C.PAID),
    Help.APPLICATIONS: _of(G.MONEY, _HB, C.APPLIED),
    Help.INSTALMENTS: _of(G.MONEY, _L | _HB, C.PAID),
    Help.DEFERRAL: _of(G.MONEY, _L, C.PAPER),
    Help.BUDGET_PLAN: _of(G.MONEY, _H, C.PAPER),
    Help.DEBT_ADVICE: _of(G.MONEY, _HB, C.MET),
    Help.HARDSHIP_FUND: _of(G.MONEY, _HB, C.PAID),
    Help.HOME_VISIT: _of(G.SUPPORT, _H, C.VISITED),
    Help.HOUSING_SUPPORT: _of(G.SUPPORT, _H, C.MET),
    Help.OPENING_POST: _of(G.SUPPORT, _H, C.MET),
    Help.OFFICE_COMPANY: _of(G.SUPPORT, _HB, C.MET),
    Help.FAMILY_HELP: _of(G.SUPPORT, _HB, C.MET),
    Help.CLEARING_OUT: _of(G.SUPPORT, _L | _H, C.DONE),
    Help.INTERPRETING: _of(G.SUPPORT, _HB, C.MET),
    Help.MEDIATION: _of(G.CONFLICT, _L | _H, C.MET),
    Help.HOUSE_RULES: _of(G.CONFLICT, _L | _H, C.PAPER),
    Help.ROUND_TABLE: _of(G.CONFLICT, _L | _HB, C.MET),
    Help.FIXED_CONTACT: _of(G.CONFLICT, _L | _HB, C.ANSWERED, lasting=True),
    Help.CRISIS_LINE: _of(G.CONFLICT, _H, C.ANSWERED, lasting=True),
    Help.LEGAL_ADVICE: _of(G.LAW, _H, C.MET),
    Help.DEFENCE: _of(G.LAW, _H, C.PAPER),
    Help.TIME_TO_LEAVE: _of(G.LAW, _L | _H, C.PAPER),
    Help.NOTICE_WITHDRAWN: _of(G.TENANCY, _L, C.PAPER),
    Help.EVICTION_SUSPENDED: _of(G.TENANCY, _L, C.HELD, lasting=True),
    Help.NEW_LEASE: _of(G.TENANCY, _L, C.PAPER),
    Help.MAIN_LEASE: _of(G.TENANCY, _L | _H, C.PAPER),
    Help.FLAT_SWAP: _of(G.TENANCY, _L, C.DONE),
    Help.REPAIR: _of(G.TENANCY, _L, C.DONE),
    Help.DEPOSIT_INSTALMENTS: _of(G.TENANCY, _L, C.PAPER),
    Help.EMERGENCY_SHELTER: _of(G.EMERGENCY, _HB, C.DONE),
    Help.STORAGE: _of(G.EMERGENCY, _L | _HB, C.DONE),
    Help.MOVING_HELP: _of(G.EMERGENCY, _L | _HB, C.DONE),
}


def groups_for(giver: Seat) -> tuple[HelpGroup, ...]:
    """The groups in which this side can give something."""
    found = {one.group for one in CATALOGUE.values() if giver in one.givers}
    return tuple(group for group in HelpGroup if group in found)


def offered(giver: Seat, group: HelpGroup) -> tuple[Help, ...]:
    """What this side can give, in the catalogue's order."""
    return tuple(one for one, kind in CATALOGUE.items() if kind.group is group and giver in kind.givers)
