"""Who is told of an agreement, and how whoever has not signed yet is reminded."""

from typing import Final

from domain.model.agreement import AgreementState, Version, unsigned
from domain.model.ids import AgreementVersionId
from domain.model.notices import AgreementProposed, Notice, Priority
from domain.model.people import Partner
from domain.model.timers import Timer, TimerKind
from domain.ports import Work
from domain.services import agreement_access, telling
from domain.services.agreement_access import Seen, signatories
from domain.services.due import answers

ANSWER_WORKING_DAYS: Final = 3
"""A proposal that waits for a signature is called to mind after so many working days, every time anew."""

REMINDERS_AT_MOST: Final = 3
"""After so many the coordinators hear, once, and nobody is reminded any more."""


def tell_partner(work: Work, partner: Partner, notice: Notice, *, key: str | None = None) -> None:
    """Everybody who signs for this partner."""
    for person in signatories(work, partner):
        telling.tell(work, person.id, notice, dedupe=f"{key}:{person.id}" if key else None)


def tell_all(work: Work, seen: Seen, notice: Notice) -> None:
    """Everybody who signs for one of the partners, but the speaker."""
    for partner in seen.parties:
        for person in signatories(work, partner):
            if person.id != seen.person.id:
                telling.tell(work, person.id, notice)


def answer_key(version: Version) -> str:
    """The one timer of a proposal."""
    return f"{TimerKind.AGREEMENT_ANSWER}:{version.id}"


def wind_answer(work: Work, version: Version, *, asked: int) -> None:
    """Have the signatures that are missing called to mind; `asked` times it was so far."""
    kind = TimerKind.AGREEMENT_ANSWER
    due_at = work.network.calendar.add_working_days(work.now, ANSWER_WORKING_DAYS)
    work.timers.set(
        Timer(kind=kind, subject=version.id, due_at=due_at, state=str(asked), dedupe=answer_key(version))
    )


@answers(TimerKind.AGREEMENT_ANSWER)
def signature_waits(work: Work, timer: Timer) -> None:
    """Whoever has not signed yet is reminded; after the last time the coordinators hear of it."""
    version = work.agreement_versions.get(AgreementVersionId(timer.subject))
    if version is None or version.state is not AgreementState.PROPOSED:
        return
    asked = int(timer.state) + 1
    told = AgreementProposed(version=version.id)
    if asked > REMINDERS_AT_MOST:
        telling.tell_coordinators(work, told, priority=Priority.REMINDER)
        return
    parties = agreement_access.partners_of(work, version.agreement)
    missing = unsigned([one.id for one in parties], work.agreement_signatures.of_version(version.id))
    for partner in parties:
        if partner.id in missing:
            for person in signatories(work, partner):
                telling.tell(
                    work,
                    person.id,
                    told,
                    priority=Priority.REMINDER,
                    dedupe=f"{timer.dedupe}:{asked}:{person.id}",
                )
    wind_answer(work, version, asked=asked)
