"""Reports of all three sides, as the members of the drill's town tap them."""

from domain.model.municipalities import municipalities
from drills.deeds import Deed, Step, presses
from drills.directory import Office
from drills.ledger import Matter, Standing
from drills.scene import BENEFITS, CODE, HELP, LANDLORD, Scene, deed
from drills.town import Phone

LABELS = {one.name: one.short_name for one in municipalities()}
LANDLORDS_SHOWN = 8
HOUSEHOLDS = (("Paar",), ("Allein mit Kindern", "2"))


def of_landlord(scene: Scene) -> Deed | None:
    """A landlord's clerk reports arrears."""
    office = scene.chance.choice(scene.town.directory.landlords)
    phone = scene.free(scene.town.of(office))
    household, place = scene.chance.choice(HOUSEHOLDS), scene.place(by_telephone=True)
    if phone is None or not scene.first_time(office.name, place, household[0]):
        return None
    walk = ["Mietrückstand", "2 bis 4", *household, place, "Ja, mit Einwilligung", "Kontakt zum Haushalt"]
    matter = Matter(code="", reporter=phone.name, place=place, side=LANDLORD, landlord=office.people[0])
    return _report(scene, phone, walk, scene.town.directory.helping_in(place), matter)


def of_helper(scene: Scene) -> Deed | None:
    """A help office brings a case of its own, and asks the landlord to join."""
    office = scene.chance.choice(scene.town.directory.helpers)
    landlord = scene.chance.choice(scene.town.directory.landlords)
    phone, place = scene.town.of(office)[0], scene.chance.choice(office.places[1:])
    household = scene.chance.choice(HOUSEHOLDS)
    if phone.name in scene.busy or not scene.first_time(landlord.name, place, household[0]):
        return None
    facts = ["Fristlose Kündigung", "Unbekannt", "Mietschulden", *household, place, landlord.name]
    matter = Matter(
        code="", reporter=phone.name, place=place, side=HELP, helper=phone.name, standing=Standing.TAKEN
    )
    done = _report(scene, phone, [*facts, "Ja, schriftlich", "Ratenzahlung"], landlord, matter)
    if landlord in scene.town.directory.landlords[LANDLORDS_SHOWN:]:
        _by_its_letters(done, landlord.name)
    return done


def _by_its_letters(done: Deed, landlord: str) -> None:
    """A landlord that is not on the list is found by typing its name."""
    at = next(number for number, step in enumerate(done.steps) if step.label == landlord)
    done.steps[at - 1].shows = ("Wer ist Vermieter?",)
    phone = done.steps[at].phone
    done.steps.insert(at, Step(phone=phone, text=landlord, shows=("Meldung", landlord)))


def of_payer(scene: Scene) -> Deed | None:
    """The Jobcenter passes on what the court has told it, each time of another household.

    It has places of its own: elsewhere the help office would be asked whether it knows the household.
    """
    office = scene.town.directory.payer
    phone = scene.town.of(office)[0]
    place = scene.chance.choice(scene.town.directory.helpers).places[0]
    children = scene.chance.choice(("Ja", "Nein"))
    if phone.name in scene.busy or not scene.first_time(office.name, place, children):
        return None
    walk = ["Gericht: Räumungsklage", "diese Woche", place, children]
    matter = Matter(code="", reporter=phone.name, place=place, side=BENEFITS)
    return _report(scene, phone, walk, scene.town.directory.helping_in(place), matter)


def _report(scene: Scene, phone: Phone, walk: list[str], to: Office, matter: Matter) -> Deed:
    sent = f"gesendet an {to.name}"
    walk = [LABELS.get(one, one) for one in walk]
    steps = [
        Step(phone=phone, text="/melden", shows=("Schritt 1", walk[0])),
        *presses(phone, [*((label, "Meldung") for label in walk), (f"An {to.name} senden", "Meldung")], sent),
    ]

    def book(done: Deed) -> None:
        matter.code = CODE.findall(done.last.seen.first_line)[0]
        scene.ledger.opens(matter)
        scene.ledger.promises(phone.chat, matter.code, f"{matter.code}: {sent}")

    found = deed("reports", phone, steps)
    found.book = book
    return found
