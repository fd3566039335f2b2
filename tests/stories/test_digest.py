"""One digest a person and day: own duties, nothing about one's own deeds, nothing when nothing is due."""

from dataclasses import replace
from datetime import date
from typing import Any

from domain.model.case import CallTask, Case, ReferralState, Step
from domain.model.ids import ChatId
from domain.model.notices import HouseholdToInform, Priority
from domain.model.people import GroupState, Role, StaffGroup
from domain.model.stage import Seat
from domain.services import digest, preferences, telling
from domain.services.housekeeping import wind
from storage.work import SqliteWork
from tests.stories import cases
from tests.stories.aftercare import closed, digests, jump, until
from tests.stories.network import HILLE, Network, network
from tests.stories.requests import asked, put, turn_of
from tests.stories.staff_group import group_with_bot
from tests.stories.town import Town


async def another(town: Town, people: Network, code: str, **facts: Any) -> Case:
    """One more case with an open request to Petra."""

    def write(work: SqliteWork) -> Case:
        case = cases.notice(people, work, code=code, word="Birke", **facts)
        cases.sit(work, people, case, Seat.LANDLORD, people.carla.person)
        cases.ask(work, case, Seat.HELP, people.petra.person)
        return case

    return await town.do(write)


async def test_the_morning_lists_answers_promises_and_check_ins(town: Town) -> None:
    people = await network(town)
    await digests(town, people.petra.person)
    await closed(town, people, code="MI-9D3M")
    await jump(town, "3.12.2026")
    await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await another(town, people, "MI-2HXR", municipality=HILLE)
    await people.petra.reads_all()
    await until(town, "4.12.2026", "8:01")
    shown = await people.petra.sees(
        "Heute für Sie: 3",
        "1. MI-7KQ4 · Espelkamp: Rückmeldung bis 12:00",
        "2. MI-2HXR · Hille: Antwort bis 12:00",
        "3. MI-9D3M · Espelkamp: Nachsorge bis 9.12.",
        "Warum?",
    )
    assert [key["text"] for key in shown["buttons"][0]] == ["1", "2", "3"]
    await people.petra.sees_nothing()
    await people.petra.taps("3", message=shown["message_id"])
    await people.petra.sees("MI-9D3M, Nachsorge nach 14 Tagen", "Stabil")
    await people.petra.taps("1", message=shown["message_id"])
    await people.petra.sees("MI-7KQ4")


async def test_nothing_due_no_message(town: Town) -> None:
    people = await network(town)
    await town.do(wind)
    await until(town, "27.11.2026")
    for phone in (people.anna, people.petra, people.quirin, people.jana):
        await phone.sees_nothing()


async def test_landlords_confirm_several_check_ins_at_once(town: Town) -> None:
    people = await network(town)
    await digests(town, people.carla.person)
    for code in ("MI-7KQ4", "MI-2HXR", "MI-9D3M"):
        await closed(town, people, code=code)
    await until(town, "4.12.2026", "8:01")
    await people.carla.sees(
        "Heute für Sie: 3",
        "1. MI-7KQ4 · Espelkamp: Nachsorge bis 9.12.",
        "1: Alles in Ordnung",
        "2: Alles in Ordnung",
        "3: Alles in Ordnung",
        "Alle in Ordnung",
    )
    await people.carla.taps("2: Alles in Ordnung")
    assert people.carla.toast == "Danke. MI-2HXR: Alles in Ordnung."
    await people.carla.shows("Heute für Sie: 2", "2. MI-9D3M")
    await people.carla.taps("Alle in Ordnung")
    await people.carla.shows("Alle in Ordnung?", "MI-7KQ4, nach 14 Tagen", "MI-9D3M", "Ja, alle 2 in Ordnung")
    await people.carla.taps("Zurück")
    await people.carla.shows("Heute für Sie: 2")
    await people.carla.taps("Alle in Ordnung")
    await people.carla.taps("Ja, alle 2 in Ordnung")
    await people.carla.shows("Alle in Ordnung\nMI-7KQ4, nach 14 Tagen")
    open_ones = await town.do(lambda work: work.check_ins.unanswered())
    assert all(one.seat is Seat.HELP for one in open_ones)


