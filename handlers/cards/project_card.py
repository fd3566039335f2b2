"""The live card of a project's failure run: the checklist in each reader's rights, harmless in a group."""

from domain.model.failure import FailureRun, RunState
from domain.model.failure_subject import Project
from domain.model.people import Person
from domain.model.rights import Deed, may
from domain.services import failure_subjects, failure_view
from handlers.cards import Reading, failure_screens, shows_run_card
from handlers.cards.failure_news import to_review
from handlers.message import Message
from handlers.screens import lines


@shows_run_card
def show(reading: Reading, identity: int) -> Message | None:
    """None for whoever has no part in it any more."""
    run = reading.work.failure_runs.get(identity)
    project = None if run is None else failure_subjects.of_run(reading.work, run)
    if run is None or not isinstance(project, Project):
        return None
    if reading.person is None:
        return _in_group(reading, project, run)
    relations = failure_subjects.relations(reading.work, project, reading.person)
    return _private(reading, project, run, reading.person) if may(relations, Deed.SEE_FAILURE) else None


def _private(reading: Reading, project: Project, run: FailureRun, reader: Person) -> Message:
    texts = reading.texts
    if run.state is RunState.RUNNING:
        return failure_screens.live(reading, failure_view.of(reading.work, project, run, reader))
    key = "returned" if run.state is RunState.RETURNED else "ended"
    review = reading.work.failure_reviews.of_run(run.id)
    return Message(text=texts(f"failure.news.{key}", code=project.code), rows=to_review(reading, review))


def _in_group(reading: Reading, project: Project, run: FailureRun) -> Message | None:
    """How much is settled, and until when its own side is to move; no name and no step."""
    group, texts = reading.work.groups.by_chat(reading.chat), reading.texts
    if group is None or group.partner not in {one.id for one in project.parties}:
        return None
    found = failure_view.harmless(reading.work, project) if run.is_open else None
    if found is None:
        return Message(text=texts("failure.group_over", code=project.code), protected=True)
    until = texts("failure.group_until", until=reading.moment(found.until)) if found.until else ""
    text = lines(
        texts("failure.project.group", code=project.code),
        texts("failure.group", settled=found.settled, total=found.total),
        until,
        texts("failure.project.group_where"),
    )
    return Message(text=text, protected=True)
