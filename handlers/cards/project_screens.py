"""The screens by which a project's failure run begins: which agreement, and what has happened."""

from domain.model.failure import FailureRun
from domain.model.failure_subject import PROJECT_TRIGGERS, Project
from domain.services.failure_projects import Standing
from handlers.cards import failure_keys
from handlers.failure_buttons import ProjectFailureButton, ReviewButton, StartProjectFailureButton
from handlers.message import Key, Message, Rows, row
from handlers.screens import lines
from handlers.texts import Texts

_IN_A_ROW = 4


def listed(texts: Texts, found: tuple[tuple[Project, FailureRun | None], ...]) -> Message:
    """Own agreements in force, with what runs there; a number opens one."""
    said = [
        texts(
            "failure.project.running" if run else "failure.project.line",
            number=number,
            title=one.code,
            parties=", ".join(each.name for each in one.parties),
        )
        for number, (one, run) in enumerate(found, start=1)
    ]
    return Message(text=lines(texts("failure.project.list"), *said), rows=numbers(found))


def numbers(found: tuple[tuple[Project, FailureRun | None], ...]) -> Rows:
    """A number for each of the list."""
    keys = [
        ProjectFailureButton(agreement=one.agreement).key(str(number))
        for number, (one, _) in enumerate(found, start=1)
    ]
    return tuple(tuple(keys[at : at + _IN_A_ROW]) for at in range(0, len(keys), _IN_A_ROW))


def what_happened(texts: Texts, found: Standing) -> Message:
    """The door: a reason in one tap, and the procedure runs. A review that waits is offered, too."""
    project = found.project
    keys: list[Key] = [
        StartProjectFailureButton(agreement=project.agreement).key(texts.label("failure.not_working")),
        *(
            StartProjectFailureButton(agreement=project.agreement, trigger=one).key(texts.word(one))
            for one in PROJECT_TRIGGERS
        ),
    ]
    if found.reviewed is not None and found.reviewed.review.is_open:
        review = ReviewButton(review=found.reviewed.review.id)
        keys.append(review.key(texts.label("failure.key.review")))
    text = texts("failure.project.what_happened", code=project.code)
    return Message(text=text, rows=(*map(row, keys), row(failure_keys.home(texts, project))))
