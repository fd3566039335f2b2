"""The entry points of a case's card: every button that a card carries, imported by the verbs that answer it.

A verb that needs further buttons (the choices of its own screens) defines them beside its handlers.
"""

from handlers.buttons import Button

# An open request, answered by whoever is asked


class AcceptButton(Button, prefix="acc"):
    """[Ich übernehme]"""

    referral: int


class AskBackButton(Button, prefix="ask"):
    """[Rückfrage]"""

    referral: int


class NotResponsibleButton(Button, prefix="nre"):
    """[Nicht zuständig]"""

    referral: int


class DeclineButton(Button, prefix="dec"):
    """[Ablehnen]"""

    referral: int


class ClaimButton(Button, prefix="clm"):
    """[Ich kümmere mich], in a landlord's group"""

    referral: int


class DetailsButton(Button, prefix="det"):
    """[Einzelheiten], in a landlord's group: opens the presser's private chat"""

    case: int


# Deadlines


class DeadlinesButton(Button, prefix="ddl"):
    """[Fristen]"""

    case: int


class ShowDeadlineButton(Button, prefix="ddo"):
    """One of them: how it was reckoned, and how it was met"""

    deadline: int


class HearDeadlineButton(Button, prefix="ddh"):
    """[Ich kümmere mich]"""

    deadline: int


class MeetDeadlineButton(Button, prefix="ddm"):
    """[Erledigt]: how?"""

    deadline: int


# What a coordinator does about a request that nobody takes


class ContactsButton(Button, prefix="cts"):
    """[Kontakte]"""

    referral: int


class RerouteButton(Button, prefix="rer"):
    """[Andere Stelle]"""

    referral: int


class ClarifyButton(Button, prefix="clr"):
    """[Ich kläre das]"""

    referral: int


# A promise, and what settles it


class ProgressButton(Button, prefix="prg"):
    """[Kontakt hergestellt], [Versucht]; `kind` is what was done: contact_made, tried."""

    case: int
    kind: str


class MovePromiseButton(Button, prefix="mvp"):
    """[Neues Datum]"""

    referral: int


class HandBackButton(Button, prefix="hbk"):
    """[Abgeben]"""

    referral: int


class UndoButton(Button, prefix="und"):
    """[Rückgängig], for five minutes"""

    referral: int


# The case


class CallContactButton(Button, prefix="cal"):
    """[Anrufen]: the contact card of whoever speaks for the other side of the case"""

    case: int


class NoteButton(Button, prefix="nte"):
    """[Nachricht]"""

    case: int


class StageButton(Button, prefix="stg"):
    """[Stand ändern]"""

    case: int


class UrgencyButton(Button, prefix="urg"):
    """[Dringlichkeit]"""

    case: int


class CloseButton(Button, prefix="cls"):
    """[Abschließen]"""

    case: int


class ReopenButton(Button, prefix="rop"):
    """[Wieder öffnen]"""

    case: int


class ConsentButton(Button, prefix="con"):
    """[Einwilligung liegt jetzt vor], [Einwilligung widerrufen]"""

    case: int
    given: bool


class InformedButton(Button, prefix="inf"):
    """[Haushalt informiert]"""

    case: int


class NotWorkingButton(Button, prefix="nwk"):
    """[Es klappt nicht]"""

    case: int


class FollowUpButton(Button, prefix="fup"):
    """[Noch offen (4)]"""

    case: int


class InviteSeatButton(Button, prefix="ivs"):
    """[Stelle beteiligen]"""

    case: int


class RequestHelpButton(Button, prefix="hlp"):
    """[Hilfe anfordern]"""

    case: int


class DuplicateButton(Button, prefix="dup"):
    """[Derselbe Haushalt], [Anderer], [Weiß nicht]; `answer` is same, other or unknown."""

    duplicate: int
    answer: str


# Reading


class FileTextButton(Button, prefix="ftx"):
    """[Text für die Akte]"""

    case: int


class HouseholdTextButton(Button, prefix="htx"):
    """[Text für den Haushalt]"""

    case: int


class HistoryButton(Button, prefix="his"):
    """[Verlauf]; page 0 is the latest."""

    case: int
    page: int = 0


class UsualWayButton(Button, prefix="uwy"):
    """[So läuft es üblich]"""

    case: int


class MoreButton(Button, prefix="mor"):
    """[Mehr]: the further buttons, in the card's own place"""

    case: int


class BackToCardButton(Button, prefix="crd"):
    """[Zurück] from a screen in the card's place"""

    case: int


class OpenCaseButton(Button, prefix="opn"):
    """A line of a list: the card, at the end of the chat"""

    case: int


class WhyButton(Button, prefix="why"):
    """[Warum bekomme ich das?]; `kind` names the reminder, `id` its subject."""

    kind: str
    id: int
