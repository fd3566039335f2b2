"""Deep links into the chat, their QR pictures, and the one-time tokens inside them."""

import hashlib
import io
import re
import secrets

import segno

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")  # what Telegram accepts behind ?start=
_TOKEN_BYTES = 18  # 144 bits, 24 characters


def new_token() -> str:
    """A one-time token that cannot be guessed and fits into a deep link."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def token_hash(token: str) -> str:
    """The form in which a token is stored: a stolen database opens no link.

    A plain SHA-256 is enough because tokens are random, unlike passwords.
    """
    return hashlib.sha256(token.encode()).hexdigest()


def start_link(username: str, payload: str) -> str:
    """The link that opens the private chat with the bot; ValueError when Telegram would not take it."""
    if not _PAYLOAD.fullmatch(payload):
        raise ValueError("a start payload has 1 to 64 letters, digits, - and _")
    return f"https://t.me/{username}?start={payload}"


def qr_png(link: str) -> bytes:
    """The link as a PNG picture, large enough to be scanned from another screen or from paper."""
    picture = io.BytesIO()
    segno.make(link, error="m", micro=False).save(picture, kind="png", scale=10, border=4)
    return picture.getvalue()
