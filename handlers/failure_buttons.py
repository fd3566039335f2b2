"""The buttons of failure runs: start, steps, guarantee, return; of their reviews and changes."""

from domain.model.failure import ReturnWhy, SkipWhy
from domain.model.failure_review import Aid, CancelWhy, Cause, DropWhy, Effect, Remedy
from domain.model.failure_rule import FailureRole, Trigger
from domain.services.failure_view_drafts import ViewQuestion
from handlers.buttons import Button

# Beginning and ending


class FailureButton(Button, prefix="flr"):
    """[Verfahren] on a card, and the way back to the checklist"""

    case: int


class StartFailureButton(Button, prefix="fls"):
    """What has happened; without a trigger: it does not work"""

    case: int
    trigger: Trigger | None = None


class ProjectFailureButton(Button, prefix="flp"):
    """[Es klappt nicht] and [Verfahren] on an agreement, and the way back to its checklist"""

    agreement: int


class StartProjectFailureButton(Button, prefix="flq"):
    """What has happened to the project; without a trigger: it does not work"""

    agreement: int
    trigger: Trigger | None = None


class ConfirmFailureButton(Button, prefix="flc"):
    """[Verfahren starten] under a proposal"""

    run: int


class DismissFailureButton(Button, prefix="fld"):
    """[Nicht nötig] under a proposal"""

    run: int


class EndFailureButton(Button, prefix="fle"):
    """[Zurück zur normalen Arbeit]; with a reason, that one"""

    run: int
    why: ReturnWhy | None = None


# Steps


class StepButton(Button, prefix="fst"):
    """A number of the checklist"""

    step: int


class StepDoneButton(Button, prefix="fsd"):
    """What is recorded; without a result: which day"""

    step: int
    result: str | None = None


class StepTriedButton(Button, prefix="fsn"):
    """[Nicht erreicht]"""

    step: int


class SkipStepButton(Button, prefix="fsk"):
    """[Auslassen]; with a reason, that one"""

    step: int
    why: SkipWhy | None = None


class StepBackButton(Button, prefix="fsz"):
    """[Rückgängig]"""

    step: int


# The guarantee


class AskGuaranteeButton(Button, prefix="fga"):
    """[Bitte melden Sie sich]"""

    run: int


class KeepGuaranteeButton(Button, prefix="fgk"):
    """[Vermieter erreicht]"""

    guarantee: int


# The review


class ReviewButton(Button, prefix="fvr"):
    """[Auswertung]"""

    review: int


class OwnViewButton(Button, prefix="fvw"):
    """[Ihre Sicht]"""

    review: int


class CauseButton(Button, prefix="fvc"):
    """A cause, on or off"""

    review: int
    cause: Cause


class AidButton(Button, prefix="fvh"):
    """What helped, on or off"""

    review: int
    aid: Aid


class ViewOnButton(Button, prefix="fvn"):
    """[Weiter], [Zurück] between the questions of a view"""

    review: int
    question: ViewQuestion


class SendViewButton(Button, prefix="fvs"):
    """What should change: the last answer sends the view"""

    review: int
    remedy: Remedy


class NewChangeButton(Button, prefix="fcn"):
    """[Änderung festlegen], answer by answer"""

    review: int
    cause: Cause | None = None
    remedy: Remedy | None = None
    owner: FailureRole | None = None
    days: int | None = None


class RemoveChangeButton(Button, prefix="fcr"):
    """[Entfernen], until the review is published"""

    change: int


class PublishButton(Button, prefix="fvp"):
    """[Veröffentlichen]"""

    review: int


class CancelReviewButton(Button, prefix="fvx"):
    """[Ohne Auswertung beenden]; with a reason, that one"""

    review: int
    why: CancelWhy | None = None


# Changes


class ShowChangeButton(Button, prefix="fco"):
    """One change, opened"""

    change: int


class ChangeDoneButton(Button, prefix="fcd"):
    """[Umgesetzt]"""

    change: int


class DropChangeButton(Button, prefix="fcx"):
    """[Nicht umsetzen]; with a reason, that one"""

    change: int
    why: DropWhy | None = None


class EffectButton(Button, prefix="fcf"):
    """[Hat geholfen], [Teilweise], [Nicht]"""

    change: int
    effect: Effect
