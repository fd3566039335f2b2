"""The log of every Bot API call, for those who want to see what a bot did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class LoggedCall:
    """One call; `status` and `response` stay None until it was answered."""

    n: int
    at: str
    bot: int
    method: str
    params: Json
    status: int | None = None
    response: Json | None = None

    def wire(self) -> Json:
        """The call as `/world/calls` lists it."""
        return {
            "n": self.n,
            "at": self.at,
            "bot": self.bot,
            "method": self.method,
            "params": self.params,
            "status": self.status,
            "response": self.response,
        }


@dataclass(slots=True)
class Calls:
    """All calls in the order they arrived, and how many of each bot are under way."""

    logged: list[LoggedCall] = field(default_factory=list)
    under_way: Counter[int] = field(default_factory=Counter)

    def begin(self, at: str, bot: int, method: str, params: Json) -> LoggedCall:
        """Log a call that arrived."""
        call = LoggedCall(n=len(self.logged) + 1, at=at, bot=bot, method=method, params=params)
        self.logged.append(call)
        return call

    def since(self, n: int) -> list[LoggedCall]:
        """The calls with a number above `n`."""
        return self.logged[max(0, n) :]
