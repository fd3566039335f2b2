"""Every line of an agreement that can be answered in taps or typed: what may be chosen, and what follows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, StrEnum
from typing import Any, Final

from domain.model.agreement_terms import (
    ASKED,
    FIRST_YEAR,
    HORIZONS,
    LAST_YEAR,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_CASES,
    MOST_FLATS,
    MOST_HELP,
    MOST_HOURS,
    MOST_MINUTES,
    MOST_MONEY,
    AftercareRule,
    AgreedHelp,
    Aim,
    Expectation,
    Goal,
    Section,
    Signal,
    Terms,
)
from domain.model.commitment import Frequency, Length
from domain.model.errors import AlreadyDone, NotUnderstood, TooMany
from domain.model.failure_rule import (
    LONGEST_WORKING_DAYS,
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
from domain.model.help_catalogue import CATALOGUE, Help
from domain.model.ids import PartnerId

USUAL_AFTERCARE: Final = AftercareRule(horizons=HORIZONS)
"""What the network does without an agreement (the practice paper, section 5)."""


class Holder(StrEnum):
    """Where in the terms a line stands; a share, a help and a step are one of several (`arg` says which)."""

    TERMS = "terms"
    SHARE = "share"
    HELP = "help"
    AFTERCARE = "aftercare"
    FAILURE = "failure"
    STEP = "step"


class Sort(StrEnum):
    """How a line is answered."""

    MANY = "many"
    ONE = "one"
    NUMBER = "number"
    FLAG = "flag"
    DAY = "day"
    TEXT = "text"
    PLACES = "places"
    COST = "cost"


class Field(StrEnum):
    """The lines. The values travel in buttons, and stay short for it."""

    TITLE = "title"
    GOALS = "goals"
    GOALS_TEXT = "goals_text"
    AIMS = "aims"
    OWN_WORDS = "own_words"
    HOURS = "hours"
    MONEY = "money"
    FLATS = "flats"
    ROOMS = "rooms"
    EXPECTS = "expects"
    STARTS_ON = "starts_on"
    ENDS_ON = "ends_on"
    PLACES = "places"
    CASES = "cases"
    FREQUENCY = "frequency"
    AT_MOST = "at_most"
    MINUTES = "minutes"
    HORIZONS = "horizons"
    YEARLY = "yearly"
    ASKED = "asked"
    DENSER_ON = "denser_on"
    DENSER_MONTHS = "denser_months"
    TAKES_OVER = "takes_over"
    TRIGGERS = "triggers"
    LOST_AFTER = "lost_after_tries"
    FIRST_CALL = "first_call"
    FIRST_HOURS = "first_call_hours"
    GUARANTEE = "guarantee_hours"
    FALLBACK = "fallback"
    COSTS = "costs"
    REVIEW_DAYS = "review_days"
    STEP_ROLE = "role"
    STEP_DAYS = "within_days"
    STEP_RECORD = "record"
    STEP_MUST = "mandatory"
    STEP_ORDER = "in_order"


@dataclass(frozen=True, slots=True)
class Spot:
    """One line of one agreement: of several shares, helps or steps `arg` says which."""

    field: Field
    arg: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How one line is answered. `options`: coded values, or the numbers offered as buttons up to `most`."""

    section: Section
    holder: Holder
    sort: Sort
    options: tuple[Any, ...] = ()
    least: int = 0
    most: int = 0


def _line(section: Section, holder: Holder, sort: Sort, *options: Any, least: int = 0, most: int = 0) -> Line:
    return Line(section=section, holder=holder, sort=sort, options=options, least=least, most=most)


