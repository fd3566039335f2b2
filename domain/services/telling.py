"""How somebody is told: now if red, otherwise in their next window; what is held back is never dropped."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from domain.model.case import Case
from domain.model.digest import CARDS_A_DAY, MESSAGES_A_DAY, digest_key, digest_of_day_key
from domain.model.ids import ChatId, PersonId
from domain.model.notices import GroupNews, Notice, Priority
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
    """Tell a member in the private chat. False: not on Telegram, unreachable, or told under this key."""
    person = work.people.get(identity)
    if person is None or not person.reachable:
        return False
    opens = window(work, person, interrupts=interrupting)
    digest = work.timers.running(digest_key(person.id)) if priority is Priority.REMINDER else None
    if digest is not None and not interrupting and is_enough(work, person):
        opens = max(opens, digest.due_at)
    return work.outbox.tell(
        notice,
        person=person.id,
        priority=priority,
        not_before=max(opens, not_before) if not_before else opens,
        dedupe=dedupe,
        repeatable=repeatable,
    )


def remind(
    work: Work,
    identity: PersonId,
    notice: Notice,
    *,
    until: datetime | None = None,
    interrupting: bool = False,
    dedupe: str | None = None,
) -> bool:
    """Call something to mind that the person's digest lists anyway (the practice paper, 6.5).

    It comes as a line of the digest, and not by itself, if that is still to come on the day on which a
    message could leave, or once the day's messages are used up; never if it would come after `until`.
    After an outage the digest of today may be about to leave: it will say what has come due meanwhile.
    """
    person = work.people.get(identity)
    if person is None or not person.reachable:
        return False
    if not interrupting and _left_to_digest(work, person, until):
        return True
    opens = window(work, person, interrupts=interrupting)
    return work.outbox.tell(
        notice, person=person.id, priority=Priority.REMINDER, not_before=opens, dedupe=dedupe
    )


def _left_to_digest(work: Work, person: Person, until: datetime | None) -> bool:
    local = work.network.calendar.local
    if work.outbox.waits(digest_of_day_key(person.id, local(work.now).date())):
        return True
    digest = work.timers.running(digest_key(person.id))
    if digest is None or (until is not None and digest.due_at >= until):
        return False
    return local(digest.due_at).date() <= local(window(work, person)).date() or is_enough(work, person)


def has_digest(work: Work, person: Person) -> bool:
    """Whether this person reads every working morning what is open."""
    return work.timers.running(digest_key(person.id)) is not None


def is_enough(work: Work, person: Person) -> bool:
    """Whether the day's messages to this person are used up (five, apart from red ones and notes)."""
    calendar = work.network.calendar
    midnight = calendar.moment(calendar.local(work.now).date(), time(0))
    return work.outbox.told_since(person.id, midnight) >= MESSAGES_A_DAY


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
    """Put the harmless card into a group; silent unless red. More than three a day come as one list."""
    opens = work.now if interrupting else work.network.calendar.next_window(work.now)
    has_card = any(card.chat == chat for card in work.cards.of_case(case.id))
    if not interrupting and not has_card and not _counts_as_own(work, chat):
        _bundle(work, chat, opens)
        return
    work.cards.place(
        case.id,
        chat=chat,
        person=None,
        priority=Priority.FIRST_NOTICE,
        not_before=opens,
        silent=not interrupting,
    )


def _counts_as_own(work: Work, chat: ChatId) -> bool:
    """Count a new request in a group; False for the fourth of a day and later ones."""
    group = work.groups.by_chat(chat)
    if group is None:
        return True
    today = work.network.calendar.local(work.now).date()
    so_far = group.requests if group.requests_on == today else 0
    work.groups.save(replace(group, requests_on=today, requests=so_far + 1))
    return so_far < CARDS_A_DAY


def _bundle(work: Work, chat: ChatId, opens: datetime) -> None:
    """One list at the next full hour, with everything that is open in the group by then."""
    at = opens.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    day = work.network.calendar.local(at).date()
    work.outbox.tell(
        GroupNews(day=day),
        chat=chat,
        priority=Priority.FIRST_NOTICE,
        not_before=work.network.calendar.next_window(at),
        dedupe=f"group_list:{chat}:{at:%F-%H}",
    )


def changed(work: Work, case: Case) -> Case:
    """Save the case as a new version; every card of it is brought up to date."""
    newer = replace(case, version=case.version + 1)
    work.cases.save(newer)
    work.cards.touch(case.id)
    return newer
