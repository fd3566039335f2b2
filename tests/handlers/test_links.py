"""Links: what Telegram takes, what a phone can scan, and what is stored of a token."""

import re
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.links import new_token, qr_png, start_link, token_hash


def test_tokens_are_long_different_and_fit_into_a_link() -> None:
    tokens = {new_token() for _ in range(200)}
    assert len(tokens) == 200
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{24}", token) for token in tokens)


def test_only_a_hash_of_a_token_is_stored() -> None:
    assert token_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_start_link_opens_the_private_chat() -> None:
    assert start_link("kurze_wege_bot", "AZaz09_-") == "https://t.me/kurze_wege_bot?start=AZaz09_-"


@pytest.mark.parametrize("payload", ["", "a b", "ä", "a&b", "a\n", "x" * 65])
def test_a_payload_that_telegram_refuses_is_refused_here(payload: str) -> None:
    with pytest.raises(ValueError, match="1 to 64"):
        start_link("kurze_wege_bot", payload)


@given(st.text(alphabet=st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=64))
def test_every_link_becomes_a_square_png(payload: str) -> None:
    png = qr_png(start_link("kurze_wege_bot", payload))
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert width == height >= 290
