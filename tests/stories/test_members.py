"""A lead or coordinator ends an access: the same day, and nothing is left ownerless."""

from dataclasses import replace

from domain.model.case import CallTask, Case, SeatHolder
from domain.model.people import Role
from domain.model.stage import Seat
from storage.work import SqliteWork
from tests.stories.cases import ask, notice, show, sit, taken
from tests.stories.network import Network, network
from tests.stories.town import Phone, Town


async def _opens_member(host: Phone, name: str) -> None:
    await host.sends("/mitglieder")
    await host.taps(name)
    await host.reads_all()


async def test_a_lead_sees_the_own_colleagues_and_a_member_none(town: Town) -> None:
    people = await network(town)
    await people.anna.sends("/mitglieder")
    await people.anna.sees("Das dürfen nur die Leitung und die Koordination.")
    await people.carla.sends("/mitglieder")
    shown = await people.carla.sees("Wohnhaus Minden: 3 im Chat", "Anna Alt, Mitglied", "Carla Cent, Leitung")
    assert "Petra" not in str(shown)


async def test_an_access_ends_at_once(town: Town) -> None:
    people = await network(town)
    await _opens_member(people.carla, "Anna Alt")
    await people.carla.taps("Zugang beenden")
    await people.carla.shows("Zugang von Anna Alt beenden?", "Er endet sofort.")
    await people.carla.taps("Ja, Zugang beenden")
    await people.carla.shows("Der Zugang von Anna Alt ist beendet.")
    await people.anna.sees("Ihr Zugang ist beendet.")
    await people.anna.sends("/start")
    await people.anna.sees("Dieser Dienst ist für Mitglieder.")
    toast = await people.anna.taps("Meine Fälle")
    assert toast


async def test_duties_pass_to_the_deputy(town: Town) -> None:
    people = await network(town)
    case = await town.do(lambda work: _seated(work, people))
    await people.petra.reads_all()
    await people.coordinator.sends("/mitglieder")
    await people.coordinator.taps("Fachstelle Nord")
    await people.coordinator.taps("Petra Nord")
    await people.coordinator.shows("Zuständigkeiten: 3, offene Fälle: 1")
    await people.coordinator.taps("Zugang beenden")
    await people.coordinator.shows("übernimmt jeweils die Vertretung")
    await people.coordinator.taps("Ja, Zugang beenden")
    holder = await town.do(lambda work: work.seats.of_case(case.id)[Seat.HELP].holder)
    assert holder == people.quirin.person
    entries = await town.do(lambda work: work.responsibilities.of_partner(people.help))
    assert {one.holder for one in entries} == {people.quirin.person}
    await people.quirin.shows(case.code)


def _seated(work: SqliteWork, people: Network) -> Case:
    case = notice(people, work)
    sit(work, people, case, Seat.HELP, people.petra.person)
    show(work, case.id, people.petra.person)
    return case


async def test_without_a_deputy_a_successor_is_chosen_first(town: Town) -> None:
    people = await network(town)
    jens = await town.member("Jens Jahn", people.jobcenter)
    await people.coordinator.sends("/mitglieder")
    await people.coordinator.taps("Jobcenter Mitte")
    await people.coordinator.taps("Jana Jung")
    await people.coordinator.taps("Zugang beenden")
    await people.coordinator.shows("für die keine Vertretung benannt ist. Wer übernimmt sie?", "Jens Jahn")
    await people.coordinator.taps("Jens Jahn")
    await people.coordinator.shows("Zuständigkeiten und offene Fälle übernimmt Jens Jahn.")
    await people.coordinator.taps("Ja, Zugang beenden")
    entries = await town.do(lambda work: work.responsibilities.of_partner(people.jobcenter))
    assert {one.holder for one in entries} == {jens.person}


async def test_nobody_leaves_duties_to_nobody(town: Town) -> None:
    people = await network(town)
    await people.coordinator.sends("/mitglieder")
    await people.coordinator.taps("Jobcenter Mitte")
    await people.coordinator.taps("Jana Jung")
    await people.coordinator.taps("Zugang beenden")
    await people.coordinator.shows("Bitte zuerst eine Nachfolge eintragen.")
    jana = await town.do(lambda work: work.people.by_telegram(people.jana.user))
    assert jana is not None


