"""The rights table as people read it in docs/rights.md, and a case for every cell of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.model.rights import Deed, Relation
from domain.model.stage import Seat
from drills.failing import OF_FAILURE, failing
from drills.protected import Affair, Builder

RELATIONS: dict[str, frozenset[Relation]] = {
    "carla": frozenset({Relation.LANDLORD}),
    "petra": frozenset({Relation.HELP}),
    "quirin": frozenset({Relation.HELP}),
    "jana": frozenset({Relation.BENEFITS}),
    "otto": frozenset({Relation.ASKED}),
    "anna": frozenset({Relation.REPORTER}),
    "bernd": frozenset({Relation.COLLEAGUE}),
    "lea": frozenset({Relation.COLLEAGUE}),
    "paul": frozenset({Relation.COLLEAGUE}),
    "karin": frozenset({Relation.COORDINATOR}),
    "nils": frozenset({Relation.NONE}),
    "nora": frozenset({Relation.NONE}),
    "6001": frozenset(),
}
"""How everybody stands to every case. Quirin is Petra's deputy, Lea and Nora lead; 6001 is a stranger."""

NARROWER = {(Deed.UNDO, "quirin"), (Deed.SEE_NOTES, "quirin"), (Deed.GIVE_VIEW, "karin")}
"""Allowed by the table, and only to whoever decided, to whoever sits there today, or for who is not here."""

CLOSED = frozenset({Deed.REOPEN, Deed.ANSWER_CHECK_IN, Deed.END_AFTERCARE, Deed.REQUEST_HELP})
SHOWN = frozenset({Deed.SEE_STATE, Deed.SEE_CARD, Deed.SEE_NOTES, Deed.SEE_COMMITMENTS, Deed.SEE_FAILURE})
"""Deeds that change nothing: whether they were done is seen in what the person is sent."""


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
    table = page[page.index("| Deed |") : page.index("## In the network")]
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


def prepare(builder: Builder, *, practice_share: float) -> Iterator[Cell]:
    """A case for every cell, and so many again as practice, which is nobody's."""
    for practice in (False, True):
        for deed in Deed:
            for who in RELATIONS:
                if practice and builder.chance.random() >= practice_share:
                    continue
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
        case _ if deed in SHOWN and deed not in OF_FAILURE and who == "carla":
            facts["side"] = Seat.HELP
        case _ if deed in CLOSED:
            return builder.closed_case(**facts)
        case _ if deed in OF_FAILURE:
            return failing(builder, builder.open_case(**facts), deed)
    return builder.open_case(**facts)
