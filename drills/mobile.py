"""A person's phone in a drill: patient with a slow bot, and able to act without waiting for it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from simulator.client import SimulatorClient

Message = dict[str, Any]

LOOKS = 30
BETWEEN_LOOKS_S = 15
GLANCE_S = 0.5


class Missing(Exception):
    """What a person waits for does not come; the text says whom and what."""


@dataclass(slots=True)
class Mobile:
    """One chat on one phone. `settle` waits until the bot has nothing left to do, `passes` lets time pass."""

    client: SimulatorClient
    settle: Callable[[], Awaitable[object]]
    passes: Callable[[float], Awaitable[object]]
    name: str
    user: int
    chat: int

    def inside(self, chat: int) -> "Mobile":
        """The same person's phone with another chat open."""
        return replace(self, chat=chat)

    async def screen(self) -> list[Message]:
        """What the bot has said here, as it stands now, oldest first."""
        everything = await self.client.messages(self.user, self.chat)
        return [one for one in everything if one["from"]["is_bot"]]

    async def reading(self, *parts: str) -> list[Message]:
        """The messages in which all of this can be read, buttons included, oldest first."""
        return [one for one in await self.screen() if all(part in reads(one) for part in parts)]

    async def waits_for(self, *parts: str) -> Message:
        """The newest message in which all of this can be read, some minutes later at most. Raises Missing."""
        for _ in range(LOOKS):
            if found := await self.reading(*parts):
                return found[-1]
            await self.passes(BETWEEN_LOOKS_S)
        raise Missing(f"{self.name} never reads {' / '.join(parts)}; newest: {await self._newest()}")

    async def sends(self, text: str, *, reply_to: int | None = None) -> None:
        """Type a text; the bot has settled then."""
        await self.types(text, reply_to=reply_to)
        await self.settle()

    async def types(self, text: str, *, reply_to: int | None = None) -> None:
        """Type a text and wait for nothing."""
        await self.client.send(self.user, self.chat, text, reply_to=reply_to)

    async def taps(self, *labels: str, on: str = "") -> None:
        """Tap one button after the other, each as soon as it is there, and once. Raises Missing."""
        for label in labels:
            await self.presses(label, on=on)
            await self.settle()

    async def presses(self, label: str, *, on: str = "") -> None:
        """Tap the newest button that begins so, and wait for nothing but a glance. Raises Missing.

        `on` is read on the message that carries it.
        """
        message, button = await self._button(label, on)
        await self.client.tap(self.user, self.chat, message["message_id"], button, wait_s=GLANCE_S)

    async def _button(self, label: str, on: str) -> tuple[Message, str]:
        for _ in range(LOOKS):
            for message in reversed(await self.reading(on)):
                for one in labels(message):
                    if one.startswith(label):
                        return message, one
            await self.passes(BETWEEN_LOOKS_S)
        raise Missing(f"{self.name} has no button {label} {on}; newest: {await self._newest()}")

    async def _newest(self) -> str:
        screen = await self.screen()
        return reads(screen[-1]).replace("\n", " / ") if screen else "nothing"


def labels(message: Message) -> list[str]:
    """The labels of a message's buttons, row after row."""
    return [button["text"] for row in message["buttons"] or [] for button in row]


def reads(message: Message) -> str:
    """What can be read on a message, buttons included."""
    return "\n".join([message["text"] or "", *labels(message)])
