"""Cases ready made that most people must not touch, each with words that occur nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from domain.model.case import (
    Answer,
    CallTask,
    Case,
    CaseState,
    Note,
    Referral,
    ReferralKind,
    ReferralState,
    SeatHolder,
    Step,
)
from domain.model.case_code import draw
from domain.model.case_deadline import SCHONFRIST, CaseDeadline
from domain.model.check_in import CheckIn, CheckInState
from domain.model.commitment import Commitment, Due, DueState, Frequency, State
from domain.model.duplicate import Duplicate
from domain.model.help_catalogue import Help
from domain.model.ids import CaseId, PersonId, ReferralId
from domain.model.referral import Before, Motion
from domain.model.stage import (
    Channel,
    Household,
    NoticeKind,
    Outcome,
    Reason,
    RentsOpen,
    Request,
    Seat,
    Stage,
)
from domain.model.urgency import Urgency, UrgencyReason
from domain.services import aftercare, telling
from drills.townspeople import STEMWEDE, Town
from storage.work import SqliteWork

SEATED = {"carla": Seat.LANDLORD, "petra": Seat.HELP, "quirin": Seat.HELP, "jana": Seat.BENEFITS}
"""Who answers for which seat of every case; Quirin is Petra's deputy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Affair:
    """A case and what belongs to it. `own` is the request that a seat has accepted, `asked` the open one.

    `run` with one of the `steps` for each seat is a failure run, `guarantee` what its landlord waits for.
    `dues` are days of commitments on which a word is owed: to the landlord's side, and by the body that pays.
    """

    case: CaseId
    code: str
    word: str
    side: Seat
    notes: dict[Seat, str]
    own: dict[Seat, ReferralId]
    asked: ReferralId
    call: int
    duplicate: int
    deadline: int
    dues: tuple[int, ...]
    check_ins: dict[Seat, int]
    run: int = 0
    steps: Mapping[Seat, int] = field(default_factory=dict)
    guarantee: int = 0
    review: int = 0


