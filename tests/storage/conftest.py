"""Each storage test has an empty database of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.work import SqliteWork
from tests.storage.empty import empty_work


@pytest.fixture
def work(tmp_path: Path) -> Iterator[SqliteWork]:
    with empty_work(tmp_path / "kw.db") as work:
        yield work
