"""The overview's buttons: where the main jobs begin. The verbs that do them answer these buttons."""

from handlers.buttons import Button
from handlers.message import Rows, row
from handlers.texts import Texts


class NewReportButton(Button, prefix="new"):
    """[Neue Meldung]"""


class FindContactButton(Button, prefix="kon"):
    """[Kontakt finden]"""


class MyCasesButton(Button, prefix="myc"):
    """[Meine Fälle]"""


class PracticeButton(Button, prefix="prb"):
    """[Probe-Meldung]"""


def rows(texts: Texts) -> Rows:
    """The four entry points, two a row."""
    return (
        row(
            NewReportButton().key(texts.label("menu.new")),
            FindContactButton().key(texts.label("menu.contact")),
        ),
        row(
            MyCasesButton().key(texts.label("menu.cases")), PracticeButton().key(texts.label("menu.practice"))
        ),
    )
