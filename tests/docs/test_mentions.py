"""Documentation under test: every command, option, setting, make target and file it mentions exists."""

import argparse
import re
from pathlib import Path

import pytest

from bot.__main__ import build_parser
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
TEXTS = [page for page in PAGES if page.exists()]

COMMAND = re.compile(r"(?:kurze-wege|python -m bot) (?!kurze-wege)([a-z][a-z-]*)([^`\n|&;]*)")
OPTION = re.compile(r"(?<!\S)\[?(--[a-z][a-z-]*)")
SETTING = re.compile(rf"\b{PREFIX}([A-Z][A-Z_]*)\b")
TARGET = re.compile(r"(?:^|`)make ([a-z]+)", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|mailto:|tg:|#)([^)#\s]+)")


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.fixture
def parser() -> argparse.ArgumentParser:
    return build_parser()


def help_of(parser: argparse.ArgumentParser, verb: str, capsys: pytest.CaptureFixture[str]) -> str | None:
    """What `kurze-wege VERB --help` prints; None when there is no such verb."""
    with pytest.raises(SystemExit) as ended:
        parser.parse_args([verb, "--help"])
    printed = capsys.readouterr().out
    return printed if ended.value.code == 0 else None


@pytest.mark.parametrize("page", TEXTS, ids=named)
def test_every_command_and_option_exists(
    page: Path, parser: argparse.ArgumentParser, capsys: pytest.CaptureFixture[str]
) -> None:
    for verb, rest in COMMAND.findall(page.read_text(encoding="utf-8")):
        shown = help_of(parser, verb, capsys)
        assert shown is not None, f"kurze-wege {verb}"
        for option in OPTION.findall(rest):
            assert re.search(rf"{option}\b", shown), f"kurze-wege {verb} {option}"


def test_the_operating_guide_names_every_command(parser: argparse.ArgumentParser) -> None:
    offered = re.findall(r"^    ([a-z]+) ", parser.format_help(), re.MULTILINE)
    assert "run" in offered
    guide = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    assert [verb for verb in offered if f"kurze-wege {verb}" not in guide] == []


@pytest.mark.parametrize("page", TEXTS, ids=named)
def test_every_setting_exists(page: Path) -> None:
    known = {name.upper() for name in Settings.model_fields}
    assert set(SETTING.findall(page.read_text(encoding="utf-8"))) <= known


def test_the_operating_guide_names_every_setting() -> None:
    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    assert set(SETTING.findall(text)) == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("page", [*TEXTS, ROOT / ".ci" / "run"], ids=named)
def test_every_make_target_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(TARGET.findall(page.read_text(encoding="utf-8"))) <= targets


@pytest.mark.parametrize("page", TEXTS, ids=named)
def test_every_linked_file_exists(page: Path) -> None:
    missing = [
        link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()
    ]
    assert missing == []
