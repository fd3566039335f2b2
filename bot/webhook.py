"""The webhook: Telegram brings the updates; the answer 200 comes after COMMIT."""

import asyncio
import hmac
import json

from aiohttp import web

from bot.core import Core
from bot.fatal import Fatal
from bot.receive import brief, is_update
from bot.settings import Address

LARGEST_UPDATE = 1024 * 1024
LAST_WORDS_S = 2.0


class Webhook:
    """Listens on `address`; every request must carry the secret."""

    def __init__(self, core: Core, address: Address, secret: str) -> None:
        self.core = core
        self.address = address
        self.secret = secret.encode()

    async def run(self) -> None:
        """Serve until cancelled. Raises Fatal when the port is taken."""
        application = web.Application(client_max_size=LARGEST_UPDATE)
        application.router.add_post("/{tail:.*}", self._receive)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=LAST_WORDS_S)
        await runner.setup()
        try:
            await self._listen(runner)
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    async def _listen(self, runner: web.AppRunner) -> None:
        host, port = self.address
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            line = f"Cannot listen on {host}:{port} (KW_WEBHOOK_LISTEN): {error.strerror}."
            raise Fatal(line, 2) from None

    async def _receive(self, request: web.Request) -> web.Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, self.secret):
            return web.Response(status=403)
        try:
            update = json.loads(await request.read())
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if not is_update(update):
            return web.Response(status=400)
        await self.core.receive([brief(update)])
        return web.Response()
