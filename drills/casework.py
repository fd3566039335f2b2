"""Work on cases in the drill's town: notes, progress, stages, the end, and how it is afterwards."""

import re

from drills.deeds import Deed, Step, presses
from drills.ledger import Matter, Standing
from drills.scene import BENEFITS, HELP, Scene, deed
from drills.town import Phone

PHRASES = ("Bitte um Rückruf", "Unterlagen fehlen", "Termin bestätigt")
STAGES = {"Räumungsklage": "Welches Datum", "Urteil, Vergleich": "Wann wurde"}
"""The stage, and how its day is asked for."""
NOTE = "Nachricht"


def writes(scene: Scene) -> Deed | None:
    """A note in own words, each time others; the Jobcenter has phrases only."""
    found = scene.at_work(NOTE, both_sides=True)
    if found is None or found.phone.office == scene.town.directory.payer.name:
        return None
    phone, _, matter = found
    scene.ledger.notes += 1
    words = f"Unterlagen Teil {scene.ledger.notes} kommen morgen."
    menu = [(NOTE, found.title), ("Freier Text", f"{matter.code}: Nachricht an")]
    steps = [
        *presses(phone, menu, f"{matter.code}: Nachricht schreiben"),
        Step(phone=phone, text=words, shows=(words, "Nein, senden")),
        *presses(phone, [("Nein, senden", words)], f"{matter.code}: Ihre Nachricht"),
    ]
    return _note(scene, deed("writes on", phone, steps, matter), matter, words)


def phrase(scene: Scene) -> Deed | None:
    """A note in a ready-made phrase leaves at a tap."""
    found = scene.at_work(NOTE, both_sides=True)
    words = scene.chance.choice(PHRASES)
    if found is None or not scene.first_time(found.matter.code, found.phone.name, words):
        return None
    phone, _, matter = found
    walk = [(NOTE, found.title), (words, f"{matter.code}: Nachricht an")]
    steps = presses(phone, walk, f"{matter.code}: Ihre Nachricht", words)
    return _note(scene, deed("sends a phrase on", phone, steps, matter), matter, words)


def _note(scene: Scene, done: Deed, matter: Matter, words: str) -> Deed:
    author = done.steps[0].phone

    def book(_: Deed) -> None:
        reader = scene.reader(matter, author)
        title = f"{matter.code}: Nachricht von {author.name}"
        scene.ledger.promises(reader.chat, matter.code, title, f"„{words}“")
        mark = (f"{matter.code}: Ihre Nachricht", f"Zugestellt an {reader.name}")
        scene.ledger.promises(author.chat, matter.code, *mark)
        matter.progress += author.name == matter.helper

    done.book = book
    return done


def progress(scene: Scene) -> Deed | None:
    found = scene.at_work("Kontakt hergestellt")
    if found is None or found.matter.progress:
        return None
    phone, _, matter = found
    steps = presses(phone, [("Kontakt hergestellt", found.title)], f"{matter.code}: notiert")
    done = deed("makes contact for", phone, steps, matter)

    def book(_: Deed) -> None:
        matter.progress += 1

    done.book = book
    return done


def stage(scene: Scene) -> Deed | None:
    """The helper says how far it has come; the landlord hears it."""
    found, new = scene.at_work("Mehr"), scene.chance.choice(list(STAGES))
    if found is None or found.matter.stage or found.matter.side == BENEFITS:
        return None
    phone, _, matter = found
    walk = [("Mehr", found.title), ("Stand ändern", found.title)]
    walk += [(new, f"{matter.code}: Wie ist der Stand?"), ("Unbekannt", f"{matter.code}: {STAGES[new]}")]
    done = deed("changes the stage of", phone, presses(phone, walk, f"{matter.code}: bei Ihnen"), matter)
    done.on_card = True

    def book(_: Deed) -> None:
        matter.stage = new
        matter.progress += 1
        if matter.landlord:
            chat = scene.town.people[matter.landlord].chat
            scene.ledger.promises(chat, matter.code, f"{matter.code}: neuer Stand", new)

    done.book = book
    return done


def closes(scene: Scene) -> Deed | None:
    """The home is kept; both sides agree to be asked afterwards."""
    found = scene.at_work("Abschließen")
    if found is None or (found.matter.side == HELP and not found.matter.joined):
        return None
    if found.matter.failing is not None:
        return None
    phone, _, matter = found
    overview = f"{matter.code}: Fall abschließen?"
    walk = [
        ("Abschließen", found.title),
        ("Wohnung erhalten", f"{matter.code}: Wie ist es ausgegangen?"),
        ("Wohnung erhalten, mit Vereinbarung", f"{matter.code}: "),
        ("Heute", f"{matter.code}: An welchem Tag"),
        ("Ja", f"{matter.code}: Ist der Haushalt"),
        *([("Ja", f"{matter.code}: Darf dabei")] if matter.landlord else []),
    ]
    last = Step(
        phone=phone,
        label="Abschließen",
        else_label="Alles beenden",
        on=(overview,),
        shows=(f"{matter.code}: abgeschlossen", "fünf Minuten"),
    )
    done = deed("closes", phone, [*presses(phone, walk, overview), last], matter)
    done.on_card = True
    done.book = lambda _: _closed(scene, matter)
    return done


def _closed(scene: Scene, matter: Matter) -> None:
    """The others read it on a message and on their card."""
    matter.standing, matter.closed_on = Standing.CLOSED, scene.town.today
    for name in sorted({matter.landlord, matter.reporter} - {"", matter.helper}):
        chat = scene.town.people[name].chat
        scene.ledger.promises(chat, matter.code, f"{matter.code}: abgeschlossen", "Ergebnis:", times=2)


def checks_in(scene: Scene) -> Deed | None:
    """Somebody who has been asked how things are answers by a tap, on the message or from the digest."""
    for matter in scene.shuffled(scene.ledger.matters.values()):
        if matter.standing is not Standing.CLOSED:
            continue
        for name, label in ((matter.landlord, "Alles in Ordnung"), (matter.helper, "Stabil")):
            phone = scene.town.people.get(name)
            if phone is None or name in matter.answers or not scene.is_free(phone, matter):
                continue
            if steps := _asked(phone, matter, label):
                return _answers(deed("says how it is in", phone, steps, matter), matter, label)
    return None


def _asked(phone: Phone, matter: Matter, label: str) -> list[Step]:
    end = (f"{matter.code}: Nachsorge beantwortet", label)
    for title in (f"{matter.code}, Nachsorge", f"{matter.code}: Nachsorge noch offen"):
        if phone.has_button(label, title):
            return presses(phone, [(label, title)], *end)
    for shown in reversed(phone.finds("Heute für Sie")):
        line = re.search(rf"^(\d+)\. {matter.code}.*Nachsorge bis", shown.text, re.MULTILINE)
        if line and line[1] in shown.labels:
            return presses(phone, [(line[1], shown.text), (label, f"{matter.code}, Nachsorge")], *end)
    return []


def _answers(done: Deed, matter: Matter, label: str) -> Deed:
    def book(_: Deed) -> None:
        matter.answers[done.steps[0].phone.name] = label

    done.book = book
    return done
