"""A partner leaves the network: everybody concerned hears in time, nothing becomes ownerless."""

from dataclasses import replace
from datetime import date

import pytest

from domain.model.agreement import NoticeReason
from domain.model.case import Case
from domain.model.errors import Expired, NotAllowed
from domain.model.failure_rule import Trigger
from domain.model.handover import HandoverState
from domain.model.ids import PartnerId
from domain.model.people import Partner
from domain.model.stage import Seat
from domain.services import agreement_handovers, agreements, departures, membership
from domain.services.failures import present
from handlers.directory_buttons import LeaveNetworkButton
from handlers.message import Message, row
from storage.work import SqliteWork
from tests.stories.agreements import read, revised
from tests.stories.commitments import turn
from tests.stories.network import Network, network
from tests.stories.reports import WALK_A, walk
from tests.stories.staff_group import group_with_bot, inside
from tests.stories.test_change_partner import opens
from tests.stories.test_change_responsibility import shows_keys
from tests.stories.test_end_agreement import LAST as PROJECT_ENDS
from tests.stories.test_end_agreement import running, third, told, until
from tests.stories.test_import_directory import sends_file
from tests.stories.town import Town, labels

LAST = date(2027, 2, 26)


async def leaves(town: Town, people: Network, *, last: str = "26.2.2027") -> None:
    """Karin enters that Fachstelle Nord leaves; nothing is read yet."""
    await opens(people.coordinator, "Fachstelle Nord")
    await people.coordinator.taps("Partner scheidet aus")
    await people.coordinator.sends(last)
    await people.coordinator.taps("Ja, scheidet aus")


async def partner(town: Town, identity: PartnerId) -> Partner:
    found = await town.do(lambda work: work.partners.get(identity))
    assert found is not None
    return found


async def holder(town: Town, case: Case) -> PartnerId:
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    return seats[Seat.HELP].partner


async def test_the_question_names_all_that_hangs_on_it_and_everybody_concerned_hears(town: Town) -> None:
    people, case = await running(town)
    await opens(people.coordinator, "Fachstelle Nord")
    await people.coordinator.taps("Partner scheidet aus")
    await people.coordinator.shows("Wann ist der letzte Tag?", "23.12.2026")
    await people.coordinator.sends("26.2.2027")
    await people.coordinator.shows(
        "Fachstelle Nord scheidet aus, letzter Tag 26.2.2027?",
        "Noch ohne Nachfolge bei Fachstelle Nord: offene Fälle: 1",
        "Betroffen: MI-7KQ4",
        "Damit enden Vereinbarungen: ",
        "Bis jemand übernimmt, bleibt alles bei Fachstelle Nord",
    )
    assert (await partner(town, people.help)).leaves_on is None, "nothing before the second tap"
    await people.coordinator.taps("Ja, scheidet aus")
    await people.coordinator.shows(
        "Scheidet aus, letzter Tag 26.2.2027", "Anderer letzter Tag", "Bleibt doch"
    )
    for phone in (people.carla, people.petra):
        await phone.shows(
            "Fachstelle Nord scheidet aus dem Netzwerk aus\nLetzter Tag: 26.2.2027",
            "Betroffen: MI-7KQ4",
            "Bis jemand übernimmt, bleibt alles bei Fachstelle Nord.",
        )
    await people.carla.hides("Übergeben (Fachstelle Nord)")
    await people.jana.sees_nothing()
    (agreement,) = await town.do(lambda work: work.agreements.all())
    assert (agreement.ends_on, agreement.end_reason) == (LAST, NoticeReason.PARTNER_LEAVES)
    assert await holder(town, case) == people.help


async def test_running_cases_are_asked_about_once(town: Town) -> None:
    people, case = await running(town)
    await leaves(town, people)
    await people.coordinator.shows("MI-7KQ4: Verfahren beginnen?", "Ein Partner steigt aus")
    run = await town.do(lambda work: present(work, case))
    assert run is not None
    assert run.trigger is Trigger.PARTNER_LEAVES
    await people.coordinator.taps("Nicht nötig")
    await people.coordinator.taps("Anderer letzter Tag")
    await people.coordinator.sends("29.1.2027")
    await people.coordinator.taps("Ja, scheidet aus")
    await people.carla.shows("Letzter Tag: 29.1.2027")
    assert await town.do(lambda work: present(work, case)) is None, "another day is no other reason"


