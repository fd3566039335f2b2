"""What follows from the fate of a message: a step's clock starts, a person turns out to be unreachable."""

from domain.model.ids import ChatId, PersonId
from domain.model.notices import NoteRelayed, Notice
from domain.ports import Card, Work
from domain.services import groups, ladder, note_copies, reachability


def card_shown(work: Work, card: Card) -> None:
    """A case's card has reached a chat for the first time."""
    if card.case_id is not None:
        ladder.step_delivered(work, card, card.case_id)


def told(work: Work, notice: Notice | None, person: PersonId | None) -> None:
    """A notice has been delivered."""
    if isinstance(notice, NoteRelayed) and person is not None:
        note_copies.delivered(work, notice.note, person)


def untold(work: Work, notice: Notice | None, person: PersonId | None) -> None:
    """A notice has not been delivered: it had become meaningless for its reader, or Telegram refused it."""
    if isinstance(notice, NoteRelayed) and person is not None:
        note_copies.undelivered(work, notice.note, person)


def chat_moved(work: Work, old: ChatId, new: ChatId) -> None:
    """Telegram says that a group has become a supergroup with another id."""
    groups.moved(work, old, new)


def chat_lost(work: Work, chat: ChatId) -> None:
    """Telegram refuses this chat: blocked, kicked, deactivated or deleted."""
    person = work.people.by_telegram(chat)
    if person is not None:
        reachability.lost(work, person)
    else:
        groups.lost(work, chat)
