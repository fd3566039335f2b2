"""What follows from the fate of a message: a step's clock starts, a person turns out to be unreachable."""

from domain.model.ids import ChatId, PersonId
from domain.model.notices import Notice
from domain.ports import Card, Work


def card_shown(work: Work, card: Card) -> None:
    """A case's card has reached a chat for the first time."""


def told(work: Work, notice: Notice | None, person: PersonId | None) -> None:
    """A notice has been delivered."""


def untold(work: Work, notice: Notice | None, person: PersonId | None) -> None:
    """A notice has not been delivered: it had become meaningless for its reader, or Telegram refused it."""


def chat_lost(work: Work, chat: ChatId) -> None:
    """Telegram refuses this chat: blocked, kicked, deactivated or deleted."""
