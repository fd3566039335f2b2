"""What is told about the household's consent, and what the law wants noted."""

from domain.model.case import Case
from domain.model.notices import ConsentChanged, ConsentProofDue, HouseholdToInform
from domain.model.rights import Relation
from domain.services import access
from handlers.card_buttons import InformedButton, WhyButton
from handlers.cards import Reading, shows
from handlers.consent_buttons import form_keys
from handlers.message import Key, Message, row


@shows(ConsentChanged)
def consent_changed(reading: Reading, notice: ConsentChanged) -> Message | None:
    """Given: the others may talk. Withdrawn: the help side learns why, the others that it has ended."""
    if notice.case is None or reading.person is None:
        return None
    case = access.case_of(reading.work, notice.case)
    if notice.given is (case.withdrawn_at is not None):
        return None
    if notice.given:
        return Message(text=reading.texts("consent.told_given", code=case.code))
    helps = Relation.HELP in access.relations(reading.work, case, reading.person)
    return Message(text=reading.texts("consent.withdrawn" if helps else "consent.told_ended", code=case.code))


@shows(ConsentProofDue)
def consent_proof_due(reading: Reading, notice: ConsentProofDue) -> Message | None:
    """The proof stays in the partner's own file; only its form and day are noted here."""
    if notice.case is None:
        return None
    case = access.case_of(reading.work, notice.case)
    if case.withdrawn_at is not None:
        return None
    text = reading.texts("consent.proof_due", code=case.code)
    return Message(text=text, rows=(form_keys(reading.texts, case.id), _why(reading, "proof", case)))


@shows(HouseholdToInform)
def household_to_inform(reading: Reading, notice: HouseholdToInform) -> Message | None:
    """Three weeks on; nothing once somebody has noted it."""
    if notice.case is None:
        return None
    case = access.case_of(reading.work, notice.case)
    if case.household_informed_on is not None or not case.is_open:
        return None
    key = InformedButton(case=case.id).key(reading.texts.label("card.button.informed"))
    text = reading.texts("consent.inform", code=case.code)
    return Message(text=text, rows=(row(key), _why(reading, "inform", case)))


def _why(reading: Reading, kind: str, case: Case) -> tuple[Key, ...]:
    return row(WhyButton(kind=kind, id=case.id).key(reading.texts.label("why.ask")))
