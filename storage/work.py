"""One transaction as the services see it: every repository over one connection, at one moment."""

import sqlite3
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from domain.model.agreement import Agreement, CaseAgreement, Party, Signature, Version
from domain.model.case import CallTask, Event, Note, Referral, SeatHolder
from domain.model.case_deadline import CaseDeadline
from domain.model.check_in import CheckIn, Plan
from domain.model.commitment import Commitment, Due
from domain.model.duplicate import Duplicate
from domain.model.failure import FailureRun, FailureStep, Guarantee
from domain.model.failure_review import FailureChange, FailureReview, FailureView
from domain.model.handover import DutyHandover, Handover
from domain.model.ids import CaseId
from domain.model.people import Enrolment, Invitation, Partner, Person, StaffGroup
from domain.ports import Draft, Network
from storage.aftercare import CheckIns, Plans
from storage.agreements import Agreements, CaseAgreements, Handovers, Parties, Signatures, Versions
from storage.cards import Cards
from storage.cases import CallTasks, Cases, Duplicates, Events, Notes, Referrals, Seats
from storage.commitments import CommitmentDues, Commitments
from storage.contacts import ContactSearch
from storage.database import is_weather
from storage.deadlines import CaseDeadlines
from storage.directory import Absences, Responsibilities
from storage.drafts import Drafts
from storage.failures import (
    FailureChanges,
    FailureReviews,
    FailureRuns,
    FailureSteps,
    FailureViews,
    Guarantees,
)
from storage.inbox import Inbox
from storage.journal import Errands, Journal
from storage.kept import Kept
from storage.outbox import Outbox
from storage.people import Enrolments, Invitations, Partners, People, StaffGroups
from storage.table import Moment, Table
from storage.timers import Timers
from storage.upkeep import Upkeep

R = TypeVar("R")


class SqliteWork:
    """Made once a connection; `at` says which moment the next item lives in."""

    def __init__(self, connection: sqlite3.Connection, network: Network) -> None:
        self.connection = connection
        self.network = network
        self.moment = moment = Moment()
        self.kept = kept = Kept(connection, ("partners", "people", "responsibilities", "absences"))
        self.partners = Partners(connection, "partners", Partner, kept)
        self.people = People(connection, "people", Person, kept)
        self.invitations = Invitations(connection, "invitations", Invitation)
        self.responsibilities = Responsibilities(connection, kept)
        self.absences = Absences(connection, kept)
        self.groups = StaffGroups(connection, "staff_groups", StaffGroup)
        self.enrolments = Enrolments(connection, "enrolments", Enrolment)
        self.cases = Cases(connection)
        self.seats = Seats(connection, "seats", SeatHolder)
        self.referrals = Referrals(connection, "referrals", Referral)
        self.call_tasks = CallTasks(connection, "call_tasks", CallTask)
        self.notes = Notes(connection, "notes", Note)
        self.events = Events(connection, "events", Event)
        self.duplicates = Duplicates(connection, "duplicates", Duplicate)
        self.deadlines = CaseDeadlines(connection, "deadlines", CaseDeadline)
        self.plans = Plans(connection, "aftercare_plans", Plan)
        self.check_ins = CheckIns(connection, "check_ins", CheckIn)
        self.commitments = Commitments(connection, "commitments", Commitment)
        self.commitment_dues = CommitmentDues(connection, "commitment_dues", Due)
        self.agreements = Agreements(connection, "agreements", Agreement)
        self.agreement_parties = Parties(connection, "agreement_parties", Party)
        self.agreement_versions = Versions(connection, "agreement_versions", Version)
        self.agreement_signatures = Signatures(connection, "agreement_signatures", Signature)
        self.case_agreements = CaseAgreements(connection, "case_agreements", CaseAgreement)
        self.handovers = Handovers(connection, "agreement_handovers", Handover)
        self.duty_handovers = Table(connection, "duty_handovers", DutyHandover)
        self.failure_runs = FailureRuns(connection, "failure_runs", FailureRun)
        self.failure_steps = FailureSteps(connection, "failure_steps", FailureStep)
        self.guarantees = Guarantees(connection, "failure_guarantees", Guarantee)
        self.failure_reviews = FailureReviews(connection, "failure_reviews", FailureReview)
        self.failure_views = FailureViews(connection, "failure_views", FailureView)
        self.failure_changes = FailureChanges(connection, "failure_changes", FailureChange)
        self.timers = Timers(connection, moment)
        self.drafts = Drafts(connection, "drafts", Draft)
        self.contacts = ContactSearch(connection)
        self.inbox = Inbox(connection, moment)
        self.outbox = Outbox(connection, moment)
        self.cards = Cards(connection, moment)
        self.errands = Errands(connection, moment)
        self.journal = Journal(connection, moment)
        self.upkeep = Upkeep(self.inbox, self.outbox)
        self._worked_out: dict[Hashable, Any] | None = None

    @property
    def now(self) -> datetime:
        return self.moment.at

    def at(self, now: datetime) -> "SqliteWork":
        """Move to the moment of the next item."""
        self.moment.at = now
        return self

    def begin(self) -> None:
        """Begin a transaction, waiting for others that write."""
        self.kept.listen()
        self.connection.execute("BEGIN IMMEDIATE")
        self.kept.begin()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read every row once for as long as this lasts. Raises RuntimeError if somebody has written."""
        tables = (self.people, self.partners, self.responsibilities, self.absences, self.cases, self.seats)
        of_cases = (
            self.referrals,
            self.call_tasks,
            self.check_ins,
            self.events,
            self.deadlines,
            self.commitments,
            self.commitment_dues,
            self.failure_runs,
            self.failure_steps,
        )
        reads = [one.reads for one in (*tables, *of_cases)]
        # Not PRAGMA query_only, which has every statement of the connection compiled anew.
        written = self.connection.total_changes
        try:
            for one in reads:
                one.begin()
            self._worked_out = {}
            yield
        finally:
            self._worked_out = None
            for one in reads:
                one.end()
        if self.connection.total_changes != written:
            raise RuntimeError("something was written where only reading is done")

    def once(self, key: Hashable, find: Callable[[], R]) -> R:
        """Within `reading`, what was worked out under this key, else what `find` finds now."""
        if self._worked_out is None:
            return find()
        if key not in self._worked_out:
            self._worked_out[key] = find()
        found: R = self._worked_out[key]
        return found

    def gather_sides(self, cases: Iterable[CaseId]) -> None:
        """Read the seats and requests of many cases at once, within `reading`."""
        wanted = tuple(cases)
        self.seats.gather("case_id", wanted)
        self.referrals.gather("case_id", wanted)

    def gather(self, cases: Iterable[CaseId]) -> None:
        """Read also what moves them: calls, commitments and steps."""
        wanted = tuple(cases)
        self.gather_sides(wanted)
        self.commitments.gather_moving(wanted)
        self.commitment_dues.gather_moving(wanted)
        self.failure_steps.gather_next(wanted)
        found = (one.id for case in wanted for one in self.referrals.of_case(case))
        self.call_tasks.gather("referral", found)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """A part of the transaction that an error takes back alone; weather takes back the whole of it."""
        self.connection.execute("SAVEPOINT part")
        try:
            yield
        except Exception as error:
            # In bad weather SQLite may have rolled back everything, the savepoint too; the batch is dropped.
            if not is_weather(error):
                self.connection.execute("ROLLBACK TO part")
                self.connection.execute("RELEASE part")
            raise
        self.connection.execute("RELEASE part")