async def test_it_can_be_taken_back_until_the_day(town: Town) -> None:
    people, case = await running(town)
    await third(town, people)
    await leaves(town, people)
    await people.coordinator.taps("Übergeben (Fachstelle Nord)")
    await people.coordinator.taps("Jobcenter Mitte")
    await read(town)
    await people.coordinator.taps("Bleibt doch")
    for phone in (people.carla, people.petra):
        await phone.shows("Fachstelle Nord bleibt im Netzwerk.")
    (agreement,) = await town.do(lambda work: work.agreements.all())
    assert (agreement.ends_on, agreement.end_reason) == (PROJECT_ENDS, None)
    assert await town.do(lambda work: present(work, case)) is None, "the proposal falls away"
    await people.jana.taps("Wir übernehmen")
    assert await holder(town, case) == people.help, "nobody takes what stays"
    await read(town)
    await until(town, date(2027, 3, 2))
    assert (await partner(town, people.help)).active
    heard = await told(town, "Noch 7 Tage: Fachstelle Nord")
    assert heard == [[] for _ in town.phones]
    await leaves(town, people, last="2.4.2027")
    await people.coordinator.shows("MI-7KQ4: Verfahren beginnen?")


async def test_ninety_thirty_and_seven_days_before_everybody_hears_once(town: Town) -> None:
    people, _ = await running(town)
    await leaves(town, people, last="31.3.2027")
    await read(town)
    for left in (90, 30, 7):
        await until(town, date.fromordinal(PROJECT_ENDS.toordinal() - left + 1))
        heard = await told(town, f"Noch {left} Tage: Fachstelle Nord scheidet aus")
        for phone in (people.carla, people.petra, people.coordinator):
            (message,) = heard[town.phones.index(phone)]
            assert "Noch ohne Nachfolge bei Fachstelle Nord: offene Fälle: 1" in message
        assert heard[town.phones.index(people.jana)] == []


async def test_an_agreement_that_ends_by_it_says_nothing_beside_it(town: Town) -> None:
    people, _ = await running(town)
    await leaves(town, people)
    await read(town)
    await until(town, date(2027, 3, 1))
    said = "\n".join(one["text"] for one in await people.carla.unread())
    assert "Fachstelle Nord ist ausgeschieden" in said
    assert "Vereinbarung endet" not in said
    assert "Vereinbarung beendet" not in said
    (agreement,) = await town.do(lambda work: work.agreements.all())
    assert agreement.ended_at is not None


async def test_a_handover_needs_acceptance_and_the_landlord_sees_who_will_be_there(town: Town) -> None:
    people, case = await running(town)
    jobcenter = await third(town, people)
    await leaves(town, people)
    await read(town)
    await people.petra.taps("Übergeben (Fachstelle Nord)")
    await people.petra.shows("Wer soll übernehmen, was Fachstelle Nord noch hat? offene Fälle: 1")
    await people.petra.taps("Jobcenter Mitte")
    await people.petra.shows("Jobcenter Mitte ist gefragt, für Fachstelle Nord zu übernehmen.")
    await people.jana.sees("Bitte um Übernahme von Fachstelle Nord", "offene Fälle: 1")
    assert await holder(town, case) == people.help, "until it is accepted it stays"
    await people.jana.taps("Wir übernehmen")
    assert await holder(town, case) == jobcenter
    await people.carla.shows("Jobcenter Mitte übernimmt von Fachstelle Nord.")
    await people.coordinator.shows("Jobcenter Mitte übernimmt von Fachstelle Nord.")
    (handover,) = await town.do(lambda work: work.handovers.of_leaver(people.help))
    assert handover.state is HandoverState.ACCEPTED


async def test_a_no_and_silence_reach_the_coordinator(town: Town) -> None:
    people, case = await running(town)
    await third(town, people)
    await leaves(town, people)
    await read(town)
    await people.coordinator.taps("Übergeben (Fachstelle Nord)")
    await people.coordinator.taps("Jobcenter Mitte")
    await read(town)
    await town.forward(days=3)
    await people.coordinator.shows("Übergabe ohne Antwort", "Bis dahin bleibt Fachstelle Nord zuständig.")
    await people.jana.taps("Nicht möglich")
    await people.coordinator.shows("Noch niemand gefunden", "Betroffen: MI-7KQ4")
    assert await holder(town, case) == people.help


async def test_after_the_day_it_is_asked_for_nothing_new_and_keeps_what_nobody_took(town: Town) -> None:
    people, case = await running(town)
    await leaves(town, people)
    await read(town)
    await until(town, date(2027, 3, 1))
    assert not (await partner(town, people.help)).active
    await people.carla.shows("Fachstelle Nord ist ausgeschieden", "Letzter Tag war 26.2.2027.")
    await people.coordinator.shows(
        "Fachstelle Nord ist ausgeschieden",
        "Betroffen: MI-7KQ4",
        "Bis jemand übernimmt, bleibt es bei Fachstelle Nord.",
        "Noch angemeldet: 2. Zugänge beenden: /mitglieder",
    )
    assert await holder(town, case) == people.help
    await read(town)
    await people.anna.sends("/kontakt espelkamp wohnungssicherung")
    await people.anna.hides("Petra Nord")
    await walk(people.anna, *WALK_A)
    await people.anna.hides("An Fachstelle Nord senden")
    await people.petra.sends("/fall MI-7KQ4")
    await people.petra.shows("MI-7KQ4")
    await people.petra.sends("/melden")
    await people.petra.shows("Dieser Partner ist nicht mehr im Netzwerk.")


