"""What failure runs come to, for the coordinator: numbers with their N, small ones not told apart."""

from domain.model.failure_subject import Project
from domain.services.failure_numbers import SMALLEST, Numbers, Running
from handlers.cards import failure_keys
from handlers.failure_buttons import FailureButton
from handlers.message import Key, Message, Rows
from handlers.screens import lines
from handlers.texts import Texts

_IN_A_ROW = 3


def show(texts: Texts, numbers: Numbers) -> Message:
    """What runs now, and the last twelve months."""
    keys = [_opens(texts, one) for one in numbers.running]
    rows: Rows = tuple(tuple(keys[at : at + _IN_A_ROW]) for at in range(0, len(keys), _IN_A_ROW))
    blocks = [_running(texts, numbers), lines(*_counted(texts, numbers))]
    return Message(text="\n\n".join(blocks), rows=rows)


def _opens(texts: Texts, one: Running) -> Key:
    """A case by its code; an agreement by a short word, its title stands in the text."""
    if isinstance(one.case, Project):
        return failure_keys.to_run(texts, one.case, "failure.project.key")
    return FailureButton(case=one.case.id).key(one.case.code)


def _running(texts: Texts, numbers: Numbers) -> str:
    if not numbers.running:
        return texts("failure.no_runs")
    written = [
        texts("failure.numbers.case", code=one.case.code, settled=one.settled, total=one.total)
        for one in numbers.running
    ]
    return lines(texts("failure.running_now"), *written)


def _counted(texts: Texts, numbers: Numbers) -> list[str]:
    found = numbers.tally
    said: list[str] = [texts("failure.numbers.title", number=found.runs)]
    if found.runs < SMALLEST:
        return [*said, texts("failure.numbers.few", number=SMALLEST)]
    if numbers.first_call is not None:
        hours = round(numbers.first_call.total_seconds() / 3600)
        said.append(texts("failure.numbers.first_call", hours=hours, number=len(found.calls)))
    for key, (kept, number) in (
        ("steps", found.steps),
        ("guarantees", found.guarantees),
        ("reviews", found.reviews),
    ):
        said.append(texts(f"failure.numbers.{key}", kept=kept, number=number))
    for group, number in numbers.outcomes:
        key = "outcome" if number >= SMALLEST else "outcome_few"
        said.append(texts(f"failure.numbers.{key}", what=texts.word(group), number=max(number, SMALLEST)))
    return [*said, texts("failure.numbers.open", number=found.open_cases)]
