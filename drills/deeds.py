"""Deeds of members, step by step: each step is one touch, and what can be read once it has had its effect."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from drills.town import Missing, Phone, Shown


@dataclass(slots=True, kw_only=True)
class Step:
    """One touch on one phone: a button, a typed text or a file. `shows` stands on a new message afterwards.

    The button of a `line` is its number in a list.
    `on` are words of the message whose button it is, `else_label` what the button may be called instead;
    `reader` is where the effect shows, if not there; `acknowledged` is set once the bot has answered a press.
    """

    phone: Phone
    label: str = ""
    line: str = ""
    else_label: str = ""
    reader: Phone | None = None
    on: tuple[str, ...] = ()
    text: str = ""
    file: bytes = b""
    shows: tuple[str, ...] = ()
    toast: str = ""
    acknowledged: bool = False
    _before: frozenset[Shown] | None = None

    async def act(self) -> None:
        """Touch the phone, and wait for nothing but the answer to a press. Raises Missing."""
        if self._before is None:
            self._before = frozenset(self._screen())
        if self.file:
            await self.phone.town.client.file(self.phone.user, self.phone.chat, self.file, "verzeichnis.csv")
        elif self.text:
            await self.phone.sends(self.text)
        else:
            await self._press()

    async def _press(self) -> None:
        if self.line:
            self.label = self._number()
        there = self.phone.has_button(self.label, *self.on) or not self.else_label
        button = self.phone.button(self.label if there else self.else_label, *self.on)
        answer = await self.phone.presses(*button)
        if answer is not None:
            self.acknowledged = True
            self.toast = self.toast or answer

    def _number(self) -> str:
        """Of the line on the newest list that says it. Raises Missing."""
        for shown in reversed(self.phone.finds(*self.on, self.line)):
            for one in shown.text.splitlines():
                number, point, said = one.partition(". ")
                if point and number in shown.labels and self.line in said:
                    return number
        raise Missing(f"{self.phone.name} has no line {self.line!r}; newest: {self.phone.newest()}")

    def forgets(self) -> None:
        """It has not been touched yet."""
        self._before, self.acknowledged, self.toast = None, False, ""

    @property
    def done(self) -> bool:
        """Whether its effect can be read."""
        return bool(self._new())

    @property
    def seen(self) -> Shown:
        """The newest message on which its effect can be read."""
        return self._new()[-1]

    def _new(self) -> list[Shown]:
        before = self._before or frozenset()
        return [one for one in self._screen() if one not in before and one.reads(*self.shows)]

    def _screen(self) -> list[Shown]:
        return (self.reader or self.phone).screen()

    @property
    def words(self) -> str:
        return f"[{self.label}]" if self.label else "a file" if self.file else repr(self.text)


@dataclass(slots=True, kw_only=True)
class Deed:
    """What somebody is about to do; `book` writes it down once the last step has had its effect.

    `about` are the codes and names that must not be part of another deed at the same moment. What is done
    `on_card`, over the live card itself, is covered by the card whenever that changes, and begun again.
    """

    kind: str
    about: tuple[str, ...]
    steps: list[Step]
    book: Callable[["Deed"], None]
    on_card: bool = False
    at: int = 0
    dies_at: int = 0

    @property
    def words(self) -> str:
        return f"{self.steps[0].phone.name}: {self.kind} {' '.join(self.about[1:])}".rstrip()

    @property
    def present(self) -> Step:
        return self.steps[self.at]

    def begins_again(self) -> None:
        """From the card on, as if nothing had been touched."""
        self.at = 0
        for step in self.steps:
            step.forgets()

    @property
    def last(self) -> Step:
        return self.steps[-1]


def presses(phone: Phone, labels: Sequence[str | tuple[str, ...]], *end: str) -> list[Step]:
    """Press one after the other; each shows the next one's button, the last one shows `end`.

    A label may bring words of its message with it.
    """
    parts = [(one,) if isinstance(one, str) else one for one in labels]
    ends = [(*following[1:], following[0]) for following in parts[1:]] + [end]
    return [
        Step(phone=phone, label=one[0], on=one[1:], shows=tuple(shows))
        for one, shows in zip(parts, ends, strict=True)
    ]
