"""Hands: taps and types as anybody, one thing after the other."""

from collections.abc import Iterable
from random import Random

from drills.contents import Json
from drills.siege import Siege
from drills.updates import Making

Press = tuple[str, str]
"""Who, and what: the data of a button, or text, which has a slash or a blank in it.

`{last}` in the data is the message that was typed just before.
"""


class Hands:
    """Everything pressed or typed counts in `moves`."""

    def __init__(self, siege: Siege, chance: Random) -> None:
        self.siege = siege
        # From the number of the next update on: no two presses have the same id.
        self.making = Making(chance, str, str, first=siege.next_update)
        self.moves = 0

    async def do(self, given: Iterable[Press], *, group: Json | None = None) -> None:
        """Each once the one before it has been handled; presses in `group`, or else in the private chat."""
        last = 0
        for who, what in given:
            sender = self.siege.sender(who)
            self.moves += 1
            if what.startswith("/") or " " in what:
                body = self.making.typed(sender, what)
                last = body["message_id"]
                number = await self.siege.bring({"message": body})
            else:
                body = self.making.press(sender, what.replace("{last}", str(last)), chat=group)
                number = await self.siege.bring({"callback_query": body})
            await self.siege.handled(number)
