"""Settings: what holds by default, what is refused, and that `.env.example` tells the truth."""

import re
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.settings import Address, Hours, Settings, WrongSettings, load

TOKEN = "123456:" + "A" * 35
EXAMPLE = Path(__file__).parents[2] / ".env.example"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"KW_{name.upper()}", raising=False)


def refused(**values: object) -> str:
    with pytest.raises(WrongSettings) as caught:
        load(env_file=None, **({"token": TOKEN} | values))
    line = str(caught.value)
    assert "\n" not in line
    return line


def example_lines(*, uncommented: bool) -> dict[str, str]:
    text = EXAMPLE.read_text(encoding="utf-8")
    pattern = r"^(?:# )?KW_([A-Z_]+)=(.*)$" if uncommented else r"^# (.+)\n(?:# )?KW_([A-Z_]+)="
    found = re.findall(pattern, text, re.MULTILINE)
    return dict(found) if uncommented else {name: text for text, name in found}


def test_only_the_token_is_needed() -> None:
    settings = load(env_file=None, token=TOKEN)
    assert settings.bot_id == 123456
    assert settings.base_url == "https://api.telegram.org/bot"
    assert settings.base_file_url == "https://api.telegram.org/file/bot"
    assert settings.time_zone == ZoneInfo("Europe/Berlin")
    assert settings.network_hours == Hours(since=time(8), until=time(16))
    assert settings.quiet_hours == Hours(since=time(18), until=time(8))
    assert settings.webhook_listen == Address("127.0.0.1", 8090)
    assert settings.secrets == (TOKEN,)


def test_the_environment_stands_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(
        f"KW_TOKEN={TOKEN}\nKW_LAND=BY\nKW_CASE_PREFIX=GT\nKW_NETWORK_HOURS=7:30-15:45\n", "utf-8"
    )
    monkeypatch.setenv("KW_LAND", "NI")
    settings = load(env_file=env_file, case_prefix="HF")
    assert (settings.land, settings.case_prefix) == ("NI", "HF")
    assert settings.network_hours == Hours(since=time(7, 30), until=time(15, 45))
    assert settings.token.get_secret_value() == TOKEN


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("token", "123456:short"),
        ("token", "A" * 40),
        ("token", TOKEN + "\n"),
        ("api_url", "api.telegram.org"),
        ("api_url", "ftp://localhost"),
        ("api_url", "http://localhost:no"),
        ("database", "no/such/folder/kw.db"),
        ("database", "."),
        ("time_zone", "Europe/Minden"),
        ("time_zone", "Europe"),
        ("time_zone", "../etc/passwd"),
        ("time_zone", ""),
        ("land", "XX"),
        ("land", "nrw"),
        ("land", "Augsburg"),
        ("network_name", ""),
        ("network_name", "x" * 61),
        ("case_prefix", "mi"),
        ("case_prefix", "MIND"),
        ("network_hours", "8"),
        ("network_hours", "8-8"),
        ("network_hours", "0-24"),
        ("network_hours", "8-25"),
        ("network_hours", "8:60-16"),
        ("network_hours", "acht bis vier"),
        ("quiet_hours", "24-8"),
        ("send_per_second", "1001"),
        ("send_per_second", 0),
        ("send_per_second", "many"),
        ("private_burst", 0),
        ("private_per_second", 0),
        ("group_per_minute", 0),
        ("group_reserved", 20),
        ("group_reserved", -1),
        ("webhook_url", "http://bot.example.org/telegram"),
        ("webhook_listen", "8090"),
        ("webhook_listen", "127.0.0.1"),
        ("webhook_listen", "127.0.0.1:99999"),
        ("webhook_secret", "short"),
        ("webhook_secret", "with spaces and ä, long enough"),
        ("clock_url", "http://clock.example.org/world/clock"),
        ("clock_url", "http://10.0.0.1/world/clock"),
        ("language", "fr"),
        ("log_level", "LOUD"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_expected(name: str, value: object) -> None:
    line = refused(**{name: value})
    assert line.startswith(f"KW_{name.upper()} is wrong (")
    assert f"Expected: {Settings.model_fields[name].description}" in line


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("network_hours", "0-23:59"),
        ("api_url", "http://127.0.0.1:8081/"),
        ("webhook_listen", "[::1]:8090"),
        ("clock_url", "http://localhost:8081/world/clock"),
        ("clock_url", "http://127.0.0.1:8081/world/clock"),
        ("clock_url", "http://[::1]:8081/world/clock"),
        ("language", "en"),
        ("network_hours", Hours(since=time(9), until=time(17))),
        ("webhook_listen", Address("0.0.0.0", 80)),
    ],
)
def test_right_values_pass(name: str, value: object) -> None:
    assert getattr(load(env_file=None, token=TOKEN, **{name: value}), name) is not None


