"""How somebody is told: now if red, otherwise in their next window; what is held back is never dropped."""

from dataclasses import replace
from datetime import datetime

from domain.model.case import Case
from domain.model.ids import ChatId, PersonId
from domain.model.notices import Notice, Priority
from domain.model.people import Person
from domain.model.urgency import Urgency
from domain.ports import Work


def window(work: Work, person: Person, *, interrupts: bool = False) -> datetime:
    """When a message may reach this person: working days of their own, outside the quiet hours."""
    if interrupts:
        return work.now
    return work.network.calendar.of_person(person.working_days).next_window(work.now)


def interrupts(case: Case) -> bool:
    """Only red urgency may break through quiet hours, and only with first notices and ladder notices."""
    return case.present_urgency is Urgency.RED


def tell(
    work: Work,
    identity: PersonId,
    notice: Notice,
    *,
    priority: Priority = Priority.NEWS,
    interrupting: bool = False,
    not_before: datetime | None = None,
    dedupe: str | None = None,
    repeatable: bool = True,
) -> bool:
    """Tell a member in the private chat. False: not on Telegram, unreachable, or told before under this key."""
    person = work.people.get(identity)
    if person is None or not person.reachable:
        return False
    opens = window(work, person, interrupts=interrupting)
    return work.outbox.tell(
        notice,
        person=person.id,
        priority=priority,
        not_before=max(opens, not_before) if not_before else opens,
        dedupe=dedupe,
        repeatable=repeatable,
    )


def tell_group(
    work: Work,
    chat: ChatId,
    notice: Notice,
    *,
    priority: Priority = Priority.NEWS,
    interrupting: bool = False,
) -> bool:
    """Tell a landlord's group, in the network's own window."""
    opens = work.now if interrupting else work.network.calendar.next_window(work.now)
    return work.outbox.tell(notice, chat=chat, priority=priority, not_before=opens)


def tell_coordinators(
    work: Work,
    notice: Notice,
    *,
    priority: Priority = Priority.NEWS,
    interrupting: bool = False,
    dedupe: str | None = None,
    without: PersonId | None = None,
) -> int:
    """Tell every coordinator; gives how many are told."""
    return sum(
        tell(
            work,
            one.id,
            notice,
            priority=priority,
            interrupting=interrupting,
            dedupe=f"{dedupe}:{one.id}" if dedupe else None,
        )
        for one in work.people.coordinators()
        if one.id != without
    )


def show_card(
    work: Work,
    case: Case,
    identity: PersonId,
    *,
    priority: Priority = Priority.FIRST_NOTICE,
    interrupting: bool = False,
    at_once: bool = False,
) -> bool:
    """Put the case's live card into a member's private chat. False: they cannot be reached there.

    `at_once` is for the speaker's own chat, which needs no window.
    """
    person = work.people.get(identity)
    if person is None or not person.reachable or person.telegram is None:
        return False
    work.cards.place(
        case.id,
        chat=person.telegram,
        person=person.id,
        priority=priority,
        not_before=window(work, person, interrupts=interrupting or at_once),
    )
    return True


def show_group_card(work: Work, case: Case, chat: ChatId, *, interrupting: bool = False) -> None:
    """Put the harmless card into a group; silent unless red."""
    opens = work.now if interrupting else work.network.calendar.next_window(work.now)
    work.cards.place(
        case.id,
        chat=chat,
        person=None,
        priority=Priority.FIRST_NOTICE,
        not_before=opens,
        silent=not interrupting,
    )


def changed(work: Work, case: Case) -> Case:
    """Save the case as a new version; every card of it is brought up to date."""
    newer = replace(case, version=case.version + 1)
    work.cases.save(newer)
    work.cards.touch(case.id)
    return newer
