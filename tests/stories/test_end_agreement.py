"""An agreement ends: everybody concerned hears in time, and nothing becomes ownerless."""

from dataclasses import replace
from datetime import date

from domain.model.agreement import AgreementState, NoticeReason, Version
from domain.model.agreement_templates import Template
from domain.model.case import Case
from domain.model.failure import RunState
from domain.model.failure_rule import Trigger
from domain.model.handover import HandoverState
from domain.model.ids import PartnerId
from domain.model.routing import Topic
from domain.model.stage import Seat
from domain.services import agreement_cases, agreement_handovers, agreements
from domain.services.agreements import give_notice
from domain.services.failures import present
from storage.work import SqliteWork
from tests.stories.agreements import in_force, read, signing, stored
from tests.stories.cases import notice, show, sit, taken
from tests.stories.commitments import turn
from tests.stories.network import Network, holds
from tests.stories.town import Town, labels

LAST = date(2027, 3, 31)


async def running(town: Town) -> tuple[Network, Case]:
    """A project until the end of March between Carla's and Petra's offices, with one open case under it."""
    people = await signing(town)
    await in_force(town, people, Template.PROJECT, ends_on=LAST)

    def begin(work: SqliteWork) -> Case:
        case = notice(people, work)
        sit(work, people, case, Seat.LANDLORD, people.carla.person)
        taken(work, people, case, people.petra.person)
        agreement_cases.bind(work, case)
        show(work, case.id, people.carla.person, people.petra.person)
        return case

    case = await town.do(begin)
    await read(town)
    return people, case


async def told(town: Town, beginning: str) -> list[list[str]]:
    """Of every phone's unread messages the ones that begin like this; all are read then."""
    found = [
        [one["text"] for one in await phone.unread() if one["text"].startswith(beginning)]
        for phone in town.phones
    ]
    await read(town)
    return found


async def until(town: Town, day: date, hour: int = 12) -> None:
    now = await town.now()
    await town.forward(days=(day - now.date()).days, hours=hour - now.hour)


async def test_ninety_thirty_and_seven_days_before_everybody_concerned_hears(town: Town) -> None:
    people, _ = await running(town)
    for left in (90, 30, 7):
        await until(town, date.fromordinal(LAST.toordinal() - left))
        await until(town, date.fromordinal(LAST.toordinal() - left + 1))
        heard = await told(town, "Noch ")
        for phone in (people.carla, people.petra, people.coordinator):
            (message,) = heard[town.phones.index(phone)]
            assert "Vereinbarung endet am 31.3.2027" in message
            assert "Vereinbart ist: danach übernimmt Koordination." in message
            assert "Noch ohne Nachfolge bei Fachstelle Nord: offene Fälle: 1" in message
            assert "Betroffen: MI-7KQ4" in message
        assert heard[town.phones.index(people.jana)] == []


async def test_a_long_list_says_how_many_more_there_are(town: Town) -> None:
    people = await signing(town)
    await in_force(town, people, Template.PROJECT, ends_on=LAST, cases=0)

    def many(work: SqliteWork) -> None:
        for number in range(24):
            case = notice(people, work, code=f"MI-{number:04}")
            sit(work, people, case, Seat.LANDLORD, people.carla.person)
            taken(work, people, case, people.petra.person)
            agreement_cases.bind(work, case)

    await town.do(many)
    await people.petra.sends("/vereinbarung")
    await people.petra.taps("1")
    await people.petra.taps("Wer danach da ist")
    shown = await people.petra.shows("offene Fälle: 24", "Betroffen: MI-0000, MI-0001")
    assert "MI-0019 und 4 weitere" in shown["text"]
    assert "MI-0020" not in shown["text"]


async def test_staying_responsible_settles_it_and_the_landlord_sees_who_will_be_there(town: Town) -> None:
    people, _ = await running(town)
    await people.petra.sends("/vereinbarung")
    await people.petra.taps("1")
    await people.petra.taps("Wer danach da ist")
    await people.petra.shows("Noch ohne Nachfolge bei Fachstelle Nord", "Wir bleiben zuständig")
    await people.petra.taps("Wir bleiben zuständig")
    await people.petra.shows("Danach da: Fachstelle Nord (offene Fälle: 1)")
    await people.carla.sees("Danach da: Fachstelle Nord", "bleibt nach dem Ende zuständig")
    await people.carla.sends("/vereinbarung")
    await people.carla.taps("1")
    await people.carla.taps("Wer danach da ist")
    await people.carla.shows("Wer nach dem 31.3.2027 da ist", "Danach da: Fachstelle Nord")
    await people.carla.hides("Wir bleiben zuständig")


async def third(town: Town, people: Network) -> PartnerId:
    """Jana's Jobcenter answers for help and aftercare too."""
    topics = (Topic.WOHNUNGSSICHERUNG, Topic.NACHSORGE)
    await town.do(lambda work: holds(work, people.jobcenter, people.jana.person, topics))
    return people.jobcenter


