"""Partners and the people who work for them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.model.ids import ChatId, PartnerId, PersonId
from domain.model.stage import PartnerKind


class Role(StrEnum):
    """What a person may do for the network: a lead admits colleagues, a coordinator sees to the whole."""

    MEMBER = "member"
    LEAD = "lead"
    COORDINATOR = "coordinator"


def starts_minimal(kind: PartnerKind) -> bool:
    """Authorities do until their data protection officer says otherwise (the practice paper, 2.4)."""
    return kind is PartnerKind.AUTHORITY


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A member organisation. `minimal_reports`: Sozialdaten must not pass through Telegram (§ 35 SGB I).

    `leaves_on` is its last day in the network; it stays `active` until that is over.
    """

    id: PartnerId = PartnerId(0)
    name: str
    kind: PartnerKind
    minimal_reports: bool = False
    free_text_notes: bool = True
    important_to_us: str = ""
    main_contact: PersonId | None = None
    active: bool = True
    leaves_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who works for a partner; a member as soon as `telegram` is known.

    `working_days` are weekdays, Monday is 0; `digest_hour` is local time.
    """

    id: PersonId = PersonId(0)
    partner: PartnerId
    name: str
    function: str = ""
    phone: str = ""
    hours: str = ""
    role: Role = Role.MEMBER
    language: str = "de"
    telegram: ChatId | None = None
    working_days: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    digest_hour: int = 8
    acknowledged_at: datetime | None = None
    unreachable_at: datetime | None = None
    active: bool = True

    @property
    def is_member(self) -> bool:
        return self.active and self.telegram is not None

    @property
    def reachable(self) -> bool:
        """Whether the bot can write to this person now."""
        return self.is_member and self.unreachable_at is None

    @property
    def is_coordinator(self) -> bool:
        return self.active and self.role is Role.COORDINATOR


class Purpose(StrEnum):
    """What a one-time link opens."""

    MEMBER = "member"
    DETAILS = "details"
    ENROLMENT = "enrolment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A one-time link. Only the hash of its token is kept; `person` is whom it is bound to, if anybody."""

    id: int = 0
    token_hash: str
    purpose: Purpose
    partner: PartnerId | None = None
    person: PersonId | None = None
    role: Role = Role.MEMBER
    payload: str = ""
    invited_by: PersonId | None = None
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class GroupState(StrEnum):
    ASKED = "asked"
    LINKED = "linked"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffGroup:
    """A landlord's group chat. Its title is not stored (the practice paper, P16).

    `admin`: the bot was made an administrator there, and would read all that staff say.
    """

    id: int = 0
    chat: ChatId
    partner: PartnerId | None = None
    state: GroupState = GroupState.ASKED
    added_by: PersonId | None = None
    linked_at: datetime | None = None
    admin: bool = False
    hinted_on: date | None = None
    requests_on: date | None = None
    requests: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """A colleague from the group who asked to take part; the partner's lead decides.

    `opened_at`: since when the bot may write to them, because they opened the private chat.
    """

    id: int = 0
    chat: ChatId
    partner: PartnerId
    telegram: ChatId
    asked_at: datetime
    opened_at: datetime | None = None
    decided_at: datetime | None = None
