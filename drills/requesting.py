"""What becomes of requests in the drill's town: taken, claimed, rung about, declined, asked back, undone."""

from drills.deeds import Deed, Step, presses
from drills.ledger import Matter, Standing
from drills.scene import CODE, HELP, Scene, deed, waits
from drills.town import CALENDAR, Phone, Shown

TAKE, CLAIM, REACHED = "Ich übernehme", "Ich kümmere mich", "Erreicht, übernimmt"


def takes(scene: Scene) -> Deed | None:
    """Whoever has been asked takes it on."""
    found = scene.asked(TAKE, scene.town.people.values())
    if found is None:
        return None
    phone, _, matter = found
    end = f"{matter.code}: von Ihnen übernommen"
    done = deed("takes", phone, presses(phone, [(TAKE, found.title)], end), matter)
    done.book = lambda _: _taken(scene, matter, phone)
    return done


def _taken(scene: Scene, matter: Matter, phone: Phone) -> None:
    """Whoever asked hears it, and the landlord's side as well."""
    if matter.side == HELP:
        hears, what = {matter.helper}, "Mitwirkung zugesagt"
        matter.joined, matter.landlord = True, phone.name
    else:
        hears, what = {matter.reporter, matter.landlord} - {""}, "übernommen"
        matter.helper, matter.standing = phone.name, Standing.TAKEN
    matter.taken_at = scene.town.now
    if matter.landlord and matter.helper:
        matter.seats(scene.ledger.round)
    for name in sorted(hears - {phone.name}):
        chat, title = scene.town.people[name].chat, f"{matter.code}: {what}"
        scene.ledger.promises(chat, matter.code, title, f"{phone.name}, {phone.office}", "Kontakt speichern")


def claims(scene: Scene) -> Deed | None:
    """Somebody in a landlord's group takes a request that stands there."""
    for office, group in scene.shuffled(scene.town.groups.items()):
        phone = scene.free(one for one in scene.town.people.values() if one.office == office)
        for shown in reversed(group.screen()):
            label, matter = _claim(scene, shown)
            if phone is not None and matter is not None and scene.is_free(phone, matter):
                return _claims(scene, phone, phone.inside(group.chat), (label, shown.first_line), matter)
    return None


def _claim(scene: Scene, shown: Shown) -> tuple[str, Matter | None]:
    """The button of a group's card or list, and its case if that still waits for a landlord."""
    for label in shown.labels:
        matter = scene.matter(label if CODE.search(label) else shown.first_line)
        if CLAIM in label and matter is not None and matter.side == HELP and waits(matter):
            return label, matter
    return "", None


def _claims(scene: Scene, phone: Phone, inside: Phone, button: tuple[str, str], matter: Matter) -> Deed:
    label, title = button
    end = f"{matter.code}: von Ihnen übernommen"
    step = Step(phone=inside, label=label, on=(title,), shows=(end,), reader=phone)
    done = deed("claims in the group", phone, [step], matter)
    done.book = lambda _: _taken(scene, matter, phone)
    return done


def rings(scene: Scene) -> Deed | None:
    """The responsible person is not on Telegram; the asking side has rung them on the day it was asked to."""
    found = scene.asked(REACHED, scene.town.people.values())
    if found is None or CALENDAR.local(found.shown.at).date() != scene.town.today:
        return None
    phone, _, matter = found
    end = f"{matter.code}: am Telefon übernommen"
    done = deed("has rung about", phone, presses(phone, [(REACHED, found.title)], end), matter)

    def book(_: Deed) -> None:
        matter.helper = scene.town.directory.by_telephone.people[0]
        matter.standing, matter.taken_at = Standing.TAKEN, scene.town.now

    done.book = book
    return done


