"""What a browser may do with what the simulator serves, and which pages may call it."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from aiohttp import web

_SHOWN_IN_PLACE = ("image/png", "image/jpeg", "image/gif", "image/webp", "text/plain")
_SNIFF = {"X-Content-Type-Options": "nosniff"}


def of_page() -> dict[str, str]:
    """The page and its parts: nothing from elsewhere, nothing inline, in nobody's frame."""
    policy = (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    return _SNIFF | {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
    }


def of_file(mime_type: str) -> dict[str, str]:
    """What people and bots uploaded: never a page of its own, whatever type it claims to be."""
    placed = "inline" if mime_type in _SHOWN_IN_PLACE else "attachment"
    return _SNIFF | {
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Disposition": placed,
    }


def is_loopback(host: str) -> bool:
    """Whether a name or an address can only mean this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_foreign(request: web.Request) -> bool:
    """Whether a browser asks on behalf of another site, or under a name that is not this machine's."""
    host = urlsplit(f"//{request.host}").hostname
    if host is None or not is_loopback(host):
        return True
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host
