"""Who works where in the town of the kill drill, and the directory file that says so."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.model.municipalities import municipalities

COORDINATOR = "Karin Kurz"
OFFICE = "Koordinationsstelle"
BY_TELEPHONE = "Ordnungsamt Hille"
PLACE_BY_TELEPHONE = "Hille"
TREES = ("Ahorn", "Birke", "Buche", "Eiche", "Erle", "Esche", "Kiefer", "Linde", "Ulme", "Weide")
POINTS = ("Nord", "Mitte", "Ost", "West")
FIRST_NAMES = ("Anna", "Bernd", "Carla", "Dirk", "Elke", "Frank", "Gerda", "Heiko", "Ines", "Jens")
FAMILY_NAMES = ("Althoff", "Brinker", "Cordes", "Dammann", "Ebert", "Folkers", "Grothe", "Hinrichs", "Imhof")
HEADER = "Partner;Art;Gemeinde;Thema;Name;Funktion;Telefon;Sprechzeiten;Vertretung;Hauptkontakt"
HELPING = "wohnungssicherung, nachsorge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A partner with its people; the first one answers for it, the second stands in."""

    name: str
    kind: str
    people: tuple[str, ...]
    places: tuple[str, ...] = ()

    @property
    def helps(self) -> bool:
        return bool(self.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Every office; nobody of the last one is on Telegram."""

    landlords: tuple[Office, ...]
    helpers: tuple[Office, ...]
    payer: Office
    by_telephone: Office

    @property
    def on_telegram(self) -> tuple[Office, ...]:
        return (*self.landlords, *self.helpers, self.payer)

    def helping_in(self, place: str) -> Office:
        """The office whose business is keeping homes there."""
        return next(one for one in (*self.helpers, self.by_telephone) if place in one.places)

    def file(self, hours: str = "Mo bis Do 8 bis 16 Uhr") -> bytes:
        """The file as a coordinator sends it; another text for `hours` is a change of every person."""
        lines = [line for office in (*self.on_telegram, self.by_telephone) for line in _lines(office, hours)]
        return "\n".join([HEADER, *lines, ""]).encode()


def directory(*, landlords: int, helpers: int) -> Directory:
    """Three people a landlord, four a help office, three at the Jobcenter."""
    names = (f"{first} {family}" for family in FAMILY_NAMES for first in FIRST_NAMES)
    places = [one.name for one in municipalities() if one.name != PLACE_BY_TELEPHONE]

    def people(number: int) -> tuple[str, ...]:
        return tuple(next(names) for _ in range(number))

    return Directory(
        landlords=tuple(
            Office(name=f"Wohnbau {tree}", kind="Wohnungsunternehmen", people=people(3))
            for tree in TREES[:landlords]
        ),
        helpers=tuple(
            Office(
                name=f"Fachstelle {point}",
                kind="Träger",
                people=people(4),
                places=tuple(places[number::helpers]),
            )
            for number, point in enumerate(POINTS[:helpers])
        ),
        payer=Office(name="Jobcenter Mitte", kind="Behörde", people=people(3)),
        by_telephone=Office(
            name=BY_TELEPHONE, kind="Behörde", people=people(2), places=(PLACE_BY_TELEPHONE,)
        ),
    )


def _lines(office: Office, hours: str) -> Iterator[str]:
    """What the office answers for; the rest of its people are only entered."""
    first, second, *others = office.people
    phone = 1000 + sum(map(ord, office.name))
    given = {name: f"Sachbearbeitung;0571 {phone}{place};{hours}" for place, name in enumerate(office.people)}
    for where, topics in _duties(office):
        yield f"{office.name};{office.kind};{where};{topics};{first};{given[first]};{second};"
    yield f"{office.name};;;scheitern;{first};{given[first]};{second};ja"
    for name in (second, *others):
        yield f"{office.name};;;;{name};{given[name]};;"


def _duties(office: Office) -> Iterator[tuple[str, str]]:
    if office.helps:
        yield ", ".join(office.places), HELPING
    elif office.kind == "Behörde":
        yield "", "mietschuldenuebernahme"
    else:
        yield "", "mietrueckstand, kuendigung, raeumung, konflikt"
