"""What the ladder tells: whoever is asked next, and the coordinator when nobody has taken it (M5)."""

from domain.model.case import Referral, Step
from domain.model.notices import NobodyReached, StepClimbed
from domain.services import access, promises, rerouting, standing
from handlers.card_buttons import (
    AcceptButton,
    ClarifyButton,
    ContactsButton,
    NotResponsibleButton,
    RerouteButton,
    WhyButton,
)
from handlers.cards import Reading, shows
from handlers.cards.referral_news import name, office, readable
from handlers.message import Key, Message, Rows, row
from handlers.screens import lines
from handlers.show_directory import ChangeButton


@shows(StepClimbed)
def climbed(reading: Reading, notice: StepClimbed) -> Message | None:
    """M5, as a short reply in a chat that shows the card already."""
    found = readable(reading, notice.referral)
    if found is None or not found[1].is_open or found[1].step is not notice.step:
        return None
    case, referral, _ = found
    title = "ladder.climbed.deputy" if notice.step is Step.DEPUTY else "ladder.climbed.contact"
    if _is_relapse(reading, referral):
        title = "ladder.climbed.again"
    keys = (
        row(AcceptButton(referral=referral.id).key(reading.texts.label("card.button.accept"))),
        row(
            NotResponsibleButton(referral=referral.id).key(
                reading.texts.label("card.button.not_responsible")
            ),
            _why(reading, referral),
        ),
    )
    return Message(
        text=lines(reading.texts(title, code=case.code), _why_climbed(reading, referral)), rows=keys
    )


def _why_climbed(reading: Reading, referral: Referral) -> str:
    until = reading.moment(referral.due_at or reading.now)
    if referral.why == promises.PASSED:
        return reading.texts("ladder.climbed.passed", office=office(reading, referral), until=until)
    entry = (
        None
        if referral.responsibility is None
        else reading.work.responsibilities.get(referral.responsibility)
    )
    if _is_relapse(reading, referral):
        why = reading.texts(f"card.relapse.why.{referral.why}")
        return reading.texts("ladder.climbed.again_text", why=why, until=until)
    if referral.step is not Step.DEPUTY or entry is None:
        return reading.texts("ladder.climbed.open", until=until)
    contact = name(reading, referral.addressee or entry.holder)
    since = reading.moment(referral.opened_at)
    return reading.texts("ladder.climbed.open_since", name=contact, since=since, until=until)


def _is_relapse(reading: Reading, referral: Referral) -> bool:
    return reading.texts.knows(f"card.relapse.why.{referral.why}")


def _why(reading: Reading, referral: Referral) -> Key:
    return WhyButton(kind="step", id=referral.id).key(reading.texts.label("why.short"))


@shows(NobodyReached)
def nobody_reached(reading: Reading, notice: NobodyReached) -> Message | None:
    """M5 to the coordinator, every working day until somebody has it."""
    found = readable(reading, notice.referral)
    if found is None or not found[1].is_open or found[1].step is not Step.COORDINATOR:
        return None
    case, referral, _ = found
    title = reading.texts("ladder.nobody.title", code=case.code)
    return Message(
        text=lines(title, asked_so_far(reading, referral)), rows=_coordinators_rows(reading, referral)
    )


def _coordinators_rows(reading: Reading, referral: Referral) -> Rows:
    """Ring, ask another office, see to it; and fill the gap, where nobody is responsible at all."""
    label = reading.texts.label
    rows: Rows = (
        row(
            ContactsButton(referral=referral.id).key(label("card.button.contacts")),
            RerouteButton(referral=referral.id).key(label("card.button.reroute")),
        ),
        row(ClarifyButton(referral=referral.id).key(label("card.button.clarify")), _why(reading, referral)),
    )
    if rerouting.offices_asked(reading.work, referral):
        return rows
    return (*rows, row(ChangeButton().key(label("ladder.nobody.enter"))))


def asked_so_far(reading: Reading, referral: Referral) -> str:
    """Which offices were asked; nothing of a protected case but that somebody should ring."""
    offices = rerouting.offices_asked(reading.work, referral)
    if access.case_of(reading.work, referral.case_id).protected:
        return reading.texts("ladder.nobody.protected")
    if not offices:
        return reading.texts("ladder.nobody.none")
    if referral.why == promises.PASSED:
        return reading.texts("ladder.nobody.passed", offices=offices)
    alone = standing.deputy_of(reading.work, referral.responsibility) is None
    return reading.texts(f"ladder.nobody.{'alone' if alone else 'asked'}", offices=offices)
