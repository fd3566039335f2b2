"""What is told of failure runs: proposals, the start, steps that fall due, the guarantee, the review."""

from domain.model.failure import FailureRun, FailureStep, Guarantee, Rung, RunState, StepState, waits_for
from domain.model.failure_review import FailureReview
from domain.model.failure_rule import FailureRole
from domain.model.failure_subject import Subject
from domain.model.notices import (
    FailureBegun,
    FailureEnded,
    FailureProposed,
    FailureStepDone,
    FailureStepDue,
    GuaranteeAsked,
    GuaranteeBroken,
)
from domain.model.people import Person
from domain.model.rights import Deed, may
from domain.services import (
    failure_people,
    failure_subjects,
    failure_view,
    failures,
)
from handlers.cards import Reading, failure_keys, failure_lines, failure_screens, shows
from handlers.cards.closing_news import contact_lines
from handlers.failure_buttons import (
    KeepGuaranteeButton,
    ReviewButton,
    StepButton,
)
from handlers.message import Message, Rows, row
from handlers.screens import lines

# Who may hear it still


def subject_for(reading: Reading, run: int, deed: Deed) -> tuple[Subject, Person] | None:
    """What the run is about and the reader, if they still have this right on it."""
    if reading.person is None:
        return None
    subject = failure_subjects.of_run_id(reading.work, run)
    relations = failure_subjects.relations(reading.work, subject, reading.person)
    return (subject, reading.person) if may(relations, deed) else None


def _run(reading: Reading, identity: int, state: RunState) -> tuple[FailureRun, Subject, Person] | None:
    run = reading.work.failure_runs.get(identity)
    found = None if run is None else subject_for(reading, run.id, Deed.SEE_FAILURE)
    if run is None or found is None or run.state is not state:
        return None
    return run, *found


def why(reading: Reading, case: Subject) -> Rows:
    """[Warum?]"""
    return failure_keys.why(reading.texts, case)


def _open(reading: Reading, case: Subject) -> Rows:
    return (row(failure_keys.to_run(reading.texts, case)),)


# Beginning and ending


@shows(FailureProposed)
def proposed(reading: Reading, notice: FailureProposed) -> Message | None:
    """One tap starts it, one tap turns it down."""
    found = _run(reading, notice.run, RunState.PROPOSED)
    if found is None:
        return None
    run, case, person = found
    texts = reading.texts
    known = failure_view.of(reading.work, case, run, person).trigger_known
    what = texts("failure.news.proposed_text", what=failure_lines.trigger(reading, run))
    text = what if known else texts("failure.news.proposed_plain")
    rows = (*failure_screens.proposal_rows(texts, run.id), *why(reading, case))
    return Message(text=lines(texts("failure.news.proposed", code=case.code), text), rows=rows)


@shows(FailureBegun)
def begun(reading: Reading, notice: FailureBegun) -> Message | None:
    """To everybody who is to speak: with whom, until when, and their own steps. Nobody's fault."""
    run, work, texts = reading.work.failure_runs.get(notice.run), reading.work, reading.texts
    if run is None or reading.person is None or run.state is not RunState.RUNNING:
        return None
    case = failure_subjects.of_run(work, run)
    reader, contacts = reading.person, failures.contacts(work, case)
    if reader.id not in {one.id for one in failures.concerned(work, case)}:
        return None
    asker = work.people.get(notice.actor)
    others = [one for one in contacts if one.id != reader.id]
    if asker is not None and asker.id not in {one.id for one in contacts}:
        others.insert(0, asker)
    partner = None if asker is None else work.partners.get(asker.partner)
    due = reading.moment(failures.speak_by(work, case, run))
    shown = may(failure_subjects.relations(work, case, reader), Deed.SEE_FAILURE)
    return Message(
        text=lines(
            texts("failure.news.begun", code=case.code),
            texts("failure.news.begun_text", office=partner.name if partner else "", due=due),
            contact_lines(reading, others),
            _own_steps(reading, case, run, reader),
        ),
        rows=_open(reading, case) if shown else (),
    )


def _own_steps(reading: Reading, case: Subject, run: FailureRun, reader: Person) -> str:
    roles = failure_people.roles(reading.work, case, reader)
    steps = [one for one in reading.work.failure_steps.of_run(run.id) if one.is_open and one.role in roles]
    if not steps:
        return ""
    until = reading.moment(min(one.due_at for one in steps))
    return reading.texts("failure.news.own_steps", number=len(steps), until=until)


@shows(FailureEnded)
def ended(reading: Reading, notice: FailureEnded) -> Message | None:
    run = reading.work.failure_runs.get(notice.run)
    found = None if run is None else _run(reading, run.id, run.state)
    if run is None or found is None or run.is_open:
        return None
    texts, case = reading.texts, found[1]
    known = failure_view.of(reading.work, case, run, found[2]).why_known
    review = reading.work.failure_reviews.of_run(run.id)
    if run.state is RunState.RETURNED and run.why is not None:
        head = texts("failure.news.returned", code=case.code)
        text: str = texts("failure.news.returned_text", why=texts.word(run.why)) if known else ""
    else:
        head, text = texts("failure.news.ended", code=case.code), texts("failure.news.ended_text")
    return Message(text=lines(head, text), rows=to_review(reading, review))


