"""The pure parts of the weather drills: what they change, and how they compare."""

import json
from collections import Counter
from datetime import date
from random import Random

import pytest

from drills.damage import DIALOGUE, NO_MOMENT, SPOTS, Spot
from drills.founding import MONDAY
from drills.nights import differences, plain
from drills.road import number_of, shuffled
from storage.table import moment_text, read_moment

THURSDAY = date(2027, 3, 25)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_held_comes_in_another_order_and_whole(seed: int) -> None:
    held = [b"1", b"2", b"3"]
    order = shuffled(held, Random(seed))
    assert order != held
    assert sorted(order) == held


def test_one_alone_has_no_other_order() -> None:
    assert shuffled([b"1"], Random(1)) == [b"1"]
    assert shuffled([], Random(1)) == []


def test_the_number_of_an_update() -> None:
    assert number_of(json.dumps({"message": {}, "update_id": 7}).encode()) == 7


@pytest.mark.parametrize("spot", [*SPOTS, DIALOGUE], ids=str)
@pytest.mark.parametrize("text", ['{"case": 1}', "2026-11-23T08:00:00.000000Z", "unheard", ""])
def test_damage_changes_something(spot: Spot, text: str) -> None:
    drawn = {spot.worse(text, Random(seed)) for seed in range(50)}
    assert text not in drawn
    assert len(drawn) > 1


@pytest.mark.parametrize("text", NO_MOMENT)
def test_a_damaged_moment_cannot_be_read_and_sorts_as_past(text: str) -> None:
    assert text < moment_text(MONDAY)
    with pytest.raises(ValueError, match=r"."):
        read_moment(text)


def test_half_of_a_body_is_among_its_damages() -> None:
    drawn = {DIALOGUE.worse('{"a": 1}', Random(seed)) for seed in range(200)}
    assert {'{"a"', '"a": 1}'} <= drawn


def test_texts_of_two_weekends_read_the_same() -> None:
    one = "2. MI-7KQ4 · Hille: bis Di 30.3., 12:00\n1. MI-9XYZ: seit 25.03.2027\nMerkwort: Spiegel\nWoche 12"
    other = "1. MI-2ABC: seit 02.04.2026\n2. MI-3DEF · Hille: bis Di 7.4., 12:00\nMerkwort: Tisch\nWoche 14"
    mine = plain(one, {"MI-7KQ4": "case 0", "MI-9XYZ": "case 1"}, THURSDAY)
    theirs = plain(other, {"MI-3DEF": "case 0", "MI-2ABC": "case 1"}, date(2026, 4, 2))
    assert mine == theirs == "case 0 · Hille: bis Di day 5, 12:00 / case 1: seit day 0"


def test_another_hour_or_a_day_that_is_none_stays_visible() -> None:
    assert plain("bis 30.3., 11:00", {}, THURSDAY) != plain("bis 30.3., 12:00", {}, THURSDAY)
    assert plain("Paragraf 31.2. gilt", {}, THURSDAY) == "Paragraf 31.2. gilt"


def test_what_is_said_twice_or_not_at_all_is_a_difference() -> None:
    said = ("Petra", "day 5, 08:00", "Heute für Sie")
    assert differences(Counter([said]), Counter([said])) == []
    assert len(differences(Counter([said, said]), Counter([said]))) == 1
    assert len(differences(Counter(), Counter([said]))) == 1
