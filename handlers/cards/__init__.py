"""What leaves the outbox: notices and case cards, put into words when sent, in the reader's rights."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from domain.model.case import Case
from domain.model.dates import moment, short
from domain.model.ids import ChatId
from domain.model.notices import ConsentChanged, FailureBegun, NoteRedacted, Notice
from domain.model.people import Person
from domain.model.rights import Relation
from domain.ports import Work
from domain.services import access
from handlers.message import Message
from handlers.texts import Texts

N = TypeVar("N", bound=Notice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Who reads, where and when. `person` None: a group."""

    work: Work
    person: Person | None
    chat: ChatId
    texts: Texts

    @property
    def now(self) -> datetime:
        return self.work.now

    def moment(self, at: datetime) -> str:
        """ "Di 24.11., 10:00" in the network's own time and the reader's language."""
        return moment(at, self.work.network.calendar.zone, self.texts.language)

    def day(self, at: datetime) -> str:
        local = self.work.network.calendar.local(at)
        return short(local.date(), self.texts.language)


_AFTER_THE_END = (ConsentChanged, NoteRedacted, FailureBegun)
_HELPING = frozenset({Relation.HELP, Relation.ASKED, Relation.COORDINATOR})

Show = Callable[[Reading, N], Message | None]
_SHOWS: dict[type[Notice], Show[Notice]] = {}
_CARD: list[Callable[[Reading, Case], Message | None]] = []
_RUN_CARD: list[Callable[[Reading, int], Message | None]] = []


def shows(kind: type[N]) -> Callable[[Show[N]], Show[N]]:
    """Register how a notice is put into words. None means that it has become meaningless ("moved on")."""

    def register(show: Show[N]) -> Show[N]:
        _SHOWS[kind] = show  # type: ignore[assignment]
        return show

    return register


def shows_card(show: Callable[[Reading, Case], Message | None]) -> Callable[[Reading, Case], Message | None]:
    """Register how a case's live card looks."""
    _CARD[:] = [show]
    return show


def shows_run_card(
    show: Callable[[Reading, int], Message | None],
) -> Callable[[Reading, int], Message | None]:
    """Register how the live card of a project's failure run looks."""
    _RUN_CARD[:] = [show]
    return show


def render(reading: Reading, notice: Notice) -> Message | None:
    """Raises KeyError for a notice that nobody has put into words."""
    if not isinstance(notice, _AFTER_THE_END) and _exchange_has_ended(reading, notice):
        return None
    return _SHOWS[type(notice)](reading, notice)


def _exchange_has_ended(reading: Reading, notice: Notice) -> bool:
    """Whether the household has withdrawn: then only those who help hear more of its case (2.5)."""
    case = None if notice.case is None else reading.work.cases.get(notice.case)
    if case is None or case.withdrawn_at is None:
        return False
    if reading.person is None:
        return True
    return not access.relations(reading.work, case, reading.person) & _HELPING


def render_card(reading: Reading, case: Case) -> Message | None:
    return _CARD[0](reading, case)


def render_run_card(reading: Reading, run: int) -> Message | None:
    return _RUN_CARD[0](reading, run)


def shown_notices() -> frozenset[type[Notice]]:
    return frozenset(_SHOWS)
