"""The refusals of the Bot API, with Telegram's exact words."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A Bot API call that Telegram refuses: HTTP status, description and parameters."""

    def __init__(self, status: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The answer's JSON object."""
        body: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> Refused:
    """400 with the prefix Telegram writes before every reason."""
    return Refused(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refused:
    """403: the chat cannot be reached, which a repetition does not change."""
    return Refused(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refused:
    """409: two ways of receiving updates exclude each other."""
    return Refused(409, f"Conflict: {reason}")


def too_many_requests(retry_after_s: int) -> Refused:
    """429 with the seconds to wait."""
    return Refused(429, f"Too Many Requests: retry after {retry_after_s}", {"retry_after": retry_after_s})


def upgraded(new_chat_id: int) -> Refused:
    """400 for a group that lives on as a supergroup."""
    return Refused(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        {"migrate_to_chat_id": new_chat_id},
    )


def unauthorized(reason: str = "") -> Refused:
    """401: the token is of no bot."""
    return Refused(401, f"Unauthorized: {reason}" if reason else "Unauthorized")


def restarting() -> Refused:
    """500: the server is restarting."""
    return Refused(500, "Internal Server Error: restart")


METHOD_NOT_FOUND = "Not Found: method not found"
CHAT_NOT_FOUND = "chat not found"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
SET_WEBHOOK = "terminated by setWebhook request"
