"""A directory file at the command line: the same reading and the same rules as in the chat."""

from domain.services import directory_import
from domain.services.directory_import import Plan
from handlers.directory_file import Unreadable, read_lines
from handlers.directory_words import plan_lines
from handlers.texts import Texts
from storage.work import SqliteWork

SHOWN_LINES = 200


def import_file(work: SqliteWork, content: bytes, name_suffix: str, *, write: bool = False) -> Plan:
    """What the file would do, or with `write` has done. `name_suffix` is "xlsx" or "csv".

    Raises Unreadable; nothing is written while the plan has faults.
    """
    lines = read_lines(content, name_suffix)
    plan = directory_import.plan(work, lines)
    if write and not plan.faults:
        return directory_import.apply(work, None, lines, plan.fingerprint)
    return plan


def printed(plan: Plan, language: str = "de") -> str:
    """The plan as lines for a terminal."""
    return "\n".join(plan_lines(Texts.of(language), plan, SHOWN_LINES))


def refused(error: Unreadable, language: str = "de") -> str:
    """Why the file could not be read, in one line."""
    return Texts.of(language).label(f"directory.trouble.{error.trouble}")
