"""What people hear about people and groups."""

from domain.model.ids import PartnerId, PersonId
from domain.model.notices import (
    AbsenceEntered,
    AccessEnded,
    ColleagueLeft,
    ContentRefused,
    EnrolmentAsked,
    EnrolmentDecided,
    GroupAdded,
    GroupLinked,
    GroupLost,
    MemberJoined,
    PersonUnreachable,
    PracticeAnswered,
    PracticeEnded,
)
from domain.model.people import GroupState, Person, StaffGroup
from domain.model.routing import Absence
from domain.services import absences, groups, membership, standing
from handlers import absence_words, greeting
from handlers.absence_buttons import BackAtWorkButton
from handlers.card_buttons import OpenCaseButton
from handlers.cards import Reading, shows
from handlers.enrol import ColleagueButton, UnknownButton
from handlers.link_group import LeaveButton, LinkButton
from handlers.manage_members import MemberButton
from handlers.message import Message, row

CASES_SHOWN = 12


def _partner(reading: Reading, identity: PartnerId | None) -> str:
    partner = None if identity is None else reading.work.partners.get(identity)
    return "" if partner is None else partner.name


def _person(reading: Reading, identity: PersonId | None) -> Person | None:
    return None if identity is None else reading.work.people.get(identity)


# Groups


@shows(GroupAdded)
def group_added(reading: Reading, notice: GroupAdded) -> Message | None:
    """To a coordinator: whose is it? Nothing once somebody has said so."""
    group = reading.work.groups.get(notice.group)
    if group is None or group.state is not GroupState.ASKED:
        return None
    label = reading.texts.label("group.leave")
    partners = [
        row(LinkButton(group=group.id, partner=one.id).key(one.name))
        for one in groups.partners_for(reading.work)
    ]
    return Message(
        text=reading.texts("group.added", who=_who_added(reading, group)),
        rows=(*partners, row(LeaveButton(group=group.id).key(label))),
    )


def _who_added(reading: Reading, group: StaffGroup) -> str:
    person = _person(reading, group.added_by)
    if person is None:
        return reading.texts.label("group.added_by_stranger")
    return reading.texts.label("group.added_by", name=person.name, partner=_partner(reading, person.partner))


@shows(GroupLinked)
def group_linked(reading: Reading, notice: GroupLinked) -> Message | None:
    """M1g, pinned where the group lets the bot pin."""
    group = reading.work.groups.get(notice.group)
    if group is None or group.state is not GroupState.LINKED:
        return None
    return Message(text=reading.texts("group.rule"), pinned=True, silent=True)


@shows(GroupLost)
def group_lost(reading: Reading, notice: GroupLost) -> Message | None:
    """Nothing when the bot is back already."""
    group = reading.work.groups.get(notice.group)
    if group is None or group.state is not GroupState.LEFT:
        return None
    return Message(text=reading.texts("group.lost", partner=_partner(reading, group.partner)))


@shows(EnrolmentAsked)
def enrolment_asked(reading: Reading, notice: EnrolmentAsked) -> Message | None:
    """To a host: is this a colleague?"""
    enrolment = reading.work.enrolments.get(notice.enrolment)
    if enrolment is None or enrolment.decided_at is not None:
        return None
    texts = reading.texts
    keys = row(
        ColleagueButton(enrolment=enrolment.id).key(texts.label("group.colleague")),
        UnknownButton(enrolment=enrolment.id).key(texts.label("group.unknown")),
    )
    return Message(text=texts("group.enrolment", shown_as=notice.shown_as), rows=(keys,))


@shows(EnrolmentDecided)
def enrolment_decided(reading: Reading, notice: EnrolmentDecided) -> Message | None:
    """To the colleague: M1, or that it was not confirmed."""
    person = _person(reading, notice.person)
    if person is None:
        return Message(text=reading.texts("group.declined_to_person"))
    return greeting.message(membership.greeting(reading.work, person), reading.texts)


@shows(ColleagueLeft)
def colleague_left(reading: Reading, notice: ColleagueLeft) -> Message | None:
    """A hint to the host; the access is theirs to end."""
    person = _person(reading, notice.person)
    if person is None or not person.is_member:
        return None
    key = MemberButton(person=person.id).key(reading.texts.label("members.open"))
    return Message(text=reading.texts("group.colleague_left", name=person.name), rows=(row(key),))


# People


@shows(AbsenceEntered)
def absence_entered(reading: Reading, notice: AbsenceEntered) -> Message | None:
    """To the deputy: who is away, and what is open; to the absent person when somebody else entered it."""
    absence = reading.work.absences.get(notice.absence)
    reader, today = reading.person, standing.today(reading.work)
    if absence is None or reader is None or absence.last_on < today:
        return None
    span = absence_words.span(reading.texts, absence)
    if reader.id == absence.person:
        end = BackAtWorkButton(person=reader.id).key(reading.texts.label("absence.end"))
        return Message(
            text=reading.texts("absence.for_you", span=span),
            rows=(row(end),),
        )
    away = _person(reading, absence.person)
    if away is None:
        return None
    if absence.first_on > today:
        return Message(text=reading.texts("absence.planned", name=away.name, span=span))
    return _handed(reading, away, absence)


def _handed(reading: Reading, away: Person, absence: Absence) -> Message:
    found = absences.handed(reading.work, away.id)
    text = reading.texts(
        "absence.begun" if found.cases else "absence.begun_quiet",
        name=away.name,
        last=absence_words.day(reading.texts, absence.last_on),
        answers=found.answers,
        promises=found.promises,
        check_ins=found.check_ins,
    )
    keys = [OpenCaseButton(case=one.id).key(one.code) for one in found.cases[:CASES_SHOWN]]
    return Message(text=text, rows=tuple(tuple(keys[at : at + 3]) for at in range(0, len(keys), 3)))


@shows(MemberJoined)
def member_joined(reading: Reading, notice: MemberJoined) -> Message | None:
    """To whoever has invited."""
    person = _person(reading, notice.person)
    if person is None or not person.is_member:
        return None
    return Message(
        text=reading.texts("invite.joined", name=person.name, partner=_partner(reading, person.partner))
    )


@shows(PersonUnreachable)
def person_unreachable(reading: Reading, notice: PersonUnreachable) -> Message | None:
    """To the coordinators; nothing when the person is back."""
    person = _person(reading, notice.person)
    if person is None or person.reachable or not person.is_member:
        return None
    partner = _partner(reading, person.partner)
    text = reading.texts("members.unreachable", name=person.name, partner=partner, phone=person.phone or "?")
    return Message(text=text)


@shows(AccessEnded)
def access_ended(reading: Reading, notice: AccessEnded) -> Message:
    """To somebody whose access was ended."""
    return Message(text=reading.texts("members.your_access_ended"))


@shows(ContentRefused)
def content_refused(reading: Reading, notice: ContentRefused) -> Message:
    """One answer to a whole album."""
    return Message(text=reading.texts("errors.no_files"))


# Practice


@shows(PracticeAnswered)
def practice_answered(reading: Reading, notice: PracticeAnswered) -> Message | None:
    """The bot has taken a practice case."""
    case = None if notice.case is None else reading.work.cases.get(notice.case)
    if case is None:
        return None
    until = reading.work.network.calendar.add_working_days(case.reported_at, 1)
    return Message(text=reading.texts("practice.answered", code=case.code, until=reading.moment(until)))


@shows(PracticeEnded)
def practice_ended(reading: Reading, notice: PracticeEnded) -> Message:
    """One message less."""
    return Message(deletes=notice.message)
