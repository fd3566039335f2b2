"""Case codes: every slip of one character is noticed, and what was meant is found again."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.case_code import (
    ALPHABET,
    LENGTH,
    LONGEST,
    PRACTICE_PREFIX,
    CaseCode,
    candidates,
    draw,
    memory_word,
    memory_words,
    read,
)

PREFIXES = ("MI", "IL", "OS", PRACTICE_PREFIX)
CODES = [draw(prefix, random.Random(seed).choice) for prefix in PREFIXES for seed in range(60)]
LONG_CODES = [
    draw("MI", random.Random(seed).choice, lambda code, length=length: len(code) < length + 3)  # type: ignore[misc]
    for seed in range(20)
    for length in (LENGTH + 1, LONGEST)
]


def strictly_valid(code: str) -> bool:
    """Whether `code` is one without any correction of look-alikes."""
    return read(code) == code


@pytest.mark.parametrize("code", CODES + LONG_CODES)
def test_every_substitution_and_every_swap_of_neighbours_is_noticed(code: CaseCode) -> None:
    assert strictly_valid(code)
    plain = code.replace("-", "")
    prefix = len(code.split("-", maxsplit=1)[0])
    slips = {
        plain[:place] + each + plain[place + 1 :]
        for place in range(len(plain))
        for each in string.ascii_uppercase + string.digits
    } | {
        plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
        for place in range(len(plain) - 1)
    }
    for slip in slips - {plain}:
        assert not strictly_valid(f"{slip[:prefix]}-{slip[prefix:]}"), (code, slip)


@pytest.mark.parametrize("code", CODES[:60])
def test_the_meant_code_is_among_the_candidates(code: CaseCode) -> None:
    prefix, body = code.split("-")
    for place in range(len(body)):
        for each in ALPHABET.replace(body[place], ""):
            wrong = body[:place] + each + body[place + 1 :]
            assert code in candidates(f"{prefix}-{wrong}")
    for place in range(len(body) - 1):
        swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
        assert swapped == body or code in candidates(f"{prefix} {swapped}".lower())
    for first in string.ascii_uppercase.replace(prefix[0], ""):
        assert code in candidates(first + prefix[1] + body)


def test_candidates_are_few_valid_and_near() -> None:
    near = candidates("MI-7KQ5")
    assert "MI-7KQ4" in near
    assert len(near) < 12
    assert all(strictly_valid(each) for each in near)
    assert candidates("Müller") == candidates("") == candidates("MI-" + "7" * 90) == ()


@pytest.mark.parametrize(
    "text",
    [
        "MI-7KQ4",
        "mi-7kq4",
        " MI 7KQ4 ",
        "mi7kq4",
        "MI – 7K Q4",
        "M1-7KQ4",
        "#mi_7kq4",
        "MI-7KO4",
        "MI-7K04",
        "ＭＩ-７KQ4",
        "MI-1KQ4",
    ],
)
def test_codes_are_read_as_people_type_them(text: str) -> None:
    assert read(text) == "MI-7KQ4"


@pytest.mark.parametrize(
    "text", ["", "MI", "MI-7KQ5", "MI-7KQ", "MI-7KQ4XYZ", "Müller", "7KQ4", "MI-7KÄ4", "M" * 5000, "12-3456"]
)
def test_anything_else_is_no_code(text: str) -> None:
    assert read(text) is None


def test_practice_codes_are_told_apart() -> None:
    code = draw(PRACTICE_PREFIX, random.Random(7).choice)
    assert code.startswith("UEB-")
    assert read(code.lower().replace("-", "")) == code


def test_codes_are_short_random_and_made_of_plain_characters() -> None:
    rng = random.Random(1)
    drawn = [draw("MI", rng.choice) for _ in range(2000)]
    assert len(set(drawn)) > 1800
    assert all(set(code[3:]) <= set(ALPHABET) and len(code) == 7 for code in drawn)
    assert not set(ALPHABET) & set("01OILAEU")


def test_codes_grow_when_short_ones_run_out_and_give_up_aloud() -> None:
    taken = set[CaseCode]()
    rng = random.Random(2)
    for _ in range(12_000):
        taken.add(draw("MI", rng.choice, taken.__contains__))
    assert len(taken) == 12_000
    longer = draw("MI", rng.choice, lambda code: len(code) == 7)
    assert len(longer) == 8
    assert strictly_valid(longer)
    with pytest.raises(RuntimeError, match="no free case code"):
        draw("MI", rng.choice, lambda _: True)


@given(st.text(max_size=60))
def test_any_text_is_read_without_harm(text: str) -> None:
    code = read(text)
    assert code is None or strictly_valid(code)
    assert all(strictly_valid(each) for each in candidates(text))


def test_memory_words_are_neutral_short_and_different() -> None:
    words = memory_words()
    assert 180 <= len(words) <= 250
    assert len(set(words)) == len(words)
    assert all(
        word.isascii() and word.isalpha() and word.istitle() and 3 <= len(word) <= 12 for word in words
    )
    assert memory_word(random.Random(3).choice) in words
