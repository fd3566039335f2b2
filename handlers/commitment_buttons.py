"""The buttons of commitments: lists, offers, answers, and how it went."""

from domain.model.commitment import Motion, Verdict, Why
from domain.model.commitment_form import Question
from handlers.buttons import Button


class CommitmentsButton(Button, prefix="cml"):
    """[Zusagen] on a card, and a page of the list"""

    case: int
    page: int = 0


class CommitmentButton(Button, prefix="cmo"):
    """One of the list."""

    commitment: int


class OfferButton(Button, prefix="cmn"):
    """[Neue Zusage]"""

    case: int


class OfferAnswerButton(Button, prefix="cma"):
    """An answer in the dialogue of an offer."""

    question: Question
    value: str


class OfferBackButton(Button, prefix="cmb"):
    """[Zurück] in that dialogue"""

    case: int


class SendOfferButton(Button, prefix="cmt"):
    """[Anbieten], [Darum bitten]"""

    case: int


class DropOfferButton(Button, prefix="cmx"):
    """[Verwerfen]"""

    case: int


class AcceptCommitmentButton(Button, prefix="cmy"):
    """[Annehmen], [Zusagen]: that offer, and no later one"""

    commitment: int
    offer: int


class ChangeCommitmentButton(Button, prefix="cmc"):
    """[Ändern]"""

    commitment: int


class EndCommitmentButton(Button, prefix="cme"):
    """[Ablehnen], [Aussetzen], [Beenden]; with a reason, that one"""

    commitment: int
    motion: Motion
    why: Why | None = None


class RungAcceptedButton(Button, prefix="cmh"):
    """[Am Telefon angenommen]: that offer, and no later one"""

    commitment: int
    offer: int


class RungDeclinedButton(Button, prefix="cmi"):
    """[Am Telefon abgelehnt]; with a reason, that one"""

    commitment: int
    offer: int
    why: Why | None = None


class RungUndoButton(Button, prefix="cmj"):
    """[Rückgängig] after either"""

    commitment: int


class ResumeCommitmentButton(Button, prefix="cmr"):
    """[Läuft wieder]"""

    commitment: int


class ProlongCommitmentButton(Button, prefix="cmp"):
    """[Gilt weiter]"""

    commitment: int


class VerdictButton(Button, prefix="cmv"):
    """[Erfüllt], [Teilweise], [Nicht erfüllt]"""

    due: int
    verdict: Verdict


class TakeBackButton(Button, prefix="cmz"):
    """[Rückgängig]"""

    due: int


class MoveDueButton(Button, prefix="cmm"):
    """[Neuer Tag]; with a reason: which day"""

    due: int
    why: Why | None = None


class DueDayButton(Button, prefix="cmd"):
    """The new day."""

    due: int
    why: Why
    day: str
