"""Nothing that names a household survives anywhere (the practice paper, P17).

Canaries are typed into every dialogue, into the group and as replies, beside files, cards, voices,
forwarded, edited and quoted messages. Afterwards they are looked for in what the bot sent, in every
byte of the database, its write-ahead log and a backup, and in the log lines.
"""

import io
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.logs import configure
from domain.model.agreement import AgreementState
from domain.model.ids import ChatId
from domain.model.people import GroupState, StaffGroup
from drills.canaries import CANARIES
from handlers import dialogue
from storage.backup import back_up
from storage.work import SqliteWork
from tests.stories.network import Network
from tests.stories.staff_group import group_with_bot, inside
from tests.stories.talk import talking
from tests.stories.town import Phone, Town

BIRDS = tuple(text for text, _ in CANARIES)
ASK_FOR_A_NAME = frozenset({"enrol", "directory_partner"})
"""Forms whose answer is a colleague's or an office's name: whatever is typed there is kept at once."""
PRECISE = ("Zusagen", "Neue Zusage", "Wir sagen zu", "Begleitung", "Hausbesuch", "jede Woche")
"""Up to the one question of a commitment whose answer can be typed: the day."""

NAMED_FILE = "Schlunzberg_Kündigung.pdf"


@contextmanager
def log_lines() -> Iterator[io.StringIO]:
    """What the bot would write to its log at the most talkative level."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    stream = io.StringIO()
    configure("DEBUG", stream=stream)
    logging.captureWarnings(capture=False)
    try:
        yield stream
    finally:
        root.handlers[:] = before
        root.setLevel(level)


async def types(town: Town, phone: Phone, birds: Sequence[str] = BIRDS, **options: Any) -> None:
    """Canaries one after the other, as fast as they come."""
    for bird in birds:
        await town.client.send(phone.user, phone.chat, bird, **options)
    await town.settle()


async def into(town: Town, phone: Phone, birds: Sequence[str] = BIRDS) -> str:
    """Canaries into the dialogue that is open; gives its form."""
    assert phone.person is not None
    person = phone.person
    draft = await town.do(lambda work: work.drafts.latest(person))
    await types(town, phone, birds)
    return "" if draft is None else draft.form


async def in_dialogues(town: Town, people: Network) -> set[str]:
    """Whatever listens to typed text; where only a day is asked for, a third of the canaries each.

    Gives the forms that were open.
    """
    forms = set()
    for labels, birds in (
        (("Kontakt finden",), BIRDS),
        (("Nachricht", "Freier Text"), BIRDS),
        (("Nachricht", "Wir warten bis"), BIRDS[::3]),
        (("Neue Meldung",), BIRDS[1::3]),
        (("Fristlose Kündigung", "Älter"), BIRDS[2::3]),
    ):
        for label in labels:
            await people.anna.taps(label)
        forms.add(await into(town, people.anna, birds))
    for steps, birds in (
        (("Abschließen", "Verstorben", "Älter"), BIRDS[::3]),
        (("Zurück", "Mehr", "Stand ändern", "Räumungsklage", "Älter"), BIRDS[1::3]),
        (("Zurück", "Mehr", "Haushalt informiert", "Älter"), BIRDS[2::3]),
    ):
        for label in steps:
            await people.petra.taps(label)
        forms.add(await into(town, people.petra, (*birds, "15.3.1984", "1984-03-15")))
    await people.petra.taps("Zurück")
    for label in ("Mehr", *PRECISE):
        await people.petra.taps(label)
    forms.add(await into(town, people.petra, BIRDS[1::3]))
    await people.petra.taps("Verwerfen")
    await people.bernd.sends("/abwesend")
    forms.add(await into(town, people.bernd, BIRDS[::3]))
    await people.bernd.sends("/fristen")
    for label in ("Klage und Urteil", "Räumungsklage zugestellt", "Ja, er steht fest", "Älter"):
        await people.bernd.taps(label)
    forms.add(await into(town, people.bernd, (*BIRDS[1::3], "15.3.1984", "1984-03-15")))
    forms |= await in_agreements(town, people.coordinator)
    return forms | await in_the_directory(town, people.coordinator)


async def in_agreements(town: Town, phone: Phone) -> set[str]:
    """A line of a draft, a file that is waited for, and the last day of what is in force."""
    await phone.sends("/vereinbarung")
    for label in ("Neue Vereinbarung", "Dauerhafte Zusammenarbeit", "Fachstelle Nord", "Anlegen"):
        await phone.taps(label)
    for label in ("1 Ziele", "In eigenen Worten"):
        await phone.taps(label)
    forms = {await into(town, phone, (*BIRDS, "15.3.1984"))}
    await phone.taps("Fertig")
    await phone.taps("Übersicht")
    await phone.taps("Datei einlesen")
    forms.add(await into(town, phone, BIRDS[::3]))
    await phone.taps("Abbrechen")
    await town.do(put_in_force)
    await phone.sends("/vereinbarung")
    for label in ("1", "Vereinbarung beenden", "Keine Kapazität mehr"):
        await phone.taps(label)
    forms.add(await into(town, phone, BIRDS[1::3]))
    await phone.taps("Zurück")
    return forms


def put_in_force(work: SqliteWork) -> None:
    """As if both partners had signed."""
    (agreement,) = work.agreements.all()
    draft = work.agreement_versions.in_the_making(agreement.id)
    assert draft is not None
    work.agreement_versions.save(replace(draft, state=AgreementState.IN_FORCE, in_force_at=work.now))


async def in_the_directory(town: Town, coordinator: Phone) -> set[str]:
    """Where a coordinator sends a file, invites, types a new colleague in the right shape, or a sentence."""
    await coordinator.sends("/verzeichnis")
    await coordinator.taps("Datei einlesen")
    forms = {await into(town, coordinator, BIRDS[::3])}
    await coordinator.sends("/verzeichnis")
    for label in (
        "Ändern",
        "Fachstelle Nord",
        "Neue Zuständigkeit",
        "Scheitern",
        "Hille",
        "Person eintragen",
    ):
        await coordinator.taps(label)
    forms.add(await into(town, coordinator, BIRDS[1::3]))
    await coordinator.sends("/verzeichnis")
    for label in ("Ändern", "Fachstelle Nord", "Angaben ändern", "Satz eintragen"):
        await coordinator.taps(label)
    forms.add(await into(town, coordinator))
    for label in ("Zurück", "Partner scheidet aus"):
        await coordinator.taps(label)
    forms.add(await into(town, coordinator, (*BIRDS[2::3], "15.3.1984", "1984-03-15")))
    await coordinator.taps("Zurück")
    await coordinator.sends("/einladen")
    for label in ("Fachstelle Nord", "Neue Person"):
        await coordinator.taps(label)
    forms.add(await into(town, coordinator, BIRDS[::3]))
    await coordinator.taps("Abbrechen")
    return forms


async def after_a_withdrawal(town: Town, people: Network) -> set[str]:
    """The day of a consent that is given anew."""
    for label in ("Mehr", "Einwilligung widerrufen", "Mehr", "Einwilligung liegt", "Schriftlich", "Älter"):
        await people.petra.taps(label)
    return {await into(town, people.petra, (*BIRDS[::3], "15.3.1984"))}


async def in_commands(town: Town, people: Network) -> None:
    for command in ("/kontakt", "/fall"):
        for bird in BIRDS:
            await town.client.send(people.anna.user, people.anna.chat, f"{command} {bird}")
        await town.settle()


async def in_replies(town: Town, people: Network) -> None:
    """To a card, and to a message that speaks of no case."""
    for shown in ("MI-7KQ4: übernommen", "Guten Tag, Anna Alt"):
        answered = await people.anna.shows(shown)
        await types(town, people.anna, reply_to=answered["message_id"])
    await types(town, people.anna)


async def in_the_group(town: Town, people: Network) -> None:
    chat = await group_with_bot(town, people.anna, people.bernd)
    await town.do(lambda work: _link(work, people, chat))
    group = inside(people.anna, chat)
    await town.client.send(group.user, chat, "/start")
    await town.settle()
    answered = next(one for one in await group.messages() if one["from"]["is_bot"])
    for bird in BIRDS:
        await town.client.send(group.user, chat, bird, reply_to=answered["message_id"])
        await town.client.send(group.user, chat, f"/kontakt@kurzewege_bot {bird}")
    await town.settle()


def _link(work: SqliteWork, people: Network, chat: int) -> None:
    group = work.groups.by_chat(ChatId(chat))
    linked = StaffGroup(
        id=group.id if group else 0, chat=ChatId(chat), partner=people.landlord, state=GroupState.LINKED
    )
    work.groups.save(linked) if group else work.groups.add(linked)


async def as_other_things(town: Town, people: Network) -> None:
    """Files with names, contact cards, voices, forwarded, quoted and edited messages."""
    anna, client = people.anna, town.client
    for kind in ("document", "photo", "voice", "video"):
        await client.file(anna.user, anna.chat, BIRDS[0].encode(), NAMED_FILE, kind=kind, caption=BIRDS[0])
    await client.file(
        anna.user, anna.chat, kind="contact", phone_number="01712345678", first_name="Schlunzberg"
    )
    await client.file(anna.user, anna.chat, kind="venue", title="Schlunzberg", address="Lindenstraße 12")
    await client.file(anna.user, anna.chat, kind="poll", question=BIRDS[0])
    await town.settle()
    card = (await anna.shows("MI-7KQ4: übernommen"))["message_id"]
    await anna.sends("Bitte lesen.", forward_from_name="Erika Schlunzberg")
    await anna.sends("Bitte lesen.", reply_to=card, quote="MI-7KQ4")
    typed = await anna.sends("Wir warten mit der Klage bis 15.12.", reply_to=card)
    await anna.taps("Nein, senden")
    for bird in BIRDS:
        await client.edit(anna.user, anna.chat, typed, bird)
        await town.settle()


def traces(known: str, found: str) -> list[str]:
    """The canaries that are found whole, and their words that the product itself never uses."""
    folded = found.casefold()
    whole = [bird for bird in (*BIRDS, NAMED_FILE) if bird.casefold() in folded and bird not in known]
    words = {word for bird in BIRDS for word in re.findall(r"[^\W_]{5,}", bird.casefold())}
    return whole + sorted(word for word in words if word not in known.casefold() and word in folded)


def own_words() -> str:
    """What the product itself says and stores in any town."""
    root = Path(__file__).parents[2]
    files = [*root.glob("handlers/texts/*/*.toml"), *root.glob("domain/data/m*"), *root.glob("*/*/*.py")]
    return "\n".join(one.read_text("utf-8") for one in files if "tests" not in one.parts)


async def sent_by_the_bot(town: Town) -> str:
    calls = await town.client.calls()
    return "\n".join(str(one["params"]) for one in calls if one["method"] != "getUpdates")


@pytest.mark.timeout(600)
async def test_no_canary_survives(town: Town, tmp_path: Path) -> None:
    people, case = await talking(town)
    with log_lines() as lines:
        forms = await in_dialogues(town, people)
        await in_commands(town, people)
        await in_replies(town, people)
        await in_the_group(town, people)
        await as_other_things(town, people)
        forms |= await after_a_withdrawal(town, people)
        await town.forward(hours=24)
        back_up(town.database, tmp_path / "backup.db")
        names = ("story.db", "story.db-wal", "backup.db")
        stored = {name: (tmp_path / name).read_bytes().decode("utf-8", "ignore") for name in names}
        sent = await sent_by_the_bot(town)
    known = own_words()
    assert traces(known, f"gesehen: {BIRDS[0]}") == [BIRDS[0], "schlunzberg"]
    assert traces(known, sent) == []
    assert {name: traces(known, text) for name, text in stored.items()} == {name: [] for name in names}
    assert traces(known, lines.getvalue()) == []
    assert forms | ASK_FOR_A_NAME == dialogue.forms(), "every dialogue has heard some"
    assert len(BIRDS) >= 60
    assert await town.do(lambda work: work.journal.count("text_stopped", case.reported_at)) >= 60
