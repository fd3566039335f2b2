"""Walks of the kill drill: each touch knows what shows that it has had its effect."""

from typing import cast

from drills.deeds import presses
from drills.directory import BY_TELEPHONE, PLACE_BY_TELEPHONE, directory
from drills.moments import MOMENTS
from drills.town import Phone, Town


def phone() -> Phone:
    return Phone(cast("Town", None), "Anna Alt", "Wohnbau Ahorn", 1001, 1001)


def test_a_press_shows_the_next_button_on_its_message_and_the_last_one_the_end() -> None:
    first, second = presses(phone(), ["Nachricht", ("Freier Text", "Nachricht an")], "schreiben", "300")
    assert (first.label, first.on, first.shows) == ("Nachricht", (), ("Nachricht an", "Freier Text"))
    assert (second.label, second.on, second.shows) == ("Freier Text", ("Nachricht an",), ("schreiben", "300"))


def test_the_full_town_has_fifty_members_and_ten_groups() -> None:
    full = directory(landlords=10, helpers=4)
    names = [name for office in full.on_telegram for name in office.people]
    assert len(names) == len(set(names)) == 49
    assert len(full.landlords) == 10
    assert full.helping_in(PLACE_BY_TELEPHONE).name == BY_TELEPHONE


def test_every_place_has_one_office_that_helps() -> None:
    full = directory(landlords=3, helpers=2)
    places = [place for office in (*full.helpers, full.by_telephone) for place in office.places]
    assert len(places) == len(set(places)) == 11


def test_the_bot_dies_at_calls_of_every_kind_and_somewhen() -> None:
    assert {one.slows for one in MOMENTS} == {
        "",
        "sendMessage",
        "editMessageText",
        "answerCallbackQuery",
    }
    assert sum(one.comes is None and not one.freezes for one in MOMENTS) == 3
