"""A large directory to search in: people with German names, their municipality and topics."""

import random
import sqlite3
from dataclasses import dataclass
from typing import Final

from domain.model.calendar import WorkCalendar
from domain.model.ids import MunicipalityId
from domain.model.municipalities import municipalities
from domain.model.people import Partner, Person
from domain.model.routing import Topic
from domain.model.stage import PartnerKind
from domain.ports import Network
from storage.work import SqliteWork

TOPICS_EACH: Final = 4
PEOPLE_A_PARTNER: Final = 25
_FIRST: Final = ("Anke", "Bernd", "Carla", "Detlef", "Elif", "Frauke", "Gerd", "Hanna", "Ilker", "Jutta")
_SYLLABLES: Final = ("ber", "dor", "fel", "gro", "hag", "kem", "lind", "mer", "nie", "pott", "rau", "sten")
_ENDINGS: Final = ["mann", "meier", "kamp", "horst", "hoff", "brink", "haus", "beck", "feld", "berg"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the directory; a person has several."""

    responsibility: int
    person: int
    name: str
    place: MunicipalityId
    topic: Topic

    @property
    def surname(self) -> str:
        return self.name.partition(" ")[2]


def fill(connection: sqlite3.Connection, size: int, chance: random.Random) -> tuple[SqliteWork, list[Entry]]:
    """So many entries, in the order of their people; the search index is built. Gives the open work."""
    work = SqliteWork(connection, Network(name="Bench", case_prefix="MI", calendar=WorkCalendar()))
    people = size // TOPICS_EACH
    connection.execute("BEGIN")
    partners = [
        work.partners.add(Partner(name=f"Stelle {name}", kind=PartnerKind.AUTHORITY)).id
        for name in surnames(max(people // PEOPLE_A_PARTNER, 1), chance)
    ]
    names = surnames(people * 3 // 4, chance)
    names += chance.sample(names, people - len(names))
    entries = []
    for number, surname in enumerate(names):
        partner = partners[number % len(partners)]
        name = f"{chance.choice(_FIRST)} {surname}"
        person = work.people.add(Person(partner=partner, name=name, function="Sachbearbeitung"))
        place = chance.choice(municipalities()).id
        for topic in chance.sample(tuple(Topic), TOPICS_EACH):
            identity = connection.execute(
                "INSERT INTO responsibilities (partner, municipality, topic, holder, ended_on) "
                "VALUES (?, ?, ?, ?, NULL) ON CONFLICT DO NOTHING",
                (partner, place, topic, person.id),
            )
            if identity.rowcount:
                entries.append(
                    Entry(
                        responsibility=identity.lastrowid or 0,
                        person=person.id,
                        name=name,
                        place=place,
                        topic=topic,
                    )
                )
    work.contacts.rebuild()
    connection.execute("COMMIT")
    return work, entries


def surnames(count: int, chance: random.Random) -> list[str]:
    """As many different ones, of two to four parts."""
    made: dict[str, None] = {}
    while len(made) < count:
        parts = chance.choices(_SYLLABLES, k=chance.choice((1, 2, 3)))
        made["".join((*parts, chance.choice(_ENDINGS))).title()] = None
    return list(made)
