"""The order of the tests: what takes long for one worker begins, so that nobody waits for it at the end."""

import pytest
from hypothesis import settings

# How long one example takes says more about the machine than about us; whole tests have their timeout.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

LONG = ("web", "kills", "demo")
LONG_STORY = "test_canaries"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser, killed processes and whole stories first; everything else as it was found."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    _, folder, *rest = item.nodeid.split("/")
    if folder in LONG:
        return LONG.index(folder)
    return len(LONG) + (not any(one.startswith(LONG_STORY) for one in rest))
