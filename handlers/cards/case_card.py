"""The live card of a case: what this reader may see of it now, and what this reader can do next."""

from collections.abc import Sequence
from dataclasses import replace

from domain.model.case import Case, Step
from domain.model.rights import Relation
from domain.model.stage import Seat
from domain.model.view import Situation, Task, View
from domain.services import case_view, failure_view
from domain.services.parties import own_seats
from handlers.cards import (
    Reading,
    case_lines,
    case_rows,
    deadline_lines,
    failure_lines,
    group_card,
    ladder_news,
    shows_card,
)
from handlers.message import Message
from handlers.texts import Texts


@shows_card
def show(reading: Reading, case: Case) -> Message | None:
    """None where nothing may be said: a protected case in a group, one that moved on before it was shown."""
    if reading.person is None:
        return group_card.show(reading, case)
    with reading.work.reading():
        view = case_view.of(reading.work, case, reading.person)
        if view.situation is Situation.GONE and not _is_shown(reading, case):
            return None
        return Message(text=text(reading, view), rows=case_rows.rows(reading.texts, view))


def _is_shown(reading: Reading, case: Case) -> bool:
    cards = reading.work.cards.of_case(case.id)
    return any(card.chat == reading.chat and card.message is not None for card in cards)


def show_more(reading: Reading, case: Case) -> Message:
    """The same card with its further buttons."""
    assert reading.person is not None
    view = case_view.of(reading.work, case, reading.person)
    return Message(text=text(reading, view), rows=case_rows.more_rows(reading.texts, view))


def text(reading: Reading, view: View) -> str:
    """The card's words; while a failure run is on, its checklist comes right after the head."""
    blocks = list(_BLOCKS[view.situation](reading, view))
    if view.failing and view.is_open:
        blocks.insert(1, _checklist(reading, view))
    if view.situation in _WITH_DEADLINES:
        blocks += [deadline_lines.envelope(reading.texts, view), deadline_lines.shelter(reading.texts, view)]
        blocks.append(deadline_lines.of(reading, view))
    return "\n\n".join("\n".join(line for line in block if line) for block in blocks if any(block))


Blocks = Sequence[Sequence[str]]


def _checklist(reading: Reading, view: View) -> Sequence[str]:
    """The live checklist of a failure run, as far as this reader may see it."""
    case = reading.work.cases.get(view.case)
    assert case is not None
    assert reading.person is not None
    found = failure_view.running(reading.work, case, reading.person)
    return [] if found is None else failure_lines.block(reading, found)


def _request(reading: Reading, view: View) -> Blocks:
    """M2."""
    texts = reading.texts
    head = [texts("card.request.title", code=view.code)]
    if view.mine is not None and view.mine.step is not Step.CONTACT:
        head.append(texts(f"card.climbed.{view.mine.step}"))
    elif view.mine is not None and view.mine.due_at is not None:
        head.append(texts("card.request.due", due=reading.moment(view.mine.due_at)))
    why = [case_lines.responsible(texts, view)]
    return [head, case_lines.request_facts(reading, view), case_lines.advice(reading, view), why]


def _deputy(reading: Reading, view: View) -> Blocks:
    """M5, to the deputy."""
    texts, asked = reading.texts, view.mine
    assert asked is not None
    since, due = reading.moment(asked.opened_at), reading.moment(asked.due_at or asked.opened_at)
    climbed = asked.step is Step.COORDINATOR
    head = [
        texts("card.deputy.title", code=view.code),
        texts(f"card.deputy.{'since' if climbed else 'due'}", name=view.in_place_of, since=since, due=due),
        texts("card.climbed.coordinator") if climbed else "",
    ]
    return [head, case_lines.request_facts(reading, view), case_lines.advice(reading, view)]


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
    return [head, case_lines.request_facts(reading, view)]


