"""Which machine the figures come from."""

import os
import platform
import sqlite3
from datetime import date
from pathlib import Path
from typing import Final

_CPU: Final = Path("/proc/cpuinfo")
_MEMORY: Final = Path("/proc/meminfo")


def machine(today: date) -> str:
    """One sentence; `today` is written as an ISO date."""
    cores = len(os.sched_getaffinity(0))
    load = os.getloadavg()[0]
    return (
        f"Measured on {today.isoformat()} on {cores} cores of {_cpu()}, {_memory()}, {platform.system()} "
        f"{platform.release().split('-')[0]}, Python {platform.python_version()}, SQLite "
        f"{sqlite3.sqlite_version}; load average at the end {load:.1f}."
    )


def _cpu() -> str:
    lines = _CPU.read_text("utf-8").splitlines() if _CPU.exists() else []
    found = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(found, platform.machine())


def _memory() -> str:
    lines = _MEMORY.read_text("utf-8").splitlines() if _MEMORY.exists() else []
    found = (int(line.split()[1]) / 2**20 for line in lines if line.startswith("MemTotal"))
    return next((f"{size:.0f} GB of memory" for size in found), "unknown memory")
