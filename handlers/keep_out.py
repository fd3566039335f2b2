"""Strangers learn nothing, groups no more than they must: one guard before every handler."""

import copy
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from domain.model.errors import Stranger
from handlers import enrol
from handlers.context import Context
from handlers.errand import ErrandDone
from handlers.message import Message

Handle = Callable[[Any, Any], Coroutine[Any, Any, Any]]


def guarded(
    handler: BaseHandler[Any, Any, Any], *, pressed_in_groups: bool = False
) -> BaseHandler[Any, Any, Any]:
    """The same handler for members; to strangers one answer, and in a group the way to enrol.

    Only what is `pressed_in_groups` answers a press there, whatever somebody forges: the answer of every
    other button would stand where all can read it.
    """
    keeping_out = copy.copy(handler)
    keeping_out.callback = _members_only(handler.callback, pressed_in_groups)
    return keeping_out


def _members_only(handle: Handle, pressed_in_groups: bool) -> Handle:
    async def admit(update: Update | ErrandDone, context: Context) -> None:
        if isinstance(update, ErrandDone):
            await handle(update, context)
        elif context.turn.person is not None:
            if update.callback_query is not None and not pressed_in_groups:
                context.in_private()
            await handle(update, context)
        elif update.callback_query is not None:
            await _press(update, context)
        elif update.effective_message is not None and context.turn.private:
            _message(update.effective_message.text is not None, context)
        else:
            await handle(update, context)

    return admit


async def _press(update: Update, context: Context) -> None:
    if context.turn.private:
        raise Stranger
    await enrol.ask(update, context)


def _message(is_text: bool, context: Context) -> None:
    """The same words for whatever was sent; what is no text does not stay in the chat either."""
    if not is_text:
        context.delete_incoming()
    context.say(Message(text=context.texts("errors.Stranger.plain")))