async def test_a_single_check_in_is_the_message_itself(town: Town) -> None:
    people = await network(town)
    await digests(town, people.carla.person)
    await closed(town, people)
    await until(town, "4.12.2026", "8:01")
    await people.carla.sees("MI-7KQ4, Nachsorge nach 14 Tagen", "Alles in Ordnung", "Später fragen")
    await people.carla.sees_nothing()
    await people.carla.taps("Alles in Ordnung")
    await until(town, "7.12.2026", "8:01")
    await people.carla.sees_nothing()


async def test_an_open_check_in_is_no_matter_of_every_morning(town: Town) -> None:
    """Asked, reminded once, named on its last day; between them a line of digests that come anyway."""
    people = await network(town)
    await digests(town, people.carla.person)
    await closed(town, people)
    await jump(town, "19.2.2027", "6:30")
    await people.carla.reads_all()
    for day, hears in (("22.2.2027", False), ("25.2.2027", False), ("26.2.2027", True), ("1.3.2027", False)):
        await until(town, day, "8:05")
        asked = [one for one in await people.carla.unread() if "nach 3 Monaten" in one["text"]]
        assert bool(asked) is hears, day
        await people.carla.reads_all()


async def test_what_is_due_later_in_the_day_comes_by_itself(town: Town) -> None:
    people = await network(town)
    await digests(town, people.petra.person)
    await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await people.petra.reads_all()
    await until(town, "24.11.2026", "8:01")
    await people.petra.sees("Heute für Sie: 1", "Rückmeldung bis 12:00")
    await until(town, "24.11.2026", "10:01")
    await people.petra.sees("MI-7KQ4: Rückmeldung heute bis 12:00")


async def test_after_three_days_of_outage_there_is_one_digest(town: Town) -> None:
    people = await network(town)
    await digests(town, people.petra.person)
    await closed(town, people)
    await another(town, people, "MI-2HXR")
    await until(town, "1.12.2026")
    await people.petra.reads_all()
    await jump(town, "4.12.2026", "12:00")
    messages = [one["text"] for one in await people.petra.unread()]
    assert sum(one.startswith("Heute für Sie") for one in messages) == 1
    timer = await town.do(lambda work: work.timers.running(f"digest:{people.petra.person}"))
    assert timer is not None
    assert timer.due_at.isoformat() == "2026-12-07T07:00:00+00:00"


async def test_part_time_and_the_chosen_hour_are_kept(town: Town) -> None:
    """Petra works on Tuesdays and Thursdays and reads at 10."""
    people = await network(town)
    await digests(town, people.petra.person)

    def settle(work: SqliteWork) -> None:
        for weekday in (0, 2, 4):
            preferences.toggle_day(work, turn_of(work, people.petra), weekday)
        preferences.choose_hour(work, turn_of(work, people.petra), 10)

    await town.do(settle)
    await another(town, people, "MI-2HXR")
    await until(town, "24.11.2026", "9:59")
    await people.petra.sees_nothing()
    await until(town, "24.11.2026", "10:01")
    await people.petra.sees("Heute für Sie: 1")
    await until(town, "25.11.2026", "23:00")
    await people.petra.sees_nothing()


async def test_christmas_is_quiet_and_what_was_held_back_comes_after_it(town: Town) -> None:
    """Christmas 2026: the 25th is a Friday and the 26th a Saturday, both holidays in NRW."""
    people = await network(town)
    await digests(town, people.carla.person, people.petra.person)
    await closed(town, people, ended_on=date(2026, 12, 11))
    await jump(town, "23.12.2026", "20:00")
    await people.carla.reads_all()
    await people.petra.reads_all()
    await another(town, people, "MI-2HXR")
    await until(town, "24.12.2026", "12:00")
    await people.carla.sees("MI-7KQ4, Nachsorge nach 14 Tagen")
    await people.petra.sees("Heute für Sie: 2")
    await until(town, "28.12.2026", "7:59")
    await people.petra.sees_nothing()
    await people.carla.sees_nothing()
    await until(town, "28.12.2026", "8:01")
    await people.petra.sees("Heute für Sie: 2")


