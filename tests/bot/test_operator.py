"""An operator sets the network up: import, invite, doctor, against the Bot API server over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

import bot.sample
from bot.__main__ import main
from handlers.links import token_hash
from simulator.client import SimulatorClient
from simulator.server import Simulator
from storage.database import connect_file

TOKEN = "4242424242:AAE-a-token-for-tests-of-kurze-wege"
SAMPLE = Path(bot.sample.__path__[0]) / "network.csv"


@pytest.fixture
async def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SimulatorClient]:
    """A Bot API server that knows the bot, and an empty folder with the settings for it."""
    async with Simulator.start() as simulator, SimulatorClient(simulator.base_url) as client:
        await client.bot(TOKEN, username="kurzewege_bot")
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("KW_TOKEN", TOKEN)
        monkeypatch.setenv("KW_API_URL", simulator.base_url)
        monkeypatch.setenv("KW_DATABASE", str(tmp_path / "kw.db"))
        yield client


async def types(*arguments: str) -> int:
    """What is typed behind kurze-wege; gives the exit code."""
    return await asyncio.to_thread(main, list(arguments))


async def test_a_file_is_shown_first_and_written_with_yes(
    server: SimulatorClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await types("import", str(SAMPLE)) == 0
    shown = capsys.readouterr().out
    assert "Vorschau" in shown
    assert "Nothing is written yet" in shown
    with closing(connect_file(tmp_path / "kw.db")) as connection:
        assert connection.execute("SELECT count(*) FROM partners").fetchone() == (0,)
    assert await types("import", "--yes", str(SAMPLE)) == 0
    with closing(connect_file(tmp_path / "kw.db")) as connection:
        assert connection.execute("SELECT count(*) FROM partners").fetchone() == (7,)


async def test_a_file_with_faults_is_not_written(
    server: SimulatorClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = SAMPLE.read_text("utf-8").replace("Espelkamp", "Espelkmp")
    (tmp_path / "faulty.csv").write_text(lines, "utf-8")
    assert await types("import", "--yes", str(tmp_path / "faulty.csv")) == 1
    assert "Zeile" in capsys.readouterr().out
    with closing(connect_file(tmp_path / "kw.db")) as connection:
        assert connection.execute("SELECT count(*) FROM partners").fetchone() == (0,)
    assert await types("import", str(tmp_path / "nowhere.csv")) == 1
    assert "nowhere.csv" in capsys.readouterr().err


async def test_the_first_coordinators_link_is_printed_once_and_kept_as_a_hash(
    server: SimulatorClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await types("invite", "Karin Kurz") == 0
    link, explanation = capsys.readouterr().out.strip().split("\n")
    assert link.startswith("https://t.me/kurzewege_bot?start=")
    assert "72 hours" in explanation
    token = link.partition("start=")[2]
    with closing(connect_file(tmp_path / "kw.db")) as connection:
        stored = connection.execute("SELECT token_hash, role FROM invitations").fetchall()
    assert stored == [(token_hash(token), "coordinator")]
    assert token not in (tmp_path / "kw.db").read_bytes().decode("latin-1")


async def test_nobody_else_becomes_the_first_coordinator(
    server: SimulatorClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await types("invite", "Karin Kurz") == 0
    with closing(connect_file(tmp_path / "kw.db")) as connection:
        connection.execute("UPDATE people SET telegram = 7, role = 'coordinator'")
    assert await types("invite", "Mallory") == 1
    assert "There is a coordinator already" in capsys.readouterr().err
    assert await types("invite", "--again", "Konrad Kern") == 0


async def test_doctor_names_what_is_well_and_every_gap(
    server: SimulatorClient, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await types("doctor") == 0
    assert "does not exist yet" in capsys.readouterr().out
    assert await types("import", "--yes", str(SAMPLE)) == 0
    capsys.readouterr()
    assert await types("doctor") == 0
    found = capsys.readouterr().out
    assert "token: @kurzewege_bot" in found
    assert "webhook: none, polling" in found
    assert "   ok  clock" in found
    assert "database: ok" in found
    assert "directory: Ohne Gruppe: Heimstätte Mühlenland" in found


async def test_doctor_finds_what_is_wrong(
    server: SimulatorClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await server.bot(TOKEN, username="kurzewege_bot", privacy=False)
    (tmp_path / "kw.db").write_text("Sehr geehrte Damen und Herren, " * 200)
    assert await types("doctor") == 1
    found = capsys.readouterr().out
    assert "wrong  privacy mode" in found
    assert "wrong  database" in found


async def test_without_a_server_every_command_says_so_in_one_line(
    server: SimulatorClient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KW_API_URL", "http://127.0.0.1:9")
    assert await types("doctor") == 1
    assert "cannot be reached" in capsys.readouterr().out
    assert await types("invite", "Karin Kurz") == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert TOKEN not in error
