"""How the sample network begins: a table is read in, the coordinator joins, invites, and links a group."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.demo.bot_process import BOT
from bot.demo.phone import Phone, Untrue
from bot.demo.rehearsal import Rehearsal

LINK: Final = re.compile(r"https://t\.me/\S+")
SAMPLE: Final = Path(__file__).parents[1] / "sample" / "network.csv"
LANDLORD: Final = "Heimstätte Mühlenland"
HELP: Final = "Fachstelle Nord"
TEAM: Final = "Team Mieten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Who has a phone in this story; everybody else of the directory is reached by telephone."""

    coordinator: Phone
    landlord: Phone
    colleague: Phone
    team: Phone
    responsible: Phone
    deputy: Phone


async def coordinator_joins(rehearsal: Rehearsal) -> Phone:
    """The directory is filled, and the first link opened, as docs/operating.md says."""
    await rehearsal.bot.command("import", "--yes", str(SAMPLE))
    printed = await rehearsal.bot.command("invite", "Karin Kurz")
    karin = await rehearsal.phone("Karin Kurz", "Koordination")
    await _opens(karin, printed)
    return karin


async def others_join(rehearsal: Rehearsal, coordinator: Phone) -> Network:
    """Four people open links that the coordinator makes in the chat; a staff group is linked."""
    landlord = await _invited(rehearsal, coordinator, "Yvonne Dreier", LANDLORD)
    colleague = await _invited(rehearsal, coordinator, "Uwe Bekemeier", LANDLORD)
    responsible = await _invited(rehearsal, coordinator, "Petra Albers", HELP)
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


async def _invited(rehearsal: Rehearsal, coordinator: Phone, name: str, partner: str) -> Phone:
    await coordinator.sends("/einladen")
    await coordinator.taps(partner, name, "Mitglied")
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
