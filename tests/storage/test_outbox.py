"""The outbox and the cards: who may leave, in which order, and what becomes of a row."""

from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest

from domain.model.ids import CaseId, ChatId, PersonId
from domain.model.notices import GroupLinked, GroupLost, Priority
from domain.model.people import StaffGroup
from storage.outbox import Waiting
from storage.work import SqliteWork
from tests.storage.empty import NOW, case_of, somebody

GROUP, SUPERGROUP = ChatId(-5), ChatId(-1005)
NOTICE = GroupLinked(group=1)


def waiting(work: SqliteWork, *busy: int) -> list[tuple[str, int]]:
    return [(one.source, one.id) for one in work.outbox.waiting(frozenset(busy), 99)]


def place(work: SqliteWork, case: CaseId, chat: ChatId, **facts: object) -> None:
    options = {"person": None, "priority": Priority.FIRST_NOTICE, **facts}
    work.cards.place(case, chat=chat, **options)  # type: ignore[arg-type]


def say(work: SqliteWork, chat: int, texts: Iterable[str] = ("Ja",)) -> None:
    for text in texts:
        work.outbox.say(ChatId(chat), f'{{"text": "{text}"}}')


def drain(work: SqliteWork) -> list[tuple[str, int]]:
    """Everything in the order in which it leaves, one send after the other."""
    order: list[tuple[str, int]] = []
    while found := work.outbox.waiting(frozenset(), 1):
        order.append((found[0].source, found[0].id))
        settle(work, found[0])
    return order


def settle(work: SqliteWork, one: Waiting) -> None:
    if one.source == "card":
        leased = work.cards.lease(one.id)
        work.cards.settle(one.id, leased.card.wanted, 100 + one.id)
    else:
        work.outbox.lease(one.id)
        work.outbox.settle(one.id, "sent", message=1)


def test_inside_a_chat_first_in_first_out_whatever_the_priority(work: SqliteWork) -> None:
    work.outbox.tell(NOTICE, chat=ChatId(7), priority=Priority.DIGEST)
    work.outbox.tell(NOTICE, chat=ChatId(7), priority=Priority.FIRST_NOTICE)
    say(work, 7)
    assert drain(work) == [("outbox", 1), ("outbox", 2), ("outbox", 3)]


def test_between_chats_by_priority(work: SqliteWork) -> None:
    for chat, priority in enumerate(reversed(Priority), start=1):
        work.outbox.tell(NOTICE, chat=ChatId(chat), priority=priority)
    assert [one.priority for one in work.outbox.waiting(frozenset(), 99)] == list(Priority)


def test_cards_leave_before_what_is_told_and_the_older_card_first(work: SqliteWork) -> None:
    reporter = somebody(work, 7)
    work.outbox.tell(NOTICE, chat=ChatId(7))
    for code in ("MI-1111", "MI-2222", "MI-3333"):
        place(work, case_of(work, code, reporter), ChatId(7), person=reporter)
    assert drain(work) == [("card", 1), ("card", 2), ("card", 3), ("outbox", 1)]


def test_a_chat_with_a_send_on_its_way_waits(work: SqliteWork) -> None:
    say(work, 7)
    say(work, 8)
    assert waiting(work, 7) == [("outbox", 2)]


def test_a_paused_chat_waits_and_says_when_it_opens(work: SqliteWork) -> None:
    say(work, 7)
    work.outbox.pause(7, NOW + timedelta(seconds=9))
    assert waiting(work) == []
    assert work.outbox.next_due() == NOW + timedelta(seconds=9)
    work.at(NOW + timedelta(seconds=9))
    assert waiting(work) == [("outbox", 1)]


def test_a_pause_that_is_over_does_not_come_back_with_a_clock_that_is_set_back(work: SqliteWork) -> None:
    say(work, 7)
    work.outbox.pause(7, NOW + timedelta(seconds=9))
    work.at(NOW + timedelta(seconds=9))
    assert waiting(work) == [("outbox", 1)]
    work.at(NOW)
    assert waiting(work) == [("outbox", 1)]


def test_what_may_not_leave_yet_waits(work: SqliteWork) -> None:
    later = NOW + timedelta(hours=2)
    work.outbox.tell(NOTICE, chat=ChatId(7), not_before=later)
    assert waiting(work) == []
    assert work.outbox.next_due() == later


