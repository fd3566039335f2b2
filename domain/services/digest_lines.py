"""What a person has to do today, line by line: own duties only, nothing that the person has done."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

from domain.model import failure
from domain.model.aftercare import Result
from domain.model.case import Case, EventKind, Referral, Step
from domain.model.check_in import CheckIn, CheckInState, Question
from domain.model.commitment import Commitment
from domain.model.digest import About, Line, ordered
from domain.model.failure_subject import Project, Subject
from domain.model.legal_basis import BasisKind
from domain.model.people import Person
from domain.model.stage import Seat
from domain.model.timers import TimerKind
from domain.ports import Work
from domain.services import aftercare_windows as windows
from domain.services import (
    check_ins,
    commitment_calls,
    commitment_dues,
    commitments,
    confirmations,
    deadline_reminders,
    failure_changes,
    failure_people,
    failure_reviews,
    failure_subjects,
    promises,
    telling,
)
from domain.services.check_ins import CHECKED


def of(work: Work, person: Person, since_at: datetime) -> tuple[Line, ...]:
    """Every line, what is due first. News are those since `since_at`."""
    lines = [
        *_answers(work, person),
        *_calls(work, person),
        *_promises(work, person),
        *_deadlines(work, person, since_at),
        *_check_ins(work, person),
        *_commitments(work, person),
        *_failures(work, person),
        *_news(work, person, since_at),
        *_proofs(work, person),
        *_unconfirmed(work, person, since_at),
    ]
    if person.is_coordinator:
        lines += [*_stuck(work, person), *_silent(work, since_at)]
    return ordered(lines)


def _answers(work: Work, person: Person) -> Iterator[Line]:
    for one in work.referrals.asked_of(person.id):
        if one.step is not Step.COORDINATOR:
            yield _line(work, About.ANSWER, one, one.due_at)


def _calls(work: Work, person: Person) -> Iterator[Line]:
    for task in work.call_tasks.open_of(person.id):
        referral = work.referrals.get(task.referral)
        case = work.cases.get(task.case_id)
        until = None if referral is None else referral.due_at
        yield Line(about=About.CALL, subject=task.id, case=case, until_at=until)


def _promises(work: Work, person: Person) -> Iterator[Line]:
    """Promises of today and those that are overdue, also of a colleague who is away."""
    calendar = work.network.calendar
    midnight = calendar.moment(calendar.local(work.now).date() + timedelta(days=1), time(0))
    for one in work.referrals.promises_before(midnight):
        if promises.whom_to_remind(work, one) == person.id:
            yield _line(work, About.PROMISE, one, one.promised_at)


def _deadlines(work: Work, person: Person, since_at: datetime) -> Iterator[Line]:
    """Deadlines that were to be called to mind since the last digest; near ones come as messages."""
    for one in deadline_reminders.fell_due(work, since_at):
        case = work.cases.get(one.case_id)
        if case is None or not case.is_open:
            continue
        if person.id in {each.id for each in deadline_reminders.reminded(work, case, one)}:
            yield Line(about=About.DEADLINE, subject=one.id, case=case, on=one.safe_on)


def _check_ins(work: Work, person: Person) -> Iterator[Line]:
    for one in work.check_ins.asked_of(person.id):
        if check_ins.is_asked(work, one):
            about = About.CHECK if one.detail == CHECKED else About.CHECK_IN
            yield _about_check_in(work, about, one)


def _commitments(work: Work, person: Person) -> Iterator[Line]:
    """Days on which a word is owed, and offers that wait for an answer."""
    owed = [(one.commitment, one) for one in work.commitment_dues.waiting()]
    offers = [(one.id, None) for one in work.commitments.offered()]
    for identity, due in (*owed, *offers):
        commitment, case = commitments.of_id(work, identity)
        reader = commitment_dues.reminded(work, case, commitment, due)
        if reader is not None and reader.id == person.id:
            until = None if due is None else commitment_dues.until(work, due)
            office = _to_ring(work, case, commitment)
            yield Line(
                about=About.COMMITMENT, subject=commitment.id, case=case, until_at=until, office=office
            )


def _to_ring(work: Work, case: Case, commitment: Commitment) -> str:
    """The partner that is to be rung for its answer; empty where somebody of it is here."""
    holder = work.seats.of_case(case.id).get(commitment.answers)
    partner = None if holder is None else work.partners.get(holder.partner)
    if partner is None or commitment_calls.rung(work, case, commitment) is None:
        return ""
    return partner.name


def _failures(work: Work, person: Person) -> Iterator[Line]:
    """Steps of failure runs that are due today or late, views and publishing that are owed, and changes."""
    calendar = work.network.calendar
    today = calendar.local(work.now).date()
    for step in work.failure_steps.due_before(calendar.moment(today + timedelta(days=1), time(0))):
        subject = failure_subjects.of_run_id(work, step.run)
        if failure.waits_for(step, work.failure_steps.of_run(step.run)) is not None:
            continue
        if _is_among(person, failure_people.filled(work, subject, step.role)):
            found = _about_run(About.FAILURE_STEP, step.id, subject)
            yield replace(found, until_at=step.due_at)
    for review in work.failure_reviews.open():
        people, _ = failure_reviews.waits_for(work, review)
        if _is_among(person, people):
            subject = failure_subjects.of_run_id(work, review.run)
            yield replace(_about_run(About.REVIEW, review.id, subject), on=review.due_on)
    for change in work.failure_changes.due_by(today):
        if _is_among(person, failure_changes.owners(work, change)):
            found = _about_run(About.CHANGE, change.id, failure_changes.subject_of(work, change))
            yield replace(found, until_at=calendar.moment(change.due_on, calendar.closes))


def _about_run(about: About, identity: int, subject: Subject) -> Line:
    if isinstance(subject, Project):
        return Line(about=about, subject=identity, project=subject.code)
    return Line(about=about, subject=identity, case=subject)


def _is_among(person: Person, people: tuple[Person, ...]) -> bool:
    return person.id in {one.id for one in people}


def _about_check_in(work: Work, about: About, check_in: CheckIn) -> Line:
    return Line(
        about=about,
        subject=check_in.id,
        case=work.cases.get(check_in.case_id),
        on=check_in.closes_on,
        until_at=None if about in (About.MINOR, About.TENANCY_ENDED) else check_ins.closes_at(work, check_in),
    )


def _news(work: Work, person: Person, since_at: datetime) -> Iterator[Line]:
    """What the landlord's side has reported in aftercare and what need not be known at once."""
    kinds = {Result.MINOR: About.MINOR, Result.ENDED: About.TENANCY_ENDED}
    for one in work.check_ins.answered_since(since_at):
        if one.seat is not Seat.LANDLORD or one.state is not CheckInState.ANSWERED or one.result not in kinds:
            continue
        case = work.cases.get(one.case_id)
        helper = None if case is None else windows.whom(work, case, Seat.HELP)
        if helper is not None and helper.id == person.id:
            yield _about_check_in(work, kinds[Result(one.result)], one)


