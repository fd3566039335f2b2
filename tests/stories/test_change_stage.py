"""Somebody on the case changes or corrects its stage."""

from domain.model.case import EventKind
from domain.model.legal_basis import BasisKind
from domain.model.stage import NoticeKind, Reason, Stage
from domain.model.timers import TimerKind
from domain.model.urgency import Urgency, UrgencyReason
from tests.stories.cases import begun, stored
from tests.stories.network import Network, network
from tests.stories.town import Town, labels


async def test_a_new_stage_with_its_day(town: Town) -> None:
    people, _ = await begun(town)
    await people.petra.taps("Mehr")
    await people.petra.taps("Stand ändern")
    await people.petra.taps("Räumungsklage")
    await people.petra.shows("Welches Datum steht auf dem gelben Umschlag?")
    await people.petra.taps("19")
    assert people.petra.toast == "MI-7KQ4: Stand geändert, Räumungsklage."
    await people.petra.shows("Stand: Räumungsklage, zugestellt 19.11.", "weil eine Räumungsklage läuft")
    await people.carla.sees("MI-7KQ4: neuer Stand", "Räumungsklage, zugestellt 19.11.", "Petra Nord")
    await people.carla.shows("MI-7KQ4: übernommen", "Räumungsklage · Espelkamp")
    await people.anna.sees_nothing()


async def test_a_stage_change_settles_the_promise(town: Town) -> None:
    people, _ = await begun(town)
    await people.petra.shows("Ihre Rückmeldung an Anna Alt: bis")
    await change(people, "Räumungsklage", "Unbekannt")
    await people.petra.hides("Ihre Rückmeldung an")
    await people.carla.shows("In Arbeit bei Petra Nord, Fachstelle Nord.")


async def change(people: Network, stage: str, day: str | None = None) -> None:
    for label in ("Mehr", "Stand ändern", stage, *([day] if day else [])):
        await people.petra.taps(label)


async def test_a_correction_says_that_it_is_one(town: Town) -> None:
    people, case = await begun(town)
    await change(people, "Beide Kündigungen", "18")
    await people.carla.sees("MI-7KQ4: Stand berichtigt", "beide Kündigungen, zugegangen 18.11.")
    corrected = await stored(town, case)
    assert corrected.notice_kind is NoticeKind.BOTH
    event = await town.do(lambda work: work.events.last(case.id, EventKind.STAGE_CHANGED))
    assert event is not None
    assert event.facts["corrected"] == 1


async def test_the_same_stage_again_changes_nothing(town: Town) -> None:
    people, _ = await begun(town)
    await change(people, "Fristlose Kündigung", "20")
    assert "steht schon da" in (people.petra.toast or "")
    await people.carla.sees_nothing()


async def test_an_eviction_lies_ahead_and_is_red(town: Town) -> None:
    people, case = await begun(town)
    await change(people, "Räumungstermin", "3")
    shown = await people.petra.shows("Räumungstermin, am 3.12.", "Termin in 10 Tagen.", "Dringlichkeit rot")
    assert "Notunterkunft: Kontakt" in labels(shown)
    changed = await stored(town, case)
    assert (changed.urgency, changed.urgency_reason) == (Urgency.RED, UrgencyReason.EVICTION_DATE)


async def test_an_older_day_is_typed(town: Town) -> None:
    people, case = await begun(town)
    await change(people, "Räumungsklage", "Älter")
    await people.petra.shows("Bitte den Tag eingeben")
    await people.petra.sends("irgendwann")
    await people.petra.sees("Bitte einen Tag tippen")
    await people.petra.sends("4. September")
    await people.petra.sees("MI-7KQ4: Stand geändert, Räumungsklage.")
    changed = await stored(town, case)
    assert changed.stage_on is not None
    assert changed.stage_on.isoformat() == "2026-09-04"
    assert (
        changed.urgency_reason is UrgencyReason.GRACE_ENDING or changed.urgency_reason is UrgencyReason.SUIT
    )


async def test_the_schonfrist_turns_a_case_red_by_itself(town: Town) -> None:
    people, case = await begun(town)
    await change(people, "Räumungsklage", "20")
    assert (await stored(town, case)).urgency is Urgency.ORANGE
    await town.forward(days=48)
    red = await stored(town, case)
    assert (red.urgency, red.urgency_reason) == (Urgency.RED, UrgencyReason.GRACE_ENDING)


async def test_arrears_ask_for_open_rents(town: Town) -> None:
    people, case = await begun(town)
    await change(people, "Mietrückstand", "2 bis 4")
    changed = await stored(town, case)
    assert (changed.stage, changed.urgency_reason) == (Stage.ARREARS, UrgencyReason.TWO_RENTS)


async def test_only_help_and_coordinators_accompany_a_new_letting(town: Town) -> None:
    people, case = await begun(town)
    await people.carla.taps("Mehr")
    await people.carla.taps("Stand ändern")
    await people.carla.shows("MI-7KQ4: Wie ist der Stand?")
    await people.carla.hides("Neues Mietverhältnis")
    await change(people, "Neues Mietverhältnis")
    assert (await stored(town, case)).stage is Stage.NEW
    await people.petra.shows("Stand: Neues Mietverhältnis, begleitet")


async def test_a_notice_begins_the_legitimate_interest(town: Town) -> None:
    people, case = await begun(
        town,
        stage=Stage.WARNING,
        stage_on=None,
        notice_kind=None,
        consent="informed",
        basis="enquiry",
        names_to_authority=False,
        names_to_provider="no",
    )
    await change(people, "Fristlose Kündigung", "20")
    changed = await stored(town, case)
    assert changed.reason is Reason.RENT_ARREARS
    assert (changed.basis, changed.names_to_authority) == (BasisKind.LEGITIMATE_INTEREST, True)


async def test_strangers_to_the_case_may_not(town: Town) -> None:
    people, _ = await begun(town)
    await people.anna.taps("Mehr")
    await people.anna.hides("Stand ändern")


async def test_the_schonfrist_is_watched_from_the_report_on(town: Town) -> None:
    people = await network(town)
    for label in ("Neue Meldung", "Räumungsklage", "20", "Mietschulden", "Paar", "Espelkamp"):
        await people.anna.taps(label)
    for label in ("Ja, mit Einwilligung", "Kontakt zum Haushalt", "An Fachstelle Nord senden"):
        await people.anna.taps(label)
    (case,) = await town.do(lambda work: work.cases.open())
    kinds = {one.kind for one in await town.do(lambda work: work.timers.of_case(case.id))}
    assert TimerKind.GRACE_ENDING in kinds
