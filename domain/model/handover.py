"""What a partner hands over when a project ends or it leaves: nothing passes before somebody has taken it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.model.errors import AlreadyDone
from domain.model.ids import AgreementId, CaseId, PartnerId, PersonId


class HandoverState(StrEnum):
    """`KEPT`: the partner itself stays responsible after the end."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


class HandoverMotion(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


_BECOMES = {
    HandoverMotion.ACCEPT: HandoverState.ACCEPTED,
    HandoverMotion.DECLINE: HandoverState.DECLINED,
    HandoverMotion.WITHDRAW: HandoverState.WITHDRAWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """What `giver` holds in an agreement's cases shall pass to `taker`; until that is accepted it stays.

    `agreement` None: what it holds in any case, because it leaves the network.
    """

    id: int = 0
    agreement: AgreementId | None
    giver: PartnerId
    taker: PartnerId
    state: HandoverState = HandoverState.OFFERED
    offered_by: PersonId
    offered_at: datetime
    answered_by: PersonId | None = None
    answered_at: datetime | None = None

    @property
    def settles(self) -> bool:
        """Whether somebody is there afterwards."""
        return self.state in (HandoverState.ACCEPTED, HandoverState.KEPT)


def moved(handover: Handover, motion: HandoverMotion, by: PersonId, at: datetime) -> Handover:
    """Raises AlreadyDone once it is answered."""
    if handover.state is not HandoverState.OFFERED:
        raise AlreadyDone("handover")
    return replace(handover, state=_BECOMES[motion], answered_by=by, answered_at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyHandover:
    """A member has left, and what they held is with `heir`, who says whether that can stay so.

    `cases` are the ids of the live cases, in decimal and between blanks.
    """

    id: int = 0
    leaver: PersonId
    heir: PersonId
    cases: str
    state: HandoverState = HandoverState.OFFERED
    offered_at: datetime
    answered_at: datetime | None = None

    @property
    def case_ids(self) -> tuple[CaseId, ...]:
        return tuple(CaseId(int(one)) for one in self.cases.split())


def answered(duty: DutyHandover, motion: HandoverMotion, at: datetime) -> DutyHandover:
    """Raises AlreadyDone once it is answered."""
    if duty.state is not HandoverState.OFFERED:
        raise AlreadyDone("handover")
    return replace(duty, state=_BECOMES[motion], answered_at=at)
