"""Commitments (Zusagen) between two sides of a case: offered, answered, suspended, withdrawn.

Whoever may act for a seat acts for its side. What the help side commits itself to, or asks for, reaches a
landlord only with the household's consent (the practice paper, R11).
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from domain.model import commitment as model
from domain.model.case import Case, EventKind
from domain.model.commitment import (
    REASONS,
    Balance,
    Between,
    Commitment,
    Due,
    Frequency,
    Motion,
    State,
    Terms,
    Why,
    moved,
)
from domain.model.errors import AlreadyDone, Expired, Incomplete, NotAllowed, NotFound, NotUnderstood
from domain.model.help_catalogue import CATALOGUE
from domain.model.ids import CaseId, CommitmentId, PersonId
from domain.model.notices import CommitmentAnswered, CommitmentChanged, CommitmentOffered, Notice, Priority
from domain.model.people import Person
from domain.model.rights import Deed
from domain.model.stage import Seat
from domain.model.view import AgreedHelp
from domain.model.visibility import Circumstances
from domain.ports import Turn, Work
from domain.services import access, commitment_dues, history, standing, telling

LEADS = Seat.HELP
"""Commitments are between the help side and another one: it leads the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A commitment as a side reads it: its next open day, and which side is to move."""

    commitment: Commitment
    due: Due | None
    moves: Seat | None
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Everything between the sides of a case that the reader may see, whoever is to move first."""

    case: Case
    seats: tuple[Seat, ...]
    listed: tuple[Listed, ...]
    balances: tuple[Balance, ...]
    others: tuple[Seat, ...]


# Who may


def speaks_for(work: Work, case: Case, person: PersonId) -> tuple[Seat, ...]:
    """The sides for which this person speaks: one partner may hold two seats."""
    return tuple(
        seat
        for seat, holder in work.seats.of_case(case.id).items()
        if person in standing.all_of(work, holder.holder, holder.responsibility)
    )


def own_seat(work: Work, case: Case, person: PersonId) -> Seat:
    """The side for which this person speaks. Raises NotAllowed."""
    found = speaks_for(work, case, person)
    if not found:
        raise NotAllowed("commit")
    return found[0]


def others(work: Work, case: Case, seat: Seat) -> tuple[Seat, ...]:
    """The sides to which this one can commit itself: the help side and each of the others."""
    seats = work.seats.of_case(case.id)
    wanted = (Seat.LANDLORD, Seat.BENEFITS) if seat is LEADS else (LEADS,)
    return tuple(one for one in wanted if one in seats and may_hear(case, one))


def may_hear(case: Case, hearer: Seat) -> bool:
    """Whether the household lets this side hear of help (R11)."""
    if case.withdrawn_at is not None:
        return False
    return hearer is not Seat.LANDLORD or Circumstances.of(case).landlord_hears_details


def _offering(work: Work, turn: Turn, case: Case) -> tuple[Person, Seat]:
    """Raises NotAllowed, Expired: what runs goes on after the end of a case, nothing new begins."""
    if not case.is_open:
        raise Expired("case_closed")
    person = access.require(work, turn, case, Deed.COMMIT)
    return person, own_seat(work, case, person.id)


def require_hearing(case: Case, hearer: Seat) -> None:
    """Raises NotAllowed where this side may not hear it."""
    if case.withdrawn_at is not None:
        raise NotAllowed("exchange_ended")
    if not may_hear(case, hearer):
        raise NotAllowed("commitment_needs_consent")


def of_id(work: Work, identity: CommitmentId) -> tuple[Commitment, Case]:
    """Raises NotFound."""
    found = work.commitments.get(identity)
    if found is None:
        raise NotFound("commitment")
    return found, access.case_of(work, found.case_id)


def _own(work: Work, turn: Turn, identity: CommitmentId) -> tuple[Commitment, Case, Person, tuple[Seat, ...]]:
    """With the speaker's sides in it. Raises NotFound, NotAllowed for a side that is no party to it."""
    commitment, case = of_id(work, identity)
    person = access.require(work, turn, case, Deed.COMMIT)
    seats = tuple(one for one in speaks_for(work, case, person.id) if one in commitment.between)
    if not seats:
        raise NotAllowed("commit")
    return commitment, case, person, seats


def party(work: Work, turn: Turn, identity: CommitmentId) -> tuple[Commitment, Case, Seat]:
    """A commitment and the side on which the speaker stands to it. Raises NotFound, NotAllowed."""
    commitment, case, _, seats = _own(work, turn, identity)
    return commitment, case, commitment.answers if commitment.answers in seats else seats[0]


