"""The page about the file of an agreement names every field, in the order of the file, and its bounds."""

import re
from pathlib import Path

from domain.model.agreement_file import AFTERCARE, FAILURE, HELP, PARTNER, STEP, TIME, TOP
from domain.model.agreement_terms import LONGEST_TEXT, LONGEST_TITLE
from handlers.agreement_yaml import LARGEST_FILE

PAGE = (Path(__file__).parents[2] / "docs" / "agreements.md").read_text(encoding="utf-8")
INSIDE = {"partner": PARTNER, "zeit": TIME, "hilfe": HELP, "nachsorge": AFTERCARE, "scheitern": FAILURE}


def test_every_field_is_explained() -> None:
    rows = re.findall(r"^\| (`[^|]+`) \| ", PAGE, re.MULTILINE)
    named = [tuple(re.findall(r"`(\w+)`", one)) for one in rows]
    assert list(dict.fromkeys(one[0] for one in named)) == list(TOP)
    for top, fields in INSIDE.items():
        assert [one[1] for one in named if len(one) == 2 and one[0] == top] == list(fields)
    assert [one[2] for one in named if len(one) == 3] == list(STEP)


def test_the_bounds_are_those_of_the_reader() -> None:
    assert f"{LARGEST_FILE // 1024} KB" in PAGE
    assert f"at most {LONGEST_TITLE} characters" in PAGE
    assert f"at most {LONGEST_TEXT} characters" in PAGE