def _proofs(work: Work, person: Person) -> Iterator[Line]:
    """Consents that this person noted and whose form and date have been asked for in vain."""
    for case in work.cases.of_person(person.id):
        noted = case.consent_by == person.id and case.consent_at is not None and case.withdrawn_at is None
        if not noted or not case.is_open or case.basis not in (BasisKind.CONSENT, BasisKind.RELEASE):
            continue
        asked_later = any(one.kind is TimerKind.CONSENT_PROOF for one in work.timers.of_case(case.id))
        proven = any(
            one.kind is EventKind.CONSENT_GIVEN and "form" in one.facts
            for one in work.events.of_case(case.id)
        )
        if not asked_later and not proven:
            yield Line(about=About.PROOF, subject=case.id, case=case)


def _unconfirmed(work: Work, person: Person, since_at: datetime) -> Iterator[Line]:
    """Once a week: the person's own lines of the directory whose confirmation is older than a quarter.

    Lines that were never confirmed are the coordinators' to see to.
    """
    calendar = work.network.calendar
    today = calendar.local(work.now).date()
    monday = calendar.moment(today - timedelta(days=today.weekday()), time(0))
    lapsed = [one for one in confirmations.unconfirmed(work, person.id) if one.confirmed_on is not None]
    if lapsed and since_at < monday:
        yield Line(about=About.CONFIRM, subject=lapsed[0].id)


def _stuck(work: Work, person: Person) -> Iterator[Line]:
    """For the coordinator: who has not answered, and whose word is overdue; offices, never persons.

    What is red at the last step comes as a message of its own every day.
    """
    for one in work.referrals.open():
        about = About.OVERDUE if one.why == promises.PASSED else About.STUCK
        decides = one.step is Step.COORDINATOR and one.asked in (None, person.id)
        if about is About.STUCK and not decides:
            continue
        line = _line(work, about, one, None)
        if not (decides and line.case is not None and telling.interrupts(line.case)):
            yield line


def _silent(work: Work, since_at: datetime) -> Iterator[Line]:
    """For the coordinator: windows that have closed without an answer since the last digest."""
    for one in work.check_ins.silent_since(since_at):
        case = work.cases.get(one.case_id)
        if case is None or one.question is Question.NEED:
            continue
        office = windows.office(work, case, one.seat)
        yield Line(about=About.SILENT, subject=one.id, case=case, on=one.closes_on, office=office)


def stuck(work: Work) -> tuple[Referral, ...]:
    """Requests that have reached the last step of the ladder."""
    return work.referrals.open_at(Step.COORDINATOR)


def _line(work: Work, about: About, referral: Referral, until_at: datetime | None) -> Line:
    partner = None if referral.partner is None else work.partners.get(referral.partner)
    return Line(
        about=about,
        subject=referral.id,
        case=work.cases.get(referral.case_id),
        until_at=until_at,
        office="" if partner is None else partner.name,
    )
