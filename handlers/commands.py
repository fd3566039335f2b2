"""The commands that the bot knows, and from which role on they are shown."""

from domain.model.people import Role

COMMANDS: dict[str, Role] = {
    "start": Role.MEMBER,
    "melden": Role.MEMBER,
    "kontakt": Role.MEMBER,
    "faelle": Role.MEMBER,
    "fall": Role.MEMBER,
    "fristen": Role.MEMBER,
    "zusage": Role.MEMBER,
    "vereinbarung": Role.MEMBER,
    "scheitern": Role.MEMBER,
    "abwesend": Role.MEMBER,
    "einstellungen": Role.MEMBER,
    "mitglieder": Role.LEAD,
    "verzeichnis": Role.LEAD,
    "einladen": Role.COORDINATOR,
    "hilfe": Role.MEMBER,
}
"""In the order of the menu; each has its word in the texts (`commands.<name>`)."""

_RANK = {Role.MEMBER: 0, Role.LEAD: 1, Role.COORDINATOR: 2}


def commands_for(role: Role) -> tuple[str, ...]:
    """What somebody of this role may use."""
    return tuple(name for name, needed in COMMANDS.items() if _RANK[role] >= _RANK[needed])
