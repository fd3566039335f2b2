"""The buttons with which somebody says by when they will be in touch."""

from datetime import date, datetime

from domain.model import promise
from domain.model.case import Case, Referral
from domain.model.dates import with_weekday
from domain.model.errors import AlreadyDone
from domain.model.promise import MoveReason, PromiseChoice
from domain.ports import Work
from handlers.buttons import Button
from handlers.message import Key, Rows
from handlers.texts import Texts

DAYS_IN_A_ROW = 5


class PromiseButton(Button, prefix="prm"):
    """[Heute bis 16:00], [Morgen bis 12:00], [In 3 Tagen], or a day (2026-11-24)."""

    referral: int
    until: str
    reason: MoveReason | None = None

    def moment(self, work: Work) -> datetime:
        """What is promised. Raises AlreadyDone for anything that no button carries."""
        calendar = work.network.calendar
        if self.until in set(PromiseChoice):
            return promise.moment_of(PromiseChoice(self.until), work.now, calendar)
        try:
            return promise.on_day(date.fromisoformat(self.until), calendar)
        except ValueError as error:
            raise AlreadyDone from error


class PromiseDayButton(Button, prefix="prd"):
    """[Datum]"""

    referral: int
    reason: MoveReason | None = None


class PromiseReasonButton(Button, prefix="prr"):
    """Why a promise moves again."""

    referral: int
    reason: MoveReason


def choices(
    texts: Texts, work: Work, case: Case, referral: Referral, reason: MoveReason | None = None
) -> Rows:
    """What is offered now; the days behind [Datum] only where they are."""
    calendar, urgency = work.network.calendar, case.present_urgency
    keys = [
        PromiseButton(referral=referral.id, until=one, reason=reason).key(_label(texts, work, one))
        for one in promise.offered(urgency, work.now, calendar)
    ]
    if promise.days_offered(urgency, work.now, calendar):
        keys.append(PromiseDayButton(referral=referral.id, reason=reason).key(texts.label("promise.day")))
    return tuple(tuple(keys[start : start + 2]) for start in range(0, len(keys), 2))


def days(texts: Texts, work: Work, case: Case, referral: Referral, reason: MoveReason | None) -> list[Key]:
    """A button a day."""
    offered = promise.days_offered(case.present_urgency, work.now, work.network.calendar)
    return [
        PromiseButton(referral=referral.id, until=day.isoformat(), reason=reason).key(_day(texts, day))
        for day in offered
    ]


def _label(texts: Texts, work: Work, choice: PromiseChoice) -> str:
    """ "Morgen" only where the next working day is tomorrow."""
    calendar = work.network.calendar
    today = calendar.local(work.now).date()
    following = calendar.next_working_day(today)
    if choice is PromiseChoice.TOMORROW and (following - today).days > 1:
        return texts.label("promise.next_day", day=_day(texts, following))
    return texts.label(f"promise.{choice}")


def _day(texts: Texts, day: date) -> str:
    return with_weekday(day, "en" if texts.language == "en" else "de")
