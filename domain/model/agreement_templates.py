"""Where an agreement begins: templates from `domain/data/agreement_templates.toml`, or none at all."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Final, TypeVar

from domain.model.aftercare import Horizon
from domain.model.agreement_terms import (
    AftercareRule,
    AgreedHelp,
    Aim,
    Expectation,
    Goal,
    Share,
    Signal,
    Terms,
    may_give,
)
from domain.model.commitment import Frequency, Length
from domain.model.failure_rule import (
    Cost,
    FailureRole,
    FailureRule,
    Fallback,
    Record,
    StepRule,
    Task,
    Trigger,
)
from domain.model.help_catalogue import Help
from domain.model.ids import PartnerId
from domain.model.months import add_months
from domain.model.stage import PartnerKind, Seat

C = TypeVar("C", bound=StrEnum)

FILE: Final = "agreement_templates.toml"


class Template(StrEnum):
    """How an agreement begins. `BLANK` has no rules yet, and cannot be proposed as it is."""

    PERMANENT = "permanent"
    PROJECT = "project"
    YOUNG = "young"
    BLANK = "blank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """A template as it stands in the file, read once."""

    title: str
    goals: tuple[Goal, ...]
    months: int
    cases: int
    parts: Mapping[PartnerKind, Mapping[str, Any]]
    aftercare: AftercareRule
    failure: FailureRule


@cache
def beginnings() -> Mapping[Template, Beginning]:
    """Every template of the file. Raises ValueError or KeyError for a code that nothing has."""
    text = resources.files("domain.data").joinpath(FILE).read_text("utf-8")
    return {Template(name): _beginning(table) for name, table in tomllib.loads(text).items()}


def _in_order(kind: type[C], codes: Iterable[str]) -> tuple[C, ...]:
    """As they are offered in the chat. Raises ValueError for a code of no such kind."""
    wanted = set(map(kind, codes))
    return tuple(one for one in kind if one in wanted)


def _beginning(table: Mapping[str, Any]) -> Beginning:
    return Beginning(
        title=table["title"],
        goals=_in_order(Goal, table["goals"]),
        months=table["months"],
        cases=table["cases"],
        parts={PartnerKind(kind): part for kind, part in table["parts"].items()},
        aftercare=_aftercare(table["aftercare"]),
        failure=_failure(table["failure"]),
    )


def _aftercare(table: Mapping[str, Any]) -> AftercareRule:
    return AftercareRule(
        horizons=_in_order(Horizon, table["horizons"]),
        yearly=table["yearly"],
        asked=_in_order(Seat, table["asked"]),
        denser_on=_in_order(Signal, table["denser_on"]),
        denser_months=table["denser_months"],
        takes_over=FailureRole(table["takes_over"]),
    )


def _failure(table: Mapping[str, Any]) -> FailureRule:
    return FailureRule(
        triggers=frozenset(map(Trigger, table["triggers"])),
        lost_after_tries=table["lost_after_tries"],
        first_call=FailureRole(table["first_call"]),
        first_call_hours=table["first_call_hours"],
        steps=tuple(_step(one) for one in table["steps"]),
        guarantee_hours=table["guarantee_hours"],
        fallback=Fallback(table["fallback"]),
        costs={Cost(cost): FailureRole(role) for cost, role in table["costs"].items()},
        review_days=table["review_days"],
    )


def _step(table: Mapping[str, Any]) -> StepRule:
    return StepRule(
        task=Task(table["task"]),
        role=FailureRole(table["role"]),
        within_days=table["within_days"],
        record=Record(table.get("record", Record.DONE)),
        mandatory=table.get("mandatory", True),
        in_order=table.get("in_order", False),
    )


def terms_of(template: Template, parties: Mapping[PartnerId, PartnerKind], today: date, title: str) -> Terms:
    """What a draft says in the beginning. `title` is for the blank one, which has none of its own."""
    if template is Template.BLANK:
        shares = tuple(Share(partner=one) for one in parties)
        return Terms(title=title, shares=shares, starts_on=today)
    start = beginnings()[template]
    months = start.months
    return Terms(
        title=start.title,
        goals=start.goals,
        shares=tuple(_share(one, start.parts[kind]) for one, kind in parties.items()),
        starts_on=today,
        ends_on=add_months(today, months) - timedelta(days=1) if months else None,
        cases=start.cases,
        help=tuple(
            _help(one, kind, each) for one, kind in parties.items() for each in start.parts[kind]["help"]
        ),
        aftercare=start.aftercare,
        failure=start.failure,
    )


def _share(partner: PartnerId, part: Mapping[str, Any]) -> Share:
    return Share(
        partner=partner,
        aims=_in_order(Aim, part["aims"]),
        hours=part.get("hours", 0),
        money=part.get("money", 0),
        flats=part.get("flats", 0),
        rooms=part.get("rooms", 0),
        expects=_in_order(Expectation, part["expects"]),
    )


def _help(partner: PartnerId, kind: PartnerKind, table: Mapping[str, Any]) -> AgreedHelp:
    help_ = Help(table["help"])
    if not may_give(kind, help_):
        raise ValueError(f"no {kind} gives {help_}")
    return AgreedHelp(
        giver=partner,
        help=help_,
        frequency=Frequency(table["frequency"]),
        at_most=Length(table["at_most"]),
        minutes=table["minutes"],
    )
