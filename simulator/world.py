"""The whole state of the simulated Telegram, apart from HTTP."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from typing import Any

from simulator.calls import Calls
from simulator.clock import SimulatedClock
from simulator.faults import Faults
from simulator.limits import SendLimits
from simulator.presence import Presence
from simulator.records import PRIVATE, Bot, Chat, Json, Message, Person, Press, StoredFile
from simulator.updates import UpdateQueue

_TOKEN = re.compile(r"(\d{1,15}):[A-Za-z0-9_-]{1,64}")
_FIRST_PERSON = 6_100_000_000
_FIRST_UPDATE = 410_000_000


class NotPossible(Exception):
    """A phone or the world cannot do this; says why in one sentence."""

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.status = status


class World:
    """People, bots, chats, messages, files, and what goes on between them.

    `listeners` are called with everything that happens: a kind and its facts.
    """

    def __init__(self, *, clock: SimulatedClock, real_limits: bool = True) -> None:
        self.clock = clock
        self.limits = SendLimits(real=real_limits)
        self.faults = Faults()
        self.play: Json = {}
        self.calls = Calls()
        self.presence = Presence()
        self.people: dict[int, Person] = {}
        self.bots: dict[int, Bot] = {}
        self.queues: dict[int, UpdateQueue] = {}
        self.groups: dict[int, Chat] = {}
        self.private_chats: dict[tuple[int, int], Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.presses: dict[str, Press] = {}
        self.listeners: list[Callable[[str, Json], None]] = []
        self.numbers: dict[str, int] = {}

    def happened(self, kind: str, **facts: Any) -> None:
        """Tell everybody who listens."""
        for listener in list(self.listeners):
            listener(kind, facts)

    def number(self, series: str, first: int = 1) -> int:
        """The next number of a series."""
        self.numbers[series] = self.numbers.get(series, first - 1) + 1
        return self.numbers[series]

    def next_message_id(self, chat: Chat) -> int:
        """Supergroups count for themselves; private chats and basic groups share one count."""
        return self.number(f"messages of {chat.id}" if chat.kind == "supergroup" else "messages")

    # Accounts

    def new_person(
        self,
        first_name: str,
        *,
        id: int | None = None,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
    ) -> Person:
        """Create a person; raises NotPossible for an id or username in use."""
        person_id = id if id is not None else self._free_person_id()
        if person_id <= 0 or person_id in self.people or person_id in self.bots:
            raise NotPossible(f"the id {person_id} cannot be given to a person")
        if username and self.by_username(username):
            raise NotPossible(f"the username {username} is taken")
        person = Person(
            id=person_id,
            first_name=first_name,
            last_name=last_name,
            username=username,
            language_code=language_code,
        )
        self.people[person_id] = person
        self.happened("person", person=person_id)
        return person

    def _free_person_id(self) -> int:
        while (free := self.number("people", _FIRST_PERSON)) in self.people:
            pass
        return free

    def person(self, person_id: int) -> Person:
        """The person with this id; raises NotPossible."""
        if person_id not in self.people:
            raise NotPossible(f"there is no person {person_id}", 404)
        return self.people[person_id]

    def bot_by_token(self, token: str) -> Bot | None:
        """The bot of a token: any of the right shape makes a bot, but a second one for its id does not."""
        found = _TOKEN.fullmatch(token)
        if found is None:
            return None
        bot = self.bots.get(int(found.group(1)))
        if bot is None:
            return self.new_bot(token)
        return bot if secrets.compare_digest(bot.token, token) else None

    def new_bot(
        self, token: str, *, username: str | None = None, first_name: str | None = None, privacy: bool = True
    ) -> Bot:
        """Register a bot, or change the one that has this token; raises NotPossible."""
        found = _TOKEN.fullmatch(token)
        if found is None:
            raise NotPossible("a token looks like 123456:ABC-def")
        bot_id = int(found.group(1))
        username = username or (self.bots[bot_id].username if bot_id in self.bots else f"sim{bot_id}_bot")
        namesake = self.by_username(username)
        if namesake is not None and namesake.id != bot_id:
            raise NotPossible(f"the username {username} is taken")
        new = Bot(id=bot_id, token=token, username=username, first_name=first_name or username)
        bot = self.bots.setdefault(bot_id, new)
        bot.token, bot.username, bot.privacy = token, username, privacy
        bot.first_name = first_name or bot.first_name
        self.queue(bot_id)
        return bot

    def queue(self, bot_id: int) -> UpdateQueue:
        """The updates of a bot, also of one that so far only asked for the time."""
        if bot_id not in self.queues:
            self.queues[bot_id] = UpdateQueue(next_id=_FIRST_UPDATE + bot_id % 1_000_000 * 10)
        return self.queues[bot_id]

    def bot(self, bot_id: int) -> Bot:
        """The bot with this id; raises NotPossible."""
        if bot_id not in self.bots:
            raise NotPossible(f"there is no bot {bot_id}", 404)
        return self.bots[bot_id]

    def account(self, account_id: int) -> Person | Bot | None:
        """The person or bot with this id."""
        return self.people.get(account_id) or self.bots.get(account_id)

    def by_username(self, username: str) -> Person | Bot | None:
        """The person or bot with this username, whatever its case."""
        wanted = username.lstrip("@").lower()
        everybody: list[Person | Bot] = [*self.people.values(), *self.bots.values()]
        return next((one for one in everybody if (one.username or "").lower() == wanted), None)

    # Chats

    def private_chat(self, person_id: int, bot_id: int) -> Chat:
        """The chat of a person with a bot, which exists from when somebody first looks at it."""
        key = (person_id, bot_id)
        if key not in self.private_chats:
            self.private_chats[key] = Chat(id=person_id, kind=PRIVATE, person_id=person_id, bot_id=bot_id)
        return self.private_chats[key]

    def chats_of(self, person_id: int) -> Iterator[Chat]:
        """Every chat on a person's phone."""
        for (owner, _), chat in self.private_chats.items():
            if owner == person_id and chat.messages:
                yield chat
        for group in self.groups.values():
            if group.inside(person_id) and not group.deleted:
                yield group

    def chat(self, chat_id: int, bot_id: int | None) -> Chat | None:
        """A group, or with `bot_id` the private chat of the person who has this id."""
        return self.groups.get(chat_id) if bot_id is None else self.private_chats.get((chat_id, bot_id))

    def message(self, chat: Chat, message_id: int | None) -> Message | None:
        """A message that was not deleted."""
        return None if message_id is None else chat.message(message_id)