async def test_when_nothing_is_left_every_access_can_be_ended_and_nobody_is_reminded(town: Town) -> None:
    people, _ = await running(town)
    jobcenter = await third(town, people)
    await leaves(town, people)

    def passes(work: SqliteWork) -> None:
        made = agreement_handovers.offer(work, turn(work, people.petra), None, people.help, jobcenter)
        agreement_handovers.accept(work, turn(work, people.jana), made.id)

    await town.do(passes)
    await until(town, date(2027, 3, 1))
    for name in ("Petra Nord", "Quirin Quast"):
        await people.coordinator.sends("/mitglieder")
        for label in ("Fachstelle Nord", name, "Zugang beenden", "Ja, Zugang beenden"):
            await people.coordinator.taps(label)
    await read(town)
    await until(town, date(2027, 4, 6))
    assert await told(town, "Fachstelle Nord ist ausgeschieden") == [[] for _ in town.phones]
    assert await town.do(lambda work: work.responsibilities.of_partner(people.help)) == ()
    await people.coordinator.sends("/mitglieder")
    await people.coordinator.shows("Wohnhaus Minden")
    screen = (await people.coordinator.messages())[-1]
    assert "Fachstelle Nord" not in labels(screen)


async def test_the_coordinator_hears_every_week_while_anything_is_left(town: Town) -> None:
    people, _ = await running(town)
    await leaves(town, people)
    await read(town)
    for day in (date(2027, 3, 1), date(2027, 3, 9), date(2027, 3, 16)):
        await until(town, day)
        heard = await told(town, "Fachstelle Nord ist ausgeschieden")
        assert len(heard[town.phones.index(people.coordinator)]) == 1, day
        assert len(heard[town.phones.index(people.carla)]) == (day.day == 1)


async def test_a_group_reads_nothing_of_it_and_a_press_there_does_nothing(town: Town) -> None:
    people, _ = await running(town)
    chat = await group_with_bot(town, people.carla, people.coordinator, people.bernd)
    await people.coordinator.taps("Wohnhaus Minden")
    group = inside(people.coordinator, chat)
    await read(town)
    await group.reads_all()
    await leaves(town, people)
    await group.sees_nothing()
    press = LeaveNetworkButton(partner=people.jobcenter, day="2027-02-26", sure=True)
    await shows_keys(town, group, Message(text="-", rows=(row(press.key("Ja")),)))
    await group.taps("Ja")
    assert (await partner(town, people.jobcenter)).leaves_on is None


async def test_only_a_coordinator_enters_it(town: Town) -> None:
    people, _ = await running(town)

    def tries(work: SqliteWork) -> None:
        for phone in (people.petra, people.carla, people.anna, people.jana):
            with pytest.raises(NotAllowed):
                departures.announce(work, turn(work, phone), people.help, LAST)
        departures.announce(work, turn(work, people.coordinator), people.help, LAST)
        for phone in (people.petra, people.carla):
            with pytest.raises(NotAllowed):
                departures.stay(work, turn(work, phone), people.help)
        for phone in (people.carla, people.quirin, people.jana):
            with pytest.raises(NotAllowed):
                departures.read(work, turn(work, phone), people.help)
            with pytest.raises(NotAllowed):
                agreement_handovers.offer(work, turn(work, phone), None, people.help, people.jobcenter)
        with pytest.raises(NotAllowed):
            agreement_handovers.offer(work, turn(work, people.petra), None, people.help, people.help)

    await town.do(tries)


async def test_what_is_signed_meanwhile_ends_with_it_too(town: Town) -> None:
    people, _ = await running(town)
    (version,) = await town.do(lambda work: work.agreement_versions.in_force_of(people.landlord))
    await leaves(town, people)
    await revised(town, people, version, cases=20)
    (agreement,) = await town.do(lambda work: work.agreements.all())
    assert (agreement.ends_on, agreement.agreed_end) == (LAST, PROJECT_ENDS)

    def gives(work: SqliteWork) -> None:
        (new,) = work.agreement_versions.in_force_of(people.landlord)
        earlier = date(2027, 1, 29)
        agreements.give_notice(work, turn(work, people.carla), new.id, earlier, NoticeReason.GOAL_REACHED)
        departures.stay(work, turn(work, people.coordinator), people.help)

    await town.do(gives)
    (agreement,) = await town.do(lambda work: work.agreements.all())
    assert (agreement.ends_on, agreement.end_reason) == (date(2027, 1, 29), NoticeReason.GOAL_REACHED)


