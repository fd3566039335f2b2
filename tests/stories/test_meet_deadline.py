"""Reminders of deadlines as time passes, who hears them, and how they end."""

from dataclasses import replace
from datetime import date

from domain.model.case import CaseState, EventKind
from domain.model.case_deadline import Met
from domain.model.deadlines.explanation import DISCLAIMER
from domain.model.stage import Household, Reason, Seat
from domain.model.urgency import Urgency, UrgencyReason
from domain.services import digest
from storage.work import SqliteWork
from tests.stories.cases import begun, stored
from tests.stories.deadlines import jobcenter_sits, kept, reminders, served, stage
from tests.stories.network import network
from tests.stories.reports import open_case, walk
from tests.stories.town import Phone, Town, labels


async def heard(phone: Phone, part: str) -> dict[str, object] | None:
    """The unread message with this part, if there is one; everything else is put aside."""
    found = [one for one in await phone.unread() if part in (one.get("text") or "")]
    await phone.reads_all()
    assert len(found) <= 1, [one["text"] for one in found]
    return found[0] if found else None


async def all_read(*phones: Phone) -> None:
    for phone in phones:
        await phone.reads_all()


async def test_reminders_come_near_and_unheard_reach_the_coordinator(town: Town) -> None:
    """The defence notice is due on Friday, 4 December."""
    people, case = await begun(town)
    await served(town, case, people, date(2026, 11, 20))
    await town.forward(days=2)  # Wednesday, 25 November: seven working days are left
    first = await heard(people.petra, "MI-7KQ4: noch 7 Arbeitstage")
    assert first is not None
    assert DISCLAIMER in str(first["text"])
    assert await heard(people.coordinator, "niemand hat auf diese Frist reagiert") is None
    await town.forward(days=6)  # Tuesday, 1 December: three are left
    near = await heard(people.petra, "MI-7KQ4: noch 3 Arbeitstage")
    assert near is not None
    assert "Verteidigungsanzeige: bis Fr 4.12.2026" in str(near["text"])
    assert "später" not in " ".join(labels(near)).casefold()
    told = await heard(people.coordinator, "niemand hat auf diese Frist reagiert")
    assert told is not None
    assert "Erinnert: Fachstelle Nord" in str(told["text"])
    await town.forward(days=2)
    assert await heard(people.petra, "MI-7KQ4: noch 1 Arbeitstag") is not None
    assert await heard(people.coordinator, "niemand hat auf diese Frist reagiert") is None  # told once
    await town.forward(days=1)
    assert await heard(people.petra, "MI-7KQ4: heute ist der sichere Tag") is not None
    await all_read(people.anna, people.carla)


async def test_far_from_the_day_a_line_of_the_digest_will_do(town: Town) -> None:
    people, case = await begun(town)
    await served(town, case, people, date(2026, 11, 20))

    def arm(work: SqliteWork) -> None:
        assert people.petra.person is not None
        person = work.people.get(people.petra.person)
        assert person is not None
        digest.arm(work, person)

    await town.do(arm)
    await town.forward(days=1)
    assert await heard(people.petra, "Verteidigungsanzeige") is None
    await town.forward(days=1)
    line = await heard(people.petra, "Verteidigungsanzeige")
    assert line is not None
    assert "MI-7KQ4 · Espelkamp: Verteidigungsanzeige, sicher bis 4.12." in str(line["text"])
    assert DISCLAIMER in str(line["text"])
    await town.forward(days=1)
    assert await heard(people.petra, "Verteidigungsanzeige") is None
    await all_read(people.anna, people.carla)


async def test_whoever_sees_to_it_keeps_the_coordinator_out(town: Town) -> None:
    people, case = await begun(town)
    await served(town, case, people, date(2026, 11, 20))
    await people.petra.taps("Fristen")
    await people.petra.taps("Verteidigungsanzeige")
    await people.petra.taps("Ich kümmere mich")
    assert (await kept(town, case))["verteidigungsanzeige"].heard_by == people.petra.person
    await town.forward(days=8)
    assert await heard(people.petra, "MI-7KQ4: noch 3 Arbeitstage") is not None
    assert await heard(people.coordinator, "niemand hat auf diese Frist reagiert") is None
    await all_read(people.anna, people.carla)


