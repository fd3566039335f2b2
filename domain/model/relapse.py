"""A relapse reopens a case; what it changes is kept, so that a wrong tap can be undone for five minutes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Self

from domain.model.aftercare import LandlordAnswer
from domain.model.case import Answer, Case, CaseState
from domain.model.check_in import CheckIn
from domain.model.stage import NoticeKind, Outcome, RentsOpen, Stage

Facts = Mapping[str, str | int | None]

UNDO_WITHIN: Final = timedelta(minutes=5)
"""How long whoever answered may take it back (the practice paper, 6.12)."""

STAGES: Final = {
    LandlordAnswer.NEW_NOTICE: (Stage.NOTICE, None),
    LandlordAnswer.ARREARS_ONE_OR_MORE: (Stage.ARREARS, RentsOpen.ONE_TO_TWO),
}
"""Where the tenancy stands after a landlord's answer; the day is not known."""


def begun_again(case: Case, stage: Stage, rents_open: RentsOpen | None = None) -> Case:
    """The case at the stage of the relapse, its date unknown."""
    return replace(
        case,
        stage=stage,
        stage_on=None,
        stage_when=None,
        notice_kind=None,
        rents_open=rents_open,
        reported_again=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """The case and the planned windows as they were before an answer."""

    case: Case
    moved: tuple[CheckIn, ...] = ()
    ended: bool = False

    def facts(self) -> dict[str, str | int | None]:
        """As the history keeps it: codes, days and moments."""
        case = self.case
        return {
            "ended": int(self.ended),
            "moved": json.dumps([_row(one) for one in self.moved]),
            "stage": case.stage.value,
            "stage_on": _iso(case.stage_on),
            "notice_kind": _code(case.notice_kind),
            "rents_open": _code(case.rents_open),
            "reported_again": int(case.reported_again),
            "outcome": _code(case.outcome),
            "ended_on": _iso(case.ended_on),
            "closed_at": _iso(case.closed_at),
            "household": _code(case.aftercare_consent),
            "landlord": _code(case.landlord_asked_consent),
        }

    @classmethod
    def of(cls, facts: Facts, case: Case, check_ins: tuple[CheckIn, ...]) -> Self:
        """Read it back: the present case and check-ins with what they were then."""
        known = {one.id: one for one in check_ins}
        return cls(
            case=_closed(facts, case),
            moved=tuple(_window(known[row[0]], row) for row in json.loads(str(facts["moved"]))),
            ended=bool(facts["ended"]),
        )


def _closed(facts: Facts, case: Case) -> Case:
    def text(name: str) -> str:
        return str(facts.get(name) or "")

    return replace(
        case,
        state=CaseState.CLOSED,
        stage=Stage(text("stage")),
        stage_on=date.fromisoformat(text("stage_on")) if text("stage_on") else None,
        notice_kind=NoticeKind(text("notice_kind")) if text("notice_kind") else None,
        rents_open=RentsOpen(text("rents_open")) if text("rents_open") else None,
        reported_again=bool(facts["reported_again"]),
        outcome=Outcome(text("outcome")) if text("outcome") else None,
        ended_on=date.fromisoformat(text("ended_on")) if text("ended_on") else None,
        closed_at=datetime.fromisoformat(text("closed_at")) if text("closed_at") else None,
        aftercare_consent=Answer(text("household")) if text("household") else None,
        landlord_asked_consent=Answer(text("landlord")) if text("landlord") else None,
    )


def _row(one: CheckIn) -> tuple[int, str, str, str, str | None]:
    days = (one.target_on.isoformat(), one.opens_on.isoformat(), one.closes_on.isoformat())
    return (one.id, *days, one.detail)


def _window(check_in: CheckIn, row: tuple[int, str, str, str, str | None]) -> CheckIn:
    _, target, opens, closes, detail = row
    return replace(
        check_in,
        target_on=date.fromisoformat(target),
        opens_on=date.fromisoformat(opens),
        closes_on=date.fromisoformat(closes),
        detail=detail,
    )


def _iso(at: date | None) -> str | None:
    return None if at is None else at.isoformat()


def _code(value: NoticeKind | RentsOpen | Outcome | Answer | None) -> str | None:
    return None if value is None else value.value
