"""What the benches found becomes a page, its plots, and a paragraph."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bench.capacity import paragraph
from bench.machine import machine
from bench.page import document, measured, page, write
from bench.plots import label, svg
from bench.result import Estimate, Plot, Section, Series, Table, Target

LINES = Plot(
    file="lines",
    title="Cost & more",
    x="cases",
    y="ms",
    series=(
        Series(name="ours", points=((100, 1.0), (10_000, 1.5))),
        Series(name="theirs", points=((100, 2.0), (10_000, 40.0))),
    ),
    log_x=True,
)
BARS = Plot(
    file="bars",
    title="Start",
    x="",
    y="s",
    series=(Series(name="start", points=(("ours", 0.1), ("theirs", 5.0))),),
)
SECTION = Section(
    title="Growth",
    method="How.",
    tables=(Table(title="T", columns=("a", "b"), rows=(("x", Estimate(median=2, low=1, high=3)),)),),
    targets=(
        Target(what="quick", measured=1.5, must=2, at_most=True, unit="×"),
        Target(what="right", measured=0.9, must=0.95),
    ),
    plots=(LINES, BARS),
)


@pytest.mark.parametrize("plot", [LINES, BARS], ids=["lines", "bars"])
def test_a_plot_is_svg_that_is_read_in_light_and_dark(plot: Plot) -> None:
    drawn = svg(plot)
    ET.fromstring(drawn)
    assert "prefers-color-scheme: dark" in drawn
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")


def test_a_plot_stays_in_its_frame() -> None:
    points = [
        float(number)
        for path in ET.fromstring(svg(LINES)).iter("{http://www.w3.org/2000/svg}circle")
        for number in (path.attrib["cx"], path.attrib["cy"])
    ]
    assert len(points) == 8
    assert all(0 < number < 720 for number in points)


def test_a_plot_without_points_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        svg(Plot(file="empty", title="", x="", y="", series=(Series(name="a", points=()),)))


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "0"), (0.25, "0.25"), (1000, "1,000"), (100_000, "100,000")]
)
def test_labels_are_short(value: float, shown: str) -> None:
    assert label(value) == shown


def test_the_page_says_what_is_missed_and_shows_plots_and_tables() -> None:
    shown = document(measured(SECTION, "benchmarks", "Made by `make bench`. A machine."))
    assert "Of 2 bounds 1 are met, 1 missed: right." in shown
    assert "![Start](benchmarks/bars.svg)" in shown
    assert "| x | 2 (1–3) |" in shown
    assert "`make bench`. A machine." in shown


def test_the_page_lies_beside_its_plots(tmp_path: Path) -> None:
    write(tmp_path / "benchmarks.md", SECTION, date(2026, 11, 28), "make bench")
    assert sorted(one.name for one in (tmp_path / "benchmarks").iterdir()) == ["bars.svg", "lines.svg"]
    assert "2026-11-28" in (tmp_path / "benchmarks.md").read_text("utf-8")


def test_what_is_measured_again_replaces_itself_alone(tmp_path: Path) -> None:
    file, other = tmp_path / "benchmarks.md", replace(SECTION, title="Time", plots=())
    again = replace(SECTION, targets=(Target(what="quick", measured=3, must=2, at_most=True),))
    for section, day in ((SECTION, 27), (other, 28), (again, 29)):
        write(file, section, date(2026, 11, day), "make bench")
    shown = file.read_text("utf-8")
    assert [line for line in shown.splitlines() if line.startswith("## ")] == ["## Growth", "## Time"]
    assert "Of 3 bounds 1 are met, 2 missed: quick; right." in shown
    assert ("2026-11-27" in shown, "2026-11-28" in shown, "2026-11-29" in shown) == (False, True, True)


def test_the_machine_is_named() -> None:
    assert "Python 3." in machine(date(2026, 11, 28))


def test_the_paragraph_counts_what_telegram_lets_through() -> None:
    facts = {"report_cpu_ms": 10.0, "report_calls": 1.5, "bytes_a_case": 7000.0, "cases": 100_000.0}
    shown = paragraph(facts)
    assert "20 updates a second and keeps 20% of one core busy" in shown
    assert "64,000 reports" in shown
    assert "0.7 GB" in shown
    assert paragraph({}) == ""


def test_a_stretch_alone_is_met_or_missed() -> None:
    far, near = (Target(what=what, measured=measured, stretch=2) for what, measured in (("a", 3), ("b", 1)))
    shown = page([Section(title="T", method="", tables=(), targets=(far, near))])
    assert "| a | 3 |  | ≥ 2 | stretch met |" in shown
    assert "| b | 1 |  | ≥ 2 | missed |" in shown