async def test_whoever_has_passed_the_case_on_sees_to_nothing_any_more(town: Town) -> None:
    people, case = await begun(town)
    await served(town, case, people, date(2026, 11, 20))
    for label in ("Fristen", "Verteidigungsanzeige", "Ich kümmere mich"):
        await people.petra.taps(label)
    jana = people.jana.person
    assert jana is not None

    def hands_over(work: SqliteWork) -> None:
        seat = work.seats.of_case(case.id)[Seat.HELP]
        work.seats.save(replace(seat, holder=jana, partner=people.jobcenter, responsibility=None))

    await town.do(hands_over)
    await town.forward(days=8)
    near = await heard(people.jana, "MI-7KQ4: noch 3 Arbeitstage")
    assert near is not None
    assert await heard(people.coordinator, "niemand hat auf diese Frist reagiert") is not None
    await people.jana.taps("Ich kümmere mich", message=int(str(near["message_id"])))
    assert (await kept(town, case))["verteidigungsanzeige"].heard_by == jana


async def test_what_is_met_is_never_called_to_mind_again(town: Town) -> None:
    people, case = await begun(town)
    await jobcenter_sits(town, people, case)
    await served(town, case, people, date(2026, 11, 2))
    for label in ("Fristen", "Schonfrist", "Erledigt", "Übernahme erklärt"):
        await people.petra.taps(label)
    assert "schonfrist" not in await kept(town, case)
    await people.jana.sees("MI-7KQ4: Frist erledigt", "Schonfrist: Übernahme erklärt.", "Petra Nord")
    met = next(
        one for one in await town.do(lambda work: work.deadlines.of_case(case.id)) if one.kind == "schonfrist"
    )
    assert (met.how, met.settled_by) == (Met.TAKEN_OVER, people.petra.person)
    assert "schonfrist" not in await reminders(town, case)
    event = await town.do(lambda work: work.events.last(case.id, EventKind.DEADLINE_MET))
    assert event is not None
    assert event.facts["how"] == "taken_over"
    await town.forward(days=30)
    assert await heard(people.jana, "Arbeitstag") is None
    assert (await stored(town, case)).urgency is Urgency.ORANGE  # no Schonfrist runs that could end
    await all_read(people.petra, people.anna, people.carla, people.coordinator)


async def test_the_schonfrist_over_christmas(town: Town) -> None:
    """Served on 2 November, safe until 31 December: the body that pays is reminded, the case turns red."""
    people, case = await begun(town)
    await jobcenter_sits(town, people, case)
    await served(town, case, people, date(2026, 11, 2))
    await town.forward(days=23)  # Wednesday, 16 December
    assert (await stored(town, case)).urgency is Urgency.ORANGE
    await all_read(people.petra, people.jana)
    await town.forward(days=1)  # fourteen days until the safe one
    red = await stored(town, case)
    assert (red.urgency, red.urgency_reason) == (Urgency.RED, UrgencyReason.GRACE_ENDING)
    rose = await heard(people.petra, "MI-7KQ4: Dringlichkeit jetzt rot")
    assert rose is not None
    assert "weil die Schonfrist bald endet" in str(rose["text"])
    of_landlord = await heard(people.carla, "MI-7KQ4: Dringlichkeit jetzt rot")
    assert of_landlord is not None
    assert "Schonfrist" not in str(of_landlord["text"])
    await all_read(people.jana)
    await town.forward(days=11)  # Monday, 28 December: three working days are left
    for phone in (people.petra, people.jana):
        near = await heard(phone, "MI-7KQ4: noch 3 Arbeitstage")
        assert near is not None
        assert "sicher bis Do 31.12.2026, rechnerisch Mo 4.1.2027" in str(near["text"])
    await town.forward(days=3)
    for phone in (people.petra, people.jana):
        assert await heard(phone, "MI-7KQ4: heute ist der sichere Tag") is not None
    assert (await stored(town, case)).urgency is Urgency.RED
    await town.forward(days=5)
    assert (await stored(town, case)).urgency is Urgency.ORANGE  # by the calendar it has run out
    assert await heard(people.petra, "Dringlichkeit") is None  # falls are not told
    await all_read(people.anna, people.carla, people.jana, people.coordinator)


