"""What the services need of the outside: one transaction, its repositories, and ways to tell."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, TypeVar

from domain.model.agreement import (
    Agreement,
    CaseAgreement,
    Party,
    Purpose,
    Signature,
    Version,
)
from domain.model.agreement_balance import Tally
from domain.model.calendar import WorkCalendar
from domain.model.case import CallTask, Case, CaseOutline, Event, EventKind, Note, Referral, SeatHolder, Step
from domain.model.case_deadline import CaseDeadline
from domain.model.check_in import CheckIn, Plan
from domain.model.commitment import Commitment, Due
from domain.model.deadlines.rules import Reform
from domain.model.duplicate import Duplicate, Traits
from domain.model.failure import FailureRun, FailureStep, Guarantee, RunTally
from domain.model.failure_review import Cause, FailureChange, FailureReview, FailureView
from domain.model.failure_rule import FailureRole
from domain.model.handover import DutyHandover, Handover
from domain.model.ids import (
    AgreementId,
    AgreementVersionId,
    CaseId,
    ChatId,
    CommitmentId,
    MunicipalityId,
    NoteId,
    PartnerId,
    PersonId,
    ReferralId,
    ResponsibilityId,
    TimerId,
)
from domain.model.notices import Notice, Priority
from domain.model.people import Enrolment, Invitation, Partner, Person, StaffGroup
from domain.model.routing import Absence, Responsibility, Topic
from domain.model.stage import PartnerKind, Seat
from domain.model.timers import Timer, TimerKind

T = TypeVar("T")
R = TypeVar("R")
I_contra = TypeVar("I_contra", contravariant=True)


class Repository(Protocol[T, I_contra]):
    """What is kept of one aggregate. `add` gives the thing back with its id; `save` raises LookupError."""

    def get(self, identity: I_contra, /) -> T | None: ...
    def add(self, thing: T, /) -> T: ...
    def save(self, thing: T, /) -> None: ...
    def remove(self, identity: I_contra, /) -> None: ...


class Partners(Repository[Partner, PartnerId], Protocol):
    def named(self, name: str) -> Partner | None: ...
    def all(self) -> tuple[Partner, ...]: ...
    def names(self) -> Mapping[PartnerId, str]:
        """The same in short, in the same order."""
        ...

    def kinds(self) -> Mapping[PartnerId, PartnerKind]:
        """The same in short, in the same order."""
        ...


class People(Repository[Person, PersonId], Protocol):
    def by_telegram(self, telegram: int) -> Person | None: ...
    def of_partner(self, partner: PartnerId) -> tuple[Person, ...]: ...
    def coordinators(self) -> tuple[Person, ...]: ...
    def all(self) -> tuple[Person, ...]: ...


class Invitations(Repository[Invitation, int], Protocol):
    def by_hash(self, token_hash: str) -> Invitation | None: ...
    def open_of(self, person: PersonId) -> tuple[Invitation, ...]:
        """Links for this person that were not used."""
        ...

    def made_since(self, by: PersonId, since: datetime) -> int: ...
    def drop_expired(self, before: datetime) -> int:
        """Forget links that could be opened until `before` at most."""
        ...


class Responsibilities(Repository[Responsibility, ResponsibilityId], Protocol):
    """The present directory, main contacts included, under negative ids. A partner that has left the network
    is in what is read of one partner, person or line, and in nothing else."""

    def all(self) -> tuple[Responsibility, ...]: ...
    def in_place(self, municipality: MunicipalityId | None, *topics: Topic) -> tuple[Responsibility, ...]:
        """Those that may fit one of these topics there, whatever is for every place or topic included."""
        ...

    def areas(self, kind: PartnerKind) -> Mapping[PartnerId, frozenset[MunicipalityId | None]]:
        """Where partners of this kind name somebody; None: in the whole area."""
        ...

    def of_partner(self, partner: PartnerId) -> tuple[Responsibility, ...]: ...
    def of_person(self, person: PersonId) -> tuple[Responsibility, ...]: ...
    def end(self, identity: ResponsibilityId, on: date) -> None: ...


class Absences(Protocol):
    def get(self, identity: int, /) -> Absence | None: ...
    def enter(self, absence: Absence, by: PersonId) -> int: ...
    def end(self, person: PersonId, on: date) -> int: ...
    def since(self, day: date) -> tuple[Absence, ...]: ...
    def forget_deputy(self, deputy: PersonId) -> None:
        """Somebody stands in for nobody any more."""
        ...


class StaffGroups(Repository[StaffGroup, int], Protocol):
    def by_chat(self, chat: ChatId) -> StaffGroup | None: ...
    def of_partner(self, partner: PartnerId) -> StaffGroup | None: ...
    def all(self) -> tuple[StaffGroup, ...]: ...


class Enrolments(Repository[Enrolment, int], Protocol):
    def of(self, partner: PartnerId, telegram: ChatId) -> Enrolment | None: ...
    def asked_since(self, chat: ChatId, since: datetime) -> int: ...


class Cases(Repository[Case, CaseId], Protocol):
    def by_code(self, code: str) -> Case | None: ...
    def with_codes(self, codes: Iterable[str]) -> tuple[Case, ...]: ...
    def with_ids(self, ids: Iterable[CaseId]) -> tuple[Case, ...]: ...
    def of_person(self, person: PersonId) -> tuple[Case, ...]:
        """Cases that the person reported, owns or sits on, newest first."""
        ...

    def ids_of_person(self, person: PersonId) -> frozenset[CaseId]:
        """The same, practice cases too, and no more than which."""
        ...

    def outlines(self, ids: Iterable[CaseId]) -> tuple[CaseOutline, ...]: ...

    def of_partner(self, partner: PartnerId) -> tuple[Case, ...]: ...
    def practised_by(self, person: PersonId) -> tuple[Case, ...]:
        """Practice cases of this person; every other finder but `by_code` leaves them out."""
        ...

    def open(self) -> tuple[Case, ...]: ...
    def closed_between(self, first: datetime, last: datetime) -> tuple[Case, ...]: ...
    def reported_between(self, first: datetime, last: datetime) -> tuple[Case, ...]: ...
    def under_agreement(self, agreement: AgreementId, first: datetime, last: datetime) -> tuple[Case, ...]:
        """Cases under any version of it that were reported in this time, the end not included."""
        ...

    def similar(self, traits: Traits, partner: PartnerId, *, own: bool, limit: int) -> tuple[Case, ...]:
        """Open cases that may be the same household, the latest first; no practice cases.

        `own`: those that this partner reported or sits on; else only others'.
        """
        ...

    def without_timer(self) -> tuple[Case, ...]: ...


class Seats(Repository[SeatHolder, int], Protocol):
    def of_case(self, case: CaseId) -> Mapping[Seat, SeatHolder]: ...
    def of_responsibility(self, responsibility: ResponsibilityId) -> tuple[SeatHolder, ...]: ...
    def of_person(self, person: PersonId) -> tuple[SeatHolder, ...]: ...
    def live_of_partner(self, partner: PartnerId) -> tuple[SeatHolder, ...]:
        """Its seats in cases that are open, or asked after."""
        ...

    def cases_held(
        self, responsibilities: Iterable[ResponsibilityId], people: Iterable[PersonId]
    ) -> frozenset[CaseId]:
        """On which cases a seat belongs to one of these."""
        ...


class Referrals(Repository[Referral, ReferralId], Protocol):
    def of_case(self, case: CaseId) -> tuple[Referral, ...]: ...
    def get_open(self, identity: ReferralId, /) -> Referral | None:
        """This one while it is open; costs hardly anything when it is not."""
        ...

    def open(self) -> tuple[Referral, ...]: ...
    def open_at(self, step: Step) -> tuple[Referral, ...]: ...
    def open_of(self, partner: PartnerId) -> tuple[Referral, ...]:
        """Open requests to this partner."""
        ...

    def asked_of(self, person: PersonId) -> tuple[Referral, ...]: ...
    def promised_by(self, person: PersonId) -> tuple[Referral, ...]:
        """Accepted by this person, with a promise that is not settled."""
        ...

    def accepted_between(self, first: datetime, last: datetime) -> tuple[Referral, ...]: ...
    def promises(self) -> tuple[Referral, ...]:
        """Every accepted referral with a promise that is not settled."""
        ...

    def promises_before(self, at: datetime) -> tuple[Referral, ...]:
        """Of these, what was promised for earlier than `at`."""
        ...


class CallTasks(Repository[CallTask, int], Protocol):
    def of_referral(self, referral: ReferralId) -> tuple[CallTask, ...]: ...
    def open_of(self, caller: PersonId) -> tuple[CallTask, ...]: ...


class Notes(Repository[Note, NoteId], Protocol):
    def of_case(self, case: CaseId) -> tuple[Note, ...]: ...
    def undelivered(self) -> tuple[Note, ...]:
        """Sent, and not seen to have arrived."""
        ...

    def drop_texts(self, case: CaseId) -> int: ...


class Events(Protocol):
    def add(self, event: Event, /) -> Event: ...
    def of_case(self, case: CaseId) -> tuple[Event, ...]: ...
    def last(self, case: CaseId, *kinds: EventKind) -> Event | None: ...


class Duplicates(Repository[Duplicate, int], Protocol):
    def of_case(self, case: CaseId) -> tuple[Duplicate, ...]: ...


class CaseDeadlines(Repository[CaseDeadline, int], Protocol):
    """The deadlines of cases, the most urgent first."""

    def of_case(self, case: CaseId) -> tuple[CaseDeadline, ...]: ...
    def open_of(self, case: CaseId) -> tuple[CaseDeadline, ...]: ...
    def near(self, first: date, last: date) -> tuple[CaseDeadline, ...]:
        """Open ones of every case whose safe day lies between these days, both included."""
        ...


class Plans(Repository[Plan, int], Protocol):
    def running(self, case: CaseId) -> Plan | None: ...
    def of_case(self, case: CaseId) -> tuple[Plan, ...]: ...


class CheckIns(Repository[CheckIn, int], Protocol):
    def of_plan(self, plan: int) -> tuple[CheckIn, ...]: ...
    def of_case(self, case: CaseId) -> tuple[CheckIn, ...]: ...
    def asked_of(self, person: PersonId) -> tuple[CheckIn, ...]:
        """Asked and not answered, oldest window first."""
        ...

    def unanswered(self) -> tuple[CheckIn, ...]: ...
    def answered_since(self, since: datetime) -> tuple[CheckIn, ...]: ...
    def silent_since(self, since: datetime) -> tuple[CheckIn, ...]: ...


class Commitments(Repository[Commitment, CommitmentId], Protocol):
    def of_case(self, case: CaseId) -> tuple[Commitment, ...]: ...
    def offered(self) -> tuple[Commitment, ...]:
        """Every offer that waits for its answer."""
        ...

    def offered_of_case(self, case: CaseId) -> tuple[Commitment, ...]: ...
    def open_given(self, cases: Iterable[CaseId]) -> Mapping[tuple[CaseId, Seat], int]:
        """How many open ones each seat of these cases gives, where it gives any."""
        ...


class CommitmentDues(Repository[Due, int], Protocol):
    def tally(self, cases: Iterable[CaseId]) -> tuple[Tally, ...]:
        """How often which help was due in these cases, by the partner that gives it and how it went."""
        ...

    def of_commitment(self, commitment: CommitmentId) -> tuple[Due, ...]: ...
    def waiting_of_case(self, case: CaseId) -> tuple[Due, ...]:
        """Asked or said, and not settled."""
        ...

    def waiting(self) -> tuple[Due, ...]:
        """Asked or said, and not settled: what somebody owes a word on."""
        ...


class Agreements(Repository[Agreement, AgreementId], Protocol):
    """The newest first."""

    def of_partner(self, partner: PartnerId) -> tuple[Agreement, ...]: ...
    def all(self) -> tuple[Agreement, ...]: ...


class AgreementParties(Repository[Party, int], Protocol):
    def of(self, agreement: AgreementId) -> tuple[PartnerId, ...]: ...


class AgreementVersions(Repository[Version, AgreementVersionId], Protocol):
    def of_agreement(self, agreement: AgreementId) -> tuple[Version, ...]: ...
    def in_force(self, agreement: AgreementId) -> Version | None: ...
    def in_the_making(self, agreement: AgreementId) -> Version | None:
        """The one that is a draft or proposed."""
        ...

    def in_force_of(self, partner: PartnerId) -> tuple[Version, ...]: ...
    def of_case(self, case: CaseId) -> Version | None:
        """The version under which this case runs, with its rules; None without an agreement."""
        ...


class AgreementSignatures(Repository[Signature, int], Protocol):
    def of_version(
        self, version: AgreementVersionId, purpose: Purpose = Purpose.VERSION
    ) -> tuple[Signature, ...]: ...
    def of_partner(self, agreement: AgreementId, partner: PartnerId) -> tuple[Signature, ...]:
        """What this partner has signed of an agreement's versions, the latest last."""
        ...


