"""Everybody who is measured takes the whole walk, with the same calls."""

import pytest

from bench.contestants import CONTESTANTS
from bench.process import Contestant, bot
from bench.walks import STEPS

AT_START = {"setMyCommands", "setMyDescription"}


def _as_parameter(contestant: Contestant) -> object:
    absent = pytest.mark.skipif(
        not contestant.python.exists(), reason="its environment is not made: make .venv-bench/.done"
    )
    return pytest.param(contestant, id=contestant.name, marks=absent)


@pytest.mark.parametrize("contestant", [_as_parameter(one) for one in CONTESTANTS])
async def test_nine_steps_end_in_a_report(contestant: Contestant) -> None:
    async with bot(contestant) as running:
        run = await running.run(contestant.walks(0)[:2], at_once=2)
    assert run.updates == 2 * STEPS
    calls = {method: number for method, number in run.calls.items() if method not in AT_START}
    assert calls == {
        "answerCallbackQuery": 2 * STEPS,
        "sendMessage": 2 * (1 + 3),
        "editMessageText": 2 * (STEPS - 1),
    }
    assert len(run.waits_s) == run.updates
