"""Methods that decide how a bot receives its updates."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from simulator.reach import Call, Described
from simulator.records import Json, Webhook
from simulator.refusals import bad_request

_SECRET = re.compile(r"[A-Za-z0-9_-]*")
LONGEST_SECRET = 256


def set_webhook(call: Call) -> Described:
    """setWebhook; an empty address deletes it. The simulator also takes http, which Telegram refuses."""
    url = call.parameters.text("url")
    if not url:
        return delete_webhook(call)
    webhook = Webhook(
        url=url,
        secret_token=call.parameters.text("secret_token"),
        max_connections=max(1, min(100, call.parameters.number("max_connections", 40))),
    )
    _check(webhook)
    ask_for_kinds(call)
    present = call.bot.webhook
    wanted = (webhook.url, webhook.secret_token, webhook.max_connections)
    if present and (present.url, present.secret_token, present.max_connections) == wanted and not _drop(call):
        return Described(result=True, description="Webhook is already set")
    call.bot.webhook = webhook
    return Described(result=True, description="Webhook was set")


def delete_webhook(call: Call) -> Described:
    """deleteWebhook."""
    _drop(call)
    if call.bot.webhook is None:
        return Described(result=True, description="Webhook is already deleted")
    call.bot.webhook = None
    return Described(result=True, description="Webhook was deleted")


def get_webhook_info(call: Call) -> Json:
    """getWebhookInfo."""
    queue = call.world.queues[call.bot.id]
    queue.drop_expired(call.world.clock.now())
    webhook = call.bot.webhook or Webhook(url="")
    described: Json = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(queue.pending),
    }
    if webhook.url:
        described["max_connections"] = webhook.max_connections
    if webhook.last_error_at is not None:
        described["last_error_date"] = int(webhook.last_error_at.timestamp())
        described["last_error_message"] = webhook.last_error
    if queue.allowed:
        described["allowed_updates"] = sorted(queue.allowed)
    return described


def ask_for_kinds(call: Call) -> None:
    """Take over `allowed_updates`, which stays in force until the next call that names it."""
    if "allowed_updates" not in call.parameters.values:
        return
    kinds = call.parameters.decoded("allowed_updates", "can't parse allowed updates JSON object")
    if isinstance(kinds, list):
        call.world.queues[call.bot.id].allowed = frozenset(map(str, kinds)) or None


def log_out(call: Call) -> bool:
    """logOut."""
    return True


def close(call: Call) -> bool:
    """close."""
    return True


def _check(webhook: Webhook) -> None:
    parts = urlsplit(webhook.url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    if len(webhook.secret_token) > LONGEST_SECRET:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(webhook.secret_token):
        raise bad_request("secret token contains unallowed characters")


def _drop(call: Call) -> bool:
    if call.parameters.flag("drop_pending_updates"):
        call.world.queues[call.bot.id].clear()
        return True
    return False
