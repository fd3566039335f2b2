"""The checklist of a failure run as one reader may see it.

A landlord without the household's consent reads its own steps, the day of the conference, and how many others
there are; what was
recorded of the household (reached, where it sleeps) only whoever helps reads (the practice paper, R11).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Final

from domain.model import failure as model
from domain.model.case import Case
from domain.model.failure import FailureRun, FailureStep, Guarantee, ReturnWhy, RunState, StepState
from domain.model.failure_rule import FailureRole, Task, Trigger
from domain.model.failure_subject import Project, Subject
from domain.model.people import Person
from domain.model.rights import Deed, may
from domain.model.visibility import Circumstances, Field, visible
from domain.ports import Turn, Work
from domain.services import failure_guarantees, failure_people, failure_subjects, failures

FOR_ALL: Final = frozenset({Task.CASE_CONFERENCE, Task.HOLD_STEPS})
"""Steps whose result every side knows, and is told."""


class Depth(IntEnum):
    """How much of the other sides' steps a reader sees."""

    OWN = 0
    NAMES = 1
    ALL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One step to read. `result` is empty where it is not the reader's; `opens`: may be settled by them."""

    step: FailureStep
    office: str
    person: Person | None
    mine: bool
    opens: bool
    waits: bool
    result: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """A run in one reader's rights; `others` and `others_done` count the steps that are not shown."""

    run: FailureRun
    case: Subject
    trigger_known: bool
    why_known: bool
    items: tuple[Item, ...]
    others: int
    others_done: int
    guarantee: Guarantee | None
    contact: Person | None
    owes_guarantee: bool
    may_ask: bool
    may_end: bool

    @property
    def total(self) -> int:
        return len(self.items) + self.others

    @property
    def settled(self) -> int:
        return self.others_done + sum(not one.step.is_open for one in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Harmless:
    """What a group may read: how many steps are settled, and until when its own side is to move."""

    settled: int
    total: int
    until: datetime | None


def read(work: Work, turn: Turn, identity: int) -> Checklist:
    """Raises NotFound, NotAllowed."""
    run, case = failures.of_id(work, identity)
    person = failure_subjects.require(work, turn, case, Deed.SEE_FAILURE)
    failure_people.may_act(work, case, person)
    return of(work, case, run, person)


def running(work: Work, case: Case, person: Person) -> Checklist | None:
    """For the card: the run that is proposed or running, if this reader may see it."""
    run = _seen_run(work, case, person)
    return None if run is None else of(work, case, run, person)


def may_see_run(work: Work, case: Case, person: Person) -> bool:
    """Whether `running` has anything for this reader, without reading its steps."""
    return _seen_run(work, case, person) is not None


def _seen_run(work: Work, case: Case, person: Person) -> FailureRun | None:
    run = failures.present(work, case)
    relations = failure_subjects.relations(work, case, person)
    if run is None or not may(relations, Deed.SEE_FAILURE):
        return None
    roles = failure_people.roles(work, case, person)
    if case.withdrawn_at is not None and not roles & {FailureRole.HELP, FailureRole.COORDINATOR}:
        return None
    if run.state is RunState.PROPOSED and not may(relations, Deed.END_FAILURE):
        return None
    return run


def of(work: Work, case: Subject, run: FailureRun, person: Person) -> Checklist:
    """The run as this member of one of its roles reads it."""
    roles = failure_people.roles(work, case, person)
    depth = _depth(case, roles)
    steps = work.failure_steps.of_run(run.id)
    shown = [one for one in steps if depth is not Depth.OWN or one.role in roles or _concerns_all(one)]
    hidden = [one for one in steps if one not in shown]
    guarantee = failure_guarantees.waiting(work, run)
    running_now = run.state is RunState.RUNNING
    landlord = FailureRole.LANDLORD in roles
    relations = failure_subjects.relations(work, case, person)
    contact = isinstance(case, Project) or Field.CONTACT in visible(relations, Circumstances.of(case))
    look = _Look(work, case, steps, roles, depth, running_now)
    return Checklist(
        run=run,
        case=case,
        trigger_known=_knows_trigger(case, run, depth, contact=contact),
        why_known=contact or run.why is not ReturnWhy.CONTACT_AGAIN,
        items=tuple(look.item(one) for one in shown),
        others=len(hidden),
        others_done=sum(not one.is_open for one in hidden),
        guarantee=guarantee if landlord or roles & {FailureRole.HELP, FailureRole.COORDINATOR} else None,
        contact=failure_guarantees.contact(work, case) if landlord else None,
        owes_guarantee=running_now and guarantee is not None and may(relations, Deed.KEEP_GUARANTEE),
        may_ask=running_now and guarantee is None and may(relations, Deed.ASK_GUARANTEE),
        may_end=run.is_open and may(relations, Deed.END_FAILURE),
    )


def _depth(case: Subject, roles: Collection[FailureRole]) -> Depth:
    if isinstance(case, Project) or FailureRole.HELP in roles:
        return Depth.ALL
    if FailureRole.LANDLORD in roles and not Circumstances.of(case).landlord_hears_details:
        return Depth.NAMES if FailureRole.COORDINATOR in roles else Depth.OWN
    return Depth.NAMES


def _knows_trigger(case: Subject, run: FailureRun, depth: Depth, *, contact: bool) -> bool:
    """Of a protected case the coordinator reads the code only; how contact stands is not everybody's."""
    if isinstance(case, Project) or depth is Depth.ALL:
        return True
    return (
        depth is Depth.NAMES and not case.protected and (contact or run.trigger is not Trigger.CONTACT_LOST)
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """One reader's look at the steps of one run."""

    work: Work
    case: Subject
    steps: tuple[FailureStep, ...]
    roles: frozenset[FailureRole]
    depth: Depth
    running: bool

    def item(self, step: FailureStep) -> Item:
        person = failure_people.there(self.work, self.case, step.role)
        knows = self.depth is Depth.ALL or step.role in self.roles or _concerns_all(step)
        return Item(
            step=step,
            office=_office(self.work, person),
            person=person,
            mine=self.running and step.is_open and step.role in self.roles,
            opens=self.running and step.is_open and model.may_settle(step, self.roles),
            waits=step.is_open and model.waits_for(step, self.steps) is not None,
            result=step.result if knows and step.state is StepState.DONE else None,
        )


def _concerns_all(step: FailureStep) -> bool:
    """The day of the conference, and whether the landlord's steps rest; never where a household sleeps."""
    return step.task in FOR_ALL


def _office(work: Work, person: Person | None) -> str:
    partner = None if person is None else work.partners.get(person.partner)
    return "" if partner is None else partner.name


def harmless(work: Work, case: Subject) -> Harmless | None:
    """For the landlord's group; None while nothing runs there."""
    run = failures.present(work, case)
    if run is None or run.state is not RunState.RUNNING:
        return None
    steps = work.failure_steps.of_run(run.id)
    own = [one.due_at for one in steps if one.is_open and one.role is FailureRole.LANDLORD]
    return Harmless(
        settled=sum(not one.is_open for one in steps), total=len(steps), until=min(own, default=None)
    )
