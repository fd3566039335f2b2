"""How the seven sections of an agreement read, in the chat and on paper: a head and what stands under it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from domain.model.agreement_terms import (
    COUNTED_BY,
    AftercareRule,
    AgreedHelp,
    Section,
    Share,
    Terms,
)
from domain.model.commitment import Length
from domain.model.dates import with_year
from domain.model.failure_rule import FailureRule, StepRule, Trigger
from domain.model.ids import PartnerId
from domain.model.municipalities import municipality
from domain.model.people import Partner
from handlers.texts import Texts


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A head ("Fachstelle Nord", "Auslöser") and what stands under it; `numbered` where the order counts."""

    head: str
    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """The language and the partners' names."""

    texts: Texts
    names: Mapping[PartnerId, str]

    @staticmethod
    def of(texts: Texts, parties: Iterable[Partner]) -> "Wording":
        return Wording(texts, {one.id: one.name for one in parties})

    def day(self, day: date) -> str:
        return with_year(day, self.texts.language)

    def number(self, number: int) -> str:
        """With a point for thousands in German, a comma in English."""
        grouped = f"{number:,}"
        return grouped if self.texts.language == "en" else grouped.replace(",", ".")

    def coded(self, value: Enum) -> str:
        """The words of the failure rule's codes: those of a run, where an agreement has none of its own."""
        key = f"agreement.{type(value).__name__.lower()}.{value.value}"
        return self.texts.label(key) if self.texts.knows(key) else self.texts.word(value)


def section(wording: Wording, terms: Terms, which: Section) -> tuple[Paragraph, ...]:
    """What a section says; empty while nothing has been said."""
    match which:
        case Section.GOALS:
            found = _goals(wording, terms)
        case Section.AIMS:
            found = _aims(wording, terms)
        case Section.BALANCE:
            found = _balance(wording, terms)
        case Section.SCOPE:
            found = _scope(wording, terms)
        case Section.HELP:
            found = _help(wording, terms)
        case Section.AFTERCARE:
            found = iter(()) if terms.aftercare is None else _aftercare(wording, terms.aftercare)
        case Section.FAILURE:
            found = iter(()) if terms.failure is None else _failure(wording, terms.failure)
    return tuple(one for one in found if one.items)


def _words(texts: Texts, values: Iterable[Enum]) -> tuple[str, ...]:
    return tuple(texts.word(one) for one in values)


def _goals(wording: Wording, terms: Terms) -> Iterator[Paragraph]:
    texts = wording.texts
    yield Paragraph(texts.label("agreement.head.goals"), _words(texts, terms.goals))
    if terms.goals_text:
        yield Paragraph(texts.label("agreement.head.own_words"), (terms.goals_text,))


def _aims(wording: Wording, terms: Terms) -> Iterator[Paragraph]:
    for share in terms.shares:
        own = (share.own_words,) if share.own_words else ()
        yield Paragraph(wording.names.get(share.partner, ""), (*_words(wording.texts, share.aims), *own))


def _balance(wording: Wording, terms: Terms) -> Iterator[Paragraph]:
    texts = wording.texts
    for share in terms.shares:
        name = wording.names.get(share.partner, "")
        yield Paragraph(texts.label("agreement.head.brings", partner=name), tuple(brings(wording, share)))
        counted = tuple(
            texts.label("agreement.counted", what=texts.word(one), measure=texts.word(COUNTED_BY[one]))
            for one in share.expects
        )
        yield Paragraph(texts.label("agreement.head.expects", partner=name), counted)


def brings(wording: Wording, share: Share) -> Iterator[str]:
    """ "5 Arbeitsstunden im Monat", "2 Wohnungen im Jahr" """
    amounts = {"hours": share.hours, "money": share.money, "flats": share.flats, "rooms": share.rooms}
    for name, amount in amounts.items():
        if amount:
            yield wording.texts.label(f"agreement.amount.{name}", number=wording.number(amount))


def _scope(wording: Wording, terms: Terms) -> Iterator[Paragraph]:
    texts = wording.texts
    yield Paragraph(texts.label("agreement.head.time"), (duration(wording, terms),))
    places = tuple(municipality(one).name for one in terms.places)
    everywhere = texts.label("agreement.everywhere")
    yield Paragraph(texts.label("agreement.head.places"), (", ".join(places) or everywhere,))
    cases = texts.label("agreement.cases", number=terms.cases) if terms.cases else ""
    yield Paragraph(texts.label("agreement.head.cases"), (cases or texts.label("agreement.no_limit"),))


def duration(wording: Wording, terms: Terms) -> str:
    """ "23.11.2026 bis 22.11.2028" or "ab 23.11.2026, auf Dauer" """
    first = wording.day(terms.starts_on)
    if terms.ends_on is None:
        return wording.texts.label("agreement.permanent", first=first)
    return wording.texts.label("agreement.project", first=first, last=wording.day(terms.ends_on))