async def test_the_sixth_message_of_a_day_leaves_reminders_to_the_digest(town: Town) -> None:
    people = await network(town)
    await digests(town, people.petra.person)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await people.petra.reads_all()
    petra = people.petra.person
    assert petra is not None
    await until(town, "24.11.2026", "9:00")
    await people.petra.sees("Heute für Sie: 1")

    def many(work: SqliteWork) -> None:
        for _ in range(4):
            telling.tell(work, petra, HouseholdToInform(case=referral.case_id))

    await town.do(many)
    await people.petra.reads_all()
    told = await town.do(
        lambda work: telling.tell(
            work, petra, HouseholdToInform(case=referral.case_id), priority=Priority.REMINDER
        )
    )
    assert told, "never dropped"
    await people.petra.sees_nothing()
    await until(town, "24.11.2026", "10:01")
    await people.petra.sees("MI-7KQ4: Rückmeldung heute bis 12:00")
    await people.petra.taps("Kontakt hergestellt")
    await until(town, "25.11.2026", "8:01")
    await people.petra.sees("MI-7KQ4")


async def test_the_coordinator_reads_what_is_stuck_and_gets_a_weekly_sign_of_life(town: Town) -> None:
    people = await network(town)
    await digests(town, people.coordinator.person)
    referral = await asked(town, people)
    await until(town, "27.11.2026", "12:00")
    await people.coordinator.reads_all()
    await until(town, "30.11.2026", "8:01")
    texts = [one["text"] for one in await people.coordinator.unread()]
    stuck = next(one for one in texts if one.startswith("Heute für Sie"))
    assert "MI-7KQ4 · Espelkamp: noch ohne Übernahme, gefragt: Fachstelle Nord" in stuck
    report = next(one for one in texts if one.startswith("Woche 48: das Netzwerk läuft"))
    assert "Neu 1, übernommen 0, abgeschlossen 0" in report
    assert "Ohne Übernahme: 1. Rückmeldungen überfällig: 0" in report
    assert "Nachsorge ohne Antwort: 0" in report
    assert "Petra" not in report + stuck, "offices, never persons"
    await people.coordinator.reads_all()
    await people.coordinator.taps("Überfällige")
    await people.coordinator.sees("Nichts offen.")
    await people.coordinator.taps("Lücken")
    await people.coordinator.sees("Lücken:")
    await people.coordinator.hides("Petra Nord")
    assert referral.state is ReferralState.OPEN


async def test_an_overdue_word_is_named_by_its_office(town: Town) -> None:
    people = await network(town)
    await digests(town, people.coordinator.person)
    await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await until(town, "24.11.2026", "12:01")
    await people.coordinator.reads_all()
    await until(town, "25.11.2026", "8:01")
    await people.coordinator.sees("Heute für Sie: 1", "Rückmeldung überfällig (Fachstelle Nord)")


async def test_a_monday_that_is_a_holiday_moves_the_report_to_tuesday(town: Town) -> None:
    """Easter Monday, 29 March 2027, one day after the clocks change."""
    people = await network(town)
    await jump(town, "25.3.2027", "12:00")
    await digests(town, people.coordinator.person)
    await people.coordinator.reads_all()
    await until(town, "29.3.2027", "23:00")
    await people.coordinator.sees_nothing()
    await until(town, "30.3.2027", "8:01")
    await people.coordinator.sees("Woche 12: das Netzwerk läuft", "Lücken")


async def test_the_digest_keeps_its_hour_when_the_clocks_change(town: Town) -> None:
    """Summer time begins on 28 March and ends on 31 October 2027."""
    people = await network(town)
    await jump(town, "25.3.2027", "12:00")
    await digests(town, people.petra.person)
    await another(town, people, "MI-2HXR")
    await until(town, "30.3.2027", "7:59")
    await people.petra.reads_all()
    await until(town, "30.3.2027", "8:01")
    await people.petra.sees("Heute für Sie: 1")
    await jump(town, "29.10.2027", "12:00")
    await people.petra.reads_all()
    await until(town, "2.11.2027", "7:59")
    await people.petra.sees_nothing()
    await until(town, "2.11.2027", "8:01")
    await people.petra.sees("Heute für Sie: 1")