async def test_a_handover_needs_the_receivers_acceptance(town: Town) -> None:
    people, case = await running(town)
    jobcenter = await third(town, people)
    await people.petra.sends("/vereinbarung")
    await people.petra.taps("1")
    await people.petra.taps("Wer danach da ist")
    await people.petra.taps("Übergeben (Fachstelle Nord)")
    await people.petra.shows("Wer soll übernehmen, was Fachstelle Nord noch hat? offene Fälle: 1")
    await people.petra.taps("Jobcenter Mitte")
    await people.petra.shows("Jobcenter Mitte ist gefragt, für Fachstelle Nord zu übernehmen.")
    await people.jana.sees("Bitte um Übernahme von Fachstelle Nord", "Bis Sie zusagen, bleibt alles")
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert seats[Seat.HELP].partner == people.help, "until it is accepted it stays"
    await people.jana.taps("Wir übernehmen")
    await people.jana.shows("Übernommen. Fälle: 1.")
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert (seats[Seat.HELP].partner, seats[Seat.HELP].holder) == (jobcenter, people.jana.person)
    await people.carla.shows("Danach da: Jobcenter Mitte\nJobcenter Mitte übernimmt von Fachstelle Nord.")
    await people.petra.shows("Danach da: Jobcenter Mitte")


async def test_nobody_takes_over_what_nobody_of_theirs_answers_for(town: Town) -> None:
    people, case = await running(town)
    await people.petra.sends("/vereinbarung")
    for label in ("1", "Wer danach da ist", "Übergeben (Fachstelle Nord)"):
        await people.petra.taps(label)
    await people.petra.hides("Jobcenter Mitte", "Ordnungsamt Hille")
    jobcenter = await third(town, people)
    (agreement,) = await town.do(lambda work: work.agreements.all())
    made = await town.do(
        lambda work: agreement_handovers.offer(
            work, turn(work, people.petra), agreement.id, people.help, jobcenter
        )
    )

    def leave(work: SqliteWork) -> None:
        for entry in work.responsibilities.of_partner(jobcenter):
            if entry.topic is not Topic.MIETSCHULDENUEBERNAHME:
                work.responsibilities.remove(entry.id)

    await town.do(leave)
    await people.jana.taps("Wir übernehmen")
    assert people.jana.toast is not None
    assert "Bei Ihnen ist für diese Fälle niemand eingetragen." in people.jana.toast
    await people.carla.hides("Danach da: Jobcenter Mitte")
    found = await town.do(lambda work: work.handovers.get(made.id))
    assert found is not None
    assert found.state is HandoverState.OFFERED
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert seats[Seat.HELP].holder == people.petra.person


async def test_the_coordination_is_named_first_where_it_was_agreed(town: Town) -> None:
    people, _ = await running(town)
    await third(town, people)

    def answers(work: SqliteWork) -> None:
        office = work.partners.get(people.office)
        assert office is not None
        work.partners.save(replace(office, main_contact=people.coordinator.person))

    await town.do(answers)
    await people.petra.sends("/vereinbarung")
    for label in ("1", "Wer danach da ist", "Übergeben (Fachstelle Nord)"):
        await people.petra.taps(label)
    shown = await people.petra.shows("Wer soll übernehmen", "Koordinationsstelle", "Jobcenter Mitte")
    assert labels(shown)[:2] == ["Koordinationsstelle", "Jobcenter Mitte"]


async def test_unanswered_or_declined_it_stays_and_the_coordinator_hears(town: Town) -> None:
    people, case = await running(town)
    await third(town, people)
    await people.coordinator.sends("/vereinbarung")
    await people.coordinator.taps("1")
    await people.coordinator.taps("Wer danach da ist")
    await people.coordinator.hides("Wir bleiben zuständig")
    await people.coordinator.taps("Übergeben (Fachstelle Nord)")
    await people.coordinator.taps("Jobcenter Mitte")
    await people.coordinator.reads_all()
    await town.forward(days=3)
    await people.coordinator.shows("Übergabe ohne Antwort", "Bis dahin bleibt Fachstelle Nord zuständig.")
    await people.jana.taps("Nicht möglich")
    await people.coordinator.shows("Noch niemand gefunden", "Bis jemand zusagt, bleibt Fachstelle Nord")
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert seats[Seat.HELP].holder == people.petra.person
    (agreement,) = await town.do(lambda work: work.agreements.all())
    (handover,) = await town.do(lambda work: work.handovers.of_agreement(agreement.id))
    assert handover.state is HandoverState.DECLINED


