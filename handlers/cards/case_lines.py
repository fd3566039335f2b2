"""The lines of which cards, lists and file texts are made: one fact each, in the reader's words."""

from datetime import date

from domain.model.dates import short
from domain.model.ids import MunicipalityId
from domain.model.municipalities import municipality
from domain.model.rights import Relation
from domain.model.routing import Responsibility
from domain.model.stage import Seat, Stage
from domain.model.urgency import OverrideReason
from domain.model.view import Party, View
from handlers.cards import Reading
from handlers.texts import Texts


def place(texts: Texts, identity: MunicipalityId | None) -> str:
    """The municipality's name; a place outside the network says so."""
    return texts.label("card.outside") if identity is None else municipality(identity).name


def stage(texts: Texts, view: View) -> str:
    """ "fristlose Kündigung, zugegangen 20.11." """
    if view.stage is None:
        return ""
    known_notice = view.stage is Stage.NOTICE and view.notice_kind is not None
    word = texts.word(view.notice_kind) if known_notice and view.notice_kind else texts.word(view.stage)
    when = texts.word(view.stage_when) if view.stage_when else stage_day(texts, view.stage, view.stage_on)
    return ", ".join(one for one in (word, when) if one)


def stage_day(texts: Texts, at: Stage, day: date | None) -> str:
    """ "zugegangen 20.11.", or nothing where no date is known."""
    if day is None:
        return ""
    key = f"card.stage_day.{at.value}"
    return texts.label(key if texts.knows(key) else "card.stage_day.since", day=short(day, texts.language))


def people(texts: Texts, view: View) -> str:
    """ "Paar", "Paar mit 2 Kindern", or "mit Kindern" to whom no more may be said."""
    if view.household is None:
        return texts.label("card.with_children") if view.with_children else ""
    if view.children is None or not view.household.has_children:
        return texts.word(view.household)
    key = "card.children.one" if view.children == 1 else "card.children.many"
    number = "4+" if view.children >= 4 else str(view.children)
    return texts.label(f"card.children.{view.household}", children=texts.label(key, number=number))


def recognition(texts: Texts, view: View) -> str:
    """ "MI-7KQ4 · Kündigung · Espelkamp · Paar · gemeldet 23.11.", as far as the reader may see it."""
    reported = texts.label("card.reported", day=short(view.reported_on, texts.language))
    parts = (view.code, *summary_parts(texts, view), reported)
    return " · ".join(one for one in parts if one)


def summary_parts(texts: Texts, view: View) -> tuple[str, ...]:
    """Stage, place and household in a word each."""
    where = place(texts, view.municipality) if view.place_known else ""
    return (texts.word(view.stage) if view.stage else "", where, people(texts, view))


def summary(texts: Texts, view: View) -> str:
    """ "Kündigung · Espelkamp · Paar · gemeldet 23.11."."""
    return recognition(texts, view).removeprefix(f"{view.code} · ")


def facts(reading: Reading, view: View) -> list[str]:
    """What is known of the tenancy, a line each, without what the reader may not see."""
    texts = reading.texts
    where = (place(texts, view.municipality) if view.place_known else "", people(texts, view))
    lines = [
        ("stage", stage(texts, view)),
        ("rents", texts.word(view.rents_open) if view.rents_open else ""),
        ("place", ", ".join(one for one in where if one)),
        ("reason", texts.word(view.reason) if view.reason else ""),
        ("request", texts.word(view.request) if view.request else ""),
    ]
    return [texts(f"card.fact.{key}", what=what) for key, what in lines if what] + urgency(texts, view)


def urgency(texts: Texts, view: View) -> list[str]:
    """The urgency and the rule that decided it, or the code with which somebody set another."""
    if view.urgency is None:
        return []
    word = texts.word(view.urgency)
    if view.urgency_override is not None:
        reason = texts.word(OverrideReason(view.urgency_override))
        return [texts("card.urgency.overridden", urgency=word, reason=reason)]
    if view.urgency_reason is None:
        return [texts("card.urgency.plain", urgency=word)]
    return [texts("card.urgency.because", urgency=word, reason=texts.word(view.urgency_reason))]


def eviction(reading: Reading, view: View) -> list[str]:
    """How near the eviction is. No deadline is computed: the advice is to ask somebody today."""
    if view.stage is not Stage.EVICTION_DATE or view.stage_on is None:
        return []
    days = (view.stage_on - reading.work.network.calendar.local(reading.now).date()).days
    if days < 0:
        return []
    key = "today" if days == 0 else "one" if days == 1 else "many"
    return [reading.texts(f"card.eviction.{key}", days=days)]


def responsible(texts: Texts, view: View) -> str:
    """Why this person is asked."""
    if view.in_place_of:
        return texts("card.why.in_place_of", name=view.in_place_of)
    entry = view.responsibility
    return texts("card.why.asked") if entry is None else _why(texts, entry)


def _why(texts: Texts, entry: Responsibility) -> str:
    if entry.main_contact:
        return texts("card.why.main_contact")
    topic = texts.word(entry.topic) if entry.topic else ""
    where = place(texts, entry.area) if entry.area else ""
    key = ("topic_place" if where else "topic") if topic else ("place" if where else "everything")
    return texts(f"card.why.{key}", topic=topic, place=where)


