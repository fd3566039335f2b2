"""How a coordinator invites somebody, tap by tap."""

import re

from tests.stories.town import Phone


async def invited(coordinator: Phone, partner: str, typed: str, *, role: str = "Mitglied") -> str:
    """Invite a new person, typed as "Name, Funktion, Telefon"; gives the link."""
    await coordinator.sends("/einladen")
    await coordinator.taps(partner)
    await coordinator.taps("Neue Person")
    await coordinator.sends(typed)
    await coordinator.taps(role)
    link = await last_link(coordinator)
    await coordinator.reads_all()
    return link


async def last_link(coordinator: Phone) -> str:
    """The newest link that this coordinator was given."""
    texts = [str(one.get("text") or "") for one in await coordinator.messages()]
    links: list[str] = [found for text in texts for found in re.findall(r"https://t\.me/\S+", text)]
    return links[-1]
