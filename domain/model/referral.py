"""What may become of a referral: its states, the deeds that change them, and what an undo puts back."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.model.case import Referral, ReferralState
from domain.model.errors import AlreadyDone, Expired, NotAllowed
from domain.model.ids import PersonId
from domain.model.stage import DeclineReason

UNDO_WITHIN: Final = timedelta(minutes=5)
"""How long whoever decided may take it back (the practice paper, 6.12)."""

MOST_FORWARDS: Final = 2
"""After two forwards the next one goes to the coordinator: no ping-pong (the practice paper, R9)."""


class Motion(StrEnum):
    """What can happen to a referral.

    EXPIRE: its promise has passed. REPLACE: somebody else has taken over from whoever accepted it. RESUME: it
    counts again, because its successor was taken back or has become needless.
    """

    ACCEPT = "accept"
    DECLINE = "decline"
    FORWARD = "forward"
    WITHDRAW = "withdraw"
    HAND_BACK = "hand_back"
    PROMISE = "promise"
    SETTLE = "settle"
    EXPIRE = "expire"
    REPLACE = "replace"
    RESUME = "resume"
    UNDO = "undo"


S, M = ReferralState, Motion  # the table below is read as a table
NEXT: Final[Mapping[tuple[ReferralState, Motion], ReferralState]] = {
    (S.OPEN, M.ACCEPT): S.ACCEPTED,
    (S.OPEN, M.DECLINE): S.DECLINED,
    (S.OPEN, M.FORWARD): S.FORWARDED,
    (S.OPEN, M.WITHDRAW): S.WITHDRAWN,
    (S.ACCEPTED, M.HAND_BACK): S.ACCEPTED,
    (S.ACCEPTED, M.PROMISE): S.ACCEPTED,
    (S.ACCEPTED, M.SETTLE): S.ACCEPTED,
    (S.ACCEPTED, M.EXPIRE): S.EXPIRED,
    (S.ACCEPTED, M.REPLACE): S.FORWARDED,
    (S.ACCEPTED, M.UNDO): S.OPEN,
    (S.DECLINED, M.UNDO): S.OPEN,
    (S.FORWARDED, M.UNDO): S.OPEN,
    (S.FORWARDED, M.RESUME): S.ACCEPTED,
    (S.EXPIRED, M.SETTLE): S.ACCEPTED,
    (S.EXPIRED, M.REPLACE): S.FORWARDED,
}
"""Everything that may happen; whatever is not named here has been overtaken."""


_LEFT: Final[Mapping[str, ReferralState]] = {
    M.ACCEPT: S.ACCEPTED,
    M.DECLINE: S.DECLINED,
    M.FORWARD: S.FORWARDED,
    M.HAND_BACK: S.ACCEPTED,
}
"""The state in which each decision that can be taken back leaves the referral."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What a decision changed, as far as an undo must put it back: only `by` may, while nothing has followed.

    `owner` had the case, `holder` and the fields behind it the seat (None: it was empty), `successor` is the
    referral that followed, `replaced` the one that this one overtook.
    """

    by: int
    motion: str
    owner: int
    holder: int | None = None
    partner: int | None = None
    responsibility: int | None = None
    since_at: str | None = None
    successor: int | None = None
    replaced: int | None = None

    @staticmethod
    def of(referral: Referral) -> "Before":
        """Raises AlreadyDone when nothing has been decided that could be taken back."""
        if not referral.previous:
            raise AlreadyDone
        return Before(**referral.previous)  # type: ignore[arg-type]

    def stored(self) -> Mapping[str, str | int | None]:
        return asdict(self)


def moved(referral: Referral, motion: Motion) -> Referral:
    """The referral in the state that follows. Raises AlreadyDone where it has moved on."""
    following = NEXT.get((referral.state, motion))
    if following is None:
        raise AlreadyDone
    return replace(referral, state=following)


def decided(referral: Referral, motion: Motion, before: Before, at: datetime) -> Referral:
    """After a decision that can be taken back for five minutes. Raises AlreadyDone."""
    return replace(moved(referral, motion), previous=before.stored(), decided_at=at)


def accepted(
    referral: Referral,
    before: Before,
    *,
    by: PersonId,
    at: datetime,
    promised_at: datetime,
    proxy: PersonId | None = None,
) -> Referral:
    """Taken, with "meldet sich bis"; `proxy` recorded what was said on the telephone. Raises AlreadyDone."""
    return replace(
        decided(referral, Motion.ACCEPT, before, at),
        accepted_by=by,
        accepted_at=at,
        proxy=proxy,
        promised_at=promised_at,
        promise_settled_at=None,
    )


def declined(referral: Referral, before: Before, reason: DeclineReason, at: datetime) -> Referral:
    """Refused, with a coded reason. Raises AlreadyDone."""
    return replace(decided(referral, Motion.DECLINE, before, at), decline_reason=reason)


def undone(referral: Referral, by: PersonId, now: datetime) -> Referral:
    """Open again, as before the decision; after a hand-back still accepted.

    Raises NotAllowed for anybody but the one who decided, Expired after five minutes or once progress
    was made, AlreadyDone when there is nothing to take back.
    """
    before = Before.of(referral)
    if before.by != by:
        raise NotAllowed("undo")
    if referral.decided_at is None or now > referral.decided_at + UNDO_WITHIN:
        raise Expired("undo")
    if referral.state not in (_LEFT[before.motion], S.EXPIRED):
        # Somebody else has taken over from there.
        raise AlreadyDone
    if before.motion == Motion.HAND_BACK:
        return replace(referral, previous={}, decided_at=None)
    if referral.promise_settled_at is not None:
        raise Expired("undo")
    return replace(
        moved(referral, Motion.UNDO),
        accepted_by=None,
        accepted_at=None,
        proxy=None,
        promised_at=None,
        decline_reason=None,
        previous={},
        decided_at=None,
    )


def resumed(referral: Referral, now: datetime) -> Referral:
    """Counts again, since whoever overtook it has stepped back; a promise that has passed stays passed."""
    counts = moved(referral, Motion.RESUME)
    owed = referral.promised_at is not None and referral.promise_settled_at is None
    if owed and referral.promised_at is not None and referral.promised_at <= now:
        return moved(counts, Motion.EXPIRE)
    return counts


def goes_on(reason: DeclineReason, *, lead: bool) -> bool:
    """Whether the ladder goes on after a decline, to the coordinator, instead of leaving the asker with it.

    An office that is not responsible is no reason to leave a household alone, nor is one that asks for the
    lead and has no capacity; its deputy and group are the same office. Where the household or the law stands
    in the way, or the thing is settled, asking further would only disclose more: the asker decides.
    """
    if reason is DeclineReason.NO_CAPACITY:
        return lead
    return reason is DeclineReason.NOT_RESPONSIBLE
