"""The network that is attacked: who is who, and cases ready made that most of them must not touch."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from domain.model.aftercare import HelpAnswer, LandlordAnswer
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
from domain.model.check_in import CheckIn, CheckInState
from domain.model.duplicate import Duplicate
from domain.model.ids import CaseId, ChatId, MunicipalityId, PartnerId, PersonId, ReferralId, ResponsibilityId
from domain.model.people import GroupState, Partner, Person, Role, StaffGroup
from domain.model.referral import Before, Motion
from domain.model.routing import Responsibility, Topic
from domain.model.stage import (
    Channel,
    Household,
    NoticeKind,
    Outcome,
    PartnerKind,
    Reason,
    RentsOpen,
    Request,
    Seat,
    Stage,
)
from domain.model.urgency import Urgency, UrgencyReason
from domain.services import aftercare, telling
from storage.work import SqliteWork

STEMWEDE = MunicipalityId("05770044")
SEATED = {"carla": Seat.LANDLORD, "petra": Seat.HELP, "quirin": Seat.HELP, "jana": Seat.BENEFITS}
"""Who answers for which seat of every case; Quirin is Petra's deputy."""

_PARTNERS = {
    "landlord": ("Wohnhaus Minden", PartnerKind.LANDLORD),
    "help": ("Fachstelle Nord", PartnerKind.PROVIDER),
    "benefits": ("Jobcenter Mitte", PartnerKind.AUTHORITY),
    "town_hall": ("Ordnungsamt Mitte", PartnerKind.AUTHORITY),
    "youth_office": ("Jugendamt Kreis", PartnerKind.AUTHORITY),
    "office": ("Koordinationsstelle", PartnerKind.PROVIDER),
    "other_landlord": ("Hausverein Ost", PartnerKind.LANDLORD),
    "other_help": ("Beratung Ost", PartnerKind.PROVIDER),
}
_PEOPLE = {
    "anna": ("Anna Alt", "landlord", Role.MEMBER),
    "bernd": ("Bernd Bach", "landlord", Role.MEMBER),
    "carla": ("Carla Cent", "landlord", Role.MEMBER),
    "petra": ("Petra Nord", "help", Role.MEMBER),
    "quirin": ("Quirin Quast", "help", Role.MEMBER),
    "lea": ("Lea Lind", "help", Role.LEAD),
    "jana": ("Jana Jung", "benefits", Role.MEMBER),
    "otto": ("Otto Ohm", "town_hall", Role.MEMBER),
    "ulf": ("Ulf Ungern", "youth_office", Role.MEMBER),
    "karin": ("Karin Kurz", "office", Role.COORDINATOR),
    "nils": ("Nils Neu", "other_landlord", Role.MEMBER),
    "nora": ("Nora Nah", "other_help", Role.LEAD),
}
NOT_ON_TELEGRAM = "ulf"
FIRST_USER = 2001


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """Everybody by first name: their ids in the network and at Telegram."""

    partners: dict[str, PartnerId]
    people: dict[str, PersonId]
    users: dict[str, int]
    entries: dict[str, ResponsibilityId]
    group: ChatId

    def partner_of(self, who: str) -> PartnerId:
        return self.partners[_PEOPLE[who][1]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Affair:
    """A case and what belongs to it. `own` is the request that a seat has accepted, `asked` the open one."""

    case: CaseId
    code: str
    word: str
    notes: dict[Seat, str]
    own: dict[Seat, ReferralId]
    asked: ReferralId
    call: int
    duplicate: int
    check_ins: dict[Seat, int]


def found(work: SqliteWork, group: int) -> Town:
    """Fill an empty network. Everybody has joined and knows the rules; the landlord has a group."""
    partners = {
        key: work.partners.add(Partner(name=name, kind=kind)).id for key, (name, kind) in _PARTNERS.items()
    }
    users = {who: FIRST_USER + number for number, who in enumerate(_PEOPLE) if who != NOT_ON_TELEGRAM}
    people = {
        who: work.people.add(
            Person(
                partner=partners[partner],
                name=name,
                function="Sachbearbeitung",
                phone="05731 1000",
                hours="Mo bis Do 8 bis 16 Uhr",
                role=role,
                telegram=ChatId(users[who]) if who in users else None,
                acknowledged_at=work.now if who in users else None,
            )
        ).id
        for who, (name, partner, role) in _PEOPLE.items()
    }
    town = Town(partners=partners, people=people, users=users, entries={}, group=ChatId(group))
    _directory(work, town)
    work.groups.add(
        StaffGroup(
            chat=ChatId(group), partner=partners["landlord"], state=GroupState.LINKED, linked_at=work.now
        )
    )
    return town


def _directory(work: SqliteWork, town: Town) -> None:
    lines = (
        ("petra", Topic.WOHNUNGSSICHERUNG, "quirin"),
        ("petra", Topic.NACHSORGE, "quirin"),
        ("petra", Topic.SCHEITERN, "quirin"),
        ("carla", None, None),
        ("jana", Topic.MIETSCHULDENUEBERNAHME, None),
        ("otto", Topic.UNTERBRINGUNG, None),
        ("ulf", Topic.JUGENDAMT, None),
    )
    for holder, topic, deputy in lines:
        stored = work.responsibilities.add(
            Responsibility(
                id=ResponsibilityId(0),
                partner_id=town.partner_of(holder),
                holder=town.people[holder],
                area=None,
                topic=topic,
                deputy=None if deputy is None else town.people[deputy],
            )
        )
        town.entries.setdefault(holder, stored.id)


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
            notes=notes,
            own=own,
            asked=asked,
            call=call,
            duplicate=twin.id,
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
            due_at=None,
            previous=before.stored(),
            decided_at=work.now,
        )

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


RIGHT_ANSWERS = {Seat.LANDLORD: LandlordAnswer.ALL_WELL, Seat.HELP: HelpAnswer.STABLE}
