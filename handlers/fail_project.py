"""A project fails: /scheitern and [Es klappt nicht] on an agreement in force."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.failure import FailureRun
from domain.model.ids import AgreementId
from domain.ports import Turn, Work
from domain.services import failure_projects, failure_subjects, failures
from handlers.answer_check_in import reading
from handlers.cards import failure_review_screens, failure_screens, project_screens
from handlers.context import Context
from handlers.failure_buttons import ProjectFailureButton, StartProjectFailureButton
from handlers.message import Message
from handlers.texts import Texts


async def open_door(update: Update, context: Context) -> None:
    """[Es klappt nicht], [Verfahren]: the checklist, a review that waits, or the door."""
    context.in_private()
    identity = AgreementId(ProjectFailureButton.read(update).agreement)
    if await context.run(failure_projects.show_card_again, identity, context.pressed_message):
        return
    context.edit(await context.run(where_it_stands, identity, context.texts))


def where_it_stands(work: Work, turn: Turn, identity: AgreementId, texts: Texts) -> Message:
    found = failure_projects.read(work, turn, identity)
    look = reading(work, turn, texts)
    if found.checklist is not None:
        return failure_screens.checklist(look, found.checklist)
    if not found.may_start and found.reviewed is not None:
        return failure_review_screens.review(look, found.reviewed)
    return project_screens.what_happened(texts, found)


async def start(update: Update, context: Context) -> None:
    """What has happened was tapped: the procedure runs, and every partner hears of it."""
    context.in_private()
    button = StartProjectFailureButton.read(update)
    run = await context.run(failures.start_project, AgreementId(button.agreement), button.trigger)
    context.edit(await context.run(_begun, run, context.texts))


def _begun(work: Work, turn: Turn, run: FailureRun, texts: Texts) -> Message:
    """The checklist comes as a card of its own, and stays up to date."""
    return Message(text=texts("failure.project.begun", code=failure_subjects.of_run(work, run).code))


HANDLERS = [
    CallbackQueryHandler(open_door, ProjectFailureButton.pattern),
    CallbackQueryHandler(start, StartProjectFailureButton.pattern),
]