class CaseAgreements(Repository[CaseAgreement, int], Protocol):
    def of_case(self, case: CaseId) -> CaseAgreement | None: ...
    def live(self, agreement: AgreementId) -> tuple[CaseId, ...]:
        """The cases under it that are open, or asked after."""
        ...

    def live_under_others(
        self, agreement: AgreementId, version: AgreementVersionId
    ) -> tuple[CaseAgreement, ...]:
        """Of these, what runs under another version of this agreement."""
        ...

    def bound_since(self, agreement: AgreementId, since: datetime) -> int:
        """How many cases have come under it since then."""
        ...


class Handovers(Repository[Handover, int], Protocol):
    def of_agreement(self, agreement: AgreementId) -> tuple[Handover, ...]: ...
    def of_leaver(self, giver: PartnerId) -> tuple[Handover, ...]:
        """What a partner that leaves the network has offered, whatever agreement."""
        ...

    def open_of(self, agreement: AgreementId | None, giver: PartnerId) -> Handover | None: ...


class DutyHandovers(Repository[DutyHandover, int], Protocol):
    """What members who have left passed on."""


class FailureRuns(Repository[FailureRun, int], Protocol):
    def of_case(self, case: CaseId) -> tuple[FailureRun, ...]: ...
    def of_agreement(self, agreement: AgreementId) -> tuple[FailureRun, ...]: ...
    def running(self, limit: int) -> tuple[FailureRun, ...]:
        """The longest first."""
        ...

    def tally(self, since: datetime, now: datetime) -> RunTally:
        """What the runs that started since then have come to."""
        ...


