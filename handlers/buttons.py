"""Typed buttons: what a press carries, in at most 64 bytes, parsed once."""

import re
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError
from telegram import Update

from domain.model.errors import AlreadyDone
from handlers.message import Key

LIMIT = 64
LARGEST_NUMBER = 2**63 - 1
"""More than any row has for its id, and more than the database can compare with one."""
_PREFIXES: dict[str, str] = {}
PREFIX_OF: dict[object, str] = {}


class Button(BaseModel):
    """A subclass names its prefix and its fields: `class Accept(Button, prefix="acc"): referral: int`.

    Fields are ints, short strings without ":" and string enums, in the order in which they are declared.
    """

    model_config = ConfigDict(frozen=True)
    prefix: ClassVar[str]
    pattern: ClassVar[re.Pattern[str]]

    def __init_subclass__(cls, *, prefix: str, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if _PREFIXES.setdefault(prefix, cls.__qualname__) != cls.__qualname__:
            raise ValueError(f"two buttons begin with {prefix!r}")
        cls.prefix = prefix
        cls.pattern = re.compile(rf"^{re.escape(prefix)}(:|$)")
        PREFIX_OF[cls.pattern] = prefix

    def pack(self) -> str:
        """The callback data. Raises ValueError over 64 bytes or with a colon inside a field."""
        values = [("" if value is None else str(value)) for value in self.__dict__.values()]
        data = ":".join((self.prefix, *values))
        if data.count(":") != len(values):
            raise ValueError(f"a field of {self!r} holds a colon")
        if len(data.encode()) > LIMIT:
            raise ValueError(f"{data!r} has more than {LIMIT} bytes")
        return data

    def key(self, label: str) -> Key:
        return Key(label=label, data=self.pack())

    @classmethod
    def unpack(cls, data: str) -> Self:
        """Raises AlreadyDone for data that no present button carries."""
        values = data.split(":")[1:]
        names = list(cls.model_fields)
        if len(values) != len(names):
            raise AlreadyDone
        try:
            found = cls.model_validate(
                {name: value for name, value in zip(names, values, strict=True) if value != ""}
            )
        except ValidationError as error:
            raise AlreadyDone from error
        if any(isinstance(one, int) and abs(one) > LARGEST_NUMBER for one in dict(found).values()):
            raise AlreadyDone
        return found

    @classmethod
    def read(cls, update: Update) -> Self:
        """What was pressed. Raises AlreadyDone for forged or outdated data."""
        query = update.callback_query
        if query is None or query.data is None:
            raise AlreadyDone
        return cls.unpack(query.data)
