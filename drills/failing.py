"""Failure runs for the rights table: one that is running, or a review that waits."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from domain.model import failure_copy
from domain.model.failure import FailureRun, FailureStep, Guarantee, RunState
from domain.model.failure_review import Aid, Cause, FailureReview, FailureView, Remedy, joined
from domain.model.failure_rule import USUAL, FailureRole, Record, Task
from domain.model.rights import Deed
from domain.model.stage import Seat
from drills.protected import Affair, Builder

OF_REVIEW: Final = frozenset({Deed.REVIEW_FAILURE, Deed.GIVE_VIEW})
OF_FAILURE: Final = OF_REVIEW | {
    Deed.SEE_FAILURE,
    Deed.DO_STEP,
    Deed.END_FAILURE,
    Deed.ASK_GUARANTEE,
    Deed.KEEP_GUARANTEE,
}


def failing(builder: Builder, affair: Affair, deed: Deed) -> Affair:
    """The case with what this deed is done on."""
    work = builder.work
    state = RunState.ENDED if deed in OF_REVIEW else RunState.RUNNING
    run = work.failure_runs.add(
        FailureRun(
            case_id=affair.case,
            trigger=None,
            state=state,
            begun_at=work.now,
            started_at=work.now,
            started_by=builder.town.people["petra"],
            rule=failure_copy.kept(USUAL),
        )
    )
    if deed in OF_REVIEW:
        return replace(affair, run=run.id, review=_review(builder, run, answered=deed is not Deed.GIVE_VIEW))
    steps = {seat: _step(builder, run, number, seat) for number, seat in enumerate(Seat, start=1)}
    given = 0 if deed is Deed.ASK_GUARANTEE else _guarantee(builder, run)
    return replace(affair, run=run.id, steps=steps, guarantee=given)


def _step(builder: Builder, run: FailureRun, number: int, seat: Seat) -> int:
    """Far from being due, so that nobody is reminded."""
    work = builder.work
    step = FailureStep(
        run=run.id,
        case_id=run.case_id,
        number=number,
        task=Task.INFORM_ALL,
        role=FailureRole(seat.value),
        record=Record.DONE,
        mandatory=True,
        in_order=False,
        due_at=work.now + timedelta(days=60),
    )
    return work.failure_steps.add(step).id


def _guarantee(builder: Builder, run: FailureRun) -> int:
    now = builder.work.now
    given = Guarantee(run=run.id, case_id=run.case_id, asked_at=now, due_at=now + timedelta(days=60))
    return builder.work.guarantees.add(given).id


def _review(builder: Builder, run: FailureRun, *, answered: bool) -> int:
    """Asked of every seat; with all three views, or with none."""
    work = builder.work
    today = work.network.calendar.local(work.now).date()
    review = work.failure_reviews.add(
        FailureReview(
            run=run.id,
            case_id=run.case_id,
            sides=joined(Seat),
            due_on=today + timedelta(days=60),
            opened_at=work.now,
        )
    )
    for seat in Seat if answered else ():
        work.failure_views.add(
            FailureView(
                review=review.id,
                case_id=run.case_id,
                seat=seat,
                causes=Cause.TOO_LATE.value,
                aids=Aid.NOTHING.value,
                remedy=Remedy.LESSON,
                by=builder.town.people["petra"],
                answered_at=work.now,
            )
        )
    return review.id
