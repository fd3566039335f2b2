"""The live card of a case: what this reader may see of it now, and what this reader can do next."""

from collections.abc import Sequence
from dataclasses import replace

from domain.model.case import Case
from domain.model.stage import Seat
from domain.model.view import Party, Situation, Task, View
from domain.services import case_view
from handlers.cards import Reading, case_keys, case_lines, group_card, shows_card
from handlers.message import Message
from handlers.texts import Texts


@shows_card
def show(reading: Reading, case: Case) -> Message | None:
    """None where nothing may be said any more: a protected case in a group, a chat of nobody."""
    if reading.person is None:
        return group_card.show(reading, case)
    view = case_view.of(reading.work, case, reading.person)
    return Message(text=text(reading, view), rows=case_keys.rows(reading.texts, view))


def show_more(reading: Reading, case: Case) -> Message:
    """The same card with its further buttons."""
    assert reading.person is not None
    view = case_view.of(reading.work, case, reading.person)
    return Message(text=text(reading, view), rows=case_keys.more_rows(reading.texts, view))


def text(reading: Reading, view: View) -> str:
    """The card's words."""
    blocks = _BLOCKS[view.situation](reading, view)
    return "\n\n".join("\n".join(line for line in block if line) for block in blocks if any(block))


Blocks = Sequence[Sequence[str]]


def _request(reading: Reading, view: View) -> Blocks:
    """M2."""
    texts = reading.texts
    head = [texts("card.request.title", code=view.code)]
    if view.mine is not None and view.mine.due_at is not None:
        head.append(texts("card.request.due", due=reading.moment(view.mine.due_at)))
    advice = case_lines.eviction(reading, view)
    return [head, _asked_facts(reading, view), advice, [case_lines.responsible(texts, view)]]


def _deputy(reading: Reading, view: View) -> Blocks:
    """M5, to the deputy."""
    texts, asked = reading.texts, view.mine
    assert asked is not None
    head: list[str] = [
        texts("card.deputy.title", code=view.code),
        texts(
            "card.deputy.due",
            name=view.in_place_of,
            since=reading.moment(asked.opened_at),
            due=reading.moment(asked.due_at or asked.opened_at),
        ),
    ]
    return [head, _asked_facts(reading, view), case_lines.eviction(reading, view)]


def _relapse(reading: Reading, view: View) -> Blocks:
    """M9, to the help side."""
    texts, asked = reading.texts, view.mine
    assert asked is not None
    why = f"card.relapse.why.{asked.why}"
    head: list[str] = [
        texts("card.relapse.title", code=view.code),
        texts(why) if texts.knows(why) else "",
        texts("card.relapse.due", due=reading.moment(asked.due_at)) if asked.due_at else "",
        texts("card.relapse.history"),
    ]
    return [head, _asked_facts(reading, view)]


def _decide(reading: Reading, view: View) -> Blocks:
    """M5, to the coordinator at the last step."""
    texts, asked = reading.texts, view.mine
    assert asked is not None
    office = next((party.partner for party in view.parties if party.seat is asked.seat), "")
    what = texts("card.decide.asked", office=office) if office else texts("card.decide.nobody")
    return [[texts("card.decide.title", code=view.code), what], _known(reading, view)]


def _waiting(reading: Reading, view: View) -> Blocks:
    texts = reading.texts
    helper = _party(view, Seat.HELP)
    if view.reopened and helper is not None and helper.due_at is not None:
        title = texts("card.relapse.title", code=view.code)
        what: str = texts("card.relapse.told", office=helper.partner, due=reading.moment(helper.due_at))
    else:
        title = texts("card.waiting.title", code=view.code)
        what = texts("card.waiting.nobody") if helper is None else case_lines.asked(reading, helper)
    call = view.my_move and view.move is not None and view.move.task is Task.CALL
    return [
        [title, what, texts("card.waiting.call") if call else ""],
        [_summary(reading, view), _word(reading, view)],
        _own_promise(reading, view),
    ]


def _live(reading: Reading, view: View) -> Blocks:
    if _party(view, Seat.HELP) is not None:
        return _live_with_help(reading, view)
    texts = reading.texts
    key = "card.live.theirs" if view.held_by else "card.live.yours"
    head = [texts(key, code=view.code, name=view.held_by), *_own_promise(reading, view)]
    others = [line for party in view.parties for line in _side(reading, party)]
    contact = [_contact(reading, view), _informed(reading, view), _word(reading, view)]
    advice = case_lines.eviction(reading, view)
    asked_by = None if _party(view, Seat.LANDLORD) else view.asked_by
    known = _asked_facts(reading, replace(view, asked_by=asked_by))
    return [head, others, known, contact, advice]


def _live_with_help(reading: Reading, view: View) -> Blocks:
    """M3 as a card: to the landlord, the body that pays, and whoever reported."""
    texts = reading.texts
    sides = [line for party in view.parties for line in _side(reading, party)]
    head = [texts("card.live.taken", code=view.code), *sides]
    known = [_summary(reading, view), _contact(reading, view), _informed(reading, view)]
    return [head, _own_promise(reading, view), [*known, _word(reading, view)], [_names(reading, view)]]