def test_a_span_of_a_whole_day_ends_at_midnight() -> None:
    assert Hours.parse("0:30-24") == Hours(since=time(0, 30), until=time(0))


def test_a_missing_token_is_said_in_one_line() -> None:
    with pytest.raises(WrongSettings, match=r"^KW_TOKEN is missing\. Expected: The bot's token"):
        load(env_file=None)


def test_a_webhook_needs_its_secret() -> None:
    url = "https://bot.example.org/telegram"
    assert refused(webhook_url=url).startswith("KW_WEBHOOK_SECRET is missing. ")
    settings = load(env_file=None, token=TOKEN, webhook_url=url, webhook_secret="s" * 16)
    assert settings.secrets == (TOKEN, "s" * 16)
    assert load(env_file=None, token=TOKEN, webhook_url="http://127.0.0.1:1/x", webhook_secret="s" * 16)


def test_several_mistakes_are_counted() -> None:
    assert refused(land="XX", language="fr").endswith("(1 more after this.)")


@pytest.mark.parametrize("token", ["123456:secretsecret", "secretsecret" * 4, TOKEN + "!"])
def test_no_line_and_no_repr_shows_a_secret(token: str) -> None:
    assert "secret" not in refused(token=token).replace("webhook_secret", "")
    assert token not in refused(token=token)
    assert TOKEN not in repr(load(env_file=None, token=TOKEN))


def test_a_misspelt_name_is_not_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(f"KW_TOKEN={TOKEN}\nKW_TIMEZONE=Europe/Berlin\nOTHER=1\n", "utf-8")
    with pytest.raises(WrongSettings, match=r"^KW_TIMEZONE is not a setting; do you mean KW_TIME_ZONE\?$"):
        load(env_file=env_file)
    monkeypatch.setenv("KW_QQQQ", "1")
    with pytest.raises(WrongSettings, match=r"^KW_QQQQ is not a setting; \.env\.example shows"):
        load(env_file=None, token=TOKEN)


def test_an_unreadable_file_is_said(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_bytes(b"KW_NETWORK_NAME=\xff\xfe\n")
    with pytest.raises(WrongSettings, match=r"cannot be read: UnicodeDecodeError\.$"):
        load(env_file=env_file)


def test_the_example_names_exactly_the_settings_with_their_sentences() -> None:
    described = {name.upper(): field.description for name, field in Settings.model_fields.items()}
    assert example_lines(uncommented=False) == described
    assert list(example_lines(uncommented=True)) == list(described)


def test_the_example_loads_with_a_token_and_shows_the_defaults(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8").replace("KW_TOKEN=\n", f"KW_TOKEN={TOKEN}\n")
    plain, shown = tmp_path / "plain.env", tmp_path / "shown.env"
    plain.write_text(text, "utf-8")
    shown.write_text(text.replace("# KW_", "KW_"), "utf-8")
    assert load(env_file=plain) == load(env_file=shown) == load(env_file=None, token=TOKEN)