def test_a_damaged_time_is_due_now_and_stops_nothing(work: SqliteWork) -> None:
    work.outbox.tell(NOTICE, chat=ChatId(7), not_before=NOW + timedelta(hours=2))
    say(work, 8)
    work.connection.execute("UPDATE outbox SET not_before = '' WHERE chat = 7")
    assert work.outbox.next_due() == NOW
    assert sorted(drain(work)) == [("outbox", 1), ("outbox", 2)]


def test_unreachable_people_are_passed_over_until_they_are_back(work: SqliteWork) -> None:
    person = somebody(work, 7)
    work.outbox.tell(NOTICE, person=person)
    place(work, case_of(work, "MI-1111", person), ChatId(7), person=person)
    work.connection.execute("UPDATE people SET unreachable_at = '2026'")
    assert waiting(work) == []
    assert work.outbox.next_due() is None
    work.outbox.reopen_person(person)
    assert drain(work) == [("card", 1), ("outbox", 1)]


def test_somebody_without_telegram_is_never_due(work: SqliteWork) -> None:
    person = somebody(work, 7)
    work.connection.execute("UPDATE people SET telegram = NULL")
    work.outbox.tell(NOTICE, person=person)
    assert waiting(work) == []
    assert work.outbox.next_due() is None


def test_what_is_told_once_is_not_told_again(work: SqliteWork) -> None:
    assert work.outbox.tell(NOTICE, chat=ChatId(7), dedupe="once")
    assert not work.outbox.tell(NOTICE, chat=ChatId(7), dedupe="once")
    drain(work)
    assert not work.outbox.tell(NOTICE, chat=ChatId(7), dedupe="once")
    assert not work.outbox.retract("once"), "what has left cannot be taken back"


def test_what_has_not_left_can_be_taken_back(work: SqliteWork) -> None:
    work.outbox.tell(NOTICE, chat=ChatId(7), dedupe="once")
    assert work.outbox.retract("once")
    assert waiting(work) == []


def test_held_rows_wait_for_somebody_to_decide(work: SqliteWork) -> None:
    place(work, case_of(work, "MI-1111", somebody(work, 7)), ChatId(7))
    say(work, 8)
    work.connection.execute("UPDATE outbox SET state = 'held'")
    work.connection.execute("UPDATE cards SET state = 'held'")
    work.cards.touch(CaseId(1))
    assert (waiting(work), work.outbox.next_due(), work.outbox.held()) == ([], None, 2)
    assert work.outbox.release_held() == 2
    assert len(drain(work)) == 2


def test_a_settled_row_forgets_what_it_said(work: SqliteWork) -> None:
    say(work, 7)
    drain(work)
    assert work.connection.execute("SELECT state, body FROM outbox").fetchone() == ("sent", None)


@pytest.mark.parametrize(("repeatable", "state", "again"), [(True, "pending", 1), (False, "uncertain", 0)])
def test_after_a_crash_what_was_on_its_way_is_repeated_but_no_digest(
    work: SqliteWork, repeatable: bool, state: str, again: int
) -> None:
    work.outbox.tell(NOTICE, chat=ChatId(7), repeatable=repeatable)
    work.outbox.lease(1)
    assert work.outbox.recover() == again
    row = work.connection.execute(
        "SELECT state, again, body IS NULL, settled_at IS NULL FROM outbox"
    ).fetchone()
    assert row == (state, again, not repeatable, repeatable)


def test_after_a_crash_an_edit_is_repeated_unmarked_and_a_new_card_marked(work: SqliteWork) -> None:
    case = case_of(work, "MI-1111", somebody(work, 7))
    for chat in (7, 8):
        place(work, case, ChatId(chat))
    work.connection.execute("UPDATE cards SET message = 55 WHERE chat = 8")
    for card in (1, 2):
        work.cards.lease(card)
    assert work.outbox.recover() == 2
    assert [work.cards.lease(card).again for card in (1, 2)] == [True, False]


def test_changes_of_a_card_that_is_on_its_way_are_shown_next(work: SqliteWork) -> None:
    case = case_of(work, "MI-1111", somebody(work, 7))
    place(work, case, ChatId(7))
    leased = work.cards.lease(1)
    for _ in range(3):
        work.cards.touch(case)
    assert waiting(work, 7) == []
    work.cards.settle(1, leased.card.wanted, 55)
    assert waiting(work) == [("card", 1)]
    assert drain(work) == [("card", 1)]


