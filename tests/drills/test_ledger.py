"""The books of the kill drill, and what it calls wrong."""

from datetime import UTC, date, datetime, timedelta

import pytest

from drills.glances import Sent, doubled
from drills.kills import at_work
from drills.ledger import Ledger, Matter, Standing, found_wrong, unmarked

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wanted", "plain", "marked", "kills", "wrong"),
    [
        (1, 1, 0, 0, ""),
        (1, 1, 1, 1, ""),
        (1, 0, 1, 1, ""),
        (2, 2, 0, 5, ""),
        (1, 0, 0, 1, "is missing"),
        (2, 1, 0, 1, "is missing"),
        (1, 2, 0, 9, "is doubled without a mark"),
        (1, 1, 2, 1, "is repeated 2 times at 1 kills"),
    ],
)
def test_a_message_is_read_once_or_its_repeat_says_so(
    wanted: int, plain: int, marked: int, kills: int, wrong: str
) -> None:
    found = found_wrong(wanted, plain, marked, kills)
    assert found.startswith(wrong)
    assert bool(found) == bool(wrong)


def test_a_repeat_says_the_same_but_for_its_mark() -> None:
    marked = "MI-7KQ4: angefragt\n\nPaar\n\n(Nach einer Störung; diese Nachricht kann doppelt sein.)"
    assert unmarked(marked) == "MI-7KQ4: angefragt\n\nPaar"
    assert unmarked("MI-7KQ4: angefragt\n\nPaar") == "MI-7KQ4: angefragt\n\nPaar"


def sent(text: str, *, chat: int = 1001, at: datetime = NOON) -> Sent:
    return Sent(chat, at, text)


def test_two_messages_of_a_day_that_say_the_same_are_one_too_many() -> None:
    again = sent("Gesendet")
    assert doubled([sent("Gesendet"), again]) == [again]
    assert doubled([sent("Gesendet"), sent("Gesendet", chat=1002)]) == []
    assert doubled([sent("Gesendet"), sent("Gesendet", at=NOON + timedelta(days=1))]) == []


def test_of_digests_one_a_day_is_enough_whatever_they_say() -> None:
    second = sent("Heute für Sie: 2")
    assert doubled([sent("Heute für Sie: 1"), second]) == [second]


def test_what_was_promised_twice_must_be_read_twice() -> None:
    ledger = Ledger()
    for _ in range(2):
        ledger.promises(1001, "MI-7KQ4", "MI-7KQ4: übernommen", "Petra Nord")
    ((promised, times),) = ledger.promised.items()
    assert (promised.chat, promised.parts, times) == (1001, ("MI-7KQ4: übernommen", "Petra Nord"), 2)
    assert ledger.fresh == {promised}


def test_words_about_a_case_are_looked_for_until_the_bot_takes_them_back() -> None:
    ledger = Ledger()
    for code, day in (("MI-7KQ4", date(2026, 11, 23)), ("MI-2HXR", None)):
        standing = Standing.CLOSED if day else Standing.TAKEN
        ledger.opens(
            Matter(code=code, reporter="A", place="Hille", side="landlord", standing=standing, closed_on=day)
        )
        ledger.promises(1001, code, f"{code}: übernommen")
    assert [one.about for one in ledger.forgets(date(2026, 11, 24))] == ["MI-7KQ4"]
    assert ledger.forgets(date(2026, 11, 23)) == []


def test_a_trace_tells_what_concerns_somebody_and_what_concerns_all() -> None:
    ledger = Ledger()
    ledger.moved("Anna reports", "Anna", "MI-7KQ4")
    ledger.moved("Petra writes", "Petra", "MI-2HXR")
    ledger.moved("it is Tuesday")
    assert ledger.trace("MI-7KQ4") == "    round 0: Anna reports\n    round 0: it is Tuesday"


@pytest.mark.parametrize(
    ("there", "wanted"),
    [
        ("2026-11-23T10:00", "2026-11-23T10:00"),
        ("2026-11-23T07:00", "2026-11-23T09:00"),
        ("2026-11-23T19:00", "2026-11-24T09:00"),
        ("2026-11-27T15:30", "2026-11-30T09:00"),
        ("2026-12-25T10:00", "2026-12-28T09:00"),
    ],
)
def test_rounds_begin_while_people_are_at_work(there: str, wanted: str) -> None:
    def moment(text: str) -> datetime:
        return datetime.fromisoformat(f"{text}+01:00")

    assert at_work(moment(there)) == moment(wanted)
