"""Rights: role x relation x deed, cell by cell against the table that people read in docs/rights.md."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from domain.model.people import Role
from domain.model.rights import RIGHTS, Deed, Relation, may

PAGE = (Path(__file__).parents[2] / "docs" / "rights.md").read_text(encoding="utf-8")
SEATS = (Relation.LANDLORD, Relation.HELP, Relation.BENEFITS)
READING = frozenset({Deed.SEE_CARD, Deed.SEE_NOTES})


def documented() -> dict[tuple[Relation, Deed], bool]:
    """The table of the page, every cell of it."""
    table = PAGE[PAGE.index("| Deed |") : PAGE.index("## In the network")]
    heads = [cell.strip() for cell in table.splitlines()[0].strip("|").split("|")][2:]
    cells: dict[tuple[Relation, Deed], bool] = {}
    for line in re.findall(r"^\| `\w+` \|.*$", table, re.MULTILINE):
        deed, _, *marks = [cell.strip() for cell in line.strip("|").split("|")]
        for head, mark in zip(heads, marks, strict=True):
            assert mark in ("yes", "")
            cells[Relation(head), Deed(deed.strip("`"))] = mark == "yes"
    return cells


DOCUMENTED = documented()


def test_no_cell_is_missing() -> None:
    assert set(DOCUMENTED) == {(relation, deed) for relation in Relation for deed in Deed}
    assert set(RIGHTS) == set(Relation)


@pytest.mark.parametrize("deed", Deed)
@pytest.mark.parametrize("relation", Relation)
def test_each_cell_says_what_the_page_says(relation: Relation, deed: Deed) -> None:
    assert may(frozenset({relation}), deed) is DOCUMENTED[relation, deed]


@pytest.mark.parametrize("deed", Deed)
def test_several_relations_allow_what_any_of_them_allows(deed: Deed) -> None:
    for pair in combinations(Relation, 2):
        assert may(frozenset(pair), deed) is any(DOCUMENTED[one, deed] for one in pair)
    assert not may(frozenset(), deed)


def test_every_deed_is_somebodys() -> None:
    for deed in Deed:
        assert may(frozenset(Relation), deed), f"nobody may {deed}"


@pytest.mark.parametrize("relation", [Relation.NONE, Relation.COLLEAGUE])
def test_whoever_has_nothing_to_do_with_a_case_may_nothing(relation: Relation) -> None:
    assert RIGHTS[relation] == frozenset()


def test_a_coordinator_steers_and_reads_no_notes() -> None:
    assert not RIGHTS[Relation.COORDINATOR] & READING


def test_only_seats_read_and_write_notes() -> None:
    for deed in (Deed.SEE_NOTES, Deed.WRITE_NOTE):
        assert {relation for relation in Relation if deed in RIGHTS[relation]} == set(SEATS)


def test_a_role_gives_no_right_on_a_case_by_itself() -> None:
    """The only role that is a relation too is the coordinator's."""
    assert {role.value for role in Role} & {relation.value for relation in Relation} == {"coordinator"}