def test_a_card_that_is_withdrawn_on_its_way_stays_away(work: SqliteWork) -> None:
    person = somebody(work, 7)
    case = case_of(work, "MI-1111", person)
    settlements: list[Callable[[], None]] = [
        lambda: work.cards.settle(1, 1, 55),
        lambda: work.cards.retry(1, NOW, uncertain=True),
        lambda: work.cards.lose(1),
    ]
    for settled in settlements:
        place(work, case, ChatId(7), person=person)
        work.cards.lease(1)
        work.cards.withdraw(person)
        settled()
        work.cards.touch(case)
        assert waiting(work) == []


def test_a_card_asked_for_anew_on_its_way_is_sent_anew(work: SqliteWork) -> None:
    case = case_of(work, "MI-1111", somebody(work, 7))
    place(work, case, ChatId(7))
    drain(work)
    work.cards.touch(case)
    work.cards.lease(1)
    work.cards.refresh(case, ChatId(7))
    work.cards.settle(1, 2, 101)
    assert work.cards.lease(1).card.message is None


def test_a_card_leaves_as_soon_as_one_of_its_reasons_allows(work: SqliteWork) -> None:
    case = case_of(work, "MI-1111", somebody(work, 7))
    place(work, case, ChatId(7), not_before=NOW + timedelta(hours=9), priority=Priority.NEWS, silent=True)
    place(work, case, ChatId(7), not_before=NOW + timedelta(hours=12))
    assert work.outbox.next_due() == NOW + timedelta(hours=9)
    place(work, case, ChatId(7))
    assert waiting(work) == [("card", 1)]
    leased = work.cards.lease(1)
    assert (leased.priority, leased.silent) == (Priority.FIRST_NOTICE, False)


def test_a_moved_group_is_re_keyed_everywhere_and_twice_is_once(work: SqliteWork) -> None:
    person = somebody(work, 7)
    case = case_of(work, "MI-1111", person)
    work.groups.add(StaffGroup(chat=GROUP))
    place(work, case, GROUP)
    drain(work)
    work.outbox.tell(GroupLost(group=1), chat=GROUP)
    work.errands.send("administrators", person=None, chat=GROUP, body={"chat": GROUP})
    work.outbox.pause(GROUP, NOW + timedelta(hours=1))
    work.outbox.move_chat(GROUP, SUPERGROUP)
    left = "\n".join(work.connection.iterdump())
    assert f"{GROUP}," not in left.replace(str(SUPERGROUP), "").replace(f'"chat": {GROUP}', "")
    (card,) = work.cards.of_case(case)
    assert (card.chat, card.message, card.shown) == (SUPERGROUP, None, 0)
    assert waiting(work) == [("outbox", 1)], "the pause of the old chat is over"
    work.cards.refresh(case, SUPERGROUP)
    drain(work)
    work.outbox.move_chat(GROUP, SUPERGROUP)
    (card,) = work.cards.of_case(case)
    assert card.message == 101, "told twice, the group has moved once"


def test_a_group_that_has_moved_already_leaves_nothing_at_the_old_number(work: SqliteWork) -> None:
    case = case_of(work, "MI-1111", somebody(work, 7))
    place(work, case, GROUP)
    place(work, case, SUPERGROUP)
    work.outbox.move_chat(GROUP, SUPERGROUP)
    assert [card.chat for card in work.cards.of_case(case)] == [SUPERGROUP]


HISTORY = {"SCAN outbox", "SCAN o", "SCAN cards", "SCAN c", "SCAN k", "SCAN inbox"}

QUESTIONS: dict[str, Callable[[SqliteWork], object]] = {
    "what may leave": lambda work: work.outbox.waiting(frozenset(), 99),
    "when the next may leave": lambda work: work.outbox.next_due(),
    "what is held": lambda work: work.outbox.held(),
    "what was in flight": lambda work: work.outbox.recover(),
    "what somebody was told": lambda work: work.outbox.told_since(PersonId(1), NOW),
    "which updates wait": lambda work: work.inbox.waiting(),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_question_of_every_day_reads_the_whole_history(work: SqliteWork, question: str) -> None:
    asked: list[str] = []
    work.connection.set_trace_callback(asked.append)
    QUESTIONS[question](work)
    work.connection.set_trace_callback(None)
    plans = [row[3] for sql in asked for row in work.connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert plans
    assert not HISTORY & set(plans)
