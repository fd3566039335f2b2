"""The subject of a failure run: who stands how to it, its rule, and what is kept of it elsewhere."""

from domain.model.agreement import AgreementState
from domain.model.case import Case, EventKind
from domain.model.errors import NotAllowed
from domain.model.failure import FailureRun
from domain.model.failure_rule import USUAL, FailureRule
from domain.model.failure_subject import Project, Subject, of_project, seat_of
from domain.model.ids import AgreementId, PersonId
from domain.model.people import Person
from domain.model.rights import Deed, Relation, may
from domain.model.stage import Seat
from domain.ports import Turn, Work
from domain.services import access, agreement_access, agreement_rules, history

_SEATS = {Seat.LANDLORD: Relation.LANDLORD, Seat.HELP: Relation.HELP, Seat.BENEFITS: Relation.BENEFITS}


def of_run(work: Work, run: FailureRun) -> Subject:
    """Raises NotFound."""
    if run.case_id is not None:
        return access.case_of(work, run.case_id)
    assert run.agreement is not None
    return project(work, run.agreement)


def of_run_id(work: Work, identity: int) -> Subject:
    """Of a row that belongs to this run. Raises NotFound."""
    run = work.failure_runs.get(identity)
    assert run is not None
    return of_run(work, run)


def project(work: Work, identity: AgreementId) -> Project:
    """An agreement as a subject: the version in force, else the last that was. Raises NotFound."""
    agreement = agreement_access.agreement_of(work, identity)
    version = agreement_access.latest_in_force(work, identity)
    return Project(
        agreement=agreement.id,
        version=version.id,
        code=version.terms.title,
        parties=agreement_access.partners_of(work, identity),
        is_open=version.state is AgreementState.IN_FORCE,
    )


def runs(work: Work, subject: Subject) -> tuple[FailureRun, ...]:
    if isinstance(subject, Case):
        return work.failure_runs.of_case(subject.id)
    return work.failure_runs.of_agreement(subject.agreement)


def rule_for(work: Work, subject: Subject) -> FailureRule:
    """The one place where a subject's rule is looked up. Without an agreed one it is the usual."""
    if isinstance(subject, Case):
        return agreement_rules.failure_rule(work, subject.id)
    terms = agreement_access.version_of(work, subject.version).terms
    return of_project(terms.failure or USUAL)


def relations(work: Work, subject: Subject, person: Person) -> frozenset[Relation]:
    """How this person stands to it; whoever signs for a partner of a project stands where it would sit."""
    if isinstance(subject, Case):
        return access.relations(work, subject, person)
    own = {
        _SEATS[seat_of(one, subject.parties)]
        for one in subject.parties
        if person.id in {each.id for each in agreement_access.signatories(work, one)}
    }
    return frozenset(own | ({Relation.COORDINATOR} if person.is_coordinator else set()) or {Relation.NONE})


def require(work: Work, turn: Turn, subject: Subject, deed: Deed) -> Person:
    """The speaker, if they have the right to this deed. Raises Stranger, NotAllowed."""
    person = access.member(turn)
    if not may(relations(work, subject, person), deed):
        raise NotAllowed(deed.value)
    return person


def record(
    work: Work, subject: Subject, kind: EventKind, actor: PersonId | None, **facts: str | int | None
) -> None:
    """A line in the case's history; what a project's run has come to stands in its own rows."""
    if isinstance(subject, Case):
        history.record(work, subject, kind, actor, **facts)


def touch(work: Work, subject: Subject) -> None:
    """The live cards are brought up to date: of a case all it has, of a project those of its latest run."""
    if isinstance(subject, Case):
        work.cards.touch(subject.id)
        return
    latest = max((one.id for one in runs(work, subject)), default=None)
    if latest is not None:
        work.cards.touch_run(latest)