class Builder:
    """Makes cases of one household each, every one with words that occur nowhere else."""

    def __init__(self, work: SqliteWork, town: Town, chance: Random) -> None:
        self.work = work
        self.town = town
        self.chance = chance
        self.codes: set[str] = set()
        self.twin: CaseId | None = None

    def open_case(self, *, seats: tuple[str, ...] = ("carla", "petra", "jana"), **facts: Any) -> Affair:
        """Reported by Anna, seated; Otto is asked to take the seat `wanted`, Ulf is to be rung if `rings`.

        `asker` and `caller` name who has asked Otto and who rings Ulf; everything else changes the case.
        """
        asker = str(facts.pop("asker", "petra"))
        caller, rings = str(facts.pop("caller", "petra")), bool(facts.pop("rings", True))
        wanted = Seat(str(facts.pop("wanted", Seat.BENEFITS)))
        case = self._case(facts)
        own = {SEATED[who]: self._taken(case, who) for who in seats}
        asked = self._asked(case, "otto", asker, wanted)
        call = self._ringing(case, caller) if rings else 0
        self.twin = self.twin or case.id
        twin = self.work.duplicates.add(Duplicate(case_id=case.id, other=self.twin))
        notes = {SEATED[who]: self._note(case, who) for who in seats}
        return Affair(
            case=case.id,
            code=case.code,
            word=case.word,
            side=case.side,
            notes=notes,
            own=own,
            asked=asked,
            call=call,
            duplicate=twin.id,
            deadline=self._deadline(case),
            dues=(self._due(case, Seat.HELP, Seat.LANDLORD), self._due(case, Seat.BENEFITS, Seat.HELP)),
            check_ins={},
        )

    def closed_case(self, **facts: Any) -> Affair:
        """Closed with the tenancy kept; both sides are asked today how things are."""
        affair = self.open_case(**facts)
        work = self.work
        for one in work.referrals.of_case(affair.case):
            if one.is_open:
                work.referrals.save(replace(one, state=ReferralState.WITHDRAWN))
        case = work.cases.get(affair.case)
        assert case is not None
        yes = Answer.YES
        ended = replace(
            case,
            state=CaseState.CLOSED,
            outcome=Outcome.E2,
            ended_on=date(2026, 11, 20),
            closed_at=work.now - timedelta(hours=1),
            aftercare_consent=yes,
            landlord_asked_consent=yes,
        )
        work.cases.save(ended)
        plan = aftercare.start(work, ended)
        return replace(affair, check_ins=dict(self._asked_today(work.check_ins.of_plan(plan.id))))

    def _asked_today(self, planned: tuple[CheckIn, ...]) -> list[tuple[Seat, int]]:
        first: dict[Seat, CheckIn] = {}
        for one in planned:
            first.setdefault(one.seat, one)
        who = {Seat.LANDLORD: "carla", Seat.HELP: "petra"}
        for seat, one in first.items():
            person = self.town.people[who[seat]]
            asked = replace(one, state=CheckInState.ASKED, asked=person, asked_at=self.work.now)
            self.work.check_ins.save(asked)
        return [(seat, one.id) for seat, one in first.items()]

    def case_of_the_group(self) -> Affair:
        """The landlord is asked to take part, and its group has the card."""
        affair = self.open_case(seats=("petra",))
        self._ask(affair.case, "carla", self.town.people["petra"], Seat.LANDLORD, step=Step.GROUP, asked=None)
        case = self.work.cases.get(affair.case)
        assert case is not None
        telling.show_group_card(self.work, case, self.town.group)
        return affair

    def _case(self, facts: dict[str, object]) -> Case:
        people, number = self.town.people, len(self.codes) + 1
        code = draw("MI", self.chance.choice, self.codes.__contains__)
        self.codes.add(code)
        told = Case(
            code=code,
            word=f"Merkwort{number:04}",
            side=Seat.LANDLORD,
            reporter=people["anna"],
            reporter_partner=self.town.partners["landlord"],
            owner=people["petra"],
            stage=Stage.NOTICE,
            stage_on=date(2026, 11, 20),
            notice_kind=NoticeKind.EXTRAORDINARY,
            rents_open=RentsOpen.OVER_FOUR,
            reason=Reason.LIFE_SITUATION,
            household=Household.COUPLE_CHILDREN,
            children=3,
            municipality=STEMWEDE,
            channel=Channel.LANDLORD,
            request=Request.HOME_VISIT,
            landlord_partner=self.town.partners["landlord"],
            consent="consent",
            basis="consent",
            names_to_authority=True,
            names_to_provider="yes",
            landlord_may_know=True,
            urgency=Urgency.ORANGE,
            urgency_reason=UrgencyReason.NOTICE,
            follow_up={"income": "asylum"},
            reported_at=self.work.now - timedelta(days=1),
        )
        return self.work.cases.add(replace(told, **facts))  # type: ignore[arg-type]

    def _taken(self, case: Case, who: str) -> ReferralId:
        """This seat's holder has taken it a moment ago and owes a word."""
        work, people, seat = self.work, self.town.people, SEATED[who]
        work.seats.add(
            SeatHolder(
                case_id=case.id,
                seat=seat,
                partner=self.town.partner_of(who),
                responsibility=self.town.entries[who],
                holder=people[who],
                since_at=work.now,
            )
        )
        before = Before(by=people[who], motion=Motion.ACCEPT, owner=people["anna"])
        return self._ask(
            case.id,
            who,
            people["anna"],
            seat,
            state=ReferralState.ACCEPTED,
            accepted_by=people[who],
            accepted_at=work.now,
            promised_at=work.network.calendar.add_working_days(work.now, 1),
            previous=before.stored(),
            decided_at=work.now,
        )

    def _deadline(self, case: Case) -> int:
        """A Schonfrist that is far from its end."""
        today = self.work.network.calendar.local(self.work.now).date()
        kept = CaseDeadline(
            case_id=case.id,
            event="klage_zugestellt",
            event_on=today,
            kind=SCHONFRIST,
            ends_on=today + timedelta(days=60),
            safe_on=today + timedelta(days=60),
            entered_at=self.work.now,
        )
        return self.work.deadlines.add(kept).id

    def _due(self, case: Case, giver: Seat, receiver: Seat) -> int:
        """A commitment that has fallen due today."""
        today = self.work.network.calendar.local(self.work.now).date()
        made = self.work.commitments.add(
            Commitment(
                case_id=case.id,
                giver=giver,
                receiver=receiver,
                offered_by=giver,
                help=Help.ROUND_TABLE,
                frequency=Frequency.MONTHLY,
                first_on=today,
                ends_on=today + timedelta(days=365),
                state=State.RUNNING,
                offered_at=self.work.now,
            )
        )
        due = Due(commitment=made.id, case_id=case.id, planned_on=today, due_on=today, state=DueState.ASKED)
        return self.work.commitment_dues.add(due).id

    def _ringing(self, case: Case, caller: str) -> int:
        """Ulf, who is not on Telegram, is to be rung."""
        people = self.town.people
        task = CallTask(
            case_id=case.id,
            referral=self._asked(case, "ulf", caller, Seat.BENEFITS),
            caller=people[caller],
            callee=people["ulf"],
            opened_at=self.work.now,
        )
        return self.work.call_tasks.add(task).id

    def _asked(self, case: Case, who: str, asker: str, seat: Seat) -> ReferralId:
        return self._ask(case.id, who, self.town.people[asker], seat)

    def _ask(self, case: CaseId, who: str, by: PersonId, seat: Seat, **facts: object) -> ReferralId:
        work = self.work
        referral = Referral(
            case_id=case,
            kind=ReferralKind.TAKEOVER if seat is Seat.HELP else ReferralKind.COOPERATION,
            seat=seat,
            partner=self.town.partner_of(who),
            responsibility=self.town.entries[who],
            asked_by=by,
            asked=self.town.people[who],
            opened_at=work.now,
            step_at=work.now,
            due_at=work.network.calendar.add_working_days(work.now, 3),
        )
        return work.referrals.add(replace(referral, **facts)).id  # type: ignore[arg-type]

    def _note(self, case: Case, to: str) -> str:
        """A note to this person's seat; gives its words, which nobody else may read."""
        seat, people = SEATED[to], self.town.people
        author = people["carla"] if seat is Seat.HELP else people["petra"]
        text = f"Notizwort{case.id:04}{seat[0]}"
        self.work.notes.add(
            Note(
                case_id=case.id,
                author=author,
                addressed_to=seat,
                text=text,
                written_at=self.work.now,
                delivered_at=self.work.now,
            )
        )
        return text
