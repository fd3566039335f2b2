"""Logs: one line a record, readable, and no secret in any of them."""

import io
import logging
import re
import sqlite3
import warnings
from collections.abc import Iterator

import pytest

from bot.logs import REDACTED, TALKATIVE, configure, redact

TOKEN = "123456789:" + "aB-_" * 9
WEBHOOK_SECRET = "nobody-may-read-this"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """The root logger writes into the stream for the length of one test."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in TALKATIVE}
    stream = io.StringIO()
    root.handlers = []  # basicConfig(force=True) would close those of the test runner
    configure("INFO", secrets=[WEBHOOK_SECRET, ""], stream=stream)
    yield stream
    logging.captureWarnings(capture=False)
    root.handlers, root.level = handlers, level
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


def test_a_record_is_one_line_with_its_fields(lines: io.StringIO) -> None:
    logging.getLogger("bot.core").info("update %s\nset aside", 7, extra={"update_id": 7, "case": "MI-7KQ4"})
    pattern = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO bot\.core: (.*)\n"
    match = re.fullmatch(pattern, lines.getvalue())
    assert match is not None
    assert match[1] == r"update 7\nset aside update_id=7 case=MI-7KQ4"


def test_no_secret_is_written_wherever_it_hides(lines: io.StringIO) -> None:
    log = logging.getLogger("bot")
    log.info("GET https://api.telegram.org/bot%s/getMe", TOKEN)
    log.info("bot%s", TOKEN.replace(":", "%3A"))
    log.info("extra", extra={"url": f"/file/bot{TOKEN}/x", "header": WEBHOOK_SECRET})
    try:
        try:
            raise sqlite3.OperationalError(f"cannot open /bot{TOKEN}/kw.db")
        except sqlite3.Error as error:
            raise ValueError(WEBHOOK_SECRET) from error
    except ValueError:
        log.exception("failed with %r", WEBHOOK_SECRET)
    log.info("stack of %s", TOKEN, stack_info=True)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"token {TOKEN}", stacklevel=1)
    text = lines.getvalue()
    assert TOKEN.partition(":")[2] not in text
    assert WEBHOOK_SECRET not in text
    assert text.count(REDACTED) >= 7
    assert text.count("\n") == 6
    assert "Traceback" in text


def test_an_error_says_where_and_of_what_kind_but_not_in_its_own_words(lines: io.StringIO) -> None:
    try:
        try:
            int("Frau Canaria")
        except ValueError:
            raise KeyError("Kanarienstraße 5")  # noqa: B904 – the context is what is tested
    except KeyError:
        logging.getLogger("bot").exception("set aside")
    text = lines.getvalue()
    assert "ValueError" in text
    assert "KeyError" in text
    assert "test_logs.py" in text
    assert "Canaria" not in text.replace('int("Frau Canaria")', "")
    assert "Kanarienstraße" not in text.replace('raise KeyError("Kanarienstraße 5")', "")


def test_talkative_libraries_are_heard_only_when_something_is_wrong(lines: io.StringIO) -> None:
    for name in TALKATIVE:
        logging.getLogger(f"{name}.inner").info("chatter")
        logging.getLogger(f"{name}.inner").warning("trouble")
    assert "chatter" not in lines.getvalue()
    assert lines.getvalue().count("trouble") == len(TALKATIVE)


@pytest.mark.parametrize(
    "harmless", ["", "12:30", "10:00-12:00 Sprechstunde", "MI-7KQ4", "2027-01-04T09:00:00+01:00", "a" * 40]
)
def test_ordinary_text_is_left_alone(harmless: str) -> None:
    assert redact(harmless) == harmless
