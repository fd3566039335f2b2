"""A partner leaves the network: its last day, what hangs on it, and who is to take that."""

from collections.abc import Iterable
from datetime import date

from domain.model.agreement import Agreement
from domain.model.agreement_rights import AgreementDeed, may
from domain.model.dates import with_year
from domain.model.handover import HandoverState
from domain.model.ids import PartnerId
from domain.model.people import Partner, Person
from domain.ports import Turn, Work
from domain.services import access, agreement_access, agreement_ends, departures
from domain.services.departures import Departure
from handlers.agreement_buttons import HandOverButton
from handlers.answer_check_in import reading
from handlers.cards import Reading
from handlers.cards import agreement_ends as ends
from handlers.directory_buttons import (
    DepartureButton,
    LeaveNetworkButton,
    PartnerSettingsButton,
    StayButton,
)
from handlers.message import Key, Message, Rows, row
from handlers.screens import lines
from handlers.texts import Texts


def last_day_line(texts: Texts, partner: Partner) -> str:
    """Empty for a partner that stays."""
    if partner.leaves_on is None:
        return ""
    day = with_year(partner.leaves_on, texts.language)
    return texts("partner.leave.leaves" if partner.active else "partner.leave.left", day=day)


def door(texts: Texts, partner: Partner) -> Key:
    """[Partner scheidet aus], or where that stands."""
    if partner.leaves_on is None:
        return LeaveNetworkButton(partner=partner.id).key(texts.label("partner.leave.key"))
    return DepartureButton(partner=partner.id).key(texts.label("partner.leave.key_stands"))


def which_day(texts: Texts, partner: Partner, days: Iterable[date]) -> Message:
    keys = [
        LeaveNetworkButton(partner=partner.id, day=one.isoformat()).key(with_year(one, texts.language))
        for one in days
    ]
    text = texts("partner.leave.which_day", partner=partner.name)
    return Message(text=text, rows=(*map(row, keys), row(_back(texts, partner))))


def _back(texts: Texts, partner: Partner) -> Key:
    return PartnerSettingsButton(partner=partner.id).key(texts.label("directory.back"))


def sure(look: Reading, found: Departure, day: date) -> Message:
    """All that hangs on it, and what follows, before the tap that tells everybody."""
    texts, partner = look.texts, found.partner
    text = lines(
        texts("partner.leave.sure", partner=partner.name, day=with_year(day, texts.language)),
        *_hangs(look, found),
        texts("partner.leave.follows", partner=partner.name),
    )
    yes = LeaveNetworkButton(partner=partner.id, day=day.isoformat(), sure=True)
    return Message(
        text=text, rows=(row(yes.key(texts.label("partner.leave.yes"))), row(_back(texts, partner)))
    )


def stands(work: Work, turn: Turn, identity: PartnerId, texts: Texts) -> Message:
    """Where it stands, for a coordinator and for whoever signs for the partner."""
    found, person = departures.read(work, turn, identity), access.member(turn)
    look = reading(work, turn, texts)
    partner = found.partner
    rows: list[tuple[Key, ...]] = list(hand_over_rows(texts, found, person))
    if person.is_coordinator and partner.active and partner.leaves_on is not None:
        other = LeaveNetworkButton(partner=partner.id).key(texts.label("partner.leave.other_day"))
        stay = StayButton(partner=partner.id).key(texts.label("partner.leave.stay"))
        rows.append(row(other, stay))
    if person.is_coordinator:
        rows.append(row(_back(texts, partner)))
    text = lines(partner.name, last_day_line(texts, partner), *_hangs(look, found))
    return Message(text=text, rows=tuple(rows))


def _hangs(look: Reading, found: Departure) -> list[str]:
    """What a coordinator, or its own signatory, reads of it."""
    texts = look.texts
    said = [*left_lines(look, found.partner)]
    if found.lets:
        said.append(texts("partner.leave.lets", number=found.lets))
    if found.requests:
        said.append(texts("partner.leave.requests", number=found.requests))
    titles = agreement_titles(look, found.agreements)
    if titles:
        said.append(texts("partner.leave.agreements", titles=titles))
    return said


def left_lines(look: Reading, partner: Partner) -> list[str]:
    """What of it this reader may know, who is asked to take it, and who has taken something."""
    if look.person is None:
        return []
    work, texts = look.work, look.texts
    known = agreement_ends.known_to(work, agreement_ends.left_with(work, None, partner.id), look.person)
    handovers = work.handovers.of_leaver(partner.id)
    names = [work.partners.get(one.taker) for one in handovers if one.state is HandoverState.ACCEPTED]
    takers = ", ".join(dict.fromkeys(one.name for one in names if one is not None))
    taken = [texts("partner.leave.taken", takers=takers, partner=partner.name)] if takers else []
    return [*ends.left_lines(work, texts, known), *ends.waiting(work, texts, handovers), *taken]


def agreement_titles(look: Reading, found: Iterable[Agreement]) -> str:
    """Agreements in force that this reader may read."""
    person, work = look.person, look.work
    if person is None:
        return ""
    titles = []
    for one in found:
        version = work.agreement_versions.in_force(one.id)
        if version and may(agreement_access.standing_of(work, person, one.id), AgreementDeed.READ):
            titles.append(version.terms.title)
    return ", ".join(titles)


def hand_over_rows(texts: Texts, found: Departure, reader: Person) -> Rows:
    """For whoever signs for the partner, and for the coordinator, while it has anything."""
    partner = found.partner
    if not found.left or not departures.may_hand_over(reader, partner):
        return ()
    give = HandOverButton(agreement=0, giver=partner.id)
    return (row(give.key(texts.label("agreement.key.hand_over", partner=partner.name))),)
