"""Agreements in the drill's town: drawn up, proposed, confirmed, given back, revised, running cases moved."""

from collections.abc import Iterator

from drills.deeds import Deed, Step, presses
from drills.ledger import Ledger, Standing
from drills.pacts import MOST_OF_AN_OFFICE, Pact
from drills.scene import Scene, nothing
from drills.town import Phone, Town

TEMPLATES = ("Dauerhafte Zusammenarbeit", "Projekt mit Nachsorge")
WITH_THREE = 2
"""So many agreements have the payer as their third partner."""
LIST, PARTNERS = "Vereinbarungen", "Mit wem?"
PROPOSED, RETURNED = "Vereinbarung vorgeschlagen, Version", "Vereinbarung zurückgegeben, Version"
SECTIONS = ("Hilfe", "Nachsorge", "Wenn es scheitert")
MOVE = "Laufende Fälle umstellen"


def draws_up(scene: Scene) -> Deed | None:
    """A landlord or a help office begins one with the other from a template, perhaps with the payer."""
    for landlord, helper in scene.shuffled(_pairs(scene)):
        payer = scene.town.directory.payer.name
        with_payer = scene.chance.random() < 0.5 and _number(scene, payer) < WITH_THREE
        parties = (landlord, helper, *((payer,) if with_payer else ()))
        writer = scene.chance.choice((landlord, helper))
        pact = Pact(parties=parties, writer=writer)
        phone = signatory(scene.town, writer)
        if _is_free(scene, phone, pact):
            return _draws_up(scene, phone, pact)
    return None


def _pairs(scene: Scene) -> Iterator[tuple[str, str]]:
    """Offices without an agreement between them, whose list still fits on a page."""
    directory = scene.town.directory
    for landlord in directory.landlords:
        for helper in directory.helpers:
            pair = (landlord.name, helper.name)
            new = not any(set(pair) <= set(one.parties) for one in scene.ledger.pacts.values())
            if new and max(_number(scene, one) for one in pair) < MOST_OF_AN_OFFICE:
                yield pair


def _number(scene: Scene, office: str) -> int:
    return sum(office in one.parties for one in scene.ledger.pacts.values())


def signatory(town: Town, office: str) -> Phone:
    """The main contact signs for an office: its first person."""
    return next(one for one in town.people.values() if one.office == office)


def _is_free(scene: Scene, phone: Phone, pact: Pact) -> bool:
    return not {phone.name, pact.key} & scene.busy


def _deed(kind: str, phone: Phone, steps: list[Step], pact: Pact) -> Deed:
    return Deed(kind=kind, about=(phone.name, pact.key), steps=steps, book=nothing)


def _draws_up(scene: Scene, phone: Phone, pact: Pact) -> Deed:
    template = scene.chance.choice(TEMPLATES)
    others = [one for one in pact.parties if one != phone.office]
    walk = [
        ("Neue Vereinbarung", LIST),
        (template, "Womit möchten Sie beginnen?"),
        *((one, PARTNERS) for one in others),
        ("Anlegen", PARTNERS),
    ]
    steps = [
        Step(phone=phone, text="/vereinbarung", shows=(LIST, "Neue Vereinbarung")),
        *presses(phone, walk, "Stand: Entwurf, Version 1", pact.between),
    ]
    steps[-2].shows = (f"✓ {others[-1]}", "Anlegen")
    done = _deed("draws up an agreement", phone, steps, pact)

    def book(_: Deed) -> None:
        scene.ledger.pacts[pact.key] = pact

    done.book = book
    return done


def opens(phone: Phone, pact: Pact, *shows: str) -> list[Step]:
    """From the list; what is opened stands in the list's place."""
    line = ", ".join(pact.parties)
    return [
        Step(phone=phone, text="/vereinbarung", shows=(LIST, f"{line} · ")),
        Step(phone=phone, line=f"{line} · ", on=(LIST,), shows=(pact.between, *shows)),
    ]


