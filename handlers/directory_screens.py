"""The screens on which the directory is changed line by line; what is asked, and what can be tapped."""

from collections.abc import Sequence
from datetime import date

from domain.model.dates import with_year
from domain.model.municipalities import municipalities
from domain.model.people import Partner, Person
from domain.model.routing import Topic
from domain.services.directory import Entry
from handlers.directory_buttons import (
    EVERYTHING,
    AddResponsibilityButton,
    ConfirmButton,
    DeputyButton,
    EndButton,
    HolderButton,
    LineButton,
    NewLineButton,
    NewPartnerButton,
    NewPersonButton,
    PartnerLinesButton,
    PartnerSettingsButton,
    area_of,
    topic_of,
)
from handlers.directory_words import area_word, topic_word
from handlers.message import Key, Message, row, two_a_row
from handlers.show_directory import ChangeButton
from handlers.texts import Texts

PAGE = 10
MOST_PEOPLE = 40


def which_partner(texts: Texts, partners: Sequence[Partner], *, back: Key) -> Message:
    rows = [row(PartnerLinesButton(partner=one.id).key(one.name[:60])) for one in partners]
    new = NewPartnerButton().key(texts.label("directory.edit.new_partner"))
    return Message(text=texts("directory.edit.which_partner"), rows=(*rows, row(new), row(back)))


def which_partner_for(texts: Texts, partners: Sequence[Partner], press: AddResponsibilityButton) -> Message:
    """A report has found nobody: the place and the topic are known."""
    rows = [
        row(NewLineButton(partner=one.id, topic=press.topic, area=press.place).key(one.name[:60]))
        for one in partners
    ]
    return Message(text=texts("directory.edit.which_partner"), rows=tuple(rows))


def lines_screen(
    texts: Texts, partner: Partner, entries: Sequence[Entry], page: int, *, settings: bool
) -> Message:
    """The partner's lines, ten a page. `settings`: whether the reader may change the partner itself."""
    shown = entries[page * PAGE : (page + 1) * PAGE]
    rows = [row(LineButton(line=one.line.id).key(_line_label(texts, one))) for one in shown]
    if len(entries) > (page + 1) * PAGE:
        more = PartnerLinesButton(partner=partner.id, page=page + 1)
        rows.append(row(more.key(texts.label("directory.edit.more"))))
    new_line = NewLineButton(partner=partner.id).key(texts.label("directory.edit.new_line"))
    new_person = NewPersonButton(partner=partner.id).key(texts.label("directory.edit.new_person"))
    if settings:
        change = PartnerSettingsButton(partner=partner.id)
        rows.append(row(change.key(texts.label("directory.edit.settings"))))
    back = ChangeButton().key(texts.label("directory.back"))
    text = texts("directory.edit.lines", partner=partner.name, count=len(entries))
    return Message(text=text, rows=(*rows, row(new_line, new_person), row(back)))


def _line_label(texts: Texts, entry: Entry) -> str:
    topic, area = place_words(texts, entry)
    return texts.label("directory.edit.line_key", topic=topic, area=area, holder=_name(texts, entry.holder))[
        :60
    ]


def place_words(texts: Texts, entry: Entry) -> tuple[str, str]:
    return topic_word(texts, entry.line.topic), area_word(texts, entry.line.area)


def _name(texts: Texts, person: Person | None) -> str:
    return texts.label("directory.edit.nobody") if person is None else person.name


def _day(texts: Texts, day: date | None) -> str:
    if day is None:
        return texts.label("directory.edit.never")
    return with_year(day, texts.language)


def line_screen(texts: Texts, entry: Entry) -> Message:
    """One line with everything that can be done to it."""
    identity, label = entry.line.id, texts.label
    topic, area = place_words(texts, entry)
    text = texts(
        "directory.edit.line",
        topic=topic,
        area=area,
        partner=entry.partner.name,
        holder=_name(texts, entry.holder),
        deputy=_name(texts, entry.deputy),
        confirmed=_day(texts, entry.line.confirmed_on),
        cases=entry.cases,
    )
    rows = (
        row(
            HolderButton(line=identity).key(label("directory.edit.holder_key")),
            DeputyButton(line=identity).key(label("directory.edit.deputy_key")),
        ),
        row(
            ConfirmButton(line=identity).key(label("directory.edit.confirm")),
            EndButton(line=identity).key(label("directory.edit.end")),
        ),
        row(PartnerLinesButton(partner=entry.partner.id).key(label("directory.back"))),
    )
    return Message(text=text, rows=rows)


