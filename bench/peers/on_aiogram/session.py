"""aiogram over the same transport as ours, in place of the session that it ships."""

from collections.abc import AsyncGenerator
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from telegram.error import NetworkError

from bot.transport import AiohttpRequest


class SameSession(BaseSession):
    """Calls without files."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._request = AiohttpRequest()

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:
        await self._request.initialize()
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        values = method.model_dump(warnings=False).items()
        prepared = {name: self.prepare_value(value, bot=bot, files={}) for name, value in values}
        fields = {name: value for name, value in prepared.items() if value}
        try:
            status, body = await self._request.post_json_raw(url, fields, timeout or self.timeout)
        except NetworkError as error:
            raise TelegramNetworkError(method=method, message=str(error)) from error
        response = self.check_response(bot=bot, method=method, status_code=status, content=body.decode())
        return response.result

    async def stream_content(self, *args: Any, **kwargs: Any) -> AsyncGenerator[bytes, None]:
        raise NotImplementedError("no bench fetches a file")
        yield b""

    async def close(self) -> None:
        await self._request.shutdown()