async def test_the_group_gets_a_list_only_if_something_is_open(town: Town) -> None:
    people = await network(town)
    chat = await _group(town, people)
    await town.do(digest.wind)
    await until(town, "24.11.2026", "8:01")
    assert await _said(town, people, chat) == []

    def ask(work: SqliteWork) -> None:
        referral = put(work, people, people.carla.person, Seat.LANDLORD)
        work.referrals.save(replace(referral, step=Step.GROUP))

    await town.do(ask)
    await until(town, "25.11.2026", "8:01")
    (said,) = await _said(town, people, chat)
    assert said["text"].startswith("Offen: 1\nMI-7KQ4: Antwort bis")
    assert "Espelkamp" not in said["text"]
    assert "Petra" not in said["text"]


async def test_the_fourth_request_of_a_day_comes_in_one_list(town: Town) -> None:
    people = await network(town)
    chat = await _group(town, people)

    def ask(work: SqliteWork) -> None:
        for code in ("MI-7KQ4", "MI-2HXR", "MI-9D3M", "MI-4B2A", "MI-5C3D"):
            referral = put(work, people, people.carla.person, Seat.LANDLORD, code=code)
            work.referrals.save(replace(referral, step=Step.GROUP))
            case = work.cases.get(referral.case_id)
            assert case is not None
            telling.show_group_card(work, case, chat)

    await town.do(ask)
    assert len(await _said(town, people, chat)) == 3
    await until(town, "23.11.2026", "10:01")
    said = await _said(town, people, chat)
    assert len(said) == 4
    assert said[-1]["text"].startswith("Offen: 5")


async def _group(town: Town, people: Network) -> ChatId:
    """The landlord's group, linked before the story begins."""
    chat = ChatId(await group_with_bot(town, people.carla, people.bernd))

    def link(work: SqliteWork) -> None:
        present = work.groups.by_chat(chat)
        linked = StaffGroup(chat=chat, partner=people.landlord, state=GroupState.LINKED)
        if present is None:
            work.groups.add(linked)
        else:
            work.groups.save(replace(linked, id=present.id))

    await town.do(link)
    return chat


async def _said(town: Town, people: Network, chat: ChatId) -> list[dict[str, Any]]:
    messages = await town.client.messages(people.carla.user, chat)
    return [one for one in messages if one["from"]["is_bot"] and one.get("text")]


async def test_calls_proofs_and_stale_entries_are_lines_too(town: Town) -> None:
    people = await network(town)
    await digests(town, people.petra.person)

    def write(work: SqliteWork) -> None:
        petra = people.petra.person
        assert petra is not None
        for entry in work.responsibilities.of_person(petra):
            if entry.holder == petra:
                work.responsibilities.save(replace(entry, confirmed_on=date(2026, 6, 1)))
        case = cases.notice(people, work, consent_by=petra, consent_at=work.now, owner=petra)
        cases.sit(work, people, case, Seat.HELP, petra)
        referral = cases.ask(work, case, Seat.LANDLORD, people.carla.person, asked=people.otto)
        work.call_tasks.add(
            CallTask(
                case_id=case.id, referral=referral.id, caller=petra, callee=people.otto, opened_at=work.now
            )
        )

    await town.do(write)
    await until(town, "24.11.2026", "8:01")
    await people.petra.sees(
        "Heute für Sie: 2",
        "1. MI-7KQ4 · Espelkamp: Anruf bis 9:00",
        "2. MI-7KQ4 · Espelkamp: Nachweis der Einwilligung offen",
    )
    await until(town, "30.11.2026", "8:01")
    await people.petra.reads_all()
    await people.petra.shows(
        "Anruf überfällig seit Di 24.11., 9:00", "Ihr Eintrag im Verzeichnis: stimmt er noch?", "Stimmt noch"
    )
    await people.petra.taps("Stimmt noch")
    await until(town, "7.12.2026", "8:01")
    await people.petra.sees("Heute für Sie: 2")
    await people.petra.reads_all()


async def test_many_duties_are_counted_not_listed(town: Town) -> None:
    people = await network(town)
    await digests(town, people.petra.person)
    for number in range(18):
        await another(town, people, f"MI-{2000 + number}")
    await until(town, "24.11.2026", "8:01")
    shown = await people.petra.sees("Heute für Sie: 18", "Weitere: 3. Alle Fälle: /faelle")
    assert len(shown["text"]) < 1200


