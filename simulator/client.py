"""A client for the phones and the world of the simulator, for stories, demo and drill."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import aiohttp
from yarl import URL

Json = dict[str, Any]


class ClientError(Exception):
    """The simulator refused a request of a phone or of the world."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(f"{status}: {error}")
        self.status = status
        self.error = error


class SimulatorClient:
    """Speaks `/phones` and `/world` of one simulator; ids are Telegram ids, seconds simulated ones.

    Every method raises ClientError when the simulator refuses.
    """

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    # People, bots and groups

    async def person(
        self,
        first_name: str,
        *,
        id: int | None = None,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "de",
    ) -> Json:
        """Create a person with a phone."""
        return await self._post(
            "/world/people",
            id=id,
            first_name=first_name,
            last_name=last_name,
            username=username,
            language_code=language_code,
        )

    async def people(self) -> list[Json]:
        """List everybody who has a phone."""
        return await self._get_list("/phones")

    async def delete_person(self, user: int) -> None:
        """Delete a person's account."""
        await self._call("DELETE", f"/world/people/{user}")

    async def bot(
        self, token: str, *, username: str | None = None, first_name: str | None = None, privacy: bool = True
    ) -> Json:
        """Register a bot as BotFather does; without this its first call names it `sim<id>_bot`."""
        return await self._post(
            "/world/bots", token=token, username=username, first_name=first_name, privacy=privacy
        )

    async def group(
        self, title: str, members: Sequence[int], admins: Sequence[int] = (), *, forum: bool = False
    ) -> Json:
        """Create a group; its id is negative."""
        return await self._post(
            "/world/groups", title=title, members=list(members), admins=list(admins), forum=forum
        )

    async def add_member(self, chat: int, user: int, *, admin: bool = False, by: int | None = None) -> None:
        """Add a person or a bot to a group, or change whether a member is an administrator."""
        await self._post(f"/world/groups/{chat}/members", user=user, admin=admin, by=by)

    async def remove_member(self, chat: int, user: int) -> None:
        """Remove a person or a bot from a group."""
        await self._call("DELETE", f"/world/groups/{chat}/members/{user}")

    async def leave(self, user: int, chat: int) -> None:
        """Let a person leave a group."""
        await self._call("DELETE", f"/phones/{user}/chats/{chat}")

    async def permissions(self, chat: int, *, can_send_messages: bool) -> None:
        """Set what members who are not administrators may do in a group."""
        await self._post(f"/world/groups/{chat}/permissions", can_send_messages=can_send_messages)

    async def upgrade(self, chat: int) -> int:
        """Upgrade a group and return the supergroup's id."""
        return int((await self._post(f"/world/groups/{chat}/upgrade"))["id"])

    async def delete_group(self, chat: int) -> None:
        """Delete a group for everybody."""
        await self._call("DELETE", f"/world/groups/{chat}")

    # What a person does and sees

    async def chats(self, user: int) -> list[Json]:
        """List a phone's chats."""
        return await self._get_list(f"/phones/{user}/chats")

    async def chat(self, user: int, chat: int) -> Json:
        """What a phone shows around a chat's messages."""
        return await self._object("GET", f"/phones/{user}/chats/{chat}")

    async def messages(self, user: int, chat: int, *, after: int | None = None) -> list[Json]:
        """Read a chat on a phone, which marks it as read."""
        query = {} if after is None else {"after": str(after)}
        return await self._get_list(f"/phones/{user}/chats/{chat}/messages", query)

    async def send(
        self,
        user: int,
        chat: int,
        text: str,
        *,
        reply_to: int | None = None,
        thread: int | None = None,
        quote: str | None = None,
        forward_from_name: str | None = None,
        via_bot: int | None = None,
    ) -> Json:
        """Type a text and send it."""
        return await self._post(
            f"/phones/{user}/chats/{chat}/messages",
            text=text,
            reply_to=reply_to,
            thread=thread,
            quote=quote,
            forward_from_name=forward_from_name,
            via_bot=via_bot,
        )

    async def edit(self, user: int, chat: int, message_id: int, text: str) -> Json:
        """Edit an own message."""
        return await self._post(f"/phones/{user}/chats/{chat}/edits", message_id=message_id, text=text)

    async def file(
        self,
        user: int,
        chat: int,
        content: bytes = b"",
        file_name: str = "file",
        *,
        kind: str = "document",
        mime_type: str = "application/octet-stream",
        **fields: str | int | float,
    ) -> Json:
        """Send a file, or with `kind` contact, location, venue, poll and dice what `fields` say."""
        form = aiohttp.FormData()
        form.add_field("kind", kind)
        for name, value in fields.items():
            form.add_field(name, str(value))
        form.add_field("file", io.BytesIO(content), filename=file_name, content_type=mime_type)
        return await self._object("POST", f"/phones/{user}/chats/{chat}/files", data=form)

    async def download(self, user: int, file_id: str) -> bytes:
        """Open a file that a message on the phone shows."""
        async with self._session.get(f"{self.base_url}/phones/{user}/files/{file_id}") as response:
            await _refuse(response)
            return await response.read()

    async def tap(self, user: int, chat: int, message_id: int, button: str, *, wait_s: float = 15) -> Json:
        """Tap a button by label or callback data; waits `wait_s` real seconds for the bot's answer."""
        return await self._post(
            f"/phones/{user}/chats/{chat}/taps", message_id=message_id, button=button, wait_s=wait_s
        )

    async def open_link(self, user: int, url: str, *, chat: int | None = None) -> Json:
        """Open a `t.me` link; `chat` is the group chosen for a `startgroup` link."""
        return await self._post(f"/phones/{user}/links", url=url, chat=chat)

    async def block(self, user: int, bot: int) -> None:
        """Block a bot."""
        await self._call("POST", f"/phones/{user}/block", json={"bot": bot})

    async def unblock(self, user: int, bot: int) -> None:
        """Unblock a bot."""
        await self._call("POST", f"/phones/{user}/unblock", json={"bot": bot})

    # Time

    async def now(self) -> datetime:
        """Read the simulated clock."""
        return _moment(await self._object("GET", "/world/clock"))

    async def forward(self, seconds: float, *, timeout_s: float = 60) -> datetime:
        """Go on from due time to due time, letting every bot settle within `timeout_s` real seconds."""
        return _moment(await self._post("/world/clock", forward_s=seconds, timeout_s=timeout_s))

    async def jump(self, seconds: float) -> datetime:
        """Move the clock at once, like an outage."""
        return _moment(await self._post("/world/clock", jump_s=seconds))

    async def to(self, moment: datetime | str, mode: str = "forward", *, timeout_s: float = 60) -> datetime:
        """Go to a moment, `mode` is forward or jump."""
        iso = moment if isinstance(moment, str) else moment.isoformat()
        return _moment(await self._post("/world/clock", to=iso, mode=mode, timeout_s=timeout_s))

    async def freeze(self, frozen: bool = True) -> datetime:
        """Stop the clock or let it run."""
        return _moment(await self._post("/world/clock", frozen=frozen))

    async def reset_clock(self) -> datetime:
        """Let the clock show real time again."""
        return _moment(await self._post("/world/clock", reset=True))

    async def settle(self, *, timeout_s: float = 30) -> datetime:
        """Wait until every bot is idle; ClientError 408 with the reason after `timeout_s` real seconds."""
        return _moment(await self._post("/world/clock/settle", timeout_s=timeout_s))

    async def next_due(self) -> datetime | None:
        """When the next thing is due that any bot reported."""
        due = (await self._object("GET", "/world/clock/due"))["next_due"]
        return None if due is None else datetime.fromisoformat(due)

    # The page, and what is behind the glass

    async def play(self) -> Json:
        """What the page shows around the phones."""
        return await self._object("GET", "/world/play")

    async def set_play(self, play: Json) -> None:
        """Set it; pages that are open show it at once."""
        await self._call("PUT", "/world/play", json=play)

    async def tables(self) -> Json:
        """The tables of the SQLite file."""
        return await self._object("GET", "/world/data")

    async def rows(self, table: str, *, limit: int = 500) -> Json:
        """The columns and the newest rows of a table."""
        address = f"/world/data/{quote(table, safe='')}"
        return await self._object("GET", address, params={"limit": str(limit)})

    async def child(self) -> Json:
        """The process that belongs to the simulator."""
        return await self._object("GET", "/world/child")

    async def change_child(self, deed: str) -> Json:
        """`kill`, `stop` or `start` it."""
        return await self._post("/world/child", deed=deed)

    # Faults and calls

    async def fault(
        self,
        kind: str,
        *,
        method: str = "*",
        chat: int | None = None,
        times: int | None = 1,
        seconds: float | None = None,
        until: datetime | None = None,
        description: str | None = None,
    ) -> int:
        """Let Bot API calls fail; `times` None means until lifted or `until` then. Returns the fault's id."""
        answer = await self._post(
            "/world/faults",
            kind=kind,
            method=method,
            chat=chat,
            times=times,
            seconds=seconds,
            until=until.isoformat() if until else None,
            description=description,
        )
        return int(answer["id"])

    async def faults(self) -> list[Json]:
        """List the faults that are still in force."""
        return await self._get_list("/world/faults")

    async def lift_fault(self, fault: int) -> None:
        """Lift a fault."""
        await self._call("DELETE", f"/world/faults/{fault}")

    async def calls(self, since: int = 0) -> list[Json]:
        """List the Bot API calls with a number above `since`."""
        return await self._get_list("/world/calls", {"since": str(since)})

    @asynccontextmanager
    async def events(self) -> AsyncIterator[AsyncIterator[Json]]:
        """Everything that happens from now on, one object with `kind` and facts after the other."""
        async with self._session.get(f"{self.base_url}/events") as response:
            await response.content.readline()
            yield _events(response)

    async def _post(self, path: str, **body: Any) -> Json:
        given = {name: value for name, value in body.items() if value is not None}
        return await self._object("POST", path, json=given)

    async def _object(self, method: str, path: str, **options: Any) -> Json:
        answer = await self._call(method, path, **options)
        return answer if isinstance(answer, dict) else {}

    async def _get_list(self, path: str, query: dict[str, str] | None = None) -> list[Json]:
        answer = await self._call("GET", path, params=query or {})
        return list(answer)

    async def _call(self, method: str, path: str, **options: Any) -> Any:
        async with self._session.request(
            method, URL(self.base_url + path, encoded=True), **options
        ) as response:
            await _refuse(response)
            return await response.json()


async def _refuse(response: aiohttp.ClientResponse) -> None:
    if response.status >= 400:
        body = await response.json()
        raise ClientError(response.status, str(body["error"]))


async def _events(response: aiohttp.ClientResponse) -> AsyncIterator[Json]:
    async for line in response.content:
        if line.startswith(b"data: "):
            yield json.loads(line.removeprefix(b"data: "))


def _moment(answer: Json) -> datetime:
    return datetime.fromisoformat(answer["now"])
