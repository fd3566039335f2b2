"""What the bot has said, and to whom: read from the calls it made."""

import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from drills.canaries import CANARIES
from drills.chapter import Chapter
from simulator.calls import LoggedCall

WRONG_WORDS = re.compile(
    r"can't parse|too long|is empty|BUTTON_DATA|BUTTON_URL|invalid|reply markup|must be encoded|find end",
    re.IGNORECASE,
)
HARMLESS = re.compile(r"QUERY_ID_INVALID|query is too old|query ID is invalid|message is not modified")
READ = ("text", "caption", "url", "first_name", "last_name", "phone_number", "title", "description")
SPEAKING = frozenset({"sendMessage", "editMessageText", "sendContact", "sendDocument", "sendPhoto"})
OWN_WORDS = ("handlers/texts/*/*.toml", "domain/data/[md]*", "domain/**/*.py", "handlers/**/*.py")


def words_of(call: LoggedCall) -> str:
    """Everything in it that somebody reads: text, caption, toast, and the labels of its buttons."""
    said = [html.unescape(str(call.params[one])) for one in READ if call.params.get(one)]
    return " ".join([*said, *labels(call.params.get("reply_markup"))])


def labels(markup: Any) -> list[str]:
    """The labels of a message's buttons."""
    given = json.loads(markup) if isinstance(markup, str) else markup
    rows = given.get("inline_keyboard", ()) if isinstance(given, dict) else ()
    return [str(key.get("text", "")) for row in rows for key in row]


def heard_by(call: LoggedCall, pressers: Mapping[str, int]) -> int | None:
    """The chat that hears it, None for what nobody hears; `pressers` by the id of their press."""
    if call.method == "answerCallbackQuery":
        return pressers.get(str(call.params.get("callback_query_id")))
    if call.method not in SPEAKING:
        return None
    return int(call.params.get("chat_id", 0) or 0)


def heard(calls: Iterable[LoggedCall], pressers: Mapping[str, int]) -> dict[int, list[str]]:
    """What was said to each chat, toasts among it."""
    found: dict[int, list[str]] = {}
    for call in calls:
        chat = heard_by(call, pressers)
        if chat is not None:
            found.setdefault(chat, []).append(words_of(call))
    return found


def refused_words(call: LoggedCall) -> str:
    """Why Telegram would not take what was said; empty where it took it, or refused for another reason."""
    complaint = str((call.response or {}).get("description", "")) if call.status == 400 else ""
    return complaint if WRONG_WORDS.search(complaint) and not HARMLESS.search(complaint) else ""


def canaries(chapter: Chapter, calls: Sequence[LoggedCall], log: str, folder: Path) -> None:
    """No name, address or number that somebody has typed was sent on, logged, or kept."""
    root = Path(__file__).parents[1]
    own = "\n".join(one.read_text("utf-8") for glob in OWN_WORDS for one in root.glob(glob)).casefold()
    said = "\n".join(str(call.params) for call in calls if call.method != "getUpdates")
    kept = b"".join(one.read_bytes() for one in sorted(folder.glob("siege.db*"))).decode("utf-8", "ignore")
    for where, text in (("what was sent", said), ("the log", log), ("the database", kept)):
        folded = text.casefold()
        for bird, _ in CANARIES:
            words = [one for one in re.findall(r"[^\W_]{6,}", bird.casefold()) if one not in own]
            found = [one for one in words if one in folded]
            chapter.check(not found, f"canaries looked for in {where}", f"{found} of {bird!r}")