async def test_whoever_leaves_or_cannot_be_reached_gets_no_digest(town: Town) -> None:
    people = await network(town)
    await digests(town, people.petra.person, people.quirin.person)
    await another(town, people, "MI-2HXR")

    def leave(work: SqliteWork) -> None:
        petra = work.people.get(people.petra.person)  # type: ignore[arg-type]
        assert petra is not None
        work.people.save(replace(petra, unreachable_at=work.now))

    await town.do(leave)
    await until(town, "25.11.2026")
    await people.petra.sees_nothing()


async def test_silence_stands_in_the_coordinators_digest(town: Town) -> None:
    people = await network(town)
    await digests(town, people.coordinator.person)
    await closed(town, people)
    await until(town, "10.12.2026", "8:30")
    await people.coordinator.reads_all()
    await people.coordinator.shows(
        "Heute für Sie: 2",
        "MI-7KQ4 · Espelkamp: Nachsorge ohne Antwort (Wohnhaus Minden)",
        "Nachsorge ohne Antwort (Fachstelle Nord)",
    )
    await people.coordinator.hides("Nachsorge nach 14 Tagen ohne Antwort")
    await until(town, "14.12.2026", "8:30")
    await people.coordinator.sees("Woche 50: das Netzwerk läuft", "Nachsorge ohne Antwort: 2")
    await people.coordinator.taps("Nachsorge")
    await people.coordinator.sees(
        "Nachsorge ohne Antwort: 2", "MI-7KQ4, nach 14 Tagen: Wohnhaus Minden", "Fachstelle Nord"
    )
    await people.coordinator.taps("Warum?")
    await people.coordinator.sees("Warum dieser Bericht", "montags um 8 Uhr")


async def test_the_report_is_for_coordinators_alone(town: Town) -> None:
    people = await network(town)
    await digests(town, people.coordinator.person)
    await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await until(town, "24.11.2026", "12:01")
    await until(town, "30.11.2026", "8:30")
    await people.coordinator.reads_all()
    await people.coordinator.shows("Woche 48", "Rückmeldungen überfällig: 1 (Fachstelle Nord)")
    await people.coordinator.taps("Überfällige")
    await people.coordinator.sees("Rückmeldungen überfällig: 1", "Fachstelle Nord")

    def demote(work: SqliteWork) -> None:
        coordinator = work.people.get(people.coordinator.person)  # type: ignore[arg-type]
        assert coordinator is not None
        member = replace(coordinator, role=Role.MEMBER)
        work.people.save(member)
        digest.arm(work, member)

    await town.do(demote)
    await people.coordinator.taps("Überfällige")
    assert "nur die Koordination" in (people.coordinator.toast or "")


async def test_the_group_hears_how_many_check_ins_wait(town: Town) -> None:
    people = await network(town)
    chat = await _group(town, people)
    case = await closed(town, people)
    await jump(town, "19.2.2027", "8:30")

    def neglect(work: SqliteWork) -> None:
        for one in work.check_ins.of_case(case.id):
            if one.label == "months_3" and one.seat is Seat.LANDLORD:
                work.check_ins.save(replace(one, reminders=2))
        work.timers.set(digest.morning(work))

    await town.do(neglect)
    await until(town, "22.2.2027", "8:01")
    said = await _said(town, people, chat)
    assert said[-1]["text"] == "Offen: 1\nNachsorge: 1 Fall wartet auf eine Antwort."
    assert "MI-7KQ4" not in said[-1]["text"]


async def test_after_an_outage_the_digest_says_what_came_due_meanwhile_and_no_message_repeats_it(
    town: Town,
) -> None:
    people = await network(town)
    await digests(town, people.petra.person)
    await closed(town, people, code="MI-9D3M")
    await asked(town, people)
    await people.petra.taps("Ich übernehme")
    await people.petra.reads_all()
    await jump(town, "7.12.2026", "11:00")
    await people.petra.sees(
        "Heute für Sie: 2", "MI-7KQ4", "Rückmeldung überfällig", "MI-9D3M", "Nachsorge bis 9.12."
    )
    await people.petra.sees_nothing()