class FailureSteps(Repository[FailureStep, int], Protocol):
    def next_of_case(self, case: CaseId) -> Mapping[FailureRole, datetime]:
        """When each role's earliest open step is due, the earliest role first."""
        ...

    def of_run(self, run: int) -> tuple[FailureStep, ...]: ...
    def due_before(self, at: datetime) -> tuple[FailureStep, ...]:
        """Open ones of every case, the earliest first."""
        ...


class Guarantees(Repository[Guarantee, int], Protocol):
    def of_run(self, run: int) -> tuple[Guarantee, ...]: ...


class FailureReviews(Repository[FailureReview, int], Protocol):
    def of_run(self, run: int) -> FailureReview | None: ...
    def open(self) -> tuple[FailureReview, ...]: ...


class FailureViews(Repository[FailureView, int], Protocol):
    def of_review(self, review: int) -> tuple[FailureView, ...]: ...


class FailureChanges(Repository[FailureChange, int], Protocol):
    def of_review(self, review: int) -> tuple[FailureChange, ...]: ...
    def due_by(self, day: date) -> tuple[FailureChange, ...]:
        """Open ones of published reviews, the earliest first."""
        ...

    def unasked(self, cause: Cause) -> tuple[FailureChange, ...]:
        """Published against this cause, of which nobody has been asked yet whether they helped."""
        ...


