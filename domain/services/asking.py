"""How a step of the ladder asks: by a card, by a call task, in the group, and at last the coordinators."""

from dataclasses import replace

from domain.model.case import CallState, CallTask, Case, Referral, ReferralKind, Step
from domain.model.ids import PersonId
from domain.model.ladder import Decision, Way
from domain.model.notices import CallNeeded, NobodyReached, Priority, StepClimbed
from domain.model.people import Person
from domain.model.stage import Seat
from domain.ports import Work
from domain.services import access, rungs, standing, telling


def ask(work: Work, case: Case, referral: Referral, decision: Decision, *, again: bool) -> None:
    """Have the step's person, group or coordinators asked, each in their own way; `again` at the last one."""
    target = decision.target
    if decision.step is Step.COORDINATOR:
        _ask_coordinators(work, case, referral, again)
    elif target is None:
        raise AssertionError("only the last step may have nobody to ask")
    elif target.way is Way.CALL and target.person is not None:
        _ask_by_telephone(work, referral, target.person)
    elif target.way is Way.GROUP and target.chat is not None:
        telling.show_group_card(work, case, target.chat, interrupting=telling.interrupts(case))
    elif target.person is not None:
        _ask_in_chat(work, case, referral, target.person)


def _ask_in_chat(work: Work, case: Case, referral: Referral, person: PersonId) -> None:
    """The card says everything; to a chat that shows it already a short reply calls attention to the edit."""
    urgent = telling.interrupts(case)
    if has_card(work, case, person):
        telling.tell(
            work,
            person,
            StepClimbed(case=case.id, referral=referral.id, step=referral.step),
            priority=Priority.ESCALATION,
            interrupting=urgent,
            dedupe=f"step:{referral.id}:{referral.round}",
        )
    telling.show_card(work, case, person, interrupting=urgent)


def has_card(work: Work, case: Case, person: PersonId) -> bool:
    """Whether this person's chat shows the case already: nobody notices an edit."""
    cards = work.cards.of_case(case.id)
    return any(card.person == person and card.message is not None for card in cards)


def _ask_by_telephone(work: Work, referral: Referral, callee: PersonId) -> None:
    ringing = rungs.caller(work, referral)
    assert ringing is not None, "a step by telephone without a caller is skipped"
    task = work.call_tasks.add(
        CallTask(
            case_id=referral.case_id, referral=referral.id, caller=ringing, callee=callee, opened_at=work.now
        )
    )
    tell_caller(work, task)


def tell_caller(work: Work, task: CallTask) -> None:
    """M15, to the caller."""
    case = access.case_of(work, task.case_id)
    telling.tell(
        work,
        task.caller,
        CallNeeded(case=case.id, call_task=task.id),
        priority=Priority.FIRST_NOTICE,
        interrupting=telling.interrupts(case),
    )


def drop_calls(work: Work, referral: Referral) -> None:
    """Nobody need ring about this any more."""
    for task in work.call_tasks.of_referral(referral.id):
        if task.state is CallState.OPEN:
            work.call_tasks.save(replace(task, state=CallState.GONE, closed_at=work.now))


def _ask_coordinators(work: Work, case: Case, referral: Referral, again: bool) -> None:
    """The last step: the coordinator owns the case (R9) and hears of it daily until somebody has it.

    From the second day on that is a line of the digest, and a message only where there is none, or at red.
    """
    asked = [one for one in work.people.coordinators() if referral.asked in (None, one.id)]
    if asked and is_nobodys(work, case, referral):
        work.cases.save(replace(case, owner=_owner(case, asked), version=case.version + 1))
    day = standing.today(work)
    for one in asked:
        listed = again and not telling.interrupts(case) and telling.has_digest(work, one)
        if has_card(work, case, one.id) and not listed:
            telling.tell(
                work,
                one.id,
                NobodyReached(case=case.id, referral=referral.id, day=day),
                priority=Priority.ESCALATION,
                interrupting=telling.interrupts(case),
                dedupe=f"nobody:{referral.id}:{referral.round}:{one.id}",
            )
        telling.show_card(work, case, one.id, interrupting=telling.interrupts(case))


def is_nobodys(work: Work, case: Case, referral: Referral) -> bool:
    """Whether the lead is sought, and nobody keeps it until then as whoever hands it back does."""
    lead = work.seats.of_case(case.id).get(Seat.HELP)
    return referral.kind is ReferralKind.TAKEOVER and (lead is None or lead.holder != referral.asked_by)


def _owner(case: Case, coordinators: list[Person]) -> PersonId:
    return case.owner if case.owner in {one.id for one in coordinators} else coordinators[0].id
