"""A bot without a library: it calls methods and looks at the bare answers."""

from __future__ import annotations

from typing import Any

import aiohttp

Json = dict[str, Any]


class RawBot:
    """One bot of one simulator."""

    def __init__(self, base_url: str, token: str) -> None:
        self.id = int(token.partition(":")[0])
        self.token = token
        self.base_url = base_url
        self.session = aiohttp.ClientSession()
        self.offset = 0

    def url(self, method: str) -> str:
        return f"{self.base_url}/bot{self.token}/{method}"

    async def answer(self, method: str, **parameters: Any) -> tuple[int, Json]:
        """Status and body of a call with a JSON body."""
        async with self.session.post(self.url(method), json=parameters) as response:
            return response.status, await response.json()

    async def call(self, method: str, **parameters: Any) -> Any:
        """The result of a call that must succeed."""
        status, body = await self.answer(method, **parameters)
        assert status == 200, body
        return body["result"]

    async def refusal(self, method: str, **parameters: Any) -> tuple[int, str]:
        """Status and description of a call that must be refused."""
        status, body = await self.answer(method, **parameters)
        assert body["ok"] is False, body
        assert body["error_code"] == status
        return status, body["description"]

    async def updates(self, timeout: int = 0) -> list[Json]:
        """The next updates; they are confirmed with the next call."""
        found: list[Json] = await self.call("getUpdates", offset=self.offset, timeout=timeout)
        if found:
            self.offset = found[-1]["update_id"] + 1
        return found

    async def update(self, kind: str) -> Json:
        """The one update that is there, which must be of this kind."""
        (found,) = await self.updates(timeout=5)
        assert kind in found, found
        body: Json = found[kind]
        return body

    async def close(self) -> None:
        await self.session.close()
