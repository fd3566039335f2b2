"""Agreements between partners: begun, proposed, signed by every partner, in force, given notice, ended.

Source: the minutes: aftercare and failure are settled before a cooperation begins; a concept says goals,
each partner's own aims, cost and benefit, timeline and scope.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from domain.model.agreement import (
    FEWEST_PARTIES,
    MOST_PARTIES,
    Agreement,
    AgreementState,
    Motion,
    NoticeReason,
    Party,
    Signature,
    Version,
    moved,
    unsigned,
)
from domain.model.agreement_rights import AgreementDeed
from domain.model.agreement_templates import Template, terms_of
from domain.model.agreement_terms import LAST_YEAR, SEAT_OF, Section, Terms
from domain.model.errors import AlreadyDone, Expired, Incomplete, NotAllowed, NotUnderstood
from domain.model.ids import AgreementId, AgreementVersionId, PartnerId
from domain.model.notices import AgreementMoved, AgreementProposed
from domain.model.people import Partner, Person
from domain.model.stage import Seat
from domain.ports import Turn, Work
from domain.services import (
    access,
    agreement_access,
    agreement_ends,
    failure_subjects,
    failure_triggers,
    failures,
    membership,
    standing,
    telling,
)
from domain.services.agreement_access import Seen, require
from domain.services.agreement_telling import answer_key, tell_all, tell_partner, wind_answer
from domain.services.history import SECOND_TAP


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An agreement in the list: the version that matters most to the reader, and the one in the making."""

    agreement: Agreement
    parties: tuple[Partner, ...]
    version: Version
    making: Version | None
    waits_for_me: bool


# Reading


def of_speaker(work: Work, turn: Turn) -> tuple[Entry, ...]:
    """Agreements of the speaker's partner, for a coordinator all of them. Raises Stranger."""
    person = access.member(turn)
    found = work.agreements.all() if person.is_coordinator else work.agreements.of_partner(person.partner)
    entries = (_entry(work, turn, one) for one in found)
    return tuple(sorted((one for one in entries if one), key=lambda one: not one.waits_for_me))


def _entry(work: Work, turn: Turn, agreement: Agreement) -> Entry | None:
    person = access.member(turn)
    versions = agreement_access.readable(work, person, agreement.id)
    if not versions:
        return None
    making = next((one for one in versions if one.is_in_the_making), None)
    force = next((one for one in versions if one.state is AgreementState.IN_FORCE), None)
    seen = require(work, turn, making.id) if making else None
    return Entry(
        agreement=agreement,
        parties=agreement_access.partners_of(work, agreement.id),
        version=force or versions[-1],
        making=making,
        waits_for_me=seen is not None and may_confirm(seen),
    )


def may_confirm(seen: Seen) -> bool:
    """Whether the reader's own signature is what the proposal waits for."""
    own = seen.own
    proposed = seen.version.state is AgreementState.PROPOSED
    return own is not None and proposed and seen.may(AgreementDeed.CONFIRM) and not seen.has_signed(own.id)


# Drafting


def partners_to_ask(work: Work, turn: Turn) -> tuple[Partner, ...]:
    """With whom the speaker's partner may begin an agreement. Raises Stranger, NotAllowed."""
    person = access.member(turn)
    if person.partner not in {one.id for one in work.partners.all()}:
        raise NotAllowed("agreement_draft")
    return tuple(one for one in work.partners.all() if one.id != person.partner)


def begin(
    work: Work, turn: Turn, template: Template, others: Collection[PartnerId], title: str = ""
) -> Version:
    """A draft between the speaker's partner and one or two others.

    Raises Stranger, NotAllowed, NotUnderstood.
    """
    person = access.member(turn)
    known = {
        one.id: one for one in (*partners_to_ask(work, turn), membership.partner_of(work, person.partner))
    }
    wanted = dict.fromkeys((person.partner, *others))
    if not FEWEST_PARTIES <= len(wanted) <= MOST_PARTIES or not wanted.keys() <= known.keys():
        raise NotUnderstood("agreement_parties")
    kinds = {one: known[one].kind for one in _in_order(known, wanted)}
    terms = terms_of(template, kinds, standing.today(work), title)
    return begin_with(work, turn, tuple(kinds), terms)


def _in_order(known: Mapping[PartnerId, Partner], wanted: Iterable[PartnerId]) -> list[PartnerId]:
    """As the document names them: the landlord first."""
    seats = tuple(Seat)
    return sorted(wanted, key=lambda one: seats.index(SEAT_OF[known[one].kind]))


def begin_with(work: Work, turn: Turn, parties: tuple[PartnerId, ...], terms: Terms) -> Version:
    """The same with terms that are written already (from a file).

    Begun again within a minute, with the same words, it is the draft that is there: a second tap.
    """
    person = access.member(turn)
    present = _just_begun(work, person, parties, terms)
    if present is not None:
        return present
    agreement = work.agreements.add(Agreement(begun_by=person.id, begun_at=work.now))
    for one in parties:
        work.agreement_parties.add(Party(agreement=agreement.id, partner=one))
    draft = Version(agreement=agreement.id, number=1, drafted_by=person.partner, terms=terms)
    return work.agreement_versions.add(draft)


