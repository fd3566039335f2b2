"""What the page shows around the phones: whose they are, the telephone that rings, the guided tour."""

import csv
import re
import secrets
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import domain
from bot.demo.drawing import ZONE
from bot.demo.network import HELP, LANDLORD, SAMPLE, TEAM

Json = dict[str, Any]

FIRST_ID: Final = 1001
CAST: Final = {
    "Karin Kurz": "Koordination",
    "Yvonne Dreier": LANDLORD,
    "Uwe Bekemeier": LANDLORD,
    "Petra Albers": HELP,
    "Jonas Feldkamp": HELP,
}
ON_THE_DESK: Final = ("Yvonne Dreier", "Petra Albers", "Jonas Feldkamp", "Karin Kurz")
DRAWERS: Final = ("data", "wire", "weather")
CHILD: Final = ("kill", "start")
TABLES_FIRST: Final = ("cases", "events", "referrals", "check_ins", "outbox", "inbox", "timers")

_TOUR: Final = Path(__file__).with_name("tour.toml")
_DEED: Final = re.compile(r"(?P<who>\S+) (?:\[(?P<label>.+)\]|\"(?P<text>.+)\")")


def user_of(name: str) -> int:
    """The Telegram id of somebody in the cast."""
    return FIRST_ID + list(CAST).index(name)


def play(*, ready: bool, identity: str | None = None) -> Json:
    """The whole of it; a tour is resumed where the `identity` is the same."""
    return {
        "id": identity or secrets.token_hex(4),
        "title": "Kurze Wege",
        "zone": ZONE.key,
        "ready": ready,
        "cast": [{"user": user_of(name), "name": name, "office": office} for name, office in CAST.items()],
        "phones": [user_of(name) for name in ON_THE_DESK],
        "telephones": [_jobcenter()],
        "tables": list(TABLES_FIRST),
        "known": sorted({*CAST, *_work_contacts()}),
        "names": sorted(_first_names()),
        "tour": [_step(step) for step in tomllib.loads(_TOUR.read_text("utf-8"))["step"]],
    }


def _jobcenter() -> Json:
    return {
        "name": "Murat Celik",
        "office": "Jobcenter Mühlenkreis",
        "number": "0221 4710 501",
        "rings": "bitte anrufen|please call",
        "says": {
            "de": "Guten Tag, hier {who}. Es geht um {code}. Können Sie die Mietschulden als Darlehen "
            "übernehmen?",
            "en": "Good morning, this is {who}. It is about {code}. Can you lend the arrears?",
        },
    }


def _work_contacts() -> Iterator[str]:
    """Names and numbers of the directory, which are meant to be read."""
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            yield from filter(None, (row["Name"], row["Telefon"], row["Partner"], row["Vertretung"]))


def _first_names() -> set[str]:
    data = Path(domain.__file__).parent / "data" / "first_names.txt"
    return {line for line in data.read_text("utf-8").splitlines() if line and not line.startswith("#")}


def _step(step: Json) -> Json:
    deeds = [deed(line) for line in step.get("do", ())]
    shown = [_whose(name) for name in step.get("look_at", ())]
    return {name: step[name] for name in ("title", "text", "look")} | {"do": deeds, "look_at": shown}


def deed(line: str) -> Json:
    """One line of `do` as the page reads it; KeyError or ValueError when it means nothing."""
    if line in DRAWERS:
        return {"kind": "drawer", "name": line}
    if line in CHILD:
        return {"kind": "child", "deed": line}
    if line in ("scan", "telephone"):
        return {"kind": line}
    if line.startswith("search "):
        return {"kind": "search", "text": line.removeprefix("search ")}
    if found := _DEED.fullmatch(line):
        pressed = (
            {"kind": "tap", "label": found["label"]}
            if found["label"]
            else {"kind": "type", "text": found["text"]}
        )
        return pressed | _whose(found["who"])
    return {"kind": "time", "to": datetime.fromisoformat(line).replace(tzinfo=ZONE).isoformat()}


def _whose(word: str) -> Json:
    """A first name means the private chat; TEAM is the group on Yvonne's phone, UWES_TEAM on Uwe's.

    TELEPHONE is the one without Telegram.
    """
    if word == "TELEPHONE":
        return {"telephone": True}
    if word in ("TEAM", "UWES_TEAM"):
        holder = "Yvonne Dreier" if word == "TEAM" else "Uwe Bekemeier"
        return {"user": user_of(holder), "group": TEAM}
    (name,) = [name for name in CAST if name.startswith(f"{word} ")]
    return {"user": user_of(name)}