async def test_on_the_last_day_it_ends_and_nothing_is_lost(town: Town) -> None:
    people, case = await running(town)
    await until(town, date(2027, 4, 2))
    (agreement,) = await town.do(lambda work: work.agreements.all())
    (version,) = await town.do(lambda work: work.agreement_versions.of_agreement(agreement.id))
    assert version.state is AgreementState.ENDED
    await people.coordinator.shows(
        "Vereinbarung beendet am 31.3.2027", "Noch ohne Nachfolge bei Fachstelle Nord"
    )
    assert await town.do(lambda work: work.agreement_versions.of_case(case.id)) == version
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert seats[Seat.HELP].holder == people.petra.person


async def test_notice_is_given_with_a_coded_reason_and_a_day(town: Town) -> None:
    people = await signing(town)
    version = await in_force(town, people)
    await people.carla.sends("/vereinbarung")
    await people.carla.taps("1")
    await people.carla.taps("Vereinbarung beenden")
    await people.carla.taps("Finanzierung endet")
    await people.carla.sends("31.3.2027")
    await people.carla.shows("Endet am 31.3.2027: Finanzierung endet", "Stand: gilt")
    await people.petra.sees("Vereinbarung endet am 31.3.2027", "Grund: Finanzierung endet")
    await people.coordinator.sees("Vereinbarung endet am 31.3.2027")
    await until(town, date(2027, 4, 2))
    stored = await town.do(lambda work: work.agreement_versions.get(version.id))
    assert stored is not None
    assert stored.state is AgreementState.ENDED


async def test_what_was_signed_before_the_notice_does_not_undo_it(town: Town) -> None:
    people = await signing(town)
    version = await in_force(town, people)

    def signs(work: SqliteWork) -> Version:
        draft = agreements.revise(work, turn(work, people.petra), version.id)
        return agreements.propose(work, turn(work, people.petra), draft.id)

    draft = await town.do(signs)
    await people.carla.sees("Vereinbarung vorgeschlagen", "Bestätigen")
    why = NoticeReason.FUNDING_ENDS
    await town.do(lambda work: give_notice(work, turn(work, people.petra), version.id, LAST, why))
    await people.carla.taps("Bestätigen")
    assert people.carla.toast is not None
    assert "Das hat sich inzwischen geändert." in people.carla.toast
    (agreement,) = await town.do(lambda work: work.agreements.all())
    assert agreement.ends_on == LAST
    assert (await stored(town, draft)).state is AgreementState.DRAFT
    await people.carla.shows("Vorschlag zurückgezogen")


async def test_a_partner_that_leaves_has_the_running_cases_asked_about(town: Town) -> None:
    """A proposal, confirmed by one tap; where the help side leaves, by the coordinator."""
    people, case = await running(town)
    (version,) = await town.do(lambda work: work.agreement_versions.in_force_of(people.landlord))

    def leaves(work: SqliteWork) -> None:
        give_notice(
            work, turn(work, people.carla), version.id, date(2027, 1, 29), NoticeReason.PARTNER_LEAVES
        )

    await town.do(leaves)
    await people.petra.shows("MI-7KQ4: Verfahren beginnen?", "Ein Partner steigt aus")
    await people.petra.taps("Verfahren starten")
    run = await town.do(lambda work: present(work, case))
    assert run is not None
    assert (run.trigger, run.state) == (Trigger.PARTNER_LEAVES, RunState.RUNNING)


async def test_a_help_side_that_leaves_is_not_asked_itself(town: Town) -> None:
    people, case = await running(town)
    (version,) = await town.do(lambda work: work.agreement_versions.in_force_of(people.landlord))

    def leaves(work: SqliteWork) -> None:
        give_notice(
            work, turn(work, people.petra), version.id, date(2027, 1, 29), NoticeReason.PARTNER_LEAVES
        )

    await town.do(leaves)
    await people.coordinator.shows("MI-7KQ4: Verfahren beginnen?", "Ein Partner steigt aus")
    await people.petra.hides("Verfahren beginnen?")
    await people.coordinator.taps("Nicht nötig")
    assert await town.do(lambda work: present(work, case)) is None


async def test_another_reason_asks_about_no_case(town: Town) -> None:
    people, case = await running(town)
    (version,) = await town.do(lambda work: work.agreement_versions.in_force_of(people.landlord))

    def ends(work: SqliteWork) -> None:
        give_notice(work, turn(work, people.carla), version.id, date(2027, 1, 29), NoticeReason.GOAL_REACHED)

    await town.do(ends)
    assert await town.do(lambda work: present(work, case)) is None


async def test_a_day_behind_ends_nothing(town: Town) -> None:
    people = await signing(town)
    await in_force(town, people)
    await people.carla.sends("/vereinbarung")
    await people.carla.taps("1")
    await people.carla.taps("Vereinbarung beenden")
    await people.carla.taps("Keine Kapazität mehr")
    await people.carla.sends("23.11.2026")
    await people.carla.shows("Dieser Tag ist schon vorbei.")
    (agreement,) = await town.do(lambda work: work.agreements.all())
    assert agreement == replace(agreement, ends_on=None, end_reason=None)