def to_review(reading: Reading, review: FailureReview | None) -> Rows:
    """[Auswertung], while it is open."""
    if review is None or not review.is_open:
        return ()
    return (row(ReviewButton(review=review.id).key(reading.texts.label("failure.key.review"))),)


# Steps


@shows(FailureStepDue)
def step_due(reading: Reading, notice: FailureStepDue) -> Message | None:
    """To whoever does it, to the deputy, to the coordinator with whom to ring."""
    step = reading.work.failure_steps.get(notice.step)
    found = None if step is None else _run(reading, step.run, RunState.RUNNING)
    if step is None or found is None or not step.is_open:
        return None
    _, case, reader = found
    work, texts = reading.work, reading.texts
    until = reading.moment(step.due_at)
    person = failure_people.there(work, case, step.role)
    partner = None if person is None else work.partners.get(person.partner)
    office = partner.name if partner else texts.word(FailureRole.COORDINATOR)
    what = failure_lines.task(reading, step)
    text = lines(
        texts(f"failure.news.{Rung(notice.rung)}", code=case.code, number=step.number, until=until),
        texts("failure.news.step_office", what=what, office=office, until=until),
        failure_lines.ring(reading, case, step, reader),
    )
    return Message(text=text, rows=(*_record(reading, case, step, reader), *why(reading, case)))


def _record(reading: Reading, case: Subject, step: FailureStep, reader: Person) -> Rows:
    """What can be recorded at once by whoever fills the role; the coordinator opens it first."""
    steps = reading.work.failure_steps.of_run(step.run)
    mine = step.role in failure_people.roles(reading.work, case, reader)
    open_it = StepButton(step=step.id).key(reading.texts.label("failure.key.show"))
    if not mine or waits_for(step, steps) is not None:
        return (row(open_it),)
    return (*failure_screens.record_rows(reading.texts, step), row(open_it))


@shows(FailureStepDone)
def step_done(reading: Reading, notice: FailureStepDone) -> Message | None:
    """What was decided, to whoever may know it."""
    step = reading.work.failure_steps.get(notice.step)
    found = None if step is None else subject_for(reading, step.run, Deed.SEE_FAILURE)
    run = None if step is None else reading.work.failure_runs.get(step.run)
    if step is None or found is None or run is None:
        return None
    case, reader = found
    if notice.undone and step.is_open and run.is_open:
        text = reading.texts("failure.news.step_undone", code=case.code, number=step.number)
        return Message(text=text, rows=_open(reading, case))
    if notice.undone or step.state is not StepState.DONE:
        return None
    checklist = failure_view.of(reading.work, case, run, reader)
    item = next((one for one in checklist.items if one.step.id == step.id), None)
    if item is None:
        return None
    said = failure_lines.what(reading, item, step.number - 1)
    text = reading.texts("failure.news.step_done", code=case.code, what=said)
    return Message(text=text, rows=_open(reading, case) if run.is_open else ())


# The guarantee


def _guarantee(reading: Reading, identity: int) -> tuple[Guarantee, Subject, Person] | None:
    given = reading.work.guarantees.get(identity)
    found = None if given is None else subject_for(reading, given.run, Deed.SEE_FAILURE)
    return None if given is None or found is None or not given.is_open else (given, *found)


@shows(GuaranteeAsked)
def guarantee_asked(reading: Reading, notice: GuaranteeAsked) -> Message | None:
    """To the fixed contact, also once it is late, with whom to ring; one tap says that they were reached."""
    found = _guarantee(reading, notice.guarantee)
    if found is None:
        return None
    given, case, reader = found
    texts = reading.texts
    landlord = failure_people.there(reading.work, case, FailureRole.LANDLORD)
    may_keep = may(failure_subjects.relations(reading.work, case, reader), Deed.KEEP_GUARANTEE)
    keep = KeepGuaranteeButton(guarantee=given.id).key(texts.label("failure.key.keep_guarantee"))
    title, key = ("asked", "asked_text") if given.broken_at is None else ("broken", "late_text")
    text = lines(
        texts(f"failure.guarantee.{title}", code=case.code),
        texts(f"failure.guarantee.{key}", until=reading.moment(given.due_at)),
        texts("failure.news.ring", name=landlord.name, phone=landlord.phone) if landlord else "",
    )
    return Message(text=text, rows=((row(keep),) if may_keep else ()) + why(reading, case))


@shows(GuaranteeBroken)
def guarantee_broken(reading: Reading, notice: GuaranteeBroken) -> Message | None:
    """To the coordinator, and to the landlord; an office is named, nobody's fault."""
    found = _guarantee(reading, notice.guarantee)
    if found is None:
        return None
    given, case, reader = found
    texts = reading.texts
    helper = failure_people.there(reading.work, case, FailureRole.HELP)
    partner = None if helper is None else reading.work.partners.get(helper.partner)
    office = partner.name if partner else texts.word(FailureRole.HELP)
    landlord = FailureRole.LANDLORD in failure_people.roles(reading.work, case, reader)
    key = "broken_landlord" if landlord else "broken_up"
    text = lines(
        texts("failure.guarantee.broken", code=case.code),
        texts(f"failure.guarantee.{key}", office=office, until=reading.moment(given.due_at)),
        texts("failure.news.ring", name=helper.name, phone=helper.phone) if helper else "",
    )
    return Message(text=text, rows=_open(reading, case))
