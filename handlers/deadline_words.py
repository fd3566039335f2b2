"""Computed deadlines in words: the short card, how it was reckoned. The law speaks German in any language."""

from collections.abc import Iterable, Sequence
from datetime import date

from domain.model.dates import with_weekday, with_year
from domain.model.deadlines.engine import Deadline
from domain.model.deadlines.explanation import DISCLAIMER, explain, standing, warnings
from domain.model.deadlines.rules import Event
from handlers.texts import Html, Texts


def disclaimer(texts: Texts) -> Html:
    """Stands under every computed date (R12)."""
    return texts("deadline.disclaimer", what=DISCLAIMER)


def day(texts: Texts, of: date) -> str:
    """ "Do 31.12.2026"."""
    return f"{with_weekday(of, texts.language).split()[0]} {with_year(of, texts.language)}"


def short_line(texts: Texts, title: str, safe_on: date, ends_on: date) -> Html:
    """ "Schonfrist: sicher bis Do 31.12.2026, rechnerisch Mo 4.1.2027"."""
    if safe_on == ends_on:
        return texts("deadline.line.same", title=title, day=day(texts, ends_on))
    return texts("deadline.line.both", title=title, safe=day(texts, safe_on), last=day(texts, ends_on))


def result(texts: Texts, event: Event, on: date, found: Sequence[Deadline], today: date) -> str:
    """The short card."""
    own = [one for one in found if not one.rule.is_variant]
    blocks: list[list[str]] = [
        [texts("deadline.result.title", event=event.title, day=day(texts, on))],
        [line for one in own for line in _lines(texts, one, today)],
        [texts("deadline.result.uncertain")] if any(one.uncertain for one in found) else [],
        [disclaimer(texts)],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _lines(texts: Texts, deadline: Deadline, today: date) -> Iterable[str]:
    rule = deadline.rule
    if rule.is_information:
        yield texts("deadline.line.information", title=rule.title, day=day(texts, deadline.ends_on))
    else:
        yield short_line(texts, rule.title, deadline.safe_on, deadline.ends_on)
    for said in (standing(deadline, today), *warnings(deadline)):
        if said:
            yield texts("deadline.line.warning", what=said)


def reckoned(texts: Texts, event: Event, on: date, found: Sequence[Deadline]) -> str:
    """How each date came about, with statute, dispute and what else to know."""
    blocks: list[list[str]] = [[texts("deadline.result.title", event=event.title, day=day(texts, on))]]
    blocks += [explained(texts, one) for one in found]
    blocks.append([disclaimer(texts)])
    return "\n\n".join("\n".join(block) for block in blocks)


def explained(texts: Texts, deadline: Deadline) -> list[str]:
    """One deadline, as much of it as there is to say."""
    rule = deadline.rule
    said = (
        ("title", rule.title),
        ("reckoned", explain(deadline)),
        ("who", rule.who),
        ("disputed", rule.disputed),
        ("note", rule.note),
        *(("warning", one) for one in warnings(deadline)),
    )
    return [texts(f"deadline.reckoned.{key}", what=what) for key, what in said if what]


def starts_nothing(texts: Texts, event: Event) -> str:
    """Why no deadline runs from this event, and what to ask."""
    return texts("deadline.starts_nothing", what=event.starts_nothing)
