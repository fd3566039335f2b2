"""Case codes like MI-7KQ4: random, easy on the telephone, with a check character at the end."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from itertools import product
from typing import NewType

CaseCode = NewType("CaseCode", str)
"""A valid case code in its printed form; it says nothing about household, place or year."""

Choice = Callable[[Sequence[str]], str]
"""Picks one of several: `secrets.choice` in service, `random.Random(seed).choice` in tests."""

PRACTICE_PREFIX = "UEB"
"""Marks practice cases; every other prefix is a network's, two letters."""

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""No 0 O 1 I L, which look alike, and no vowels, which would make words."""

LENGTH = 4
"""Characters after the dash, the check character included. Longer codes are drawn when these run out."""

LONGEST = 6
_MODULUS = 37  # the first prime above the 36 digits and letters: every value differs
_LOOK_ALIKE = {"0": "QD", "O": "QD", "1": "7J", "I": "J7", "L": "J7", "A": "4", "E": "3F", "U": "V"}
_LETTER_LIKE = {"0": "O", "1": "I", "5": "S", "8": "B"}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHAPE = re.compile(rf"({PRACTICE_PREFIX}|[A-Z]{{2}})([0-9A-Z]{{{LENGTH},{LONGEST}}})")
_LONGEST_INPUT = 24


def draw(prefix: str, choice: Choice, is_taken: Callable[[CaseCode], bool] = lambda _: False) -> CaseCode:
    """Draw a code that is not taken yet; codes grow by a character when free ones become rare.

    The sum of all values, weighted by powers of two from the right, is divisible by 37. A changed
    character changes it by less than 37 times a weight, two swapped neighbours by their difference
    times a weight; neither is divisible by the prime, so every such slip is noticed.
    """
    for length in (*(LENGTH,) * 40, *(LENGTH + 1,) * 40, *(LONGEST,) * 400):
        code = completed(prefix, "".join(choice(ALPHABET) for _ in range(length - 1)))
        if code is not None and not is_taken(code):
            return code
    raise RuntimeError("no free case code found")


def completed(prefix: str, body: str) -> CaseCode | None:
    """The code of these characters with its check character; None where that is none of the alphabet."""
    missing = -_remainder(f"{prefix}{body}0") % _MODULUS  # the last character counts once
    check = next((each for each in ALPHABET if int(each, 36) == missing), None)
    return None if check is None else _printed(prefix, body + check)


def read(text: str) -> CaseCode | None:
    """Read a code as people type it: lower case, spaces, no dash, look-alikes; None if it is none."""
    shape = _shape(text)
    if shape is None:
        return None
    prefix, body = shape
    spellings = product(*(_LOOK_ALIKE.get(each, each) for each in body))
    valid = {"".join(each) for each in spellings if _is_valid(prefix, "".join(each))}
    return _printed(prefix, valid.pop()) if len(valid) == 1 else None


def candidates(text: str) -> tuple[CaseCode, ...]:
    """The valid codes one wrong character or one swap of neighbours away from a wrong one.

    The caller keeps those that exist and that the asking person may see. Sorted; empty for text
    that does not look like a code.
    """
    shape = _shape(text)
    if shape is None:
        return ()
    prefix, body = shape
    whole = prefix + body
    changed = {
        whole[:place] + each + whole[place + 1 :]
        for place in range(len(whole))
        for each in (_LETTERS if place < len(prefix) else ALPHABET)
    }
    swapped = {
        whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
        for place in range(len(whole) - 1)
    }
    near = ((each[: len(prefix)], each[len(prefix) :]) for each in changed | swapped)
    alike = ((prefix, "".join(each)) for each in product(*(_LOOK_ALIKE.get(each, each) for each in body)))
    return tuple(sorted({_printed(*each) for each in (*near, *alike) if _is_valid(*each)}))


def memory_word(choice: Choice) -> str:
    """A neutral word that helps to remember and to spell a case, no name of a person or a place."""
    return choice(memory_words())


@cache
def memory_words() -> tuple[str, ...]:
    """The network's list of memory words."""
    return tuple(files("domain").joinpath("data/memory_words.txt").read_text(encoding="utf-8").split())


def _printed(prefix: str, body: str) -> CaseCode:
    return CaseCode(f"{prefix}-{body}")


def _shape(text: str) -> tuple[str, str] | None:
    """Prefix and body of what might be a code, in capitals and without separators."""
    if len(text) > _LONGEST_INPUT:
        return None
    folded = unicodedata.normalize("NFKC", text).upper()
    plain = re.sub(r"[\s\-–—_./#]+", "", folded)
    letters = "".join(_LETTER_LIKE.get(each, each) for each in plain[:2])
    match = _SHAPE.fullmatch(letters + plain[2:])
    return None if match is None else (match[1], match[2])


def _remainder(whole: str) -> int:
    return sum(int(each, 36) << place for place, each in enumerate(reversed(whole))) % _MODULUS


def _is_valid(prefix: str, body: str) -> bool:
    return prefix.isalpha() and set(body) <= set(ALPHABET) and _remainder(prefix + body) == 0
