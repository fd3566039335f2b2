"""Commitments and failure runs in the drill's town: offered, accepted, begun, settled, and learned from."""

from datetime import date, timedelta

from drills.deeds import Deed, Step, presses
from drills.ledger import Matter, Standing
from drills.scene import BENEFITS, Scene, deed
from drills.town import CALENDAR, Phone

HELP_GIVEN = "Hausbesuch, jede Woche"
STARTED = "Verfahren gestartet"
REACHED = "Erreicht"
NORMAL = "zurück zur normalen Arbeit"
CAUSE, REMEDY = "Zu spät Bescheid gegeben", "Vorgehen ändern"
GIVEN, READY, PUBLISHED = "Ihre Sicht ist notiert.", "Auswertung, alle haben geantwortet", "Veröffentlicht am"


def offers(scene: Scene) -> Deed | None:
    """The helper offers the landlord a weekly visit."""
    found = scene.at_work("Mehr")
    if found is None or not _has_landlord(scene, found.matter) or found.matter.help_given:
        return None
    phone, _, matter = found
    title = f"{matter.code}: neue Zusage"
    walk = [
        ("Mehr", found.title),
        ("Zusagen", found.title),
        ("Neue Zusage", f"{matter.code}: Zusagen"),
        *((label, title) for label in ("Wir sagen zu", "Begleitung", "Hausbesuch", "jede Woche")),
        (_next_day(scene), title),
        *((label, title) for label in ("3 Monate", "zu den Sprechzeiten")),
        ("Zusage anbieten", f"{matter.code}: stimmt das so?"),
    ]
    done = deed("offers help in", phone, presses(phone, walk, f"{matter.code}: gesendet"), matter)
    done.on_card = True

    def book(_: Deed) -> None:
        matter.help_given = "angeboten"
        chat = scene.town.people[matter.landlord].chat
        scene.ledger.hears(chat, matter.code, f"{matter.code}: Zusage angeboten", HELP_GIVEN)

    done.book = book
    return done


def accepts(scene: Scene) -> Deed | None:
    """The landlord takes it: from now on it is owed. The end of the case ends an offer."""
    for matter in scene.shuffled(scene.ledger.matters.values()):
        title = f"{matter.code}: Zusage angeboten"
        phone = scene.town.people.get(matter.landlord)
        waits = matter.help_given == "angeboten" and matter.standing is Standing.TAKEN
        if phone is None or not waits or not scene.is_free(phone, matter):
            continue
        if phone.has_button("Annehmen", title):
            steps = presses(phone, [("Annehmen", title)], f"{matter.code}: Hausbesuch", "Stand: läuft")
            done = deed("accepts help in", phone, steps, matter)
            done.book = lambda _, matter=matter: _accepted(scene, matter)  # type: ignore[misc]
            return done
    return None


def _accepted(scene: Scene, matter: Matter) -> None:
    matter.help_given = "laufend"
    chat = scene.town.people[matter.helper].chat
    scene.ledger.promises(chat, matter.code, f"{matter.code}: Zusage gilt", HELP_GIVEN)


def fails(scene: Scene) -> Deed | None:
    """It does not work: both sides are to speak, and seven steps are set."""
    found = scene.at_work("Mehr")
    if found is None or not _has_landlord(scene, found.matter) or _has_failed(found.matter):
        return None
    phone, _, matter = found
    walk = [
        ("Mehr", found.title),
        ("Es klappt nicht", found.title),
        ("Kontakt abgebrochen", f"{matter.code}: Was ist passiert?"),
    ]
    steps = presses(phone, walk, f"{matter.code}: {STARTED}")
    done = deed("starts a failure run in", phone, steps, matter)
    done.on_card = True

    def book(_: Deed) -> None:
        matter.failing = 0
        chat = scene.town.people[matter.landlord].chat
        scene.ledger.promises(chat, matter.code, f"{matter.code}: {STARTED}", phone.office)

    done.book = book
    return done


def does_step(scene: Scene) -> Deed | None:
    """The first call has reached the landlord."""
    found = scene.at_work("Verfahren")
    if found is None or found.matter.failing != 0:
        return None
    phone, _, matter = found
    walk = [
        ("Verfahren", found.title),
        ("1", f"{matter.code}: Scheitern-Verfahren"),
        (REACHED, f"{matter.code}: Schritt 1"),
    ]
    end = (f"{matter.code}: notiert", "Vermieter zuerst anrufen: Erreicht")
    done = deed("does a step in", phone, presses(phone, walk, *end), matter)
    done.on_card = True

    def book(_: Deed) -> None:
        matter.failing = 1

    done.book = book
    return done


