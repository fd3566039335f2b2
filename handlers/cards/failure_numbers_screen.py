"""What failure runs come to, for the coordinator: numbers with their N, small ones not told apart."""

from domain.model.failure import RunState
from domain.services.failure_numbers import SMALLEST, Numbers
from handlers.cards import Reading
from handlers.failure_buttons import FailureButton
from handlers.message import Key, Message, Rows
from handlers.screens import lines

MOST = 12
"""Running procedures on one screen."""


def show(reading: Reading, numbers: Numbers) -> Message:
    """What runs now, and the last twelve months."""
    running, keys = _running(reading)
    blocks = [running, lines(*_counted(reading, numbers))]
    rows: Rows = tuple(tuple(keys[at : at + 3]) for at in range(0, len(keys), 3))
    return Message(text="\n\n".join(blocks), rows=rows)


def _running(reading: Reading) -> tuple[str, list[Key]]:
    texts, work = reading.texts, reading.work
    said: list[str] = []
    keys: list[Key] = []
    for run in work.failure_runs.open()[:MOST]:
        case = work.cases.get(run.case_id)
        if case is None or run.state is not RunState.RUNNING:
            continue
        steps = work.failure_steps.of_run(run.id)
        settled = sum(not one.is_open for one in steps)
        said.append(texts("failure.numbers.case", code=case.code, settled=settled, total=len(steps)))
        keys.append(FailureButton(case=case.id).key(case.code))
    if not said:
        return texts("failure.no_runs"), keys
    return lines(texts("failure.running_now"), *said), keys


def _counted(reading: Reading, found: Numbers) -> list[str]:
    texts = reading.texts
    head = texts("failure.numbers.title", number=found.runs)
    if found.runs < SMALLEST:
        return [head, texts("failure.numbers.few", number=SMALLEST)]
    said: list[str] = [head]
    if found.first_call is not None:
        hours = round(found.first_call.total_seconds() / 3600)
        said.append(texts("failure.numbers.first_call", hours=hours, number=found.calls))
    for key, (kept, number) in (
        ("steps", found.steps),
        ("guarantees", found.guarantees),
        ("reviews", found.reviews),
    ):
        said.append(texts(f"failure.numbers.{key}", kept=kept, number=number))
    for group, number in found.outcomes:
        key = "outcome" if number >= SMALLEST else "outcome_few"
        shown = number if number >= SMALLEST else SMALLEST
        said.append(texts(f"failure.numbers.{key}", what=texts.word(group), number=shown))
    return [*said, texts("failure.numbers.open", number=found.open_cases)]