def _decide(reading: Reading, view: View) -> Blocks:
    """M5, to the coordinator at the last step."""
    texts, asked = reading.texts, view.mine
    assert asked is not None
    head = [texts("card.decide.title", code=view.code), ladder_news.asked_so_far(reading, asked)]
    return [head, case_lines.overseen_facts(reading, view)]


def _waiting(reading: Reading, view: View) -> Blocks:
    texts = reading.texts
    helper = case_lines.party_at(view, Seat.HELP)
    if view.reopened and helper is not None and helper.due_at is not None:
        title = texts("card.relapse.title", code=view.code)
        what: str = texts("card.relapse.told", office=helper.partner, due=reading.moment(helper.due_at))
    else:
        title = texts("card.waiting.title", code=view.code)
        what = texts("card.waiting.nobody") if helper is None else case_lines.asked(reading, helper)
    call = view.my_move and view.move is not None and view.move.task is Task.CALL
    return [
        [title, what, texts("card.waiting.call") if call else ""],
        [case_lines.summary_line(reading, view), case_lines.memory_word(reading, view)],
        case_lines.own_promise(reading, view),
    ]


def _live(reading: Reading, view: View) -> Blocks:
    if case_lines.party_at(view, Seat.HELP) is not None:
        return _live_with_help(reading, view)
    texts = reading.texts
    key = "card.live.theirs" if view.held_by else "card.live.yours"
    head = [texts(key, code=view.code, name=view.held_by), *case_lines.own_promise(reading, view)]
    others = [line for party in view.parties for line in case_lines.side(reading, party)]
    asked_by = None if case_lines.party_at(view, Seat.LANDLORD) else view.asked_by
    known = case_lines.request_facts(reading, replace(view, asked_by=asked_by))
    more = [
        case_lines.contact(reading, view),
        case_lines.informed(reading, view),
        case_lines.memory_word(reading, view),
    ]
    agreed = case_lines.agreed_help(reading, view)
    return [head, others, [*known, *more], agreed, case_lines.advice(reading, view)]


def _live_with_help(reading: Reading, view: View) -> Blocks:
    """M3 as a card: to the landlord, the body that pays, and whoever reported."""
    sides = [line for party in view.parties for line in case_lines.side(reading, party)]
    head = [reading.texts("card.live.taken", code=view.code), *sides]
    own = Relation.REPORTER in view.relations or view.side in own_seats(view.relations)
    known = [case_lines.summary_line(reading, view)] if own else case_lines.facts(reading, view)
    more = [
        case_lines.contact(reading, view),
        case_lines.informed(reading, view),
        case_lines.memory_word(reading, view),
    ]
    agreed = case_lines.agreed_help(reading, view)
    promised = case_lines.own_promise(reading, view)
    return [head, promised, [*known, *more], agreed, [case_lines.names(reading, view)]]


def _overseen(reading: Reading, view: View) -> Blocks:
    texts = reading.texts
    asked = any(party.due_at is not None for party in view.parties)
    state = texts.label("card.overseen.asked" if asked else "card.overseen.working")
    mover = ""
    if view.move is not None and view.mover:
        key = "card.overseen.mover_until" if view.move.until else "card.overseen.mover"
        until = reading.moment(view.move.until) if view.move.until else ""
        mover = texts(key, office=view.mover, until=until)
    moving = view.move.seat if view.move else None
    sides = [
        line
        for party in view.parties
        for line in case_lines.side(reading, party)[: None if party.seat is moving else 1]
    ]
    head = [texts("card.overseen.title", code=view.code, state=state), mover]
    return [head, case_lines.overseen_facts(reading, view), sides]


def _taken(reading: Reading, view: View) -> Blocks:
    sides = [line for party in view.parties for line in case_lines.side(reading, party)[:1]]
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
    helper = case_lines.party_at(view, Seat.HELP)
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


_WITH_DEADLINES = (
    Situation.REQUEST,
    Situation.DEPUTY,
    Situation.RELAPSE,
    Situation.DECIDE,
    Situation.LIVE,
    Situation.OVERSEEN,
)
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
