"""Projects that may fail, and where a project's run stands for one reader."""

from dataclasses import dataclass

from domain.model.errors import Expired
from domain.model.failure import FailureRun, RunState
from domain.model.failure_subject import Project
from domain.model.ids import AgreementId
from domain.model.rights import Deed
from domain.ports import Turn, Work
from domain.services import (
    access,
    failure_people,
    failure_reviews,
    failure_subjects,
    failure_view,
    failures,
)
from domain.services.failure_reviews import Reviewed
from domain.services.failure_view import Checklist


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A project for one reader: `reviewed` is the latest review, `checklist` what runs."""

    project: Project
    checklist: Checklist | None
    reviewed: Reviewed | None
    may_start: bool


def of_speaker(work: Work, turn: Turn) -> tuple[tuple[Project, FailureRun | None], ...]:
    """The agreements for whose partner the speaker signs, with what runs there: those in force, and those
    that have ended before their run was closed and reviewed. Raises Stranger."""
    person = access.member(turn)
    found = []
    for agreement in work.agreements.of_partner(person.partner):
        if all(one.in_force_at is None for one in work.agreement_versions.of_agreement(agreement.id)):
            continue
        project = failure_subjects.project(work, agreement.id)
        goes_on = project.is_open or _is_unfinished(work, project)
        if goes_on and failure_people.seat_of(work, project, person) is not None:
            found.append((project, failures.present(work, project)))
    return tuple(found)


def _is_unfinished(work: Work, project: Project) -> bool:
    review = failure_reviews.latest(work, project)
    return failures.present(work, project) is not None or (review is not None and review.is_open)


def show_card_again(work: Work, turn: Turn, identity: AgreementId, pressed: int | None) -> bool:
    """Bring the live card back where another screen stands in its place; False: it was another message."""
    card = None if pressed is None else work.cards.at(turn.chat, pressed)
    run = None if card is None or card.run is None else work.failure_runs.get(card.run)
    if card is None or run is None or run.agreement != identity or run.state is not RunState.RUNNING:
        return False
    work.cards.place_run(run.id, chat=card.chat, person=card.person, not_before=work.now)
    return True


def read(work: Work, turn: Turn, identity: AgreementId) -> Standing:
    """Raises NotFound, NotAllowed, Expired where nothing runs, none may begin and none was reviewed."""
    project = failure_subjects.project(work, identity)
    person = failure_subjects.require(work, turn, project, Deed.SEE_FAILURE)
    run, review = failures.present(work, project), failure_reviews.latest(work, project)
    signs = failure_people.seat_of(work, project, person) is not None
    found = Standing(
        project=project,
        checklist=None if run is None else failure_view.of(work, project, run, person),
        reviewed=None if review is None else failure_reviews.seen_by(work, review, project, person),
        may_start=run is None and project.is_open and signs,
    )
    if run is None and review is None and not found.may_start:
        raise Expired("agreement_over")
    return found
