"""An offer to a side without Telegram: whom to ring, what to say, and what has been entered from there."""

from domain.model.case import Case
from domain.model.commitment import Commitment, State, Why
from domain.model.ids import CommitmentId, PersonId
from domain.model.people import Person
from domain.services import commitment_calls, commitments
from handlers.cards import Reading
from handlers.cards.commitment_lines import office, what
from handlers.commitment_buttons import (
    CommitmentButton,
    CommitmentsButton,
    RungAcceptedButton,
    RungDeclinedButton,
    RungUndoButton,
)
from handlers.message import Message, Rows, row, two_a_row
from handlers.screens import lines
from handlers.texts import Texts


def to_ring(reading: Reading, case: Case, commitment: Commitment) -> tuple[str, Rows]:
    """Name, number, one sentence to say, and what was answered; nothing where that side is in the chat."""
    person = commitment_calls.rung(reading.work, case, commitment)
    if person is None or not _may_enter(reading, case, commitment):
        return "", ()
    texts, absent = reading.texts, office(reading, case, commitment.answers)
    contact = ", ".join(one for one in (person.name, person.phone, person.hours) if one)
    text = lines(
        texts("commitment.phone.absent", office=absent),
        texts("card.line", what=contact),
        _sentence(reading, case, commitment),
    )
    return text, _keys(texts, commitment)


def _may_enter(reading: Reading, case: Case, commitment: Commitment) -> bool:
    return reading.person is not None and commitment_calls.may_enter(
        reading.work, case, commitment, reading.person
    )


def _sentence(reading: Reading, case: Case, commitment: Commitment) -> str:
    """The coordinator asks for the answer, too, and is not told what it is about."""
    assert reading.person is not None
    if commitment.offered_by not in commitments.speaks_for(reading.work, case, reading.person.id):
        offerer = office(reading, case, commitment.offered_by)
        return reading.texts("commitment.phone.say_plain", code=case.code, office=offerer)
    key = "say_offered" if commitment.offered_by is commitment.giver else "say_asked"
    return reading.texts(f"commitment.phone.{key}", code=case.code, what=what(reading, commitment))


def _keys(texts: Texts, commitment: Commitment) -> Rows:
    """[Am Telefon angenommen] [Am Telefon abgelehnt]"""
    identity, offer = commitment.id, commitment.offers
    accepted = RungAcceptedButton(commitment=identity, offer=offer)
    declined = RungDeclinedButton(commitment=identity, offer=offer)
    return two_a_row(
        [
            accepted.key(texts.label("commitment.phone.accepted")),
            declined.key(texts.label("commitment.phone.declined")),
        ]
    )


def which_reason(
    texts: Texts, case: Case, commitment: CommitmentId, offer: int, reasons: tuple[Why, ...]
) -> Message:
    """Why they cannot; not what, which a coordinator is not told."""
    keys = [
        RungDeclinedButton(commitment=commitment, offer=offer, why=one).key(texts.word(one))
        for one in reasons
    ]
    return Message(text=texts("commitment.phone.why", code=case.code), rows=tuple(map(row, keys)))


def entered(reading: Reading, case: Case, commitment: Commitment) -> Message:
    """What has been noted; the same words for a coordinator."""
    texts = reading.texts
    key = "accepted" if commitment.state is State.RUNNING else "declined"
    text = lines(texts(f"commitment.phone.done_{key}", code=case.code), by_telephone(reading, commitment))
    undo = RungUndoButton(commitment=commitment.id).key(texts.label("card.button.undo"))
    return Message(text=text, rows=(row(undo), *_show(reading, case, commitment)))


def undone(reading: Reading, case: Case, commitment: Commitment) -> Message:
    """Back where it was: to be rung."""
    text, rows = to_ring(reading, case, commitment)
    title = reading.texts("commitment.phone.undone", code=case.code)
    return Message(text=lines(title, text), rows=(*rows, *_show(reading, case, commitment)))


def _show(reading: Reading, case: Case, commitment: Commitment) -> Rows:
    """The way to the commitment, for whoever may read it."""
    assert reading.person is not None
    own = commitments.speaks_for(reading.work, case, reading.person.id)
    if all(one.id != commitment.id for one in commitments.of_sides(reading.work, case, own)):
        return ()
    show = CommitmentButton(commitment=commitment.id).key(reading.texts.label("commitment.key.show"))
    all_of = CommitmentsButton(case=case.id).key(reading.texts.label("commitment.key.all"))
    return (row(show, all_of),)


def by_telephone(reading: Reading, commitment: Commitment) -> str:
    """ "Am Telefon gesagt von Otto Ohm, eingetragen von Petra Nord." """
    rung, proxy = (_name(reading, one) for one in (commitment.answered_for, commitment.proxy))
    if rung is None or proxy is None:
        return ""
    return reading.texts("commitment.phone.by", name=rung.name, proxy=proxy.name)


def _name(reading: Reading, identity: PersonId | None) -> Person | None:
    return None if identity is None else reading.work.people.get(identity)
