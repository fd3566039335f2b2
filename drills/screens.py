"""Other people's screens: every button and every link that the bot has shown, used by somebody else."""

import json
import re
from collections.abc import Iterable, Mapping
from random import Random

from drills import traffic
from drills.attack import Attack
from drills.hands import Hands
from drills.innocence import snapshot, unexplained
from drills.protected import Affair
from simulator.calls import LoggedCall

CLOSE_LOOK = 200
"""Presses between two looks at the database."""

_LINK = re.compile(r"[?&]start=([\w-]+)")

Shown = set[tuple[int, str]]
"""In whose chat, and what: the data of a button, or the token of a link."""


def buttons(calls: Iterable[LoggedCall]) -> Shown:
    """Every button that stood in a chat."""
    found: Shown = set()
    for call in calls:
        given = call.params.get("reply_markup")
        markup = json.loads(given) if isinstance(given, str) else given
        rows = markup.get("inline_keyboard", ()) if isinstance(markup, dict) else ()
        chat = int(call.params.get("chat_id", 0) or 0)
        found |= {(chat, str(key["callback_data"])) for row in rows for key in row if "callback_data" in key}
    return found


def links(calls: Iterable[LoggedCall], pressers: Mapping[str, int]) -> Shown:
    """Every link into the private chat that a press has opened for the presser alone.

    A link to join is none of them: a coordinator hands it on, and it admits whoever holds it, once.
    """
    opened = (call for call in calls if call.method == "answerCallbackQuery")
    return {
        (chat, token)
        for chat, texts in traffic.heard(opened, pressers).items()
        for token in _LINK.findall(" ".join(texts))
    }


class Screens:
    """Outsiders use what others were shown: nothing changes, nothing is said about a case."""

    def __init__(self, attack: Attack, chance: Random) -> None:
        self.attack = attack
        self.siege = attack.siege
        self.chance = chance

    async def used_by_others(self, groups: list[Affair], most: int) -> None:
        """At most so many buttons, every one of the groups' cards among them, and every link."""
        await self._links_are_made(groups)
        calls, since = self.siege.calls, len(self.siege.calls)
        given = sorted(links(calls, self.siege.pressers))
        shown = sorted(buttons(calls))
        self.chance.shuffle(shown)
        shown.sort(key=lambda one: one[0] > 0)  # what stood in a group comes first
        used = [("callback_query", *one) for one in shown[:most]] + [("message", *one) for one in given]
        before = snapshot(self.siege.rows)
        for start in range(0, len(used), CLOSE_LOOK):
            for kind, owner, what in used[start : start + CLOSE_LOOK]:
                await self._use(kind, owner, what)
            await self.siege.settled()
            after = snapshot(self.siege.rows)
            for change in unexplained(before, after, self.attack.outsiders):
                self.attack.chapter.lost(f"changed by a button of somebody else's screen: {change}")
            before = after
        self.attack.chapter.count("buttons of other people's screens, pressed", min(most, len(shown)))
        self.attack.chapter.check(len(given) > 0, "links of other people were found and opened")
        self.attack.chapter.count("links of other people, opened", len(given))
        self.attack.no_words(since)

    async def _links_are_made(self, groups: list[Affair]) -> None:
        """Bernd, a colleague, asks for the details; strangers ask to enrol, and once more for the link."""
        hands = Hands(self.siege, self.chance)
        pressers = ("bernd", "6001", "6002", "6001", "6002")
        moves = [(who, f"det:{one.case}") for one in groups for who in pressers]
        await hands.do(moves, group=self.siege.groups[0])
        await self.siege.settled()

    async def _use(self, kind: str, owner: int, what: str) -> None:
        senders = [one for one in self.attack.senders if one.user["id"] != owner]
        sender, making = self.chance.choice(senders), self.attack.making
        if kind == "message":
            await self.siege.bring({kind: making.typed(sender, f"/start {what}")})
            return
        linked, foreign = self.siege.groups
        group = linked if owner < 0 else self.chance.choice((None, None, linked, foreign))
        await self.siege.bring({kind: making.press(sender, what, chat=group or sender.private)})
