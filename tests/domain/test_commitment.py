"""A commitment: every state with every motion, its days, how keeping is counted, how it ends."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model import commitment as model
from domain.model.calendar import WorkCalendar
from domain.model.commitment import (
    Commitment,
    Due,
    DueState,
    Frequency,
    Length,
    Motion,
    State,
    Verdict,
    balance,
    to_move,
)
from domain.model.errors import AlreadyDone
from domain.model.help_catalogue import CATALOGUE, Help, HelpGroup, groups_for, offered
from domain.model.ids import CaseId, CommitmentId, PersonId
from domain.model.stage import Seat

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
PETRA, CARLA = PersonId(1), PersonId(2)
S, M, D, V = State, Motion, DueState, Verdict

TABLE: dict[State, dict[Motion, State]] = {
    S.OFFERED: {
        M.ACCEPT: S.RUNNING,
        M.COUNTER: S.OFFERED,
        M.DECLINE: S.DECLINED,
        M.WITHDRAW: S.WITHDRAWN,
    },
    S.RUNNING: {M.SUSPEND: S.SUSPENDED, M.WITHDRAW: S.WITHDRAWN},
    S.SUSPENDED: {M.RESUME: S.RUNNING, M.WITHDRAW: S.WITHDRAWN},
    S.KEPT: {},
    S.PARTLY: {},
    S.BROKEN: {},
    S.UNKNOWN: {},
    S.DECLINED: {},
    S.WITHDRAWN: {},
}


def visit(state: State = S.RUNNING, **facts: Any) -> Commitment:
    """A weekly home visit, from the help side to the landlord, for four weeks."""
    made = Commitment(
        id=CommitmentId(7),
        case_id=CaseId(1),
        giver=Seat.HELP,
        receiver=Seat.LANDLORD,
        offered_by=Seat.HELP,
        help=Help.HOME_VISIT,
        frequency=Frequency.WEEKLY,
        first_on=MONDAY,
        ends_on=MONDAY + timedelta(weeks=3),
        state=state,
        offered_at=NOON,
    )
    return replace(made, **facts)


def due(state: DueState = D.ASKED, **facts: Any) -> Due:
    made = Due(
        id=1, commitment=CommitmentId(7), case_id=CaseId(1), planned_on=MONDAY, due_on=MONDAY, state=state
    )
    return replace(made, **facts)


@pytest.mark.parametrize(
    ("state", "motion"), [(state, motion) for state, motion in product(State, Motion) if motion is not M.END]
)
def test_every_state_with_every_motion(state: State, motion: Motion) -> None:
    becomes = TABLE[state].get(motion)
    if becomes is None:
        with pytest.raises(AlreadyDone):
            model.moved(visit(state), motion)
    else:
        assert model.moved(visit(state), motion).state is becomes


@pytest.mark.parametrize("state", [one for one in State if one is not S.RUNNING])
def test_only_what_runs_comes_to_its_end(state: State) -> None:
    with pytest.raises(AlreadyDone):
        model.ended(visit(state), ())


def test_the_other_side_answers_an_offer() -> None:
    assert visit(S.OFFERED).answers is Seat.LANDLORD
    assert visit(S.OFFERED, offered_by=Seat.LANDLORD).answers is Seat.HELP


# Days


@pytest.mark.parametrize(
    ("frequency", "days"),
    [
        (Frequency.ONCE, ["2027-01-31"]),
        (Frequency.WEEKLY, ["2027-01-31", "2027-02-07", "2027-02-14"]),
        (Frequency.FORTNIGHTLY, ["2027-01-31", "2027-02-14", "2027-02-28"]),
        # Counted from the first day, so that a short month shortens no later one.
        (Frequency.MONTHLY, ["2027-01-31", "2027-02-28", "2027-03-31"]),
    ],
)
def test_days_are_counted_from_the_first_one(frequency: Frequency, days: list[str]) -> None:
    made = visit(frequency=frequency, first_on=date(2027, 1, 31), ends_on=None)
    found = [model.occurrence(made, number) for number in range(3)]
    assert [one.isoformat() for one in found if one] == days


def test_the_last_day_belongs_to_it_and_nothing_comes_after() -> None:
    made = visit()
    assert model.next_after(made, MONDAY + timedelta(weeks=2)) == made.ends_on
    assert model.next_after(made, made.ends_on) is None
    assert model.next_after(visit(frequency=Frequency.ONCE), MONDAY) is None


@given(
    first=st.dates(date(2026, 1, 1), date(2040, 1, 1)),
    frequency=st.sampled_from(Frequency),
    length=st.sampled_from(Length),
)
def test_days_rise_and_stay_within(first: date, frequency: Frequency, length: Length) -> None:
    made = visit(frequency=frequency, first_on=first, ends_on=model.ends_on(first, length))
    days = [model.occurrence(made, number) for number in range(5)]
    known = [one for one in days if one is not None]
    assert known == sorted(set(known))
    assert known[0] == first
    assert all(made.ends_on is None or one <= made.ends_on for one in known)
    assert (made.ends_on is None) is (length is Length.OPEN)


def test_the_tolerance_is_counted_in_working_days() -> None:
    calendar = WorkCalendar()
    friday = due(due_on=date(2026, 12, 23))  # Wednesday before Christmas
    assert model.late_after(friday, Frequency.WEEKLY, calendar) == date(2026, 12, 24)
    assert model.late_after(friday, Frequency.ONCE, calendar) == date(2026, 12, 28)


# Keeping

SAYS: dict[DueState, dict[Verdict, DueState]] = {
    state: {V.KEPT: D.SAID, V.PARTLY: D.SAID, V.BROKEN: D.BROKEN} for state in (D.PLANNED, D.ASKED)
}
JUDGES: dict[DueState, dict[Verdict, DueState]] = {
    state: {V.KEPT: D.KEPT, V.PARTLY: D.PARTLY, V.BROKEN: D.BROKEN} for state in (D.PLANNED, D.ASKED, D.SAID)
}


@pytest.mark.parametrize(("state", "verdict"), list(product(DueState, Verdict)))
def test_whoever_gives_says_and_whoever_receives_judges(state: DueState, verdict: Verdict) -> None:
    for table, deed, who in ((SAYS, model.said, PETRA), (JUDGES, model.judged, CARLA)):
        becomes = table.get(state, {}).get(verdict)
        if becomes is None:
            with pytest.raises(AlreadyDone):
                deed(due(state), verdict, who)
        else:
            assert deed(due(state), verdict, who).state is becomes


@pytest.mark.parametrize(("said", "state"), [(V.KEPT, D.KEPT), (V.PARTLY, D.PARTLY), (None, D.UNKNOWN)])
def test_silence_of_both_is_not_kept(said: Verdict | None, state: DueState) -> None:
    waiting = due(D.SAID if said else D.ASKED, said=said)
    assert model.unanswered(waiting).state is state


def test_broken_ones_in_a_row_are_counted() -> None:
    made = visit()
    for state, broken in (
        (D.BROKEN, 1),
        (D.UNKNOWN, 1),
        (D.BROKEN, 2),
        (D.PARTLY, 0),
        (D.BROKEN, 1),
        (D.KEPT, 0),
    ):
        made = model.after(made, due(state))
        assert made.broken == broken


def test_the_latest_in_a_row_are_counted_as_they_came() -> None:
    states = (D.BROKEN, D.KEPT, D.BROKEN, D.UNKNOWN, D.BROKEN, D.ASKED)
    dues = [replace(due(state), id=number) for number, state in enumerate(states)]
    assert model.broken_in_a_row(reversed(dues)) == 2
    assert model.broken_in_a_row(dues[:2]) == 0
    counted = visit()
    for one in dues:
        counted = model.after(counted, one)
    assert counted.broken == model.broken_in_a_row(dues)


@pytest.mark.parametrize(
    ("states", "end"),
    [
        ([], S.UNKNOWN),
        ([D.UNKNOWN, D.DROPPED], S.UNKNOWN),
        ([D.KEPT, D.KEPT], S.KEPT),
        ([D.KEPT, D.DROPPED], S.KEPT),
        ([D.KEPT, D.BROKEN], S.PARTLY),
        ([D.KEPT, D.UNKNOWN], S.PARTLY),
        ([D.UNKNOWN], S.UNKNOWN),
        ([D.BROKEN, D.UNKNOWN], S.BROKEN),
        ([D.BROKEN], S.BROKEN),
    ],
)
def test_how_it_ended_follows_from_every_time(states: list[DueState], end: State) -> None:
    assert model.ended(visit(), tuple(due(one) for one in states)).state is end


# Who is to move


def test_only_one_side_is_to_move() -> None:
    assert to_move(visit(S.OFFERED), None) is Seat.LANDLORD
    assert to_move(visit(), due(D.PLANNED)) is Seat.HELP
    assert to_move(visit(), due(D.ASKED)) is Seat.HELP
    assert to_move(visit(), due(D.SAID)) is Seat.LANDLORD
    assert to_move(visit(), None) is None
    assert to_move(visit(S.SUSPENDED), due(D.PLANNED)) is None


def test_the_balance_counts_what_a_side_has_given() -> None:
    given = tuple(map(visit, S))
    found = balance((*given, visit(giver=Seat.LANDLORD)), Seat.HELP)
    assert (found.running, found.offered, found.kept, found.partly) == (2, 1, 1, 1)
    assert (found.broken, found.unknown) == (1, 1)
    assert balance(given, Seat.BENEFITS).running == 0


# The catalogue


def test_every_kind_of_help_can_be_found_by_whoever_gives_it() -> None:
    assert set(CATALOGUE) == set(Help)
    for help_, kind in CATALOGUE.items():
        for giver in Seat:
            found = any(help_ in offered(giver, group) for group in groups_for(giver))
            assert found is (giver in kind.givers), (help_, giver)
    assert all(len(offered(giver, group)) <= 9 for giver in Seat for group in HelpGroup)
