"""What becomes of a request, told to whoever asked, to whoever is asked, and to both sides of the case."""

from domain.model.case import Case, Referral, ReferralKind, ReferralState, Step
from domain.model.ids import CaseId, PersonId, ReferralId
from domain.model.notices import (
    AcceptanceUndone,
    ReferralAccepted,
    ReferralDeclined,
    ReferralForwarded,
    ReferralReturned,
    SeatInvited,
)
from domain.model.people import Person
from domain.model.referral import goes_on
from domain.model.rights import Relation
from domain.model.stage import DeclineReason, DeclineSide
from domain.model.visibility import Circumstances, visible
from domain.services import access, case_view, standing
from domain.services.parties import own_seats
from handlers.card_buttons import (
    CallContactButton,
    FileTextButton,
    HouseholdTextButton,
)
from handlers.cards import Reading, shows
from handlers.cards.case_lines import names
from handlers.message import Message, Rows, row
from handlers.screens import lines


def readable(reading: Reading, identity: ReferralId) -> tuple[Case, Referral, Person] | None:
    """The request and its case, if this reader may still hear of it (R11, P14)."""
    referral = reading.work.referrals.get(identity)
    case = None if referral is None else reading.work.cases.get(referral.case_id)
    if referral is None or case is None or reading.person is None or not case.is_open:
        return None
    asks = case.withdrawn_at is None and reading.person.id in (referral.asked_by, referral.proxy)
    hears = asks or may_hear(reading, case)
    return (case, referral, reading.person) if hears else None


def may_hear(reading: Reading, case: Case) -> bool:
    """Whether the reader still has a part in the case, and the exchange goes on."""
    if reading.person is None:
        return False
    relations = access.relations(reading.work, case, reading.person)
    return bool(visible(relations, Circumstances.of(case)))


def case_named(reading: Reading, identity: CaseId | None) -> Case | None:
    """The open case of a notice, if this reader may still hear of it."""
    case = None if identity is None else reading.work.cases.get(identity)
    return case if case is not None and case.is_open and may_hear(reading, case) else None


def is_landlords(reading: Reading, case: Case) -> bool:
    """Whether the reader stands on the landlord's side, without the household's consent to details (R11)."""
    if reading.person is None:
        return True
    relations = access.relations(reading.work, case, reading.person)
    others = {Relation.HELP, Relation.BENEFITS, Relation.COORDINATOR}
    reported = Relation.REPORTER in relations and case.reporter_partner == case.landlord_partner
    landlord = Relation.LANDLORD in relations or reported
    return landlord and not relations & others and not Circumstances.of(case).landlord_hears_details


def is_seated(reading: Reading, case: Case) -> bool:
    """Whether the reader sits on the case, for whichever side."""
    return reading.person is not None and bool(
        own_seats(access.relations(reading.work, case, reading.person))
    )


def office(reading: Reading, referral: Referral) -> str:
    """The partner that is asked, or that has it; empty for the coordinator."""
    partner = None if referral.partner is None else reading.work.partners.get(referral.partner)
    return partner.name if partner else ""


def name(reading: Reading, identity: PersonId | None) -> str:
    person = None if identity is None else reading.work.people.get(identity)
    return person.name if person else ""


def ring(reading: Reading, person: Person | None) -> str:
    """ "05731 1000, Mo bis Do 8 bis 16 Uhr." """
    if person is None or not person.phone:
        return ""
    key = "referral.contact_line" if person.hours else "referral.phone_line"
    return reading.texts(key, phone=person.phone, hours=person.hours)


# Taken


@shows(ReferralAccepted)
def accepted(reading: Reading, notice: ReferralAccepted) -> Message | None:
    """M3: who has it, until when they will be in touch, how to ring them, whether names may be spoken."""
    found = readable(reading, notice.referral)
    if found is None or found[1].state is not ReferralState.ACCEPTED:
        return None
    case, referral, reader = found
    taker = None if referral.accepted_by is None else reading.work.people.get(referral.accepted_by)
    lead = referral.kind is ReferralKind.TAKEOVER
    title = "referral.accepted.title" if lead else "referral.accepted.cooperation"
    head = lines(
        reading.texts(title, code=case.code),
        reading.texts(
            "referral.accepted.who",
            name=taker.name if taker else "",
            office=office_of(reading, taker),
            until=reading.moment(referral.promised_at or reading.now),
        ),
        " ".join(one for one in (ring(reading, taker), _deputy(reading, referral)) if one),
        _proxy(reading, referral),
    )
    if case.reporter != reader.id and Relation.NONE in access.relations(reading.work, case, reader):
        return Message(text=lines(head, reading.texts("referral.accepted.handed")))
    return Message(text=lines(head, *_naming(reading, case, reader)), rows=_m3_rows(reading, case, reader))


def office_of(reading: Reading, person: Person | None) -> str:
    """The partner for whom this person works."""
    partner = None if person is None else reading.work.partners.get(person.partner)
    return partner.name if partner else ""


