"""An agreement as a file: every field by name, every fault with its line and field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from typing import Any, Final, Protocol, TypeVar

from domain.model import agreement_form as form
from domain.model.agreement import FEWEST_PARTIES, MOST_PARTIES
from domain.model.agreement_form import LINES, USUAL_AFTERCARE, Field
from domain.model.agreement_terms import (
    ASKED,
    FIRST_YEAR,
    HORIZONS,
    LAST_YEAR,
    MOST_HELP,
    AftercareRule,
    AgreedHelp,
    Aim,
    Expectation,
    Goal,
    Share,
    Signal,
    Terms,
    may_give,
)
from domain.model.commitment import Frequency, Length
from domain.model.dates import read_date
from domain.model.errors import Refusal
from domain.model.failure_rule import (
    MOST_STEPS,
    USUAL,
    Cost,
    FailureRole,
    FailureRule,
    Fallback,
    Record,
    StepRule,
    Task,
    Trigger,
)
from domain.model.help_catalogue import Help
from domain.model.ids import MunicipalityId, PartnerId
from domain.model.people import Partner

E = TypeVar("E", bound=Enum)


class Lexicon(Protocol):
    """The words for codes, as people write them."""

    def code(self, kind: Any, word: str) -> Any:
        """What a word, or a code itself, stands for; None for nothing."""
        ...

    def meant(self, kind: Any, word: str) -> str:
        """The nearest word that there is, else the first ones; to be shown beside a fault."""
        ...


MOST_FAULTS: Final = 30


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the file with the line on which it stands, from 1."""

    line: int
    value: "str | tuple[Node, ...] | Mapping[str, Node]"


