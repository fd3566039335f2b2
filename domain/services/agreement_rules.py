"""What the partners of a case have agreed for it: the version it runs under, and that version's two rules."""

from domain.model.agreement import Version
from domain.model.agreement_terms import AftercareRule, Signal
from domain.model.failure_rule import USUAL, FailureRule
from domain.model.ids import CaseId
from domain.ports import Work


def version_of(work: Work, case: CaseId) -> Version | None:
    """The version under which this case runs; None without an agreement between its partners."""
    return work.agreement_versions.of_case(case)


def failure_rule(work: Work, case: CaseId) -> FailureRule:
    """What was agreed for the day on which it does not work; without an agreement the usual."""
    version = version_of(work, case)
    return version.terms.failure if version is not None and version.terms.failure is not None else USUAL


def aftercare_rule(work: Work, case: CaseId) -> AftercareRule | None:
    """How this case is followed after its end; None: as usual."""
    version = version_of(work, case)
    return None if version is None else version.terms.aftercare


SIGNAL_OF = {
    "paid_late": Signal.PAID_LATE,
    "arrears_under_1": Signal.ARREARS,
    "complaints": Signal.COMPLAINTS,
    "minor": Signal.TROUBLE,
    "not_reached": Signal.NOT_REACHED,
}
"""Which answer of a check-in is which signal."""


def denser_months(work: Work, case: CaseId, answer: str, *, usual: int | None) -> int | None:
    """How many months ahead the next window lies after this answer; None: as it was planned."""
    rule = aftercare_rule(work, case)
    if rule is None:
        return usual
    return rule.denser_months if SIGNAL_OF.get(answer) in rule.denser_on else None