def _overseen(reading: Reading, view: View) -> Blocks:
    texts = reading.texts
    asked = any(party.due_at is not None for party in view.parties)
    state = texts.label("card.overseen.asked" if asked else "card.overseen.working")
    mover = ""
    if view.move is not None and view.mover:
        key = "card.overseen.mover_until" if view.move.until else "card.overseen.mover"
        until = reading.moment(view.move.until) if view.move.until else ""
        mover = texts(key, office=view.mover, until=until)
    sides = [line for party in view.parties for line in _side(reading, party)]
    head = [texts("card.overseen.title", code=view.code, state=state), mover]
    return [head, _known(reading, view), sides]


def _taken(reading: Reading, view: View) -> Blocks:
    sides = [line for party in view.parties for line in _side(reading, party)[:1]]
    return [[reading.texts("card.taken_title", code=view.code), *sides]]


def _closed(reading: Reading, view: View) -> Blocks:
    """M7, in short."""
    texts = reading.texts
    what = result(texts, view)
    lines: list[str] = [texts("card.closed.title", code=view.code)]
    if what and view.ended_on:
        day = case_lines.short_day(texts, view.ended_on)
        lines.append(texts("card.closed.result", what=what, day=day))
    if view.check_on is not None:
        lines.append(texts("card.closed.check", day=case_lines.short_day(texts, view.check_on)))
    helper = _party(view, Seat.HELP)
    if helper is not None and helper.who is not None:
        key = "card.closed.contact" if helper.who.phone else "card.closed.contact_plain"
        lines.append(texts(key, office=helper.partner, phone=helper.who.phone))
    return [lines]


def result(texts: Texts, view: View) -> str:
    """The outcome as this reader may read it; nothing where there is no more to say than "closed"."""
    if view.outcome is not None:
        return texts.word(view.outcome)
    return texts.label(f"card.ending.{view.ending}") if view.ending else ""


def _one_line(reading: Reading, view: View) -> Blocks:
    return [[reading.texts(f"card.{view.situation}", code=view.code)]]


_BLOCKS = {
    Situation.REQUEST: _request,
    Situation.DEPUTY: _deputy,
    Situation.RELAPSE: _relapse,
    Situation.DECIDE: _decide,
    Situation.WAITING: _waiting,
    Situation.LIVE: _live,
    Situation.OVERSEEN: _overseen,
    Situation.TAKEN: _taken,
    Situation.CLOSED: _closed,
    Situation.ENDED: _one_line,
    Situation.FILED: _one_line,
    Situation.GONE: _one_line,
}


# Lines that several situations share


def _asked_facts(reading: Reading, view: View) -> list[str]:
    """The facts of M2, with who asks and whether names may be spoken."""
    texts = reading.texts
    lines = case_lines.facts(reading, view)
    if view.asked_by is not None:
        lines.append(texts("card.fact.from", name=view.asked_by.name, office=view.asked_by.partner))
    if view.naming is not None and (view.asked_by is not None or view.parties):
        lines.append(texts("card.fact.naming", what=texts.label(f"card.naming.{view.naming}")))
    return lines


def _known(reading: Reading, view: View) -> list[str]:
    """What the coordinator may know of the tenancy."""
    parts = " · ".join(one for one in case_lines.summary_parts(reading.texts, view) if one)
    return [reading.texts("card.line", what=parts), *case_lines.urgency(reading.texts, view)]


def _summary(reading: Reading, view: View) -> str:
    return reading.texts("card.line", what=case_lines.summary(reading.texts, view))


def _side(reading: Reading, party: Party) -> list[str]:
    return [case_lines.asked(reading, party)] if party.due_at else case_lines.taken(reading, party)


def _party(view: View, seat: Seat) -> Party | None:
    return next((party for party in view.parties if party.seat is seat), None)


def _own_promise(reading: Reading, view: View) -> list[str]:
    """ "Ihre Rückmeldung an Anna Alt: bis Di 24.11., 12:00"; the deputy reads the same without "Ihre"."""
    promised = view.promised
    if promised is None or promised.promised_at is None:
        return []
    other = reading.work.people.get(promised.asked_by)
    name = other.name if other else reading.texts.label("card.live.other_side")
    key = "overdue" if promised.promised_at < reading.now else "promised"
    whose = "_theirs" if view.held_by else ""
    return [reading.texts(f"card.live.{key}{whose}", name=name, until=reading.moment(promised.promised_at))]


def _contact(reading: Reading, view: View) -> str:
    if view.contact_made_at is None:
        return ""
    return reading.texts("card.fact.contact", day=reading.day(view.contact_made_at))


def _informed(reading: Reading, view: View) -> str:
    if view.informed_on is None:
        return ""
    return reading.texts("card.fact.informed", day=case_lines.short_day(reading.texts, view.informed_on))


def _word(reading: Reading, view: View) -> str:
    return reading.texts("card.word", word=view.word) if view.word else ""


def _names(reading: Reading, view: View) -> str:
    if view.naming is None:
        return ""
    office = next((party.partner for party in view.parties if party.seat is Seat.HELP), "")
    return reading.texts(f"card.names.{view.naming}", office=office)
