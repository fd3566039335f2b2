"""kurze-wege doctor: is everything as it should be? Shows nothing of any case."""

import argparse
import asyncio
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.application import network_of
from bot.commands.parsers import Parsers
from bot.settings import Settings, load
from domain.services import gaps
from handlers.directory_words import gap_line
from handlers.texts import Texts
from storage.database import ForeignFile, NewerDatabase, connect_file
from storage.work import SqliteWork

LARGEST_SKEW_S = 30
LEAST_FREE_BYTES = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`grade` is ok, hint or wrong; only what is wrong makes the exit code 1."""

    grade: str
    about: str
    line: str


def add(parsers: Parsers) -> None:
    parsers.add("doctor", run, "look at token, webhook, clock, database and gaps in the directory")


def run(_: argparse.Namespace) -> int:
    settings = load()
    findings = [*asyncio.run(look_at_telegram(settings)), *look_at_database(settings)]
    for finding in findings:
        print(f"{finding.grade:>5}  {finding.about}: {finding.line}")
    return 1 if any(finding.grade == "wrong" for finding in findings) else 0


async def look_at_telegram(settings: Settings) -> list[Finding]:
    """Token, webhook and clock, by two questions to the Bot API."""
    timeout = aiohttp.ClientTimeout(total=15)
    url = f"{settings.base_url}{settings.token.get_secret_value()}"
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session:
            async with session.get(f"{url}/getMe") as response:
                me, sent = await response.json(), response.headers.get("Date")
            async with session.get(f"{url}/getWebhookInfo") as response:
                webhook = await response.json()
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        line = f"{settings.api_url} cannot be reached ({type(error).__name__})"
        return [Finding(grade="wrong", about="token", line=line)]
    return [_token(me), *_privacy(me), _webhook(settings, webhook), _clock(sent)]


def _token(me: Any) -> Finding:
    if not me.get("ok"):
        return Finding(
            grade="wrong", about="token", line=f"refused ({me.get('description', 'no reason given')})"
        )
    return Finding(grade="ok", about="token", line=f"@{me['result'].get('username')}")


def _privacy(me: Any) -> Iterator[Finding]:
    if me.get("ok") and me["result"].get("can_read_all_group_messages"):
        line = "the bot may read all group messages; switch privacy mode on with BotFather (/setprivacy)"
        yield Finding(grade="wrong", about="privacy mode", line=line)


def _webhook(settings: Settings, answer: Any) -> Finding:
    known = (answer.get("result") or {}).get("url", "")
    wanted = settings.webhook_url or ""
    if known == wanted:
        return Finding(grade="ok", about="webhook", line=known or "none, polling")
    line = (
        f"Telegram knows {known or 'none'}, the settings say {wanted or 'none'}; the next start puts it right"
    )
    return Finding(grade="hint", about="webhook", line=line)


def _clock(sent: str | None) -> Finding:
    if sent is None:
        return Finding(grade="hint", about="clock", line="the server did not say the time")
    skew = abs((datetime.now(UTC) - parsedate_to_datetime(sent)).total_seconds())
    grade = "ok" if skew <= LARGEST_SKEW_S else "wrong"
    return Finding(grade=grade, about="clock", line=f"{skew:.0f} s away from the server's")


def look_at_database(settings: Settings) -> Iterator[Finding]:
    """The file, what is on hold in it, and the gaps in the directory."""
    path = settings.database
    if not path.exists():
        yield Finding(
            grade="hint", about="database", line=f"{path} does not exist yet; the first start makes it"
        )
        return
    free = shutil.disk_usage(path.resolve().parent).free
    if free < LEAST_FREE_BYTES:
        yield Finding(grade="wrong", about="disk", line=f"only {free // 1024**2} MiB are free")
    try:
        with closing(connect_file(path)) as connection:
            yield _integrity(connection)
            work = SqliteWork(connection, network_of(settings)).at(datetime.now(UTC))
            yield from _held(work)
            yield from _gaps(work, Texts.of(settings.language))
    except (ForeignFile, NewerDatabase, sqlite3.Error) as error:
        yield Finding(grade="wrong", about="database", line=str(error))


def _integrity(connection: sqlite3.Connection) -> Finding:
    (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    return Finding(grade="ok" if state == "ok" else "wrong", about="database", line=state)


def _held(work: SqliteWork) -> Iterator[Finding]:
    held = work.outbox.held() + work.timers.held()
    if held:
        line = f"{held} rows of a restored backup wait for a coordinator's decision in the chat"
        yield Finding(grade="hint", about="on hold", line=line)


def _gaps(work: SqliteWork, texts: Texts) -> Iterator[Finding]:
    for gap in gaps.find(work):
        yield Finding(grade="hint", about="directory", line=gap_line(texts, gap))
