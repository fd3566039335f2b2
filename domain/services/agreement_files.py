"""A file becomes a draft: every fault is told with its line, free text is inspected, all or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.model.agreement_file import MOST_FAULTS, Fault, FaultKind, Known, Lexicon, Node, Typed, read
from domain.model.agreement_terms import Terms
from domain.model.ids import AgreementVersionId, PartnerId
from domain.model.municipalities import municipality
from domain.ports import Turn, Work
from domain.services import agreement_drafts, agreements, standing, stray_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The draft that the file has become, or what is wrong with it (the first ones)."""

    version: AgreementVersionId | None
    faults: tuple[Fault, ...]


def take(work: Work, turn: Turn, node: Node, lexicon: Lexicon, identity: AgreementVersionId | None) -> Taken:
    """Into this draft, or a new agreement (None). Raises Stranger, NotFound, NotAllowed, AlreadyDone."""
    agreements.partners_to_ask(work, turn)
    found = read(node, _known(work, lexicon))
    faults = [*found.faults, *_private(work, turn, found.texts)]
    if found.terms is not None and not faults:
        faults += _parties(work, turn, found.terms, node, identity)
    if faults or found.terms is None:
        return Taken(version=None, faults=tuple(faults[:MOST_FAULTS]))
    if identity is not None:
        agreement_drafts.writing(work, turn, identity)
        return Taken(version=agreements.rewrite(work, turn, identity, found.terms).id, faults=())
    parties = tuple(one.partner for one in found.terms.shares)
    return Taken(version=agreements.begin_with(work, turn, parties, found.terms).id, faults=())


def _known(work: Work, lexicon: Lexicon) -> Known:
    partners = {one.name.casefold(): one for one in work.partners.all()}
    places = {municipality(one).name.casefold(): one for one in work.network.municipalities}
    return Known(partners, places, lexicon, standing.today(work))


def _private(work: Work, turn: Turn, texts: Iterable[Typed]) -> list[Fault]:
    """Words that seem to name somebody; only the kind of hit is kept, and said."""
    found = []
    for one in texts:
        hit = stray_text.hit(work, turn, one.text)
        if hit is not None:
            found.append(Fault(one.line, one.path, FaultKind.PRIVATE, hit.value))
    return found


def _parties(
    work: Work, turn: Turn, terms: Terms, node: Node, identity: AgreementVersionId | None
) -> list[Fault]:
    """The speaker's partner is one of them; those of an agreement that there is stay as they are."""
    named = {one.partner for one in terms.shares}
    wanted: set[PartnerId] = {_speaker(turn)}
    if identity is not None:
        version = work.agreement_versions.get(identity)
        wanted = set() if version is None else set(work.agreement_parties.of(version.agreement))
        return [] if named == wanted else [Fault(node.line, ("partner",), FaultKind.PARTIES)]
    return [] if wanted <= named else [Fault(node.line, ("partner",), FaultKind.PARTIES)]


def _speaker(turn: Turn) -> PartnerId:
    assert turn.person is not None
    return turn.person.partner