def readable(work: Work, turn: Turn, identity: CommitmentId) -> tuple[Commitment, Case, Seat]:
    """A commitment, and the side from which the speaker reads it. Raises NotFound, NotAllowed."""
    commitment, case = of_id(work, identity)
    person = access.require(work, turn, case, Deed.SEE_COMMITMENTS)
    offered = commitment.state is State.OFFERED
    moves = commitment.answers if offered else commitment.giver
    for seat in sorted(speaks_for(work, case, person.id), key=lambda one: one is not moves):
        if any(one.id == identity for one in of_side(work, case, seat)):
            return commitment, case, seat
    raise NotAllowed("see_commitments")


# Offering


def begin(work: Work, turn: Turn, identity: CaseId) -> tuple[Case, Seat, tuple[Seat, ...]]:
    """The case, the speaker's side, and the sides across that may hear. Raises NotAllowed, NotFound."""
    case = access.case_of(work, identity)
    _, seat = _offering(work, turn, case)
    sides = others(work, case, seat)
    if sides:
        return case, seat, sides
    seats = work.seats.of_case(case.id)
    silenced = any(one in seats for one in Seat if one is not seat)
    if case.withdrawn_at is not None:
        raise NotAllowed("exchange_ended")
    raise NotAllowed("commitment_needs_consent") if silenced else NotFound("no_other_side")


def conditions(work: Work, case: Case, between: Between) -> tuple[Commitment, ...]:
    """What a new commitment may hang on: open ones that the receiver has given to the giver."""
    return tuple(
        one
        for one in work.commitments.of_case(case.id)
        if one.is_open and one.between == Between(between.receiver, between.giver)
    )


def offer(work: Work, turn: Turn, identity: CaseId, between: Between, terms: Terms) -> Commitment:
    """Offer one's own help, or ask for the other side's; the other side is told and answers.

    Raises NotAllowed, NotFound, Incomplete without what makes a commitment precise, NotUnderstood.
    """
    case = access.case_of(work, identity)
    person, _ = _offering(work, turn, case)
    seat = next((one for one in speaks_for(work, case, person.id) if one in between), None)
    if seat is None or LEADS not in between or between.giver is between.receiver:
        raise NotAllowed("commit")
    other = between.other(seat)
    if other not in work.seats.of_case(case.id):
        raise NotFound("no_other_side")
    require_hearing(case, other)
    _precise(work, case, between, terms)
    offered = work.commitments.add(
        Commitment(
            case_id=case.id,
            giver=between.giver,
            receiver=between.receiver,
            offered_by=seat,
            offered_at=work.now,
            **_fields(terms),
        )
    )
    _record(work, case, offered, EventKind.COMMITMENT_OFFERED, person)
    commitment_dues.wind_offer(work, offered)
    _ask(work, case, offered)
    work.cards.touch(case.id)
    return offered


def _ask(work: Work, case: Case, offered: Commitment) -> None:
    """The side that answers; the coordinators where nobody there can be told."""
    told = CommitmentOffered(case=case.id, commitment=offered.id)
    key = f"commitment:{offered.id}:offer:{offered.offers}"
    if not tell(work, case, offered.answers, told, key=key):
        commitment_dues.tell_upwards(work, case, offered)


def _fields(terms: Terms) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in Terms.__dataclass_fields__}


def _precise(work: Work, case: Case, between: Between, terms: Terms) -> None:
    """A commitment without end or review, or that its giver cannot give, is none."""
    if between.giver not in CATALOGUE[terms.help].givers:
        raise NotUnderstood("commitment_help")
    if terms.first_on < standing.today(work):
        raise NotUnderstood("day_behind")
    if terms.frequency is not Frequency.ONCE and (terms.ends_on is None) is (terms.review_on is None):
        raise Incomplete("commitment_end")
    if terms.ends_on is not None and terms.ends_on < terms.first_on:
        raise NotUnderstood("commitment_end")
    allowed = {one.id for one in conditions(work, case, between)}
    if terms.depends_on is not None and terms.depends_on not in allowed:
        raise NotUnderstood("commitment_condition")


# Answering


def accept(work: Work, turn: Turn, identity: CommitmentId, offer: int) -> Commitment:
    """From now on it runs. `offer` is the number of the offer that was read, where it went to and fro.

    Raises NotAllowed for whoever has made the offer, AlreadyDone, also for an earlier offer, Expired where
    its last day is over.
    """
    commitment, case, person, _ = _answering(work, turn, identity)
    return take(work, case, commitment, offer, person)


