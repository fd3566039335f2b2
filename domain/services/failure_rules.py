"""Which failure rule holds for a case."""

from domain.model.case import Case
from domain.model.failure_rule import FailureRule
from domain.ports import Work
from domain.services import agreement_rules


def rule_for(work: Work, case: Case) -> FailureRule:
    """The one place where a case's rule is looked up. Without an agreement it is the usual one."""
    return agreement_rules.failure_rule(work, case.id)
