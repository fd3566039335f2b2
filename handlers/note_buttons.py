"""The buttons of a note's own screens."""

from datetime import date

from domain.model.case import Phrase
from domain.model.stage import Seat
from handlers.buttons import Button


class ToSideButton(Button, prefix="nts"):
    """The side that is written to, where there are two"""

    case: int
    seat: Seat


class PhraseButton(Button, prefix="nph"):
    """A phrase, sent at once"""

    case: int
    seat: Seat
    phrase: Phrase


class PhraseDayButton(Button, prefix="npd"):
    """A phrase with its day"""

    case: int
    seat: Seat
    phrase: Phrase
    day: date


class TypeNoteButton(Button, prefix="nty"):
    """[Freier Text], [Neu schreiben]"""

    case: int
    seat: Seat


class WhichCaseButton(Button, prefix="nwc"):
    """The case of a text; `source` is the message in which it was typed."""

    source: int
    case: int


class WhichSideButton(Button, prefix="nws"):
    """The side that a text goes to"""

    source: int
    seat: Seat


class SendNoteButton(Button, prefix="nsd"):
    """[Nein, senden]"""

    source: int


class DropNoteButton(Button, prefix="ndr"):
    """[Abbrechen]"""


class WithdrawNoteButton(Button, prefix="nwd"):
    """[Zurückziehen]"""

    note: int
