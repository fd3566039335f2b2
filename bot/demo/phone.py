"""A person's phone in the story: what they type and tap, and what must be true on its screen."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from simulator.client import SimulatorClient

Message = dict[str, Any]


class Untrue(Exception):
    """What the story tells did not happen; the text says what is missing, and where."""


@dataclass(slots=True)
class Phone:
    """One chat on one phone. Every deed waits until the bot has nothing left to do.

    Each method raises Untrue when the screen is not what the story says.
    """

    client: SimulatorClient
    settle: Callable[[], Awaitable[None]]
    name: str
    office: str
    user: int
    chat: int
    toast: str = ""

    def held_by(self, other: "Phone") -> "Phone":
        """The same group on somebody else's phone."""
        return replace(self, user=other.user, toast="")

    async def sends(self, text: str, *, reply_to: Message | None = None) -> None:
        """Type a text and send it."""
        self.toast = ""
        await self.client.send(
            self.user, self.chat, text, reply_to=None if reply_to is None else reply_to["message_id"]
        )
        await self.settle()

    async def opens(self, url: str) -> None:
        """Open a link of the bot."""
        await self.client.open_link(self.user, url)
        await self.settle()

    async def taps(self, *labels: str) -> str:
        """Tap one button after the other, each time the newest that begins so; gives the link that opened."""
        url = ""
        for label in labels:
            message, button = await self._button(label)
            answer = await self.client.tap(self.user, self.chat, message["message_id"], button)
            if not answer["answered"]:
                raise Untrue(f"{self.name}: Auf [{label}] antwortet der Bot nicht.")
            self.toast, url = answer.get("text") or "", answer.get("url") or ""
            await self.settle()
        return url

    async def sees(self, *parts: str) -> Message:
        """The newest message of the bot in which all of this can be read, buttons included."""
        for message in reversed(await self.screen()):
            shown = reads(message)
            if message["from"]["is_bot"] and all(part in shown for part in parts):
                return message
        raise Untrue(f"{self.name} sieht nicht: {' / '.join(parts)}. Sondern: {await self._newest()}")

    async def hides(self, *parts: str) -> None:
        """None of this can be read anywhere in the chat."""
        for message in await self.screen():
            for part in parts:
                if part in reads(message):
                    raise Untrue(f"{self.name} sieht, was dort nicht stehen darf: {part}")

    async def last(self, number: int) -> "Glance":
        """Only the newest messages of this chat, for a picture."""
        return Glance(self, (await self.screen())[-number:])

    def showing(self, *messages: Message) -> "Glance":
        """Only these messages, as `sees` gave them, for a picture."""
        return Glance(self, messages)

    async def screen(self) -> list[Message]:
        """Everything in the chat, oldest first."""
        return await self.client.messages(self.user, self.chat)

    async def _button(self, label: str) -> tuple[Message, str]:
        """The newest button with this label, else the newest whose label begins so."""
        newest_first = [(one, key) for one in reversed(await self.screen()) for key in labels(one)]
        for fits in (str.__eq__, str.startswith):
            for message, key in newest_first:
                if fits(key, label):
                    return message, key
        raise Untrue(f"{self.name} hat keinen Knopf [{label}]. Sondern: {await self._newest()}")

    async def _newest(self) -> str:
        screen = await self.screen()
        return reads(screen[-1]).replace("\n", " / ") if screen else "nichts"


@dataclass(frozen=True, slots=True)
class Glance:
    """A part of a chat, as it is at this moment."""

    phone: Phone
    messages: Sequence[Message]


def labels(message: Message) -> list[str]:
    """The labels of a message's buttons, row after row."""
    return [button["text"] for row in message["buttons"] for button in row]


def reads(message: Message) -> str:
    """What can be read on a message, buttons included."""
    return "\n".join([message["text"] or "", *labels(message)])
