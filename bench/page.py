"""Sections become one Markdown page."""

from collections.abc import Sequence

from bench.result import Cell, Estimate, Section, Table, Target


def page(sections: Sequence[Section]) -> str:
    """Tables and targets as Markdown."""
    return "\n".join(line for section in sections for line in _section(section))


def _section(section: Section) -> list[str]:
    lines = [f"## {section.title}", "", section.method, ""]
    for table in section.tables:
        lines += _table(table)
    if section.targets:
        lines += _targets(section.targets)
    return lines


def _table(table: Table) -> list[str]:
    rows = [_row([_cell(cell) for cell in row]) for row in table.rows]
    return [f"**{table.title}**", "", _row(table.columns), _row(["---"] * len(table.columns)), *rows, ""]


def _targets(targets: Sequence[Target]) -> list[str]:
    columns = ("Target", "measured", "must", "stretch", "")
    rows = tuple(_target(one) for one in targets)
    return _table(Table(title="Targets", columns=columns, rows=rows))


def _target(target: Target) -> tuple[Cell, ...]:
    sign = "≤" if target.at_most else "≥"
    bounds = [None if bound is None else f"{sign} {bound:g}" for bound in (target.must, target.stretch)]
    verdict = "stretch met" if target.stretched else "met" if target.met else "missed"
    return (target.what, f"{target.measured:.3g} {target.unit}".strip(), *bounds, verdict)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Estimate(median=median, low=low, high=high):
            return f"{_number(median)} ({_number(low)}–{_number(high)})"
        case float():
            return _number(cell)
    return str(cell)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