class Timers(Protocol):
    def set(self, timer: Timer, /) -> None:
        """Set or move the timer with this dedupe key."""
        ...

    def keep(self, timer: Timer, /) -> None:
        """Set the timer, unless one with this dedupe key runs."""
        ...

    def cancel(self, dedupe: str) -> None: ...
    def cancel_case(self, case: CaseId, *kinds: TimerKind) -> None:
        """Drop the case's timers of these kinds; without kinds, all of them."""
        ...

    def of_case(self, case: CaseId) -> tuple[Timer, ...]: ...
    def get(self, identity: TimerId, /) -> Timer | None: ...
    def running(self, dedupe: str) -> Timer | None:
        """The timer with this dedupe key."""
        ...

    def held(self) -> int: ...
    def release_held(self) -> int: ...


class Journal(Protocol):
    """What happened outside any case: refused text by class, unreachable people. Never any text."""

    def add(self, kind: str, person: PersonId | None, facts: Mapping[str, str | int | None]) -> None: ...
    def count(self, kind: str, since: datetime) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A dialogue: the accepted answers so far, the question that is open, the message that shows it."""

    id: int = 0
    person: PersonId
    form: str
    question: str
    answers: Mapping[str, str | int | None]
    chat: ChatId
    message: int | None = None
    version: int = 1
    expires_at: datetime
    updated_at: datetime


class Drafts(Protocol):
    def get(self, person: PersonId, form: str) -> Draft | None: ...
    def latest(self, person: PersonId) -> Draft | None: ...
    def put(self, draft: Draft) -> Draft: ...
    def drop(self, person: PersonId, form: str) -> None: ...
    def drop_expired(self, now: datetime) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The live card of a case in a chat, or of a project's failure `run`. `shown` behind `wanted` means that
    an edit is due."""

    id: int
    case_id: CaseId | None
    chat: ChatId
    person: PersonId | None
    message: int | None
    wanted: int
    shown: int
    run: int | None = None