def declines(scene: Scene) -> Deed | None:
    """An office has no capacity: the reporting side hears it, and the coordinator decides."""
    found = scene.asked("Ablehnen", scene.town.people.values())
    if found is None or found.matter.side == HELP:
        return None
    phone, _, matter = found
    walk = [("Ablehnen", found.title), ("Keine Kapazität", f"{matter.code}: Warum lehnen")]
    done = deed("declines", phone, presses(phone, walk, f"{matter.code}: abgelehnt"), matter)
    done.on_card = True

    def book(_: Deed) -> None:
        matter.standing = Standing.DECLINED
        chat = scene.town.people[matter.reporter].chat
        title = f"{matter.code}: nicht übernommen"
        scene.ledger.promises(chat, matter.code, title, "Keine Kapazität")

    done.book = book
    return done


def clarifies(scene: Scene) -> Deed | None:
    """The coordinator sees to a request that was declined."""
    karin = scene.town.coordinator
    for shown in reversed(karin.screen()):
        matter = scene.matter(shown.first_line) if "Ich kläre das" in shown.labels else None
        if matter is None or matter.standing is not Standing.DECLINED or not scene.is_free(karin, matter):
            continue
        steps = presses(karin, [("Ich kläre das", shown.first_line)], f"{matter.code}: Sie klären das")
        return _clarifies(deed("clarifies", karin, steps, matter), matter)
    return None


def _clarifies(done: Deed, matter: Matter) -> Deed:
    def book(_: Deed) -> None:
        matter.standing = Standing.CLARIFIED

    done.book = book
    return done


def asks_back(scene: Scene) -> Deed | None:
    found = scene.asked("Rückfrage", scene.town.people.values())
    if found is None or found.matter.asked_back:
        return None
    phone, _, matter = found
    walk = [("Rückfrage", found.title), ("Bis wann?", f"{matter.code}: Was möchten Sie fragen")]
    done = deed("asks back", phone, presses(phone, walk, f"{matter.code}: Rückfrage gestellt"), matter)
    done.on_card = True

    def book(_: Deed) -> None:
        matter.asked_back = phone.name

    done.book = book
    return done


def answers_back(scene: Scene) -> Deed | None:
    """Whoever asked for help answers the question, before anybody has taken it."""
    for matter in scene.shuffled(scene.ledger.matters.values()):
        asks = matter.asked_back and not matter.answered_back and waits(matter)
        phone, question = scene.town.people[matter.reporter], f"{matter.code}: Rückfrage"
        if asks and scene.is_free(phone, matter) and phone.has_button("Heute", question):
            return _answers_back(scene, phone, matter, question)
    return None


def _answers_back(scene: Scene, phone: Phone, matter: Matter, question: str) -> Deed:
    steps = presses(phone, [("Heute", question)], f"{matter.code}: beantwortet")
    done = deed("answers back", phone, steps, matter)

    def book(_: Deed) -> None:
        matter.answered_back = True
        chat = scene.town.people[matter.asked_back].chat
        title = f"{matter.code}: Antwort auf Ihre Rückfrage"
        scene.ledger.hears(chat, matter.code, title, "gebraucht? Heute")

    done.book = book
    return done


def takes_back(scene: Scene) -> Deed | None:
    """[Rückgängig], in the minutes for which it is offered."""
    for matter in scene.shuffled(scene.ledger.matters.values()):
        phone, title = scene.town.people.get(matter.helper), f"{matter.code}: von Ihnen übernommen"
        fresh = (
            matter.taken_at == scene.town.now and matter.standing is Standing.TAKEN and not matter.progress
        )
        if phone is None or not fresh or not scene.is_free(phone, matter):
            continue
        if phone.has_button("Rückgängig", title):
            return _takes_back(scene, phone, matter, title)
    return None


def _takes_back(scene: Scene, phone: Phone, matter: Matter, title: str) -> Deed:
    steps = presses(phone, [("Rückgängig", title)], f"{matter.code}: zurückgenommen")
    done = deed("takes back", phone, steps, matter)

    def book(_: Deed) -> None:
        matter.standing, matter.helper, matter.taken_at = Standing.ASKED, "", None
        chat = scene.town.people[matter.reporter].chat
        words = (f"{matter.code}: wieder offen", "zurückgenommen")
        scene.ledger.promises(chat, matter.code, *words)

    done.book = book
    return done
