"""Settings: what an operator decides, read from the environment and from `.env`."""

import difflib
import ipaddress
import os
import re
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from domain.model.public_holidays import LAENDER

PREFIX = "KW_"

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")  # the alphabet Telegram allows
_HOURS = re.compile(r"(\d{1,2})(?::(\d\d))?-(\d{1,2})(?::(\d\d))?")


class WrongSettings(Exception):
    """A setting is missing or wrong; the text is one line for the operator and names no secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A daily span of local clock time; `until` before `since` reaches over midnight."""

    since: time
    until: time

    @classmethod
    def parse(cls, text: object) -> Self:
        """Read "8-16" or "7:30-15:45"; ValueError for anything else, and for an empty span."""
        if isinstance(text, cls):
            return text
        match = _HOURS.fullmatch(str(text).strip())
        if match is None:
            raise ValueError("not a span of hours")
        hour, minute, last_hour, last_minute = (int(part or 0) for part in match.groups())
        hours = cls(since=time(hour, minute), until=time(last_hour % 24, last_minute))
        if last_hour > 24 or hours.since == hours.until:
            raise ValueError("not a span of hours")
        return hours


class Address(NamedTuple):
    """Where a server listens."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: object) -> "Address":
        """Read "127.0.0.1:8090"; ValueError for anything else."""
        if isinstance(text, cls):
            return text
        parts = urlsplit(f"//{text}")
        if not parts.hostname or parts.port is None or parts.path:
            raise ValueError("not host:port")
        return cls(parts.hostname, parts.port)


def _web_address(text: object) -> str:
    parts = urlsplit(str(text))
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
        raise ValueError("not a web address")
    return str(text).rstrip("/")


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


WebAddress = Annotated[str, BeforeValidator(_web_address)]
DailyHours = Annotated[Hours, NoDecode, BeforeValidator(Hours.parse)]
ListenAddress = Annotated[Address, NoDecode, BeforeValidator(Address.parse)]


class Settings(BaseSettings):
    """All settings; each description is also the sentence in `.env.example`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    token: SecretStr = Field(description="The bot's token as BotFather shows it, digits:letters.")
    api_url: WebAddress = Field(
        "https://api.telegram.org",
        description="The Bot API server; a self-hosted server and the simulator are only another URL.",
    )
    database: Path = Field(
        Path("kurze-wege.db"), description="The SQLite file that holds everything; its folder must exist."
    )
    time_zone: ZoneInfo = Field(
        ZoneInfo("Europe/Berlin"), description="The time zone of the network, a name like Europe/Berlin."
    )
    land: str = Field(
        "NW", description="The Land whose public holidays count, two letters as in ISO 3166-2:DE."
    )
    mietrecht_ii_from: date | None = Field(
        None,
        description=(
            "From which day the reform of tenancy law (Mietrecht II) is in force, like 2027-01-01; empty: it "
            "is not. See docs/deadlines.md."
        ),
    )
    network_name: str = Field(
        "Netzwerk Wohnungssicherung",
        min_length=1,
        max_length=60,
        description="The network's name as people read it in the chat, at most 60 characters.",
    )
    case_prefix: str = Field(
        "MI",
        pattern=r"^[A-Z]{1,3}$",
        description="What every case code begins with, one to three capital letters: MI gives MI-7KQ4.",
    )
    network_hours: DailyHours = Field(
        Hours.parse("8-16"), description="The hours from Monday to Friday in which deadlines run, like 8-16."
    )
    quiet_hours: DailyHours = Field(
        Hours.parse("18-8"),
        description="The hours in which nobody is disturbed without need, like 18-8 (over midnight).",
    )
    send_per_second: float = Field(
        30, gt=0, le=1000, description="Messages a second to all chats; Telegram takes 30, a rehearsal more."
    )
    private_burst: int = Field(
        3, ge=1, description="Messages that one person may get at once before the pace below holds."
    )
    private_per_second: float = Field(1, gt=0, description="Messages a second to one person in the long run.")
    group_per_minute: int = Field(20, ge=1, description="Messages to one group in any minute.")
    group_reserved: int = Field(
        5,
        ge=0,
        validate_default=True,
        description="How many of those are kept for new referrals and escalations, fewer than all of them.",
    )
    webhook_url: WebAddress | None = Field(
        None,
        description="The public https address at which Telegram delivers updates; empty means polling.",
    )
    webhook_secret: SecretStr | None = Field(
        None,
        validate_default=True,
        description="Needed with a webhook: 16 to 256 letters, digits, - or _ known only to both ends.",
    )
    webhook_listen: ListenAddress = Field(
        Address("127.0.0.1", 8090), description="Where the bot itself listens for the webhook, host:port."
    )
    clock_url: WebAddress | None = Field(
        None, description="The simulator's clock for rehearsals, on this machine only; empty means real time."
    )
    language: Literal["de", "en"] = Field(
        "de", description="The language of a person who has not chosen one, de or en."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="How much is logged: DEBUG, INFO, WARNING or ERROR."
    )

    @property
    def bot_id(self) -> int:
        """The bot's Telegram id, the digits before the colon of the token."""
        return int(self.token.get_secret_value().partition(":")[0])

    @property
    def base_url(self) -> str:
        """What python-telegram-bot puts the token and the method behind."""
        return f"{self.api_url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot puts the token and a file's path behind."""
        return f"{self.api_url}/file/bot"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be logged."""
        return tuple(
            secret.get_secret_value() for secret in (self.token, self.webhook_secret) if secret is not None
        )

    @field_validator("token")
    @classmethod
    def _token_has_its_shape(cls, token: SecretStr) -> SecretStr:
        if not _TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError("not a bot token")
        return token

    @field_validator("time_zone", mode="before")
    @classmethod
    def _zone_exists(cls, zone: object) -> ZoneInfo:
        try:
            return zone if isinstance(zone, ZoneInfo) else ZoneInfo(str(zone))
        except (KeyError, OSError):  # OSError: a folder of the zone database, like "Europe"
            raise ValueError("no such time zone") from None

    @field_validator("database")
    @classmethod
    def _folder_exists(cls, database: Path) -> Path:
        if database.is_dir() or not database.parent.is_dir():
            raise ValueError("a folder" if database.is_dir() else "no such folder")
        return database

    @field_validator("land")
    @classmethod
    def _land_has_a_calendar(cls, land: str) -> str:
        if land not in LAENDER:
            raise ValueError(f"not one of {', '.join(LAENDER)}")
        return land

    @field_validator("group_reserved")
    @classmethod
    def _something_is_left_for_the_rest(cls, reserved: int, info: ValidationInfo) -> int:
        if reserved >= info.data.get("group_per_minute", reserved + 1):
            raise ValueError("nothing would be left for ordinary messages")
        return reserved

    @field_validator("webhook_url")
    @classmethod
    def _webhook_is_encrypted(cls, url: str | None) -> str | None:
        if url is not None and urlsplit(url).scheme != "https" and not _is_loopback(url):
            raise ValueError("not https")
        return url

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_has_a_secret(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if secret is None:
            if info.data.get("webhook_url") is not None:
                raise ValueError("missing")
        elif not _WEBHOOK_SECRET.fullmatch(secret.get_secret_value()):
            raise ValueError("not a usable secret")
        return secret

    @field_validator("clock_url")
    @classmethod
    def _clock_is_on_this_machine(cls, url: str | None) -> str | None:
        if url is not None and not _is_loopback(url):
            raise ValueError("not a loopback address")
        return url


def load(*, env_file: Path | None = Path(".env"), **overrides: object) -> Settings:
    """Read the settings; overrides (by field name) stand before the environment, that before the file.

    Raises `WrongSettings` for a missing or wrong value, an unreadable file and an unknown `KW_` name.
    """
    try:
        _refuse_unknown_names(env_file)
        return Settings(_env_file=env_file, **overrides)  # type: ignore[arg-type, unused-ignore]
    except ValidationError as wrong:
        raise WrongSettings(_line(wrong)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSettings(f"{env_file} cannot be read: {type(error).__name__}.") from None


def _refuse_unknown_names(env_file: Path | None) -> None:
    """A misspelt name would silently leave the default in force."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    named = set(os.environ) | (set(dotenv_values(env_file)) if env_file else set())
    for name in sorted(named - known):
        if name.upper() not in known and name.upper().startswith(PREFIX):
            close = difflib.get_close_matches(name.upper(), known, n=1)
            hint = f"; do you mean {close[0]}?" if close else "; .env.example shows all of them."
            raise WrongSettings(f"{name} is not a setting{hint}")


def _line(wrong: ValidationError) -> str:
    """The first mistake as one line, with what is expected; values are never shown."""
    first, *others = wrong.errors(include_url=False, include_context=False, include_input=False)
    name = str(first["loc"][0])
    reason = first["msg"].removeprefix("Value error, ")
    problem = "is missing" if first["type"] == "missing" or reason == "missing" else f"is wrong ({reason})"
    more = f" ({len(others)} more after this.)" if others else ""
    return f"{PREFIX}{name.upper()} {problem}. Expected: {Settings.model_fields[name].description}{more}"
