"""The rights table, pressed: every deed by everybody, on a case of its own, against docs/rights.md."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from domain.model.rights import Deed, Relation
from domain.model.routing import Topic
from domain.model.stage import Seat
from drills import traffic
from drills.chapter import Chapter
from drills.innocence import of_case
from drills.protected import RIGHT_ANSWERS, SEATED, Affair, Builder
from drills.siege import Siege
from drills.updates import Making, Sender, person
from simulator.calls import LoggedCall

RELATIONS: dict[str, frozenset[Relation]] = {
    "carla": frozenset({Relation.LANDLORD}),
    "petra": frozenset({Relation.HELP}),
    "quirin": frozenset({Relation.HELP}),
    "jana": frozenset({Relation.BENEFITS}),
    "otto": frozenset({Relation.ASKED}),
    "anna": frozenset({Relation.REPORTER}),
    "bernd": frozenset({Relation.COLLEAGUE}),
    "lea": frozenset({Relation.COLLEAGUE}),
    "karin": frozenset({Relation.COORDINATOR}),
    "nils": frozenset({Relation.NONE}),
    "nora": frozenset({Relation.NONE}),
    "6001": frozenset(),
}
"""How everybody stands to every case. Quirin is Petra's deputy, Lea and Nora lead; 6001 is a stranger."""

NARROWER = {(Deed.UNDO, "quirin"), (Deed.SEE_NOTES, "quirin")}
"""Allowed by the table, and only to whoever decided, or to whoever sits there today."""

CLOSED = frozenset({Deed.REOPEN, Deed.ANSWER_CHECK_IN, Deed.END_AFTERCARE, Deed.REQUEST_HELP})
SHOWN = frozenset({Deed.SEE_STATE, Deed.SEE_CARD, Deed.SEE_NOTES})
"""Deeds that change nothing: whether they were done is seen in what the person is sent."""

NEVER_READ: dict[Relation, tuple[str, ...]] = {
    Relation.LANDLORD: ("3 Kindern", "Asyl"),
    Relation.BENEFITS: ("über 4 Mieten offen", "Asyl"),
    Relation.ASKED: ("über 4 Mieten offen", "3 Kindern", "Asyl"),
    Relation.REPORTER: ("über 4 Mieten offen", "Lebenslage", "Asyl"),
    Relation.COORDINATOR: ("über 4 Mieten offen", "3 Kindern", "Lebenslage", "Hausbesuch", "Asyl"),
}
"""Words of fields that a relation may not read; the text of every message about the case is searched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One person, one deed, one case made for them."""

    deed: Deed
    who: str
    affair: Affair
    practice: bool

    @property
    def allowed(self) -> bool:
        if self.practice or (self.deed, self.who) in NARROWER:
            return False
        return any((relation, self.deed) in DOCUMENTED for relation in RELATIONS[self.who])


def _documented() -> frozenset[tuple[Relation, Deed]]:
    """The cells of the page that say yes."""
    page = (Path(__file__).parents[1] / "docs" / "rights.md").read_text("utf-8")
    table = page[page.index("| Deed |") :]
    heads = [cell.strip() for cell in table.splitlines()[0].strip("|").split("|")][2:]
    found = set()
    for line in re.findall(r"^\| `\w+` \|.*$", table, re.MULTILINE):
        deed, _, *marks = [cell.strip() for cell in line.strip("|").split("|")]
        found |= {
            (Relation(head), Deed(deed.strip("`")))
            for head, mark in zip(heads, marks, strict=True)
            if mark == "yes"
        }
    return frozenset(found)


DOCUMENTED = _documented()


def prepare(builder: Builder) -> Iterator[Cell]:
    """A case for every cell, and the same again as practice, which is nobody's."""
    for practice in (False, True):
        for deed in Deed:
            for who in RELATIONS:
                affair = _case_for(builder, deed, who, practice=practice)
                yield Cell(deed=deed, who=who, affair=affair, practice=practice)


def _case_for(builder: Builder, deed: Deed, who: str, *, practice: bool) -> Affair:
    """The situation in which this person would do this deed, if they may."""
    facts: dict[str, Any] = {"practice": practice}
    asks = who if who in ("carla", "jana", "anna") else "petra"
    match deed:
        case Deed.ANSWER_QUESTION:
            facts["asker"] = "quirin" if who == "quirin" else asks
        case Deed.RECORD_CALL:
            facts["caller"] = "quirin" if who == "quirin" else asks
        case Deed.GIVE_CONSENT:
            facts |= {"consent": "", "basis": "legitimate_interest"}
        case Deed.INVITE_SEAT:
            facts |= {"seats": ("carla", "petra"), "wanted": Seat.LANDLORD, "rings": False}
        case Deed.RETURN if who == "jana":
            facts |= {"wanted": Seat.HELP, "rings": False}
        case _ if deed in CLOSED:
            return builder.closed_case(**facts)
    return builder.open_case(**facts)


