"""How the town of the kill drill begins: a file is read in, all join by links, every landlord has a group."""

import asyncio
import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from domain.services.membership import INVITATIONS_A_DAY
from drills import directory as who
from drills.directory import Office
from drills.process import BOT, TOKEN, BotProcess
from drills.town import Missing, Phone, Town
from simulator.client import SimulatorClient
from simulator.server import Simulator

SATURDAY = datetime.fromisoformat("2026-11-21T09:00:00+01:00")
MONDAY = datetime.fromisoformat("2026-11-23T09:00:00+01:00")
LINK = re.compile(r"https://t\.me/\S+")
PACE = {"send_per_second": "1000", "group_per_minute": "1000"}
"""A drill is as fast as the machine: Telegram's pace is for the benches."""
DAY_S = 24 * 3600 + 60


@asynccontextmanager
async def town(*, landlords: int, helpers: int) -> AsyncIterator[Town]:
    """A town in which all have joined by a link; 10 landlords and 4 helpers make 50 members and 10 groups."""
    with tempfile.TemporaryDirectory(prefix="kurze-wege-drill-") as folder:
        async with (
            Simulator.start(start_at=SATURDAY, frozen=True) as simulator,
            SimulatorClient(simulator.base_url) as client,
        ):
            await client.bot(TOKEN, username="kurzewege_bot", first_name="Kurze Wege")
            made = Town(
                simulator=simulator,
                client=client,
                process=BotProcess(simulator, Path(folder) / "town.db", PACE),
                directory=who.directory(landlords=landlords, helpers=helpers),
            )
            try:
                await made.lives()
                await _joins(made)
                yield made
            finally:
                await made.process.stop()


async def _joins(made: Town) -> None:
    """The directory is read in, the first link printed, all others made in the coordinator's chat."""
    file = made.process.database.with_name("directory.csv")
    file.write_bytes(made.directory.file())
    await made.process.command("import", "--yes", str(file))
    printed = await made.process.command("invite", "--partner", who.OFFICE, who.COORDINATOR)
    made.coordinator = await _person(made, who.COORDINATOR, who.OFFICE)
    await _opens(made, made.coordinator, printed)
    await made.settle()
    waiting = [(office, name) for office in made.directory.on_telegram for name in office.people]
    while waiting:
        today, waiting = waiting[:INVITATIONS_A_DAY], waiting[INVITATIONS_A_DAY:]
        await _a_day_of_links(made, today)
        if waiting:
            await made.client.jump(DAY_S)
            await made.settle()
    await made.client.to(MONDAY, "jump")
    await made.settle()
    for office in made.directory.landlords:
        await _gathers(made, office)


async def _a_day_of_links(made: Town, today: list[tuple[Office, str]]) -> None:
    links = {(office, name): await _invited(made, office, name) for office, name in today}
    phones = [await _person(made, name, office.name) for office, name in today]
    await asyncio.gather(
        *(_opens(made, phone, text) for phone, text in zip(phones, links.values(), strict=True))
    )
    await made.settle()


async def _person(made: Town, name: str, office: str) -> Phone:
    first, _, last = name.partition(" ")
    user = int((await made.client.person(first, last_name=last, id=1001 + len(made.people)))["id"])
    made.people[name] = Phone(made, name, office, user, user)
    return made.people[name]


async def _invited(made: Town, office: Office, name: str) -> str:
    """Four touches of the coordinator; gives the message with the link."""
    karin = made.coordinator
    await karin.sends("/einladen")
    for label in (office.name, name, "Mitglied"):
        await karin.waits(lambda label=label: karin.has_button(label))  # type: ignore[misc]
        await karin.taps(*karin.button(label))
    await karin.waits(lambda: bool(karin.finds(f"Einladung für {name}", "https://t.me/")))
    return karin.finds(f"Einladung für {name}", "https://t.me/")[-1].text


async def _opens(made: Town, phone: Phone, text: str) -> None:
    link = LINK.search(text)
    if link is None:
        raise Missing(f"no link in {text!r}")
    await made.client.open_link(phone.user, link[0])
    await phone.waits(lambda: phone.has_button("Verstanden"))
    await phone.taps(*phone.button("Verstanden"))


async def _gathers(made: Town, office: Office) -> None:
    """The office's people have a group; the bot is added, and the coordinator says whose it is."""
    users = [one.user for one in made.of(office)]
    chat = int((await made.client.group(f"Team {office.name}", users, admins=users[:1]))["id"])
    made.groups[office.name] = made.of(office)[0].inside(chat)
    await made.client.add_member(chat, BOT, by=users[0])
    karin = made.coordinator
    await karin.waits(lambda: karin.has_button(office.name, "Neue Gruppe"))
    await karin.taps(*karin.button(office.name, "Neue Gruppe"))
    await made.settle()
