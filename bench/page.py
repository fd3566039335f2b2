"""Sections become one Markdown page with its plots beside it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from bench.capacity import paragraph
from bench.machine import machine
from bench.plots import svg
from bench.result import Cell, Estimate, Section, Table, Target

CARRIES: Final = "What one machine carries"
_BOUND: Final = re.compile(
    r"^\| ([^|]+) \| [^|]+ \| [≤≥] [^|]+ \| [^|]* \| (met|stretch met|missed) \|$", re.M
)


def write(file: Path, section: Section, today: date, command: str) -> None:
    """The page with this section measured anew, and its plots as `<page's name>/<plot's name>.svg` beside it.

    What was measured earlier stays as it is: every section says itself where it comes from.
    """
    folder = file.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    for plot in section.plots:
        folder.joinpath(f"{plot.file}.svg").write_text(svg(plot), "utf-8")
    parts = _parts(file.read_text("utf-8")) if file.exists() else {}
    said = f"Made by `{command}`. {machine(today)}"
    file.write_text(document(parts | measured(section, folder.name, said)), "utf-8")


def measured(section: Section, folder: str, said: str) -> dict[str, str]:
    """This section, and what follows from it for one machine, by title."""
    carried = paragraph(section.facts)
    carries = {CARRIES: f"{carried}\n"} if carried else {}
    return {**carries, section.title: "\n".join([said, "", *_section(section, folder)[2:]])}


def document(parts: Mapping[str, str]) -> str:
    """The whole page: what holds, then every section."""
    body = "\n".join(f"## {title}\n\n{text.strip()}\n" for title, text in parts.items())
    return f"# Benchmarks\n\n{_verdict(body)}\n\n{body}"


def _parts(text: str) -> dict[str, str]:
    """Sections of a page that was written before, by title."""
    _, *parts = re.split(r"^## ", text, flags=re.M)
    return {title: rest for title, _, rest in (one.partition("\n") for one in parts)}


def page(sections: Sequence[Section], folder: str | None = None) -> str:
    """Tables and targets as Markdown; with a folder the plots that lie in it, too."""
    return "\n".join(line for section in sections for line in _section(section, folder))


def _verdict(body: str) -> str:
    found = _BOUND.findall(body)
    missed = [what for what, verdict in found if verdict == "missed"]
    names = f": {'; '.join(missed)}" if missed else ""
    return f"Of {len(found)} bounds {len(found) - len(missed)} are met, {len(missed)} missed{names}."


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
