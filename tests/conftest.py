"""The order of the tests: what takes long for one worker begins, so that nobody waits for it at the end."""

import pytest
from hypothesis import settings

# How long one example takes says more about the machine than about us; whole tests have their timeout.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

LONG = ("web", "kills", "demo")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser, killed processes and whole stories first; everything else as it was found."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    folder = item.nodeid.split("/")[1]
    return LONG.index(folder) if folder in LONG else len(LONG)
