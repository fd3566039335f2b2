"""How a commitment reads: what, how often, until when, by whom, and whether one can see it."""

from collections.abc import Collection, Iterator

from domain.model.case import Case
from domain.model.commitment import Balance, Commitment, Due, Frequency, State
from domain.model.dates import short
from domain.model.help_catalogue import Help
from domain.model.stage import Seat
from domain.services import commitments, standing
from domain.services.commitments import Listed
from handlers.cards import Reading
from handlers.screens import lines


def office(reading: Reading, case: Case, seat: Seat) -> str:
    """The organisation on this seat."""
    holder = reading.work.seats.of_case(case.id).get(seat)
    partner = None if holder is None else reading.work.partners.get(holder.partner)
    return reading.texts.word(seat) if partner is None else partner.name


def what(reading: Reading, commitment: Commitment) -> str:
    """ "Hausbesuch, jede Woche" """
    texts = reading.texts
    often = "" if commitment.frequency is Frequency.ONCE else texts.word(commitment.frequency)
    return ", ".join(one for one in (texts.word(commitment.help), often) if one)


def days(reading: Reading, commitment: Commitment) -> str:
    """ "ab 24.11., bis 24.2." or the one day."""
    texts, language = reading.texts, reading.texts.language
    first = short(commitment.first_on, language)
    if commitment.frequency is Frequency.ONCE:
        return texts("commitment.days.once", day=first)
    if commitment.ends_on is not None:
        return texts("commitment.days.until", first=first, last=short(commitment.ends_on, language))
    review = short(commitment.review_on, language) if commitment.review_on else ""
    return texts("commitment.days.open", first=first, review=review)


def terms(reading: Reading, case: Case, commitment: Commitment) -> Iterator[str]:
    """Everything that makes it precise, a line each."""
    texts = reading.texts
    yield texts("commitment.what", what=texts.word(commitment.help), often=texts.word(commitment.frequency))
    giver, receiver = (office(reading, case, one) for one in (commitment.giver, commitment.receiver))
    yield texts("commitment.sides", giver=giver, receiver=receiver)
    yield days(reading, commitment)
    yield texts("commitment.criterion", what=texts.word(commitment.criterion))
    yield texts("commitment.reach", what=texts.word(commitment.reach))
    yield condition(reading, case, commitment)


def condition(reading: Reading, case: Case, commitment: Commitment) -> str:
    """ "Gilt, solange: Hausbesuch (Fachstelle Nord)" """
    other = None if commitment.depends_on is None else reading.work.commitments.get(commitment.depends_on)
    if other is None:
        return ""
    giver = office(reading, case, other.giver)
    return reading.texts("commitment.as_long_as", what=what(reading, other), office=giver)


def responsible(reading: Reading, case: Case, commitment: Commitment) -> str:
    """Who answers for it today, with function, and who stands in."""
    person = standing.at_seat(reading.work, case, commitment.giver)
    holder = reading.work.seats.of_case(case.id).get(commitment.giver)
    if person is None or holder is None:
        return ""
    texts = reading.texts
    who = ", ".join(one for one in (person.name, person.function) if one)
    deputy = standing.deputy_of(reading.work, holder.responsibility)
    stand_in = None if deputy in (None, person.id) else reading.work.people.get(deputy) if deputy else None
    return lines(
        texts("commitment.who", who=who, phone=person.phone),
        texts("commitment.deputy", name=stand_in.name) if stand_in else "",
    )


def standing_of(reading: Reading, commitment: Commitment, due: Due | None) -> str:
    """ "läuft, nächster Tag: 24.11." """
    texts = reading.texts
    state = texts.word(commitment.state)
    if commitment.why is not None:
        state = f"{state} ({texts.word(commitment.why)})"
    if due is None or commitment.state is not State.RUNNING:
        return texts("commitment.state", state=state)
    return texts("commitment.state_next", state=state, day=short(due.due_on, texts.language))


def listed(reading: Reading, case: Case, one: Listed) -> str:
    """One line of the list: the state where it is not simply running, until when, how it was answered, whose
    move it is."""
    texts, commitment = reading.texts, one.commitment
    parts = [what(reading, commitment), office(reading, case, commitment.giver)]
    if commitment.state is not State.RUNNING:
        parts.append(texts.word(commitment.state))
    elif one.due is not None:
        parts.append(short(one.due.due_on, texts.language))
    if commitment.proxy is not None:
        parts.append(texts.label("commitment.phone.mark"))
    if one.mine:
        parts.append(texts.label("commitment.yours"))
    return texts("card.line", what=" · ".join(parts))


def balance(reading: Reading, case: Case, own: Collection[Seat], one: Balance) -> str:
    """ "Von Ihnen: 2 laufen, 1 angeboten" """
    texts = reading.texts
    names = ("running", "offered", "kept", "partly", "broken", "unknown")
    counts = ((name, getattr(one, name)) for name in names)
    said = [texts.label(f"commitment.count.{name}", number=number) for name, number in counts if number]
    key = "commitment.balance_own" if one.seat in own else "commitment.balance"
    return texts(
        key,
        office=office(reading, case, one.seat),
        counts=", ".join(said) or texts.label("commitment.count.none"),
    )


def help_for(reading: Reading, commitment: Commitment) -> str:
    """What a landlord may read of help that did not take place: not which (the issue of a missed visit)."""
    is_landlord = commitment.receiver is Seat.LANDLORD and _reads_as_landlord(reading, commitment)
    return "" if is_landlord else reading.texts.word(Help(commitment.help))


def _reads_as_landlord(reading: Reading, commitment: Commitment) -> bool:
    case = reading.work.cases.get(commitment.case_id)
    if case is None or reading.person is None:
        return True
    own = commitments.speaks_for(reading.work, case, reading.person.id)
    return commitments.LEADS not in own and (not own or Seat.LANDLORD in own)
