"""Which two reports may be about the same household."""

from dataclasses import replace

import pytest

from domain.model.duplicate import Traits, alike
from domain.model.ids import MunicipalityId, PartnerId
from domain.model.stage import Household, Reason

BASE = Traits(
    municipality=MunicipalityId("05770008"),
    landlord=PartnerId(1),
    household=Household.COUPLE_CHILDREN,
    children=2,
    reason=Reason.RENT_ARREARS,
)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"municipality": MunicipalityId("05770012")}, False),
        ({"landlord": None}, True),
        ({"landlord": PartnerId(2)}, False),
        ({"household": Household.SINGLE, "children": None}, False),
        ({"household": Household.SINGLE_PARENT}, False),
        ({"children": 3}, False),
        ({"children": None}, True),
        ({"reason": Reason.CONDUCT}, False),
        ({"reason": Reason.UNKNOWN}, True),
        ({"reason": Reason.PROTECTED}, False),
        ({"household": Household.WITH_CHILDREN, "children": None}, True),
        ({"household": Household.WITH_CHILDREN, "children": None, "reason": Reason.UNKNOWN}, True),
        ({"household": Household.UNKNOWN, "children": 0}, False),
        ({"household": Household.UNKNOWN, "children": None, "reason": Reason.UNKNOWN}, False),
    ],
)
def test_two_reports_may_be_one_household(change: dict[str, object], expected: bool) -> None:
    other = replace(BASE, **change)  # type: ignore[arg-type]
    assert alike(BASE, other) is expected
    assert alike(other, BASE) is expected


def test_a_place_outside_the_area_says_nothing() -> None:
    elsewhere = replace(BASE, municipality=None)
    assert not alike(elsewhere, elsewhere)
