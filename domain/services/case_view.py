"""What a reader may see of a case: the rows read once, put together, and stripped of what is not theirs."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final

from domain.model.case import Case, CaseOutline, EventKind, Referral, ReferralState, Step
from domain.model.case_deadline import SCHONFRIST, CaseDeadline
from domain.model.check_in import CheckInState
from domain.model.people import Person
from domain.model.referral import UNDO_WITHIN
from domain.model.rights import Relation
from domain.model.routing import Responsibility
from domain.model.stage import Seat
from domain.model.urgency import UrgencyReason
from domain.model.view import Contact, Move, Situation, Task, View
from domain.model.visibility import Circumstances, Field, ending, visible
from domain.ports import Work
from domain.services import access, commitments, deadlines, failure_view, moves, standing
from domain.services.parties import INVOLVED, Sides, own_seats
from domain.services.promises import PASSED

FILED_AFTER: Final = timedelta(days=30)
"""After closing a card says only that the case is closed (the practice paper, P10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """Who moves next, as far as a reader may know it."""

    move: Move | None
    is_mine: bool


def of(work: Work, case: Case, reader: Person) -> View:
    """Exactly what this member may read today. A stranger to the case reads its code."""
    return _Look(work, case, reader).view()


def glance(work: Work, case: CaseOutline, reader: Person) -> Glance | None:
    """No more of the case than a long list needs. None: it is not the reader's to see."""
    return _Outline(work, case, reader).glance()


class _Outline:
    """One reader's look at what a long list needs of a case: rows are read once."""

    def __init__(self, work: Work, case: CaseOutline, reader: Person) -> None:
        self.work = work
        self.reader = reader
        self.outline = case
        self.circumstances = Circumstances.of(case)
        self.referrals = work.referrals.of_case(case.id)
        self.relations = access.relations(work, case, reader)
        self.own = own_seats(self.relations)

    def glance(self) -> Glance | None:
        """The move alone."""
        if self.relations <= {Relation.NONE}:
            return None
        duty = self._duty() if Field.WHO_MOVES in visible(self.relations, self.circumstances) else None
        return Glance(move=duty, is_mine=duty is not None and self._is_mine(duty))

    @cached_property
    def mine(self) -> Referral | None:
        waiting = [one for one in self.referrals if one.is_open and self._waits_for_me(one)]
        return min(waiting, key=lambda one: one.id, default=None)

    def _waits_for_me(self, referral: Referral) -> bool:
        decides = Relation.COORDINATOR in self.relations and referral.step is Step.COORDINATOR
        return decides or access.is_asked(self.work, self.outline, referral, self.reader)

    def _duty(self) -> Move | None:
        pending = moves.pending(self.work, self.outline)
        return next((one for one in pending if self._is_mine(one)), next(iter(pending), None))

    def _is_mine(self, move: Move) -> bool:
        if move.task is Task.DECIDE or (move.task is Task.FAILURE_STEP and move.person is None):
            return Relation.COORDINATOR in self.relations
        if move.person == self.reader.id:
            return True
        if move.task is Task.ANSWER:
            return move.referral is not None and move.referral == self.mine
        return move.task is not Task.CALL and move.seat in self.own


class _Look(_Outline):
    """One reader's look at a whole case."""

    def __init__(self, work: Work, case: Case, reader: Person) -> None:
        super().__init__(work, case, reader)
        self.case = case
        self.seats = work.seats.of_case(case.id)
        self.sides = Sides(work, case, self.seats, self.referrals)

    @cached_property
    def reopened(self) -> bool:
        again = self.work.events.last(self.case.id, EventKind.CLOSED, EventKind.REOPENED)
        return again is not None and again.kind is EventKind.REOPENED

    def view(self) -> View:
        """Everything first, then without what this reader may not see."""
        case = self.case
        duty = self._duty()
        view = View(
            case=case.id,
            code=case.code,
            word=case.word if self.fields else "",
            relations=self.relations,
            fields=self.fields,
            situation=self._situation(),
            protected=case.protected,
            side=case.side,
            is_open=case.is_open,
            reopened=self.reopened,
            reported_on=self._day(case.reported_at),
            asked_by=self._asked_by(),
            naming=self.sides.naming(),
            mine=self.mine,
            responsibility=self._responsibility(),
            in_place_of=self._in_place_of(),
            held=self._held(),
            held_by=self._held_by(),
            agreed=self.circumstances.agreed,
            withdrawn=case.withdrawn_at is not None,
            promised=self._promised(),
            undoable=self._undoable(),
            parties=self.sides.others(self.relations, self.reader.partner),
            move=duty,
            mover=self._office(duty),
            my_move=duty is not None and self._is_mine(duty),
            check_on=self._check_on(),
            deadlines=self.deadlines,
            envelope_wanted=deadlines.is_envelope_wanted(self.case),
            help=commitments.in_short(self.work, case, self.own),
            failing=failure_view.may_see_run(self.work, case, self.reader),
        )
        return self._with_facts(view).only(self.fields)

    def _with_facts(self, view: View) -> View:
        case = self.case
        nameless = case.household.has_children and Field.CHILDREN not in self.fields
        return replace(
            view,
            stage=case.stage,
            stage_on=case.stage_on,
            stage_when=case.stage_when,
            notice_kind=case.notice_kind,
            rents_open=case.rents_open,
            place_known=True,
            municipality=case.municipality,
            household=None if nameless else case.household,
            with_children=case.household.has_children or bool(case.children),
            children=case.children,
            reason=case.reason,
            request=case.request,
            urgency=case.present_urgency,
            urgency_reason=self._urgency_reason(),
            urgency_override=case.urgency_override_reason,
            contact_made_at=case.contact_made_at,
            informed_on=case.household_informed_on,
            follow_up=case.follow_up,
            ended_on=case.ended_on,
            ending=ending(case.outcome) if case.outcome else None,
            outcome=case.outcome,
        )

    @cached_property
    def deadlines(self) -> tuple[CaseDeadline, ...]:
        asked = self.mine.seat if self.mine else None
        return deadlines.shown_to(self.work, self.case, self.relations, asked)

    def _urgency_reason(self) -> UrgencyReason | None:
        """That a Schonfrist ends is told to nobody who does not read that deadline."""
        reason = self.case.urgency_reason
        if reason is UrgencyReason.GRACE_ENDING and not any(one.kind == SCHONFRIST for one in self.deadlines):
            return None
        return None if self.case.urgency_override else reason

    # Who reads

    @cached_property
    def fields(self) -> frozenset[Field]:
        found = visible(self.relations, self.circumstances)
        without = visible(self.relations - {Relation.REPORTER}, self.circumstances)
        if Field.STAGE in found - without and self.work.events.last(self.case.id, EventKind.STAGE_CHANGED):
            return found - {
                Field.STAGE
            }  # a reporter without seat knows what was reported, not what came later
        return found

    def _situation(self) -> Situation:
        case = self.case
        if self.relations <= {Relation.NONE}:
            return Situation.GONE
        if not self.fields:
            return Situation.ENDED
        if not case.is_open:
            ago = self.work.now - (case.closed_at or self.work.now)
            return Situation.FILED if ago >= FILED_AFTER else Situation.CLOSED
        if self.mine is not None and not self._let_pass(self.mine):
            return self._asked_how(self.mine)
        if self.relations & INVOLVED:
            return Situation.LIVE if Relation.HELP in self.relations or self._taken() else Situation.WAITING
        return Situation.OVERSEEN if Relation.COORDINATOR in self.relations else Situation.TAKEN

    def _asked_how(self, referral: Referral) -> Situation:
        if referral.step is Step.COORDINATOR and Relation.COORDINATOR in self.relations:
            return Situation.DECIDE
        if self._in_place_of() and referral.step is not Step.CONTACT:
            return Situation.DEPUTY
        again = self.reopened and referral.seat is Seat.HELP
        return Situation.RELAPSE if again else Situation.REQUEST

    def _let_pass(self, referral: Referral) -> bool:
        """Whether others are asked because the reader let a promise pass: a late word still settles it."""
        promised = self._promised()
        if referral.why != PASSED or promised is None:
            return False
        return promised.accepted_by == self.reader.id or not self._in_place_of()

    def _taken(self) -> bool:
        """Whether the help side is there and not being asked anew."""
        return Seat.HELP in self.seats and not any(
            one.is_open and one.seat is Seat.HELP for one in self.referrals
        )

    # What waits for the reader

    def _responsibility(self) -> Responsibility | None:
        if self.mine is None or self.mine.responsibility is None:
            return None
        return self.work.responsibilities.get(self.mine.responsibility)

    def _in_place_of(self) -> str:
        """Who would answer the request if the reader did not stand in."""
        entry = self._responsibility()
        addressee = self.mine.addressee if self.mine else None
        contact = addressee or (entry.holder if entry else None)
        return "" if contact == self.reader.id else self.sides.name(contact)

    def _held(self) -> Referral | None:
        taken = (ReferralState.ACCEPTED, ReferralState.EXPIRED)
        own = (one for one in self.referrals if one.seat in self.own and one.state in taken)
        return max(own, key=lambda one: one.id, default=None)

    def _held_by(self) -> str:
        """Who sits there, if the reader is only the deputy."""
        sitting = [standing.at_seat(self.work, self.case, seat) for seat in self.own]
        names = [one.name for one in sitting if one is not None and one.id != self.reader.id]
        return names[0] if names and len(names) == len(self.own) else ""

    def _promised(self) -> Referral | None:
        held = self._held()
        return held if held and held.promised_at and held.promise_settled_at is None else None

    def _undoable(self) -> Referral | None:
        since = self.work.now - UNDO_WITHIN
        decided = (one for one in self.referrals if one.decided_at is not None and one.decided_at >= since)
        mine = (one for one in decided if one.previous.get("by") == self.reader.id)
        return max(mine, key=lambda one: one.id, default=None)

    def _office(self, move: Move | None) -> str:
        if move is None:
            return ""
        if move.referral is not None and move.task in (Task.ANSWER, Task.REPORT_BACK):
            return self.sides.office(move.referral.partner)
        person = self.work.people.get(move.person) if move.person else None
        return self.sides.office(person.partner) if person else ""

    def _asked_by(self) -> Contact | None:
        asker = self.mine.asked_by if self.mine else self.case.reporter
        return None if asker == self.reader.id else self.sides.contact(asker)

    def _check_on(self) -> date | None:
        waiting = (CheckInState.PLANNED, CheckInState.ASKED)
        check_ins = self.work.check_ins.of_case(self.case.id) if not self.case.is_open else ()
        own = [one.target_on for one in check_ins if one.state in waiting and one.seat in self.own]
        return min(own, default=None)

    def _day(self, at: datetime) -> date:
        return self.work.network.calendar.local(at).date()
