"""A file that a dialogue has asked for: what is told of it first, and who is answered once it is here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final

from telegram import Update
from telegram.ext import filters

from domain.model.ids import ChatId, PersonId
from domain.model.people import Person
from domain.ports import Turn, Work
from handlers.errand import ErrandDone

DOCUMENT: Final = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & filters.Document.ALL


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram's id of the file, the ending of its name in lower case, and its size in bytes as told."""

    file: str
    suffix: str
    size: int


def sent(update: Update) -> Sent:
    assert update.message is not None
    document = update.message.document
    assert document is not None
    suffix = PurePath(document.file_name or "").suffix.casefold().lstrip(".")
    return Sent(document.file_id, suffix, document.file_size or 0)


def turn_of(
    work: Work, turn: Turn, done: ErrandDone, form: str, may: Callable[[Person], bool]
) -> Turn | None:
    """The turn of whoever has sent it; None when they may not any more, or have given the dialogue up."""
    person = None if done.person is None else work.people.get(PersonId(done.person))
    if person is None or done.chat is None or not may(person):
        return None
    draft = work.drafts.get(person.id, form)
    if draft is None or draft.question != "reading":
        return None
    return replace(turn, person=person, chat=ChatId(done.chat), private=True)