S, H, F = Section, Holder, Field  # the table below is read as a table
LINES: Final[dict[Field, Line]] = {
    F.TITLE: _line(S.GOALS, H.TERMS, Sort.TEXT, most=LONGEST_TITLE),
    F.GOALS: _line(S.GOALS, H.TERMS, Sort.MANY, *Goal),
    F.GOALS_TEXT: _line(S.GOALS, H.TERMS, Sort.TEXT, most=LONGEST_TEXT),
    F.AIMS: _line(S.AIMS, H.SHARE, Sort.MANY, *Aim),
    F.OWN_WORDS: _line(S.AIMS, H.SHARE, Sort.TEXT, most=LONGEST_TEXT),
    F.HOURS: _line(S.BALANCE, H.SHARE, Sort.NUMBER, 0, 2, 5, 10, 20, 40, 80, 160, most=MOST_HOURS),
    F.MONEY: _line(S.BALANCE, H.SHARE, Sort.NUMBER, 0, 500, 1000, 2500, 5000, 10_000, most=MOST_MONEY),
    F.FLATS: _line(S.BALANCE, H.SHARE, Sort.NUMBER, 0, 1, 2, 3, 5, 10, most=MOST_FLATS),
    F.ROOMS: _line(S.BALANCE, H.SHARE, Sort.NUMBER, 0, 1, 2, 3, 5, 10, most=MOST_FLATS),
    F.EXPECTS: _line(S.BALANCE, H.SHARE, Sort.MANY, *Expectation),
    F.STARTS_ON: _line(S.SCOPE, H.TERMS, Sort.DAY),
    F.ENDS_ON: _line(S.SCOPE, H.TERMS, Sort.DAY),
    F.PLACES: _line(S.SCOPE, H.TERMS, Sort.PLACES),
    F.CASES: _line(S.SCOPE, H.TERMS, Sort.NUMBER, 0, 10, 20, 50, 100, most=MOST_CASES),
    F.FREQUENCY: _line(S.HELP, H.HELP, Sort.ONE, *Frequency),
    F.AT_MOST: _line(S.HELP, H.HELP, Sort.ONE, *Length),
    F.MINUTES: _line(S.HELP, H.HELP, Sort.NUMBER, 0, 15, 30, 60, 90, 120, most=MOST_MINUTES),
    F.HORIZONS: _line(S.AFTERCARE, H.AFTERCARE, Sort.MANY, *HORIZONS),
    F.YEARLY: _line(S.AFTERCARE, H.AFTERCARE, Sort.FLAG),
    F.ASKED: _line(S.AFTERCARE, H.AFTERCARE, Sort.MANY, *ASKED),
    F.DENSER_ON: _line(S.AFTERCARE, H.AFTERCARE, Sort.MANY, *Signal),
    F.DENSER_MONTHS: _line(S.AFTERCARE, H.AFTERCARE, Sort.NUMBER, 1, 2, 3, least=1, most=6),
    F.TAKES_OVER: _line(S.AFTERCARE, H.AFTERCARE, Sort.ONE, *FailureRole),
    F.TRIGGERS: _line(S.FAILURE, H.FAILURE, Sort.MANY, *Trigger),
    F.LOST_AFTER: _line(S.FAILURE, H.FAILURE, Sort.NUMBER, 2, 3, 4, 5, least=1, most=10),
    F.FIRST_CALL: _line(S.FAILURE, H.FAILURE, Sort.ONE, *FailureRole),
    F.FIRST_HOURS: _line(S.FAILURE, H.FAILURE, Sort.NUMBER, 1, 2, 4, 8, 16, 24, least=1, most=80),
    F.GUARANTEE: _line(S.FAILURE, H.FAILURE, Sort.NUMBER, 1, 2, 4, 8, 16, 24, least=1, most=80),
    F.FALLBACK: _line(S.FAILURE, H.FAILURE, Sort.ONE, *Fallback),
    F.COSTS: _line(S.FAILURE, H.FAILURE, Sort.COST, *FailureRole),
    F.REVIEW_DAYS: _line(
        S.FAILURE, H.FAILURE, Sort.NUMBER, 5, 10, 20, 30, least=1, most=LONGEST_WORKING_DAYS
    ),
    F.STEP_ROLE: _line(S.FAILURE, H.STEP, Sort.ONE, *FailureRole),
    F.STEP_DAYS: _line(
        S.FAILURE, H.STEP, Sort.NUMBER, 1, 2, 3, 5, 7, 10, 15, 20, least=1, most=LONGEST_WORKING_DAYS
    ),
    F.STEP_RECORD: _line(S.FAILURE, H.STEP, Sort.ONE, *Record),
    F.STEP_MUST: _line(S.FAILURE, H.STEP, Sort.FLAG),
    F.STEP_ORDER: _line(S.FAILURE, H.STEP, Sort.FLAG),
}


def fields(section: Section, *holders: Holder) -> tuple[Field, ...]:
    """The lines of a section, of these holders if any are named."""
    found = ((one, line) for one, line in LINES.items() if line.section is section)
    return tuple(one for one, line in found if not holders or line.holder in holders)


