"""What somebody types about a colleague: name, function, telephone, separated by commas."""

from dataclasses import dataclass

from domain.model.errors import NotUnderstood

LONGEST = 60
"""Characters of each part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What a coordinator types about a new colleague: name, and function and phone if known."""

    name: str
    function: str = ""
    phone: str = ""


def read_particulars(text: str) -> Particulars:
    """Read "Name, Funktion, Telefon", the last two optional. Raises NotUnderstood."""
    parts = [" ".join(one.split()) for one in text.split(",")]
    name = parts[0]
    if not 2 <= len(name) <= LONGEST or len(parts) > 3 or any(len(one) > LONGEST for one in parts):
        raise NotUnderstood("particulars")
    if any(letter.isdigit() or letter in "@/<>" for letter in name):
        raise NotUnderstood("particulars")
    function, phone = (*parts[1:], "", "")[:2]
    return Particulars(name=name, function=function, phone=phone)
