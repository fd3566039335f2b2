"""The world over HTTP: people, groups, faults, calls and the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from aiohttp import web

from simulator import groups, reading, screens, wire
from simulator.faults import KINDS
from simulator.records import Chat, Json
from simulator.waiting import Settling
from simulator.world import NotPossible, World

LONGEST_STEP_S = 60.0
LONGEST_SETTLING_S = 30.0


class WorldApi:
    """What happens around the people."""

    def __init__(self, world: World, settling: Settling) -> None:
        self._world = world
        self._settling = settling

    def routes(self) -> list[web.RouteDef]:
        """The routes of the world."""
        group = "/world/groups/{chat}"
        return [
            web.post("/world/people", self.add_person),
            web.delete("/world/people/{user}", self.delete_person),
            web.post("/world/bots", self.add_bot),
            web.get("/world/bots", self.bots),
            web.post("/world/groups", self.add_group),
            web.delete(group, self.delete_group),
            web.post(group + "/members", self.add_member),
            web.delete(group + "/members/{user}", self.remove_member),
            web.post(group + "/permissions", self.permissions),
            web.post(group + "/upgrade", self.upgrade),
            web.post("/world/faults", self.order_fault),
            web.get("/world/faults", self.faults),
            web.delete("/world/faults/{fault}", self.lift_fault),
            web.get("/world/calls", self.calls),
            web.get("/world/clock", self.clock),
            web.post("/world/clock", self.set_clock),
            web.post("/world/clock/settle", self.settle),
            web.get("/world/clock/due", self.due),
        ]

    # Accounts and groups

    async def add_person(self, request: web.Request) -> web.Response:
        """Create a person."""
        given = await reading.body(request)
        person = self._world.new_person(
            reading.text(given, "first_name"),
            id=reading.optional_whole(given, "id"),
            last_name=reading.optional_text(given, "last_name"),
            username=reading.optional_text(given, "username"),
            language_code=reading.optional_text(given, "language_code"),
        )
        return web.json_response(screens.person(person))

    async def delete_person(self, request: web.Request) -> web.Response:
        """Delete an account."""
        groups.forget_person(self._world, reading.path_id(request, "user"))
        return web.json_response({})

    async def add_bot(self, request: web.Request) -> web.Response:
        """Register a bot, or change the one with this token."""
        given = await reading.body(request)
        bot = self._world.new_bot(
            reading.text(given, "token"),
            username=reading.optional_text(given, "username"),
            first_name=reading.optional_text(given, "first_name"),
            privacy=reading.flag(given, "privacy", default=True),
        )
        return web.json_response(wire.user(bot))

    async def bots(self, _: web.Request) -> web.Response:
        """All bots, without their tokens."""
        return web.json_response([wire.user(bot) for bot in self._world.bots.values()])

    async def add_group(self, request: web.Request) -> web.Response:
        """Create a group."""
        given = await reading.body(request)
        chat = groups.create(
            self._world,
            reading.text(given, "title"),
            reading.ids(given, "members"),
            reading.ids(given, "admins"),
            forum=reading.flag(given, "forum"),
        )
        return web.json_response(wire.chat(self._world, chat))

    async def delete_group(self, request: web.Request) -> web.Response:
        """Delete a group."""
        groups.delete(self._world, self._group(request))
        return web.json_response({})

    async def add_member(self, request: web.Request) -> web.Response:
        """Add a member, or change whether one is an administrator."""
        given = await reading.body(request)
        groups.add(
            self._world,
            self._group(request),
            reading.whole(given, "user"),
            admin=reading.flag(given, "admin"),
            by=reading.optional_whole(given, "by"),
        )
        return web.json_response({})

    async def remove_member(self, request: web.Request) -> web.Response:
        """Remove a member."""
        groups.remove(self._world, self._group(request), reading.path_id(request, "user"))
        return web.json_response({})

    async def permissions(self, request: web.Request) -> web.Response:
        """Set whether ordinary members may write."""
        given = await reading.body(request)
        self._group(request).can_send_messages = reading.flag(given, "can_send_messages")
        return web.json_response({})

    async def upgrade(self, request: web.Request) -> web.Response:
        """Upgrade a group to a supergroup."""
        return web.json_response({"id": groups.upgrade(self._world, self._group(request)).id})

    # Faults and calls

    async def order_fault(self, request: web.Request) -> web.Response:
        """Put a fault in force."""
        given = await reading.body(request)
        if given.get("kind") not in KINDS:
            raise NotPossible(f"kind is one of {', '.join(KINDS)}")
        fault = self._world.faults.order(
            reading.text(given, "kind"),
            method=reading.optional_text(given, "method") or "*",
            chat=reading.optional_whole(given, "chat"),
            times=reading.optional_whole(given, "times"),
            seconds=reading.seconds(given, "seconds", 1),
            until=reading.optional_moment(given, "until"),
            description=reading.optional_text(given, "description"),
        )
        return web.json_response({"id": fault.id})

    async def faults(self, _: web.Request) -> web.Response:
        """The faults in force."""
        in_force = self._world.faults.at(self._world.clock.now())
        return web.json_response([fault.wire() for fault in in_force])

    async def lift_fault(self, request: web.Request) -> web.Response:
        """Lift a fault."""
        if self._world.faults.in_force.pop(reading.path_id(request, "fault"), None) is None:
            raise NotPossible("there is no such fault", 404)
        return web.json_response({})

    async def calls(self, request: web.Request) -> web.Response:
        """The Bot API calls after number `since`."""
        since = reading.optional_whole(dict(request.query), "since") or 0
        return web.json_response([call.wire() for call in self._world.calls.since(since)])

    # The clock

    async def clock(self, request: web.Request) -> web.Response:
        """Tell the time; to a bot as soon as it changed, or when the bot is to report again."""
        if bot := reading.optional_whole(dict(request.query), "bot"):
            seen_at, next_due_at = _moment(request, "seen"), _moment(request, "next_due")
            await self._settling.poll(bot, seen_at, request.query.get("idle") == "1", next_due_at)
        return self._time()

    async def set_clock(self, request: web.Request) -> web.Response:
        """Move the clock forward, let it jump, stop it, reset it."""
        given = await reading.body(request)
        timeout_s = reading.seconds(given, "timeout_s", LONGEST_STEP_S)
        if "frozen" in given or given.get("reset"):
            self._freeze_or_reset(given)
        else:
            target, jump = self._target(given)
            if jump:
                self._settling.move_to(target)
            else:
                await self._settling.forward(target, timeout_s)
        return self._time()

    async def settle(self, request: web.Request) -> web.Response:
        """Wait until every bot is idle."""
        given = await reading.body(request)
        await self._settling.settle(reading.seconds(given, "timeout_s", LONGEST_SETTLING_S))
        return self._time()

    async def due(self, _: web.Request) -> web.Response:
        """When the next thing is due that any bot reported; null when there is none."""
        due = self._world.presence.next_due(self._world.clock.now())
        return web.json_response({"next_due": due.isoformat() if due else None})

    def _freeze_or_reset(self, given: Json) -> None:
        if given.get("reset"):
            self._world.clock.reset()
        else:
            self._world.clock.freeze(reading.flag(given, "frozen"))
        self._settling.tell()

    def _target(self, given: Json) -> tuple[datetime, bool]:
        now = self._world.clock.now()
        if "forward_s" in given:
            return now + timedelta(seconds=reading.seconds(given, "forward_s", 0)), False
        if "jump_s" in given:
            return now + timedelta(seconds=reading.seconds(given, "jump_s", 0)), True
        target = reading.moment(reading.text(given, "to"), "to")
        mode = given.get("mode", "forward")
        if mode not in ("forward", "jump") or (mode == "forward" and target < now):
            raise NotPossible("mode is forward, towards a later time, or jump")
        return target, mode == "jump"

    def _time(self) -> web.Response:
        clock = self._world.clock
        return web.json_response(
            {"now": clock.now().isoformat(), "version": clock.version, "frozen": clock.frozen}
        )

    def _group(self, request: web.Request) -> Chat:
        return groups.group(self._world, reading.path_id(request, "chat"))


def _moment(request: web.Request, name: str) -> datetime | None:
    value = request.query.get(name)
    return reading.moment(value.replace(" ", "+"), name) if value else None
