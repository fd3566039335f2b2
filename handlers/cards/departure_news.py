"""What is told when a partner leaves the network: in time, on the day, and while something is left of it."""

from domain.model.dates import with_year
from domain.model.ids import PartnerId
from domain.model.notices import PartnerLeaving, PartnerLeft, PartnerStays
from domain.model.people import Partner
from domain.services import departures
from handlers.cards import Reading, shows
from handlers.cards.departure_screens import agreement_titles, hand_over_rows, left_lines
from handlers.directory_buttons import DepartureButton
from handlers.message import Message, Rows, row
from handlers.screens import lines


def _partner(reading: Reading, identity: PartnerId, *, active: bool) -> Partner | None:
    partner = reading.work.partners.get(identity)
    if partner is None or reading.person is None or partner.active is not active:
        return None
    return partner


@shows(PartnerLeaving)
def leaving(reading: Reading, notice: PartnerLeaving) -> Message | None:
    """The list of what is without a successor, as far as this reader may know it."""
    partner = _partner(reading, notice.partner, active=True)
    if partner is None or partner.leaves_on is None:
        return None
    texts, found = reading.texts, departures.of(reading.work, partner)
    day = with_year(partner.leaves_on, texts.language)
    key = "partner.leave.near" if notice.left else "partner.leave.announced"
    titles = agreement_titles(reading, found.agreements)
    text = lines(
        texts(key, partner=partner.name, day=day, left=notice.left),
        texts("partner.leave.agreements", titles=titles) if titles else "",
        *left_lines(reading, partner),
        texts("partner.leave.until_then", partner=partner.name),
    )
    return Message(text=text, rows=_rows(reading, partner))


def _rows(reading: Reading, partner: Partner) -> Rows:
    reader = reading.person
    if reader is None or not departures.may_hand_over(reader, partner):
        return ()
    show = DepartureButton(partner=partner.id).key(reading.texts.label("partner.leave.key_stands"))
    return (*hand_over_rows(reading.texts, departures.of(reading.work, partner), reader), row(show))


@shows(PartnerStays)
def stays(reading: Reading, notice: PartnerStays) -> Message | None:
    partner = _partner(reading, notice.partner, active=True)
    if partner is None or partner.leaves_on is not None:
        return None
    return Message(text=reading.texts("partner.leave.stays", partner=partner.name))


@shows(PartnerLeft)
def left(reading: Reading, notice: PartnerLeft) -> Message | None:
    """Everybody reads it once; the coordinators again, while it has something or its people are here."""
    partner = _partner(reading, notice.partner, active=False)
    if partner is None or partner.leaves_on is None or reading.person is None:
        return None
    texts, found = reading.texts, departures.of(reading.work, partner)
    text = lines(
        texts("partner.leave.over", partner=partner.name, day=with_year(partner.leaves_on, texts.language)),
        *left_lines(reading, partner),
        texts("partner.leave.stays_with", partner=partner.name) if found.left else "",
        texts("partner.leave.members", number=found.members)
        if found.members and reading.person.is_coordinator
        else "",
    )
    return Message(text=text, rows=_rows(reading, partner))
