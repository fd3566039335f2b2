"""What partners agree on: seven sections, coded wherever something is counted, asked or started from them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from domain.model.aftercare import Horizon
from domain.model.commitment import Frequency, Length
from domain.model.failure_rule import FailureRole, FailureRule
from domain.model.help_catalogue import CATALOGUE, Help
from domain.model.ids import MunicipalityId, PartnerId
from domain.model.stage import PartnerKind, Seat

LONGEST_TITLE: Final = 60
LONGEST_TEXT: Final = 300
MOST_HELP: Final = 20
MOST_HOURS: Final = 2000
MOST_MONEY: Final = 1_000_000
MOST_FLATS: Final = 200
MOST_CASES: Final = 500
MOST_MINUTES: Final = 480
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Within these every day can be counted on and back."""


class Section(StrEnum):
    """The parts of an agreement, in the order of the document."""

    GOALS = "goals"
    AIMS = "aims"
    BALANCE = "balance"
    SCOPE = "scope"
    HELP = "help"
    AFTERCARE = "aftercare"
    FAILURE = "failure"


class Goal(StrEnum):
    """What all of them want (Zielvorstellung)."""

    KEEP_TENANCIES = "keep_tenancies"
    EARLY_WORD = "early_word"
    SHORT_WAYS = "short_ways"
    PRECISE_HELP = "precise_help"
    LASTING_AFTERCARE = "lasting_aftercare"
    FLATS_FOR_HELPED = "flats_for_helped"
    YOUNG_PEOPLE = "young_people"
    LEARN_TOGETHER = "learn_together"


class Aim(StrEnum):
    """What one partner wants for itself; named openly, so that nobody has to guess."""

    SAFE_RENT = "safe_rent"
    QUIET_HOUSE = "quiet_house"
    FIXED_CONTACT = "fixed_contact"
    FEWER_EVICTIONS = "fewer_evictions"
    LOWER_COSTS = "lower_costs"
    ACCESS_TO_FLATS = "access_to_flats"
    EARLY_REPORTS = "early_reports"
    TIME_FOR_HELP = "time_for_help"
    FEWER_SHELTERED = "fewer_sheltered"
    GOOD_NAME = "good_name"


class Expectation(StrEnum):
    """What a partner expects of the others; each is counted from the cases."""

    FAST_ANSWER = "fast_answer"
    FAST_CONTACT = "fast_contact"
    HOMES_KEPT = "homes_kept"
    PROMISES_KEPT = "promises_kept"
    TIME_GIVEN = "time_given"


class Measure(StrEnum):
    """Where it is counted (domain paper, section 13)."""

    K2 = "K2"
    K4 = "K4"
    K5 = "K5"
    K9 = "K9"
    HOURS = "hours"


COUNTED_BY: Final[dict[Expectation, Measure]] = {
    Expectation.FAST_ANSWER: Measure.K2,
    Expectation.FAST_CONTACT: Measure.K4,
    Expectation.HOMES_KEPT: Measure.K5,
    Expectation.PROMISES_KEPT: Measure.K9,
    Expectation.TIME_GIVEN: Measure.HOURS,
}


class Signal(StrEnum):
    """After which answer of a check-in it is asked more densely."""

    PAID_LATE = "paid_late"
    ARREARS = "arrears"
    COMPLAINTS = "complaints"
    TROUBLE = "trouble"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One partner's part: its own aims, what it brings, what it expects.

    `hours` of staff a month, `money` in whole Euro a year, `flats` and `rooms` a year.
    """

    partner: PartnerId
    aims: tuple[Aim, ...] = ()
    own_words: str = ""
    hours: int = 0
    money: int = 0
    flats: int = 0
    rooms: int = 0
    expects: tuple[Expectation, ...] = ()

    @property
    def brings(self) -> bool:
        return bool(self.hours or self.money or self.flats or self.rooms)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedHelp:
    """Help that a partner gives in cases of this agreement: how often, for how long at most, how many
    minutes each time (which is how hours are counted)."""

    giver: PartnerId
    help: Help
    frequency: Frequency = Frequency.ONCE
    at_most: Length = Length.MONTHS_6
    minutes: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class AftercareRule:
    """How a tenancy is followed when the case has ended.

    `horizons` are the windows, `yearly` a sign every year after them; `asked` are the sides whom the
    network asks; after one of `denser_on` the next window lies `denser_months` ahead; `takes_over` asks
    and is asked when the project or a partner leaves.
    """

    horizons: tuple[Horizon, ...]
    yearly: bool = True
    asked: tuple[Seat, ...] = (Seat.LANDLORD, Seat.HELP)
    denser_on: tuple[Signal, ...] = tuple(Signal)
    denser_months: int = 1
    takes_over: FailureRole = FailureRole.COORDINATOR


HORIZONS: Final = tuple(one for one in Horizon if one is not Horizon.YEARLY)
ASKED: Final = (Seat.LANDLORD, Seat.HELP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything that a version says. `ends_on` None is permanent; no `places` is everywhere; `cases` is
    the most a year, 0 is without limit. The two rules may be missing in a draft only."""

    title: str
    goals: tuple[Goal, ...] = ()
    goals_text: str = ""
    shares: tuple[Share, ...] = ()
    starts_on: date
    ends_on: date | None = None
    places: tuple[MunicipalityId, ...] = ()
    cases: int = 0
    help: tuple[AgreedHelp, ...] = ()
    aftercare: AftercareRule | None = None
    failure: FailureRule | None = None

    @property
    def is_project(self) -> bool:
        return self.ends_on is not None

    def share(self, partner: PartnerId) -> Share:
        """Raises StopIteration for a partner that has no part in it."""
        return next(one for one in self.shares if one.partner == partner)


