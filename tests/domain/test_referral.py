"""A referral: every state with every motion, what an undo puts back, and when the ladder goes on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from domain.model.case import Referral, ReferralKind, ReferralState
from domain.model.errors import AlreadyDone, Expired, NotAllowed
from domain.model.ids import CaseId, PartnerId, PersonId, ReferralId
from domain.model.referral import (
    NEXT,
    UNDO_WITHIN,
    Before,
    Motion,
    accepted,
    decided,
    declined,
    goes_on,
    moved,
    resumed,
    undone,
)
from domain.model.stage import DeclineReason, Seat

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
PETRA, QUIRIN, ANNA = PersonId(1), PersonId(2), PersonId(3)
S, M = ReferralState, Motion

TABLE: dict[ReferralState, dict[Motion, ReferralState]] = {
    S.OPEN: {M.ACCEPT: S.ACCEPTED, M.DECLINE: S.DECLINED, M.FORWARD: S.FORWARDED, M.WITHDRAW: S.WITHDRAWN},
    S.ACCEPTED: {
        M.HAND_BACK: S.ACCEPTED,
        M.PROMISE: S.ACCEPTED,
        M.SETTLE: S.ACCEPTED,
        M.EXPIRE: S.EXPIRED,
        M.REPLACE: S.FORWARDED,
        M.UNDO: S.OPEN,
    },
    S.DECLINED: {M.UNDO: S.OPEN},
    S.FORWARDED: {M.UNDO: S.OPEN, M.RESUME: S.ACCEPTED},
    S.EXPIRED: {M.SETTLE: S.ACCEPTED, M.REPLACE: S.FORWARDED},
    S.WITHDRAWN: {},
}


def referral(state: ReferralState = S.OPEN) -> Referral:
    return Referral(
        id=ReferralId(7),
        case_id=CaseId(1),
        kind=ReferralKind.TAKEOVER,
        seat=Seat.HELP,
        partner=PartnerId(1),
        asked_by=ANNA,
        asked=PETRA,
        state=state,
        opened_at=NOON,
    )


def before(motion: Motion, by: PersonId = PETRA) -> Before:
    return Before(by=by, motion=motion, owner=ANNA)


@pytest.mark.parametrize(("state", "motion"), [*product(ReferralState, Motion)])
def test_every_cell(state: ReferralState, motion: Motion) -> None:
    following = TABLE[state].get(motion)
    assert NEXT.get((state, motion)) == following
    if following is None:
        with pytest.raises(AlreadyDone):
            moved(referral(state), motion)
    else:
        assert moved(referral(state), motion).state is following


def test_an_acceptance_carries_the_promise_and_whoever_noted_it() -> None:
    taken = accepted(
        referral(), before(M.ACCEPT), by=QUIRIN, at=NOON, promised_at=NOON + timedelta(days=1), proxy=ANNA
    )
    assert (taken.state, taken.accepted_by, taken.proxy) == (S.ACCEPTED, QUIRIN, ANNA)
    assert taken.promised_at == NOON + timedelta(days=1)
    assert Before.of(taken).owner == ANNA


def test_the_second_to_accept_comes_too_late() -> None:
    taken = accepted(referral(), before(M.ACCEPT), by=PETRA, at=NOON, promised_at=NOON)
    with pytest.raises(AlreadyDone):
        accepted(taken, before(M.ACCEPT, QUIRIN), by=QUIRIN, at=NOON, promised_at=NOON)


@pytest.mark.parametrize("after", [timedelta(0), UNDO_WITHIN])
def test_an_undo_leaves_no_trace_on_the_request(after: timedelta) -> None:
    taken = accepted(referral(), before(M.ACCEPT), by=PETRA, at=NOON, promised_at=NOON + timedelta(days=1))
    assert undone(taken, PETRA, NOON + after) == referral()
    refused = declined(referral(), before(M.DECLINE), DeclineReason.NO_CAPACITY, NOON)
    assert undone(refused, PETRA, NOON + after) == referral()
    passed = decided(referral(), M.FORWARD, before(M.FORWARD), NOON)
    assert undone(passed, PETRA, NOON + after) == referral()


def test_taking_a_handover_back_leaves_the_acceptance() -> None:
    taken = accepted(referral(), before(M.ACCEPT), by=PETRA, at=NOON, promised_at=NOON)
    handed = decided(taken, M.HAND_BACK, before(M.HAND_BACK), NOON)
    kept = undone(handed, PETRA, NOON)
    assert (kept.state, kept.accepted_by, kept.previous) == (S.ACCEPTED, PETRA, {})


def test_only_the_decider_and_only_for_five_minutes() -> None:
    taken = accepted(referral(), before(M.ACCEPT), by=PETRA, at=NOON, promised_at=NOON)
    with pytest.raises(NotAllowed):
        undone(taken, QUIRIN, NOON)
    with pytest.raises(Expired):
        undone(taken, PETRA, NOON + UNDO_WITHIN + timedelta(seconds=1))
    with pytest.raises(AlreadyDone):
        undone(referral(), PETRA, NOON)


@pytest.mark.parametrize("motion", [M.ACCEPT, M.HAND_BACK])
def test_whoever_has_been_replaced_has_nothing_to_take_back(motion: Motion) -> None:
    taken = accepted(referral(), before(M.ACCEPT), by=PETRA, at=NOON, promised_at=NOON + timedelta(days=1))
    if motion is M.HAND_BACK:
        taken = decided(taken, motion, before(motion), NOON)
    with pytest.raises(AlreadyDone):
        undone(moved(taken, M.REPLACE), PETRA, NOON)


def test_after_progress_there_is_nothing_to_take_back() -> None:
    taken = accepted(referral(), before(M.ACCEPT), by=PETRA, at=NOON, promised_at=NOON)
    with pytest.raises(Expired):
        undone(replace(taken, promise_settled_at=NOON), PETRA, NOON)


@pytest.mark.parametrize(("hours", "state"), [(1, S.ACCEPTED), (0, S.EXPIRED), (-1, S.EXPIRED)])
def test_whoever_has_it_again_has_the_old_promise(hours: int, state: ReferralState) -> None:
    due_at = NOON + timedelta(hours=hours)
    taken = accepted(referral(), before(M.ACCEPT), by=PETRA, at=NOON, promised_at=due_at)
    assert resumed(moved(taken, M.REPLACE), NOON).state is state


@pytest.mark.parametrize(
    ("reason", "lead", "cooperation"),
    [
        (DeclineReason.NOT_RESPONSIBLE, True, True),
        (DeclineReason.NO_CAPACITY, True, False),
        (DeclineReason.NO_CONTACT, False, False),
        (DeclineReason.HOUSEHOLD_REFUSES, False, False),
        (DeclineReason.DUPLICATE, False, False),
        (DeclineReason.NO_LEGAL_BASIS, False, False),
        (DeclineReason.SOLVED_OTHERWISE, False, False),
    ],
)
def test_when_a_decline_goes_on_to_the_coordinator(
    reason: DeclineReason, lead: bool, cooperation: bool
) -> None:
    assert goes_on(reason, lead=True) is lead
    assert goes_on(reason, lead=False) is cooperation