async def test_of_two_that_leave_the_first_ends_it(town: Town) -> None:
    people, _ = await running(town)

    def both(work: SqliteWork) -> None:
        karin = turn(work, people.coordinator)
        departures.announce(work, karin, people.help, LAST)
        departures.announce(work, karin, people.landlord, date(2027, 1, 29))
        (agreement,) = work.agreements.all()
        assert agreement.ends_on == date(2027, 1, 29)
        departures.stay(work, karin, people.landlord)
        (agreement,) = work.agreements.all()
        assert agreement.ends_on == LAST

    await town.do(both)


async def test_a_landlord_that_leaves_stays_the_landlord_of_its_cases(town: Town) -> None:
    people, case = await running(town)
    await opens(people.coordinator, "Wohnhaus Minden")
    await people.coordinator.taps("Partner scheidet aus")
    await people.coordinator.sends("26.2.2027")
    await people.coordinator.shows("Fälle, in denen dieser Partner Vermieter ist und bleibt: 1")
    await people.coordinator.taps("Ja, scheidet aus")
    await people.petra.shows("Wohnhaus Minden scheidet aus dem Netzwerk aus")
    await people.petra.shows("MI-7KQ4: Verfahren beginnen?")
    await until(town, date(2027, 3, 1))
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert seats[Seat.LANDLORD].partner == people.landlord


async def test_a_landlord_reads_of_no_case_whose_household_has_withdrawn(town: Town) -> None:
    people, case = await running(town)

    def withdraws(work: SqliteWork) -> None:
        kept = work.cases.get(case.id)
        assert kept is not None
        work.cases.save(replace(kept, withdrawn_at=work.now))

    await town.do(withdraws)
    await leaves(town, people)
    await people.carla.shows("Fachstelle Nord scheidet aus dem Netzwerk aus")
    await people.carla.hides("Betroffen: MI-7KQ4", "offene Fälle")
    await people.petra.shows("Betroffen: MI-7KQ4")


async def test_one_that_has_left_comes_back_by_its_name_and_not_by_a_file(town: Town) -> None:
    people, _ = await running(town)

    def goes(work: SqliteWork) -> None:
        departures.announce(work, turn(work, people.coordinator), people.help, date(2026, 11, 24))

    await town.do(goes)
    await until(town, date(2026, 11, 26))
    assert not (await partner(town, people.help)).active

    def tries(work: SqliteWork) -> None:
        for deed in (departures.announce, departures.checked):
            with pytest.raises(Expired):
                deed(work, turn(work, people.coordinator), people.help, LAST)
        with pytest.raises(Expired):
            departures.stay(work, turn(work, people.coordinator), people.help)
        with pytest.raises(Expired):
            membership.present_partner(work, people.help)

    await town.do(tries)
    await read(town)
    table = "Partner;Art;Thema;Name;Telefon\nFachstelle Nord;Träger;alle;Ruth Rau;05731 4711\n"
    await people.coordinator.sends("/verzeichnis")
    await people.coordinator.taps("Datei einlesen")
    await sends_file(people.coordinator, table.encode())
    await people.coordinator.shows("Fachstelle Nord ist ausgeschieden.")
    await people.coordinator.sends("/verzeichnis")
    await people.coordinator.taps("Ändern")
    await people.coordinator.taps("Neuer Partner")
    await people.coordinator.sends("fachstelle nord")
    await people.coordinator.taps("Träger")
    back = await partner(town, people.help)
    assert (back.name, back.active, back.leaves_on) == ("Fachstelle Nord", True, None)
    await people.anna.sends("/kontakt espelkamp wohnungssicherung")
    await people.anna.shows("Petra Nord")


async def test_the_way_back_ends_the_question(town: Town) -> None:
    people = await network(town)
    await opens(people.coordinator, "Fachstelle Nord")
    await people.coordinator.taps("Partner scheidet aus")
    await people.coordinator.taps("Zurück")
    assert people.coordinator.person is not None
    person = people.coordinator.person
    assert await town.do(lambda work: work.drafts.latest(person)) is None


async def test_a_day_behind_and_one_that_is_none_are_refused(town: Town) -> None:
    people = await network(town)
    await opens(people.coordinator, "Fachstelle Nord")
    await people.coordinator.taps("Partner scheidet aus")
    await people.coordinator.sends("22.11.2026")
    await people.coordinator.shows("Dieser Tag ist schon vorbei.")
    await people.coordinator.sends("bald")
    await people.coordinator.shows("Bitte einen Tag tippen")
    assert (await partner(town, people.help)).leaves_on is None
