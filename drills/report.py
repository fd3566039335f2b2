"""The report of the drills: one page with the seed, the figures, and 0 losses or the failing traces."""

from collections.abc import Sequence

from drills.chapter import Chapter


def page(chapters: Sequence[Chapter], *, seed: int, machine: str, took_s: float, command: str) -> str:
    """The whole report as Markdown; `took_s` in seconds."""
    losses = sum(len(one.losses) for one in chapters)
    lines = [
        "# Drills",
        "",
        f"**{losses} losses.** Seed {seed}, {took_s:.0f} s, {machine}. Again with `{command}`.",
        "",
    ]
    for chapter in chapters:
        lines += _chapter(chapter)
    return "\n".join(lines).rstrip() + "\n"


def _chapter(chapter: Chapter) -> list[str]:
    lines = [f"## {chapter.title}", "", "| tried | times |", "|---|---:|"]
    lines += [f"| {what} | {times:,} |" for what, times in chapter.tried.items()]
    lines.append("")
    if chapter.figures:
        lines += ["| figure | |", "|---|---:|"]
        lines += [f"| {what} | {value} |" for what, value in chapter.figures.items()]
        lines.append("")
    if chapter.losses:
        lines += [f"{len(chapter.losses)} losses:", "", "```"]
        lines += chapter.losses
        lines += ["```", ""]
    else:
        lines += ["0 losses.", ""]
    return lines