def _just_begun(work: Work, person: Person, parties: tuple[PartnerId, ...], terms: Terms) -> Version | None:
    for agreement in work.agreements.of_partner(person.partner):
        if agreement.begun_by != person.id or work.now - agreement.begun_at >= SECOND_TAP:
            continue
        draft = work.agreement_versions.in_the_making(agreement.id)
        same = set(work.agreement_parties.of(agreement.id)) == set(parties)
        if same and draft is not None and draft.proposed_at is None and draft.terms == terms:
            return draft
    return None


def rewrite(work: Work, turn: Turn, identity: AgreementVersionId, terms: Terms) -> Version:
    """Other terms in a draft. Raises NotFound, NotAllowed for another partner's draft, AlreadyDone."""
    seen = _writing(work, turn, identity, Motion.EDIT, AgreementDeed.DRAFT)
    rewritten = replace(moved(seen.version, Motion.EDIT), terms=terms)
    work.agreement_versions.save(rewritten)
    return rewritten


def _writing(
    work: Work, turn: Turn, identity: AgreementVersionId, motion: Motion, deed: AgreementDeed
) -> Seen:
    """What only the partner does that writes the version. Raises NotFound, NotAllowed, AlreadyDone."""
    seen = require(work, turn, identity, deed)
    moved(seen.version, motion)
    if not seen.drafts:
        raise NotAllowed("agreement_other_side")
    return seen


def discard(work: Work, turn: Turn, identity: AgreementVersionId) -> Version:
    """The draft is dropped; what is in force stays. Raises NotFound, NotAllowed, AlreadyDone."""
    seen = _writing(work, turn, identity, Motion.DISCARD, AgreementDeed.DRAFT)
    dropped = replace(moved(seen.version, Motion.DISCARD), ended_at=work.now)
    work.agreement_versions.save(dropped)
    return dropped


def revise(work: Work, turn: Turn, identity: AgreementVersionId) -> Version:
    """[Ändern]: a new version begins with what is in force. Raises NotFound, NotAllowed, AlreadyDone."""
    seen = require(work, turn, identity, AgreementDeed.DRAFT)
    if seen.version.state is not AgreementState.IN_FORCE or _making(work, seen.version.agreement) is not None:
        raise AlreadyDone("agreement_making")
    return work.agreement_versions.add(
        Version(
            agreement=seen.version.agreement,
            number=next_number(work, seen.version.agreement),
            drafted_by=seen.person.partner,
            terms=seen.version.terms,
        )
    )


def next_number(work: Work, agreement: AgreementId) -> int:
    return 1 + max(one.number for one in work.agreement_versions.of_agreement(agreement))


def _making(work: Work, agreement: AgreementId) -> Version | None:
    return work.agreement_versions.in_the_making(agreement)


# Signing


def propose(work: Work, turn: Turn, identity: AgreementVersionId) -> Version:
    """The writer's partner signs first; the others are asked. Without both rules it cannot be proposed.

    Raises NotFound, NotAllowed, AlreadyDone, Incomplete (the gaps, the two rules first).
    """
    seen = _writing(work, turn, identity, Motion.PROPOSE, AgreementDeed.PROPOSE)
    if seen.missing:
        raise Incomplete("agreement", points=tuple(one.gap.value for one in seen.missing))
    if seen.unsignable:
        raise Incomplete("agreement_signatory", points=tuple(one.name for one in seen.unsignable))
    proposed = replace(moved(seen.version, Motion.PROPOSE), proposed_at=work.now, objection=None)
    work.agreement_versions.save(proposed)
    _sign(work, seen, proposed)
    wind_answer(work, proposed, asked=0)
    for partner in seen.parties:
        if partner.id != seen.person.partner:
            tell_partner(work, partner, AgreementProposed(version=proposed.id))
    return proposed


def confirm(work: Work, turn: Turn, identity: AgreementVersionId, read: str) -> Version:
    """An authorised member signs for their own partner; with the last signature the version is in force.

    `read` is the fingerprint of the text that they had before them: what was taken back and proposed anew
    with other words is another text. Raises NotFound, NotAllowed, AlreadyDone, also for another text, Expired
    where its end has come before the signatures.
    """
    seen = require(work, turn, identity, AgreementDeed.CONFIRM)
    version = moved(seen.version, Motion.CONFIRM)
    own = seen.own
    if own is None:
        raise NotAllowed("agreement_confirm")
    if seen.has_signed(own.id):
        raise AlreadyDone("agreement_signed")
    require_text(seen, read)
    if version.terms.ends_on is not None and version.terms.ends_on <= standing.today(work):
        raise Expired("agreement")
    _sign(work, seen, version)
    signed = work.agreement_signatures.of_version(version.id)
    if unsigned([one.id for one in seen.parties], signed):
        return version
    return _put_in_force(work, seen, version)


