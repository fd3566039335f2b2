"""The command asks for every bench that there is."""

import ast
from pathlib import Path

import pytest

from bench import __main__ as command

BENCHES = sorted(
    file.stem
    for file in Path(command.__file__).parent.glob("*.py")
    if any(
        isinstance(one, ast.AsyncFunctionDef | ast.FunctionDef) and one.name == "bench"
        for one in ast.parse(file.read_text("utf-8")).body
    )
)


def test_every_bench_is_asked_for() -> None:
    assert sorted(command.BENCHES) == BENCHES


def test_an_unknown_bench_is_refused_with_the_known(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["bench", "--only", "dialog"])
    with pytest.raises(SystemExit):
        command.main()
    assert "choose from dialogue, timers" in capsys.readouterr().err
