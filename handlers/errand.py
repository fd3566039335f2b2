"""An errand that delivery has run: what came back, as an update of our own."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class ErrandDone(BaseModel):
    """`error` says why nothing came back; `content` is base64 of at most 2 MB."""

    model_config = ConfigDict(frozen=True)

    kind: str
    person: int | None = None
    chat: int | None = None
    body: dict[str, Any] = {}
    error: str = ""
    content: str = ""
    administrators: tuple[int, ...] = ()