async def test_of_a_confidential_case_a_coordinator_hears_the_code_alone(town: Town) -> None:
    people, case = await begun(town, protected=True, reason=Reason.PROTECTED)
    await served(town, case, people, date(2026, 11, 20))
    await town.forward(days=8)
    told = await heard(people.coordinator, "niemand hat auf diese Frist reagiert")
    assert told is not None
    assert "Erinnert: Fachstelle Nord" in str(told["text"])
    assert "Verteidigungsanzeige" not in str(told["text"])
    assert labels(told) == []
    await all_read(people.petra, people.anna, people.carla)


async def test_nothing_is_seen_to_on_a_closed_case(town: Town) -> None:
    people, case = await begun(town)
    await served(town, case, people, date(2026, 11, 20))
    await town.forward(days=2)  # the reminder with its buttons is there
    near = await heard(people.petra, "MI-7KQ4: noch 7 Arbeitstage")
    assert near is not None

    def close(work: SqliteWork) -> None:
        present = work.cases.get(case.id)
        assert present is not None
        work.cases.save(replace(present, state=CaseState.CLOSED, closed_at=work.now))

    await town.do(close)
    await people.petra.taps("Ich kümmere mich", message=int(str(near["message_id"])))
    assert (await kept(town, case))["verteidigungsanzeige"].heard_by is None
    await all_read(people.petra, people.anna, people.carla, people.coordinator)


async def test_an_eviction_asks_for_a_place_to_sleep(town: Town) -> None:
    people, _ = await begun(town, household=Household.COUPLE_CHILDREN, children=2)
    await stage(people.petra, "Räumungstermin", "18")
    await all_read(people.carla)
    await town.forward(days=7)  # Monday, 30 November; the application is due on Thursday
    near = await heard(people.petra, "MI-7KQ4: noch 3 Arbeitstage")
    assert near is not None
    assert "Gibt es eine Notunterkunft?" in str(near["text"])
    assert "Jugendamt" in str(near["text"])
    assert "Notunterkunft: Kontakt" in labels(near)
    await all_read(people.anna, people.carla, people.coordinator)


async def test_an_eviction_too_near_for_any_reminder_asks_on_the_card(town: Town) -> None:
    """In ten days: the application would have been due last week, so that no reminder comes any more."""
    people, case = await begun(town, household=Household.COUPLE_CHILDREN, children=2)
    await stage(people.carla, "Räumungstermin", "3")
    assert await reminders(town, case) == {}
    asked = ("Gibt es eine Notunterkunft?", "Ist das Jugendamt einbezogen?")
    await people.petra.sees("MI-7KQ4: neuer Stand", *asked)
    await people.petra.shows("bei Ihnen", *asked)
    for phone in (people.anna, people.carla):
        await phone.hides("Notunterkunft")
    await all_read(people.anna, people.carla, people.petra, people.coordinator)


async def test_a_filed_suit_asks_for_the_envelope(town: Town) -> None:
    """The court told the Jobcenter that a suit was filed: no deadline, but the help side is asked."""
    people = await network(town)
    await walk(people.jana, "Neue Meldung", "Gericht: Räumungsklage", "diese Woche", "Espelkamp", "Nein")
    await walk(people.jana, "An Fachstelle Nord senden")
    case = await open_case(town)
    assert await kept(town, case) == {}
    await people.petra.taps("Ich übernehme")
    await people.petra.shows("Welches Datum steht auf dem gelben Umschlag?")
    await all_read(people.petra, people.jana)
    await town.forward(days=1)
    asked = await heard(people.petra, f"{case.code}: Wann wurde die Klage zugestellt?")
    assert asked is not None
    await people.petra.taps("Zustellung eingeben")
    for label in ("Ja, er steht fest", "20"):
        await people.petra.taps(label)
    found = await kept(town, case)
    assert found["schonfrist"].ends_on == date(2027, 1, 20)
    await all_read(people.petra, people.jana, people.coordinator)
    await town.forward(days=3)
    assert await heard(people.petra, "Wann wurde die Klage zugestellt?") is None
    await all_read(people.jana, people.coordinator)
