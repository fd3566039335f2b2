"""What a role allows in the network, as docs/rights.md says it, pressed by everybody."""

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

from domain.model.ids import ChatId, PartnerId, PersonId, ResponsibilityId
from domain.model.municipalities import municipalities
from domain.model.people import Enrolment, GroupState, Partner, Person, StaffGroup
from domain.model.routing import Responsibility, Topic
from domain.model.stage import PartnerKind
from drills.chapter import Chapter
from drills.hands import Hands
from drills.innocence import OF_THE_NETWORK, snapshot
from drills.protected import Builder
from drills.siege import Siege

ACTORS = {
    "6001": "stranger",
    "nils": "member",
    "rosa": "member",
    "lea": "lead",
    "nora": "lead",
    "karin": "coordinator",
}
"""Everything belongs to the office of Rosa and Nora; Karin comes last, since what she does stays done."""

OF_THE_OFFICE = ("rosa", "nora")
FIRST_ACCOUNT = 7001

WAYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "change_partner": (
        ("dps:{provider}", "dpw:{provider}:False"),
        ("dpm:{provider}:True",),
        ("dpt:{provider}:", "dpt:{provider}:authority"),
        ("dpi:{provider}", "Bitte morgens anrufen."),
        ("dpx:{provider}",),
    ),
    "enter_partner": (("dpn", "Verein Neubau Ost", "dpk:provider"),),
    "partner_leaves": (
        ("dpv:{provider}::False", "dpv:{provider}:2027-02-26:False", "dpv:{provider}:2027-02-26:True"),
        ("dpb:{leaving}",),
    ),
    "change_line": (
        ("dlh:{line}:{person}",),
        ("dlv:{line}:{person}",),
        ("dnl:{partner}:konflikt:0:{person}:0",),
        ("dlc:{line}",),
        ("dle:{line}:True:0",),
    ),
    "enter_person": (("dnp:{partner}::", "Ruth Rau {who}, Beratung, 05731 4711"),),
    "invite": (("ivp:{partner}", "ivq:{partner}:{person}", "ivr:member"),),
    "admit": (("ecl:{enrolment}", "eip:{enrolment}:{person}"), ("eun:{enrolment}",)),
    "end_access": (("mem:{leaver}", "mex:{leaver}:0:1"),),
    "enter_absence": (("abc", "abq:{person}", "abd:2026-11-30", "abd:2026-12-01", "abv:0:0"),),
    "link_group": (("lnk:{group}:{landlord}",), ("lve:{group}",), ("mun:{with_group}:1",)),
}
"""By deed, the ways in which it is done: each a row of buttons and texts, pressed whether offered or not."""


