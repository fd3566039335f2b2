"""The page about the directory file names the columns of the template, in their order, and the topics."""

import re
from pathlib import Path

from domain.model.directory_cells import MOST_LINES, Column
from domain.model.routing import Topic
from handlers.directory_file import LARGEST_FILE

PAGE = (Path(__file__).parents[2] / "docs" / "directory.md").read_text(encoding="utf-8")


def test_every_column_is_explained() -> None:
    rows = re.findall(r"^\| ([^|]+?) \| ", PAGE, re.MULTILINE)
    assert rows[1:] == [column.value for column in Column]


def test_every_topic_is_named() -> None:
    listed = PAGE.split("Topics: ")[1].split(". ")[0]
    assert re.findall(r"`(\w+)`", listed) == [topic.value for topic in Topic]


def test_the_bounds_are_those_of_the_reader() -> None:
    assert f"{LARGEST_FILE // 1024**2} MB" in PAGE
    assert f"{MOST_LINES:,}" in PAGE