Press = tuple[str, str]
"""Who, and what: the data of a button, or text, which has a slash or a blank in it."""


def presses(cell: Cell) -> tuple[list[Press], list[Press]]:
    """What must come first, and what somebody taps and types to do the deed, offered or not."""
    who, deed, one = cell.who, cell.deed, cell.affair
    seat = SEATED.get(who, Seat.HELP)
    case, asked = one.case, one.asked
    match deed:
        case Deed.SEE_NOTES:
            author = "carla" if seat is Seat.HELP else "petra"
            written = (f"nty:{case}:{seat}", _typed(cell), "nsd:{last}")
            return [], [(author, press) for press in written]
        case Deed.ANSWER_QUESTION:
            return [("otto", f"qst:{asked}:time")], [(who, f"rpl:{asked}:time:today")]
        case Deed.UNDO if who == "otto":
            return [(who, f"acc:{asked}")], [(who, f"und:{asked}")]
        case Deed.ANSWER_CHECK_IN:
            return [], [(who, press) for press in _answers(one, who)]
        case Deed.WRITE_NOTE:
            other = Seat.LANDLORD if seat is Seat.HELP else Seat.HELP
            return [], [(who, f"nph:{case}:{to}:call_back") for to in (other, Seat.LANDLORD, Seat.BENEFITS)]
        case Deed.FORWARD if Relation.COORDINATOR in RELATIONS[who]:
            return [], [(who, f"off:{asked}:{JANA}")]
    names: dict[str, Any] = {
        "case": case,
        "asked": asked,
        "own": one.own.get(seat, one.own[Seat.HELP]),
        "call": one.call,
    }
    names |= {"twin": one.duplicate, "code": one.code}
    return [], [(who, press.format(**names)) for press in PLAIN[deed]]


JANA = "r5"
"""The line of the directory to which a request is passed on."""

PLAIN: dict[Deed, tuple[str, ...]] = {
    Deed.SEE_STATE: ("/fall {code}", "opn:{case}", "his:{case}:0", "mor:{case}"),
    Deed.SEE_CARD: ("uwy:{case}",),
    Deed.ACCEPT: ("acc:{asked}",),
    Deed.DECLINE: ("dec:{asked}", "dcr:{asked}:household_refuses"),
    Deed.FORWARD: ("nre:{asked}", f"fwd:{{asked}}:{JANA}"),
    Deed.ASK_BACK: ("ask:{asked}", "qst:{asked}:time"),
    Deed.UNDO: ("und:{own}",),
    Deed.RETURN: ("hbk:{own}", "hto:{own}:c"),
    Deed.MAKE_PROGRESS: ("prg:{case}:tried",),
    Deed.PROMISE: ("mvp:{own}", "prm:{own}:three_days:"),
    Deed.RECORD_CALL: ("cms:{call}",),
    Deed.CHANGE_STAGE: ("stg:{case}", "sp:{case}:suit", "sd:{case}:suit:2026-11-20"),
    Deed.OVERRIDE_URGENCY: ("urg:{case}", "up:{case}:red", "ur:{case}:red:less_time"),
    Deed.GIVE_CONSENT: ("con:{case}:True", "cfd:{case}:written:2026-11-20"),
    Deed.WITHDRAW_CONSENT: ("con:{case}:False",),
    Deed.MARK_INFORMED: ("inf:{case}", "id:{case}:2026-11-20"),
    Deed.SAY_NOT_WORKING: ("nwk:{case}",),
    Deed.FOLLOW_UP: ("fup:{case}", "fa:{case}:adults:2"),
    Deed.INVITE_SEAT: ("ivs:{case}", f"ivb:{{case}}:{Topic.MIETSCHULDENUEBERNAHME.value}"),
    Deed.JUDGE_DUPLICATE: ("dup:{twin}:other",),
    Deed.CLOSE: (
        "cls:{case}",
        "clg:{case}:unresolved",
        "clo:{case}:A1",
        "cld:{case}:2026-11-20",
        "clc:{case}:prcd",
    ),
    Deed.REOPEN: ("rop:{case}", "ror:{case}:mistake"),
    Deed.END_AFTERCARE: ("aen:{case}", "acs:{case}:False:no", "aer:{case}:wish"),
    Deed.REQUEST_HELP: ("hlp:{case}",),
    Deed.REROUTE: ("cts:{asked}", "rer:{asked}", f"off:{{asked}}:{JANA}"),
}


def _typed(cell: Cell) -> str:
    return f"Die Unterlagen liegen bereit, Teil {cell.affair.case}"


