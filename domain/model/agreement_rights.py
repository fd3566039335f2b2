"""Who may do what with an agreement: one table, asked at every press. Nobody signs for another partner."""

from enum import StrEnum

from domain.model.ids import PartnerId
from domain.model.people import Partner, Person, Role


class Standing(StrEnum):
    """How a person stands to an agreement. `SIGNATORY` and `STAFF` work for one of its partners."""

    SIGNATORY = "signatory"
    STAFF = "staff"
    COORDINATOR = "coordinator"
    NONE = "none"


class AgreementDeed(StrEnum):
    """What can be done with an agreement."""

    READ = "read"
    DRAFT = "draft"
    PROPOSE = "propose"
    CONFIRM = "confirm"
    OBJECT = "object"
    TAKE_BACK = "take_back"
    GIVE_NOTICE = "give_notice"
    MOVE_CASES = "move_cases"
    HAND_OVER = "hand_over"
    READ_BALANCE = "read_balance"


S, D = Standing, AgreementDeed  # the table below is read as a table
AGREEMENT_RIGHTS: dict[Standing, frozenset[AgreementDeed]] = {
    S.SIGNATORY: frozenset(AgreementDeed),
    S.STAFF: frozenset({D.READ, D.DRAFT, D.READ_BALANCE}),
    S.COORDINATOR: frozenset({D.READ, D.HAND_OVER, D.READ_BALANCE}),
    S.NONE: frozenset(),
}


def is_authorised(person: Person, partner: Partner) -> bool:
    """Whether this person signs for this partner: its lead, its coordinator, or its main contact."""
    if person.partner != partner.id or not person.is_member or not partner.active:
        return False
    return person.role in (Role.LEAD, Role.COORDINATOR) or partner.main_contact == person.id


def standings(person: Person, own: Partner | None, parties: frozenset[PartnerId]) -> frozenset[Standing]:
    """Everything that this person is to an agreement between these partners; `own` is whom they work for."""
    found = set()
    if own is not None and own.id in parties:
        found.add(Standing.SIGNATORY if is_authorised(person, own) else Standing.STAFF)
    if person.is_coordinator:
        found.add(Standing.COORDINATOR)
    return frozenset(found or {Standing.NONE})


def may(found: frozenset[Standing], deed: AgreementDeed) -> bool:
    """Whether any of these standings allows the deed."""
    return any(deed in AGREEMENT_RIGHTS[one] for one in found)