def require_text(seen: Seen, read: str) -> None:
    """Raises AlreadyDone where the text has changed since it was read."""
    if seen.text != read:
        raise AlreadyDone("agreement_text")


def _sign(work: Work, seen: Seen, version: Version) -> None:
    work.agreement_signatures.add(
        Signature(version=version.id, partner=seen.person.partner, person=seen.person.id, signed_at=work.now)
    )


def _put_in_force(work: Work, seen: Seen, version: Version) -> Version:
    """The version before it is replaced; running cases stay under that one."""
    if seen.in_force is not None:
        replaced = replace(moved(seen.in_force, Motion.REPLACE), ended_at=work.now)
        work.agreement_versions.save(replaced)
    begun = replace(moved(version, Motion.FORCE), in_force_at=work.now)
    work.agreement_versions.save(begun)
    work.timers.cancel(answer_key(version))
    agreed = replace(seen.agreement, agreed_end=version.terms.ends_on, agreed_reason=None)
    agreement_ends.settle_end(work, agreed)
    told = AgreementMoved(version=begun.id, motion=Motion.FORCE.value)
    tell_all(work, seen, told)
    telling.tell_coordinators(work, told, without=seen.person.id)
    return begun


def object_to(work: Work, turn: Turn, identity: AgreementVersionId, section: Section) -> Version:
    """[Zurückgeben]: this section should be another; the writer goes on from there.

    Raises NotFound, NotAllowed for the writer's own partner, AlreadyDone.
    """
    seen = require(work, turn, identity, AgreementDeed.OBJECT)
    if seen.drafts or seen.own is None:
        raise NotAllowed("agreement_other_side")
    returned = _unsigned(work, replace(moved(seen.version, Motion.RETURN), objection=section))
    tell_all(work, seen, AgreementMoved(version=returned.id, motion=Motion.RETURN.value))
    return returned


def take_back(work: Work, turn: Turn, identity: AgreementVersionId) -> Version:
    """The writer's partner goes on writing. Raises NotFound, NotAllowed, AlreadyDone."""
    seen = _writing(work, turn, identity, Motion.WITHDRAW, AgreementDeed.TAKE_BACK)
    back = _unsigned(work, moved(seen.version, Motion.WITHDRAW))
    tell_all(work, seen, AgreementMoved(version=back.id, motion=Motion.WITHDRAW.value))
    return back


def _unsigned(work: Work, version: Version) -> Version:
    """What was signed was another text: every partner signs anew."""
    for one in work.agreement_signatures.of_version(version.id):
        work.agreement_signatures.remove(one.id)
    work.timers.cancel(answer_key(version))
    work.agreement_versions.save(version)
    return version


# Notice


def _unsigned_by_notice(work: Work, seen: Seen) -> None:
    """A proposal that was signed before the notice must not undo it: every partner signs anew."""
    proposed = _making(work, seen.agreement.id)
    if proposed is not None and proposed.state is AgreementState.PROPOSED:
        _unsigned(work, moved(proposed, Motion.WITHDRAW))
        tell_all(work, seen, AgreementMoved(version=proposed.id, motion=Motion.WITHDRAW.value))


def give_notice(
    work: Work, turn: Turn, identity: AgreementVersionId, last_on: date, reason: NoticeReason
) -> Agreement:
    """It ends on this day; until then it holds, and everybody concerned hears what must be handed over.

    A version that waits for signatures goes back to its writer.

    Raises NotFound, NotAllowed, AlreadyDone, NotUnderstood for a day behind, or after its end anyway,
    Incomplete with the mandatory steps that are open in its failure run.
    """
    seen = require(work, turn, identity, AgreementDeed.GIVE_NOTICE)
    moved(seen.version, Motion.GIVE_NOTICE)
    if seen.own is None:
        raise NotAllowed("agreement_give_notice")
    failures.require_closable(work, failure_subjects.project(work, seen.agreement.id))
    if last_on <= standing.today(work):
        raise NotUnderstood("day_behind")
    if last_on.year > LAST_YEAR:
        raise NotUnderstood("day")
    if seen.agreement.ends_on is not None and last_on > seen.agreement.ends_on:
        raise NotUnderstood("agreement_end")
    given = replace(seen.agreement, agreed_end=last_on, agreed_reason=reason)
    ending = agreement_ends.settle_end(work, given)
    _unsigned_by_notice(work, seen)
    told = AgreementMoved(version=seen.version.id, motion=Motion.GIVE_NOTICE.value)
    tell_all(work, seen, told)
    telling.tell_coordinators(work, told, without=seen.person.id)
    if reason is NoticeReason.PARTNER_LEAVES:
        failure_triggers.agreement_left(work, seen.agreement.id, seen.own.id)
    return ending
