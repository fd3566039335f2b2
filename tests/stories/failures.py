"""Failure runs ready made, for stories that begin after the start."""

from domain.model.case import Case
from domain.model.failure import FailureRun, FailureStep, SkipWhy
from domain.model.failure_review import Aid, Cause, FailureReview, Opinion, Remedy
from domain.model.failure_rule import Task, Trigger
from domain.services import failure_reviews, failure_steps, failures
from storage.work import SqliteWork
from tests.stories.cases import begun
from tests.stories.commitments import turn
from tests.stories.network import Network
from tests.stories.town import Phone, Town


async def running(
    town: Town, trigger: Trigger | None = None, **facts: object
) -> tuple[Network, Case, FailureRun]:
    """Petra has started the usual procedure on Monday at nine; everybody has read of it."""
    people, case = await begun(town, **facts)
    run = await town.do(lambda work: failures.start(work, turn(work, people.petra), case.id, trigger))
    for phone in (people.anna, people.carla, people.petra, people.coordinator):
        await phone.reads_all()
    return people, case, run


async def steps(town: Town, run: FailureRun) -> dict[Task, FailureStep]:
    found = await town.do(lambda work: work.failure_steps.of_run(run.id))
    return {one.task: one for one in found}


async def stored(town: Town, run: FailureRun) -> FailureRun:
    found = await town.do(lambda work: work.failure_runs.get(run.id))
    assert found is not None
    return found


def skip_all(work: SqliteWork, phone: Phone, run: FailureRun, *but: Task) -> None:
    """Leave out every mandatory step but these."""
    for one in work.failure_steps.of_run(run.id):
        if one.is_open and one.mandatory and one.task not in but:
            failure_steps.skip(work, turn(work, phone), one.id, SkipWhy.DONE_BEFORE)


async def over(town: Town) -> tuple[Network, Case, FailureReview]:
    """A run that has come to its end a moment ago, and whose review waits for both sides."""
    people, case, run = await running(town)
    await town.do(lambda work: skip_all(work, people.coordinator, run))
    for phone in (people.carla, people.petra, people.coordinator):
        await phone.reads_all()
    review = await town.do(lambda work: work.failure_reviews.of_run(run.id))
    assert review is not None
    return people, case, review


async def answers(town: Town, phone: Phone, review: FailureReview, *causes: Cause) -> None:
    """This side's view, without a word on the way."""
    said = Opinion(causes=causes, aids=(Aid.FIRST_CALL,), remedy=Remedy.PROCEDURE)
    await town.do(lambda work: failure_reviews.answer(work, turn(work, phone), review.id, said))
