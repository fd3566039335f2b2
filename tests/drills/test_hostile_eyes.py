"""What the drill of hostile input looks at: who heard what, who changed what, and whether they might."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from drills import marks, roles, traffic
from drills.innocence import Outsiders, Row, Rows, snapshot, unexplained
from drills.marks import PHONE, Readers, Spot, mark
from drills.rights import DOCUMENTED, RELATIONS
from drills.screens import buttons, links
from simulator.calls import LoggedCall

READERS = Readers(hosts={1}, members={1, 2})
PRESSERS = {"h1": 2, "h2": 9}
WHO = Outsiders(people={5}, users={55, 66}, offices={3}, linked_group=-7)


def call(method: str, **params: Any) -> LoggedCall:
    return LoggedCall(n=1, at="", bot=1, method=method, params=params)


def said(chat: int, text: str) -> LoggedCall:
    return call("sendMessage", chat_id=str(chat), text=text)


@pytest.mark.parametrize(
    ("spot", "chat", "leaked"),
    [
        (Spot.FIRST_NAME, 1, False),
        (Spot.FIRST_NAME, 2, True),
        (Spot.PHONE, 2, False),
        (Spot.PHONE, 9, True),
        (Spot.PHONE, -7, True),
        (Spot.SENTENCE, -7, True),
        (Spot.CAPTION, 1, True),
    ],
)
def test_a_word_leaks_where_its_field_may_not_be_read(spot: Spot, chat: int, leaked: bool) -> None:
    calls = [said(chat, f"Guten Tag {mark(spot)}.")]
    assert bool(list(marks.leaks(calls, PRESSERS, READERS))) is leaked


def test_toasts_and_contact_cards_are_heard_too() -> None:
    toast = call("answerCallbackQuery", callback_query_id="h2", text=PHONE)
    card = call("sendContact", chat_id=9, phone_number=PHONE, first_name="Petra")
    nobody = call("setMyDescription", description=mark(Spot.TITLE))
    for one in (toast, card, nobody):
        assert len(list(marks.leaks([one], PRESSERS, READERS))) == 1
    assert traffic.heard_by(toast, PRESSERS) == 9
    assert traffic.heard_by(call("answerCallbackQuery", callback_query_id="?"), PRESSERS) is None


def test_words_are_read_with_the_labels_of_their_buttons() -> None:
    keyboard = json.dumps({"inline_keyboard": [[{"text": "Ich übernehme", "callback_data": "acc:7"}]]})
    shown = call("editMessageText", chat_id="2", text="A &amp; B", reply_markup=keyboard)
    assert traffic.words_of(shown) == "A & B Ich übernehme"
    assert buttons([shown]) == {(2, "acc:7")}


def test_links_are_those_that_a_press_has_opened() -> None:
    url = "https://t.me/kurzewege_bot?start=a-token_1"
    opened = call("answerCallbackQuery", callback_query_id="h1", url=url)
    assert links([opened, said(9, f"Ihr Link: {url}2")], PRESSERS) == {(2, "a-token_1")}


@pytest.mark.parametrize(
    ("description", "wrong"),
    [
        ("Bad Request: can't parse entities", True),
        ("Bad Request: message text is empty", True),
        ("Bad Request: query is too old and response timeout expired or query ID is invalid", False),
        ("Bad Request: message is not modified: reply markup is the same", False),
        ("Bad Request: chat not found", False),
    ],
)
def test_only_wrong_words_count_as_refused(description: str, wrong: bool) -> None:
    refused = said(2, "x")
    refused.status, refused.response = 400, {"description": description}
    assert bool(traffic.refused_words(refused)) is wrong


def changes(table: str, old: Row | None, new: Row | None) -> list[str]:
    before = {} if old is None else {(table, 1): old}
    after = {} if new is None else {(table, 1): new}
    return list(unexplained(before, after, WHO))


@pytest.mark.parametrize(("office", "may"), [(3, True), (4, False)])
def test_a_lead_may_enter_absences_for_its_own_colleagues(office: int, may: bool) -> None:
    before: Rows = {("people", 6): {"id": 6, "partner": office}}
    after = before | {("absences", 1): {"id": 1, "person": 6}}
    assert bool(list(unexplained(before, after, WHO))) is not may


CASE = {"id": 1, "reporter": 8, "stage": "notice"}
PERSON = {"id": 5, "partner": 4, "language": "de", "role": "member"}
ABSENCE = {"id": 1, "person": 5}
WISH = {"id": 1, "partner": 4, "telegram": 55, "decided_at": None, "opened_at": None}
GROUP = {"id": 1, "chat": -7, "partner": 4, "state": "linked", "hinted_on": None}


@pytest.mark.parametrize(
    ("table", "old", "new", "may"),
    [
        ("cases", CASE, CASE | {"stage": "suit"}, False),
        ("cases", None, CASE | {"reporter": 5}, True),
        ("notes", None, {"id": 1, "case_id": 1}, False),
        ("timers", None, {"id": 1, "case_id": None}, True),
        ("people", PERSON, PERSON | {"language": "en"}, True),
        ("people", PERSON, PERSON | {"role": "lead"}, False),
        ("people", PERSON | {"id": 6}, PERSON | {"id": 6, "language": "en"}, False),
        ("people", PERSON | {"id": 6, "partner": 3}, PERSON | {"id": 6, "partner": 3, "role": "lead"}, True),
        ("absences", None, ABSENCE, True),
        ("absences", ABSENCE | {"person": 6}, None, False),
        ("enrolments", None, WISH, True),
        ("enrolments", None, WISH | {"telegram": 0}, False),
        ("enrolments", WISH, WISH | {"decided_at": "2026"}, False),
        ("enrolments", WISH | {"partner": 3}, WISH | {"partner": 3, "decided_at": "2026"}, True),
        ("staff_groups", GROUP, GROUP | {"hinted_on": "2026-11-23"}, True),
        ("staff_groups", GROUP, GROUP | {"partner": 3}, False),
        ("partners", {"id": 1, "kind": "provider"}, {"id": 1, "kind": "authority"}, False),
        ("responsibilities", None, {"id": 1, "partner": 4}, False),
    ],
)
def test_what_people_without_a_right_may_change(
    table: str, old: Row | None, new: Row | None, may: bool
) -> None:
    assert (changes(table, old, new) == []) is may


@pytest.fixture
def rows(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "rows.db")) as connection:
        connection.executescript(
            "CREATE TABLE partners (id INTEGER, kind TEXT); INSERT INTO partners VALUES (3, 'provider')"
        )
        yield connection


def test_a_look_sees_every_value_of_every_row(rows: sqlite3.Connection) -> None:
    assert snapshot(rows, ["partners"]) == {("partners", 3): {"id": 3, "kind": "provider"}}


def test_the_page_names_every_deed_that_is_tried_and_no_other() -> None:
    cells = roles.documented()
    assert {deed for deed, _ in cells} == set(roles.WAYS)
    assert {role for _, role in cells} == set(roles.ACTORS.values())
    assert set(cells.values()) == {"yes", "own", ""}


def test_an_own_office_is_not_another_one() -> None:
    cells = {("admit", "lead"): "own", ("admit", "coordinator"): "yes", ("admit", "member"): ""}
    tried = {
        who: roles.Trial(deed="admit", who=who, moves=()).allowed(cells)
        for who in ("nora", "lea", "karin", "rosa")
    }
    assert tried == {"nora": True, "lea": False, "karin": True, "rosa": False}


def test_every_relation_of_the_page_is_somebodys_in_the_drill() -> None:
    assert {relation for relation, _ in DOCUMENTED} <= frozenset().union(*RELATIONS.values())
