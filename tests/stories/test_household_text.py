"""The landlord's side takes words for the household's letter."""

from tests.stories.cases import begun
from tests.stories.town import Town

LETTER = (
    "Wir möchten, dass Sie Ihre Wohnung behalten. "
    "Petra Nord, Fachstelle Nord, hilft kostenlos und vertraulich: 05731 1000. "
    "Nennen Sie dort bitte das Kennwort MI-7KQ4."
)


async def test_a_letter_without_a_name_passed_on(town: Town) -> None:
    people, _ = await begun(town, names_to_provider="no", basis="enquiry")
    await people.carla.taps("Text für den Haushalt")
    message = await people.carla.sees(f"{LETTER} Ihren Namen haben wir nicht weitergegeben.", "Kopieren")
    assert not message["protected"]


async def test_a_letter_claims_nothing_that_is_not_true(town: Town) -> None:
    people, _ = await begun(town)
    await people.anna.taps("Text für den Haushalt")
    message = await people.anna.sees(LETTER)
    assert "Ihren Namen" not in message["text"]


async def test_the_help_side_needs_no_letter(town: Town) -> None:
    people, _ = await begun(town)
    await people.petra.hides("Text für den Haushalt")
