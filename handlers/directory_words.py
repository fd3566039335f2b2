"""The directory in words: a plan with its changes and faults, for the chat and the command line."""

from collections.abc import Iterator, Sequence

from domain.model.directory import Change, ChangeKind
from domain.model.directory_cells import Fault, FaultKind
from domain.model.ids import MunicipalityId
from domain.model.municipalities import municipality
from domain.model.routing import Topic
from domain.services.directory_import import Plan
from domain.services.gaps import Gap, GapKind
from handlers.texts import Texts

MOST_SHOWN = 12
LONGEST_PAGE = 3500
_HINT_IS_MEANT = frozenset(
    {FaultKind.UNKNOWN_KIND, FaultKind.UNKNOWN_PLACE, FaultKind.UNKNOWN_TOPIC, FaultKind.UNKNOWN_DEPUTY}
)


def area_word(texts: Texts, area: MunicipalityId | None) -> str:
    return texts.label("directory.area.whole") if area is None else municipality(area).name


def topic_word(texts: Texts, topic: Topic | None) -> str:
    return texts.label("directory.area.every_topic") if topic is None else texts.word(topic)


def plan_lines(texts: Texts, plan: Plan, most: int = MOST_SHOWN) -> tuple[str, ...]:
    """The preview: faults alone where there are any, otherwise what is new, changed and gone. Plain text."""
    return tuple(_faults(texts, plan.faults, most) if plan.faults else _changes(texts, plan, most))


def within(texts: Texts, lines: Sequence[str], limit: int = LONGEST_PAGE) -> str:
    """The lines as one text of at most about `limit` characters; what is left out is counted."""
    kept: list[str] = []
    length = 0
    for line in lines:
        length += len(line) + 1
        if length > limit:
            return "\n".join([*kept, texts.label("directory.preview.more", count=len(lines) - len(kept))])
        kept.append(line)
    return "\n".join(kept)


def _faults(texts: Texts, faults: Sequence[Fault], most: int) -> Iterator[str]:
    yield texts.label("directory.preview.faults", count=len(faults))
    yield from _shortened(texts, [fault_line(texts, fault) for fault in faults], most)
    yield ""
    yield texts.label("directory.preview.nothing_changed")


def _changes(texts: Texts, plan: Plan, most: int) -> Iterator[str]:
    if not plan.changes:
        yield texts.label("directory.preview.same")
        return
    yield texts.label("directory.preview.title", **counts(plan))
    for kind in ChangeKind:
        changes = plan.of(kind)
        if changes:
            yield ""
            yield f"{texts.label(f'directory.preview.{kind}')}:"
            yield from _shortened(texts, [change_line(texts, change) for change in changes], most)


def counts(plan: Plan) -> dict[str, int]:
    return {kind.value: len(plan.of(kind)) for kind in ChangeKind}


def _shortened(texts: Texts, lines: list[str], most: int) -> Iterator[str]:
    yield from lines[:most]
    if len(lines) > most:
        yield texts.label("directory.preview.more", count=len(lines) - most)


def change_line(texts: Texts, change: Change) -> str:
    area, topic = ("", "") if change.key is None else _place(texts, change.key[1], change.key[2])
    line = texts.label(
        f"directory.preview.{change.subject}",
        partner=change.partner,
        person=change.person,
        area=area,
        topic=topic,
    )
    if change.before:
        line = texts.label("directory.preview.was", line=line, before=change.before)
    return texts.label("directory.preview.cases", line=line, cases=change.cases) if change.cases else line


def _place(texts: Texts, area: MunicipalityId | None, topic: Topic | None) -> tuple[str, str]:
    return area_word(texts, area), topic_word(texts, topic)


def fault_line(texts: Texts, fault: Fault) -> str:
    hint = fault.hint
    if fault.kind is FaultKind.TOPIC_MISSING:
        hint = texts.word(Topic(fault.hint))
    text = texts.label(f"directory.fault.{fault.kind}", words=fault.words, hint=hint)
    if fault.kind in _HINT_IS_MEANT and fault.hint:
        text = texts.label("directory.fault.hint", text=text, hint=fault.hint)
    if fault.line is None:
        return text
    if fault.column is None:
        return texts.label("directory.fault.at_line", line=fault.line, text=text)
    return texts.label("directory.fault.at", line=fault.line, column=fault.column.value, text=text)


def gap_lines(texts: Texts, gaps: Sequence[Gap], most: int = MOST_SHOWN) -> tuple[str, ...]:
    """The gaps, a paragraph a kind, each shortened to `most` lines. Plain text."""
    lines: list[str] = []
    for kind in GapKind:
        found = [_gap_facts(texts, gap) for gap in gaps if gap.kind is kind]
        if found:
            lines.append(f"{gap_word(texts, kind)}: {len(found)}")
            lines += _shortened(texts, found, most)
    return tuple(lines)


def gap_word(texts: Texts, kind: GapKind) -> str:
    return texts.label(f"directory.gap.{kind}")


def gap_line(texts: Texts, gap: Gap) -> str:
    """One gap that stands alone: what is missing, and where. Plain text."""
    return f"{gap_word(texts, gap.kind)}: {_gap_facts(texts, gap)}"


def _gap_facts(texts: Texts, gap: Gap) -> str:
    facts = [gap.person, gap.partner]
    if gap.kind is GapKind.TOPIC_MISSING:
        facts = [gap.partner, topic_word(texts, gap.topic)]
    elif gap.kind in _OF_LINES:
        facts = [area_word(texts, gap.area), topic_word(texts, gap.topic), *facts]
    return ", ".join(filter(None, facts))


_OF_LINES = frozenset({GapKind.NO_HOLDER, GapKind.NOBODY_THERE, GapKind.NO_DEPUTY, GapKind.UNCONFIRMED})
