"""A press finds its handler by what its button begins with, instead of asking every handler in turn."""

from collections.abc import Coroutine
from typing import Any

from telegram import Update
from telegram.ext import Application, BaseHandler, CallbackQueryHandler

from handlers.buttons import PREFIX_OF
from handlers.context import Context

Handler = BaseHandler[Any, Context, Any]


class Presses(BaseHandler[Update, Context, Any]):
    """Stands for the handlers of all typed buttons."""

    def __init__(self) -> None:
        self._by_prefix: dict[str, Handler] = {}
        super().__init__(self._nowhere)

    def take(self, handler: Handler) -> bool:
        """Stand for this handler as well; False when it is not that of a typed button."""
        if not isinstance(handler, CallbackQueryHandler) or handler.pattern not in PREFIX_OF:
            return False
        prefix = PREFIX_OF[handler.pattern]
        if prefix in self._by_prefix:
            raise ValueError(f"two handlers for {prefix!r}")
        self._by_prefix[prefix] = handler
        return True

    def answering(self, data: str) -> Handler | None:
        """The handler of the button that carries this data."""
        return self._by_prefix.get(data.partition(":")[0])

    def check_update(self, update: object) -> Handler | None:
        query = update.callback_query if isinstance(update, Update) else None
        return None if query is None or query.data is None else self.answering(query.data)

    def handle_update(
        self,
        update: Update,
        application: Application[Any, Any, Any, Any, Any, Any],
        check_result: Any,
        context: Context,
    ) -> Coroutine[Any, Any, Any]:
        handler: Handler = check_result
        return handler.handle_update(update, application, None, context)

    async def _nowhere(self, update: Update, context: Context) -> None:
        raise AssertionError("a press goes to the handler of its button")