class FaultKind(StrEnum):
    """What is wrong with a field. `hint` names what would be right, or what was meant."""

    UNKNOWN_FIELD = "unknown_field"
    MISSING = "missing"
    NOT_A_LIST = "not_a_list"
    NOT_FIELDS = "not_fields"
    NOT_A_WORD = "not_a_word"
    UNKNOWN_WORD = "unknown_word"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_DAY = "not_a_day"
    NOT_YES_OR_NO = "not_yes_or_no"
    UNKNOWN_PARTNER = "unknown_partner"
    UNKNOWN_PLACE = "unknown_place"
    CANNOT_GIVE = "cannot_give"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    TWICE = "twice"
    PARTIES = "parties"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Fault:
    """Line, field (the names of the way to it) and what is wrong; never a word of the file itself."""

    line: int
    path: tuple[str, ...]
    kind: FaultKind
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the file may name: partners and places by name, and what stands for a code."""

    partners: Mapping[str, Partner]
    places: Mapping[str, MunicipalityId]
    lexicon: Lexicon
    today: date


@dataclass(frozen=True, slots=True)
class Typed:
    """Free text of the file, for the detector."""

    line: int
    path: tuple[str, ...]
    text: str


@dataclass(slots=True)
class Reading:
    """What a file comes to: terms, or faults; `texts` are still to be inspected."""

    terms: Terms | None = None
    faults: list[Fault] = field(default_factory=list)
    texts: list[Typed] = field(default_factory=list)


# The names of the fields, in their order in the file

TOP: Final = ("titel", "ziele", "ziele_in_worten", "partner", "zeit", "hilfe", "nachsorge", "scheitern")
PARTNER: Final = {
    "name": None,
    "eigene_ziele": Field.AIMS,
    "in_worten": Field.OWN_WORDS,
    "stunden_im_monat": Field.HOURS,
    "euro_im_jahr": Field.MONEY,
    "wohnungen_im_jahr": Field.FLATS,
    "raeume_im_jahr": Field.ROOMS,
    "erwartet": Field.EXPECTS,
}
TIME: Final = ("beginn", "ende", "gebiet", "faelle_im_jahr")
HELP: Final = ("von", "was", "wie_oft", "hoechstens", "minuten")
AFTERCARE: Final = ("zeitpunkte", "jaehrlich", "gefragt", "signale", "abstand_monate", "uebernimmt")
FAILURE: Final = (
    *("ausloeser", "kontaktversuche", "erster_anruf", "anruf_arbeitsstunden", "garantie_arbeitsstunden"),
    *("ersatzplan", "kosten", "auswertung_arbeitstage", "schritte"),
)
STEP: Final = ("was", "wer", "arbeitstage", "festhalten", "pflicht", "der_reihe_nach")

_YES: Final = frozenset({"ja", "yes", "true", "1"})
_NO: Final = frozenset({"nein", "no", "false", "0"})


def read(root: Node, known: Known) -> Reading:
    """Read a whole file; with faults there are no terms."""
    reader = _Reader(known)
    terms = reader.terms(root)
    faults = sorted(reader.found.faults, key=lambda one: one.line)
    return Reading(None if faults else terms, faults, reader.found.texts)


class _Reader:
    """Walks through the file and goes on after a fault, so that all of them are told at once."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.found = Reading()

    def fault(self, node: Node, path: tuple[str, ...], kind: FaultKind, hint: str = "") -> None:
        self.found.faults.append(Fault(node.line, path, kind, hint))

    def unknown(self, node: Node, path: tuple[str, ...], kind: type[Enum], said: str) -> None:
        meant = self.known.lexicon.meant(kind, said)
        self.fault(node, path, FaultKind.UNKNOWN_WORD, meant)

    # Shapes

    def fields(self, node: Node, path: tuple[str, ...], names: Sequence[str]) -> Mapping[str, Node]:
        if not isinstance(node.value, Mapping):
            self.fault(node, path, FaultKind.NOT_FIELDS, ", ".join(names))
            return {}
        for name, one in node.value.items():
            if name not in names:
                self.fault(one, path, FaultKind.UNKNOWN_FIELD, ", ".join(names))
        return {name: one for name, one in node.value.items() if name in names}

    def items(self, node: Node | None, path: tuple[str, ...], most: int) -> tuple[Node, ...]:
        if node is None or node.value == "":
            return ()
        if not isinstance(node.value, tuple):
            self.fault(node, path, FaultKind.NOT_A_LIST)
            return ()
        if len(node.value) > most:
            self.fault(node, path, FaultKind.TOO_MANY, str(most))
        return node.value[:most]

    def word(self, node: Node, path: tuple[str, ...]) -> str:
        if isinstance(node.value, str):
            return " ".join(node.value.split())
        self.fault(node, path, FaultKind.NOT_A_WORD)
        return ""

    # Values

    def text(self, node: Node | None, path: tuple[str, ...], line: Field) -> str:
        said = "" if node is None else self.word(node, path)
        if node is None or not said:
            return ""
        if len(said) > LINES[line].most:
            self.fault(node, path, FaultKind.TOO_LONG, str(LINES[line].most))
            return ""
        self.found.texts.append(Typed(node.line, path, said))
        return said

    def code(self, node: Node | None, path: tuple[str, ...], kind: type[E], usual: E) -> E:
        if node is None:
            return usual
        said = self.word(node, path)
        found: E | None = self.known.lexicon.code(kind, said) if said else None
        if found is None and said:
            self.unknown(node, path, kind, said)
        return usual if found is None else found

    def codes(
        self, node: Node | None, path: tuple[str, ...], kind: type[E], among: Sequence[E]
    ) -> tuple[E, ...]:
        found = set()
        for each in self.items(node, path, 2 * len(among)):
            said = self.word(each, path)
            one = self.known.lexicon.code(kind, said) if said else None
            if one not in among:
                self.unknown(each, path, kind, said)
            found.add(one)
        return tuple(one for one in among if one in found)

    def number(self, node: Node | None, path: tuple[str, ...], line: Field, usual: int) -> int:
        if node is None:
            return usual
        asked = LINES[line]
        try:
            return form.number(asked, self.word(node, path))
        except Refusal:
            self.fault(node, path, FaultKind.OUT_OF_RANGE, f"{asked.least} bis {asked.most}")
            return usual

    def flag(self, node: Node | None, path: tuple[str, ...], usual: bool) -> bool:
        if node is None:
            return usual
        said = self.word(node, path).casefold()
        if said not in _YES | _NO:
            self.fault(node, path, FaultKind.NOT_YES_OR_NO)
        return said in _YES

    def day(self, node: Node | None, path: tuple[str, ...]) -> date | None:
        said = "" if node is None else self.word(node, path)
        if node is None or not said:
            return None
        found = read_date(said, self.known.today, "future")
        if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
            self.fault(node, path, FaultKind.NOT_A_DAY)
        return found

    # The whole

    def terms(self, root: Node) -> Terms:
        told = self.fields(root, (), TOP)
        shares = self.shares(told.get("partner"), root)
        time = self.fields(told["zeit"], ("zeit",), TIME) if "zeit" in told else {}
        if not (title := self.text(told.get("titel"), ("titel",), Field.TITLE)):
            self.fault(told.get("titel", root), ("titel",), FaultKind.MISSING)
        return Terms(
            title=title,
            goals=self.codes(told.get("ziele"), ("ziele",), Goal, tuple(Goal)),
            goals_text=self.text(told.get("ziele_in_worten"), ("ziele_in_worten",), Field.GOALS_TEXT),
            shares=tuple(shares.values()),
            starts_on=self.day(time.get("beginn"), ("zeit", "beginn")) or self.known.today,
            ends_on=self.day(time.get("ende"), ("zeit", "ende")),
            places=self.places(time.get("gebiet")),
            cases=self.number(time.get("faelle_im_jahr"), ("zeit", "faelle_im_jahr"), Field.CASES, 0),
            help=self.help(told.get("hilfe"), shares),
            aftercare=self.aftercare(told.get("nachsorge")),
            failure=self.failure(told.get("scheitern")),
        )

    def shares(self, node: Node | None, root: Node) -> dict[str, Share]:
        """By the partner's name as it was written, folded."""
        found: dict[str, Share] = {}
        for number, each in enumerate(self.items(node, ("partner",), MOST_PARTIES), start=1):
            path = ("partner", str(number))
            told = self.fields(each, path, tuple(PARTNER))
            partner = self.partner(told.get("name"), (*path, "name"), each)
            if partner is None:
                continue
            if partner.name.casefold() in found:
                self.fault(each, (*path, "name"), FaultKind.TWICE)
            found[partner.name.casefold()] = self.share(told, path, partner.id)
        if len(found) < FEWEST_PARTIES and not any(one.path[:1] == ("partner",) for one in self.found.faults):
            self.fault(node or root, ("partner",), FaultKind.PARTIES)
        return found

    def share(self, told: Mapping[str, Node], path: tuple[str, ...], partner: PartnerId) -> Share:
        def number(name: str, line: Field) -> int:
            return self.number(told.get(name), (*path, name), line, 0)

        return Share(
            partner=partner,
            aims=self.codes(told.get("eigene_ziele"), (*path, "eigene_ziele"), Aim, tuple(Aim)),
            own_words=self.text(told.get("in_worten"), (*path, "in_worten"), Field.OWN_WORDS),
            hours=number("stunden_im_monat", Field.HOURS),
            money=number("euro_im_jahr", Field.MONEY),
            flats=number("wohnungen_im_jahr", Field.FLATS),
            rooms=number("raeume_im_jahr", Field.ROOMS),
            expects=self.codes(told.get("erwartet"), (*path, "erwartet"), Expectation, tuple(Expectation)),
        )

    def partner(self, node: Node | None, path: tuple[str, ...], above: Node) -> Partner | None:
        if node is None:
            self.fault(above, path, FaultKind.MISSING)
            return None
        found = self.known.partners.get(self.word(node, path).casefold())
        if found is None:
            self.fault(node, path, FaultKind.UNKNOWN_PARTNER)
        return found

    def places(self, node: Node | None) -> tuple[MunicipalityId, ...]:
        found = []
        for each in self.items(node, ("zeit", "gebiet"), len(self.known.places)):
            said = self.word(each, ("zeit", "gebiet"))
            if said.casefold() in self.known.places:
                found.append(self.known.places[said.casefold()])
            else:
                self.fault(each, ("zeit", "gebiet"), FaultKind.UNKNOWN_PLACE)
        return tuple(sorted(set(found)))

    def help(self, node: Node | None, shares: Mapping[str, Share]) -> tuple[AgreedHelp, ...]:
        found: list[AgreedHelp] = []
        for number, each in enumerate(self.items(node, ("hilfe",), MOST_HELP), start=1):
            path = ("hilfe", str(number))
            told = self.fields(each, path, HELP)
            giver = self.partner(told.get("von"), (*path, "von"), each)
            if "was" not in told:
                self.fault(each, (*path, "was"), FaultKind.MISSING)
                continue
            kind = self.code(told["was"], (*path, "was"), Help, Help.HOME_VISIT)
            if giver is None:
                continue
            if giver.name.casefold() not in shares:
                self.fault(told["von"], (*path, "von"), FaultKind.UNKNOWN_PARTNER)
            elif not may_give(giver.kind, kind):
                self.fault(told["was"], (*path, "was"), FaultKind.CANNOT_GIVE)
            found.append(self.one_help(told, path, giver.id, kind))
        return tuple(found)

    def one_help(
        self, told: Mapping[str, Node], path: tuple[str, ...], giver: PartnerId, kind: Help
    ) -> AgreedHelp:
        return AgreedHelp(
            giver=giver,
            help=kind,
            frequency=self.code(told.get("wie_oft"), (*path, "wie_oft"), Frequency, Frequency.ONCE),
            at_most=self.code(told.get("hoechstens"), (*path, "hoechstens"), Length, Length.MONTHS_6),
            minutes=self.number(told.get("minuten"), (*path, "minuten"), Field.MINUTES, 60),
        )

    def aftercare(self, node: Node | None) -> AftercareRule | None:
        if node is None:
            return None
        path, usual = ("nachsorge",), USUAL_AFTERCARE
        told = self.fields(node, path, AFTERCARE)
        months = told.get("abstand_monate")
        return AftercareRule(
            horizons=self.codes(told.get("zeitpunkte"), (*path, "zeitpunkte"), type(HORIZONS[0]), HORIZONS),
            yearly=self.flag(told.get("jaehrlich"), (*path, "jaehrlich"), usual.yearly),
            asked=self.codes(told.get("gefragt"), (*path, "gefragt"), type(ASKED[0]), ASKED),
            denser_on=self.codes(told.get("signale"), (*path, "signale"), Signal, tuple(Signal)),
            denser_months=self.number(months, (*path, "abstand_monate"), Field.DENSER_MONTHS, 1),
            takes_over=self.code(
                told.get("uebernimmt"), (*path, "uebernimmt"), FailureRole, usual.takes_over
            ),
        )

    def failure(self, node: Node | None) -> FailureRule | None:
        if node is None:
            return None
        path, usual = ("scheitern",), USUAL
        told = self.fields(node, path, FAILURE)

        def number(name: str, line: Field, least: int) -> int:
            return self.number(told.get(name), (*path, name), line, least)

        return FailureRule(
            triggers=frozenset(
                self.codes(told.get("ausloeser"), (*path, "ausloeser"), Trigger, tuple(Trigger))
            ),
            lost_after_tries=number("kontaktversuche", Field.LOST_AFTER, usual.lost_after_tries),
            first_call=self.code(
                told.get("erster_anruf"), (*path, "erster_anruf"), FailureRole, usual.first_call
            ),
            first_call_hours=number("anruf_arbeitsstunden", Field.FIRST_HOURS, usual.first_call_hours),
            steps=self.steps(told.get("schritte")),
            guarantee_hours=number("garantie_arbeitsstunden", Field.GUARANTEE, usual.guarantee_hours),
            fallback=self.code(told.get("ersatzplan"), (*path, "ersatzplan"), Fallback, usual.fallback),
            costs=self.costs(told.get("kosten")),
            review_days=number("auswertung_arbeitstage", Field.REVIEW_DAYS, usual.review_days),
        )

    def costs(self, node: Node | None) -> dict[Cost, FailureRole]:
        path = ("scheitern", "kosten")
        if node is None or node.value == "":
            return {}
        if not isinstance(node.value, Mapping):
            self.fault(node, path, FaultKind.NOT_FIELDS)
            return {}
        found = {}
        for name, each in node.value.items():
            cost = self.known.lexicon.code(Cost, name)
            if cost is None:
                self.unknown(each, path, Cost, name)
                continue
            found[cost] = self.code(each, (*path, name), FailureRole, FailureRole.COORDINATOR)
        return found

    def steps(self, node: Node | None) -> tuple[StepRule, ...]:
        found = []
        for number, each in enumerate(self.items(node, ("scheitern", "schritte"), MOST_STEPS), start=1):
            path = ("scheitern", "schritte", str(number))
            told = self.fields(each, path, STEP)
            if "was" not in told:
                self.fault(each, (*path, "was"), FaultKind.MISSING)
                continue
            days = told.get("arbeitstage")
            found.append(
                StepRule(
                    task=self.code(told["was"], (*path, "was"), Task, Task.DECIDE),
                    role=self.code(told.get("wer"), (*path, "wer"), FailureRole, FailureRole.HELP),
                    within_days=self.number(days, (*path, "arbeitstage"), Field.STEP_DAYS, 1),
                    record=self.code(told.get("festhalten"), (*path, "festhalten"), Record, Record.DONE),
                    mandatory=self.flag(told.get("pflicht"), (*path, "pflicht"), True),
                    in_order=self.flag(told.get("der_reihe_nach"), (*path, "der_reihe_nach"), False),
                )
            )
        return tuple(found)
