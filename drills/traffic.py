"""What the bot has said, and to whom: read from the calls it made."""

import html
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from drills.canaries import CANARIES
from drills.chapter import Chapter
from simulator.calls import LoggedCall

WRONG_WORDS = re.compile(
    r"can't parse|too long|is empty|BUTTON_DATA|BUTTON_URL|invalid|reply markup|must be encoded|find end",
    re.IGNORECASE,
)
FORGED = re.compile(r"QUERY_ID_INVALID|query is too old|query ID is invalid")
OWN_WORDS = ("handlers/texts/*/*.toml", "domain/data/m*", "domain/**/*.py", "handlers/**/*.py")


def words_of(call: LoggedCall) -> str:
    """Everything in it that somebody reads: text, caption, toast, and the labels of its buttons."""
    params = call.params
    text = " ".join(html.unescape(str(params.get(one, ""))) for one in ("text", "caption", "url"))
    return f"{text} {' '.join(labels(params.get('reply_markup')))}".strip()


def labels(markup: Any) -> list[str]:
    """The labels of a message's buttons."""
    given = json.loads(markup) if isinstance(markup, str) else markup
    rows = given.get("inline_keyboard", ()) if isinstance(given, dict) else ()
    return [str(key.get("text", "")) for row in rows for key in row]


def heard_by(call: LoggedCall) -> int | None:
    """The chat that hears it; 0 for the answer to a press, None for what nobody hears."""
    if call.method == "answerCallbackQuery":
        return 0
    if call.method not in ("sendMessage", "editMessageText", "sendContact", "sendDocument", "sendPhoto"):
        return None
    return int(call.params.get("chat_id", 0) or 0)


def answers_a_forged_press(call: LoggedCall) -> bool:
    """Whether this is a toast for a press that the drill has made up."""
    return str(call.params.get("callback_query_id", "")).startswith("h")


def refused_words(call: LoggedCall) -> str:
    """Why Telegram would not take what was said; empty where it took it, or refused for another reason."""
    complaint = str((call.response or {}).get("description", "")) if call.status == 400 else ""
    return complaint if WRONG_WORDS.search(complaint) and not FORGED.search(complaint) else ""


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
