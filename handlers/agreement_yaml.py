"""Agreements as YAML, out and in: bounded, without aliases and tags, every value with its line."""

from collections.abc import Mapping
from difflib import get_close_matches
from enum import Enum, StrEnum
from functools import cache
from typing import Any, Final

import yaml
from pydantic import BaseModel, ConfigDict
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from domain.model.agreement_file import Node
from domain.model.agreement_tree import written
from domain.model.municipalities import municipalities, plain
from domain.services.agreement_access import Seen
from handlers.cards.agreement_sections import Wording
from handlers.message import File
from handlers.texts import LANGUAGES, Texts

TEMPLATE: Final = "agreement_yaml"
FILE_NAME: Final = "Vereinbarung.yaml"
SUFFIXES: Final = ("yaml", "yml")

LARGEST_FILE: Final = 32 * 1024
DEEPEST: Final = 6
MOST_VALUES: Final = 1500
WIDTH: Final = 100
SUGGESTED: Final = 6


class Trouble(StrEnum):
    """Why a file cannot be read at all."""

    TOO_LARGE = "too_large"
    WRONG_KIND = "wrong_kind"
    BROKEN = "broken"
    TOO_DEEP = "too_deep"
    TOO_MANY = "too_many"
    ALIAS = "alias"
    TAG = "tag"
    TWICE = "twice"
    EMPTY = "empty"
    NOT_FETCHED = "not_fetched"


class Unreadable(Exception):
    """Nothing of this file can be taken over; `line` from 1, 0 where no line is to blame."""

    def __init__(self, trouble: Trouble, line: int = 0) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.line = line


class _Kept(BaseModel):
    """A value on its way through the inbox."""

    model_config = ConfigDict(extra="forbid")

    at: int
    word: str | None = None
    many: list["_Kept"] | None = None
    named: dict[str, "_Kept"] | None = None


# Reading


def read_yaml(content: bytes) -> Node:
    """The values of a file of one document. Raises Unreadable."""
    if len(content) > LARGEST_FILE:
        raise Unreadable(Trouble.TOO_LARGE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(Trouble.BROKEN) from None
    try:
        _bound(text)
        root = yaml.compose(text, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(Trouble.BROKEN, mark.line + 1 if mark else 0) from None
    except yaml.YAMLError:
        raise Unreadable(Trouble.BROKEN) from None
    if root is None:
        raise Unreadable(Trouble.EMPTY)
    return _node(root)


def _bound(text: str) -> None:
    """Before anything is built: no depth, no number, no alias that could blow up. Raises Unreadable."""
    depth = values = 0
    for event in yaml.parse(text, yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Unreadable(Trouble.ALIAS, line)
        if getattr(event, "tag", None):
            raise Unreadable(Trouble.TAG, line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        values += isinstance(event, yaml.NodeEvent)
        if depth > DEEPEST:
            raise Unreadable(Trouble.TOO_DEEP, line)
        if values > MOST_VALUES:
            raise Unreadable(Trouble.TOO_MANY, line)


def _node(found: yaml.Node) -> Node:
    line = found.start_mark.line + 1
    match found:
        case ScalarNode():
            return Node(line, str(found.value))
        case SequenceNode():
            return Node(line, tuple(_node(one) for one in found.value))
        case MappingNode():
            return Node(line, _named(found))
    raise Unreadable(Trouble.BROKEN, line)


def _named(found: MappingNode) -> dict[str, Node]:
    named: dict[str, Node] = {}
    for key, value in found.value:
        line = key.start_mark.line + 1
        if not isinstance(key, ScalarNode):
            raise Unreadable(Trouble.BROKEN, line)
        if key.value in named:
            raise Unreadable(Trouble.TWICE, line)
        named[str(key.value)] = _node(value) if value.value else Node(line, "")
    return named


def store(node: Node) -> str:
    """As it waits in the inbox until it is read."""
    return _keep(node).model_dump_json(exclude_none=True)


def _keep(node: Node) -> _Kept:
    if isinstance(node.value, str):
        return _Kept(at=node.line, word=node.value)
    if isinstance(node.value, Mapping):
        return _Kept(at=node.line, named={name: _keep(one) for name, one in node.value.items()})
    return _Kept(at=node.line, many=[_keep(one) for one in node.value])


def stored(text: str) -> Node:
    """Raises pydantic.ValidationError for anything that `store` has not written."""
    return _unkeep(_Kept.model_validate_json(text))


def _unkeep(kept: _Kept) -> Node:
    if kept.named is not None:
        return Node(kept.at, {name: _unkeep(one) for name, one in kept.named.items()})
    if kept.many is not None:
        return Node(kept.at, tuple(_unkeep(one) for one in kept.many))
    return Node(kept.at, kept.word or "")


# Words


@cache
def _words_of(kind: Any) -> Mapping[str, Enum]:
    """Every word for a code of this kind, in every language, and the code itself."""
    found: dict[str, Enum] = {}
    for one in kind:
        said = [word_for(Texts.of(language), one) for language in LANGUAGES]
        found |= {plain(each): one for each in (str(one.value), *said)}
    return found


def word_for(texts: Texts, value: Enum) -> str:
    key = f"agreement.{type(value).__name__.lower()}.{value.value}"
    return texts.label(key) if texts.knows(key) else texts.word(value)


class Words:
    """The words of every language for every code."""

    def code(self, kind: Any, word: str) -> Any:
        """What a word of the file stands for; None for nothing."""
        return _words_of(kind).get(plain(word))

    def meant(self, kind: Any, word: str) -> str:
        """The nearest German word, else the first ones."""
        german = [word_for(Texts.of(LANGUAGES[0]), one) for one in kind]
        near = get_close_matches(word, german, n=1, cutoff=0.5)
        return near[0] if near else ", ".join(german[:SUGGESTED])


# Writing


def yaml_of(seen: Seen) -> File:
    """The file to be sent: German, as the directory's is; made at once, it is small."""
    texts = Texts.of(LANGUAGES[0])
    wording = Wording.of(texts, seen.parties)
    places = {one.id: one.name for one in municipalities()}
    tree = written(seen.version.terms, wording.names, places, lambda one: word_for(texts, one))
    head = texts.label("agreement.file.head", number=seen.version.number)
    return File(kind="document", template=TEMPLATE, subject=f"{head}\n{dumped(tree)}", name=FILE_NAME)


def dumped(tree: Any) -> str:
    text = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=False)
    return str(text)


def agreement_yaml(subject: str) -> bytes:
    """The file as it leaves: what was written is kept as it is."""
    return subject.encode("utf-8")
