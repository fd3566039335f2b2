"""Ours: the real process on a fresh file with the sample directory and members, sending unpaced."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.process import Contestant
from bench.seed import seed
from bench.walks import Walk, walks
from bot.settings import PREFIX, Settings, load

BERLIN = ZoneInfo("Europe/Berlin")


def start(folder: Path, api_url: str) -> tuple[Sequence[str], Mapping[str, str]]:
    """Fill the file, then `python -m bot run` with nothing held back by pace or by quiet hours."""
    now = datetime.now(UTC)
    given = {
        "token": f"4242424242:{secrets.token_urlsafe(32)}",
        "api_url": api_url,
        "database": str(folder / "bench.db"),
        "quiet_hours": _far_from(now),
        "send_per_second": str(Settings.model_fields["send_per_second"].metadata[-1].le),
        "private_burst": "1000000",
        "private_per_second": "1000000",
        "group_per_minute": "1000000",
        "log_level": "WARNING",
    }
    seed(load(env_file=None, **given), now)
    return ("-m", "bot", "run"), {f"{PREFIX}{name.upper()}": value for name, value in given.items()}


def _far_from(now: datetime) -> str:
    """A minute of quiet, half a day away."""
    first = (now + timedelta(hours=12)).astimezone(BERLIN)
    return f"{first:%H:%M}-{first + timedelta(minutes=1):%H:%M}"


def _walks(lap: int) -> list[Walk]:
    return walks(lap, datetime.now(BERLIN).date())


OURS = Contestant(name="ours", title="Kurze Wege, the whole product", start=start, walks=_walks)
