"""A person opens the chat."""

from domain.model.stage import PartnerKind
from tests.stories.town import Town


async def test_strangers_learn_nothing(town: Town) -> None:
    stranger = await town.phone("Mallory")
    await stranger.sends("/start")
    await stranger.sees("Dieser Dienst ist für Mitglieder.")
    await stranger.sends("/kontakt hille")
    await stranger.sees("nicht verstanden")


async def test_a_member_is_greeted_by_name(town: Town) -> None:
    partner = await town.partner("Fachstelle Nord", PartnerKind.PROVIDER)
    member = await town.member("Petra Nord", partner)
    await member.sends("/start")
    await member.sees("Guten Tag, Petra Nord")
