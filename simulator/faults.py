"""Faults somebody ordered for Bot API calls."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from simulator.refusals import Refused, bad_request, forbidden, restarting, too_many_requests, unauthorized

KINDS = (
    "retry_after",
    "forbidden",
    "bad_request",
    "server_error",
    "unauthorized",
    "slow",
    "cut_before",
    "cut_after",
)


@dataclass(slots=True, kw_only=True)
class Fault:
    """What goes wrong with which calls: so many `times`, `until` a moment, else until it is lifted."""

    id: int
    kind: str
    method: str = "*"
    chat: int | None = None
    times: int | None = None
    seconds: float = 1
    until: datetime | None = None
    description: str | None = None

    def concerns(self, method: str, chat: int | None) -> bool:
        """Whether a call meets this fault."""
        return self.method.lower() in ("*", method) and self.chat in (None, chat)

    def refusal(self) -> Refused | None:
        """The answer in place of Telegram's, or None when the fault lies in the connection."""
        match self.kind:
            case "retry_after":
                return too_many_requests(max(1, math.ceil(self.seconds)))
            case "forbidden":
                return forbidden(self.description or "bot was blocked by the user")
            case "bad_request":
                return bad_request(self.description or "chat not found")
            case "server_error":
                return restarting() if self.description is None else Refused(500, self.description)
            case "unauthorized":
                return unauthorized(self.description or "")
            case _:
                return None

    def wire(self) -> dict[str, Any]:
        """The fault as `/world/faults` lists it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "method": self.method,
            "chat": self.chat,
            "times": self.times,
            "seconds": self.seconds,
            "until": self.until.isoformat() if self.until else None,
            "description": self.description,
        }


@dataclass(slots=True)
class Faults:
    """The faults in force, oldest first."""

    in_force: dict[int, Fault] = field(default_factory=dict)
    _last_id: int = 0

    def order(
        self,
        kind: str,
        *,
        method: str = "*",
        chat: int | None = None,
        times: int | None = None,
        seconds: float = 1,
        until: datetime | None = None,
        description: str | None = None,
    ) -> Fault:
        """Put a fault in force."""
        self._last_id += 1
        fault = Fault(
            id=self._last_id,
            kind=kind,
            method=method,
            chat=chat,
            times=times,
            seconds=seconds,
            until=until,
            description=description,
        )
        self.in_force[fault.id] = fault
        return fault

    def at(self, now: datetime) -> list[Fault]:
        """The faults still in force; those whose time has come are over."""
        for fault in list(self.in_force.values()):
            if fault.until is not None and fault.until <= now:
                del self.in_force[fault.id]
        return list(self.in_force.values())

    def strike(self, method: str, chat: int | None, now: datetime) -> Fault | None:
        """The fault that a call meets, which uses one of its times up."""
        for fault in self.at(now):
            if fault.concerns(method, chat):
                self._use(fault)
                return fault
        return None

    def _use(self, fault: Fault) -> None:
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                del self.in_force[fault.id]