def require(terms: Terms, spot: Spot) -> Line:
    """The line of a button. Raises AlreadyDone for one that these terms do not have."""
    line = LINES[spot.field]
    if line.sort is Sort.COST:
        known = spot.arg in ("", *Cost)
    elif line.holder in (Holder.SHARE, Holder.HELP, Holder.STEP):
        known = _held(terms, line.holder, spot.arg) is not None
    else:
        known = not spot.arg
    if not known:
        raise AlreadyDone("agreement")
    return line


# Reading and writing one line


def value_of(terms: Terms, field: Field, arg: str = "") -> Any:
    """What the line says now. Raises AlreadyDone where the terms have no such share, help or step."""
    return getattr(_held(terms, LINES[field].holder, arg), field.value)


def _held(terms: Terms, holder: Holder, arg: str) -> Any:
    match holder:
        case Holder.TERMS:
            return terms
        case Holder.AFTERCARE:
            return terms.aftercare or USUAL_AFTERCARE
        case Holder.FAILURE:
            return terms.failure or USUAL
        case Holder.SHARE:
            found = next((one for one in terms.shares if str(one.partner) == arg), None)
            if found is None:
                raise AlreadyDone("agreement")
            return found
        case Holder.HELP:
            return terms.help[place(arg, terms.help)]
        case Holder.STEP:
            steps = (terms.failure or USUAL).steps
            return steps[place(arg, steps)]


def name_of(at: int, among: tuple[AgreedHelp | StepRule, ...]) -> str:
    """How a button calls one of several: its place, of how many, and what stands there.

    The place alone would be another one's as soon as one before it is struck out, or a finger taps twice.
    """
    one = among[at]
    return f"{at}.{len(among)}.{one.help if isinstance(one, AgreedHelp) else one.task}"


def place(arg: str, among: tuple[Any, ...]) -> int:
    """Which of several. Raises AlreadyDone for one that is not there any more."""
    at = arg.partition(".")[0]
    known = at.isascii() and at.isdecimal() and len(at) < 4 and int(at) < len(among)
    if not known or name_of(int(at), among) != arg:
        raise AlreadyDone("agreement")
    return int(at)


def put(terms: Terms, field: Field, arg: str, value: Any) -> Terms:
    """The terms with another value in this line."""
    line = LINES[field]
    changed = replace(_held(terms, line.holder, arg), **{field.value: value})
    match line.holder:
        case Holder.TERMS:
            return changed  # type: ignore[no-any-return]
        case Holder.AFTERCARE:
            return replace(terms, aftercare=changed)
        case Holder.FAILURE:
            return replace(terms, failure=changed)
        case Holder.SHARE:
            shares = tuple(changed if str(one.partner) == arg else one for one in terms.shares)
            return replace(terms, shares=shares)
        case Holder.HELP:
            return replace(terms, help=_with(terms.help, place(arg, terms.help), changed))
        case Holder.STEP:
            rule = terms.failure or USUAL
            steps = _with(rule.steps, place(arg, rule.steps), changed)
            return replace(terms, failure=replace(rule, steps=steps))


def _with(among: tuple[Any, ...], at: int, changed: Any) -> tuple[Any, ...]:
    return (*among[:at], changed, *among[at + 1 :])


# Answers


def chosen(terms: Terms, field: Field, arg: str = "") -> frozenset[str]:
    """What is ticked on the line's screen, as buttons carry it."""
    line = LINES[field]
    if line.sort is Sort.COST:
        return frozenset(
            {bearer.value for cost, bearer in _costs(terms).items() if cost.value == arg} or {""}
        )
    value = value_of(terms, field, arg)
    if isinstance(value, tuple | frozenset):
        return frozenset(str(code(one)) for one in value)
    return frozenset({str(code(value))})


def code(value: Any) -> Any:
    """A value as a button carries it."""
    if isinstance(value, bool):
        return str(int(value))
    return "" if value is None else value.value if isinstance(value, Enum) else value


def answered(terms: Terms, field: Field, arg: str, value: str) -> Terms:
    """The terms after a tap on this value. Raises NotUnderstood for what this line cannot take."""
    line = LINES[field]
    match line.sort:
        case Sort.MANY:
            return put(terms, field, arg, _toggled(value_of(terms, field, arg), line, value))
        case Sort.ONE:
            return put(terms, field, arg, _option(line, value))
        case Sort.NUMBER:
            return put(terms, field, arg, number(line, value))
        case Sort.FLAG:
            return put(terms, field, arg, value == "1")
        case Sort.PLACES:
            places = value_of(terms, field)
            wanted = {*places} ^ {value}
            return put(terms, field, arg, tuple(sorted(wanted)))
        case Sort.COST:
            return put(terms, field, "", _borne(terms, arg, value))
        case Sort.DAY:
            return put(terms, field, arg, _day(field, value))
        case Sort.TEXT:
            return put(terms, field, arg, _words(field, line, value))


