"""An album arrives as many messages and is answered once."""

from domain.model.notices import ContentRefused, Priority
from domain.ports import Turn, Work


def refuse(work: Work, turn: Turn, album: str) -> None:
    """Say once for the whole album that its pictures are not taken."""
    work.outbox.tell(
        ContentRefused(), chat=turn.chat, priority=Priority.ANSWER, dedupe=f"album:{turn.chat}:{album}"
    )
