"""Somebody is away: a deputy, no circles, it ends by itself, and what is open passes on."""

from datetime import date

from domain.model.case import Case, Step
from domain.model.stage import Seat
from storage.work import SqliteWork
from tests.stories.cases import ask, notice, sit
from tests.stories.network import Network, network
from tests.stories.town import Phone, Town


async def _enters(phone: Phone, first: str, last: str, deputy: str) -> None:
    """/abwesend for oneself, in typed days."""
    await phone.sends("/abwesend")
    await phone.sends(first)
    await phone.sends(last)
    await phone.taps(deputy)
    await phone.reads_all()


async def test_days_are_tapped_and_the_deputy_hears(town: Town) -> None:
    people = await network(town)
    await people.bernd.sends("/abwesend")
    await people.bernd.sees("Abwesenheit für Sie: Welches ist der erste Tag?", "23.11.", "24", "Abbrechen")
    await people.bernd.taps("25")
    await people.bernd.shows("Abwesend ab Mi 25.11.", "Welches ist der letzte Tag?")
    await people.bernd.taps("27")
    await people.bernd.taps("Anna Alt")
    await people.bernd.shows(
        "Abwesenheit eingetragen: Bernd Bach", "Mi 25.11. bis Fr 27.11.", "Vertretung: Anna Alt."
    )
    await people.anna.sees("Sie vertreten Bernd Bach", "Mi 25.11. bis Fr 27.11.")
    await people.carla.sees_nothing()

    await town.forward(days=2)
    await people.anna.sees("Sie vertreten Bernd Bach", "Bis Fr 27.11.", "Zurzeit ist nichts offen.")
    await town.forward(days=4)
    assert await town.do(lambda work: work.absences.since(date(2026, 11, 29))) == ()


async def test_typed_days_do_the_same_and_nonsense_is_asked_again(town: Town) -> None:
    people = await network(town)
    await people.bernd.sends("/abwesend")
    await people.bernd.reads_all()
    for nonsense in ("bald", "31.2.", "22.11.2026"):
        await people.bernd.sends(nonsense)
        await people.bernd.sees("Bitte einen Tag")
    await people.bernd.sends("24.11.")
    await people.bernd.sees("Abwesend ab Di 24.11.")
    await people.bernd.sends("23.11.2026")
    await people.bernd.sees("Der letzte Tag liegt nicht vor dem ersten")
    await people.bernd.sends("24. November")
    await people.bernd.sees("Wer vertritt?", "Ohne Vertretung")
    await people.bernd.taps("Ohne Vertretung")
    await people.bernd.shows("Di 24.11.", "Ohne Vertretung. Anfragen gehen sofort an die nächste Stelle.")


async def test_what_is_open_is_listed_and_moves_on_when_it_begins(town: Town) -> None:
    people = await network(town)
    case = await town.do(lambda work: _asked_petra(work, people))
    await town.settle()
    await _enters(people.petra, "heute", "27.11.", "Quirin Quast")
    await people.quirin.shows(f"{case.code}: Bitte in Vertretung ansehen")
    await people.quirin.shows("Sie vertreten Petra Nord", "Bis Fr 27.11.", "MI-2HXR")
    (referral,) = await town.do(lambda work: work.referrals.of_case(case.id))
    assert referral.asked == people.quirin.person
    assert referral.step is not Step.CONTACT


def _asked_petra(work: SqliteWork, people: Network) -> Case:
    case = notice(people, work)
    ask(work, case, Seat.HELP, people.petra.person)
    other = notice(people, work, code="MI-2HXR")
    sit(work, people, other, Seat.HELP, people.petra.person)
    return case


async def test_a_planned_absence_moves_on_at_its_first_day(town: Town) -> None:
    people = await network(town)
    await _enters(people.petra, "24.11.", "27.11.", "Quirin Quast")
    case = await town.do(lambda work: _asked_petra(work, people))
    await town.forward(hours=14)
    (referral,) = await town.do(lambda work: work.referrals.of_case(case.id))
    assert referral.asked == people.petra.person
    await town.forward(hours=2)
    (referral,) = await town.do(lambda work: work.referrals.of_case(case.id))
    assert referral.asked == people.quirin.person


async def test_a_circle_is_refused_and_somebody_else_can_be_chosen(town: Town) -> None:
    people = await network(town)
    await _enters(people.bernd, "24.11.", "27.11.", "Anna Alt")
    await people.anna.sends("/abwesend")
    await people.anna.sends("26.11.")
    await people.anna.sends("30.11.")
    await people.anna.taps("Bernd Bach")
    await people.anna.shows("es bliebe niemand übrig", "Carla Cent")
    await people.anna.hides("Trotzdem eintragen")
    await people.anna.taps("Carla Cent")
    await people.anna.shows("Vertretung: Carla Cent.")


async def test_a_deputy_who_is_away_but_stood_in_for_is_a_choice(town: Town) -> None:
    people = await network(town)
    await _enters(people.bernd, "24.11.", "27.11.", "Carla Cent")
    await people.anna.sends("/abwesend")
    await people.anna.sends("26.11.")
    await people.anna.sends("26.11.")
    await people.anna.taps("Bernd Bach")
    await people.anna.shows("wird dann ebenfalls vertreten", "Trotzdem eintragen")
    await people.anna.taps("Trotzdem eintragen")
    await people.anna.shows("Vertretung: Bernd Bach.")


async def test_a_coordinator_enters_it_for_somebody_without_telegram(town: Town) -> None:
    people = await network(town)
    await people.coordinator.sends("/abwesend")
    await people.coordinator.taps("Für jemand anderen")
    await people.coordinator.taps("Ordnungsamt Hille")
    await people.coordinator.taps("Otto Ohm")
    await people.coordinator.sends("heute")
    await people.coordinator.sends("morgen")
    await people.coordinator.taps("Ohne Vertretung")
    await people.coordinator.shows("Abwesenheit eingetragen: Otto Ohm")


async def test_a_lead_enters_it_for_a_colleague_who_hears_and_ends_it(town: Town) -> None:
    people = await network(town)
    await people.carla.sends("/abwesend")
    await people.carla.taps("Für jemand anderen")
    await people.carla.hides("Petra Nord")
    await people.carla.taps("Anna Alt")
    await people.carla.sends("heute")
    await people.carla.sends("27.11.")
    await people.carla.taps("Bernd Bach")
    await people.anna.sees("Für Sie wurde eine Abwesenheit eingetragen", "Mo 23.11. bis Fr 27.11.")
    await people.anna.taps("Abwesenheit beenden")
    await people.anna.shows("Die Abwesenheit ist beendet.")
    assert await town.do(lambda work: work.absences.since(date(2026, 11, 23))) == ()
    await people.anna.sends("/abwesend")
    await people.anna.shows("Welches ist der erste Tag?")


async def test_nobody_enters_it_for_another_partner(town: Town) -> None:
    people = await network(town)
    await people.anna.sends("/abwesend")
    await people.anna.sees("Abwesenheit für Sie")
    await people.anna.hides("Für jemand anderen")


async def test_leaving_the_dialogue_keeps_nothing(town: Town) -> None:
    people = await network(town)
    await people.anna.sends("/abwesend")
    await people.anna.taps("Abbrechen")
    await people.anna.shows("Abgebrochen.")
    await people.anna.reads_all()
    await people.anna.sends("24.11.")
    await people.anna.sees("Das habe ich nicht verstanden.")
