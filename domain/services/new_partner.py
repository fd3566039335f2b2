"""A partner enters the network by hand; the directory file knows more of it."""

from domain.model.directory import NamedPartner
from domain.model.errors import AlreadyDone, NotUnderstood
from domain.model.people import Partner
from domain.model.stage import PartnerKind
from domain.ports import Turn, Work
from domain.services import directory, partner_settings

LONGEST_NAME = 60
"""Characters; it stands on buttons."""


def name_of(work: Work, turn: Turn, text: str) -> str:
    """The name as it will be read. Raises Stranger, NotAllowed, NotUnderstood, AlreadyDone."""
    directory.coordinator(turn)
    name = " ".join(text.split())
    if not 2 <= len(name) <= LONGEST_NAME or not any(letter.isalpha() for letter in name):
        raise NotUnderstood("partner_name")
    if work.partners.named(name) is not None:
        raise AlreadyDone("partner")
    return name


def enter(work: Work, turn: Turn, text: str, kind: PartnerKind) -> Partner:
    """Free notes and full reports are for those who may. Raises as `name_of`."""
    told = NamedPartner(name=name_of(work, turn, text), kind=kind)
    return partner_settings.write(work, None, told, directory.coordinator(turn).id)
