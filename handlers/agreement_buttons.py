"""The buttons of agreements: the list, an agreement and its sections, signing, ending, files."""

from domain.model.agreement import NoticeReason
from domain.model.agreement_form import Field
from domain.model.agreement_templates import Template
from domain.model.agreement_terms import Section
from domain.model.failure_rule import Task
from domain.model.help_catalogue import Help, HelpGroup
from handlers.buttons import Button


class AgreementsButton(Button, prefix="agl"):
    """[Vereinbarungen], and a page of the list"""

    page: int = 0


class AgreementButton(Button, prefix="ago"):
    """One version of one of the list."""

    version: int


class NewAgreementButton(Button, prefix="agn"):
    """[Neue Vereinbarung]: how it begins, then with whom (ids between points), then [Anlegen]"""

    template: Template | None = None
    others: str = ""
    done: bool = False


class SectionButton(Button, prefix="ags"):
    """One of the seven sections."""

    version: int
    section: Section


class LineButton(Button, prefix="agf"):
    """A line of a section, to be answered."""

    version: int
    field: Field
    arg: str = ""


class AnswerLineButton(Button, prefix="aga"):
    """An answer to it."""

    version: int
    field: Field
    arg: str = ""
    value: str = ""


class UsualRuleButton(Button, prefix="agu"):
    """[Übliche Regel einsetzen]"""

    version: int
    section: Section


class ResetSectionButton(Button, prefix="ahr"):
    """[Zurücksetzen]; with a template, to that one: the blank one empties the section"""

    version: int
    section: Section
    template: Template | None = None


class AddHelpButton(Button, prefix="agh"):
    """[Hilfe hinzufügen]: whose, of which group, which"""

    version: int
    giver: int = 0
    group: HelpGroup | None = None
    help: Help | None = None


class HelpItemButton(Button, prefix="agd"):
    """One agreed help; with `drop`, [Streichen]"""

    version: int
    arg: str
    drop: bool = False


class AddStepButton(Button, prefix="agp"):
    """[Schritt hinzufügen]: which, after so many"""

    version: int
    task: Task | None = None
    after: int = 0


class StepItemButton(Button, prefix="agq"):
    """One step of the failure rule; with `drop`, [Streichen]"""

    version: int
    arg: str
    drop: bool = False


class ProposeButton(Button, prefix="agv"):
    """[Vorschlagen]; `sure`: after the question, `text`: the fingerprint of what it was about"""

    version: int
    sure: bool = False
    text: str = ""


class ConfirmButton(Button, prefix="agc"):
    """[Bestätigen]; `sure`: after the question, `text`: the fingerprint of the text above the button"""

    version: int
    sure: bool = False
    text: str = ""


class ObjectButton(Button, prefix="agx"):
    """[Zurückgeben]: for the sake of which section"""

    version: int
    section: Section | None = None


class TakeProposalBackButton(Button, prefix="agb"):
    """[Zurückziehen]"""

    version: int


class DiscardAgreementButton(Button, prefix="agz"):
    """[Verwerfen]; `sure`: after the question"""

    version: int
    sure: bool = False


class ReviseButton(Button, prefix="agr"):
    """[Ändern]: a new version"""

    version: int


class NoticeButton(Button, prefix="agk"):
    """[Beenden]: why, then on which day (ISO)"""

    version: int
    reason: NoticeReason | None = None
    day: str = ""


class ChangesButton(Button, prefix="agy"):
    """[Was ist neu?]"""

    version: int


class PdfButton(Button, prefix="agm"):
    """[PDF]"""

    version: int


class YamlButton(Button, prefix="agj"):
    """[Datei]"""

    version: int


class ReadYamlButton(Button, prefix="agi"):
    """[Datei einlesen]: into this draft; 0 begins a new agreement"""

    version: int = 0


class LeaveYamlButton(Button, prefix="age1"):
    """[Abbrechen] while a file is waited for"""


class MoveCasesButton(Button, prefix="agg"):
    """[Laufende Fälle umstellen]; `sure`: after the question"""

    version: int
    sure: bool = False


class BalanceButton(Button, prefix="agw"):
    """[Bilanz]"""

    version: int
    year: int = 0


class AfterwardsButton(Button, prefix="age"):
    """[Wer danach da ist]"""

    agreement: int


class HandOverButton(Button, prefix="agt"):
    """[Wir bleiben zuständig], [Übergeben]; `taker` 0 asks to whom, `agreement` 0: the giver leaves"""

    agreement: int
    giver: int
    taker: int = 0


class AnswerDutyButton(Button, prefix="ahd"):
    """[Das übernehme ich], [Das kann ich nicht]: what somebody who has left had"""

    duty: int
    takes: bool


class AnswerHandoverButton(Button, prefix="aha"):
    """[Wir übernehmen], [Ablehnen]"""

    handover: int
    takes: bool
