"""The report as a dialogue that survives: kept answers, the open question, going on elsewhere, giving up."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.model.case import EventKind
from domain.model.errors import AlreadyDone, NotUnderstood
from domain.model.ids import PartnerId
from domain.model.municipalities import plain
from domain.model.people import Person
from domain.model.report import accept, back, changeable, choices, next_question, pruned, understand
from domain.model.report_questions import UNDER_6, Answers, Question, Reporter
from domain.ports import Draft, Turn, Work
from domain.services import access, membership
from domain.services.reporters import reporter_of

FORM = "report"
LIVES = timedelta(days=7)
OVERVIEW = "overview"
_VERSIONS = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the dialogue shows now. `question` None: the overview. `resumed`: answers wait from before.
    `only`: the partners whose names begin as typed, to be tapped. `until`: the local day up to which
    the draft is kept."""

    draft: Draft
    reporter: Reporter
    question: Question | None
    partners: Mapping[PartnerId, str]
    until: date
    resumed: bool = False
    only: tuple[PartnerId, ...] = ()

    @property
    def answers(self) -> Answers:
        return self.draft.answers


def begin(work: Work, turn: Turn) -> Page:
    """Open the report, or come back to the one that waits. Raises Stranger, Incomplete before the rules."""
    person = membership.require_acknowledged(work, turn)
    draft = work.drafts.get(person.id, FORM)
    if draft is not None and draft.expires_at > work.now and draft.answers:
        reporter = reporter_of(work, person, draft.answers)
        return replace(_page(work, _keep(work, turn, draft), reporter), resumed=True)
    fresh = Draft(
        person=person.id,
        form=FORM,
        question=OVERVIEW,
        answers={},
        chat=turn.chat,
        version=secrets.randbelow(_VERSIONS),
        expires_at=work.now + LIVES,
        updated_at=work.now,
    )
    return _ask(work, turn, _page(work, fresh, reporter_of(work, person, {})), {})


def present(work: Work, turn: Turn, version: int) -> Page:
    """The page as it is, for screens that change nothing. Raises AlreadyDone for an old button."""
    person, draft = _draft(work, turn, version)
    return _page(work, draft, reporter_of(work, person, draft.answers))


def answer(work: Work, turn: Turn, version: int, question: Question, value: str) -> Page:
    """Take a tapped answer. Raises AlreadyDone for an old button, NotUnderstood."""
    page = present(work, turn, version)
    given = accept(page.answers, question, value, page.reporter)
    if question is Question.PARTNER:
        page = replace(page, reporter=reporter_of(work, access.member(turn), given))
        given = pruned(given, page.reporter)
    return _ask(work, turn, page, given, question if value == UNDER_6 else None)


def hear(work: Work, turn: Turn, text: str) -> Page:
    """Take a typed day, or find partners by their first letters; nothing else that is typed is kept.

    Raises NotUnderstood, AlreadyDone when the draft has gone meanwhile.
    """
    person = access.member(turn)
    draft = work.drafts.get(person.id, FORM)
    if draft is None:
        raise AlreadyDone("report")
    page = _page(work, draft, reporter_of(work, person, draft.answers))
    if page.question in (Question.LANDLORD, Question.PARTNER):
        return replace(_ask(work, turn, page, page.answers, page.question), only=_named(page, text))
    if page.question is None:
        raise NotUnderstood("tap")
    value = understand(page.question, text, page.answers, page.reporter)
    return _ask(work, turn, page, accept(page.answers, page.question, value, page.reporter))


def _named(page: Page, text: str) -> tuple[PartnerId, ...]:
    """The partners on offer with a word that begins like the typed letters. Raises NotUnderstood."""
    assert page.question is not None
    letters = plain(text)
    offered = choices(page.question, page.answers, page.reporter)
    found = tuple(
        identity
        for identity, name in page.partners.items()
        if str(identity) in offered and f" {letters}" in f" {plain(name)}"
    )
    if not letters or not found:
        raise NotUnderstood("no_partner")
    return found


def step_back(work: Work, turn: Turn, version: int) -> Page:
    """[Zurück]: the question before; no answer is lost. Raises AlreadyDone."""
    page = present(work, turn, version)
    earlier = back(page.question, page.answers, page.reporter)
    if earlier is None and page.question in changeable(page.answers, page.reporter)[:1]:
        raise NotUnderstood("first_step")
    return _ask(work, turn, page, page.answers, earlier)


def ask_again(work: Work, turn: Turn, version: int, question: Question) -> Page:
    """[Ändern]: ask one of the answered questions once more. Raises AlreadyDone, NotUnderstood."""
    page = present(work, turn, version)
    if question not in changeable(page.answers, page.reporter):
        raise NotUnderstood("tap")
    return _ask(work, turn, page, page.answers, question)


def go_on(work: Work, turn: Turn, version: int) -> Page:
    """[Weiter] and [Zur Übersicht]: the first open question, or the overview. Raises AlreadyDone.

    The directory may have changed since: what it no longer offers is asked again.
    """
    page = present(work, turn, version)
    return _ask(work, turn, page, pruned(page.answers, page.reporter))


def discard(work: Work, turn: Turn, version: int) -> None:
    """[Verwerfen]. Raises AlreadyDone."""
    person, _ = _draft(work, turn, version)
    work.drafts.drop(person.id, FORM)


def require(work: Work, turn: Turn, version: int) -> Page:
    """The complete report behind a send button. Raises AlreadyDone, NotUnderstood while something is open."""
    page = present(work, turn, version)
    complete = pruned(page.answers, page.reporter) == page.answers
    if page.question is not None or not complete or next_question(page.answers, page.reporter):
        raise NotUnderstood("directory_changed")
    return page


def _draft(work: Work, turn: Turn, version: int) -> tuple[Person, Draft]:
    person = access.member(turn)
    draft = work.drafts.get(person.id, FORM)
    if draft is None:
        code = _sent(work, person, version)
        raise AlreadyDone("reported" if code else "report", by=code)
    if draft.version != version or draft.expires_at <= work.now:
        raise AlreadyDone("report")
    return person, draft


def _sent(work: Work, person: Person, version: int) -> str:
    """The code of the case that this very draft has become."""
    for case in work.cases.of_person(person.id)[:5]:
        event = work.events.last(case.id, EventKind.REPORTED)
        if event is not None and event.actor == person.id and event.facts.get("draft") == version:
            return case.code
    return ""


def _ask(work: Work, turn: Turn, page: Page, answers: Answers, question: Question | None = None) -> Page:
    shown = question or next_question(answers, page.reporter)
    asked = replace(page.draft, answers=dict(answers), question=OVERVIEW if shown is None else shown.value)
    kept = _keep(work, turn, asked)
    return replace(page, draft=kept, question=shown, until=_until(work, kept), resumed=False, only=())


def _keep(work: Work, turn: Turn, draft: Draft) -> Draft:
    """A new version: buttons of older messages no longer fit, on this device or another."""
    newer = replace(
        draft,
        chat=turn.chat,
        version=draft.version + 1,
        expires_at=work.now + LIVES,
        updated_at=work.now,
    )
    return work.drafts.put(newer)


def _page(work: Work, draft: Draft, reporter: Reporter) -> Page:
    return Page(
        draft=draft,
        reporter=reporter,
        question=None if draft.question == OVERVIEW else Question(draft.question),
        partners=work.partners.names(),
        until=_until(work, draft),
    )


def _until(work: Work, draft: Draft) -> date:
    return work.network.calendar.local(draft.expires_at).date()