def pick_holder(texts: Texts, entry: Entry, people: Sequence[Person]) -> Message:
    topic, area = place_words(texts, entry)
    keys = [
        HolderButton(line=entry.line.id, person=one.id).key(one.name)
        for one in people[:MOST_PEOPLE]
        if one.id != entry.line.holder
    ]
    text = texts("directory.edit.which_holder", topic=topic, area=area)
    return Message(text=text, rows=(*two_a_row(keys), row(_back_to_line(texts, entry))))


def pick_deputy(texts: Texts, entry: Entry, people: Sequence[Person]) -> Message:
    topic, area = place_words(texts, entry)
    keys = [
        DeputyButton(line=entry.line.id, person=one.id).key(one.name)
        for one in people[:MOST_PEOPLE]
        if one.id != entry.line.holder
    ]
    nobody = DeputyButton(line=entry.line.id, person=0).key(texts.label("directory.edit.no_deputy"))
    text = texts("directory.edit.which_deputy", topic=topic, area=area)
    return Message(text=text, rows=(*two_a_row(keys), row(nobody), row(_back_to_line(texts, entry))))


def _back_to_line(texts: Texts, entry: Entry) -> Key:
    return LineButton(line=entry.line.id).key(texts.label("directory.back"))


def end_screen(texts: Texts, entry: Entry, successors: Sequence[Entry]) -> Message:
    """Without cases one question; with cases somebody must take them over."""
    topic, area = place_words(texts, entry)
    identity, back = entry.line.id, row(_back_to_line(texts, entry))
    if not entry.cases:
        yes = EndButton(line=identity, sure=True).key(texts.label("directory.edit.end_yes"))
        return Message(text=texts("directory.edit.end_sure", topic=topic, area=area), rows=(row(yes), back))
    key = "directory.edit.end_successor" if successors else "directory.edit.end_nobody"
    rows = [
        row(EndButton(line=identity, sure=True, to=one.line.id).key(_line_label(texts, one)))
        for one in successors
    ]
    text = texts(key, topic=topic, area=area, cases=entry.cases)
    return Message(text=text, rows=(*rows, back))


def next_question(texts: Texts, partner: Partner, press: NewLineButton, people: Sequence[Person]) -> Message:
    """What is still missing of a new line: topic, place, holder, deputy, in this order."""
    back = row(PartnerLinesButton(partner=partner.id).key(texts.label("directory.back")))
    if not press.topic:
        return Message(
            text=texts("directory.edit.which_topic", partner=partner.name),
            rows=(*two_a_row(_topic_keys(texts, press)), back),
        )
    topic = topic_word(texts, topic_of(press.topic))
    if not press.area:
        text = texts("directory.edit.which_area", partner=partner.name, topic=topic)
        return Message(text=text, rows=(*two_a_row(_area_keys(texts, press)), back))
    area = area_word(texts, area_of(press.area))
    if not press.holder:
        text = texts("directory.edit.which_holder", topic=topic, area=area)
        if not people:
            text = texts("directory.edit.no_people")
        new = NewPersonButton(partner=partner.id, topic=press.topic, area=press.area)
        keys = [_with(press, holder=one.id).key(one.name) for one in people[:MOST_PEOPLE]]
        new_key = new.key(texts.label("directory.edit.new_person"))
        return Message(text=text, rows=(*two_a_row(keys), row(new_key), back))
    text = texts("directory.edit.which_deputy", topic=topic, area=area)
    others = [one for one in people[:MOST_PEOPLE] if one.id != press.holder]
    keys = [_with(press, deputy=one.id).key(one.name) for one in others]
    nobody = _with(press, deputy=0).key(texts.label("directory.edit.no_deputy"))
    return Message(text=text, rows=(*two_a_row(keys), row(nobody), back))


def _topic_keys(texts: Texts, press: NewLineButton) -> list[Key]:
    keys = [_with(press, topic=topic.value).key(texts.word(topic)) for topic in Topic]
    return [*keys, _with(press, topic=EVERYTHING).key(topic_word(texts, None))]


def _area_keys(texts: Texts, press: NewLineButton) -> list[Key]:
    keys = [_with(press, area=place.id).key(place.short_name) for place in municipalities()]
    return [*keys, _with(press, area=EVERYTHING).key(area_word(texts, None))]


def _with(press: NewLineButton, **answer: str | int) -> NewLineButton:
    return press.model_copy(update=answer)
