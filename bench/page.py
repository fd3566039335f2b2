"""Sections become one Markdown page with its plots beside it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bench.capacity import paragraph
from bench.machine import machine
from bench.plots import svg
from bench.result import Cell, Estimate, Section, Table, Target


def write(file: Path, sections: Sequence[Section], today: date, command: str) -> None:
    """The page, and every plot as `<page's name>/<plot's name>.svg` beside it."""
    folder = file.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    for plot in (one for section in sections for one in section.plots):
        folder.joinpath(f"{plot.file}.svg").write_text(svg(plot), "utf-8")
    file.write_text(document(sections, folder.name, machine(today), command), "utf-8")


def document(sections: Sequence[Section], folder: str, where: str, command: str) -> str:
    """The whole page: where it was measured, what one machine carries, every section."""
    facts = {name: value for section in sections for name, value in section.facts.items()}
    carried = paragraph(facts)
    head = ["# Benchmarks", "", f"Made by `{command}`. {where}", "", _verdict(sections), ""]
    carries = ["## What one machine carries", "", carried, ""] if carried else []
    return "\n".join([*head, *carries, page(sections, folder)])


def page(sections: Sequence[Section], folder: str | None = None) -> str:
    """Tables and targets as Markdown; with a folder the plots that lie in it, too."""
    return "\n".join(line for section in sections for line in _section(section, folder))


def _verdict(sections: Sequence[Section]) -> str:
    targets = [one for section in sections for one in section.targets if one.must is not None]
    missed = [one.what for one in targets if not one.met]
    names = f": {'; '.join(missed)}" if missed else ""
    return f"Of {len(targets)} bounds {len(targets) - len(missed)} are met, {len(missed)} missed{names}."


def _section(section: Section, folder: str | None) -> list[str]:
    lines = [f"## {section.title}", "", section.method, ""]
    if folder is not None:
        for plot in section.plots:
            lines += [f"![{plot.title}]({folder}/{plot.file}.svg)", ""]
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
    verdict = (
        "stretch met" if target.stretched else "met" if target.must is not None and target.met else "missed"
    )
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
