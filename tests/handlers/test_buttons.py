"""What a press carries fits into 64 bytes, and comes back as it went."""

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.errors import AlreadyDone
from handlers.buttons import LIMIT, Button
from handlers.menu import NewReportButton


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
