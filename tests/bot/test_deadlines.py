"""kurze-wege deadlines: sentences, JSON, the catalogue, and one line for what cannot be computed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from domain.model.deadlines.explanation import DISCLAIMER, PASSED
from domain.model.deadlines.rules import table
from tests.domain.test_deadlines import Vector, vectors


@pytest.fixture(autouse=True)
def _no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command needs none."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KW_TOKEN", raising=False)


def test_a_result_says_all_that_must_be_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadlines", "klage_zugestellt", "2.11.2096"]) == 0
    said = capsys.readouterr().out
    assert "Schonfrist (schonfrist): 2097-01-02, sicher bis 2097-01-02" in said
    assert "§ 569 III Nr. 2 BGB" in said
    assert "So gerechnet: Zustellung der Klage" in said
    assert "Wer handelt: Mieter beim Amtsgericht" in said
    assert "Streitig: " in said
    assert said.count(DISCLAIMER) == 1


def test_the_past_has_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadlines", "vu_zugestellt", "2020-03-02"]) == 0
    assert PASSED in capsys.readouterr().out


@pytest.mark.parametrize("vector", vectors()[::7])
def test_json(vector: Vector, capsys: pytest.CaptureFixture[str]) -> None:
    event, day, kind, expected, note = vector
    assert main(["deadlines", event, day.isoformat(), "--json"]) == 0
    found = {one["kind"]: one for one in json.loads(capsys.readouterr().out)}
    assert found[kind]["date"] == expected.isoformat(), note
    assert found[kind]["safe_date"] <= found[kind]["date"]
    assert found[kind]["statute"]
    assert found[kind]["explanation"].endswith(").")
    assert found[kind]["disclaimer"] == DISCLAIMER


def test_another_land_and_an_uncertain_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadlines", "klage_zugestellt", "2027-03-27", "--land", "NI", "--uncertain", "--json"]) == 0
    found = {one["kind"]: one for one in json.loads(capsys.readouterr().out)}
    assert found["schonfrist"]["date"] == "2027-05-27"
    assert all(one["uncertain"] for one in found.values())


@pytest.mark.parametrize("arguments", [["--list"], ["--table"], ["klage_zugestellt", "2026-11-02", "--json"]])
def test_a_reader_who_has_gone_is_no_failure(arguments: list[str]) -> None:
    """As with `| head`: the other end of the pipe is closed before anything is written."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "bot", "deadlines", *arguments]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_pending_reform_can_be_tried(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadlines", "klage_zugestellt", "2027-03-01", "--mietrecht-ii", "2027-01-01"]) == 0
    assert "Nach der Reform heilt die Zahlung einmalig" in capsys.readouterr().out


def test_the_filing_of_a_suit_starts_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadlines", "klage_eingang", "2026-11-02"]) == 0
    assert "gelben Umschlag" in capsys.readouterr().out
    assert main(["deadlines", "klage_eingang", "2026-11-02", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_the_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadlines", "--list"]) == 0
    said = capsys.readouterr().out
    assert all(f"  {kind}: " in said for kind in table().kinds)
    assert all(f"{event}: " in said for event in table().events)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["klage", "2026-11-02"], "'klage' is no event"),
        (["klage_zugestellt", "2026-02-30"], "2026-02-30 is no day of the calendar"),
        (["klage_zugestellt", "30.2.2026"], "30.2.2026 is no day of the calendar"),
        (["klage_zugestellt", "morgen"], "'morgen' is no date"),
        (["klage_zugestellt", "1989-12-31"], "out of range"),
        (["klage_zugestellt", "2101-01-01"], "out of range"),
        (["klage_zugestellt", "2026-11-02", "--land", "XX"], "'XX' is no Land"),
        (["klage_zugestellt", "2026-11-02", "--mietrecht-ii", "bald"], "'bald' is no date"),
        (["klage_zugestellt"], "EVENT and DATE are needed"),
        ([], "EVENT and DATE are needed"),
    ],
)
def test_what_cannot_be_computed_is_one_line_and_exit_code_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["deadlines", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert words in said.err
