"""Logging: one line a record on standard error, and no secret in any of them."""

import logging
import re
import sqlite3
import sys
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

TOKEN = re.compile(r"\d+(?::|%3[Aa])[A-Za-z0-9_-]{30,}")
REDACTED = "<secret>"

# httpx and aiohttp write whole URLs, and with them the token, at INFO and DEBUG.
TALKATIVE = ("httpx", "httpcore", "telegram", "apscheduler", "aiohttp", "asyncio", "aiosqlite")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without anything shaped like a bot token and without the named secrets."""
    for secret in secrets:
        text = text.replace(secret, REDACTED)
    return TOKEN.sub(REDACTED, text)


class LineFormatter(logging.Formatter):
    """Writes a record, its extra fields and its traceback as one line, redacted as a whole.

    Redaction works on the finished line: a secret may hide in the message, in an argument, in an
    exception's text or in a line of a traceback.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = tuple(secret for secret in secrets if secret)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        moment = datetime.fromtimestamp(record.created, UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        fields = (f" {name}={value}" for name, value in vars(record).items() if name not in _STANDARD)
        return super().formatMessage(record) + "".join(fields)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802
        """Where it happened and of what kind it is; an error's words may quote what people wrote."""
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            words = f": {error}" if isinstance(error, sqlite3.Error) else ""
            lines[:0] = [
                "Traceback:\n",
                *traceback.format_tb(error.__traceback__),
                f"{type(error).__name__}{words}\n",
            ]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "".join(lines)

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record).replace("\r", "\\r").replace("\n", "\\n")
        return redact(line, self._secrets)


def configure(level: str, *, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send every logger of the process to one stream (standard error), replacing earlier handlers.

    `secrets` are redacted word for word, beside whatever looks like a bot token.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(LineFormatter(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
