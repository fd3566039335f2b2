"""The table of rules as a page for lawyers, in Markdown."""

from collections.abc import Iterable
from typing import Final

from domain.model.deadlines.rules import Rule, table

_HEAD: Final = (
    "Ereignis",
    "Frist (kind)",
    "Regel",
    "Richtung",
    "Verschiebung",
    "Vorschrift",
    "Wer handelt",
    "Streitig oder offen",
    "Zu beachten",
    "Quelle",
    "Gilt für Ereignisse",
)


def as_markdown() -> str:
    """One row a rule."""
    head = [_row(_HEAD), _row("---" for _ in _HEAD)]
    return "\n".join([*head, *(_row(_cells(rule)) for rule in table().rules)]) + "\n"


def _cells(rule: Rule) -> Iterable[str]:
    kind = f"{rule.title} (`{rule.kind}`)"
    event = f"{rule.event.title} (`{rule.event.key}`)"
    said = (rule.rule, rule.direction, rule.shift, rule.statute, rule.who, rule.disputed, rule.note)
    return (event, kind, *said, rule.source, _validity(rule))


def _validity(rule: Rule) -> str:
    if rule.switch is not None:
        return f"Schalter `{rule.switch}`, aus"
    start = f"ab {rule.valid_from}" if rule.valid_from else ""
    end = f"bis {rule.valid_to}" if rule.valid_to else ""
    return " ".join(one for one in (start, end) if one)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
