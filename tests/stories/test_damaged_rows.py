"""A row that cannot be read, or that meets a bug, is set aside and reported; everything else goes on."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from time import monotonic

import pytest

from bot.ends import End, Report, settle
from bot.parcels import Parcel
from domain.model.errors import TooMany
from domain.model.ids import ChatId, NoteId
from domain.model.notices import ColleagueLeft, NoteRelayed
from domain.model.timers import Timer, TimerKind
from domain.services import drafting
from handlers.message import File, Message
from storage.work import SqliteWork
from tests.stories.requests import turn_of
from tests.stories.talk import identity, talking
from tests.stories.test_delivery import somebody
from tests.stories.town import Phone, Town

TEXT = "Frau Canaria"


def say(work: SqliteWork, chat: int, body: str) -> None:
    work.outbox.say(ChatId(chat), body)


def tell(work: SqliteWork, phone: Phone) -> None:
    work.outbox.tell(ColleagueLeft(person=identity(phone)), person=phone.person, dedupe="damaged")


def _unknown(work: SqliteWork, phone: Phone) -> None:
    tell(work, phone)
    work.connection.execute("UPDATE outbox SET notice = 'OfAnotherVersion' WHERE dedupe = 'damaged'")


def _of_other_fields(work: SqliteWork, phone: Phone) -> None:
    tell(work, phone)
    work.connection.execute(f"UPDATE outbox SET body = '{{\"{TEXT}\": 1}}' WHERE dedupe = 'damaged'")


def _undrawable(work: SqliteWork, phone: Phone) -> None:
    file = File(kind="photo", template="nothing", subject=TEXT, name="x.png")
    say(work, phone.chat, Message(file=file).model_dump_json())


def _button_without_use(work: SqliteWork, phone: Phone) -> None:
    say(work, phone.chat, '{"text": "Ja", "rows": [[{"label": "Weiter"}]]}')


def _of_no_priority(work: SqliteWork, phone: Phone) -> None:
    say(work, phone.chat, '{"text": "Ja"}')
    work.connection.execute("UPDATE outbox SET priority = 99 WHERE state = 'pending'")


DAMAGES: dict[str, Callable[[SqliteWork, Phone], None]] = {
    "half a body": lambda work, phone: say(work, phone.chat, f'{{"text": "{TEXT}'),
    "no object": lambda work, phone: say(work, phone.chat, "7"),
    "a notice of another version": _unknown,
    "a notice with other fields": _of_other_fields,
    "a file that nothing draws": _undrawable,
    "a button that does nothing": _button_without_use,
    "no priority": _of_no_priority,
}


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_damaged_message_is_set_aside_and_the_next_one_leaves(
    town: Town, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    member = await somebody(town)
    await town.do(lambda work: DAMAGES[damage](work, member))
    await town.do(lambda work: say(work, member.chat, '{"text": "Danach"}'))
    await member.sees("Danach")
    states = await town.do(
        lambda work: work.connection.execute("SELECT state FROM outbox ORDER BY id DESC LIMIT 2").fetchall()
    )
    assert states == [("sent",), ("failed",)]
    assert "cannot be" in caplog.text or "a message was refused" in caplog.text
    assert TEXT not in caplog.messages


async def test_a_damaged_card_is_set_aside_and_the_next_one_leaves(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    people, case = await talking(town)
    await town.do(lambda work: work.connection.execute("UPDATE seats SET seat = 'roof' WHERE seat = 'help'"))
    await town.do(lambda work: work.cards.touch(case.id))
    await people.anna.sends("/hilfe")
    await people.anna.sees("Was möchten Sie tun")
    assert "card 1 cannot be put into words" in caplog.text


async def test_a_bug_in_what_follows_a_delivery_does_not_repeat_the_message(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    people, case = await talking(town)
    await people.petra.taps("Nachricht")
    await people.petra.taps("Bitte um Rückruf")
    await people.anna.reads_all()

    def settle_over_damage(work: SqliteWork) -> tuple[str]:
        (note,) = work.notes.of_case(case.id)
        notice = NoteRelayed(case=case.id, note=NoteId(note.id))
        work.outbox.tell(notice, person=people.anna.person, dedupe="again")
        work.connection.execute("UPDATE notes SET state = 'lost'")
        (row,) = work.connection.execute("SELECT max(id) FROM outbox").fetchone()
        parcel = Parcel(
            chat=ChatId(people.anna.chat),
            message=Message(text="Nachricht"),
            departs=monotonic(),
            letter=work.outbox.lease(row),
        )
        settle(work, parcel, Report(end=End.SENT, message=4711))
        state: tuple[str] = work.connection.execute(
            "SELECT state FROM outbox WHERE id = ?", (row,)
        ).fetchone()
        work.connection.execute("UPDATE notes SET state = 'sent'")
        return state

    assert await town.do(settle_over_damage) == ("sent",)
    assert "what follows from a delivery failed" in caplog.text
    await people.anna.sees_nothing()


@pytest.mark.parametrize("damage", ["substr(answers, 3)", "'7'", "'[]'", "'null'", "''"])
async def test_a_damaged_dialogue_is_dropped_and_the_person_begins_anew(
    town: Town, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    people, _ = await talking(town)
    turn = await town.do(lambda work: turn_of(work, people.petra))
    await town.do(lambda work: drafting.begin(work, turn, "report", "stage", {"reason": TEXT}))
    await town.do(lambda work: work.connection.execute(f"UPDATE drafts SET answers = {damage}"))
    await people.petra.sends("Hallo")
    assert "nicht geklappt" not in str(await people.petra.unread())
    assert await town.do(lambda work: work.drafts.latest(identity(people.petra))) is None
    assert "a dialogue cannot be read and is dropped" in caplog.text


async def test_a_damaged_timer_and_one_with_a_bug_are_tried_again_in_an_hour(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    people, case = await talking(town)
    now = await town.now()

    def arm(work: SqliteWork) -> None:
        for number, kind in enumerate((TimerKind.AUDIT, TimerKind.STEP_ENDS, TimerKind.CALL_AGAIN)):
            work.timers.set(Timer(due_at=now, kind=kind, subject=1, dedupe=f"damaged:{number}"))
        work.connection.execute("UPDATE timers SET kind = 'unheard' WHERE dedupe = 'damaged:0'")
        work.connection.execute("UPDATE cases SET urgency = 'violet' WHERE id = ?", (case.id,))
        work.timers.set(Timer(due_at=now, kind=TimerKind.CASE_REVIEW, subject=case.id, dedupe="damaged:9"))
        work.outbox.say(ChatId(people.anna.chat), '{"text": "Danach"}')

    await town.do(arm)
    await people.anna.sees("Danach")
    left = await town.do(
        lambda work: work.connection.execute(
            "SELECT dedupe, due_at FROM timers WHERE dedupe LIKE 'damaged:%' ORDER BY dedupe"
        ).fetchall()
    )
    assert [dedupe for dedupe, _ in left] == ["damaged:0", "damaged:9"]
    assert {at[:16] for _, at in left} == {"2026-11-23T09:00"}
    assert "again in an hour" in caplog.text


async def test_a_due_time_that_cannot_be_read_does_not_end_the_bot(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    member = await somebody(town)
    soon = await town.now() + timedelta(hours=1)
    timer = Timer(due_at=soon, kind=TimerKind.AUDIT, subject=1, dedupe="damaged")
    await town.do(lambda work: work.timers.set(timer))
    await town.do(
        lambda work: work.connection.execute("UPDATE timers SET due_at = '' WHERE dedupe = 'damaged'")
    )
    await member.sends("/hilfe")
    assert await member.unread()
    assert not town.task.done()
    assert "again in an hour" in caplog.text


async def test_a_damaged_errand_comes_back_as_an_error_and_stops_nothing(town: Town) -> None:
    member = await somebody(town)
    await town.do(
        lambda work: work.errands.send("read_file", person=member.person, chat=ChatId(member.chat), body={})
    )
    for chat in ("none", "Infinity"):
        await town.do(partial(_leave, chat=chat))
    assert await town.do(lambda work: work.errands.pending()) == ()
    await member.sends("/hilfe")
    assert await member.unread()


def _leave(work: SqliteWork, chat: str) -> None:
    work.errands.send("leave", person=None, chat=None, body={"chat": "none"})
    work.connection.execute("UPDATE errands SET body = replace(body, '\"none\"', ?)", (chat,))


async def test_a_refusal_without_words_is_a_bug_and_not_the_end(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    member = await somebody(town)

    def speechless(*_: object) -> None:
        raise KeyError(TEXT)

    core = town.running.core
    core._refuse = speechless
    core._apologise = speechless
    core.handle = _refusing
    await town.client.send(member.user, member.chat, "/hilfe")
    await town.settle()
    aside = "SELECT count(*) FROM inbox WHERE state = 'aside'"
    assert await town.do(lambda work: work.connection.execute(aside).fetchone()) == (1,)
    await member.sees_nothing()
    assert "no words for" in caplog.text


def _refusing(_: object) -> None:
    raise TooMany(limit=3)


async def test_what_a_damaged_member_sends_is_set_aside_and_the_others_are_answered(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    member, other = await somebody(town), await somebody(town, "Karl Süd")
    damage = "UPDATE people SET role = 'emperor' WHERE id = ?"
    await town.do(lambda work: work.connection.execute(damage, (member.person,)))
    await town.client.send(member.user, member.chat, "/hilfe")
    await other.sends("/hilfe")
    assert await other.unread()
    assert await town.do(lambda work: work.inbox.waiting()) == ()
    await member.sees_nothing()
    assert "set aside as" in caplog.text


@pytest.mark.parametrize("at", ["", "soon", "2026-11-23T08:00:00"])
async def test_a_moment_that_cannot_be_read_stops_nothing(town: Town, at: str) -> None:
    people, _ = await talking(town)
    told = ColleagueLeft(person=identity(people.anna))

    def damage(work: SqliteWork) -> None:
        work.timers.set(Timer(due_at=work.now, kind=TimerKind.CASE_REVIEW, subject=1, dedupe="damaged"))
        work.connection.execute("UPDATE timers SET due_at = ? WHERE dedupe = 'damaged'", (at,))
        work.outbox.tell(told, person=people.petra.person, dedupe="damaged")
        work.connection.execute("UPDATE outbox SET not_before = ? WHERE dedupe = 'damaged'", (at,))
        work.outbox.tell(told, person=people.petra.person, not_before=work.now + timedelta(hours=2))

    await town.do(damage)
    await people.petra.reads_all()
    await town.forward(hours=2)
    assert len(await people.petra.unread()) == 1
    await people.anna.sends("/hilfe")
    assert await people.anna.unread()


async def test_an_answer_whose_end_cannot_be_kept_leaves_once(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    people, case = await talking(town)
    of_no_note = Message(text="Dazu", note=4711).model_dump_json()
    await town.do(lambda work: work.outbox.say(ChatId(people.petra.chat), of_no_note, case=case.id))
    await people.petra.sees("Dazu")
    await town.restart()
    await people.petra.sees_nothing()
    assert "a delivery could not be kept" in caplog.text