async def test_a_seat_without_responsibility_needs_a_successor_too(town: Town) -> None:
    people = await network(town)
    case = await town.do(lambda work: _loose(work, people))
    await _opens_member(people.carla, "Anna Alt")
    await people.carla.taps("Zugang beenden")
    await people.carla.taps("Bernd Bach")
    await people.carla.taps("Ja, Zugang beenden")
    assert (
        await town.do(lambda work: work.seats.of_case(case.id)[Seat.LANDLORD].holder) == people.bernd.person
    )
    owner = await town.do(lambda work: work.cases.get(case.id))
    assert owner is not None
    assert owner.owner == people.bernd.person


async def test_a_case_taken_as_deputy_goes_back_to_the_holder_with_the_word_owed(town: Town) -> None:
    people = await network(town)
    case = await town.do(lambda work: _taken_by_the_deputy(work, people))
    await people.coordinator.sends("/mitglieder")
    await people.coordinator.taps("Fachstelle Nord")
    await people.coordinator.taps("Quirin Quast")
    await people.coordinator.taps("Zugang beenden")
    await people.coordinator.taps("Ja, Zugang beenden")
    assert await town.do(lambda work: _help(work, case)) == (people.petra.person, people.petra.person)
    promise = await town.do(lambda work: work.referrals.promises()[0])
    assert promise.accepted_by == people.petra.person
    await people.petra.shows(case.code)


def _taken_by_the_deputy(work: SqliteWork, people: Network) -> Case:
    case = notice(people, work, owner=people.quirin.person)
    referral = taken(work, people, case, people.petra.person)
    seat = work.seats.of_case(case.id)[Seat.HELP]
    assert people.quirin.person is not None
    work.seats.save(replace(seat, holder=people.quirin.person))
    work.referrals.save(
        replace(referral, accepted_by=people.quirin.person, responsibility=seat.responsibility)
    )
    return case


def _help(work: SqliteWork, case: Case) -> tuple[int, int]:
    stored = work.cases.get(case.id)
    assert stored is not None
    return work.seats.of_case(case.id)[Seat.HELP].holder, stored.owner


async def test_a_call_that_the_leaver_was_to_make_is_made_by_somebody_else(town: Town) -> None:
    people = await network(town)
    case = await town.do(lambda work: _to_be_rung(work, people))
    await _opens_member(people.carla, "Anna Alt")
    await people.carla.taps("Zugang beenden")
    await people.carla.taps("Ja, Zugang beenden")
    await people.coordinator.shows(f"{case.code}: bitte anrufen", "Otto Ohm")
    caller = people.coordinator.person
    assert caller is not None
    (task,) = await town.do(lambda work: work.call_tasks.open_of(caller))
    assert task.callee == people.otto


def _to_be_rung(work: SqliteWork, people: Network) -> Case:
    assert people.anna.person is not None
    case = notice(people, work)
    referral = ask(work, case, Seat.HELP, people.otto)
    work.call_tasks.add(
        CallTask(
            case_id=case.id,
            referral=referral.id,
            caller=people.anna.person,
            callee=people.otto,
            opened_at=work.now,
        )
    )
    return case


async def test_whoever_takes_over_is_found_at_once(town: Town) -> None:
    people = await network(town)
    await town.do(lambda work: work.contacts.rebuild())
    assert not (await town.do(lambda work: work.contacts.find("Quirin Quast"))).whole
    await people.coordinator.sends("/mitglieder")
    await people.coordinator.taps("Fachstelle Nord")
    await people.coordinator.taps("Petra Nord")
    await people.coordinator.taps("Zugang beenden")
    await people.coordinator.taps("Ja, Zugang beenden")
    await people.anna.sends("/kontakt Quirin Quast")
    await people.anna.sees("Quirin Quast", "Fachstelle Nord")


def _loose(work: SqliteWork, people: Network) -> Case:
    assert people.anna.person is not None
    case = notice(people, work)
    work.seats.add(
        SeatHolder(
            case_id=case.id,
            seat=Seat.LANDLORD,
            partner=people.landlord,
            holder=people.anna.person,
            since_at=work.now,
        )
    )
    return case


async def test_a_lead_does_not_end_a_coordinators_access(town: Town) -> None:
    people = await network(town)
    await town.member("Lea Lang", people.office, role=Role.LEAD)
    lea = town.phones[-1]
    await lea.sends("/mitglieder")
    assert await lea.taps("Karin Kurz") == "Das darf nur die Koordination."


async def test_nobody_ends_the_own_access(town: Town) -> None:
    people = await network(town)
    await people.carla.sends("/mitglieder")
    toast = await people.carla.taps("Carla Cent")
    assert "Den eigenen Zugang beendet" in toast
