"""How an end reads: the day, what is left, and who will be there afterwards."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from domain.model.agreement import NoticeReason
from domain.model.handover import Handover
from domain.model.ids import AgreementId
from domain.model.people import Person
from domain.ports import Work
from domain.services import agreement_access, agreement_ends, agreement_handovers
from domain.services.agreement_access import Seen
from domain.services.agreement_ends import Left
from domain.services.agreement_handovers import Prospect
from handlers.agreement_buttons import (
    AfterwardsButton,
    AgreementButton,
    AgreementsButton,
    HandOverButton,
    NoticeButton,
)
from handlers.cards.agreement_sections import Wording
from handlers.directory_buttons import DepartureButton
from handlers.message import Key, Message, Rows, row
from handlers.screens import lines
from handlers.texts import Texts

SHOWN_CASES = 20
SHOWN_TAKERS = 40


def which_day(texts: Texts, seen: Seen, reason: NoticeReason, days: Iterable[date]) -> Message:
    """The last day."""
    wording = Wording.of(texts, seen.parties)
    keys = [
        NoticeButton(version=seen.version.id, reason=reason, day=one.isoformat()).key(wording.day(one))
        for one in days
        if seen.agreement.ends_on is None or one <= seen.agreement.ends_on
    ]
    back = AgreementButton(version=seen.version.id).key(texts.label("card.button.back"))
    return Message(text=texts("agreement.ask.last_day"), rows=(*map(row, keys), row(back)))


def names_of(work: Work, found: Iterable[Left]) -> dict[int, str]:
    identities = {one for each in found for one in (each.holder, each.after) if one is not None}
    partners = (work.partners.get(one) for one in identities)
    return {one.id: one.name for one in partners if one is not None}


def left_lines(work: Work, texts: Texts, found: tuple[Left, ...]) -> list[str]:
    """First what is without a successor, by office; then who will be there for the rest."""
    names = names_of(work, found)
    open_ = sorted((one for one in found if one.after is None), key=lambda one: one.holder)
    said: list[str] = []
    for holder, group in groupby(open_, key=lambda one: one.holder):
        said.append(texts("agreement.left.of", partner=names.get(holder, ""), what=counted(texts, group)))
    if open_:
        codes = shown_codes(texts, (one.case.code for one in open_))
        said.append(texts("agreement.left.codes", codes=codes))
    settled = sorted((one for one in found if one.after is not None), key=lambda one: one.after or 0)
    for after, group in groupby(settled, key=lambda one: one.after):
        partner = names.get(after or 0, "")
        said.append(texts("agreement.left.after", partner=partner, what=counted(texts, group)))
    return said or [texts("agreement.left.nothing")]


def shown_codes(texts: Texts, codes: Iterable[str]) -> str:
    """As many as can be read, and how many more there are."""
    found = tuple(dict.fromkeys(codes))
    said, more = ", ".join(found[:SHOWN_CASES]), len(found) - SHOWN_CASES
    return texts.label("agreement.left.more", codes=said, number=more) if more > 0 else said


def counted(texts: Texts, found: Iterable[Left]) -> str:
    """ "2 offene Fälle, 1 Nachsorge, 3 Zusagen" """
    everything = tuple(found)
    numbers = {
        "cases": sum(not one.aftercare for one in everything),
        "aftercare": sum(one.aftercare for one in everything),
        "commitments": sum(one.commitments for one in everything),
    }
    return ", ".join(
        texts.label(f"agreement.left.{name}", number=number) for name, number in numbers.items() if number
    )


def afterwards(work: Work, texts: Texts, identity: AgreementId, reader: Person) -> Message:
    """Who will be there afterwards, as far as this reader knows the cases; and the way to hand over."""
    agreement = agreement_access.agreement_of(work, identity)
    everything, found = agreement_ends.left_and_known(work, identity, reader)
    day = Wording.of(texts, ()).day(agreement.ends_on) if agreement.ends_on else ""
    text = lines(
        texts("agreement.left.title", day=day) if day else texts("agreement.left.title_open"),
        agreed(work, texts, identity),
        *left_lines(work, texts, found),
        *waiting(work, texts, work.handovers.of_agreement(identity)),
    )
    rows = hand_over_rows(work, texts, identity, reader, everything)
    back = row(AgreementsButton().key(texts.label("agreement.key.all")))
    return Message(text=text, rows=(*rows, back))


def agreed(work: Work, texts: Texts, identity: AgreementId) -> str:
    """Who takes over by the agreement."""
    role = agreement_ends.agreed_successor(work, identity)
    return "" if role is None else texts("agreement.left.agreed", role=texts.word(role))


def waiting(work: Work, texts: Texts, handovers: Iterable[Handover]) -> list[str]:
    """Those that wait for their answer."""
    found: list[str] = []
    for one in handovers:
        giver, taker = work.partners.get(one.giver), work.partners.get(one.taker)
        if one.state == "offered" and giver and taker:
            found.append(texts("agreement.left.waits", giver=giver.name, taker=taker.name))
    return found


def hand_over_rows(
    work: Work, texts: Texts, identity: AgreementId, reader: Person, found: tuple[Left, ...]
) -> Rows:
    """For whoever signs for a partner that leaves something behind, and for the coordinator."""
    holders = dict.fromkeys(one.holder for one in found if one.after is None)
    signs = agreement_access.standing_of(work, reader, identity)
    own = [one for one in holders if one == reader.partner and "signatory" in signs]
    others = [one for one in holders if one not in own and reader.is_coordinator]
    rows: list[tuple[Key, ...]] = []
    for giver in own:
        keep = HandOverButton(agreement=identity, giver=giver, taker=giver)
        rows.append(row(keep.key(texts.label("agreement.key.we_stay"))))
    for giver in (*own, *others):
        partner = work.partners.get(giver)
        label = texts.label("agreement.key.hand_over", partner=partner.name if partner else "")
        rows.append(row(HandOverButton(agreement=identity, giver=giver).key(label)))
    return tuple(rows)


def which_taker(texts: Texts, prospect: Prospect) -> Message:
    """Every partner that helps households, stays, and names somebody."""
    identity, giver = prospect.agreement, prospect.giver
    keys = [
        HandOverButton(agreement=identity or 0, giver=giver.id, taker=one.id).key(one.name)
        for one in prospect.takers[:SHOWN_TAKERS]
    ]
    text = texts("agreement.ask.taker", partner=giver.name, what=counted(texts, prospect.left))
    back = AfterwardsButton(agreement=identity) if identity else DepartureButton(partner=giver.id)
    return Message(text=text, rows=(*map(row, keys), row(back.key(texts.label("card.button.back")))))


def offered(work: Work, texts: Texts, identity: int) -> str:
    """What somebody is asked to take over; empty once it is answered."""
    handover = agreement_handovers.of_id(work, identity)
    giver = work.partners.get(handover.giver)
    found = agreement_ends.left_with(work, handover.agreement, handover.giver)
    return texts(
        "agreement.handover.offered", partner=giver.name if giver else "", what=counted(texts, found)
    )
