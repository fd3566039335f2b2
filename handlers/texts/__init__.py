"""Every text that people read: one folder a language, one file a topic."""

import html
import re
import tomllib
from collections.abc import Mapping
from enum import Enum
from functools import cache
from importlib import resources
from typing import Any, Final

from domain.model.dates import Language

LANGUAGES: tuple[Language, ...] = ("de", "en")


_TWO_STOPS: Final = re.compile(r"(\d\.\d+\.)\.(?!\.)")


class Html(str):
    """Text that is Telegram HTML already and must not be escaped again."""

    __slots__ = ()


def _flat(tree: Mapping[str, Any], path: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in tree.items():
        name = f"{path}.{key}" if path else key
        found |= _flat(value, name) if isinstance(value, dict) else {name: str(value).strip("\n")}
    return found


@cache
def load(language: str) -> Mapping[str, str]:
    """All texts of a language by `file.key`. Raises tomllib.TOMLDecodeError for a broken file."""
    found: dict[str, str] = {}
    folder = resources.files("handlers.texts").joinpath(language)
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            found |= _flat(tomllib.loads(file.read_text("utf-8")), file.name.removesuffix(".toml"))
    return found


class Texts:
    """The texts of one language. Values are escaped for Telegram's HTML unless they are `Html`."""

    def __init__(self, language: str) -> None:
        self.language: Language = "en" if language == "en" else "de"
        self._texts = load(self.language)

    @staticmethod
    @cache
    def of(language: str) -> "Texts":
        return Texts(language)

    def __call__(self, key: str, **values: object) -> Html:
        """A message text. Raises KeyError for a text or a value that is missing."""
        escaped = {name: _escape(value) for name, value in values.items()}
        return Html(_one_stop(self._texts[key].format(**escaped)))

    def label(self, key: str, **values: object) -> str:
        """A button, a toast or a file's word: plain, not HTML."""
        return _one_stop(self._texts[key].format(**values))

    def word(self, code: Enum, *, form: str = "") -> str:
        """The plain word for a coded value, from `words.toml`: section = class name, key = value."""
        section = type(code).__name__ + (f"_{form}" if form else "")
        return self._texts[f"words.{section}.{code.value}"]

    def knows(self, key: str) -> bool:
        return key in self._texts


def _one_stop(text: str) -> str:
    """A German day such as 24.11. that ends a sentence brings the full stop with it."""
    return _TWO_STOPS.sub(r"\1", text) if ".." in text else text


def _escape(value: object) -> object:
    return value if isinstance(value, Html | int) else html.escape(str(value), quote=False)