def documented() -> dict[tuple[str, str], str]:
    """The cells of the page by deed and role: "yes", "own" (for the own office alone) or nothing."""
    page = (Path(__file__).parents[1] / "docs" / "rights.md").read_text("utf-8")
    table = page[page.index("| In the network |") : page.index("## With an agreement")]
    heads = [cell.strip() for cell in table.splitlines()[0].strip("|").split("|")][2:]
    found: dict[tuple[str, str], str] = {}
    for line in re.findall(r"^\| `\w+` \|.*$", table, re.MULTILINE):
        deed, _, *marks = [cell.strip() for cell in line.strip("|").split("|")]
        found |= {(deed.strip("`"), head): mark for head, mark in zip(heads, marks, strict=True)}
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One person, one way to do one deed, and things made for the two."""

    deed: str
    who: str
    moves: tuple[str, ...]

    def allowed(self, cells: dict[tuple[str, str], str]) -> bool:
        mark = cells[self.deed, ACTORS[self.who]]
        return mark == "yes" or (mark == "own" and self.who in OF_THE_OFFICE)


def prepare(builder: Builder) -> Iterator[Trial]:
    """Every way of every deed by everybody, the most entitled last.

    Who may not do it reaches for the same things, who may has things of their own.
    """
    things, cells = _Things(builder), documented()
    for deed, ways in WAYS.items():
        for way in ways:
            names = things.named_in(way)
            for who in ACTORS:
                trial = Trial(deed=deed, who=who, moves=way)
                own = things.named_in(way) if trial.allowed(cells) else names
                name = who.capitalize() if who.isalpha() else "Fremd"
                yield replace(trial, moves=tuple(move.format(who=name, **own) for move in way))


class _Things:
    """People, lines, wishes and groups of the office that everybody reaches for."""

    def __init__(self, builder: Builder) -> None:
        self.work = builder.work
        self.town = builder.town
        self.office = builder.town.partner_of("nora")
        self._numbers = itertools.count(1)
        self._places = [(place.id, topic) for place in municipalities() for topic in Topic]
        linked = StaffGroup(
            chat=ChatId(-9_000_000), state=GroupState.LINKED, partner=self.town.partner_of("ulf")
        )
        self.work.groups.add(linked)

    def named_in(self, way: tuple[str, ...]) -> dict[str, int]:
        """A new one of everything that these moves name."""
        makers: dict[str, Callable[[], int]] = {
            "partner": lambda: self.office,
            "provider": self._provider,
            "leaving": self._leaving,
            "landlord": lambda: self.town.partner_of("nils"),
            "with_group": lambda: self.town.partner_of("ulf"),
            "person": lambda: self._person("Ruf", account=False),
            "leaver": lambda: self._person("Ort", account=True),
            "line": self._line,
            "enrolment": self._wish,
            "group": self._group,
        }
        return {name: make() for name, make in makers.items() if f"{{{name}}}" in "".join(way)}

    def _provider(self) -> PartnerId:
        """Without cases, on which its kind would rest."""
        name = f"Verein {next(self._numbers)}"
        told = Partner(name=name, kind=PartnerKind.PROVIDER, important_to_us="Bitte morgens.")
        return self.work.partners.add(told).id

    def _leaving(self) -> PartnerId:
        name = f"Verein {next(self._numbers)}"
        told = Partner(name=name, kind=PartnerKind.PROVIDER, leaves_on=date(2027, 3, 31))
        return self.work.partners.add(told).id

    def _person(self, name: str, *, account: bool) -> PersonId:
        number = next(self._numbers)
        telegram = ChatId(FIRST_ACCOUNT + number) if account else None
        told = Person(partner=self.office, name=f"{name} {number}", phone="1", telegram=telegram)
        return self.work.people.add(told).id

    def _line(self) -> ResponsibilityId:
        """A line of its own: no two name the same place and topic."""
        area, topic = self._places.pop()
        holder = self._person("Halt", account=False)
        line = Responsibility(
            id=ResponsibilityId(0), partner_id=self.office, holder=holder, area=area, topic=topic
        )
        return self.work.responsibilities.add(line).id

    def _wish(self) -> int:
        number = next(self._numbers)
        account = ChatId(FIRST_ACCOUNT + number)
        wish = Enrolment(chat=ChatId(-number), partner=self.office, telegram=account, asked_at=self.work.now)
        return self.work.enrolments.add(wish).id

    def _group(self) -> int:
        chat = ChatId(-9_000_000 - next(self._numbers))
        return self.work.groups.add(StaffGroup(chat=chat, state=GroupState.ASKED)).id


class Roles:
    """What a role allows is done; what it does not allow changes nothing."""

    def __init__(self, chapter: Chapter, siege: Siege, chance: Random) -> None:
        self.chapter = chapter
        self.siege = siege
        self.hands = Hands(siege, chance)

    async def tried_by_all(self, trials: list[Trial]) -> None:
        """Raises KeyError for a deed that the page does not know."""
        cells = documented()
        for trial in trials:
            before = snapshot(self.siege.rows, OF_THE_NETWORK)
            await self.hands.do([(trial.who, move) for move in trial.moves])
            was_done = snapshot(self.siege.rows, OF_THE_NETWORK) != before
            allowed = trial.allowed(cells)
            if was_done:
                await self.siege.settled()
            what = f"ways to change the network, {'allowed' if allowed else 'forbidden'}"
            trace = f"{trial.deed} by {trial.who} ({trial.moves}): {'done' if was_done else 'not done'}"
            self.chapter.check(was_done is allowed, what, trace)
