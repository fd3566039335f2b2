"""What a press carries fits into 64 bytes, and comes back as it went."""

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.errors import AlreadyDone
from handlers.buttons import LIMIT, Button
from handlers.menu import NewReportButton
from handlers.message import HALF_WIDTH, Key, two_a_row


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class TryButton(Button, prefix="test-try"):
    number: int
    colour: Colour
    word: str | None = None


@given(
    st.integers(-(2**62), 2**62),
    st.sampled_from(Colour),
    st.none() | st.text("abcäöü-_", min_size=1, max_size=8),
)
def test_a_button_comes_back_as_it_went(number: int, colour: Colour, word: str | None) -> None:
    button = TryButton(number=number, colour=colour, word=word)
    data = button.pack()
    assert len(data.encode()) <= LIMIT
    assert TryButton.unpack(data) == button
    assert TryButton.pattern.match(data)
    assert not NewReportButton.pattern.match(data)


@pytest.mark.parametrize(
    "data",
    [
        *("test-try", "test-try:1", "test-try:x:red:", "test-try:1:green:", "test-try:1:red:a:b"),
        *(f"test-try:{2**63}:red:", f"test-try:-{10**30}:red:"),
    ],
)
def test_forged_or_outdated_data_is_a_polite_refusal(data: str) -> None:
    with pytest.raises(AlreadyDone):
        TryButton.unpack(data)


def test_what_does_not_fit_is_a_bug_that_shows_at_once() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        TryButton(number=1, colour=Colour.RED, word="x" * 60).pack()
    with pytest.raises(ValueError, match="colon"):
        TryButton(number=1, colour=Colour.RED, word="a:b").pack()


def test_two_buttons_never_share_a_prefix() -> None:
    with pytest.raises(ValueError, match="two buttons"):
        type("OtherButton", (Button,), {}, prefix="test-try")


@given(st.lists(st.text("abc ", min_size=1, max_size=2 * HALF_WIDTH)))
def test_beside_each_other_stands_only_what_can_be_read_so(labels: list[str]) -> None:
    rows = two_a_row([Key(label=one, data="x") for one in labels])
    assert [key.label for one in rows for key in one] == labels
    for one in rows:
        assert len(one) == 1 or (len(one) == 2 and all(len(key.label) <= HALF_WIDTH for key in one))
    short = ["abc"] * 5
    assert [len(one) for one in two_a_row([Key(label=one, data="x") for one in short])] == [2, 2, 1]
