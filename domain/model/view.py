"""What a reader may see of a case, as plain data: cards, lists and texts are made of nothing else."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from domain.model.case import Referral, Step
from domain.model.case_deadline import CaseDeadline
from domain.model.commitment import Awaits
from domain.model.help_catalogue import Help
from domain.model.ids import CaseId, MunicipalityId, PersonId, ReferralId
from domain.model.rights import Relation
from domain.model.routing import Responsibility
from domain.model.stage import Household, NoticeKind, Outcome, Reason, RentsOpen, Request, Seat, Stage, When
from domain.model.urgency import Urgency, UrgencyReason
from domain.model.visibility import Ending, Field


class Task(StrEnum):
    """What somebody is expected to do."""

    ANSWER = "answer"
    CALL = "call"
    DECIDE = "decide"
    REPORT_BACK = "report_back"
    LEAD = "lead"
    CHECK_IN = "check_in"
    COMMITMENT = "commitment"
    FAILURE_STEP = "failure_step"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One thing that somebody owes the case. `person` None: every coordinator, or whoever of a group.

    `seat` is the side on which the move lies; `until` None when there is no agreed moment.
    """

    task: Task
    person: PersonId | None
    seat: Seat | None = None
    until: datetime | None = None
    referral: Referral | None = None


class Situation(StrEnum):
    """How the case stands for this reader; each looks different."""

    REQUEST = "request"
    DEPUTY = "deputy"
    RELAPSE = "relapse"
    DECIDE = "decide"
    WAITING = "waiting"
    LIVE = "live"
    OVERSEEN = "overseen"
    TAKEN = "taken"
    ENDED = "ended"
    CLOSED = "closed"
    FILED = "filed"
    GONE = "gone"


class Spoken(StrEnum):
    """Whether the household may be named on the telephone, between the help side and the other one."""

    YES = "yes"
    IF_NAMED = "if_named"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A professional, as the directory knows them."""

    person: PersonId
    name: str
    partner: str
    function: str = ""
    phone: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Another side of the case. `who` is None while its office has only been asked, until `due_at`.

    `stands_in_for` names the holder who is away; `promised_at` is open until there is progress.
    """

    seat: Seat
    partner: str
    who: Contact | None = None
    deputy: str = ""
    stands_in_for: str = ""
    step: Step | None = None
    due_at: datetime | None = None
    promised_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedHelp:
    """The commitments of a case in short: what is to be done first, by whom, and how many run on each side.

    `mover` None: nobody is to move now. `until` is the day that it is about.
    """

    mover: Seat | None = None
    mine: bool = False
    awaits: Awaits = Awaits.HELP
    what: Help | None = None
    until: date | None = None
    running: tuple[tuple[Seat, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A case in one reader's rights. What the reader may not see is None, empty or False.

    `mine` waits for the reader's answer; by `held` the reader's side has the case, on `promised` it owes a
    word; `undoable` may still be taken back. `in_place_of` names who would answer and `held_by` who sits, if
    not the reader. `move` is what the reader owes first, else what is owed first; `mover` names an office,
    never a person. `deadlines` are open, the most urgent first; by `envelope_wanted` nobody knows when
    the suit was served. `failing`: a failure run is
    proposed to the reader, or running. `place_known` tells "outside the area" from "not for you".
    """

    case: CaseId
    code: str
    word: str
    relations: frozenset[Relation]
    fields: frozenset[Field]
    situation: Situation
    protected: bool
    side: Seat
    is_open: bool
    reopened: bool
    reported_on: date
    stage: Stage | None = None
    stage_on: date | None = None
    stage_when: When | None = None
    notice_kind: NoticeKind | None = None
    rents_open: RentsOpen | None = None
    place_known: bool = False
    municipality: MunicipalityId | None = None
    household: Household | None = None
    with_children: bool = False
    children: int | None = None
    reason: Reason | None = None
    request: Request | None = None
    urgency: Urgency | None = None
    urgency_reason: UrgencyReason | None = None
    urgency_override: str | None = None
    asked_by: Contact | None = None
    naming: Spoken | None = None
    mine: Referral | None = None
    responsibility: Responsibility | None = None
    in_place_of: str = ""
    held_by: str = ""
    held: Referral | None = None
    promised: Referral | None = None
    undoable: Referral | None = None
    parties: tuple[Party, ...] = ()
    move: Move | None = None
    mover: str = ""
    my_move: bool = False
    agreed: bool = False
    withdrawn: bool = False
    contact_made_at: datetime | None = None
    informed_on: date | None = None
    follow_up: Mapping[str, str] = field(default_factory=dict)
    ended_on: date | None = None
    ending: Ending | None = None
    outcome: Outcome | None = None
    check_on: date | None = None
    deadlines: tuple[CaseDeadline, ...] = ()
    envelope_wanted: bool = False
    help: AgreedHelp | None = None
    failing: bool = False

    def only(self, seen: Collection[Field]) -> "View":
        """The same view without what is not among the fields `seen`."""
        hidden = {name for one, names in SAYS.items() if one not in seen for name in names}
        empty: dict[str, Any] = {one.name: one.default for one in fields(View) if one.name in hidden}
        if "follow_up" in empty:
            empty["follow_up"] = {}
        return replace(self, **empty)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """All that a group may read: a case that everybody in it may see on a lock screen.

    `steps`: how many of how many of a failure run are settled, `steps_until` when this side is to move.
    `asked` False: the landlord has reported the case itself; `referral` None: there is nothing to take.
    """

    case: CaseId
    code: str
    is_open: bool
    exchange: bool = True
    stage: Stage
    municipality: MunicipalityId | None
    request: Request | None = None
    referral: ReferralId | None
    answer_by: datetime | None = None
    taken_by: str = ""
    taken_until: datetime | None = None
    asked: bool = True
    steps: tuple[int, int] | None = None
    steps_until: datetime | None = None


SAYS: Final[Mapping[Field, tuple[str, ...]]] = {
    Field.STAGE: ("stage",),
    Field.STAGE_DAY: ("stage_on", "stage_when", "notice_kind"),
    Field.RENTS_OPEN: ("rents_open",),
    Field.MUNICIPALITY: ("place_known", "municipality"),
    Field.HOUSEHOLD: ("household",),
    Field.WITH_CHILDREN: ("with_children",),
    Field.CHILDREN: ("children",),
    Field.REASON: ("reason",),
    Field.REQUEST: ("request",),
    Field.URGENCY: ("urgency", "urgency_reason"),
    Field.OVERRIDE: ("urgency_override",),
    Field.ASKED_BY: ("asked_by",),
    Field.NAMING: ("naming",),
    Field.WHO_HAS: ("parties",),
    Field.WHO_MOVES: ("move", "mover", "my_move"),
    Field.CONTACT: ("contact_made_at",),
    Field.INFORMED: ("informed_on",),
    Field.FOLLOW_UP: ("follow_up",),
    Field.ENDING: ("ending", "ended_on"),
    Field.OUTCOME: ("outcome",),
    Field.AFTERCARE: ("check_on",),
    Field.DEADLINES: ("deadlines", "envelope_wanted"),
    Field.COMMITMENTS: ("help",),
    Field.FAILURE: ("failing",),
}
"""Which attributes of a `View` each field is made of."""
