"""The command line as a stranger meets it."""

import json
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.__main__ import VERBS, build_parser, main
from storage.backup import back_up, restore
from storage.database import SCHEMA_VERSION, ForeignFile, NewerDatabase, connect_file
from storage.table import moment_text

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TOKEN = "4242424242:AAE-a-token-for-tests-of-kurze-wege"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a database setting, and nothing else from the machine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KW_TOKEN", TOKEN)
    monkeypatch.setenv("KW_DATABASE", str(tmp_path / "kw.db"))
    return tmp_path


def test_help_names_every_verb_and_the_first_steps() -> None:
    text = build_parser().format_help()
    for verb in ("run", "simulate", "invite", "backup", "restore"):
        assert f"  {verb}" in text
    assert "BotFather" in text
    assert VERBS


def test_python_dash_m_bot_is_the_same_command() -> None:
    done = subprocess.run([sys.executable, "-m", "bot", "--help"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("usage: kurze-wege")


def test_a_missing_setting_is_one_line_and_exit_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KW_TOKEN", raising=False)
    assert main(["run"]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "KW_TOKEN is missing" in error


def test_a_wrong_setting_never_shows_the_token(
    settings: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KW_TIME_ZONE", "Europe/Minden")
    assert main(["run"]) == 2
    error = capsys.readouterr().err
    assert "KW_TIME_ZONE" in error
    assert TOKEN not in error


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "nowhere"])
def test_the_simulator_refuses_other_machines_in_one_line(
    host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["simulate", "--host", host]) == 2
    error = capsys.readouterr().err
    assert error.startswith("--host is wrong: ")
    assert error.count("\n") == 1


def test_a_port_in_use_is_said_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["simulate", "--port", str(port)]) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"127.0.0.1:{port} is not free to listen on")
    assert error.count("\n") == 1


def test_the_simulator_runs_alone() -> None:
    command = [sys.executable, "-m", "bot", "simulate", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1].partition("/bot<token>")[0]
        with urllib.request.urlopen(f"{url}/bot{TOKEN}/getMe", timeout=20) as answer:
            me = json.load(answer)["result"]
        process.terminate()
    assert (me["id"], me["is_bot"]) == (4242424242, True)


def fill(path: Path) -> None:
    """A database in which everything is pending."""
    with closing(connect_file(path)) as connection:
        connection.execute(
            "INSERT INTO outbox (kind, chat, body, priority, not_before, repeatable, state, again, attempts, "
            "created_at) VALUES ('say', 5, '{}', 0, '', 1, 'pending', 0, 0, '')"
        )
        for day in (20, 30):
            due = moment_text(NOW.replace(day=day))
            connection.execute(
                "INSERT INTO timers (due_at, kind, subject, state, dedupe) VALUES (?, 'audit', 0, '', ?)",
                (due, due),
            )
        connection.execute(
            "INSERT INTO inbox (update_id, kind, state, payload, received_at) "
            "VALUES (1, 'message', 'waiting', '{}', '')"
        )
        connection.execute(
            "INSERT INTO errands (kind, chat, body, state, created_at) "
            "VALUES ('leave', -5, '{\"chat\": -5}', 'pending', '')"
        )


def test_a_backup_is_a_database_and_overwrites_nothing(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(settings / "kw.db")
    assert main(["backup", str(settings / "copy.db")]) == 0
    assert "KiB" in capsys.readouterr().out
    assert (settings / "copy.db").stat().st_mode & 0o777 == 0o600
    assert main(["backup", str(settings / "copy.db")]) == 1
    assert "exists" in capsys.readouterr().err


def test_a_restored_backup_does_nothing_by_itself(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(settings / "kw.db")
    back_up(settings / "kw.db", settings / "copy.db")
    held = restore(settings / "copy.db", settings / "new.db", NOW)
    assert (held.messages, held.timers, held.updates) == (1, 1, 2)
    with closing(connect_file(settings / "new.db")) as connection:
        assert connection.execute("SELECT count(*) FROM outbox WHERE state = 'pending'").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM timers WHERE held = 0").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM inbox WHERE state = 'waiting'").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM errands").fetchone() == (0,), "it leaves no group"
    assert main(["restore", str(settings / "copy.db")]) == 1
    assert "It is not overwritten" in capsys.readouterr().err


def test_a_log_left_by_a_kill_is_not_written_over_what_is_restored(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """SQLite takes any -wal beside a database for that database's own, and destroys it."""
    fill(settings / "kw.db")
    back_up(settings / "kw.db", settings / "copy.db")
    (settings / "kw.db").unlink()
    for end in ("-wal", "-shm"):
        left = settings / f"kw.db{end}"
        left.write_bytes(b"of the lost database")
        assert main(["restore", str(settings / "copy.db")]) == 1
        assert f"{left} exists. It is not overwritten" in capsys.readouterr().err
        left.unlink()
    assert main(["restore", str(settings / "copy.db")]) == 0


def test_what_is_no_database_of_ours_is_refused(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (settings / "letter.txt").write_text("Sehr geehrte Damen und Herren" * 100)
    with pytest.raises(ForeignFile):
        restore(settings / "letter.txt", settings / "kw.db", NOW)
    assert not list(settings.glob("*.partial"))
    assert main(["restore", str(settings / "nowhere.db")]) == 1
    assert "does not exist" in capsys.readouterr().err
    with closing(sqlite3.connect(settings / "other.db")) as other:
        other.execute("CREATE TABLE recipes (id INTEGER)")
    with pytest.raises(ForeignFile):
        connect_file(settings / "other.db")


def test_a_database_of_a_newer_version_is_left_alone(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(settings / "kw.db")) as newer:
        newer.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(NewerDatabase):
        connect_file(settings / "kw.db")
    assert main(["run"]) == 5
    assert "schema" in capsys.readouterr().err
