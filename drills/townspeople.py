"""The network that is attacked: who is who, where they work, and what the directory says about them."""

from dataclasses import dataclass

from domain.model.ids import ChatId, MunicipalityId, PartnerId, PersonId, ResponsibilityId
from domain.model.people import GroupState, Partner, Person, Role, StaffGroup
from domain.model.routing import Responsibility, Topic
from domain.model.stage import PartnerKind
from drills.marks import PHONE, Spot, mark
from storage.work import SqliteWork

STEMWEDE = MunicipalityId("05770044")

_PARTNERS = {
    "landlord": ("Wohnhaus Minden", PartnerKind.LANDLORD),
    "help": ("Fachstelle Nord", PartnerKind.PROVIDER),
    "benefits": ("Jobcenter Mitte", PartnerKind.AUTHORITY),
    "town_hall": ("Ordnungsamt Mitte", PartnerKind.AUTHORITY),
    "youth_office": ("Jugendamt Kreis", PartnerKind.AUTHORITY),
    "office": ("Koordinationsstelle", PartnerKind.PROVIDER),
    "other_landlord": ("Hausverein Ost", PartnerKind.LANDLORD),
    "other_help": ("Beratung Ost", PartnerKind.PROVIDER),
}
_PEOPLE = {
    "anna": ("Anna Alt", "landlord", Role.MEMBER),
    "bernd": ("Bernd Bach", "landlord", Role.MEMBER),
    "carla": ("Carla Cent", "landlord", Role.MEMBER),
    "petra": ("Petra Nord", "help", Role.MEMBER),
    "quirin": ("Quirin Quast", "help", Role.MEMBER),
    "lea": ("Lea Lind", "help", Role.LEAD),
    "jana": ("Jana Jung", "benefits", Role.MEMBER),
    "otto": ("Otto Ohm", "town_hall", Role.MEMBER),
    "ulf": ("Ulf Ungern", "youth_office", Role.MEMBER),
    "karin": ("Karin Kurz", "office", Role.COORDINATOR),
    "nils": ("Nils Neu", "other_landlord", Role.MEMBER),
    "nora": ("Nora Nah", "other_help", Role.LEAD),
    "paul": ("Paul Pohl", "help", Role.MEMBER),
    "rosa": ("Rosa Rot", "other_help", Role.MEMBER),
}
ENGLISH = {"quirin", "otto", "nora", "karin"}
"""They read English, everybody else German."""

NOT_ON_TELEGRAM = "ulf"
FIRST_USER = 2001


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """Everybody by first name: their ids in the network and at Telegram."""

    partners: dict[str, PartnerId]
    people: dict[str, PersonId]
    users: dict[str, int]
    entries: dict[str, ResponsibilityId]
    group: ChatId

    def partner_of(self, who: str) -> PartnerId:
        return self.partners[_PEOPLE[who][1]]


def found(work: SqliteWork, group: int) -> Town:
    """Fill an empty network. Everybody has joined and knows the rules; the landlord has a group."""
    partners = {key: work.partners.add(_partner(name, kind)).id for key, (name, kind) in _PARTNERS.items()}
    users = {who: FIRST_USER + number for number, who in enumerate(_PEOPLE) if who != NOT_ON_TELEGRAM}
    people = {
        who: work.people.add(
            Person(
                partner=partners[partner],
                name=name,
                function=f"Sachbearbeitung {mark(Spot.FUNCTION)}",
                phone=PHONE,
                hours=f"Mo bis Do {mark(Spot.HOURS)}",
                language="en" if who in ENGLISH else "de",
                role=role,
                telegram=ChatId(users[who]) if who in users else None,
                acknowledged_at=work.now if who in users else None,
            )
        ).id
        for who, (name, partner, role) in _PEOPLE.items()
    }
    town = Town(partners=partners, people=people, users=users, entries={}, group=ChatId(group))
    _directory(work, town)
    work.groups.add(
        StaffGroup(
            chat=ChatId(group), partner=partners["landlord"], state=GroupState.LINKED, linked_at=work.now
        )
    )
    return town


def _partner(name: str, kind: PartnerKind) -> Partner:
    return Partner(name=name, kind=kind, important_to_us=f"Bitte rufen Sie an. {mark(Spot.SENTENCE)}")


def _directory(work: SqliteWork, town: Town) -> None:
    lines = (
        ("petra", Topic.WOHNUNGSSICHERUNG, "quirin"),
        ("petra", Topic.NACHSORGE, "quirin"),
        ("petra", Topic.SCHEITERN, "quirin"),
        ("carla", None, None),
        ("jana", Topic.MIETSCHULDENUEBERNAHME, None),
        ("otto", Topic.UNTERBRINGUNG, None),
        ("ulf", Topic.JUGENDAMT, None),
    )
    for holder, topic, deputy in lines:
        stored = work.responsibilities.add(
            Responsibility(
                id=ResponsibilityId(0),
                partner_id=town.partner_of(holder),
                holder=town.people[holder],
                area=None,
                topic=topic,
                deputy=None if deputy is None else town.people[deputy],
            )
        )
        town.entries.setdefault(holder, stored.id)
