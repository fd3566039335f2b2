"""Plots as plain SVG, read in light and in dark: no font, no script, no library."""

import math
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Final

from bench.result import Plot, Series

WIDTH: Final = 720
HEIGHT: Final = 360
LEFT: Final = 78
RIGHT: Final = 36
TOP: Final = 64
BOTTOM: Final = 52
BAR: Final = 30
_COLOURS: Final = (("#2a6fb0", "#6fb3f2"), ("#b5541c", "#f09a62"), ("#3f7d3a", "#84c97c"))
_DASHES: Final = ("", "7 4", "2 4")
"""Lines differ in more than colour."""

_STYLE: Final = """\
text { font-family: system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 13px; fill: #4a5560 }
.title { font-size: 15px; font-weight: 600; fill: #1f2933 }
.grid { stroke: #8a949e; stroke-opacity: 0.3 } .axis { stroke: #8a949e }
%s
@media (prefers-color-scheme: dark) {
text { fill: #aab4be } .title { fill: #e6ebf0 }
%s
}"""

Scale = Callable[[float], float]


def svg(plot: Plot) -> str:
    """Bars where x are names, else lines. Raises ValueError for a plot without points."""
    if not any(series.points for series in plot.series):
        raise ValueError(f"nothing to draw in {plot.file}")
    named = isinstance(plot.series[0].points[0][0], str)
    body, height = _bars(plot) if named else (_lines(plot), HEIGHT)
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
            f"<title>{escape(plot.title)}</title>",
            f"<style>{_style()}</style>",
            _text(16, 26, plot.title, "title"),
            *body,
            "</svg>\n",
        )
    )


def _style() -> str:
    sides = zip(*_COLOURS, strict=True)
    light, dark = ("\n".join(_coloured(place, one) for place, one in enumerate(side)) for side in sides)
    return _STYLE % (light, dark)


def _coloured(place: int, colour: str) -> str:
    return f".l{place} {{ stroke: {colour}; fill: none; stroke-width: 2.2 }} .f{place} {{ fill: {colour} }}"


# Lines


def _lines(plot: Plot) -> list[str]:
    points = [(float(x), y) for series in plot.series for x, y in series.points]
    xs, ys = _ticks([x for x, _ in points], plot.log_x), _ticks([y for _, y in points], plot.log_y, zero=True)
    across = _scale(xs, plot.log_x, LEFT, WIDTH - RIGHT)
    up = _scale(ys, plot.log_y, HEIGHT - BOTTOM, TOP)
    return [
        *_grid(xs, ys, across, up),
        _text(WIDTH - RIGHT, HEIGHT - 10, plot.x, anchor="end"),
        _text(16, TOP - 14, plot.y),
        *(_line(place, series, across, up) for place, series in enumerate(plot.series)),
        *_legend(plot.series),
    ]


def _grid(xs: Sequence[float], ys: Sequence[float], across: Scale, up: Scale) -> Iterator[str]:
    for y in ys:
        yield f'<path class="grid" d="M{LEFT} {up(y):.1f}H{WIDTH - RIGHT}"/>'
        yield _text(LEFT - 8, up(y) + 4, label(y), anchor="end")
    yield f'<path class="axis" d="M{LEFT} {HEIGHT - BOTTOM}H{WIDTH - RIGHT}"/>'
    for x in xs:
        yield _text(across(x), HEIGHT - BOTTOM + 20, label(x), anchor="middle")


def _line(place: int, series: Series, across: Scale, up: Scale) -> str:
    drawn = [(across(float(x)), up(y)) for x, y in series.points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in drawn)
    dots = "" if len(drawn) > 12 else "".join(_dot(place, x, y) for x, y in drawn)
    dash = f' stroke-dasharray="{_DASHES[place % 3]}"' if place % 3 else ""
    return f'<path class="l{place % 3}"{dash} d="M{path}"/>{dots}'


def _dot(place: int, x: float, y: float) -> str:
    return f'<circle class="f{place % 3}" cx="{x:.1f}" cy="{y:.1f}" r="3.6"/>'


def _legend(series: Sequence[Series]) -> Iterator[str]:
    """Beside each other under the title."""
    x = float(LEFT + 60)
    for place, one in enumerate(series if len(series) > 1 else ()):
        dash = f' stroke-dasharray="{_DASHES[place % 3]}"' if place % 3 else ""
        yield f'<path class="l{place % 3}"{dash} d="M{x:.0f} {TOP - 18}h26"/>'
        yield _text(x + 32, TOP - 14, one.name)
        x += 56 + 7.4 * len(one.name)


def _ticks(values: Sequence[float], log: bool, *, zero: bool = False) -> list[float]:
    """Round numbers that hold all values between the first and the last."""
    low, high = min(values), max(values)
    if log:
        first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
        return [10.0**power for power in range(first, max(last, first + 1) + 1)]
    low = 0 if zero else low
    step = _round_step((high - low) / 5 or 1)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [number * step for number in range(first, max(last, first + 1) + 1)]


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * times for times in (1, 2, 2.5, 5, 10) if power * times >= rough)


def _scale(ticks: Sequence[float], log: bool, start: float, end: float) -> Scale:
    of = math.log10 if log else float
    low, high = of(ticks[0]), of(ticks[-1])
    return lambda value: start + (of(value) - low) / (high - low) * (end - start)


# Bars


def _bars(plot: Plot) -> tuple[list[str], int]:
    points = [(str(x), y) for x, y in plot.series[0].points]
    most = max(y for _, y in points) or 1
    wide = WIDTH - LEFT - RIGHT - 90
    drawn = []
    for place, (name, value) in enumerate(points):
        top = TOP + place * (BAR + 30)
        length = max(value / most * wide, 1.5)
        drawn += [
            _text(LEFT, top, name),
            f'<rect class="f{place % 3}" x="{LEFT}" y="{top + 6}" width="{length:.1f}" height="{BAR - 8}"/>',
            _text(LEFT + length + 8, top + 22, f"{label(value)} {plot.y}"),
        ]
    return drawn, TOP + len(points) * (BAR + 30)


def label(value: float) -> str:
    """As short as a tick should be."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _text(x: float, y: float, words: str, style: str = "", anchor: str = "start") -> str:
    named = f' class="{style}"' if style else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{named} text-anchor="{anchor}">{escape(words)}</text>'
