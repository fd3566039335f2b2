"""Somebody says that it does not work: [Es klappt nicht] and /scheitern CODE, the door to a failure run."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from domain.model.case import Case
from domain.model.errors import AlreadyDone, Expired
from domain.model.failure import FailureRun, RunState
from domain.model.failure_review import FailureReview
from domain.model.ids import CaseId
from domain.model.rights import Deed, may
from domain.ports import Turn, Work
from domain.services import (
    access,
    failure_numbers,
    failure_projects,
    failure_reviews,
    failure_view,
    failures,
    not_working,
)
from handlers import screens
from handlers.answer_check_in import reading
from handlers.card_buttons import BackToCardButton, NotWorkingButton
from handlers.cards import (
    failure_numbers_screen,
    failure_review_screens,
    failure_screens,
    project_screens,
)
from handlers.cards.closing_news import contact_lines
from handlers.context import Context
from handlers.failure_buttons import (
    ConfirmFailureButton,
    DismissFailureButton,
    FailureButton,
    StartFailureButton,
)
from handlers.message import Message, row
from handlers.show_case import named_case
from handlers.texts import Texts

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


async def find(update: Update, context: Context) -> None:
    """/scheitern CODE; without a code own agreements, and for a coordinator what runs and comes of it."""
    typed = " ".join(context.args or ())
    if not typed:
        found = await context.run(overview, context.texts)
        if found is not None:
            context.say(found)
            return
    case = await named_case(context, typed, "scheitern")
    if case is not None:
        context.say(await context.run(where_it_stands, case.id, context.texts), case=case.id)


def overview(work: Work, turn: Turn, texts: Texts) -> Message | None:
    """Without a code: the agreements that the speaker signs for, and for a coordinator what runs."""
    projects = failure_projects.of_speaker(work, turn)
    own = project_screens.listed(texts, projects) if projects else None
    if not access.member(turn).is_coordinator:
        return own
    numbers = failure_numbers_screen.show(texts, failure_numbers.of(work, turn))
    if own is None:
        return numbers
    return Message(text=f"{numbers.text}\n\n{own.text}", rows=(*numbers.rows, *own.rows))


async def open_door(update: Update, context: Context) -> None:
    """[Es klappt nicht], in the card's place: what has happened? One tap starts it."""
    context.in_private()
    case = CaseId(NotWorkingButton.read(update).case)
    context.edit(await context.run(where_it_stands, case, context.texts), case=case)


async def show(update: Update, context: Context) -> None:
    """[Verfahren]: the checklist as it stands."""
    context.in_private()
    case = CaseId(FailureButton.read(update).case)
    context.edit(await context.run(where_it_stands, case, context.texts), case=case)


def where_it_stands(work: Work, turn: Turn, identity: CaseId, texts: Texts) -> Message:
    """The checklist, the proposal, the review of a closed case, or the door."""
    case = access.case_of(work, identity)
    access.require(work, turn, case, Deed.SAY_NOT_WORKING)
    if case.is_open:
        failures.startable(work, turn, identity)
    run, review = failures.present(work, case), _review(work, turn, case)
    look = reading(work, turn, texts)
    if run is not None and _is_shown(work, turn, case, run):
        return failure_screens.checklist(look, failure_view.read(work, turn, run.id))
    if run is not None and run.state is RunState.RUNNING:
        raise AlreadyDone("failure")
    if case.is_open:
        waiting = review if review is not None and review.is_open else None
        return failure_screens.what_happened(texts, case, waiting)
    if review is None:
        raise Expired("case_closed")
    return failure_review_screens.review(look, failure_reviews.read(work, turn, review.id))


def _is_shown(work: Work, turn: Turn, case: Case, run: FailureRun) -> bool:
    relations = access.relations(work, case, access.member(turn))
    return may(relations, Deed.SEE_FAILURE) and (
        run.state is RunState.RUNNING or may(relations, Deed.END_FAILURE)
    )


def _review(work: Work, turn: Turn, case: Case) -> FailureReview | None:
    relations = access.relations(work, case, access.member(turn))
    return failure_reviews.latest(work, case) if may(relations, Deed.REVIEW_FAILURE) else None


async def start(update: Update, context: Context) -> None:
    """What has happened was tapped: the procedure runs, and everybody hears of it."""
    context.in_private()
    button = StartFailureButton.read(update)
    case = CaseId(button.case)
    run = await context.run(failures.start, case, button.trigger)
    await screens.conclude(context, await context.run(_begun, run, context.texts), case)


async def confirm(update: Update, context: Context) -> None:
    """[Verfahren starten] under a proposal."""
    context.in_private()
    run = await context.run(failures.confirm, ConfirmFailureButton.read(update).run)
    await screens.conclude(context, await context.run(_begun, run, context.texts), run.case_id)


def _begun(work: Work, turn: Turn, run: FailureRun, texts: Texts) -> Message:
    """Whoever has started it sees with whom to speak, until when."""
    assert run.case_id is not None
    case, person, look = access.case_of(work, run.case_id), access.member(turn), reading(work, turn, texts)
    others = [one for one in not_working.contacts(work, case) if one.id != person.id]
    text = texts(
        "failure.begun",
        code=case.code,
        due=look.moment(not_working.due_at(work, case)),
        contacts=contact_lines(look, others),
    )
    open_it = FailureButton(case=case.id).key(texts.label("failure.key.open"))
    shown = _is_shown(work, turn, case, run)
    return Message(text=text, rows=(row(open_it),) if shown else ())


async def dismiss(update: Update, context: Context) -> None:
    """[Nicht nötig] under a proposal."""
    context.in_private()
    run = await context.run(failures.dismiss, DismissFailureButton.read(update).run)
    assert run.case_id is not None
    case = await context.run(_case, run.case_id)
    back = BackToCardButton(case=case.id).key(context.texts.label("card.button.back"))
    text = context.texts("failure.dismissed", code=case.code)
    await screens.conclude(context, Message(text=text, rows=(row(back),)), case.id)


def _case(work: Work, turn: Turn, identity: CaseId) -> Case:
    return access.case_of(work, identity)


HANDLERS = [
    CommandHandler("scheitern", find, PRIVATE),
    CallbackQueryHandler(open_door, NotWorkingButton.pattern),
    CallbackQueryHandler(show, FailureButton.pattern),
    CallbackQueryHandler(start, StartFailureButton.pattern),
    CallbackQueryHandler(confirm, ConfirmFailureButton.pattern),
    CallbackQueryHandler(dismiss, DismissFailureButton.pattern),
]
