"""Telegram is silent: polling goes on, and says so before anybody wonders."""

import asyncio
import contextlib
import time
from pathlib import Path

import pytest

from bot.application import Running
from bot.receive import SILENCE_S, Polling
from bot.settings import load
from storage.database import open_database

TOKEN = "4242424242:AAE-a-token-for-tests-of-kurze-wege"
NOBODY = "http://127.0.0.1:9"


async def test_a_long_silence_is_one_clear_line_without_the_token(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = load(env_file=None, token=TOKEN, api_url=NOBODY, database=tmp_path / "kw.db")
    database = await open_database(settings.database)
    running = Running(settings, database)
    await running.request.initialize()
    polling = Polling(running.core, running.request, f"{settings.base_url}{TOKEN}")
    polling.last_answer = time.monotonic() - SILENCE_S - 1
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.2):
            await polling.run()
    assert "Telegram has not answered for" in caplog.text
    await running.request.shutdown()
    await database.close()
    assert TOKEN not in caplog.text
