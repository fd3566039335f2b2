"""Odd words, forged presses and broken shapes: what nobody sends in earnest, and Telegram may bring."""

import copy
from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from random import Random
from typing import Any, get_args

import handlers
from drills.canaries import CANARIES
from handlers.buttons import Button
from handlers.commands import COMMANDS

Json = dict[str, Any]

assert handlers.VERBS, "every button is known once every verb is"

ODD_TEXTS = (
    *(
        "",
        " ",
        "\n",
        "\x00",
        "a\x00b",
        "\ud800",
        "x\udfffy",
        "\u202eFeldwebel\u202c",
        "\u2066\u2069",
        "\ufeff",
    ),
    *(
        "Z\u0351\u0352\u0353a\u0334\u0335l\u0336g\u0337o" * 40,
        "𝕶𝖚𝖗𝖟𝖊",
        "👨‍👩‍👧‍👦" * 50,
        "\U0010ffff",
        "\ufdfa" * 300,
    ),
    *("<b>", "</b>", "<a href='tg://user?id=1'>x</a>", "&lt;&amp;&#0;", "<script>", "<pre><code class=x>"),
    *("{code}", "%s%n", "{0.__class__}", "'; DROP TABLE cases; --", "../../etc/passwd", "\\", '"' * 50),
    *(
        "/",
        "//",
        "/@",
        "/start@",
        "/fall@kurzewege_bot",
        "/start@other_bot x",
        "/FALL",
        "/fall\u00a0",
        "/\u202efall",
    ),
    *("9" * 400, "-1", "1e999", "NaN", "31.2.", "0.0.0000", "29.2.2027", "24.12.99999", "heute", "٣١.١٢."),
    *("محمد", "ﺎﻠﻋﺮﺒﻳﺓ", "日本語" * 20, "ß" * 999, "ẞ", "İ" * 500, "Ǆ", "ﬁ" * 300, "\u0301" * 2000),
)
HUGE = ("x" * 100_000, "/fall " + "7" * 50_000, "Ä\u0308" * 30_000, "<b>" * 20_000, "\u202e" * 70_000)
NUMBERS = (-1, 0, 2**31, 2**53, 2**63 - 1, 2**63, 10**30, -(2**63))
ODD_VALUES: tuple[Any, ...] = (
    *(None, True, False, -1, 0, 2**31, 2**63, -(2**70), 1.5, 1e400, "", "x", "\ud800", "\x00", [], [[]], {}),
    *([None], [{}], {"id": None}, {"id": "7"}, {"id": 2**80}, {"id": True}, "/start", "acc:1", ":" * 64),
    *({"type": "private"}, {"type": 7, "id": 7}, {"x": {"x": {"x": {}}}}, ["a"] * 50, "y" * 5000),
)
MORE_KEYS = (
    "from",
    "chat",
    "text",
    "voice",
    "photo",
    "reply_to_message",
    "entities",
    "forward_origin",
    "data",
)


def buttons(kind: type[Button] = Button) -> Iterator[type[Button]]:
    """Every registered button."""
    for one in kind.__subclasses__():
        yield one
        yield from buttons(one)


class Words:
    """What is typed and pressed. `known` are codes and tokens that exist, `ids` how far real ids reach.

    Without `canaries`, nobody is named whom a person might rightly enter as a colleague.
    """

    def __init__(
        self,
        chance: Random,
        known: Sequence[str],
        tokens: Sequence[str],
        ids: int,
        *,
        canaries: bool = True,
    ) -> None:
        self.chance = chance
        self.known = known
        self.tokens = tokens
        self.ids = ids
        self.canaries = canaries
        self.buttons = sorted(buttons(), key=lambda one: one.prefix)
        self._unpressed = list(self.buttons)

    def text(self) -> str:
        """A command, a code, somebody's name, or nonsense of every length."""
        pick = self.chance.random()
        if pick < 0.3:
            return (
                f"/{self.chance.choice(sorted(COMMANDS))}{self.chance.choice(('', ' ' + self._argument()))}"
            )
        if pick < 0.45:
            return f"/start {self.chance.choice((*self.tokens, 'x' * 64, '-', 'ü', self._argument()))}"
        if pick < 0.6:
            return self.chance.choice(self.known)
        if pick < 0.75 and self.canaries:
            return self.chance.choice(CANARIES)[0]
        return self.chance.choice(HUGE) if pick < 0.77 else self._nonsense()

    def _argument(self) -> str:
        pick = self.chance.random()
        return self.chance.choice(self.known) if pick < 0.5 else self._nonsense()

    def _nonsense(self) -> str:
        parts = self.chance.choices(ODD_TEXTS, k=self.chance.randint(1, 3))
        return "".join(parts) if self.chance.random() < 0.7 else " ".join(parts)

    def data(self) -> str:
        """What a button carries: of every kind once, then of any, about anything, or of no kind at all."""
        if self.chance.random() < 0.1:
            return self.chance.choice((*(one for one in ODD_TEXTS if one), ":" * 64, "acc", "acc:", "zzz:1"))
        kind = self._unpressed.pop() if self._unpressed else self.chance.choice(self.buttons)
        values = [self._value(one.annotation) for one in kind.model_fields.values()]
        if self.chance.random() < 0.05:
            values = [*values, "1"] if self.chance.random() < 0.5 else values[:-1]
        return ":".join((kind.prefix, *values))

    def _value(self, wanted: Any) -> str:
        """Mostly of the right shape, so that it reaches the deed behind the button."""
        choose = self.chance.choice
        if self.chance.random() < 0.05:
            return str(choose((*NUMBERS, "", "x", "None", "\ud800", "é" * 9)))
        options = [one for one in get_args(wanted) if one is not type(None)]
        if options:
            return self._value(choose(options))
        if isinstance(wanted, type) and issubclass(wanted, Enum):
            return str(choose(list(wanted)).value)
        if wanted is bool:
            return choose(("True", "False", "1"))
        if wanted is int:
            return str(self.chance.randint(1, self.ids))
        if wanted is date:
            return choose(("2026-11-20", "2026-11-23", "2026-12-24", "0001-01-01", "9999-12-31"))
        return wanted if isinstance(wanted, str) else self._string()

    def _string(self) -> str:
        codes = (
            "same",
            "yes",
            "tried",
            "contact_made",
            "income",
            "work",
            "notice",
            "2026-11-20",
            "c",
            "d",
            "all_well",
        )
        return self.chance.choice((*codes, f"r{self.chance.randint(1, 9)}", f"p{self.chance.randint(1, 14)}"))


def broken(chance: Random, content: Json) -> Json:
    """The same with some values replaced, removed or added, at any depth."""
    content = copy.deepcopy(content)
    for _ in range(chance.randint(1, 4)):
        place: Json = content
        while inner := [one for one in place.values() if isinstance(one, dict) and one]:
            if chance.random() < 0.5:
                break
            place = chance.choice(inner)
        key = chance.choice([*place, *MORE_KEYS])
        if chance.random() < 0.3:
            place.pop(key, None)
        else:
            place[key] = copy.deepcopy(chance.choice(ODD_VALUES))
    return content
