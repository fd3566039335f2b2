"""A side notes that the household knows."""

from datetime import date, timedelta

from domain.model.timers import Timer, TimerKind
from tests.stories.cases import begun, stored
from tests.stories.town import Town


async def test_today_with_one_tap_more(town: Town) -> None:
    people, case = await begun(town)
    reminder = Timer(
        kind=TimerKind.HOUSEHOLD_INFORMED,
        subject=case.id,
        due_at=await town.now() + timedelta(weeks=3),
        case_id=case.id,
        dedupe="reminder",
    )
    await town.do(lambda work: work.timers.set(reminder))
    await people.carla.taps("Mehr")
    await people.carla.taps("Haushalt informiert")
    await people.carla.shows("MI-7KQ4: Wann wurde der Haushalt informiert?")
    await people.carla.taps("Heute")
    assert people.carla.toast == "MI-7KQ4: Haushalt informiert am 23.11."
    await people.carla.shows("Haushalt informiert am 23.11.", "Nachricht")
    await people.petra.shows("Haushalt informiert am 23.11.")
    assert (await stored(town, case)).household_informed_on == date(2026, 11, 23)
    timers = await town.do(lambda work: work.timers.of_case(case.id))
    assert TimerKind.HOUSEHOLD_INFORMED not in {one.kind for one in timers}


async def test_an_older_day_is_typed_and_cannot_lie_ahead(town: Town) -> None:
    people, case = await begun(town)
    for label in ("Mehr", "Haushalt informiert", "Älter"):
        await people.petra.taps(label)
    await people.petra.sends("24.12.2026")
    await people.petra.sees("Dieser Tag liegt noch vor uns.")
    assert (await stored(town, case)).household_informed_on is None
    await people.petra.sends("1.10.")
    await people.petra.sees("MI-7KQ4: Haushalt informiert am 1.10.")


async def test_it_is_noted_once(town: Town) -> None:
    people, _ = await begun(town)
    for label in ("Mehr", "Haushalt informiert", "Gestern"):
        await people.petra.taps(label)
    await people.petra.taps("Mehr")
    shown = await people.petra.shows("MI-7KQ4: bei Ihnen")
    assert "Haushalt informiert" not in [key["text"] for row in shown["buttons"] for key in row]