def _option(line: Line, value: str) -> Any:
    found = next((one for one in line.options if code(one) == value), None)
    if found is None:
        raise NotUnderstood("tap")
    return found


def _toggled(present: Any, line: Line, value: str) -> Any:
    """In the order of the options; a set stays one."""
    one = _option(line, value)
    wanted = {*present} ^ {one}
    kept = tuple(each for each in line.options if each in wanted)
    return frozenset(kept) if isinstance(present, frozenset) else kept


def number(line: Line, value: str) -> int:
    """A whole number, with or without points for thousands. Raises NotUnderstood, TooMany."""
    digits = value.strip().replace(".", "").replace(" ", "")
    if not (digits.isascii() and digits.isdecimal()):
        raise NotUnderstood("number")
    found = int(digits) if len(digits) < 10 else line.most + 1
    if found > line.most:
        raise TooMany("agreement_number", limit=line.most)
    if found < line.least:
        raise NotUnderstood("number")
    return found


def _day(field: Field, value: str) -> date | None:
    if not value and field is Field.ENDS_ON:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise NotUnderstood("day") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NotUnderstood("day")
    return day


def _words(field: Field, line: Line, value: str) -> str:
    words = " ".join(value.split())
    if len(words) > line.most:
        raise TooMany("note_length", limit=line.most)
    if not any(each.isalpha() for each in words) and (words or field is Field.TITLE):
        raise NotUnderstood("sentence")
    return words


def _costs(terms: Terms) -> Mapping[Cost, FailureRole]:
    return (terms.failure or USUAL).costs


def _borne(terms: Terms, cost: str, bearer: str) -> Mapping[Cost, FailureRole]:
    """Who bears this cost from now on; an empty bearer leaves it open."""
    if cost not in tuple(Cost) or (bearer and bearer not in tuple(FailureRole)):
        raise NotUnderstood("tap")
    others = {one: role for one, role in _costs(terms).items() if one.value != cost}
    return {**others, Cost(cost): FailureRole(bearer)} if bearer else others


# Lists: help and steps


def with_help(terms: Terms, giver: PartnerId, help_: Help) -> Terms:
    """This partner gives this help as well. Raises AlreadyDone, TooMany."""
    if any(one.giver == giver and one.help is help_ for one in terms.help):
        raise AlreadyDone("agreement")
    if len(terms.help) >= MOST_HELP:
        raise TooMany("agreement_help", limit=MOST_HELP)
    often = Frequency.MONTHLY if CATALOGUE[help_].lasting else Frequency.ONCE
    return replace(terms, help=(*terms.help, AgreedHelp(giver=giver, help=help_, frequency=often)))


def without_help(terms: Terms, arg: str) -> Terms:
    at = place(arg, terms.help)
    return replace(terms, help=(*terms.help[:at], *terms.help[at + 1 :]))


def with_step(terms: Terms, task: Task, after: int) -> Terms:
    """One more step at the end, after so many. Raises AlreadyDone where there are others now, TooMany."""
    rule = terms.failure or USUAL
    if after != len(rule.steps):
        raise AlreadyDone("agreement")
    if len(rule.steps) >= MOST_STEPS:
        raise TooMany("agreement_steps", limit=MOST_STEPS)
    step = StepRule(
        task=task, role=FailureRole.HELP, within_days=rule.steps[-1].within_days if rule.steps else 1
    )
    return replace(terms, failure=replace(rule, steps=(*rule.steps, step)))


def without_step(terms: Terms, arg: str) -> Terms:
    rule: FailureRule = terms.failure or USUAL
    at = place(arg, rule.steps)
    return replace(terms, failure=replace(rule, steps=(*rule.steps[:at], *rule.steps[at + 1 :])))


def with_usual(terms: Terms, section: Section) -> Terms:
    """The network's usual rule in place of a missing one."""
    if section is Section.AFTERCARE:
        return replace(terms, aftercare=USUAL_AFTERCARE)
    if section is Section.FAILURE:
        return replace(terms, failure=USUAL)
    raise AlreadyDone("agreement")
