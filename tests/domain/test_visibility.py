"""Who reads what of a case: every field listed against every relation."""

import pytest

from domain.model.case import EventKind
from domain.model.rights import Relation
from domain.model.stage import Outcome, Seat
from domain.model.visibility import Circumstances, Ending, Field, ending, read_history, visible

AGREED = Circumstances(side=Seat.LANDLORD, agreed=True, landlord_hears_details=True)
NOT_AGREED = Circumstances(side=Seat.LANDLORD)
FROM_HELP = Circumstances(side=Seat.HELP, agreed=True, landlord_hears_details=True)
PROTECTED = Circumstances(side=Seat.LANDLORD, protected=True)
WITHDRAWN = Circumstances(side=Seat.LANDLORD, exchange=False)

READERS = {
    "help": (Relation.HELP, NOT_AGREED),
    "landlord": (Relation.LANDLORD, NOT_AGREED),
    "agreed": (Relation.LANDLORD, AGREED),
    "fromhelp": (Relation.LANDLORD, FROM_HELP),
    "benefits": (Relation.BENEFITS, NOT_AGREED),
    "asked": (Relation.ASKED, NOT_AGREED),
    "reporter": (Relation.REPORTER, NOT_AGREED),
    "rep_help": (Relation.REPORTER, FROM_HELP),
    "coord": (Relation.COORDINATOR, NOT_AGREED),
    "coord_p": (Relation.COORDINATOR, PROTECTED),
    "colleague": (Relation.COLLEAGUE, AGREED),
    "none": (Relation.NONE, AGREED),
}

TABLE = """
               help landlord agreed fromhelp benefits asked reporter rep_help coord coord_p colleague none
stage           x      x       x       x        x       x      x        x       x      .        .      .
stage_day       x      x       x       x        x       x      .        .       .      .        .      .
rents_open      x      x       x       x        .       .      .        .       .      .        .      .
municipality    x      x       x       x        x       x      x        x       x      .        .      .
household       x      x       x       x        .       x      x        x       .      .        .      .
with_children   x      x       x       x        x       x      x        x       .      .        .      .
children        x      x       x       .        x       .      x        x       .      .        .      .
reason          x      x       x       x        x       x      .        .       .      .        .      .
request         x      x       x       x        x       x      x        x       .      .        .      .
urgency         x      x       x       x        x       x      .        .       x      .        .      .
override        x      .       .       .        .       x      .        .       x      .        .      .
asked_by        x      x       x       x        x       x      .        .       .      .        .      .
naming          x      x       x       x        x       x      x        x       .      .        .      .
who_has         x      x       x       x        x       .      x        x       x      x        x      .
who_moves       x      x       x       x        x       x      x        x       x      x        .      .
contact         x      .       x       x        .       .      .        .       .      .        .      .
informed        x      x       x       x        x       .      .        .       .      .        .      .
follow_up       x      .       .       .        .       .      .        .       .      .        .      .
ending          x      .       x       x        x       .      .        x       x      x        .      .
outcome         x      .       .       .        .       .      .        .       .      .        .      .
aftercare       x      x       x       x        .       .      .        .       .      .        .      .
deadlines       x      .       .       .        x       x      .        .       x      .        .      .
commitments     x      x       x       x        x       .      .        .       .      .        .      .
failure         x      x       x       x        x       .      .        .       x      x        .      .
"""


def listed() -> list[tuple[str, Field, bool]]:
    head, *lines = TABLE.strip().splitlines()
    readers = head.split()
    cells = [line.split() for line in lines]
    assert [cell[0] for cell in cells] == [field.value for field in Field]
    return [
        (reader, Field(name), mark == "x")
        for name, *marks in cells
        for reader, mark in zip(readers, marks, strict=True)
    ]


@pytest.mark.parametrize(("reader", "field", "shown"), listed())
def test_every_field_against_every_relation(reader: str, field: Field, shown: bool) -> None:
    relation, circumstances = READERS[reader]
    assert (field in visible(frozenset({relation}), circumstances)) is shown


def test_every_relation_is_listed() -> None:
    assert {relation for relation, _ in READERS.values()} == set(Relation)


@pytest.mark.parametrize(
    "relation", sorted(set(Relation) - {Relation.HELP, Relation.ASKED, Relation.COORDINATOR})
)
def test_after_a_withdrawal_only_the_help_side_reads(relation: Relation) -> None:
    assert not visible(frozenset({relation}), WITHDRAWN)
    assert not read_history(frozenset({relation}), WITHDRAWN)


def test_several_relations_add_up() -> None:
    both = visible(frozenset({Relation.REPORTER, Relation.COORDINATOR}), NOT_AGREED)
    assert {Field.HOUSEHOLD, Field.URGENCY} <= both
    assert Field.REASON not in both


@pytest.mark.parametrize(
    ("kind", "readers"),
    [
        (EventKind.FOLLOW_UP, {Relation.HELP}),
        (EventKind.CHECK_IN_ANSWERED, {Relation.HELP}),
        (EventKind.URGENCY_OVERRIDDEN, {Relation.HELP}),
        (EventKind.PROGRESS, {Relation.HELP}),
        (EventKind.NOTE, {Relation.HELP, Relation.LANDLORD, Relation.BENEFITS}),
        (EventKind.STEP_SKIPPED, {Relation.HELP, Relation.COORDINATOR}),
        (
            EventKind.ACCEPTED,
            {
                Relation.HELP,
                Relation.LANDLORD,
                Relation.BENEFITS,
                Relation.REPORTER,
                Relation.COORDINATOR,
            },
        ),
    ],
)
def test_who_reads_an_event(kind: EventKind, readers: set[Relation]) -> None:
    found = {one for one in Relation if kind in read_history(frozenset({one}), NOT_AGREED)}
    assert found == readers


def test_the_landlord_reads_progress_with_consent() -> None:
    assert EventKind.PROGRESS in read_history(frozenset({Relation.LANDLORD}), AGREED)


@pytest.mark.parametrize("outcome", Outcome)
def test_no_ending_says_where_a_household_went(outcome: Outcome) -> None:
    expected = {
        "E1": Ending.KEPT,
        "E2": Ending.KEPT_AGREED,
        "U": Ending.MOVED,
        "V": Ending.TENANCY_ENDED,
        "T": Ending.TENANCY_ENDED,
        "A": Ending.CLOSED,
    }
    assert ending(outcome) is expected.get(outcome.value, expected.get(outcome.value[0]))
