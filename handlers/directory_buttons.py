"""The buttons with which the directory is changed line by line; each carries all that its answer needs."""

from domain.model.ids import MunicipalityId
from domain.model.routing import Topic
from handlers.buttons import Button

EVERYTHING = "0"
"""In a button: the whole area, or every topic."""


class PartnerLinesButton(Button, prefix="dpl"):
    partner: int
    page: int = 0


class PartnerSettingsButton(Button, prefix="dps"):
    """[Angaben ändern]"""

    partner: int


class LeaveNetworkButton(Button, prefix="dpv"):
    """[Partner scheidet aus]; with a day (ISO) the question, and `sure` after it"""

    partner: int
    day: str = ""
    sure: bool = False


class StayButton(Button, prefix="dpb"):
    """[Bleibt doch]"""

    partner: int


class DepartureButton(Button, prefix="dpo"):
    """What still hangs on a partner that leaves"""

    partner: int


class NewPartnerButton(Button, prefix="dpn"):
    """[Neuer Partner]"""


class LineButton(Button, prefix="dli"):
    line: int


class HolderButton(Button, prefix="dlh"):
    """[Zuständig ändern]; with a person, that one"""

    line: int
    person: int = 0


class DeputyButton(Button, prefix="dlv"):
    """[Vertretung ändern]; with a person that one, 0 is nobody"""

    line: int
    person: int | None = None


class ConfirmButton(Button, prefix="dlc"):
    """[Stimmt noch] on a line"""

    line: int


class EndButton(Button, prefix="dle"):
    """[Beenden]; `sure` after the question, with the line that takes over the cases"""

    line: int
    sure: bool = False
    to: int = 0


class NewLineButton(Button, prefix="dnl"):
    """A line in the making: the first field that is missing is asked for next."""

    partner: int
    topic: str = ""
    area: str = ""
    holder: int = 0
    deputy: int | None = None


class NewPersonButton(Button, prefix="dnp"):
    """[Person eintragen]; with topic and area the new person becomes their holder"""

    partner: int
    topic: str = ""
    area: str = ""


class AddResponsibilityButton(Button, prefix="dad"):
    """[Zuständigkeit eintragen], where a report finds nobody"""

    place: str
    topic: str


class ConfirmOwnButton(Button, prefix="dco"):
    """[Stimmt noch] for all of one's own lines, under the digest"""


def topic_of(field: str) -> Topic | None:
    """Raises ValueError for a topic that does not exist."""
    return None if field == EVERYTHING else Topic(field)


def area_of(field: str) -> MunicipalityId | None:
    return None if field == EVERYTHING else MunicipalityId(field)
