"""How a failure run reads: its head, its steps a line each, the guarantee."""

from datetime import date

from domain.model.dates import short
from domain.model.failure import Decision, FailureRun, FailureStep, RunState, StepState
from domain.model.failure_rule import FailureRole, Fallback, Record, Task
from domain.model.failure_subject import Subject
from domain.model.people import Person
from domain.services import failure_people
from domain.services.failure_view import Checklist, Item
from handlers.cards import Reading


def task(reading: Reading, step: FailureStep) -> str:
    """What the step asks for."""
    if step.task is Task.CALL_FIRST:
        return reading.texts.label(f"failure.call_first.{step.calls or FailureRole.LANDLORD}")
    if step.case_id is None and step.task is Task.CASE_CONFERENCE:
        return reading.texts.label("failure.project.talk")
    return reading.texts.label(f"failure.task.{step.task}")


def ring(reading: Reading, case: Subject, step: FailureStep, reader: Person | None) -> str:
    """Name and number of whoever is to be rung: by the first call, or about a step of somebody else."""
    person = failure_people.there(reading.work, case, step.calls or step.role)
    if person is None or (reader is not None and person.id == reader.id):
        return ""
    return reading.texts("failure.news.ring", name=person.name, phone=person.phone)


def trigger(reading: Reading, run: FailureRun) -> str:
    """Why it began, in a word."""
    texts = reading.texts
    return texts.label("failure.not_working") if run.trigger is None else texts.word(run.trigger)


def result(reading: Reading, step: FailureStep) -> str:
    """What was recorded: a day, or a coded word."""
    texts, found = reading.texts, step.result or ""
    match step.record:
        case Record.DAY:
            return short(date.fromisoformat(found), texts.language)
        case Record.DECISION:
            return texts.word(Decision(found))
        case Record.FALLBACK:
            return texts.word(Fallback(found))
    return texts.label(f"failure.key.{found}")


def what(reading: Reading, item: Item, before: int) -> str:
    """ "Fallkonferenz ansetzen · Koordination, bis Di 24.11., 9:00" """
    texts, step = reading.texts, item.step
    named = task(reading, step)
    if not step.mandatory:
        named = texts.label("failure.optional", what=named)
    if step.state is StepState.DONE:
        if item.result is None:
            return texts.label("failure.who_done", what=named)
        return texts.label("failure.who_result", what=named, result=result(reading, step))
    if step.state is StepState.SKIPPED and step.why is not None:
        return texts.label("failure.who_skipped", what=named, why=texts.word(step.why))
    if step.state is StepState.LAPSED:
        return named
    office = item.office or texts.word(FailureRole.COORDINATOR)
    if item.waits:
        return texts.label("failure.who_waits", what=named, office=office, before=before)
    key = "who_late" if step.due_at <= reading.now else "who_until"
    until = reading.moment(step.due_at)
    said = texts.label(f"failure.{key}", what=named, office=office, until=until)
    return texts.label("failure.who_tried", what=said, number=step.tries) if step.tries else said


def block(reading: Reading, found: Checklist) -> list[str]:
    """The checklist, as it stands on the card and on its own screen."""
    texts = reading.texts
    if found.run.state is RunState.PROPOSED:
        head = str(texts("failure.proposed"))
    else:
        head = texts("failure.head", settled=found.settled, total=found.total)
    lines = [head]
    if found.trigger_known:
        lines.append(texts("failure.because", what=trigger(reading, found.run)))
    for one in found.items:
        number = one.step.number
        lines.append(texts("failure.line", number=number, what=what(reading, one, number - 1)))
    if found.others:
        lines.append(texts("failure.others", settled=found.others_done, total=found.others))
    return [*lines, *guarantee(reading, found)]


def guarantee(reading: Reading, found: Checklist) -> list[str]:
    """Whom the landlord calls, and until when it hears."""
    texts, lines = reading.texts, list[str]()
    if found.run.state is not RunState.RUNNING:
        return lines
    if found.contact is not None:
        name, phone = found.contact.name, found.contact.phone
        lines.append(texts("failure.guarantee.contact", name=name, phone=phone))
    if found.guarantee is not None:
        key = "late" if found.guarantee.due_at <= reading.now else "until"
        until = reading.moment(found.guarantee.due_at)
        lines.append(texts(f"failure.guarantee.{key}", until=until))
    return lines
