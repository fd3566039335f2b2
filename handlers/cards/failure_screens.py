"""The screens of a failure run: what has happened, the checklist, a step, the way back to normal work."""

from datetime import date

from domain.model.case import Case
from domain.model.failure import FailureStep, ReturnWhy, RunState, SkipWhy, StepState, results, waits_for
from domain.model.failure_review import FailureReview
from domain.model.failure_rule import Record, Trigger
from domain.model.failure_subject import PROJECT_SKIPS, Project, Subject
from domain.services import failures
from domain.services.failure_steps import Doing
from domain.services.failure_view import Checklist
from handlers import calendar_grid, screens
from handlers.cards import Reading, failure_keys, failure_lines
from handlers.failure_buttons import (
    AskGuaranteeButton,
    ConfirmFailureButton,
    DismissFailureButton,
    EndFailureButton,
    KeepGuaranteeButton,
    ReviewButton,
    SkipStepButton,
    StartFailureButton,
    StepBackButton,
    StepButton,
    StepDoneButton,
    StepTriedButton,
)
from handlers.message import Key, Message, Rows, row
from handlers.report_buttons import EmptyButton
from handlers.screens import lines
from handlers.texts import Texts

_IN_A_ROW = 4

# Beginning


def what_happened(texts: Texts, case: Case, review: FailureReview | None) -> Message:
    """The door: a reason in one tap, and the procedure runs. A review that waits is offered, too."""
    keys = [StartFailureButton(case=case.id, trigger=one).key(texts.word(one)) for one in Trigger]
    plain = StartFailureButton(case=case.id).key(texts.label("failure.not_working"))
    waiting = (
        [] if review is None else [ReviewButton(review=review.id).key(texts.label("failure.key.review"))]
    )
    return screens.choice(
        texts, case.id, texts("failure.what_happened", code=case.code), [plain, *keys, *waiting]
    )


def proposal_rows(texts: Texts, run: int) -> Rows:
    """[Verfahren starten] [Nicht nötig]"""
    start = ConfirmFailureButton(run=run).key(texts.label("failure.key.start"))
    dismiss = DismissFailureButton(run=run).key(texts.label("failure.key.dismiss"))
    return (row(start, dismiss),)


# The checklist


def checklist(reading: Reading, found: Checklist) -> Message:
    """Every step, and a number for each that the reader can open."""
    texts, case = reading.texts, found.case
    text = lines(texts("failure.title", code=case.code), *failure_lines.block(reading, found))
    back = row(failure_keys.home(texts, case))
    if found.run.state is RunState.PROPOSED:
        return Message(text=text, rows=(*proposal_rows(texts, found.run.id), back))
    return Message(text=text, rows=(*_checklist_rows(texts, found), back))


def live(reading: Reading, found: Checklist) -> Message:
    """The same as a card of its own, from which no way leads back."""
    return checklist(reading, found).model_copy(update={"rows": _checklist_rows(reading.texts, found)})


def _checklist_rows(texts: Texts, found: Checklist) -> Rows:
    numbers = [StepButton(step=one.step.id).key(str(one.step.number)) for one in found.items if one.opens]
    rows = [tuple(numbers[at : at + _IN_A_ROW]) for at in range(0, len(numbers), _IN_A_ROW)]
    if found.may_ask:
        ask = AskGuaranteeButton(run=found.run.id).key(texts.label("failure.key.ask_guarantee"))
        rows.append(row(ask))
    if found.owes_guarantee and found.guarantee is not None:
        keep = KeepGuaranteeButton(guarantee=found.guarantee.id).key(
            texts.label("failure.key.keep_guarantee")
        )
        rows.append(row(keep))
    if found.may_end:
        rows.append(row(EndFailureButton(run=found.run.id).key(texts.label("failure.key.return"))))
    return tuple(one for one in rows if one)


# A step


def step(reading: Reading, found: Doing) -> Message:
    """What is to be done, until when, and what can be recorded."""
    texts, one = reading.texts, found.step
    late = one.is_open and one.due_at <= reading.now
    until = reading.moment(one.due_at)
    waits = waits_for(one, found.steps) if one.is_open else None
    text = lines(
        texts("failure.step", code=found.case.code, number=one.number),
        texts("card.line", what=failure_lines.task(reading, one)),
        texts("failure.step_late" if late else "failure.step_due", until=until),
        failure_lines.ring(reading, found.case, one, found.person),
        _agreed(reading, found),
        texts("failure.step_waits", number=waits.number) if waits else "",
        texts("failure.step_ask") if one.is_open and not waits else "",
    )
    rows = (*(() if waits else record_rows(texts, one)), *_skip_row(texts, one))
    return Message(text=text, rows=(*rows, _to_list(texts, found.case)))


