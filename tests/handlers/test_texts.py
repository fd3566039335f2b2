"""Both languages say the same things; every coded value has its word; no text is missing or left over."""

import ast
import functools
import importlib
import pkgutil
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from string import Formatter

import domain.model
import domain.services
from handlers.texts import LANGUAGES, Texts, load

ROOT = Path(__file__).parents[2]
DE, EN = (load(language) for language in LANGUAGES)
TOPICS = {key.split(".")[0] for key in DE}
SPOKEN = {"case", "stage", "urgency", "legal_basis", "aftercare", "duplicate"}
"""Modules of the model whose coded values people read."""


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def enums() -> Iterator[type[Enum]]:
    """Every kind of coded value in the model and in the services."""
    for package in (domain.model, domain.services):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for kind in vars(importlib.import_module(module.name)).values():
                if isinstance(kind, type) and issubclass(kind, Enum) and kind.__module__ == module.name:
                    yield kind


def literals(*folders: str) -> Iterator[str]:
    """Every string of the code, f-strings as patterns."""
    for folder in folders:
        for file in (ROOT / folder).rglob("*.py"):
            yield from _literals_of(file)


@functools.cache
def _literals_of(file: Path) -> frozenset[str]:
    return frozenset(one for node in ast.walk(ast.parse(file.read_text("utf-8"))) for one in _literal(node))


def _literal(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr):
        yield "".join(
            re.escape(str(one.value)) if isinstance(one, ast.Constant) else "[A-Za-z0-9_.]*"
            for one in node.values
        )
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)


KEY = re.compile(rf"({'|'.join(sorted(TOPICS))})\\\.\S+")


def patterns() -> frozenset[str]:
    """What in the handlers looks like the key of a text."""
    return frozenset(one for one in literals("handlers", "bot") if KEY.fullmatch(one))


def test_both_languages_have_the_same_texts() -> None:
    assert set(DE) ^ set(EN) == set()


def test_both_languages_fill_in_the_same_values() -> None:
    both = set(DE) & set(EN)
    assert [key for key in sorted(both) if placeholders(DE[key]) != placeholders(EN[key])] == []


def test_every_coded_value_has_its_word() -> None:
    """A kind of which one value is spoken is spoken altogether."""
    missing = set()
    for kind in enums():
        wanted = {f"words.{kind.__name__}.{one.value}" for one in kind}
        if wanted & set(DE) or kind.__module__.rsplit(".", 1)[1] in SPOKEN:
            missing |= wanted - set(DE)
    assert missing == set()


def test_no_word_is_left_over() -> None:
    values = {(kind.__name__, str(one.value)) for kind in enums() for one in kind}
    words = {tuple(key.split(".")[1:]) for key in DE if key.startswith("words.")}
    assert {(name.split("_")[0], value) for name, value in words} - values == set()


def test_every_text_that_the_code_asks_for_exists() -> None:
    everything = "\n".join(DE)
    missing = {one for one in patterns() if not re.search(rf"^{one}", everything, re.MULTILINE)}
    assert missing == set()


def test_every_text_is_asked_for() -> None:
    asked = [re.compile(one) for one in patterns()]
    kept = (key for key in DE if not key.startswith(("words.", "errors.")))
    assert [key for key in kept if not any(one.match(key) for one in asked)] == []


def test_every_refusal_that_has_words_of_its_own_is_raised() -> None:
    raised = {re.sub(r"\\(.)", r"\1", one) for one in literals("domain", "handlers", "bot", "storage")}
    details = {key.split(".")[2] for key in DE if key.startswith("errors.") and key.count(".") == 2}
    assert details - raised - {"plain"} == set()


def test_a_day_that_ends_a_sentence_brings_its_full_stop() -> None:
    told = Texts.of("de")("aftercare.reminder", code="MI-7KQ4", day="9.3.")
    assert told.endswith("Das Fenster endet am 9.3.")
    assert Texts.of("de")("aftercare.reminder", code="MI-7KQ4", day="9.3.2027").endswith("9.3.2027.")