def _help(wording: Wording, terms: Terms) -> Iterator[Paragraph]:
    for giver in dict.fromkeys(one.giver for one in terms.help):
        items = tuple(help_line(wording, one) for one in terms.help if one.giver == giver)
        yield Paragraph(wording.names.get(giver, ""), items)


def help_line(wording: Wording, one: AgreedHelp) -> str:
    """ "Hausbesuch, jede Woche, höchstens 6 Monate, je 60 Minuten" """
    texts = wording.texts
    parts = [texts.word(one.help), texts.word(one.frequency)]
    if one.at_most is not Length.OPEN:
        parts.append(texts.label("agreement.at_most", length=texts.word(one.at_most)))
    if one.minutes:
        parts.append(texts.label("agreement.minutes", number=one.minutes))
    return ", ".join(parts)


def _aftercare(wording: Wording, rule: AftercareRule) -> Iterator[Paragraph]:
    texts = wording.texts
    when = _words(texts, rule.horizons)
    yearly = (texts.label("agreement.yearly"),) if rule.yearly else ()
    cadence = ", ".join((*when, *yearly))
    yield Paragraph(texts.label("agreement.head.cadence"), (cadence,) if cadence else ())
    asked = tuple(texts.label(f"agreement.asked.{one}") for one in rule.asked)
    yield Paragraph(texts.label("agreement.head.asked"), asked)
    if rule.denser_on:
        signals = ", ".join(_words(texts, rule.denser_on))
        many = "agreement.denser" if rule.denser_months > 1 else "agreement.denser_one"
        dense = texts.label(many, signals=signals, months=rule.denser_months)
        yield Paragraph(texts.label("agreement.head.denser"), (dense,))
    yield Paragraph(texts.label("agreement.head.takes_over"), (wording.coded(rule.takes_over),))


def _failure(wording: Wording, rule: FailureRule) -> Iterator[Paragraph]:
    texts, coded = wording.texts, wording.coded
    triggers = tuple(_trigger(wording, one, rule) for one in sorted(rule.triggers, key=_place))
    yield Paragraph(texts.label("agreement.head.triggers"), triggers)
    first = texts.label("agreement.first_call", role=coded(rule.first_call), hours=rule.first_call_hours)
    yield Paragraph(texts.label("agreement.head.first_call"), (first,))
    steps = tuple(step_line(wording, one) for one in rule.steps)
    yield Paragraph(texts.label("agreement.head.steps"), steps, numbered=True)
    guarantee = texts.label("agreement.guarantee", hours=rule.guarantee_hours)
    yield Paragraph(texts.label("agreement.head.guarantee"), (guarantee,))
    yield Paragraph(texts.label("agreement.head.fallback"), (coded(rule.fallback),))
    costs = (
        texts.label("agreement.bears", cost=coded(cost), role=coded(role))
        for cost, role in sorted(rule.costs.items(), key=lambda one: _place(one[0]))
    )
    yield Paragraph(texts.label("agreement.head.costs"), tuple(costs))
    review = texts.label("agreement.review", days=rule.review_days)
    yield Paragraph(texts.label("agreement.head.review"), (review,))


def _place(value: Enum) -> int:
    return list(type(value)).index(value)


def _trigger(wording: Wording, trigger: Trigger, rule: FailureRule) -> str:
    if trigger is not Trigger.CONTACT_LOST:
        return wording.coded(trigger)
    return wording.texts.label("agreement.contact_lost", tries=rule.lost_after_tries)


def step_line(wording: Wording, step: StepRule) -> str:
    """ "Haushalt aufsuchen: Hilfeseite, in 3 Arbeitstagen, festhalten: erreicht oder nicht" """
    texts = wording.texts
    line = texts.label(
        "agreement.step",
        task=wording.coded(step.task),
        role=wording.coded(step.role),
        days=_working_days(texts, step.within_days),
        record=wording.coded(step.record),
    )
    if step.in_order:
        line = texts.label("agreement.step_in_order", step=line)
    return line if step.mandatory else texts.label("agreement.step_optional", step=line)


def _working_days(texts: Texts, number: int) -> str:
    return texts.label("agreement.working_day" if number == 1 else "agreement.working_days", number=number)


def plain(paragraphs: Iterable[Paragraph]) -> list[str]:
    """As lines without layout: to be compared, or shown where there is no room."""
    found = []
    for one in paragraphs:
        for number, item in enumerate(one.items, start=1):
            numbered = f"{number}. {item}" if one.numbered else item
            found.append(f"{one.head}: {numbered}" if one.head else numbered)
    return found
