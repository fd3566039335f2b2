"""Pacing: Telegram's limits as tables, and as a property over any traffic."""

from dataclasses import dataclass
from itertools import count
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pacing import Door, Pacing

ANNA, BERND, GROUP, OTHER_GROUP = 1, 2, -100, -200


def burst(
    pacing: Pacing, chat_id: int, times: int, *, at: float = 0.0, important: bool = False
) -> list[float]:
    """Send as soon as allowed, so many times; answers when each one left."""
    left: list[float] = []
    for _ in range(times):
        at = pacing.earliest(chat_id, at, important=important)
        pacing.take(chat_id, at)
        left.append(at)
    return left


def test_the_first_message_leaves_at_once() -> None:
    assert Pacing().earliest(ANNA, 12.5, important=False) == 12.5


def test_sends_to_many_chats_leave_in_even_slots() -> None:
    pacing = Pacing()
    left = []
    for chat_id in range(1, 61):
        left += burst(pacing, chat_id, 1)
    assert left == pytest.approx([number / 30 for number in range(60)])


@pytest.mark.parametrize(
    ("per_second", "private_burst", "private_per_second", "expected"),
    [
        (1000, 3, 1, [0, 0.001, 0.002, 1.05, 2.0, 3.0]),
        (1000, 1, 1, [0, 1.05, 2.10]),
        (1000, 2, 0.5, [0, 0.001, 2.05, 4.0]),
        (30, 3, 1, [0, 1 / 30, 2 / 30, 1.05, 2.0]),
        (1, 3, 1, [0, 1, 2, 3]),
    ],
)
def test_a_person_gets_a_few_at_once_and_then_one_by_one(
    per_second: float, private_burst: int, private_per_second: float, expected: list[float]
) -> None:
    pacing = Pacing(per_second=per_second, private_burst=private_burst, private_per_second=private_per_second)
    assert burst(pacing, ANNA, len(expected)) == pytest.approx(expected)


def test_the_bucket_fills_again() -> None:
    pacing = Pacing(per_second=1000)
    burst(pacing, ANNA, 3)
    assert burst(pacing, ANNA, 3, at=10) == pytest.approx([10, 10.001, 10.002])


def test_one_person_does_not_hold_back_another() -> None:
    pacing = Pacing(per_second=1000)
    burst(pacing, ANNA, 4)
    assert pacing.earliest(BERND, 2, important=False) == 2


@pytest.mark.parametrize(
    ("ordinary_first", "important", "expected_at"),
    [
        (14, False, 14),  # the 15th ordinary one
        (15, False, 60.05),  # the rest of the minute is reserved
        (15, True, 15),
    ],
)
def test_a_group_keeps_some_of_its_minute_for_what_is_important(
    ordinary_first: int, important: bool, expected_at: float
) -> None:
    pacing = Pacing(per_second=1)
    burst(pacing, GROUP, ordinary_first)
    assert pacing.earliest(GROUP, ordinary_first, important=important) == expected_at


def test_important_messages_may_use_the_whole_minute() -> None:
    pacing = Pacing(per_second=1)
    assert burst(pacing, GROUP, 21, important=True) == pytest.approx([*map(float, range(20)), 60.05])
    assert pacing.earliest(GROUP, 21, important=False) == pytest.approx(66.05)
    assert pacing.earliest(OTHER_GROUP, 61.05, important=False) == pytest.approx(61.05)


def test_a_429_pauses_its_chat_alone() -> None:
    pacing = Pacing()
    pacing.pause(ANNA, 30)
    pacing.pause(ANNA, 20)
    assert pacing.earliest(ANNA, 0, important=True) == 30
    assert pacing.earliest(BERND, 0, important=False) == 0
    pacing.forget(29)
    assert pacing.earliest(ANNA, 0, important=True) == 30
    pacing.forget(30)
    assert len(pacing) == 0


def test_a_send_out_of_turn_still_uses_its_place() -> None:
    pacing = Pacing(per_second=10)
    pacing.take(ANNA, 5)
    pacing.take(BERND, 5)
    pacing.take(GROUP, 4.9)
    assert pacing.earliest(OTHER_GROUP, 5, important=False) == pytest.approx(5.3)


def test_memory_is_bounded() -> None:
    pacing = Pacing()
    for chat_id, second in zip(count(1), range(100), strict=False):
        pacing.take(chat_id, second)
        pacing.take(-chat_id, second)
        pacing.forget(second)
        assert len(pacing) <= 70
    pacing.forget(1000)
    assert len(pacing) == 0


@pytest.mark.parametrize("reserved", [-1, 20, 21])
def test_a_group_needs_room_for_ordinary_messages(reserved: int) -> None:
    with pytest.raises(ValueError, match="group_reserved"):
        Pacing(group_reserved=reserved)


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    chat_id: int
    gap: float
    important: bool


SENDS = st.lists(
    st.builds(
        Send,
        chat_id=st.sampled_from([ANNA, BERND, 3, GROUP, OTHER_GROUP]),
        gap=st.sampled_from([0.0, 0.0, 0.01, 0.3, 1.0, 7.0]),
        important=st.booleans(),
    ),
    max_size=150,
)


def most_within(left: list[float], window: float) -> int:
    """The largest number of moments in any rolling window."""
    return max((sum(start <= at < start + window for at in left) for start in left), default=0)


@given(SENDS)
def test_any_traffic_keeps_every_limit(sends: list[Send]) -> None:
    pacing, forgetful = Pacing(), Pacing()
    now = 0.0
    left: dict[int, list[float]] = {}
    for send in sends:
        now += send.gap
        forgetful.forget(now)
        at = pacing.earliest(send.chat_id, now, important=send.important)
        assert now <= at <= now + 61
        assert at == forgetful.earliest(send.chat_id, now, important=send.important)
        assert at == pacing.earliest(send.chat_id, at, important=send.important)
        if send.important:
            assert at <= pacing.earliest(send.chat_id, now, important=False)
        pacing.take(send.chat_id, at)
        forgetful.take(send.chat_id, at)
        now = at
        left.setdefault(send.chat_id, []).append(at)
    assert most_within([at for moments in left.values() for at in moments], 1) <= 31
    for chat_id, moments in left.items():
        if chat_id < 0:
            assert most_within(moments, 60.04) <= 20
        else:
            assert most_within(moments, 1.04) <= 3
            assert most_within(moments, 10) <= 3 + 10


@pytest.mark.parametrize("late_s", [0.0, 0.004, 0.008, 0.05, 0.4])
def test_whatever_a_busy_machine_holds_up_no_second_holds_32(late_s: float) -> None:
    door, now, left = Door(1 / 30), 0.0, []
    chance = Random(1)
    for _ in range(900):
        now = max(now, door.opens_at) + chance.random() * late_s
        door.passed(now)
        left.append(now)
    assert all(later - earlier >= 1.02 for earlier, later in zip(left, left[31:], strict=False))
    if late_s <= 0.008:  # under a quarter of a slot nothing is lost
        assert (len(left) - 1) / (left[-1] - left[0]) >= 0.995 * 30
