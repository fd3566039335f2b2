"""What the drill of hostile input sends: every kind of update and of button, odd, broken, and repeatable."""

import copy
from random import Random

import pytest
from telegram import Update

from drills.contents import person
from drills.marks import Spot, mark, marks_in
from drills.odd import Words, broken, buttons
from drills.updates import Making, Sender

GROUPS = ({"id": -7, "type": "group", "title": "Team"},)


def words(seed: int) -> Words:
    return Words(Random(seed), ("MI-7KQ4",), ("a-token",), ids=9)


def making(seed: int) -> Making:
    drawn = words(seed)
    return Making(Random(seed), drawn.text, drawn.data)


def sender(*, plain: bool = False) -> Sender:
    return Sender(name="Mallory", user=person(7, "Mallory"), groups=GROUPS, plain=plain)


@pytest.mark.parametrize("kind", Making.kinds())
def test_every_kind_of_update_is_one_that_telegram_could_send(kind: str) -> None:
    """The library reads it, and finds the kind; what is broken is broken on purpose and elsewhere."""
    for seed in range(60):
        made = making(seed).kind(kind, sender())
        update = Update.de_json({"update_id": 1, kind: copy.deepcopy(made)}, None)
        assert (getattr(update, kind, None) is not None) is (kind in Update.ALL_TYPES)


def test_every_kind_of_button_is_forged_before_any_comes_again() -> None:
    drawn = words(1)
    prefixes = {one.prefix for one in buttons()}
    forged = [drawn.data().split(":")[0] for _ in range(2 * len(prefixes))]
    assert prefixes <= set(forged)


def test_a_seed_repeats_what_is_sent() -> None:
    one, two = making(5), making(5)
    kinds = Making.kinds() * 5
    assert [one.kind(kind, sender()) for kind in kinds] == [two.kind(kind, sender()) for kind in kinds]


def test_breaking_leaves_the_original_whole() -> None:
    changed = 0
    for seed in range(50):
        made = making(seed).kind("message", sender())
        before = copy.deepcopy(made)
        changed += broken(Random(seed), made) != before
        assert made == before
    assert changed > 40


def test_what_somebody_plain_types_bears_the_word_of_its_field() -> None:
    typed = [making(seed).kind("message", sender(plain=True)).get("text", "") for seed in range(60)]
    found = {spot for text in typed for spot in marks_in(text)}
    assert found == {Spot.TYPED, Spot.ARGUMENT}
    assert not any(marks_in(making(seed).contents.text(marked=False)["text"]) for seed in range(60))


def test_every_field_has_a_word_of_its_own() -> None:
    assert len({mark(spot) for spot in Spot}) == len(Spot)
    for spot in Spot:
        assert marks_in(f"<b>{mark(spot).upper()}</b>") == {spot}
