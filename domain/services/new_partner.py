"""A partner enters the network by hand; the directory file knows more of it."""

from domain.model.directory import NamedPartner
from domain.model.errors import AlreadyDone, Incomplete, NotUnderstood
from domain.model.people import Partner
from domain.model.stage import PartnerKind
from domain.ports import Turn, Work
from domain.services import departures, directory, partner_settings

LONGEST_NAME = 60
"""Characters; it stands on buttons."""


def name_of(work: Work, turn: Turn, text: str) -> str:
    """The name as it will be read. Raises Stranger, NotAllowed, NotUnderstood, AlreadyDone."""
    directory.coordinator(turn)
    name = " ".join(text.split())
    if not 2 <= len(name) <= LONGEST_NAME or not any(letter.isalpha() for letter in name):
        raise NotUnderstood("partner_name")
    present = work.partners.named(name)
    if present is not None and present.active:
        raise AlreadyDone("partner")
    return name


def enter(work: Work, turn: Turn, text: str, kind: PartnerKind) -> Partner:
    """Free notes and full reports are for those who may. One that had left comes back with what it had.

    Raises as `name_of`, Incomplete where another kind than before cannot be.
    """
    told = NamedPartner(name=name_of(work, turn, text), kind=kind)
    before = work.partners.named(told.name)
    if before is not None:
        fault = partner_settings.kind_fault(work, before, kind)
        if fault is not None:
            raise Incomplete(fault.kind.value)
        told = NamedPartner(name=before.name, kind=kind)
        before = departures.come_back(work, before, directory.coordinator(turn).id)
    return partner_settings.write(work, before, told, directory.coordinator(turn).id)
