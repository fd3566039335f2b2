"""What people of the drill's town do that is about no case: the directory, holidays, settings, a question."""

from drills.deeds import Deed, Step, presses
from drills.scene import Scene, deed

HOURS = (7, 8, 9, 10)
FIRST, LAST = "8.2.2027", "12.2.2027"
USUAL_HOUR = 8


def contact(scene: Scene) -> Deed | None:
    phone, place = scene.free(scene.town.people.values()), scene.place()
    if phone is None:
        return None
    name = scene.town.directory.helping_in(place).people[0]
    step = Step(phone=phone, text=f"/kontakt {place} wohnungssicherung", shows=(name,))
    return deed("looks for a contact", phone, [step])


def imports(scene: Scene) -> Deed | None:
    """The coordinator sends the directory with other hours for everybody."""
    karin = scene.town.coordinator
    if karin.name in scene.busy:
        return None
    hours = f"Mo bis Fr 8 bis {12 + scene.ledger.round % 6} Uhr"
    if scene.ledger.hours == hours:
        return None
    steps = [
        Step(phone=karin, text="/verzeichnis", shows=("Verzeichnis", "Datei einlesen")),
        *presses(karin, [("Datei einlesen", "Verzeichnis")], "Bitte senden Sie die Datei"),
        Step(phone=karin, file=scene.town.directory.file(hours), shows=("Vorschau:", "Übernehmen")),
        *presses(karin, [("Übernehmen", "Vorschau:")], "Übernommen."),
    ]
    done = deed("reads in a file", karin, steps)

    def book(_: Deed) -> None:
        scene.ledger.hours = hours

    done.book = book
    return done


def absence(scene: Scene) -> Deed | None:
    """Somebody of a landlord, on whom nothing hangs, enters a holiday of next year."""
    thirds = [scene.town.of(office)[2] for office in scene.town.directory.landlords]
    phone = scene.free(one for one in thirds if one.name not in scene.ledger.away)
    if phone is None:
        return None
    end = f"Abwesenheit eingetragen: {phone.name}"
    steps = [
        Step(phone=phone, text="/abwesend", shows=("Welches ist der erste Tag?",)),
        Step(phone=phone, text=FIRST, shows=("Welches ist der letzte Tag?",)),
        Step(phone=phone, text=LAST, shows=("Wer vertritt?",)),
        *presses(phone, [("Ohne Vertretung", "Wer vertritt?")], end),
    ]
    done = deed("enters a holiday", phone, steps)

    def book(_: Deed) -> None:
        scene.ledger.away.add(phone.name)
        scene.ledger.promises(phone.chat, "", end)

    done.book = book
    return done


def settings(scene: Scene) -> Deed | None:
    """Somebody wants the digest at another hour."""
    phone, hour = scene.free(scene.town.people.values()), scene.chance.choice(HOURS)
    if phone is None or scene.ledger.digest_hours.get(phone.name, USUAL_HOUR) == hour:
        return None
    steps = [
        Step(phone=phone, text="/einstellungen", shows=(f"{hour} Uhr", "Fertig")),
        *presses(phone, [(f"{hour} Uhr", "Tagesübersicht")], f"✓ {hour} Uhr"),
        *presses(phone, [("Fertig", "Tagesübersicht")], f"Tagesübersicht um {hour} Uhr"),
    ]
    done = deed("moves the digest", phone, steps)

    def book(_: Deed) -> None:
        scene.ledger.digest_hours[phone.name] = hour

    done.book = book
    return done
