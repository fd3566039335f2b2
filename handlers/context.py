"""The typed context of every handler: who speaks, the way into the work, and what is said in answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from telegram.ext import CallbackContext, ExtBot

from domain.model.errors import PrivateOnly, Stranger
from domain.model.ids import CaseId, ChatId
from domain.model.people import Person
from domain.ports import Turn, Work
from handlers.message import Message
from handlers.texts import Texts

P = ParamSpec("P")
R = TypeVar("R")
TOAST_LIMIT = 200
LARGEST_ID = 2**52


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A message to a chat, kept in the outbox when the update is settled."""

    chat: ChatId
    message: Message
    draft: int | None = None
    case: CaseId | None = None


@dataclass(slots=True, kw_only=True)
class Exchange:
    """One update on its way through: the speaker's turn, and what the bot will say to it."""

    payload: Mapping[str, Any]
    turn: Turn
    work: Work
    language: str
    query: str | None = None
    sayings: list[Saying] = field(default_factory=list)
    acknowledgements: list[Mapping[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, payload: Mapping[str, Any], work: Work) -> Self:
        """Find out who speaks; an update of no known shape is a stranger's. Fails only on a damaged row."""
        content = next((one for key, one in payload.items() if key != "update_id"), None)
        content = content if isinstance(content, dict) else {}
        telegram = _identity(content.get("from"))
        chat, private = _chat(content, telegram)
        person = work.people.by_telegram(telegram) if telegram else None
        query = content.get("id") if "callback_query" in payload else None
        exchange = cls(
            payload=payload,
            turn=Turn(person=person, telegram=telegram, chat=chat, private=private, now=work.now),
            work=work,
            language=person.language if person else _language(content.get("from")),
            query=query if isinstance(query, str) else None,
        )
        exchange.forget()
        return exchange

    def forget(self) -> None:
        """Take back what was said; the press is acknowledged all the same."""
        self.sayings = []
        self.acknowledgements = [{"callback_query_id": self.query}] if self.query else []

    @property
    def texts(self) -> Texts:
        return Texts.of(self.language)


def _identity(person: Any) -> ChatId:
    identity = person.get("id") if isinstance(person, dict) else 0
    return ChatId(identity) if isinstance(identity, int) and abs(identity) < LARGEST_ID else ChatId(0)


def _chat(content: Mapping[str, Any], telegram: ChatId) -> tuple[ChatId, bool]:
    message = content.get("message") if isinstance(content.get("message"), dict) else content
    chat = message.get("chat") if isinstance(message, Mapping) else None
    if not isinstance(chat, dict) or not (identity := _identity(chat)):
        return telegram, True
    return identity, chat.get("type") == "private"


def _language(person: Any) -> str:
    code = person.get("language_code") if isinstance(person, dict) else None
    return "en" if isinstance(code, str) and not code.startswith("de") else "de"


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """Given to every handler. Copies references only, so that making it cannot fail."""

    exchange: Exchange

    @classmethod
    def from_update(cls, update: object, application: Any) -> Self:
        context = super().from_update(update, application)
        context.exchange = application.exchange
        return context

    @property
    def turn(self) -> Turn:
        return self.exchange.turn

    @property
    def person(self) -> Person:
        """The member who speaks. Raises Stranger."""
        if self.turn.person is None:
            raise Stranger
        return self.turn.person

    @property
    def texts(self) -> Texts:
        return self.exchange.texts

    def in_private(self) -> None:
        """Raises PrivateOnly in a group: nothing about a case is said there."""
        if not self.turn.private:
            raise PrivateOnly

    async def run(
        self, service: Callable[Concatenate[Any, Turn, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a service inside the update's own savepoint. Raises what the service refuses."""
        return service(self.exchange.work, self.exchange.turn, *args, **kwargs)

    def say(
        self,
        message: Message,
        *,
        chat: ChatId | None = None,
        draft: int | None = None,
        case: CaseId | None = None,
    ) -> None:
        """Answer in the speaker's chat: a row in the outbox, like every other word."""
        self.exchange.sayings.append(
            Saying(chat=chat or self.turn.chat, message=message, draft=draft, case=case)
        )

    def edit(self, message: Message, *, draft: int | None = None, case: CaseId | None = None) -> None:
        """Show `message` in the place of the one whose button was pressed, or as a new one."""
        pressed = self.pressed_message
        shown = message.model_copy(update={"edits": pressed}) if pressed else message
        self.say(shown, draft=draft, case=case)

    def delete_incoming(self, *, if_refused: str = "") -> None:
        """Have the speaker's own message removed; `if_refused` is said where Telegram will not."""
        if (message := self.incoming_message) is not None:
            self.say(Message(deletes=message, if_refused=if_refused))

    @property
    def incoming_message(self) -> int | None:
        """The message that the speaker has sent or edited."""
        content = self.exchange.payload.get("message") or self.exchange.payload.get("edited_message")
        identity = content.get("message_id") if isinstance(content, dict) else None
        return identity if isinstance(identity, int) else None

    @property
    def pressed_message(self) -> int | None:
        query = self.exchange.payload.get("callback_query")
        message = query.get("message") if isinstance(query, dict) else None
        return message.get("message_id") if isinstance(message, dict) else None

    def toast(self, text: str, *, alert: bool = False) -> None:
        """The short answer to a press, at most 200 characters; never replaces what a card says."""
        self._acknowledge(text=text[:TOAST_LIMIT], show_alert=alert)

    def open(self, url: str) -> None:
        """Let the press open a link that is meant for the presser alone."""
        self._acknowledge(url=url)

    def _acknowledge(self, **answer: Any) -> None:
        if self.exchange.query is not None:
            self.exchange.acknowledgements = [{"callback_query_id": self.exchange.query, **answer}]
