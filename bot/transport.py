"""How requests travel to the Bot API: aiohttp underneath python-telegram-bot, with exact errors."""

import io
import json
import os
from collections.abc import Mapping
from functools import cache
from typing import Any

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.logs import redact

# python-telegram-bot reads this whenever it is asked for a duration; without it, it warns and gives a number.
os.environ.setdefault("PTB_TIMEDELTA", "1")

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}

# Raised by aiohttp before the first byte of a request leaves.
_BEFORE_SENDING = (
    aiohttp.ConnectionTimeoutError,  # also: no free connection in the pool
    aiohttp.ClientConnectorError,
    aiohttp.ClientSSLError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
)


class NotSent(NetworkError):
    """The request surely never left this machine; sending it again cannot repeat anything."""


class AiohttpRequest(BaseRequest):
    """One aiohttp session behind `telegram.Bot`; all timeouts in seconds, None waits for ever.

    Raises `NotSent` when the request surely did not leave, `TimedOut` when no answer came in time,
    `NetworkError` when the connection broke: in the last two cases Telegram may have acted on it. Such
    an error has a cause; a `NetworkError` without one is a refusal (5xx) in Telegram's own words.
    `RetryAfter.retry_after` is a timedelta.
    No error text and no cause carries the token.
    """

    __slots__ = ("_connect", "_media_write", "_pool", "_pool_size", "_read", "_session", "_write")

    def __init__(
        self,
        *,
        pool_size: int = 256,
        read_timeout: float | None = 5.0,
        write_timeout: float | None = 5.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 1.0,
        media_write_timeout: float | None = 20.0,
    ) -> None:
        self._pool_size = pool_size
        self._read = read_timeout
        self._write = write_timeout
        self._connect = connect_timeout
        self._pool = pool_timeout
        self._media_write = media_write_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer when a call names no other."""
        return self._read

    async def initialize(self) -> None:
        """Open the session; a second call changes nothing."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._pool_size, ttl_dns_cache=300),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close the session; a second call changes nothing."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0917 – the signature is BaseRequest's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one request; answers HTTP status and body whatever the status is."""
        uploading = request_data is not None and request_data.contains_files
        timeout = _limits(
            connect=_chosen(connect_timeout, self._connect),
            pool=_chosen(pool_timeout, self._pool),
            read=_chosen(read_timeout, self._read),
            write=_chosen(write_timeout, self._media_write if uploading else self._write),
            downloading=method == "GET",
        )
        if request_data is None:
            return await self._send(method, url, None, None, timeout)
        if uploading:
            return await self._send(method, url, _multipart(request_data), None, timeout)
        body = request_data.url_encoded_parameters().encode()
        return await self._send(method, url, body, FORM, timeout)

    async def post_json_raw(self, url: str, data: Mapping[str, object], timeout: float) -> tuple[int, bytes]:
        """POST `data` as JSON and answer status and body unread; `timeout` is the wait for an answer."""
        limits = _limits(
            connect=self._connect, pool=self._pool, read=timeout, write=self._write, downloading=False
        )
        return await self._send("POST", url, json.dumps(data).encode(), JSON, limits)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer; what is not one of Telegram's came from something on the way, a `NetworkError`.

        Unlike the inherited reader it does not log the payload, which may hold what people wrote.
        """
        try:
            answer = json.loads(payload)
            if not isinstance(answer, dict) or not ("result" in answer or answer.get("ok") is False):
                raise ValueError("no answer of the Bot API")
        except ValueError as error:
            raise NetworkError("the answer is not Telegram's") from error
        return answer

    async def _send(
        self,
        method: str,
        url: str,
        body: bytes | aiohttp.FormData | None,
        headers: Mapping[str, str] | None,
        timeout: aiohttp.ClientTimeout,
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("the transport is not initialized")
        try:
            # A redirect would carry the token in the path to somebody else.
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, _presentable(response.status, await response.read())
        except _BEFORE_SENDING as error:
            raise NotSent(_words(error)) from _clean(error)
        except TimeoutError as error:
            raise TimedOut(_words(error)) from _clean(error)
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(_words(error)) from _clean(error)


def _chosen(asked: ODVInput[float], default: float | None) -> float | None:
    return default if isinstance(asked, DefaultValue) else asked


@cache
def _limits(
    *, connect: float | None, pool: float | None, read: float | None, write: float | None, downloading: bool
) -> aiohttp.ClientTimeout:
    """aiohttp knows no write timeout: the sum of all limits ends a write that stalls.

    A download has no sum; it may take long as long as bytes keep coming.
    """
    to_connected = None if connect is None or pool is None else connect + pool
    total = None
    if not (downloading or to_connected is None or read is None or write is None):
        total = to_connected + read + write
    return aiohttp.ClientTimeout(total=total, connect=to_connected, sock_connect=connect, sock_read=read)


def _multipart(request_data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)  # Telegram shows a quoted file name as it is
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime_type) in request_data.multipart_data.items():
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=mime_type)
    return form


def _presentable(status: int, body: bytes) -> bytes:
    """A refusal's body ends in error texts, and a proxy's page may show the address with the token."""
    return body if status < 300 else redact(body.decode(errors="replace")).encode()


def _words(error: BaseException) -> str:
    return redact(f"{type(error).__name__}: {error}")


def _clean(error: BaseException) -> BaseException:
    """The error itself, or a stand-in when its own words name the token."""
    shown = f"{error!r} {error}"
    return error if redact(shown) == shown else aiohttp.ClientError(_words(error))