class Cards(Protocol):
    def place(
        self,
        case: CaseId,
        *,
        chat: ChatId,
        person: PersonId | None,
        priority: Priority,
        not_before: datetime | None = None,
        silent: bool = False,
    ) -> None:
        """Show the card of this case in this chat; one that is there is brought up to date instead."""
        ...

    def place_run(
        self,
        run: int,
        *,
        chat: ChatId,
        person: PersonId | None,
        not_before: datetime,
        silent: bool = False,
    ) -> None:
        """The same for the failure run of a project, which has no case."""
        ...

    def touch(self, case: CaseId) -> None:
        """The case changed: every card of it wants to be shown again."""
        ...

    def touch_run(self, run: int) -> None: ...

    def refresh(self, case: CaseId, chat: ChatId) -> None:
        """Send the card anew at the end of the chat; the older message counts as outdated."""
        ...

    def withdraw(self, person: PersonId) -> None:
        """Cards in the chat of somebody who has left are never shown again."""
        ...

    def of_case(self, case: CaseId) -> tuple[Card, ...]: ...
    def at(self, chat: ChatId, message: int) -> Card | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Which case (and note) one of our messages speaks about."""

    chat: ChatId
    message: int
    case_id: CaseId | None
    note: NoteId | None
    notice: str | None


class Outbox(Protocol):
    def tell(
        self,
        notice: Notice,
        *,
        person: PersonId | None = None,
        chat: ChatId | None = None,
        priority: Priority = Priority.NEWS,
        not_before: datetime | None = None,
        dedupe: str | None = None,
        repeatable: bool = True,
    ) -> bool:
        """Keep a notice for a private chat or a group. False: this dedupe key was told before."""
        ...

    def waits(self, dedupe: str) -> bool:
        """Whether a notice of this key is still to leave."""
        ...

    def retract(self, dedupe: str) -> bool:
        """Drop a notice that has not left yet. False: there is none, or it has left."""
        ...

    def heard(self, chat: ChatId, message: int, case: CaseId, note: NoteId) -> None:
        """A member's own message carried this note."""
        ...

    def move_chat(self, old: ChatId, new: ChatId) -> None:
        """A group became a supergroup: everything that names its chat names the new one."""
        ...

    def spoken(self, chat: ChatId, message: int) -> Spoken | None: ...
    def spoken_of_note(self, note: NoteId) -> tuple[Spoken, ...]:
        """Every message about a note, the author's own one included (its `notice` is "Heard")."""
        ...

    def spoken_of_case(self, case: CaseId) -> tuple[Spoken, ...]: ...
    def told_since(self, person: PersonId, since: datetime) -> int:
        """How many messages this person was told, or is about to be; notes and red cases do not count."""
        ...

    def held(self) -> int: ...
    def release_held(self) -> int: ...
    def drop_held(self) -> int: ...
    def reopen_person(self, person: PersonId) -> None:
        """Somebody who could not be reached can be written to again."""
        ...


class Errands(Protocol):
    def send(
        self, kind: str, *, person: PersonId | None, chat: ChatId | None, body: Mapping[str, str | int]
    ) -> None:
        """Have the network asked for something; the result comes back through the inbox."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One hit of the contact search: a responsibility, and its place in the order of the answers, from 0."""

    responsibility: ResponsibilityId
    rank: int