def take(
    work: Work, case: Case, commitment: Commitment, offer: int, person: Person, *, rung: Person | None = None
) -> Commitment:
    """Accepted; `person` has entered what `rung` has said on the telephone. Raises as `accept` does."""
    require_hearing(case, commitment.offered_by)
    if offer != commitment.offers:
        raise AlreadyDone("commitment")
    yesterday = date.fromordinal(standing.today(work).toordinal() - 1)
    if commitment.state is State.OFFERED and model.next_after(commitment, yesterday) is None:
        raise Expired("commitment")
    running = replace(moved(commitment, Motion.ACCEPT), answered_at=work.now, **_entered(person, rung))
    work.commitments.save(running)
    commitment_dues.begin(work, running)
    kind = EventKind.COMMITMENT_ACCEPTED_BY_PROXY if rung else EventKind.COMMITMENT_ACCEPTED
    _answered(work, case, running, kind, person)
    return running


def decline(work: Work, turn: Turn, identity: CommitmentId, why: Why) -> Commitment:
    """With a coded reason, which says nothing about the household. Raises NotAllowed, AlreadyDone."""
    commitment, case, person, _ = _answering(work, turn, identity)
    return refuse(work, case, commitment, why, person)


def refuse(
    work: Work, case: Case, commitment: Commitment, why: Why, person: Person, *, rung: Person | None = None
) -> Commitment:
    """Declined; `person` has entered what `rung` has said on the telephone. Raises as `decline` does."""
    _reason(Motion.DECLINE, why)
    declined = replace(
        moved(commitment, Motion.DECLINE),
        why=why,
        answered_at=work.now,
        ended_at=work.now,
        **_entered(person, rung),
    )
    work.commitments.save(declined)
    commitment_dues.stop(work, declined)
    kind = EventKind.COMMITMENT_DECLINED_BY_PROXY if rung else EventKind.COMMITMENT_DECLINED
    _answered(work, case, declined, kind, person)
    return declined


def _entered(person: Person, rung: Person | None) -> dict[str, Any]:
    return {} if rung is None else {"answered_for": rung.id, "proxy": person.id}


def counter(work: Work, turn: Turn, identity: CommitmentId, terms: Terms) -> Commitment:
    """Accept with a change: the offer turns round, and the other side answers it.

    Raises NotAllowed, AlreadyDone, Incomplete, NotUnderstood.
    """
    commitment, case, person, seat = _answering(work, turn, identity)
    require_hearing(case, commitment.offered_by)
    _precise(work, case, commitment.between, terms)
    offered = replace(
        moved(commitment, Motion.COUNTER),
        offered_by=seat,
        offers=commitment.offers + 1,
        offered_at=work.now,
        **_fields(terms),
    )
    work.commitments.save(offered)
    _record(work, case, offered, EventKind.COMMITMENT_OFFERED, person)
    commitment_dues.wind_offer(work, offered)
    _ask(work, case, offered)
    work.cards.touch(case.id)
    return offered


def _answering(work: Work, turn: Turn, identity: CommitmentId) -> tuple[Commitment, Case, Person, Seat]:
    """Nobody answers for the other side. Raises NotAllowed."""
    commitment, case, person, seats = _own(work, turn, identity)
    if commitment.state is State.OFFERED and commitment.answers not in seats:
        raise NotAllowed("commitment_answer")
    return commitment, case, person, commitment.answers


def _answered(work: Work, case: Case, commitment: Commitment, kind: EventKind, person: Person) -> None:
    rung = {} if commitment.answered_for is None else {"rung": commitment.answered_for}
    _record(work, case, commitment, kind, person, **rung)
    told = CommitmentAnswered(case=case.id, commitment=commitment.id, state=commitment.state.value)
    tell(work, case, commitment.offered_by, told, without=person.id if commitment.proxy else None)
    work.cards.touch(case.id)


# On the way


def suspend(work: Work, turn: Turn, identity: CommitmentId, why: Why) -> Commitment:
    """Whoever gives pauses it; nothing falls due meanwhile. Raises NotAllowed, AlreadyDone."""
    _reason(Motion.SUSPEND, why)
    return _change(work, turn, identity, Motion.SUSPEND, why)


def resume(work: Work, turn: Turn, identity: CommitmentId) -> Commitment:
    """Raises NotAllowed, AlreadyDone."""
    return _change(work, turn, identity, Motion.RESUME, None)


def withdraw(work: Work, turn: Turn, identity: CommitmentId, why: Why) -> Commitment:
    """Either side ends it before its time; an offer only whoever made it. Raises NotAllowed, AlreadyDone."""
    _reason(Motion.WITHDRAW, why)
    return _change(work, turn, identity, Motion.WITHDRAW, why)


