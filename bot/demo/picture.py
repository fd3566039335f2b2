"""python -m bot.demo.picture FILE: one moment of the story as a picture for the README."""

import asyncio
import sys
from pathlib import Path
from typing import Final

from bot.demo import script, svg
from bot.demo.drawing import Screen, Telephone
from bot.demo.narrator import Picture, seen
from bot.demo.phone import Untrue
from bot.demo.rehearsal import rehearsal

MOMENT: Final = "Wer kein Telegram hat, wird angerufen"


class Camera:
    """Hears the whole story, so that the picture is a true one, and keeps one scene of it."""

    def __init__(self) -> None:
        self.sentence = ""
        self.screens: list[Screen | Telephone] = []

    async def scene(self, title: str, sentence: str, *pictures: Picture) -> None:
        if title == MOMENT:
            self.sentence = sentence
            self.screens = [seen(one) for one in pictures]


async def take() -> str:
    """The picture as SVG. Raises Untrue when the story has no such moment, Stopped when the bot ends."""
    camera = Camera()
    async with rehearsal() as stage:
        await script.tell(stage, camera)
    if not camera.screens:
        raise Untrue(f"Die Geschichte hat kein Bild „{MOMENT}“.")
    return svg.picture(camera.sentence, camera.screens)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(asyncio.run(take()), encoding="utf-8")