class Upkeep(Protocol):
    """Forgetting what has served its purpose."""

    def forget(self, *, settled_before: datetime, aside_before: datetime, told_before: datetime) -> int:
        """Drop settled updates, updates set aside and settled messages of before; gives how many rows."""
        ...

    def truncate_log(self) -> None:
        """Have the database's write-ahead log emptied as soon as this transaction is over."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a query was understood to ask, and who answers to it, the best first, one entry a person.

    `whole`: every word of the query has its part in that; otherwise some were left aside. `named`: the
    hits were found by a name.
    """

    place: MunicipalityId | None = None
    topics: tuple[Topic, ...] = ()
    whole: bool = False
    named: bool = False
    hits: tuple[Found, ...] = ()


class ContactSearch(Protocol):
    def rebuild(self) -> None:
        """Read the directory anew: due in every transaction that changes it."""
        ...

    def find(self, query: str, limit: int = 5) -> Findings: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What the operator has set about the network."""

    name: str
    case_prefix: str
    calendar: WorkCalendar
    municipalities: tuple[MunicipalityId, ...] = ()
    reforms: Mapping[Reform, date] = field(default_factory=dict)


class Random(Protocol):
    """Where case codes come from; `secrets.SystemRandom` outside the tests."""

    def choice(self, seq: str, /) -> str: ...


class Work(Protocol):
    """One transaction at one moment."""

    @property
    def now(self) -> datetime: ...
    @property
    def network(self) -> Network: ...
    @property
    def partners(self) -> Partners: ...
    @property
    def people(self) -> People: ...
    @property
    def invitations(self) -> Invitations: ...
    @property
    def responsibilities(self) -> Responsibilities: ...
    @property
    def absences(self) -> Absences: ...
    @property
    def groups(self) -> StaffGroups: ...
    @property
    def enrolments(self) -> Enrolments: ...
    @property
    def cases(self) -> Cases: ...
    @property
    def seats(self) -> Seats: ...
    @property
    def referrals(self) -> Referrals: ...
    @property
    def call_tasks(self) -> CallTasks: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def events(self) -> Events: ...
    @property
    def duplicates(self) -> Duplicates: ...
    @property
    def deadlines(self) -> CaseDeadlines: ...
    @property
    def plans(self) -> Plans: ...
    @property
    def check_ins(self) -> CheckIns: ...
    @property
    def commitments(self) -> Commitments: ...
    @property
    def commitment_dues(self) -> CommitmentDues: ...
    @property
    def agreements(self) -> Agreements: ...
    @property
    def agreement_parties(self) -> AgreementParties: ...
    @property
    def agreement_versions(self) -> AgreementVersions: ...
    @property
    def agreement_signatures(self) -> AgreementSignatures: ...
    @property
    def case_agreements(self) -> CaseAgreements: ...
    @property
    def handovers(self) -> Handovers: ...
    @property
    def duty_handovers(self) -> DutyHandovers: ...
    @property
    def failure_runs(self) -> FailureRuns: ...
    @property
    def failure_steps(self) -> FailureSteps: ...
    @property
    def guarantees(self) -> Guarantees: ...
    @property
    def failure_reviews(self) -> FailureReviews: ...
    @property
    def failure_views(self) -> FailureViews: ...
    @property
    def failure_changes(self) -> FailureChanges: ...
    @property
    def timers(self) -> Timers: ...
    @property
    def journal(self) -> Journal: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def cards(self) -> Cards: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def errands(self) -> Errands: ...
    @property
    def upkeep(self) -> Upkeep: ...
    @property
    def contacts(self) -> ContactSearch: ...

    def reading(self) -> AbstractContextManager[None]:
        """Read every row once for as long as this lasts; whoever writes meanwhile has a bug."""
        ...

    def once(self, key: Hashable, find: Callable[[], R]) -> R:
        """Within `reading`, what was worked out under this key, else what `find` finds now."""
        ...

    def gather_sides(self, cases: Iterable[CaseId]) -> None:
        """Read the seats and requests of many cases at once, within `reading`."""
        ...

    def gather(self, cases: Iterable[CaseId]) -> None:
        """Read also what moves them: calls, commitments and steps."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Who speaks, where and when. `person` None: a stranger, or a colleague who has not enrolled."""

    person: Person | None
    telegram: ChatId
    chat: ChatId
    private: bool
    now: datetime
