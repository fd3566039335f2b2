"""What a failure run is about: a case, or a project between partners, which can fail too.

Source: issue 6 ("`/scheitern CODE`, also on an agreement"). No household appears in a project's run.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from domain.model.agreement_terms import SEAT_OF
from domain.model.case import Case
from domain.model.failure import SkipWhy
from domain.model.failure_rule import USUAL, FailureRule, Task, Trigger
from domain.model.ids import AgreementId, AgreementVersionId, CaseId
from domain.model.people import Partner
from domain.model.stage import PartnerKind, Seat

OF_HOUSEHOLD: Final = frozenset(
    {Task.SEE_HOUSEHOLD, Task.HOLD_STEPS, Task.CHECK_BENEFITS, Task.SECURE_FALLBACK, Task.CHECK_DEADLINES}
)
"""Steps for one household and its tenancy, which a project's run leaves out."""

PROJECT_TRIGGERS: Final = (Trigger.COMMITMENT_BROKEN, Trigger.PARTNER_LEAVES)
"""What a project can fail of; the others happen to a household."""

PROJECT_SKIPS: Final = tuple(one for one in SkipWhy if one is not SkipWhy.NO_CONSENT)
"""A household's consent is nothing that a project waits for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """An agreement as the subject of a run. `code` is its title; `is_open` while a version is in force."""

    agreement: AgreementId
    version: AgreementVersionId
    code: str
    parties: tuple[Partner, ...]
    is_open: bool

    def at(self, seat: Seat) -> tuple[Partner, ...]:
        """The partners on this side."""
        return tuple(one for one in self.parties if seat_of(one, self.parties) is seat)


Subject = Case | Project


def seat_of(partner: Partner, parties: Iterable[Partner]) -> Seat:
    """A partner's side; an authority leads where no provider is among them."""
    led = any(one.kind is PartnerKind.PROVIDER for one in parties)
    if partner.kind is PartnerKind.AUTHORITY and not led:
        return Seat.HELP
    return SEAT_OF[partner.kind]


def case_id(subject: Subject) -> CaseId | None:
    """The case that rows, timers and notices belong to; None for a project."""
    return subject.id if isinstance(subject, Case) else None


def of_project(rule: FailureRule) -> FailureRule:
    """The agreed rule without what is done for a household; the usual steps where nothing would be left."""
    kept = tuple(one for one in rule.steps if one.task not in OF_HOUSEHOLD)
    if not any(one.mandatory for one in kept):
        kept = tuple(one for one in USUAL.steps if one.task not in OF_HOUSEHOLD)
    return replace(rule, steps=kept)