def _deputy(reading: Reading, referral: Referral) -> str:
    deputy = standing.deputy_of(reading.work, referral.responsibility)
    if deputy is None or deputy == referral.accepted_by:
        return ""
    return reading.texts("referral.deputy_line", name=name(reading, deputy))


def _proxy(reading: Reading, referral: Referral) -> str:
    if referral.proxy is None:
        return ""
    return reading.texts("referral.proxy_line", name=name(reading, referral.proxy))


def _naming(reading: Reading, case: Case, reader: Person) -> tuple[str, ...]:
    """ "Namen und Anschrift bitte nur am Telefon." or the variant for names that may not be spoken."""
    said = names(reading, case_view.of(reading.work, case, reader))
    return (f"\n{said}",) if said else ()


def _m3_rows(reading: Reading, case: Case, reader: Person) -> Rows:
    texts = reading.texts
    keys = row(
        CallContactButton(case=case.id).key(texts.label("referral.accepted.save")),
        FileTextButton(case=case.id).key(texts.label("card.button.file_text")),
    )
    relations = access.relations(reading.work, case, reader)
    if Relation.HELP in relations or not relations & {Relation.LANDLORD, Relation.REPORTER}:
        return (keys,)
    return (keys, row(HouseholdTextButton(case=case.id).key(texts.label("card.button.household_text"))))


# Not taken


@shows(ReferralDeclined)
def declined(reading: Reading, notice: ReferralDeclined) -> Message | None:
    """Who declined and why, as far as the landlord's side may hear it, and what happens now."""
    found = readable(reading, notice.referral)
    if found is None or found[1].state is not ReferralState.DECLINED or found[1].decline_reason is None:
        return None
    case, referral, _ = found
    texts, reason = reading.texts, found[1].decline_reason
    if is_landlords(reading, case) and tells_of_household(reason):
        why = texts("referral.declined.plain", office=office(reading, referral))
    else:
        why = texts("referral.declined.reason", office=office(reading, referral), reason=texts.word(reason))
    on = goes_on(reason, lead=referral.kind is ReferralKind.TAKEOVER)
    return Message(
        text=lines(
            texts("referral.declined.title", code=case.code),
            why,
            texts("referral.declined.goes_on" if on else "referral.declined.stays"),
        )
    )


def tells_of_household(reason: DeclineReason) -> bool:
    """Whether a reason says what the household did, or that it is known elsewhere."""
    silent = (DeclineReason.DUPLICATE, DeclineReason.SOLVED_OTHERWISE)
    return reason.side is DeclineSide.HOUSEHOLD or reason in silent


@shows(ReferralForwarded)
def forwarded(reading: Reading, notice: ReferralForwarded) -> Message | None:
    found = readable(reading, notice.referral)
    if found is None or not found[1].is_open:
        return None
    case, referral, _ = found
    return Message(
        text=lines(reading.texts("referral.forwarded.title", code=case.code), _now_asked(reading, referral))
    )


def _now_asked(reading: Reading, referral: Referral) -> str:
    asked = office(reading, referral)
    if not asked or referral.step is Step.COORDINATOR:
        return reading.texts("referral.coordinator_decides")
    until = reading.moment(referral.due_at or reading.now)
    return " ".join(
        (reading.texts("referral.forward.to", office=asked), reading.texts("referral.due", until=until))
    )


@shows(ReferralReturned)
def returned(reading: Reading, notice: ReferralReturned) -> Message | None:
    found = readable(reading, notice.referral)
    if found is None or not found[1].is_open:
        return None
    case, referral, _ = found
    sender = reading.work.people.get(referral.asked_by)
    return Message(
        text=lines(
            reading.texts("referral.returned.title", code=case.code),
            _now_asked(reading, referral),
            reading.texts("referral.returned.who", office=office_of(reading, sender)),
        )
    )


@shows(AcceptanceUndone)
def undone(reading: Reading, notice: AcceptanceUndone) -> Message | None:
    """A decision of which the reader has heard was taken back."""
    found = readable(reading, notice.referral)
    if found is None:
        return None
    case, referral, _ = found
    until = referral.due_at if referral.is_open else None
    return Message(
        text=lines(
            reading.texts(f"referral.undone.{notice.motion}", code=case.code),
            reading.texts(f"referral.undone.{notice.motion}_text"),
            reading.texts("referral.due", until=reading.moment(until)) if until else "",
        )
    )


@shows(SeatInvited)
def seat_invited(reading: Reading, notice: SeatInvited) -> Message | None:
    found = readable(reading, notice.referral)
    if found is None or is_landlords(reading, found[0]):
        return None
    case, referral, _ = found
    return Message(
        text=lines(
            reading.texts("referral.seat.invited", code=case.code),
            reading.texts("referral.seat.invited_text", office=office(reading, referral)),
        )
    )
