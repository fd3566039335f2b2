"""How the sample network begins: a table is read in, the coordinator joins, invites, and links a group."""

import asyncio
import re
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.application import network_of
from bot.demo.bot_process import BOT
from bot.demo.phone import Phone, Untrue
from bot.demo.rehearsal import BOT_NAME, Rehearsal
from bot.import_file import import_file, printed
from bot.settings import Settings
from domain.services import membership
from handlers.links import new_token, start_link, token_hash
from storage.database import connect_file
from storage.work import SqliteWork

LINK: Final = re.compile(r"https://t\.me/\S+")
SAMPLE: Final = Path(__file__).parents[1] / "sample" / "network.csv"
LANDLORD: Final = "Heimstätte Mühlenland"
HELP: Final = "Fachstelle Nord"
TEAM: Final = "Team Mieten"
COORDINATOR: Final = "Karin Kurz"
LEAD: Final = "Leitung"


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Who has a phone in this story; everybody else of the directory is reached by telephone."""

    coordinator: Phone
    landlord: Phone
    colleague: Phone
    team: Phone
    responsible: Phone
    deputy: Phone


async def founded(rehearsal: Rehearsal) -> str:
    """Fill the directory and give the link for the first coordinator, as docs/operating.md says.

    Needs only the bot's file, so it may happen while the bot is still starting. Raises Untrue.
    """
    return await asyncio.to_thread(_found, rehearsal.bot.settings, await rehearsal.client.now())


def _found(settings: Settings, at: datetime) -> str:
    """What `kurze-wege import` and `kurze-wege invite` do, without two more processes to wait for."""
    token = new_token()
    with closing(connect_file(settings.database)) as connection:
        work = SqliteWork(connection, network_of(settings)).at(at)
        connection.execute("BEGIN IMMEDIATE")
        plan = import_file(work, SAMPLE.read_bytes(), SAMPLE.suffix.lstrip("."), write=True)
        if plan.faults:
            raise Untrue(printed(plan))
        membership.invite_first(
            work,
            partner=settings.network_name,
            name=COORDINATOR,
            token_hash=token_hash(token),
            again=False,
        )
        connection.execute("COMMIT")
    return start_link(BOT_NAME, token)


async def coordinator_joins(rehearsal: Rehearsal, link: str) -> Phone:
    """The first link is opened."""
    karin = await rehearsal.phone(COORDINATOR, "Koordination")
    await _opens(karin, link)
    return karin


async def others_join(rehearsal: Rehearsal, coordinator: Phone) -> Network:
    """Four people open links that the coordinator makes in the chat; a staff group is linked.

    One on either side may sign an agreement for its partner.
    """
    landlord = await _invited(rehearsal, coordinator, "Yvonne Dreier", LANDLORD, LEAD)
    colleague = await _invited(rehearsal, coordinator, "Uwe Bekemeier", LANDLORD)
    responsible = await _invited(rehearsal, coordinator, "Petra Albers", HELP, LEAD)
    deputy = await _invited(rehearsal, coordinator, "Jonas Feldkamp", HELP)
    team = await rehearsal.group(TEAM, LANDLORD, landlord, colleague)
    await rehearsal.client.add_member(team.chat, BOT, by=landlord.user)
    await rehearsal.settle()
    await coordinator.taps(LANDLORD)
    await team.sees("Hier kommen Anfragen mit einem Code.")
    return Network(
        coordinator=coordinator,
        landlord=landlord,
        colleague=colleague,
        team=team,
        responsible=responsible,
        deputy=deputy,
    )


async def _invited(
    rehearsal: Rehearsal, coordinator: Phone, name: str, partner: str, role: str = "Mitglied"
) -> Phone:
    await coordinator.sends("/einladen")
    await coordinator.taps(partner, name, role)
    phone = await rehearsal.phone(name, partner)
    await _opens(phone, (await coordinator.sees("https://t.me/"))["text"])
    return phone


async def _opens(phone: Phone, text: str) -> None:
    link = LINK.search(text)
    if link is None:
        raise Untrue(f"{phone.name}: kein Einladungslink in „{text}“")
    await phone.opens(link[0])
    await phone.sees(f"Guten Tag, {phone.name}. Sie sind angemeldet")
    await phone.taps("Verstanden")