class Gap(StrEnum):
    """What keeps a draft from being proposed."""

    AFTERCARE = "aftercare"
    FAILURE = "failure"
    GOALS = "goals"
    AIMS = "aims"
    BRINGS = "brings"
    EXPECTS = "expects"
    HELP = "help"
    END = "end"


@dataclass(frozen=True, slots=True)
class Missing:
    """A gap, and whose it is where it is one partner's."""

    gap: Gap
    partner: PartnerId | None = None

    @property
    def section(self) -> Section:
        return _SECTION_OF[self.gap]


_SECTION_OF: Final = {
    Gap.AFTERCARE: Section.AFTERCARE,
    Gap.FAILURE: Section.FAILURE,
    Gap.GOALS: Section.GOALS,
    Gap.AIMS: Section.AIMS,
    Gap.BRINGS: Section.BALANCE,
    Gap.EXPECTS: Section.BALANCE,
    Gap.HELP: Section.HELP,
    Gap.END: Section.SCOPE,
}


def missing(terms: Terms, today: date) -> tuple[Missing, ...]:
    """What a draft lacks, the two rules first: without them no cooperation starts (product, the minutes)."""
    return tuple(_missing(terms, today))


def _missing(terms: Terms, today: date) -> Iterator[Missing]:
    if terms.aftercare is None or not (terms.aftercare.horizons and terms.aftercare.asked):
        yield Missing(Gap.AFTERCARE)
    if terms.failure is None or not (terms.failure.triggers and terms.failure.steps):
        yield Missing(Gap.FAILURE)
    if not (terms.goals or terms.goals_text):
        yield Missing(Gap.GOALS)
    for share in terms.shares:
        if not (share.aims or share.own_words):
            yield Missing(Gap.AIMS, share.partner)
        if not share.brings and not any(one.giver == share.partner for one in terms.help):
            yield Missing(Gap.BRINGS, share.partner)
        if not share.expects:
            yield Missing(Gap.EXPECTS, share.partner)
    if not terms.help:
        yield Missing(Gap.HELP)
    if terms.ends_on is not None and terms.ends_on <= max(terms.starts_on, today):
        yield Missing(Gap.END)


_PARTS: Final[dict[Section, tuple[str, ...]]] = {
    Section.GOALS: ("title", "goals", "goals_text"),
    Section.SCOPE: ("starts_on", "ends_on", "places", "cases"),
    Section.HELP: ("help",),
    Section.AFTERCARE: ("aftercare",),
    Section.FAILURE: ("failure",),
}
_AIMS: Final = ("partner", "aims", "own_words")
_BALANCE: Final = ("partner", "hours", "money", "flats", "rooms", "expects")


def part(terms: Terms, section: Section) -> object:
    """What one section says, to be compared."""
    if section in _PARTS:
        return tuple(getattr(terms, name) for name in _PARTS[section])
    names = _AIMS if section is Section.AIMS else _BALANCE
    return tuple(tuple(getattr(share, name) for name in names) for share in terms.shares)


def with_part(terms: Terms, other: Terms, section: Section) -> Terms:
    """The same, with one section as `other` between the same partners has it; the title stays."""
    if section in _PARTS:
        return replace(terms, **{name: getattr(other, name) for name in _PARTS[section] if name != "title"})
    of_share = _AIMS if section is Section.AIMS else _BALANCE
    shares = tuple(
        replace(one, **{name: getattr(other.share(one.partner), name) for name in of_share})
        for one in terms.shares
    )
    return replace(terms, shares=shares)


def changed(before: Terms, after: Terms) -> tuple[Section, ...]:
    """The sections that differ, in the order of the document."""
    return tuple(one for one in Section if part(before, one) != part(after, one))


SEAT_OF: Final[dict[PartnerKind, Seat]] = {
    PartnerKind.LANDLORD: Seat.LANDLORD,
    PartnerKind.PROVIDER: Seat.HELP,
    PartnerKind.AUTHORITY: Seat.BENEFITS,
}


def gives(kind: PartnerKind) -> frozenset[Seat]:
    """From which seats a partner of this kind can give help: an authority may lead cases itself."""
    return (
        frozenset({Seat.HELP, Seat.BENEFITS}) if kind is PartnerKind.AUTHORITY else frozenset({SEAT_OF[kind]})
    )


def may_give(kind: PartnerKind, help_: Help) -> bool:
    return bool(gives(kind) & CATALOGUE[help_].givers)
