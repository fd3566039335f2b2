"""Somebody on a case reads what is usually done at its stage."""

import pytest

from domain.model.stage import Stage
from handlers.texts import LANGUAGES, Texts
from tests.stories.cases import begun
from tests.stories.town import Town, labels


async def test_the_steps_of_the_present_stage(town: Town) -> None:
    people, _ = await begun(town)
    await people.carla.taps("Mehr")
    await people.carla.taps("So läuft es üblich")
    screen = await people.carla.shows(
        "MI-7KQ4: So läuft es üblich",
        "1. Tag des Zugangs und Art der Kündigung festhalten.",
        "keine Rechtsberatung",
    )
    assert labels(screen) == ["Zurück"]
    await people.carla.taps("Zurück")
    await people.carla.shows("MI-7KQ4: übernommen")


async def test_it_is_for_those_who_sit_on_the_case(town: Town) -> None:
    people, _ = await begun(town)
    await people.anna.taps("Mehr")
    await people.anna.hides("So läuft es üblich")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_its_steps(language: str, stage: Stage) -> None:
    assert Texts.of(language)(f"usual_way.stage.{stage}").startswith("1. ")
