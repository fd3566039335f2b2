"""The page with the phones: fixed files, and whatever else is to be shown around the phones."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from simulator import policies, reading
from simulator.world import NotPossible, World

FOLDER = Path(__file__).parent / "page"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class PageApi:
    """`/`, `/page/…`, and `/world/play`: a JSON object that the simulator hands on without reading it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._files = {file.name: file for file in FOLDER.iterdir() if file.suffix in _TYPES}

    def routes(self) -> list[web.RouteDef]:
        """The routes of the page."""
        return [
            web.get("/", self.index),
            web.get("/page/{name}", self.file),
            web.get("/world/play", self.play),
            web.put("/world/play", self.set_play),
        ]

    async def index(self, _: web.Request) -> web.Response:
        """The page itself."""
        return _served(self._files["index.html"])

    async def file(self, request: web.Request) -> web.Response:
        """A part of the page."""
        file = self._files.get(request.match_info["name"])
        if file is None:
            raise NotPossible("the page has no such part", 404)
        return _served(file)

    async def play(self, _: web.Request) -> web.Response:
        """What somebody set for the page."""
        return web.json_response(self._world.play)

    async def set_play(self, request: web.Request) -> web.Response:
        """Set it, and let the pages that are open know."""
        self._world.play = await reading.body(request)
        self._world.happened("play")
        return web.json_response({})


def _served(file: Path) -> web.Response:
    return web.Response(
        body=file.read_bytes(),
        content_type=_TYPES[file.suffix],
        charset="utf-8",
        headers=policies.of_page(),
    )
