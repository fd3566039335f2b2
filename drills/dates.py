"""Deadlines in the drill's town: a suit with its day, another one by hand, and how one was met."""

from drills.deeds import Deed, presses
from drills.ledger import Matter
from drills.scene import BENEFITS, Scene, deed

SUIT = "Räumungsklage"
OF_SUIT = ("Verteidigungsanzeige", "Klageerwiderung (frühestens)", "Schonfrist")
BY_HAND = "Widerspruch gegen den Bescheid"
NOT_NEEDED = "Nicht nötig"
TITLES = (*OF_SUIT, BY_HAND)


def served(scene: Scene) -> Deed | None:
    """The suit was served today: three deadlines begin; the landlord hears of the stage alone."""
    found = scene.at_work("Mehr")
    if found is None or found.matter.stage or found.matter.side == BENEFITS:
        return None
    phone, _, matter = found
    walk = [
        ("Mehr", found.title),
        ("Stand ändern", found.title),
        (SUIT, f"{matter.code}: Wie ist der Stand?"),
        (_today(scene), f"{matter.code}: Welches Datum"),
    ]
    done = deed(
        "dates the suit of", phone, presses(phone, walk, f"{matter.code}: bei Ihnen", *OF_SUIT), matter
    )
    done.on_card = True

    def book(_: Deed) -> None:
        matter.stage = SUIT
        matter.progress += 1
        matter.deadlines |= set(OF_SUIT)
        if matter.landlord:
            chat = scene.town.people[matter.landlord].chat
            scene.ledger.promises(chat, matter.code, f"{matter.code}: neuer Stand", SUIT)

    done.book = book
    return done


def enters(scene: Scene) -> Deed | None:
    """A refusal has come by post: its deadline is kept on the case, beside those of the stage."""
    found = scene.at_work("Fristen")
    if found is None or BY_HAND in found.matter.deadlines | found.matter.met:
        return None
    phone, _, matter = found
    walk = [
        ("Fristen", found.title),
        ("Weitere Frist", f"{matter.code}: Fristen"),
        ("Bescheid vom Amt", "Worum geht es?"),
        ("Bescheid bekannt gegeben", "Was ist geschehen"),
        ("Ja, er steht fest", "Steht der Tag fest?"),
        (_today(scene), "Wann wurde der Bescheid"),
        ("Zurück", f"{matter.code}: Fristen", BY_HAND),
    ]
    done = deed("enters a deadline of", phone, presses(phone, walk, f"{matter.code}: bei Ihnen"), matter)
    done.on_card = True
    done.book = lambda _: matter.deadlines.add(BY_HAND)
    return done


def meets(scene: Scene) -> Deed | None:
    """One is done with, and how; nobody is reminded of it any more."""
    found = scene.at_work("Fristen")
    if found is None or not found.matter.deadlines:
        return None
    phone, _, matter = found
    title = scene.chance.choice(sorted(matter.deadlines))
    walk = [
        ("Fristen", found.title),
        (title, f"{matter.code}: Fristen"),
        ("Erledigt", f"{matter.code}: Fristen"),
        (NOT_NEEDED, f"{matter.code}: Wie wurde die Frist erledigt? {title}"),
    ]
    done = deed("meets a deadline of", phone, presses(phone, walk, f"{matter.code}: bei Ihnen"), matter)
    done.on_card = True
    done.book = lambda _: _is_met(matter, title)
    return done


def _is_met(matter: Matter, title: str) -> None:
    matter.deadlines.remove(title)
    matter.met.add(title)


def _today(scene: Scene) -> str:
    """As the calendar of past days calls it."""
    day = scene.town.today
    return f"{day.day}.{day.month}." if day.day == 1 else str(day.day)
