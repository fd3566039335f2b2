"""The buttons of an absence, from the question for whom to the way back."""

from handlers.buttons import Button


class OthersButton(Button, prefix="abo"):
    """[Für jemand anderen]"""


class OfPartnerButton(Button, prefix="abp"):
    partner: int


class OfPersonButton(Button, prefix="abq"):
    person: int


class DayButton(Button, prefix="abd"):
    """A day of the calendar, "2026-11-24"."""

    day: str


class DeputyButton(Button, prefix="abv"):
    """Who stands in; 0 is nobody. `confirmed`: although they are away themselves."""

    deputy: int
    confirmed: int = 0


class BackAtWorkButton(Button, prefix="abe"):
    """[Abwesenheit beenden]"""

    person: int


class CancelButton(Button, prefix="abc"):
    """[Abbrechen]"""
