"""A failure rule as plain data, and back: what a run keeps of the rule by which it started."""

from collections.abc import Mapping
from typing import Any

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


def kept(rule: FailureRule) -> Mapping[str, Any]:
    """Codes and numbers only, fit for JSON."""
    return {
        "triggers": sorted(rule.triggers),
        "lost_after_tries": rule.lost_after_tries,
        "first_call": rule.first_call.value,
        "first_call_hours": rule.first_call_hours,
        "steps": [
            [one.task, one.role, one.within_days, one.record, one.mandatory, one.in_order]
            for one in rule.steps
        ],
        "guarantee_hours": rule.guarantee_hours,
        "fallback": rule.fallback.value,
        "costs": {cost.value: role.value for cost, role in rule.costs.items()},
        "review_days": rule.review_days,
    }


def read(facts: Mapping[str, Any]) -> FailureRule:
    """Raises ValueError or KeyError for what `kept` has not written."""
    return FailureRule(
        triggers=frozenset(Trigger(one) for one in facts["triggers"]),
        lost_after_tries=int(facts["lost_after_tries"]),
        first_call=FailureRole(facts["first_call"]),
        first_call_hours=int(facts["first_call_hours"]),
        steps=tuple(
            StepRule(
                task=Task(task),
                role=FailureRole(role),
                within_days=int(days),
                record=Record(record),
                mandatory=bool(mandatory),
                in_order=bool(in_order),
            )
            for task, role, days, record, mandatory, in_order in facts["steps"]
        ),
        guarantee_hours=int(facts["guarantee_hours"]),
        fallback=Fallback(facts["fallback"]),
        costs={Cost(cost): FailureRole(role) for cost, role in facts["costs"].items()},
        review_days=int(facts["review_days"]),
    )
