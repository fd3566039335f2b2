"""Text that nobody asked for: not kept, and removed from the chat where it seems to name somebody."""

from domain.model.detector import LONGEST_TEXT, HitKind, inspect
from domain.ports import Turn, Work
from domain.services import access, standing


def hit(work: Work, turn: Turn, text: str) -> HitKind | None:
    """What the text, or the beginning of an endless one, seems to contain; only the kind is kept.

    Raises Stranger.
    """
    person = access.member(turn)
    names = frozenset(one.name for one in work.people.all())
    found = inspect(text[:LONGEST_TEXT], today=standing.today(work), members=names)
    if found is None:
        return None
    work.journal.add("text_stopped", person.id, {"hit": found.kind.value, "case": None})
    return found.kind
