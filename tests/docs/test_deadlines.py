"""The page about deadlines shows the table that the engine uses, and claims no rule that nobody wrote."""

from pathlib import Path

from domain.model.deadlines.deadline_table import as_markdown
from domain.model.deadlines.rules import Reform, table

PAGE = (Path(__file__).parents[2] / "docs" / "deadlines.md").read_text(encoding="utf-8")


def test_the_table_is_the_engines() -> None:
    assert PAGE.endswith(as_markdown())
    assert all(f"(`{kind}`)" in PAGE for kind in table().kinds)


def test_every_switch_is_on_the_lawyers_list() -> None:
    checks = PAGE.split("## What a lawyer checks before going live")[1].split("\n## ")[0]
    assert all(f"`{reform}`" in checks for reform in Reform)
