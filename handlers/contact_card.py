"""A contact in words: name, function, partner, number, hours, deputy, and why this person."""

from collections import defaultdict
from collections.abc import Iterable

from domain.model.ids import PersonId, ResponsibilityId
from domain.model.people import Person
from domain.model.routing import Responsibility, Specificity, Topic
from domain.services.contacts import Answer, Contact
from handlers.buttons import Button
from handlers.directory_words import area_word, topic_word
from handlers.message import Key, Message, row
from handlers.texts import Html, Texts


class CallPersonButton(Button, prefix="kan"):
    """[Anrufen]: sends the person's contact card"""

    person: int


class ShowContactButton(Button, prefix="kte"):
    """One person of a list; place and topic as they were asked for, so that the reason can be given."""

    responsibility: int
    place: str = ""
    topic: str = ""


def contact_text(texts: Texts, contact: Contact) -> Html:
    """The whole answer about one person, the number first where nobody is in the chat."""
    holder = contact.holder
    lines = [
        texts("contact.card.who", name=holder.name, office=_office(contact)),
        *_number(texts, holder),
        *_deputy(texts, contact),
        texts("contact.card.in_chat" if holder.reachable else "contact.card.not_in_chat"),
        texts("contact.card.why", why=_why(texts, contact)),
    ]
    if contact.partner.important_to_us:
        lines += ["", texts("contact.card.important", words=contact.partner.important_to_us)]
    return Html("\n".join(lines))


def _office(contact: Contact) -> str:
    return ", ".join(filter(None, (contact.holder.function, contact.partner.name)))


def _number(texts: Texts, person: Person) -> list[str]:
    parts = ", ".join(filter(None, (person.phone, person.hours)))
    return [texts("contact.card.number", number=parts)] if parts else []


def _deputy(texts: Texts, contact: Contact) -> list[str]:
    """Whoever acts today stands in for somebody who is away; else the deputy is named for later."""
    if contact.stand_in is not None:
        acting = contact.stand_in
        key = "contact.card.away"
    elif contact.away:
        return [texts("contact.card.nobody_there")]
    elif contact.deputy is not None:
        acting = contact.deputy
        key = "contact.card.deputy"
    else:
        return []
    return [texts(key, name=acting.name, number=", ".join(filter(None, (acting.phone, acting.hours))))]


def _why(texts: Texts, contact: Contact) -> str:
    why = Specificity.MAIN_CONTACT if contact.entry.main_contact else contact.why
    if why is None:
        return texts.label("contact.card.holds", duties=duties_text(texts, contact.duties))
    topic, place = topic_word(texts, contact.topic), area_word(texts, contact.place)
    return texts.label(f"contact.why.{why}", topic=topic, place=place)


def duties_text(texts: Texts, duties: Iterable[Responsibility]) -> str:
    """Every topic with its places: "Wohnungssicherung (Espelkamp, Rahden)"."""
    places: dict[Topic | None, list[str]] = defaultdict(list)
    for one in duties:
        if not one.main_contact:
            places[one.topic].append(area_word(texts, one.area))
    order: list[Topic | None] = [*Topic, None]
    return ", ".join(
        texts.label(
            "contact.card.duty", topic=topic_word(texts, topic), area=", ".join(sorted(places[topic]))
        )
        for topic in order
        if topic in places
    )


def contact_screen(texts: Texts, contact: Contact, also: tuple[Contact, ...] = ()) -> Message:
    """One person, with [Anrufen] and the way to others who answer as well."""
    rung_up = contact.rung_up
    rows = [row(call_key(texts, rung_up.id))] if rung_up.phone else []
    rows += [row(show_key(one)) for one in also]
    return Message(text=contact_text(texts, contact), rows=tuple(rows))


def call_key(texts: Texts, person: PersonId, name: str = "") -> Key:
    label = texts.label("contact.call_person", name=name) if name else texts.label("contact.call")
    return CallPersonButton(person=person).key(label)


def show_key(contact: Contact) -> Key:
    button = ShowContactButton(
        responsibility=ResponsibilityId(contact.entry.id),
        place=contact.place or "",
        topic=contact.topic or "",
    )
    return button.key(f"{contact.holder.name}, {contact.partner.name}"[:60])


def list_screen(texts: Texts, answer: Answer) -> Message:
    """Several equally good ones, a button each."""
    return Message(
        text=texts("contact.several", count=len(answer.contacts)),
        rows=tuple(row(show_key(one)) for one in answer.contacts),
    )


def nobody_screen(texts: Texts, answer: Answer) -> Message:
    """Nobody is found: who else could know."""
    coordinators = [one for one in answer.coordinators if one.phone]
    lines = [
        texts("contact.nobody"),
        *(texts("contact.coordinator", name=one.name, number=one.phone) for one in coordinators),
    ]
    rows = [row(call_key(texts, one.id, one.name)) for one in coordinators]
    if answer.also:
        lines.append(texts("contact.could_know"))
        rows += [row(show_key(one)) for one in answer.also]
    return Message(text=Html("\n".join(lines)), rows=tuple(rows))
