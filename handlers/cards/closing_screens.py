"""The screens of closing a case: outcome, day, aftercare, overview."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from domain.model.case import Answer, Case
from domain.model.closing import Ending, Point
from domain.model.dates import with_year
from domain.model.stage import Outcome, OutcomeGroup, Solution
from handlers import calendar_grid, screens
from handlers.card_buttons import BackToCardButton
from handlers.close_buttons import (
    AgreesButton,
    ConfirmCloseButton,
    EndDayButton,
    FlatButton,
    OutcomeButton,
    OutcomeGroupButton,
    SolutionButton,
    TypeEndDayButton,
    UndoCloseButton,
)
from handlers.message import Key, Message, row
from handlers.report_buttons import EmptyButton
from handlers.texts import Texts


def groups(texts: Texts, case: Case) -> Message:
    """Five words first; a group of one is its outcome."""
    keys = [_group(texts, case, group) for group in OutcomeGroup]
    return screens.choice(texts, case.id, texts("closing.outcome", code=case.code), keys)


def _group(texts: Texts, case: Case, group: OutcomeGroup) -> Key:
    members = [one for one in Outcome if one.group is group]
    if len(members) == 1:
        return OutcomeButton(case=case.id, outcome=members[0]).key(texts.word(members[0]))
    return OutcomeGroupButton(case=case.id, group=group).key(texts.word(group))


def outcomes(texts: Texts, case: Case, group: OutcomeGroup) -> Message:
    keys = [
        OutcomeButton(case=case.id, outcome=one).key(texts.word(one)) for one in Outcome if one.group is group
    ]
    return screens.choice(texts, case.id, texts("closing.outcome", code=case.code), keys)


def day(texts: Texts, case: Case, today: date) -> Message:
    """The day on which it happened to the household, not the day of the closing."""

    def of_day(day: date, label: str) -> Key:
        return EndDayButton(case=case.id, day=day).key(label)

    near = row(
        of_day(today, texts.label("closing.today")),
        of_day(today - timedelta(days=1), texts.label("closing.yesterday")),
    )
    grid = calendar_grid.rows("past", today, texts, of_day=of_day, empty=EmptyButton().pack())
    older = row(TypeEndDayButton(case=case.id).key(texts.label("closing.older")))
    return Message(text=texts("closing.day", code=case.code), rows=(near, *grid, older, _back(texts, case)))


def flat(texts: Texts, case: Case) -> Message:
    keys = [
        FlatButton(case=case.id, yes=True).key(texts.word(Answer.YES)),
        FlatButton(case=case.id, yes=False).key(texts.word(Answer.NO)),
    ]
    return screens.choice(texts, case.id, texts("closing.flat", code=case.code), keys, in_a_row=2)


def solutions(texts: Texts, case: Case) -> Message:
    keys = [SolutionButton(case=case.id, solution=one).key(texts.word(one)) for one in Solution]
    return screens.choice(texts, case.id, texts("closing.solution", code=case.code), keys)


def agrees(texts: Texts, case: Case, about: Literal["household", "landlord"]) -> Message:
    """Yes, no, or asked again later: the practice paper, section 5."""
    keys = [AgreesButton(case=case.id, about=about, answer=one).key(texts.word(one)) for one in Answer]
    return screens.choice(texts, case.id, texts(f"closing.agrees_{about}", code=case.code), keys, in_a_row=3)


def overview(texts: Texts, case: Case, ending: Ending, points: Sequence[Point], stays: int) -> Message:
    """Everything that was said, what ends with the case, and how many commitments stay."""
    lines = [
        texts("closing.overview", code=case.code),
        texts("closing.ended", outcome=texts.word(ending.outcome), day=with_year(ending.on, texts.language)),
        texts("closing.solved", how=texts.word(ending.solution)) if ending.solution else "",
        texts("closing.aftercare", answer=texts.word(ending.aftercare)) if ending.aftercare else "",
        texts("closing.landlord", answer=texts.word(ending.landlord_asked)) if ending.landlord_asked else "",
        texts("closing.still_open") if points else "",
        *(texts("closing.point", what=texts.word(point)) for point in points),
        texts("closing.commitments_stay", number=stays) if stays else "",
    ]
    named = "".join(str(number) for number, point in enumerate(Point) if point in points)
    label = texts.label("closing.close_all" if points else "closing.close")
    close = ConfirmCloseButton(case=case.id, named=named).key(label)
    rows = [row(close), _back(texts, case)]
    if ending.outcome.has_aftercare:
        rows.insert(1, row(SolutionButton(case=case.id).key(texts.label("closing.ask_solution"))))
    return Message(text=screens.lines(*lines), rows=tuple(rows))


def closed(texts: Texts, case: Case) -> Message:
    """The closing person's own confirmation."""
    undo = UndoCloseButton(case=case.id).key(texts.label("closing.undo"))
    return Message(text=texts("closing.closed", code=case.code), rows=(row(undo),))


def _back(texts: Texts, case: Case) -> tuple[Key, ...]:
    return row(BackToCardButton(case=case.id).key(texts.label("card.button.back")))
