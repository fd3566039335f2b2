"""What a failure run is about: a project's sides by its partners' kinds, its steps without a household."""

from dataclasses import replace

import pytest

from domain.model.failure import Decision, results
from domain.model.failure_rule import USUAL, Record, Task
from domain.model.failure_subject import (
    OF_HOUSEHOLD,
    PROJECT_SKIPS,
    PROJECT_TRIGGERS,
    Project,
    case_id,
    of_project,
)
from domain.model.ids import AgreementId, AgreementVersionId, PartnerId
from domain.model.people import Partner
from domain.model.stage import PartnerKind, Seat
from tests.domain.test_failure import step

L, P, A = PartnerKind.LANDLORD, PartnerKind.PROVIDER, PartnerKind.AUTHORITY


def project(*kinds: PartnerKind) -> Project:
    parties = tuple(
        Partner(id=PartnerId(number), name=kind.value, kind=kind)
        for number, kind in enumerate(kinds, start=1)
    )
    return Project(
        agreement=AgreementId(1), version=AgreementVersionId(1), code="Projekt", parties=parties, is_open=True
    )


@pytest.mark.parametrize(
    ("kinds", "seats"),
    [
        ((L, P), (Seat.LANDLORD, Seat.HELP)),
        ((L, P, A), (Seat.LANDLORD, Seat.HELP, Seat.BENEFITS)),
        ((L, A), (Seat.LANDLORD, Seat.HELP)),
        ((P, A), (Seat.HELP, Seat.BENEFITS)),
        ((L, P, P), (Seat.LANDLORD, Seat.HELP)),
    ],
)
def test_a_partners_kind_says_its_side_and_an_authority_leads_without_a_provider(
    kinds: tuple[PartnerKind, ...], seats: tuple[Seat, ...]
) -> None:
    found = project(*kinds)
    assert {seat for seat in Seat if found.at(seat)} == set(seats)
    assert sum(len(found.at(seat)) for seat in Seat) == len(kinds), "everybody has exactly one side"


def test_two_providers_stand_on_one_side() -> None:
    assert len(project(L, P, P).at(Seat.HELP)) == 2


def test_a_project_belongs_to_no_case() -> None:
    assert case_id(project(L, P)) is None


def test_the_usual_rule_keeps_what_partners_do_with_each_other() -> None:
    assert [one.task for one in of_project(USUAL).steps] == [
        Task.CALL_FIRST,
        Task.CASE_CONFERENCE,
        Task.DECIDE,
    ]


@pytest.mark.parametrize("task", Task)
def test_no_step_for_a_household_is_left_whatever_was_agreed(task: Task) -> None:
    agreed = replace(USUAL, steps=tuple(replace(one, task=task) for one in USUAL.steps[:1]))
    left = of_project(agreed).steps
    assert any(one.mandatory for one in left), "a run without a mandatory step would be over at once"
    assert not OF_HOUSEHOLD & {one.task for one in left}
    assert (task in {one.task for one in left}) or task in OF_HOUSEHOLD


def test_a_project_is_decided_upon_without_a_household() -> None:
    decided = results(replace(step(record=Record.DECISION), task=Task.DECIDE, case_id=None))
    assert decided == (Decision.GO_ON, Decision.GO_ON_OTHERWISE, Decision.PROJECT_ENDS)
    of_case = results(replace(step(record=Record.DECISION), task=Task.DECIDE))
    assert Decision.PROJECT_ENDS not in of_case


def test_neither_reason_nor_trigger_names_a_household() -> None:
    assert {one.value for one in PROJECT_TRIGGERS} == {"commitment_broken", "partner_leaves"}
    assert "no_consent" not in {one.value for one in PROJECT_SKIPS}
