"""A view of a case out of real rows: every attribute by reader, and a group that learns nothing."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.model.calendar import WorkCalendar
from domain.model.case import (
    Case,
    CaseState,
    EventKind,
    Referral,
    ReferralKind,
    ReferralState,
    SeatHolder,
    Step,
)
from domain.model.failure import FailureRun, RunState, plan
from domain.model.failure_rule import USUAL, Trigger
from domain.model.ids import (
    CaseId,
    ChatId,
    MunicipalityId,
    PartnerId,
    PersonId,
    ReferralId,
    ResponsibilityId,
)
from domain.model.people import Partner, Person, Role
from domain.model.rights import Relation
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
from domain.model.view import SAYS, GroupView, Situation, Spoken, Task, View
from domain.model.visibility import Field
from domain.ports import Network
from domain.services import case_view, group_view, history, moves
from storage.database import connect_file
from storage.work import SqliteWork

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
ESPELKAMP = MunicipalityId("05770008")


@dataclass
class Rows:
    """A landlord, a help side, a Jobcenter, a coordinator, and one case between them."""

    work: SqliteWork
    partners: dict[str, PartnerId]
    people: dict[str, PersonId]
    case: Case

    def view(self, name: str) -> View:
        person = self.work.people.get(self.people[name])
        case = self.work.cases.get(self.case.id)
        assert person is not None
        assert case is not None
        return case_view.of(self.work, case, person)

    def sit(self, seat: Seat, name: str) -> None:
        person = self.work.people.get(self.people[name])
        assert person is not None
        entries = self.work.responsibilities.of_person(person.id)
        holder = SeatHolder(
            case_id=self.case.id,
            seat=seat,
            partner=person.partner,
            responsibility=entries[0].id if entries else None,
            holder=person.id,
            since_at=NOW,
        )
        self.work.seats.add(holder)

    def ask(self, seat: Seat, name: str, **facts: object) -> Referral:
        person = self.work.people.get(self.people[name])
        assert person is not None
        asked = Referral(
            case_id=self.case.id,
            kind=ReferralKind.TAKEOVER if seat is Seat.HELP else ReferralKind.COOPERATION,
            seat=seat,
            partner=person.partner,
            responsibility=self.work.responsibilities.of_person(person.id)[0].id,
            asked_by=self.people["anna"],
            asked=person.id,
            opened_at=NOW,
            due_at=datetime(2026, 11, 24, 8, tzinfo=UTC),
        )
        return self.work.referrals.add(replace(asked, **facts))  # type: ignore[arg-type]


PARTNERS = {
    "landlord": PartnerKind.LANDLORD,
    "help": PartnerKind.PROVIDER,
    "benefits": PartnerKind.AUTHORITY,
    "office": PartnerKind.PROVIDER,
}
PEOPLE = {
    "anna": "landlord",
    "bernd": "landlord",
    "carla": "landlord",
    "petra": "help",
    "quirin": "help",
    "jana": "benefits",
    "karin": "office",
    "mallory": "office",
}


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    network = Network(name="Netz", case_prefix="MI", calendar=WorkCalendar())
    work = SqliteWork(connect_file(tmp_path / "view.db"), network).at(NOW)
    work.connection.execute("BEGIN")
    partners = {
        name: work.partners.add(Partner(name=name.title(), kind=kind)).id for name, kind in PARTNERS.items()
    }
    people = {
        name: work.people.add(
            Person(
                partner=partners[partner],
                name=name.title(),
                phone="05731 1000",
                telegram=ChatId(number),
                role=Role.COORDINATOR if name == "karin" else Role.MEMBER,
            )
        ).id
        for number, (name, partner) in enumerate(PEOPLE.items(), start=1)
    }
    for holder, deputy in (("carla", "bernd"), ("petra", "quirin"), ("jana", None)):
        work.responsibilities.add(
            Responsibility(
                id=ResponsibilityId(0),
                partner_id=partners[PEOPLE[holder]],
                holder=people[holder],
                deputy=people[deputy] if deputy else None,
                topic=Topic.WOHNUNGSSICHERUNG,
            )
        )
    return Rows(work, partners, people, work.cases.add(full(partners, people)))


def full(partners: dict[str, PartnerId], people: dict[str, PersonId]) -> Case:
    """A case of which everything is known."""
    return Case(
        code="MI-7KQ4",
        word="Ahorn",
        side=Seat.LANDLORD,
        reporter=people["anna"],
        reporter_partner=partners["landlord"],
        owner=people["anna"],
        stage=Stage.NOTICE,
        stage_on=date(2026, 11, 20),
        notice_kind=NoticeKind.BOTH,
        rents_open=RentsOpen.TWO_TO_FOUR,
        reason=Reason.RENT_ARREARS,
        household=Household.COUPLE_CHILDREN,
        children=3,
        municipality=ESPELKAMP,
        channel=Channel.LANDLORD,
        request=Request.CONTACT,
        consent="informed",
        basis="legitimate_interest",
        names_to_authority=True,
        names_to_provider="if_named",
        landlord_may_know=True,
        urgency=Urgency.ORANGE,
        urgency_reason=UrgencyReason.NOTICE,
        urgency_override=Urgency.RED,
        urgency_override_reason="supply_cut",
        contact_made_at=NOW,
        household_informed_on=date(2026, 11, 21),
        follow_up={"income": "pension"},
        reported_at=NOW,
    )


def seated(rows: Rows) -> None:
    rows.sit(Seat.LANDLORD, "carla")
    rows.sit(Seat.HELP, "petra")
    rows.sit(Seat.BENEFITS, "jana")


@pytest.mark.parametrize(
    ("name", "relations"),
    [
        ("petra", {Relation.HELP, Relation.COLLEAGUE}),
        ("quirin", {Relation.HELP, Relation.COLLEAGUE}),
        ("carla", {Relation.LANDLORD, Relation.COLLEAGUE}),
        ("anna", {Relation.REPORTER, Relation.COLLEAGUE}),
        ("jana", {Relation.BENEFITS, Relation.COLLEAGUE}),
        ("karin", {Relation.COORDINATOR}),
        ("mallory", {Relation.NONE}),
    ],
)
def test_every_attribute_belongs_to_a_field_or_is_plain(
    rows: Rows, name: str, relations: set[Relation]
) -> None:
    seated(rows)
    view = rows.view(name)
    assert view.relations == relations
    known = {attribute for names in SAYS.values() for attribute in names}
    for field, names in SAYS.items():
        values = [getattr(view, attribute) for attribute in names]
        if field not in view.fields:
            assert not any(values), f"{name} reads {field}"
    assert {"stage", "household", "reason", "children", "outcome", "follow_up"} <= known
    assert set(SAYS) == set(Field)


def test_before_acceptance_children_are_not_counted(rows: Rows) -> None:
    rows.ask(Seat.HELP, "petra")
    view = rows.view("petra")
    assert view.situation is Situation.REQUEST
    assert (view.household, view.children, view.with_children) == (None, None, True)
    assert (view.rents_open, view.contact_made_at, view.follow_up) == (None, None, {})


def test_benefits_are_not_shown_to_the_landlord(rows: Rows) -> None:
    seated(rows)
    assert [party.seat for party in rows.view("carla").parties] == [Seat.HELP]
    assert [party.seat for party in rows.view("anna").parties] == [Seat.HELP]
    assert [party.seat for party in rows.view("petra").parties] == [Seat.LANDLORD, Seat.BENEFITS]


def test_a_reporter_without_seat_does_not_follow_the_stage(rows: Rows) -> None:
    seated(rows)
    assert rows.view("anna").stage is Stage.NOTICE
    history.record(rows.work, rows.case, EventKind.STAGE_CHANGED, rows.people["petra"], stage="suit")
    assert rows.view("anna").stage is None
    assert rows.view("carla").stage is Stage.NOTICE


def test_a_colleague_reads_who_has_it_and_nothing_else(rows: Rows) -> None:
    told = {"side": Seat.HELP, "reporter": rows.people["petra"], "reporter_partner": rows.partners["help"]}
    rows.work.cases.save(replace(rows.case, **told))  # type: ignore[arg-type]
    seated(rows)
    view = rows.view("anna")
    assert (view.situation, view.fields) == (Situation.TAKEN, frozenset({Field.WHO_HAS}))
    assert [party.who.name for party in view.parties if party.who] == ["Carla"]


@pytest.mark.parametrize(
    ("kind", "facts", "spoken"),
    [
        (PartnerKind.AUTHORITY, {}, Spoken.YES),
        (PartnerKind.AUTHORITY, {"names_to_authority": False}, Spoken.NO),
        (PartnerKind.PROVIDER, {}, Spoken.IF_NAMED),
        (PartnerKind.PROVIDER, {"names_to_provider": "no"}, Spoken.NO),
        (PartnerKind.PROVIDER, {"names_to_provider": "yes"}, Spoken.YES),
        (PartnerKind.AUTHORITY, {"withdrawn_at": NOW}, Spoken.NO),
        (PartnerKind.PROVIDER, {"side": Seat.HELP}, Spoken.NO),
        (PartnerKind.PROVIDER, {"side": Seat.HELP, "basis": "release"}, Spoken.YES),
    ],
)
def test_names_are_spoken_by_basis_and_kind(
    rows: Rows, kind: PartnerKind, facts: dict[str, object], spoken: Spoken
) -> None:
    rows.work.cases.save(replace(rows.case, **facts))  # type: ignore[arg-type]
    partner = rows.work.partners.get(rows.partners["help"])
    assert partner is not None
    rows.work.partners.save(replace(partner, kind=kind))
    seated(rows)
    assert rows.view("petra").naming is spoken


@pytest.mark.parametrize(
    ("prepare", "task", "person"),
    [
        (lambda rows: rows.ask(Seat.HELP, "petra"), Task.ANSWER, "petra"),
        (lambda rows: rows.ask(Seat.HELP, "petra", step=Step.COORDINATOR, asked=None), Task.DECIDE, None),
        (lambda _: None, Task.LEAD, "anna"),
        (lambda rows: rows.sit(Seat.HELP, "petra"), Task.LEAD, "petra"),
    ],
)
def test_somebody_always_moves_next(
    rows: Rows, prepare: Callable[[Rows], object], task: Task, person: str | None
) -> None:
    prepare(rows)
    move = moves.who_moves(rows.work, rows.case)
    assert move is not None
    assert (move.task, move.person) == (task, rows.people[person] if person else None)


def test_a_closed_case_waits_for_nobody(rows: Rows) -> None:
    closed = replace(rows.case, state=CaseState.CLOSED, outcome=Outcome.V5, closed_at=NOW)
    rows.work.cases.save(closed)
    assert moves.who_moves(rows.work, closed) is None


# The group

CANARIES = ("Ahorn", "2026, 11, 20", "couple", "3", "rent_arrears", "2_to_4", "supply_cut", "pension", "Anna")


@pytest.mark.parametrize("state", [ReferralState.OPEN, ReferralState.ACCEPTED])
def test_a_group_view_carries_nothing_that_is_not_harmless(rows: Rows, state: ReferralState) -> None:
    seated(rows)
    accepted = rows.people["bernd"] if state is ReferralState.ACCEPTED else None
    rows.ask(Seat.LANDLORD, "carla", state=state, accepted_by=accepted, promised_at=NOW)
    view = group_view.of(rows.work, rows.case, rows.partners["landlord"])
    assert view is not None
    said = repr(replace(view, case=CaseId(0), referral=ReferralId(0), answer_by=None, taken_until=None))
    assert not [canary for canary in CANARIES if canary in said]
    assert {one.name for one in dataclasses.fields(GroupView)} == {
        "case",
        "code",
        "is_open",
        "exchange",
        "stage",
        "municipality",
        "request",
        "referral",
        "answer_by",
        "taken_by",
        "taken_until",
        "asked",
        "steps",
        "steps_until",
    }


def test_a_group_reads_of_a_failure_run_how_many_steps_alone(rows: Rows) -> None:
    seated(rows)
    landlord = rows.partners["landlord"]
    assert group_view.of(rows.work, rows.case, landlord) is None
    run = rows.work.failure_runs.add(
        FailureRun(
            case_id=rows.case.id, trigger=Trigger.DANGER, state=RunState.RUNNING, begun_at=NOW, started_at=NOW
        )
    )
    for one in plan(run, USUAL, rows.work.network.calendar):
        rows.work.failure_steps.add(one)
    view = group_view.of(rows.work, rows.case, landlord)
    assert view is not None
    assert (view.asked, view.referral, view.steps) == (False, None, (0, len(USUAL.steps)))
    assert not [word for word in ("danger", "household", "fallback", "help") if word in repr(view)]
    for other in set(rows.partners) - {"landlord"}:
        assert group_view.of(rows.work, rows.case, rows.partners[other]) is None
    hidden = replace(rows.case, protected=True)
    assert group_view.of(rows.work, hidden, landlord) is None


def test_no_group_hears_of_a_protected_case_or_of_others(rows: Rows) -> None:
    seated(rows)
    rows.ask(Seat.LANDLORD, "carla")
    protected = replace(rows.case, protected=True)
    assert group_view.of(rows.work, protected, rows.partners["landlord"]) is None
    assert group_view.of(rows.work, rows.case, rows.partners["help"]) is None