def _agreed(reading: Reading, found: Doing) -> str:
    """Where the partners have agreed that a household sleeps if need be."""
    if found.step.record is not Record.FALLBACK or not found.step.is_open:
        return ""
    agreed = failures.rule_of(found.run).fallback
    return reading.texts("failure.step_agreed", what=reading.texts.word(agreed))


def record_rows(texts: Texts, one: FailureStep) -> Rows:
    """One tap for each possible result; a day is chosen."""
    if one.state is not StepState.OPEN:
        return ()
    if one.record is Record.DAY:
        return (row(StepDoneButton(step=one.id).key(texts.label("failure.key.day"))),)
    keys = [
        StepDoneButton(step=one.id, result=value).key(_label(texts, one, value)) for value in results(one)
    ]
    if one.record is Record.REACHED:
        tried = StepTriedButton(step=one.id).key(texts.label("failure.key.tried"))
        return (row(*keys, tried),)
    return tuple(map(row, keys))


def _label(texts: Texts, one: FailureStep, value: str) -> str:
    if one.record in (Record.DONE, Record.REACHED):
        return texts.label(f"failure.key.{value}")
    kind = type(next(each for each in results(one) if each == value))
    return texts.word(kind(value))  # type: ignore[arg-type]


def _skip_row(texts: Texts, one: FailureStep) -> Rows:
    if one.state is not StepState.OPEN:
        return ()
    return (row(SkipStepButton(step=one.id).key(texts.label("failure.key.skip"))),)


def _to_list(texts: Texts, case: Subject) -> tuple[Key, ...]:
    return row(failure_keys.to_run(texts, case, "card.button.back"))


def which_day(reading: Reading, found: Doing, today: date) -> Message:
    """The next four weeks."""
    texts, one = reading.texts, found.step

    def of_day(day: date, label: str) -> Key:
        return StepDoneButton(step=one.id, result=day.isoformat()).key(label)

    grid = calendar_grid.rows("future", today, texts, of_day=of_day, empty=EmptyButton().pack())
    text = texts("failure.step_day", code=found.case.code, what=failure_lines.task(reading, one))
    return Message(text=text, rows=(*grid, row(_back_to_step(texts, one))))


def why_skip(reading: Reading, found: Doing) -> Message:
    texts, one = reading.texts, found.step
    keys = [SkipStepButton(step=one.id, why=why).key(texts.word(why)) for why in _reasons(found.case)]
    text = texts("failure.step_skip", code=found.case.code, what=failure_lines.task(reading, one))
    return Message(text=text, rows=(*map(row, keys), row(_back_to_step(texts, one))))


def _reasons(subject: Subject) -> tuple[SkipWhy, ...]:
    return PROJECT_SKIPS if isinstance(subject, Project) else tuple(SkipWhy)


def _back_to_step(texts: Texts, one: FailureStep) -> Key:
    return StepButton(step=one.id).key(texts.label("card.button.back"))


def settled(reading: Reading, case: Subject, one: FailureStep, review: FailureReview | None) -> Message:
    """Noted, and for five minutes to be taken back; after the last one the review."""
    texts = reading.texts
    named = failure_lines.task(reading, one)
    if one.why is not None:
        said = texts.label("failure.who_skipped", what=named, why=texts.word(one.why))
    else:
        said = texts.label("failure.who_result", what=named, result=failure_lines.result(reading, one))
    text = lines(
        texts("failure.step_done", code=case.code, what=said), texts("failure.over") if review else ""
    )
    back = StepBackButton(step=one.id).key(texts.label("failure.key.undo"))
    onward = (
        failure_keys.to_run(texts, case)
        if review is None
        else ReviewButton(review=review.id).key(texts.label("failure.key.review"))
    )
    return Message(text=text, rows=(row(onward), row(back)))


def tried(reading: Reading, case: Subject, one: FailureStep) -> Message:
    texts = reading.texts
    text = texts("failure.step_tried", code=case.code, what=failure_lines.task(reading, one))
    return Message(text=text, rows=(_to_list(texts, case),))


# Ending


def why_return(texts: Texts, case: Subject, run: int) -> Message:
    keys = [EndFailureButton(run=run, why=one).key(texts.word(one)) for one in ReturnWhy]
    text = texts("failure.why_return", code=case.code)
    return Message(text=text, rows=(*map(row, keys), _to_list(texts, case)))


def must_first(reading: Reading, case: Subject, missing: tuple[FailureStep, ...]) -> Message:
    """In failure a case cannot be closed nor a project given notice: what is still to be done, by name."""
    texts = reading.texts
    named = [
        texts("failure.line", number=one.number, what=failure_lines.task(reading, one)) for one in missing
    ]
    keys = row(failure_keys.to_run(texts, case), failure_keys.home(texts, case))
    key = "failure.project.must_first" if isinstance(case, Project) else "failure.must_first"
    return Message(text=lines(texts(key, code=case.code), *named), rows=(keys,))
