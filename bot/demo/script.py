"""The story of one endangered tenancy: from the report to the question one year later."""

from typing import Final

from bot.demo import aftercare, agreement, commitment, failure, first_days, suit
from bot.demo.narrator import Narrator
from bot.demo.rehearsal import Rehearsal
from bot.demo.story import Story

ACTS: Final = (
    first_days.request,
    first_days.deputy,
    first_days.acceptance,
    first_days.call_task,
    first_days.stopped_note,
    first_days.note,
    commitment.agreed,
    commitment.kept,
    aftercare.monday,
    failure.broken,
    failure.steps,
    failure.review,
    aftercare.closing,
    suit.served,
    aftercare.check_in,
    suit.christmas,
    aftercare.relapse,
    aftercare.closed_again,
    aftercare.one_year,
    aftercare.other_direction,
    aftercare.claim,
)


async def tell(rehearsal: Rehearsal, narrator: Narrator) -> None:
    """The whole story. Raises Untrue as soon as something is not as told, Stopped when the bot ends."""
    people = await first_days.everybody_joins(rehearsal, narrator)
    await agreement.refused(people, narrator)
    await agreement.in_force(people, narrator)
    code = await first_days.report(people, narrator)
    story = Story(rehearsal=rehearsal, narrator=narrator, people=people, code=code)
    for act in ACTS:
        await act(story)
