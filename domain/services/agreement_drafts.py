"""A draft is written line by line, in taps or words; typed words go through the detector."""

from domain.model import agreement_form as form
from domain.model.agreement import AgreementState
from domain.model.agreement_form import Line, Sort, Spot
from domain.model.agreement_rights import AgreementDeed
from domain.model.agreement_templates import Template, terms_of
from domain.model.agreement_terms import Section, Terms, may_give, with_part
from domain.model.dates import read_date
from domain.model.detector import HitKind
from domain.model.errors import AlreadyDone, NotAllowed, NotUnderstood
from domain.model.failure_rule import Task
from domain.model.help_catalogue import Help
from domain.model.ids import AgreementVersionId, PartnerId
from domain.ports import Turn, Work
from domain.services import agreement_access, agreements, membership, standing, stray_text
from domain.services.agreement_access import Seen


def writing(work: Work, turn: Turn, identity: AgreementVersionId) -> Seen:
    """The draft, for whoever writes it. Raises NotFound, NotAllowed, AlreadyDone once it is proposed."""
    seen = agreement_access.require(work, turn, identity, AgreementDeed.DRAFT)
    if seen.version.state is not AgreementState.DRAFT:
        raise AlreadyDone("agreement")
    if not seen.drafts:
        raise NotAllowed("agreement_other_side")
    return seen


def _write(work: Work, turn: Turn, seen: Seen, terms: Terms) -> Seen:
    agreements.rewrite(work, turn, seen.version.id, terms)
    return agreement_access.require(work, turn, seen.version.id)


def answer(work: Work, turn: Turn, identity: AgreementVersionId, spot: Spot, value: str) -> Seen:
    """One tap. Raises NotFound, NotAllowed, AlreadyDone, NotUnderstood, TooMany."""
    seen = writing(work, turn, identity)
    line = form.require(seen.version.terms, spot)
    if line.sort is Sort.TEXT and value:
        raise NotUnderstood("tap")
    if line.sort is Sort.PLACES and value not in work.network.municipalities:
        raise NotUnderstood("tap")
    return _write(work, turn, seen, form.answered(seen.version.terms, spot.field, spot.arg, value))


def hear(work: Work, turn: Turn, identity: AgreementVersionId, spot: Spot, text: str) -> Seen | HitKind:
    """What was typed for a line; of words that seem to name somebody only the kind of hit is kept.

    Raises NotFound, NotAllowed, AlreadyDone, NotUnderstood, TooMany.
    """
    seen = writing(work, turn, identity)
    line = form.require(seen.version.terms, spot)
    match line.sort:
        case Sort.TEXT:
            hit = stray_text.hit(work, turn, text)
            if hit is not None:
                return hit
            value = text
        case Sort.NUMBER:
            value = text
        case Sort.DAY:
            value = _typed_day(work, text)
        case _:
            raise NotUnderstood("tap")
    return _write(work, turn, seen, form.answered(seen.version.terms, spot.field, spot.arg, value))


def _typed_day(work: Work, text: str) -> str:
    day = read_date(text, standing.today(work), "future")
    if day is None:
        raise NotUnderstood("day")
    return day.isoformat()


def is_typed(line: Line) -> bool:
    """Whether the line takes typed words beside its buttons."""
    return line.sort in (Sort.TEXT, Sort.NUMBER, Sort.DAY)


def add_help(work: Work, turn: Turn, identity: AgreementVersionId, giver: PartnerId, help_: Help) -> Seen:
    """Raises NotFound, NotAllowed, AlreadyDone, TooMany, NotUnderstood for help that it cannot give."""
    seen = writing(work, turn, identity)
    if giver not in {one.id for one in seen.parties}:
        raise AlreadyDone("agreement")
    if not may_give(membership.partner_of(work, giver).kind, help_):
        raise NotUnderstood("commitment_help")
    return _write(work, turn, seen, form.with_help(seen.version.terms, giver, help_))


def drop_help(work: Work, turn: Turn, identity: AgreementVersionId, arg: str) -> Seen:
    """Raises NotFound, NotAllowed, AlreadyDone."""
    seen = writing(work, turn, identity)
    return _write(work, turn, seen, form.without_help(seen.version.terms, arg))


def add_step(work: Work, turn: Turn, identity: AgreementVersionId, task: Task, after: int) -> Seen:
    """After so many steps. Raises NotFound, NotAllowed, AlreadyDone, also for a second tap, TooMany."""
    seen = writing(work, turn, identity)
    return _write(work, turn, seen, form.with_step(seen.version.terms, task, after))


def drop_step(work: Work, turn: Turn, identity: AgreementVersionId, arg: str) -> Seen:
    """Raises NotFound, NotAllowed, AlreadyDone."""
    seen = writing(work, turn, identity)
    return _write(work, turn, seen, form.without_step(seen.version.terms, arg))


def take_usual(work: Work, turn: Turn, identity: AgreementVersionId, section: Section) -> Seen:
    """[Übliche Regel einsetzen]. Raises NotFound, NotAllowed, AlreadyDone."""
    seen = writing(work, turn, identity)
    return _write(work, turn, seen, form.with_usual(seen.version.terms, section))


def reset(work: Work, turn: Turn, identity: AgreementVersionId, section: Section, template: Template) -> Seen:
    """One section as this template has it; the blank one empties it, and takes a rule out.

    Raises NotFound, NotAllowed, AlreadyDone.
    """
    seen = writing(work, turn, identity)
    fresh = terms_of(template, {one.id: one.kind for one in seen.parties}, standing.today(work), "")
    return _write(work, turn, seen, with_part(seen.version.terms, fresh, section))
