"""Every button of agreements forged, by everybody, in every state: refused or done, and never a bug."""

from collections.abc import Iterator
from enum import Enum
from random import Random
from typing import Any, get_args

import handlers.agreement_buttons as forms
from domain.model.agreement_templates import Template
from domain.services import agreements
from handlers.buttons import Button
from storage.work import SqliteWork
from tests.stories.agreements import in_force, signing
from tests.stories.commitments import turn
from tests.stories.network import Network
from tests.stories.test_any_update import Json, arrives, aside
from tests.stories.town import Phone, Town

KINDS = [one for one in vars(forms).values() if isinstance(one, type) and issubclass(one, Button)]
BUTTONS = [one for one in KINDS if one is not Button]
ODD_NUMBERS = ("0", "1", "2", "3", "4", "-1", "7", "2026", "9999", str(2**31), str(2**63 - 1), str(2**80))
ODD_WORDS = (
    "",
    "0",
    "1",
    "2",
    "3",
    "7",
    "1.2",
    "1.2.3",
    "x" * 40,
    "é" * 9,
    "2027-03-31",
    "9999-12-31",
    "05770012",
)


def forged(chance: Random) -> Iterator[str]:
    """One press of every kind, mostly of the right shape."""
    for kind in BUTTONS:
        values = [value_of(one.annotation, chance) for one in kind.model_fields.values()]
        data = ":".join((kind.prefix, *values))
        if len(data.encode()) <= 64:
            yield data


def value_of(wanted: Any, chance: Random) -> str:
    options = [one for one in get_args(wanted) if one is not type(None)]
    if options:
        return "" if chance.random() < 0.3 else value_of(options[0], chance)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return str(chance.choice(list(wanted)).value)
    if wanted is bool:
        return chance.choice(("True", "False"))
    return chance.choice(ODD_NUMBERS if wanted is int else ODD_WORDS)


def press(phone: Phone, data: str) -> Json:
    sender = {"id": phone.user, "is_bot": False, "first_name": "Petra"}
    chat = {"id": phone.chat, "type": "private", "first_name": "Petra"}
    message = {"message_id": 5, "date": 1, "chat": chat, "text": "x"}
    return {
        "callback_query": {"id": "1", "from": sender, "chat_instance": "1", "data": data, "message": message}
    }


async def states(town: Town) -> Network:
    """One in force, one proposed, one draft, one with a file awaited."""
    people = await signing(town)
    await in_force(town, people, Template.PROJECT)

    def more(work: SqliteWork) -> None:
        petra = turn(work, people.petra)
        waiting = agreements.begin(work, petra, Template.PERMANENT, (people.landlord,))
        agreements.propose(work, petra, waiting.id)
        agreements.begin(work, petra, Template.BLANK, (people.landlord, people.jobcenter))

    await town.do(more)
    return people


def signed_for_others(work: SqliteWork) -> list[Any]:
    """Signatures of somebody who does not work for the partner that has signed."""
    joined = "agreement_signatures s JOIN people p ON p.id = s.person"
    return work.connection.execute(f"SELECT s.id FROM {joined} WHERE p.partner != s.partner").fetchall()


async def test_forged_presses_meet_no_bug_and_sign_for_nobody_else(town: Town) -> None:
    people = await states(town)
    chance = Random(20261128)
    everybody = (people.petra, people.carla, people.anna, people.jana, people.coordinator, people.quirin)
    for _ in range(12):
        for phone in everybody:
            presses = list(forged(chance))
            chance.shuffle(presses)
            await arrives(town, *(press(phone, one) for one in presses))
            assert await aside(town) == 0, presses
    assert await town.do(signed_for_others) == []
    await people.petra.sends("/vereinbarung")
    await people.petra.shows("Vereinbarungen")