def _any(scene: Scene) -> Iterator[Pact]:
    return scene.shuffled(scene.ledger.pacts.values())


def proposes(scene: Scene) -> Deed | None:
    """Whoever writes the version signs it first; the same version again not on the same day."""
    for pact in _any(scene):
        phone = signatory(scene.town, pact.writer)
        waits = pact.making and not pact.proposed and pact.asked_on != scene.town.today
        if waits and _is_free(scene, phone, pact):
            return _proposes(scene, phone, pact)
    return None


def _proposes(scene: Scene, phone: Phone, pact: Pact) -> Deed:
    stands = f"Stand: Entwurf, Version {pact.making}"
    walk = [("Vorschlagen", stands, pact.between), ("Ja, vorschlagen", "Mit dem Vorschlag bestätigen Sie")]
    end = f"Stand: vorgeschlagen, Version {pact.making}"
    steps = [*opens(phone, pact, stands, "Vorschlagen"), *presses(phone, walk, end, pact.between)]
    done = _deed("proposes an agreement", phone, steps, pact)

    news = (f"{PROPOSED} {pact.making}", "Bestätigen")
    read = {one for one in pact.parties if signatory(scene.town, one).finds(*news, pact.in_brackets)}

    def book(_: Deed) -> None:
        """A repeat after a kill may still stand there from before it was given back."""
        pact.proposes(scene.town.today)
        for office in pact.lacks:
            if office not in read:
                _hears(scene, office, pact, *news)

    done.book = book
    return done


def _hears(scene: Scene, office: str, pact: Pact, *news: str) -> None:
    chat = signatory(scene.town, office).chat
    scene.ledger.hears(chat, pact.key, *news, pact.in_brackets)


def _asked(scene: Scene) -> Iterator[tuple[Phone, Pact, str]]:
    """Whoever is asked to confirm, and the news about it on which the button stands."""
    for pact in _any(scene):
        for office in pact.lacks:
            phone, news = signatory(scene.town, office), f"{PROPOSED} {pact.making}"
            if _is_free(scene, phone, pact) and any(
                one.label("Bestätigen") and one.reads(news, pact.in_brackets) for one in phone.screen()
            ):
                yield phone, pact, news


def confirms(scene: Scene) -> Deed | None:
    """A partner signs for itself; with the last signature the version is in force."""
    for phone, pact, news in _asked(scene):
        number, last = pact.making, pact.lacks == (phone.office,)
        walk = [
            ("Bestätigen", news, pact.in_brackets),
            ("Ja, bestätigen", f"Sie bestätigen für {phone.office}"),
        ]
        state = "gilt" if last else "vorgeschlagen"
        steps = presses(phone, walk, f"Stand: {state}, Version {number}", pact.between)
        done = _deed("confirms an agreement", phone, steps, pact)
        done.book = lambda _, phone=phone, pact=pact: _confirmed(scene, phone, pact)  # type: ignore[misc]
        return done
    return None


def _confirmed(scene: Scene, phone: Phone, pact: Pact) -> None:
    number = pact.making
    if not pact.signs(phone.office, scene.ledger.round):
        return
    others = [signatory(scene.town, one) for one in pact.parties if one != phone.office]
    for one in (*others, scene.town.coordinator):
        news = f"Vereinbarung gilt, Version {number}"
        scene.ledger.promises(one.chat, pact.key, news, pact.in_brackets)


def gives_back(scene: Scene) -> Deed | None:
    """A partner wants another section; once a version is enough."""
    for phone, pact, news in _asked(scene):
        if pact.returned:
            continue
        section = scene.chance.choice(SECTIONS)
        walk = [("Zurückgeben", news, pact.in_brackets), (section, "Welcher Abschnitt soll anders werden?")]
        end = (f"Stand: Entwurf, Version {pact.making}", f"bitte ändern: {section}", pact.between)
        done = _deed("gives an agreement back", phone, presses(phone, walk, *end), pact)
        done.book = lambda _, phone=phone, pact=pact: _given_back(scene, phone, pact)  # type: ignore[misc]
        return done
    return None


