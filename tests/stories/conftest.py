"""Stories begin on Monday, 23 November 2026, 9:00, in an empty town."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stories.town import Town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with Town.open(tmp_path) as town:
        yield town
