"""An errand that delivery has run: what came back, as an update of our own."""

from collections.abc import Callable, Coroutine
from typing import Any

from pydantic import BaseModel, ConfigDict
from telegram.ext import TypeHandler


class ErrandDone(BaseModel):
    """`error` says why nothing came back; `lines` are those of a directory file, as a draft keeps them."""

    model_config = ConfigDict(frozen=True)

    kind: str
    person: int | None = None
    chat: int | None = None
    body: dict[str, Any] = {}
    error: str = ""
    lines: str = ""
    administrators: tuple[int, ...] = ()


class ErrandHandler(TypeHandler[ErrandDone, Any, None]):
    """Answers errands of one kind. Nobody speaks here: the errand's `person` and `chat` say whose it was."""

    def __init__(self, kind: str, callback: Callable[[ErrandDone, Any], Coroutine[Any, Any, None]]) -> None:
        super().__init__(ErrandDone, callback)
        self.kind = kind

    def check_update(self, update: object) -> bool:
        return isinstance(update, ErrandDone) and update.kind == self.kind