def _given_back(scene: Scene, phone: Phone, pact: Pact) -> None:
    pact.gives_back()
    for office in pact.parties:
        if office != phone.office:
            _hears(scene, office, pact, f"{RETURNED} {pact.making}")


def revises(scene: Scene) -> Deed | None:
    """A new version begins; what is in force holds, and cases go on under it."""
    for pact in _any(scene):
        office = scene.chance.choice(pact.parties)
        phone = signatory(scene.town, office)
        if pact.making or not pact.in_force or not _is_free(scene, phone, pact):
            continue
        stands = f"Stand: gilt, Version {pact.in_force}"
        end = f"Stand: Entwurf, Version {pact.in_force + 1}"
        steps = [
            *opens(phone, pact, stands, "Ändern"),
            *presses(phone, [("Ändern", stands, pact.between)], end, pact.between),
        ]
        done = _deed("revises an agreement", phone, steps, pact)
        done.book = lambda _, pact=pact, office=office: pact.revises(office)  # type: ignore[misc]
        return done
    return None


def moves(scene: Scene) -> Deed | None:
    """A partner wants running cases under the version in force; they move once every partner does."""
    for pact in _any(scene):
        if (
            pact.making
            or pact.in_force < 2
            or not (pact.moving or under_earlier(scene.town, scene.ledger, pact)[0])
        ):
            continue
        for office in scene.shuffled(one for one in pact.parties if one not in pact.moving):
            phone = signatory(scene.town, office)
            if _is_free(scene, phone, pact):
                return _moves(scene, phone, pact)
    return None


def _moves(scene: Scene, phone: Phone, pact: Pact) -> Deed:
    stands, sure = f"Stand: gilt, Version {pact.in_force}", "Laufende Fälle gehen von der früheren"
    if pact.moving:
        before: list[Step] = []
        first = ("Umstellen", f"Laufende Fälle auf Version {pact.in_force} umstellen?", pact.in_brackets)
    else:
        before = opens(phone, pact, stands, MOVE)
        first = (MOVE, stands, pact.between)
    steps = [*before, *presses(phone, [first, ("Ja, umstellen", sure)], stands, pact.between)]
    done = _deed("wants cases moved", phone, steps, pact)
    done.book = lambda _: _wanted(scene, phone, pact)
    return done


def _wanted(scene: Scene, phone: Phone, pact: Pact) -> None:
    """The first word asks the others; with the last one all hear that cases have moved."""
    began = not pact.moving
    pact.moving.add(phone.office)
    number = pact.in_force
    others = [one for one in pact.parties if one != phone.office]
    if pact.moving == set(pact.parties):
        pact.moving.clear()
        pact.moved[number] = scene.ledger.round
        for office in others:
            chat = signatory(scene.town, office).chat
            news = f"Laufende Fälle umgestellt auf Version {number}: "
            scene.ledger.promises(chat, pact.key, news, pact.in_brackets)
    elif began:
        for office in others:
            _hears(scene, office, pact, f"Laufende Fälle auf Version {number} umstellen?")


def under_earlier(town: Town, ledger: Ledger, pact: Pact) -> tuple[int, int]:
    """How many live cases run under an earlier version: for certain, and at most."""
    certain = most = 0
    for matter in ledger.matters.values():
        offices = {town.people[name].office for name in matter.sat & town.people.keys()}
        if not set(pact.parties[:2]) <= offices:
            continue
        held = [pact.holds_at(one) for one in matter.seated]
        most += any(one is None or 0 < one < pact.in_force for one in held)
        clear = matter.standing is Standing.TAKEN and len(held) == 1
        certain += clear and held[0] is not None and 0 < held[0] < pact.in_force
    return certain, most