def _answers(affair: Affair, who: str) -> Iterator[str]:
    """Their own side's check-in; whoever has none tries both."""
    mine = SEATED.get(who)
    for seat, identity in affair.check_ins.items():
        if mine in (seat, None, Seat.BENEFITS):
            yield f"cia:{identity}:{RIGHT_ANSWERS[seat]}"


class Pressing:
    """Does everything as everybody. What was allowed is done; what was not has changed and said nothing."""

    def __init__(self, chapter: Chapter, siege: Siege, chance: Random) -> None:
        self.chapter = chapter
        self.siege = siege
        self.making = Making(chance, str, str)
        self.pressers: dict[str, int] = {}
        self.heard: dict[int, list[str]] = {}

    async def all_of(self, cells: list[Cell]) -> None:
        """Press, wait for what is said, then judge."""
        since = len(self.siege.calls)
        done = [await self._try(cell) for cell in cells]
        await self.siege.settled()
        self._listen(self.siege.calls[since:])
        for cell, changed in zip(cells, done, strict=True):
            self._judge(cell, changed)
            self._overheard(cell)

    async def _try(self, cell: Cell) -> bool:
        """Whether a row of the case has changed by the deed."""
        first, deed = presses(cell)
        await self._press(first)
        before = of_case(self.siege.rows, cell.affair.case)
        await self._press(deed)
        return of_case(self.siege.rows, cell.affair.case) != before

    async def _press(self, given: list[Press]) -> None:
        last = 0
        for who, what in given:
            sender = self._sender(who)
            if what.startswith("/") or " " in what:
                body = self.making.typed(sender, what)
                last = body["message_id"]
                number = await self.siege.bring({"message": body})
            else:
                body = self.making.press(sender, what.format(last=last))
                self.pressers[body["id"]] = sender.user["id"]
                number = await self.siege.bring({"callback_query": body})
            await self.siege.handled(number)
            self.chapter.count("presses and texts for the rights table")

    def _sender(self, who: str) -> Sender:
        user = self._user(who)
        return Sender(name=who, user=person(user, who.capitalize()), groups=())

    def _user(self, who: str) -> int:
        return self.siege.town.users.get(who) or int(who)

    def _listen(self, calls: Sequence[LoggedCall]) -> None:
        for call in calls:
            heard = traffic.heard_by(call)
            if heard == 0:
                heard = self.pressers.get(str(call.params.get("callback_query_id")))
            if heard is not None:
                self.heard.setdefault(heard, []).append(traffic.words_of(call))

    def _judge(self, cell: Cell, changed: bool) -> None:
        name = (
            f"{cell.deed} by {cell.who}{' on a practice case' if cell.practice else ''} ({cell.affair.code})"
        )
        was_done = changed
        if cell.deed in SHOWN:
            wanted = _typed(cell) if cell.deed is Deed.SEE_NOTES else cell.affair.code
            was_done = any(wanted in text for text in self.heard.get(self._user(cell.who), ()))
        what = f"cells of the rights table, {'allowed' if cell.allowed else 'forbidden'}"
        self.chapter.check(was_done is cell.allowed, what, f"{name}: {'done' if was_done else 'not done'}")

    def _overheard(self, cell: Cell) -> None:
        """Who must not know of the case heard nothing of it, and everybody else no more than is theirs."""
        affair, sits = cell.affair, self._sitting(cell.affair)
        for who, relations in RELATIONS.items():
            user = self._user(who)
            about = [text for text in self.heard.get(user, ()) if affair.code in text or affair.word in text]
            if cell.practice or not relations - {Relation.NONE, Relation.COLLEAGUE}:
                self.chapter.check(
                    not about, "chats without any right, searched", f"{who} read {about} ({cell})"
                )
                continue
            never = [one for relation in relations for one in NEVER_READ.get(relation, ())]
            if user in sits and who not in SEATED:
                never = []  # has taken a seat by this deed, and reads as its holder
            found = [(word, text) for word in never for text in about if word in text]
            self.chapter.check(not found, "chats searched for fields of others", f"{who} read {found}")
            for seat, note in affair.notes.items():
                may = (
                    SEATED.get(who) is seat
                    or who == ("carla" if seat is Seat.HELP else "petra")
                    or user in sits
                )
                read = [text for text in self.heard.get(user, ()) if note in text]
                self.chapter.check(
                    may or not read, "chats searched for notes to others", f"{who} read {read}"
                )

    def _sitting(self, affair: Affair) -> set[int]:
        query = "SELECT telegram FROM people JOIN seats ON seats.holder = people.id WHERE case_id = ?"
        return {user for (user,) in self.siege.rows.execute(query, (affair.case,))}
