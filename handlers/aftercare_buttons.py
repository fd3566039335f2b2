"""The buttons of aftercare: on check-ins, in the digest, under [Warum?]."""

from domain.model.aftercare import HelpNeed
from domain.model.case import Answer
from domain.model.check_in import EndReason
from domain.model.stage import Stage
from handlers.buttons import Button


class CheckInButton(Button, prefix="cia"):
    """An answer, by its code"""

    check_in: int
    answer: str


class RelapseStageButton(Button, prefix="cis"):
    """Where the tenancy stands after [Rückfall]"""

    check_in: int
    stage: Stage


class NeedButton(Button, prefix="cin"):
    """What is needed after [Kleine Störung]"""

    check_in: int
    need: HelpNeed


class ShowCheckInButton(Button, prefix="cio"):
    """The question of a check-in: from the digest, or as the way back from a second tap"""

    check_in: int
    here: bool = False


class UndoCheckInButton(Button, prefix="ciu"):
    """[Rückgängig], for five minutes"""

    check_in: int


class WellInDigestButton(Button, prefix="ciw"):
    """[Alles in Ordnung] in a line of the digest, which then shows what is left; `since` in Unix seconds"""

    check_in: int
    since: int


class AllWellButton(Button, prefix="caw"):
    """[Alle in Ordnung]: asks for one confirmation"""

    since: int


class ConfirmAllWellButton(Button, prefix="cac"):
    """The confirmation; holds for exactly the check-ins that it lists."""

    number: int
    last: int
    since: int


class DigestButton(Button, prefix="dig"):
    """[Zurück] to the digest"""

    since: int


class ConsentToAftercareButton(Button, prefix="acs"):
    """Whether the household agrees; `landlord` is the second of the two questions."""

    case: int
    landlord: bool
    answer: Answer


class EndAftercareButton(Button, prefix="aen"):
    """[Nachsorge beenden]"""

    case: int


class EndReasonButton(Button, prefix="aer"):
    case: int
    reason: EndReason


class WeekButton(Button, prefix="wkb"):
    """[Überfällige], [Lücken], [Nachsorge] under the weekly report"""

    what: str