def _change(work: Work, turn: Turn, identity: CommitmentId, motion: Motion, why: Why | None) -> Commitment:
    commitment, case, person, seats = _own(work, turn, identity)
    speaks = commitment.offered_by if commitment.state is State.OFFERED else commitment.giver
    if speaks not in seats and not (motion is Motion.WITHDRAW and commitment.state is not State.OFFERED):
        raise NotAllowed("commitment_giver")
    changed = replace(moved(commitment, motion), why=why)
    if motion is Motion.WITHDRAW:
        changed = replace(changed, ended_at=work.now)
    work.commitments.save(changed)
    commitment_dues.begin(work, changed) if motion is Motion.RESUME else commitment_dues.stop(work, changed)
    if motion is Motion.SUSPEND:
        commitment_dues.wind_pause(work, changed)
    _record(work, case, changed, EventKind.COMMITMENT_CHANGED, person)
    told = CommitmentChanged(case=case.id, commitment=changed.id, motion=motion.value)
    seat = speaks if speaks in seats else seats[0]
    tell(work, case, changed.between.other(seat), told)
    if motion in (Motion.SUSPEND, Motion.WITHDRAW):
        commitment_dues.tell_dependents(work, case, changed)
    work.cards.touch(case.id)
    return changed


def _reason(motion: Motion, why: Why) -> None:
    if why not in REASONS[motion]:
        raise NotUnderstood("tap")


# Reading


def overview(work: Work, turn: Turn, identity: CaseId) -> Overview:
    """What the speaker's side reads: its own part first. Raises NotFound, NotAllowed."""
    case = access.case_of(work, identity)
    person = access.require(work, turn, case, Deed.SEE_COMMITMENTS)
    seat, own = own_seat(work, case, person.id), speaks_for(work, case, person.id)
    visible = of_sides(work, case, own)
    listed = [listed_for(work, one, own) for one in visible]
    order = sorted(listed, key=lambda one: (not one.commitment.is_open, not one.mine, _day(one)))
    sides = {one.giver for one in visible} | {*own}
    return Overview(
        case=case,
        seats=own,
        listed=tuple(order),
        balances=tuple(model.balance(visible, one) for one in Seat if one in sides),
        others=others(work, case, seat) if case.is_open else (),
    )


def of_side(work: Work, case: Case, seat: Seat) -> tuple[Commitment, ...]:
    """The commitments of which this side is a party, as far as it may hear of them today."""
    found = [one for one in work.commitments.of_case(case.id) if seat in one.between]
    if case.withdrawn_at is not None and seat is not LEADS:
        return ()
    if seat is Seat.LANDLORD and not Circumstances.of(case).landlord_hears_details:
        return tuple(one for one in found if one.giver is seat)
    return tuple(found)


def of_sides(work: Work, case: Case, seats: Collection[Seat]) -> tuple[Commitment, ...]:
    """The same for somebody who speaks for several sides, each once, in their order."""
    found = {one.id: one for seat in seats for one in of_side(work, case, seat)}
    return tuple(found[one] for one in sorted(found))


def listed_for(work: Work, commitment: Commitment, own: Collection[Seat]) -> Listed:
    """How it stands for these sides."""
    due = commitment_dues.open_due(work, commitment)
    moves = model.to_move(commitment, due)
    return Listed(commitment=commitment, due=due, moves=moves, mine=moves in own)


def in_short(work: Work, case: Case, own: Collection[Seat]) -> AgreedHelp | None:
    """What a card says of the commitments, to the side that reads it; None where there is nothing open."""
    found = of_sides(work, case, own)
    if not any(one.is_open for one in found):
        return None
    waiting = [listed_for(work, one, own) for one in found if one.is_open]
    first = min((one for one in waiting if one.moves is not None), key=_day, default=None)
    running = [one.giver for one in found if one.state in (State.RUNNING, State.SUSPENDED)]
    return AgreedHelp(
        mover=first.moves if first else None,
        mine=first is not None and first.mine,
        awaits=model.awaits(first.commitment, first.due) if first else model.Awaits.HELP,
        what=first.commitment.help if first else None,
        until=first.due.due_on if first and first.due else None,
        running=tuple((one, running.count(one)) for one in Seat if one in running),
    )


def _day(one: Listed) -> str:
    return (one.due.due_on if one.due else one.commitment.first_on).isoformat()


# Telling


def _record(
    work: Work, case: Case, commitment: Commitment, kind: EventKind, person: Person, **facts: int
) -> None:
    history.record(
        work,
        case,
        kind,
        person.id,
        commitment=commitment.id,
        giver=commitment.giver.value,
        help=commitment.help.value,
        state=commitment.state.value,
        **facts,
    )


def tell(
    work: Work,
    case: Case,
    seat: Seat,
    notice: Notice,
    *,
    key: str | None = None,
    without: PersonId | None = None,
) -> bool:
    """Whoever answers for this side today and is here, unless it is their own deed. False: nobody is told."""
    reader = standing.in_chat(work, case, seat)
    if reader is None or reader.id == without:
        return False
    return telling.tell(work, reader.id, notice, priority=Priority.NEWS, dedupe=key)