def asked(reading: Reading, party: Party) -> str:
    """ "Angefragt: Fachstelle Nord, Antwort bis Di 24.11., 10:00." and what happens otherwise."""
    texts = reading.texts
    if not party.partner:
        return texts("card.asked.nobody")
    if party.due_at is None:
        return texts("card.asked.office", office=party.partner)
    step = party.step.value if party.step else "contact"
    key = "card.asked.alone" if step == "contact" and not party.deputy else f"card.asked.{step}"
    return texts(key, office=party.partner, due=reading.moment(party.due_at))


def taken(reading: Reading, party: Party) -> list[str]:
    """Who has it, until when they report back, and how to ring them."""
    texts, who = reading.texts, party.who
    if who is None:
        return [texts("card.taken.office", office=party.partner)]
    until = reading.moment(party.promised_at) if party.promised_at else ""
    key = "until" if until else "working" if party.seat is Seat.HELP else "seated"
    line = texts(f"card.taken.{key}", name=who.name, office=party.partner, until=until)
    away = texts("card.taken.stands_in", name=party.stands_in_for) if party.stands_in_for else ""
    return [one for one in (line, ring(texts, party), away) if one]


def ring(texts: Texts, party: Party) -> str:
    """ "05731 1000, Mo bis Do 8 bis 16 Uhr. Vertretung: Quirin Quast." """
    if party.who is None:
        return ""
    call = ", ".join(one for one in (party.who.phone, party.who.hours) if one)
    deputy = texts.label("card.taken.deputy", name=party.deputy) if party.deputy else ""
    return texts("card.line", what=" ".join(one for one in (f"{call}." if call else "", deputy) if one))


def short_day(texts: Texts, day: date) -> str:
    """ "24.11." in the reader's language."""
    return short(day, texts.language)


# For cards


def request_facts(reading: Reading, view: View) -> list[str]:
    """The facts of M2, with who asks and whether names may be spoken."""
    texts = reading.texts
    lines = facts(reading, view)
    if view.asked_by is not None:
        lines.append(texts("card.fact.from", name=view.asked_by.name, office=view.asked_by.partner))
    if view.naming is not None and (view.asked_by is not None or view.parties):
        lines.append(texts("card.fact.naming", what=texts.label(f"card.naming.{view.naming}")))
    return lines


def advice(reading: Reading, view: View) -> list[str]:
    """For the help side alone: a landlord needs no lawyer against his own eviction."""
    is_asked = view.mine is not None and view.mine.seat is Seat.HELP
    return eviction(reading, view) if is_asked or Relation.HELP in view.relations else []


def overseen_facts(reading: Reading, view: View) -> list[str]:
    """What the coordinator may know of the tenancy."""
    parts = " · ".join(one for one in summary_parts(reading.texts, view) if one)
    return [reading.texts("card.line", what=parts), *urgency(reading.texts, view)]


def summary_line(reading: Reading, view: View) -> str:
    return reading.texts("card.line", what=summary(reading.texts, view))


def side(reading: Reading, party: Party) -> list[str]:
    return [asked(reading, party)] if party.due_at else taken(reading, party)


def party_at(view: View, seat: Seat) -> Party | None:
    return next((party for party in view.parties if party.seat is seat), None)


def agreed_help(reading: Reading, view: View) -> list[str]:
    """Who is to move on which commitment until when, and how many run on each side."""
    known, texts = view.help, reading.texts
    if known is None:
        return []
    said: list[str] = []
    if known.mover is not None and known.what is not None:
        who = texts.label("commitment.you") if known.mine else _office(texts, view, known.mover)
        day = short(known.until, texts.language) if known.until else ""
        key = f"commitment.mover.{known.awaits}"
        said.append(texts(key, office=who, what=texts.word(known.what), day=day))
    if known.running:
        counts = ", ".join(_from(texts, view, seat, number) for seat, number in known.running)
        said.append(texts("commitment.on_card", counts=counts))
    return said


def _from(texts: Texts, view: View, seat: Seat, number: int) -> str:
    party = party_at(view, seat)
    if party is None:
        return f"{number} {texts.label('commitment.from_you')}"
    return f"{number} {texts.label('commitment.from', office=party.partner)}"


def _office(texts: Texts, view: View, seat: Seat) -> str:
    party = party_at(view, seat)
    return texts.word(seat) if party is None else party.partner


def own_promise(reading: Reading, view: View) -> list[str]:
    """ "Ihre Rückmeldung an Anna Alt: bis Di 24.11., 12:00"; the deputy reads the same without "Ihre"."""
    promised = view.promised
    if promised is None or promised.promised_at is None:
        return []
    other = reading.work.people.get(promised.asked_by)
    name = other.name if other else reading.texts.label("card.live.other_side")
    key = "overdue" if promised.promised_at <= reading.now else "promised"
    whose = "_theirs" if view.held_by else ""
    return [reading.texts(f"card.live.{key}{whose}", name=name, until=reading.moment(promised.promised_at))]


def contact(reading: Reading, view: View) -> str:
    if view.contact_made_at is None:
        return ""
    return reading.texts("card.fact.contact", day=reading.day(view.contact_made_at))


def informed(reading: Reading, view: View) -> str:
    if view.informed_on is None:
        return ""
    return reading.texts("card.fact.informed", day=short_day(reading.texts, view.informed_on))


def memory_word(reading: Reading, view: View) -> str:
    return reading.texts("card.word", word=view.word) if view.word else ""


def names(reading: Reading, view: View) -> str:
    """Whether names may be spoken to the help side; nothing for the help side itself."""
    office = next((party.partner for party in view.parties if party.seat is Seat.HELP), None)
    if view.naming is None or office is None:
        return ""
    return reading.texts(f"card.names.{view.naming}", office=office)
