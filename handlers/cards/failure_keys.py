"""The keys that lead from a failure run to its checklist and to what it is about: a case, or an agreement."""

from domain.model.failure_subject import Project, Subject
from domain.model.stage import Seat
from handlers.agreement_buttons import AgreementButton
from handlers.card_buttons import BackToCardButton, WhyButton
from handlers.cards import Reading
from handlers.cards.commitment_lines import office
from handlers.failure_buttons import FailureButton, ProjectFailureButton
from handlers.message import Key, Rows, row
from handlers.texts import Texts


def to_run(texts: Texts, subject: Subject, label: str = "failure.key.open") -> Key:
    """[Verfahren], or [Zurück] to the checklist."""
    if isinstance(subject, Project):
        return ProjectFailureButton(agreement=subject.agreement).key(texts.label(label))
    return FailureButton(case=subject.id).key(texts.label(label))


def home(texts: Texts, subject: Subject) -> Key:
    """[Zurück] to the case's card or to the agreement."""
    label = texts.label("card.button.back")
    if isinstance(subject, Project):
        return AgreementButton(version=subject.version).key(label)
    return BackToCardButton(case=subject.id).key(label)


def why(texts: Texts, subject: Subject) -> Rows:
    """[Warum?]"""
    kind, identity = (
        ("project", subject.agreement) if isinstance(subject, Project) else ("failure", subject.id)
    )
    return (row(WhyButton(kind=kind, id=identity).key(texts.label("why.short"))),)


def side(reading: Reading, subject: Subject, seat: Seat) -> str:
    """Who stands on this side: the office on the case's seat, or the project's partners."""
    if isinstance(subject, Project):
        return ", ".join(one.name for one in subject.at(seat)) or reading.texts.word(seat)
    return office(reading, subject, seat)
