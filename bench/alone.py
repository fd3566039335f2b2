"""`python -m bench.alone`: one contestant, saturated, lap after lap; with --profile under py-spy."""

import argparse
import asyncio
from pathlib import Path

from bench.contestants import CONTESTANTS
from bench.dialogue import AT_ONCE
from bench.process import VENV, Bot, bot
from bench.walks import MOST_LAPS

BY_NAME = {one.name: one for one in CONTESTANTS}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.alone", description=__doc__)
    parser.add_argument("name", nargs="?", choices=sorted(BY_NAME), default="ours")
    parser.add_argument("--laps", type=int, choices=range(1, MOST_LAPS), default=3, help="220 reports each")
    parser.add_argument(
        "--profile", type=Path, metavar="FILE", help="a flame graph (.svg) of every lap but the first"
    )
    return parser.parse_args()


async def main(arguments: argparse.Namespace) -> None:
    contestant = BY_NAME[arguments.name]
    async with bot(contestant) as running:
        await running.run(contestant.walks(0), at_once=AT_ONCE)
        recorder = await _record(running, arguments.profile) if arguments.profile else None
        for lap in range(1, arguments.laps + 1):
            run = await running.run(contestant.walks(lap), at_once=AT_ONCE)
            print(f"{run.per_second:.0f}/s, {run.cpu_us:.0f} µs CPU an update", flush=True)
        if recorder is not None:
            recorder.send_signal(2)
            await recorder.wait()


async def _record(running: Bot, file: Path) -> asyncio.subprocess.Process:
    """Sampling stops neither thread; native frames are left out, so that lines of ours can be read."""
    py_spy = str(VENV / "bin/py-spy")
    options = ("record", "--nonblocking", "--threads", "--rate", "200", "--output", str(file))
    return await asyncio.create_subprocess_exec(py_spy, *options, "--pid", str(running.pid))


if __name__ == "__main__":
    asyncio.run(main(_arguments()))
