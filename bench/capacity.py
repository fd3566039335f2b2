"""One paragraph: what one machine carries at Telegram's own limit, from what was measured."""

from collections.abc import Mapping

PER_SECOND = 30
DAY_H = 8
STEPS = 9


def paragraph(facts: Mapping[str, float]) -> str:
    """Empty where the growth of a report was not measured."""
    if not {"report_cpu_ms", "report_calls", "bytes_a_case", "cases"} <= facts.keys():
        return ""
    updates = PER_SECOND / facts["report_calls"]
    busy = updates * facts["report_cpu_ms"] / 1000
    reports_a_day = updates / STEPS * 3600 * DAY_H
    disk_gb = facts["cases"] * facts["bytes_a_case"] / 1e9
    limit = "Telegram is the limit, not the machine" if busy < 1 else "one core is not enough"
    return (
        f"Telegram lets a bot send {PER_SECOND} messages a second. A report over {facts['cases']:,.0f} cases "
        f"causes {facts['report_calls']:.2f} messages and {facts['report_cpu_ms']:.1f} ms of CPU an update. "
        f"At that limit the bot takes {updates:.0f} updates a second and keeps {busy:.0%} of one core "
        f"busy: {limit}. That would be {reports_a_day:,.0f} reports of nine steps in a working day "
        f"of {DAY_H} hours. A file of {facts['cases']:,.0f} cases with everything that was said about them "
        f"has {disk_gb:.1f} GB."
    )
