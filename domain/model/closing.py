"""How a case is closed: what the closing person says, what must be named, what an undo puts back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from domain.model.case import Answer, Event
from domain.model.commitment import State
from domain.model.ids import CaseId, CommitmentId, ReferralId
from domain.model.stage import Outcome, Solution
from domain.model.timers import Timer, TimerKind

UNDO_WITHIN: Final = timedelta(minutes=5)
"""How long whoever closed a case may take it back (the practice paper, 6.12)."""


class Point(StrEnum):
    """What is still open when a case is to be closed."""

    PROMISE = "promise"
    REFERRAL = "referral"
    CALL = "call"
    DUPLICATE = "duplicate"
    COMMITMENT = "commitment"
    OFFER = "offer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What the closing person says. `network_flat`: at U1, whether the new flat came from the network.

    The two answers about aftercare, and what has helped, are asked at E1, E2, U1 and U2 only.
    """

    outcome: Outcome
    on: date
    network_flat: bool | None = None
    solution: Solution | None = None
    aftercare: Answer | None = None
    landlord_asked: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What the closing ended, as the history keeps it: ids, codes and moments."""

    settled: tuple[ReferralId, ...]
    withdrawn: tuple[ReferralId, ...]
    timers: tuple[Timer, ...]
    commitments: tuple[tuple[CommitmentId, State], ...] = ()

    def facts(self) -> Mapping[str, str]:
        timers = [
            [one.kind, one.subject, one.state, one.due_at.isoformat(), one.dedupe] for one in self.timers
        ]
        return {
            "settled": ",".join(map(str, self.settled)),
            "withdrawn": ",".join(map(str, self.withdrawn)),
            "timers": json.dumps(timers),
            "commitments": json.dumps(self.commitments),
        }

    @classmethod
    def of(cls, closing: Event) -> Self:
        """Read it back from the event of the closing."""
        facts = closing.facts
        return cls(
            settled=_ids(facts.get("settled")),
            withdrawn=_ids(facts.get("withdrawn")),
            timers=tuple(
                _timer(row, closing.case_id) for row in json.loads(str(facts.get("timers") or "[]"))
            ),
            commitments=tuple(
                (CommitmentId(identity), State(state))
                for identity, state in json.loads(str(facts.get("commitments") or "[]"))
            ),
        )


def _ids(stored: str | int | None) -> tuple[ReferralId, ...]:
    return tuple(ReferralId(int(one)) for one in str(stored or "").split(",") if one)


def _timer(row: tuple[str, int, str, str, str], case: CaseId) -> Timer:
    kind, subject, state, due_at, dedupe = row
    return Timer(
        kind=TimerKind(kind),
        subject=subject,
        state=state,
        due_at=datetime.fromisoformat(due_at),
        dedupe=dedupe,
        case_id=case,
    )
