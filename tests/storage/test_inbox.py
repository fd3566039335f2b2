"""The inbox, the errands and the journal: once each, in order, forgotten when they are settled."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.model.ids import ChatId
from storage.work import SqliteWork
from tests.storage.empty import NOW, somebody

DAY = timedelta(days=1)


def test_an_update_is_accepted_once(work: SqliteWork) -> None:
    five, four, six = ({"update_id": number} for number in (5, 4, 6))
    assert work.inbox.accept([five, four, five]) == ((5, five), (4, four))
    assert work.inbox.accept([four, six]) == ((6, six),)


def test_a_settled_one_is_not_accepted_again_and_has_no_payload(work: SqliteWork) -> None:
    work.inbox.accept([{"update_id": 5, "message": {"text": "Frau Canaria"}}])
    work.inbox.settle(5)
    assert work.inbox.accept([{"update_id": 5}]) == ()
    assert work.inbox.read(5) is None
    assert work.connection.execute("SELECT payload FROM inbox").fetchall() == [(None,)]


def test_what_waits_comes_in_the_order_in_which_it_came(work: SqliteWork) -> None:
    work.inbox.accept([{"update_id": 9}])
    work.at(NOW + timedelta(seconds=1))
    work.inbox.accept([{"update_id": 3}, {"update_id": 4}])
    work.inbox.set_aside(4, "AB12")
    assert work.inbox.waiting() == (9, 3)


def test_internal_items_have_numbers_of_their_own(work: SqliteWork) -> None:
    work.inbox.accept([{"update_id": 1}])
    assert [work.inbox.accept_internal("errand", {}) for _ in range(3)] == [-1, -2, -3]
    assert work.inbox.waiting() == (-3, -2, -1, 1)


def test_half_surrogates_are_kept_readable(work: SqliteWork) -> None:
    stored = {"update_id": 1, "message": {"text": "?ß"}}
    assert work.inbox.accept([{"update_id": 1, "message": {"text": "\ud800ß"}}]) == ((1, stored),)
    assert work.inbox.read(1) == stored


@pytest.mark.parametrize("damage", ["{", "[]", "7"])
def test_a_damaged_one_is_empty(work: SqliteWork, damage: str) -> None:
    work.inbox.accept([{"update_id": 1}])
    work.connection.execute("UPDATE inbox SET payload = ?", (damage,))
    assert work.inbox.read(1) == {}


def test_cleaning_keeps_what_waits_and_what_is_young(work: SqliteWork) -> None:
    for number in range(1, 5):
        work.at(NOW + number * DAY).inbox.accept([{"update_id": number}])
    work.inbox.settle(1)
    work.inbox.settle(4)
    work.inbox.set_aside(2, "AB12")
    assert work.inbox.clean(settled_before=NOW + 4 * DAY, aside_before=NOW + 2 * DAY) == 1
    assert work.inbox.clean(settled_before=NOW + 4 * DAY, aside_before=NOW + 3 * DAY) == 1
    assert work.inbox.waiting() == (3,)


def test_an_errand_waits_until_it_is_done(work: SqliteWork) -> None:
    person = somebody(work, 7)
    work.errands.send("read_file", person=person, chat=ChatId(7), body={"file": "x"})
    ((identity, *facts),) = work.errands.pending()
    assert facts == ["read_file", person, 7, '{"file": "x"}']
    work.errands.done(identity)
    assert work.errands.pending() == ()


def test_the_journal_counts_by_kind_and_time(work: SqliteWork) -> None:
    for hours in range(4):
        work.at(NOW + timedelta(hours=hours)).journal.add("refused", None, {"class": "name"})
    work.journal.add("unreachable", somebody(work, 7), {})
    assert work.journal.count("refused", NOW + timedelta(hours=2)) == 2
    assert work.journal.count("refused", datetime(2020, 1, 1, tzinfo=UTC)) == 4
