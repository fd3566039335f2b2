"""Whatever arrives as an update: no error reaches the outside, and nobody unknown changes anything."""

import copy
import itertools
from random import Random
from typing import Any

from domain.model.case import Case
from storage.work import SqliteWork
from tests.stories.network import Network
from tests.stories.talk import talking
from tests.stories.test_core import start_update
from tests.stories.town import BOT, Phone, Town

Json = dict[str, Any]
NUMBERS = itertools.count(500_000)
STRANGER: Json = {"id": 66_666, "is_bot": False, "first_name": "Mallory", "language_code": "de"}
GROUP: Json = {"id": -4_444, "type": "group", "title": "Fremde Gruppe"}
CHANNEL: Json = {"id": -1_004_444, "type": "channel", "title": "Fremder Kanal"}
PRIVATE: Json = {"id": 66_666, "type": "private", "first_name": "Mallory"}
TEXT: Json = {"message_id": 9, "date": 1, "chat": PRIVATE, "from": STRANGER, "text": "MI-7KQ4"}
MEMBER: Json = {"user": STRANGER, "status": "member"}
POLL: Json = {
    "id": "1",
    "question": "?",
    "options": [{"text": "Ja", "voter_count": 0, "persistent_id": "1"}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
BOOST: Json = {"source": "premium", "user": STRANGER}
MOVED: Json = {
    "chat": GROUP,
    "from": STRANGER,
    "date": 1,
    "old_chat_member": MEMBER,
    "new_chat_member": MEMBER,
}

KINDS: dict[str, Json] = {
    "message": TEXT,
    "edited_message": {**TEXT, "edit_date": 2},
    "channel_post": {"message_id": 9, "date": 1, "chat": CHANNEL, "text": "/start"},
    "edited_channel_post": {"message_id": 9, "date": 1, "edit_date": 2, "chat": CHANNEL, "text": "/start"},
    "business_connection": {
        **{
            "id": "1",
            "user": STRANGER,
            "user_chat_id": 66_666,
            "date": 1,
            "can_reply": True,
            "is_enabled": True,
        }
    },
    "business_message": {**TEXT, "business_connection_id": "1"},
    "edited_business_message": {**TEXT, "business_connection_id": "1", "edit_date": 2},
    "deleted_business_messages": {"business_connection_id": "1", "chat": PRIVATE, "message_ids": [9]},
    "message_reaction": {
        **{"chat": PRIVATE, "message_id": 9, "user": STRANGER, "date": 1, "old_reaction": []},
        "new_reaction": [{"type": "emoji", "emoji": "👍"}],
    },
    "message_reaction_count": {"chat": CHANNEL, "message_id": 9, "date": 1, "reactions": []},
    "inline_query": {"id": "1", "from": STRANGER, "query": "MI-7KQ4", "offset": ""},
    "chosen_inline_result": {"result_id": "1", "from": STRANGER, "query": "MI-7KQ4"},
    "callback_query": {"id": "1", "from": STRANGER, "chat_instance": "1", "data": "acc:1", "message": TEXT},
    "shipping_query": {
        **{"id": "1", "from": STRANGER, "invoice_payload": "x"},
        "shipping_address": {
            **{"country_code": "DE", "state": "", "city": "", "street_line1": "", "street_line2": ""},
            "post_code": "",
        },
    },
    "pre_checkout_query": {
        **{"id": "1", "from": STRANGER, "currency": "EUR", "total_amount": 1, "invoice_payload": "x"}
    },
    "purchased_paid_media": {"from": STRANGER, "paid_media_payload": "x"},
    "poll": POLL,
    "poll_answer": {"poll_id": "1", "user": STRANGER, "option_ids": [0], "option_persistent_ids": ["1"]},
    "my_chat_member": {**MOVED, "chat": PRIVATE},
    "chat_member": MOVED,
    "chat_join_request": {"chat": GROUP, "from": STRANGER, "user_chat_id": 66_666, "date": 1},
    "chat_boost": {
        **{"chat": CHANNEL},
        "boost": {
            "boost_id": "1",
            "add_date": 1,
            "expiration_date": 2,
            "source": BOOST,
        },
    },
    "removed_chat_boost": {
        **{
            "chat": CHANNEL,
            "boost_id": "1",
            "remove_date": 1,
            "source": BOOST,
        }
    },
    "a_kind_of_tomorrow": {"from": STRANGER, "chat": PRIVATE},
}
STATE = (
    "partners",
    "people",
    "invitations",
    "responsibilities",
    "absences",
    "enrolments",
    "cases",
    "seats",
    "referrals",
    "call_tasks",
    "notes",
    "events",
    "duplicates",
    "aftercare_plans",
    "check_ins",
    "drafts",
    "cards",
    "timers",
)


def rows(work: SqliteWork) -> dict[str, list[Any]]:
    """Everything that the network knows; what only answers somebody is left out."""
    return {table: work.connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in STATE}


async def arrives(town: Town, *updates: Json) -> None:
    await town.running.core.receive([{"update_id": next(NUMBERS), **one} for one in updates])
    await town.settle()
    assert not town.task.done()
    assert await town.do(lambda work: work.inbox.waiting()) == ()


async def aside(town: Town) -> int:
    query = "SELECT count(*) FROM inbox WHERE state = 'aside'"
    return int(await town.do(lambda work: work.connection.execute(query).fetchone()[0]))


async def test_every_kind_of_update_of_a_stranger_changes_nothing(town: Town) -> None:
    people, _ = await talking(town)
    before = await town.do(rows)
    for kind, content in KINDS.items():
        await arrives(town, {kind: content})
        assert await aside(town) == 0, kind
    assert await town.do(rows) == before
    for phone in (people.anna, people.petra, people.coordinator):
        await phone.sees_nothing()


async def test_every_kind_of_update_of_a_member_is_survived(town: Town) -> None:
    people, _ = await talking(town)
    for kind, content in KINDS.items():
        await arrives(town, {kind: _of(people.petra, content)})
        assert await aside(town) == 0, kind
    await people.petra.sends("/hilfe")
    assert await people.petra.unread()


def _of(phone: Phone, content: Json) -> Json:
    """The same update, from a member."""
    text = repr(content).replace("66666", str(phone.user))
    found: Json = eval(text, {})
    return found


async def test_three_hundred_mutated_updates(town: Town) -> None:
    people, case = await talking(town)
    before = await town.do(rows)
    chance = Random(20261123)
    for _ in range(6):
        chosen = [chance.choice(sorted(KINDS)) for _ in range(50)]
        await arrives(town, *({kind: mutated(chance, copy.deepcopy(KINDS[kind]))} for kind in chosen))
    assert await town.do(rows) == before
    await _goes_on(people, case)


async def _goes_on(people: Network, case: Case) -> None:
    await people.petra.reads_all()
    await people.petra.sends(f"/fall {case.code}")
    await people.petra.shows(case.code)


ODD: tuple[Any, ...] = (
    *(None, True, False, -1, 0, 2**31, 2**63, -(2**70), 1.5, "", "x", "\ud800", "\x00", [], [[]], {}),
    *({"id": BOT}, {"id": "7"}, {"id": 2**80}, "/start", "/fall MI-7KQ4", "acc:1", "acc:1:2:3", ":" * 64),
)
MORE = ("from", "chat", "text", "voice", "photo", "reply_to_message", "entities", "forward_origin")


def mutated(chance: Random, content: Json) -> Json:
    """Some values replaced, removed or added, at any depth."""
    for _ in range(chance.randint(1, 4)):
        place: Json = content
        while inner := [one for one in place.values() if isinstance(one, dict) and one]:
            if chance.random() < 0.5:
                break
            place = chance.choice(inner)
        key = chance.choice([*place, *MORE])
        if chance.random() < 0.3:
            place.pop(key, None)
        else:
            place[key] = copy.deepcopy(chance.choice(ODD))
    return content


async def test_a_members_own_command_still_works_among_them(town: Town) -> None:
    people, _ = await talking(town)
    await arrives(town, start_update(people.petra, next(NUMBERS), "/hilfe"))
    await people.petra.sees("Was möchten Sie tun")


async def test_endless_text_of_a_member_meets_no_bug(town: Town) -> None:
    people, _ = await talking(town)
    card = await people.petra.shows("MI-7KQ4")
    for endless in ("/fall " + "7" * 50_000, "/kontakt " + "x" * 50_000, "Ä\u0308" * 30_000):
        update = start_update(people.petra, next(NUMBERS), endless)
        update["message"]["entities"][0]["length"] = len(endless.split()[0])
        answering = copy.deepcopy(update) | {"update_id": next(NUMBERS)}
        answering["message"]["reply_to_message"] = card
        await arrives(town, update, answering)
        assert await aside(town) == 0, endless[:20]
