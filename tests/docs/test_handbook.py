"""The German handbook under test: every button and every command it names is there, every page is short."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handlers.commands import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "handbuch").glob("*.md"))
LONGEST = 4000  # characters that fit on a printed page

BUTTON = re.compile(r"\[([^\]]+)\](?!\()")
COMMAND = re.compile(r"`/([a-z]+)[^`]*`")


def named(page: Path) -> str:
    return page.stem


def words(texts: dict[str, Any]) -> Iterator[str]:
    for value in texts.values():
        if isinstance(value, dict):
            yield from words(value)
        else:
            yield str(value)


@pytest.fixture(scope="module")
def labels() -> set[str]:
    """Every German text that is one line and may stand on a button."""
    files = sorted((ROOT / "handlers" / "texts" / "de").glob("*.toml"))
    texts = (word for file in files for word in words(tomllib.loads(file.read_text(encoding="utf-8"))))
    return {text for text in texts if "\n" not in text}


def test_there_is_a_page_for_every_role_and_for_what_partners_do_together() -> None:
    assert [page.stem for page in PAGES] == [
        "fachkraft",
        "koordination",
        "leistungstraeger",
        "scheitern",
        "vereinbarungen",
        "wohnungsunternehmen",
    ]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_button_exists(page: Path, labels: set[str]) -> None:
    assert [label for label in BUTTON.findall(page.read_text(encoding="utf-8")) if label not in labels] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_exists(page: Path) -> None:
    assert set(COMMAND.findall(page.read_text(encoding="utf-8"))) <= set(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_it_fits_on_one_printed_page(page: Path) -> None:
    assert len(page.read_text(encoding="utf-8")) <= LONGEST