def goes_back(scene: Scene) -> Deed | None:
    """Settled: back to normal work; the review begins, and the case can be closed again."""
    found = scene.at_work("Verfahren")
    if found is None or not found.matter.failing:
        return None
    phone, _, matter = found
    walk = [
        ("Verfahren", found.title),
        ("Zurück zur normalen Arbeit", f"{matter.code}: Scheitern-Verfahren"),
        ("Geklärt", f"{matter.code}: Warum zurück zur normalen Arbeit?"),
    ]
    steps = presses(phone, walk, f"{matter.code}: {NORMAL}", "Auswertung")
    done = deed("ends a failure run in", phone, steps, matter)
    done.on_card = True

    def book(_: Deed) -> None:
        matter.failing, matter.failed = None, True
        chat = scene.town.people[matter.landlord].chat
        scene.ledger.promises(chat, matter.code, f"{matter.code}: {NORMAL}", "Grund: Geklärt")

    done.book = book
    return done


def gives_view(scene: Scene) -> Deed | None:
    """Somebody of either side says in three questions how it came to this."""
    for matter in scene.shuffled(scene.ledger.matters.values()):
        if not matter.failed or matter.learned or matter.standing is not Standing.TAKEN:
            continue
        for name in sorted({matter.helper, matter.landlord} - matter.views):
            phone = scene.town.people[name]
            if scene.is_free(phone, matter):
                return _gives_view(scene, phone, matter)
    return None


def _gives_view(scene: Scene, phone: Phone, matter: Matter) -> Deed:
    causes, aids = f"{matter.code}: Woran lag es", f"{matter.code}: Was hat geholfen"
    walk = [
        ("Ihre Sicht", f"{matter.code}: Auswertung"),
        (CAUSE, causes),
        ("Weiter", f"✓ {CAUSE}", causes),
        ("Schneller Anruf", aids),
        ("Weiter", "✓ Schneller Anruf", aids),
        (REMEDY, f"{matter.code}: Was sollten wir ändern?"),
    ]
    steps = [
        *opens_review(phone, matter, "Ihre Sicht"),
        *presses(phone, walk, f"{matter.code}: Auswertung", GIVEN),
    ]
    for step in steps:  # a tick stands on a button, not in the text
        step.on = tuple(one for one in step.on if not one.startswith("✓"))
    done = deed("gives a view in", phone, steps, matter)

    def book(_: Deed) -> None:
        matter.views.add(phone.name)
        if {matter.helper, matter.landlord} <= matter.views:
            helper = scene.town.people[matter.helper]
            if phone.name != helper.name:
                scene.ledger.hears(helper.chat, matter.code, f"{matter.code}: {READY}")

    done.book = book
    return done


def opens_review(phone: Phone, matter: Matter, *shows: str) -> list[Step]:
    """By the case's code."""
    title = f"{matter.code}: Auswertung"
    asks = Step(phone=phone, text=f"/scheitern {matter.code}", shows=(f"{matter.code}: ", "Auswertung"))
    return [asks, *presses(phone, [("Auswertung", f"{matter.code}: ")], title, *shows)]


def learns(scene: Scene) -> Deed | None:
    """Whoever leads settles one change and publishes the review: the other side reads it."""
    for matter in scene.shuffled(scene.ledger.matters.values()):
        phone = scene.town.people.get(matter.helper)
        ready = matter.views == {matter.helper, matter.landlord} and not matter.learned
        if phone is None or not ready or matter.standing is not Standing.TAKEN:
            continue
        if scene.is_free(phone, matter):
            return _learns(scene, phone, matter)
    return None


def _learns(scene: Scene, phone: Phone, matter: Matter) -> Deed:
    walk = [
        ("Änderung festlegen", f"{matter.code}: Auswertung"),
        (CAUSE, f"{matter.code}: Gegen welche Ursache?"),
        (REMEDY, f"{matter.code}: Was ändern wir?"),
        (phone.office, f"{matter.code}: Wer kümmert sich?"),
        ("In 1 Monat", f"{matter.code}: Bis wann?"),
        ("Veröffentlichen", "Das ändern wir:"),
    ]
    steps = [
        *opens_review(phone, matter, "Änderung festlegen"),
        *presses(phone, walk, f"{matter.code}: Auswertung", PUBLISHED),
    ]
    done = deed("publishes a review of", phone, steps, matter)

    def book(_: Deed) -> None:
        matter.learned = True
        chat = scene.town.people[matter.landlord].chat
        news = f"{matter.code}: Auswertung veröffentlicht"
        scene.ledger.promises(chat, matter.code, news, f"1. {REMEDY}")

    done.book = book
    return done


def _has_failed(matter: Matter) -> bool:
    """Once is enough: a second one the same day would be told in the same words."""
    return matter.failed or matter.failing is not None


def _has_landlord(scene: Scene, matter: Matter) -> bool:
    return matter.side != BENEFITS and matter.landlord in scene.town.people


def _next_day(scene: Scene) -> str:
    """The next working day, as the calendar of coming days calls it."""
    day = scene.town.today + timedelta(days=1)
    while not CALENDAR.is_working_day(day):
        day += timedelta(days=1)
    return _called(day)


def _called(day: date) -> str:
    return f"{day.day}.{day.month}." if day.day == 1 else str(day.day)
