"""A case runs under the version that held when it was taken; what it costs and brings is counted from it."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from domain.model.aftercare import Horizon
from domain.model.agreement_templates import Template
from domain.model.agreement_terms import AftercareRule, Signal
from domain.model.case import Answer, Case, CaseState, ReferralState
from domain.model.check_in import CheckInState
from domain.model.commitment import Commitment, Due, DueState, Frequency
from domain.model.failure_rule import USUAL
from domain.model.help_catalogue import Help
from domain.model.ids import CaseId
from domain.model.stage import Outcome, Seat
from domain.services import aftercare, agreement_cases, agreement_rules
from storage.work import SqliteWork
from tests.stories.agreements import in_force, read, revised, signing
from tests.stories.cases import notice, sit, taken
from tests.stories.commitments import turn
from tests.stories.network import ESPELKAMP, HILLE, Network
from tests.stories.reports import WALK_A, walk
from tests.stories.town import Town

AGREED = tuple("Ja, mit Einwilligung" if one.startswith("Angeschrieben") else one for one in WALK_A)


def bound(work: SqliteWork, people: Network, **facts: Any) -> Case:
    """A case that Carla and Petra have, under what holds between their offices."""
    case = notice(people, work, **facts)
    sit(work, people, case, Seat.LANDLORD, people.carla.person)
    taken(work, people, case, people.petra.person)
    agreement_cases.bind(work, case)
    return case


async def test_a_report_that_is_taken_runs_under_what_holds(town: Town) -> None:
    people = await signing(town)
    version = await in_force(town, people)
    await walk(people.anna, *AGREED, "An Fachstelle Nord senden")
    (case,) = await town.do(lambda work: work.cases.open())
    assert await town.do(lambda work: agreement_rules.version_of(work, case.id)) is None
    await people.petra.taps("Ich übernehme")
    assert await town.do(lambda work: agreement_rules.version_of(work, case.id)) == version
    rule = await town.do(lambda work: agreement_rules.failure_rule(work, case.id))
    assert rule == version.terms.failure


async def test_without_an_agreement_the_usual_rule_holds(town: Town) -> None:
    people = await signing(town)
    case = await town.do(lambda work: bound(work, people))
    assert await town.do(lambda work: agreement_rules.failure_rule(work, case.id)) is USUAL
    assert await town.do(lambda work: agreement_rules.aftercare_rule(work, case.id)) is None


async def test_place_number_and_beginning_decide(town: Town) -> None:
    people = await signing(town)
    await in_force(town, people, places=(HILLE,))
    first = await town.do(lambda work: bound(work, people, municipality=ESPELKAMP))
    assert await town.do(lambda work: agreement_rules.version_of(work, first.id)) is None
    project = await in_force(town, people, Template.PROJECT, cases=1)
    await in_force(town, people, starts_on=date(2027, 1, 1))
    second = await town.do(lambda work: bound(work, people, code="MI-2HXR"))
    assert await town.do(lambda work: agreement_rules.version_of(work, second.id)) == project
    full = await town.do(lambda work: bound(work, people, code="MI-9D3M"))
    assert await town.do(lambda work: agreement_rules.version_of(work, full.id)) is None


async def test_another_helper_and_a_practice_case_are_not_under_it(town: Town) -> None:
    people = await signing(town)
    version = await in_force(town, people)
    case = await town.do(lambda work: bound(work, people))

    def passes_on(work: SqliteWork) -> None:
        seat = work.seats.of_case(case.id)[Seat.HELP]
        work.seats.save(replace(seat, partner=people.jobcenter))

    await town.do(passes_on)
    assert await town.do(lambda work: agreement_rules.version_of(work, case.id)) == version
    assert await town.do(lambda work: agreement_cases.bind(work, case)) is None
    assert await town.do(lambda work: agreement_rules.version_of(work, case.id)) is None
    practised = await town.do(lambda work: bound(work, people, code="UEB-2HXR", practice=True))
    assert await town.do(lambda work: agreement_rules.version_of(work, practised.id)) is None


async def test_running_cases_stay_and_move_only_if_both_agree(town: Town) -> None:
    people = await signing(town)
    first = await in_force(town, people)
    case = await town.do(lambda work: bound(work, people))
    second = await revised(town, people, first, cases=30)
    assert await town.do(lambda work: agreement_rules.version_of(work, case.id)) == replace(
        first, state=await state_of(town, first.id), ended_at=await town.now()
    )
    await people.carla.sends("/vereinbarung")
    await people.carla.taps("1")
    await people.carla.taps("Laufende Fälle umstellen (1)")
    await people.carla.taps("Ja, umstellen")
    assert people.carla.toast == "Notiert. Die anderen Partner werden gefragt."
    still = await town.do(lambda work: agreement_rules.version_of(work, case.id))
    assert still is not None
    assert still.id == first.id
    await people.petra.sees("Laufende Fälle auf Version 2 umstellen?")
    await people.petra.taps("Umstellen")
    await people.petra.taps("Ja, umstellen")
    now = await town.do(lambda work: agreement_rules.version_of(work, case.id))
    assert now is not None
    assert now.id == second.id
    await people.carla.shows("Laufende Fälle umgestellt auf Version 2: 1")


async def state_of(town: Town, identity: int) -> Any:
    return await town.do(lambda work: work.agreement_versions.get(identity).state)  # type: ignore[union-attr]


async def test_aftercare_follows_the_agreed_rule(town: Town) -> None:
    people = await signing(town)
    rule = AftercareRule(
        horizons=(Horizon.MONTHS_3, Horizon.MONTHS_12),
        yearly=False,
        asked=(Seat.LANDLORD,),
        denser_on=(Signal.COMPLAINTS,),
        denser_months=2,
    )
    await in_force(town, people, aftercare=rule)

    def closed(work: SqliteWork) -> Case:
        case = bound(work, people)
        ended = replace(
            case,
            state=CaseState.CLOSED,
            ended_on=date(2026, 11, 23),
            outcome=Outcome.E1,
            aftercare_consent=Answer.YES,
            landlord_asked_consent=Answer.YES,
        )
        work.cases.save(ended)
        aftercare.start(work, ended)
        return ended

    case = await town.do(closed)
    planned = await town.do(lambda work: work.check_ins.of_case(case.id))
    assert [(one.seat, one.label) for one in planned] == [
        (Seat.LANDLORD, "months_3"),
        (Seat.LANDLORD, "months_12"),
    ]
    kinds = await town.do(lambda work: [one.kind for one in work.timers.of_case(case.id)])
    assert "yearly_sign" not in kinds
    for answer, months in (("complaints", 2), ("paid_late", None), ("not_reached", None)):
        assert await town.do(partial(ahead, case=case.id, answer=answer)) == months


def ahead(work: SqliteWork, case: CaseId, answer: str) -> int | None:
    """How many months ahead the next window lies after this answer."""
    return agreement_rules.denser_months(work, case, answer, usual=1)


async def test_a_moved_case_is_followed_by_the_new_rule(town: Town) -> None:
    people = await signing(town)
    first = await in_force(town, people)

    def closed(work: SqliteWork) -> Case:
        facts = {"state": CaseState.CLOSED, "ended_on": date(2026, 11, 23), "outcome": Outcome.E1}
        case = replace(bound(work, people), aftercare_consent=Answer.YES, **facts)  # type: ignore[arg-type]
        work.cases.save(case)
        aftercare.start(work, case)
        return case

    case = await town.do(closed)
    rule = AftercareRule(horizons=(Horizon.DAYS_14, Horizon.MONTHS_12), yearly=False, asked=(Seat.HELP,))
    second = await revised(town, people, first, aftercare=rule)

    def both(work: SqliteWork) -> None:
        for phone in (people.carla, people.petra):
            agreement_cases.move(work, turn(work, phone), second.id)

    await town.do(both)
    planned = await town.do(lambda work: work.check_ins.of_case(case.id))
    waiting = [(one.seat, one.label) for one in planned if one.state is CheckInState.PLANNED]
    assert waiting == [(Seat.HELP, "days_14"), (Seat.HELP, "months_12")]
    kinds = await town.do(lambda work: [one.kind for one in work.timers.of_case(case.id)])
    assert "yearly_sign" not in kinds


async def test_the_balance_is_counted_from_the_cases(town: Town) -> None:
    people = await signing(town)
    await in_force(town, people)

    def year(work: SqliteWork) -> None:
        for number in range(5):
            case = bound(work, people, code=f"MI-AA{number}A")
            (referral,) = work.referrals.of_case(case.id)
            assert referral.state is ReferralState.ACCEPTED
            work.referrals.save(replace(referral, accepted_at=work.now + timedelta(hours=4)))
            outcome = Outcome.E1 if number < 4 else Outcome.V3
            work.cases.save(
                replace(
                    case,
                    state=CaseState.CLOSED,
                    outcome=outcome,
                    contact_made_at=work.now + timedelta(hours=28),
                )
            )
            visit = work.commitments.add(
                Commitment(
                    case_id=case.id,
                    giver=Seat.HELP,
                    receiver=Seat.LANDLORD,
                    offered_by=Seat.HELP,
                    help=Help.HOME_VISIT,
                    frequency=Frequency.WEEKLY,
                    first_on=date(2026, 11, 23),
                    offered_at=work.now,
                )
            )
            for state in (DueState.KEPT, DueState.KEPT, DueState.BROKEN):
                day = date(2026, 11, 23)
                work.commitment_dues.add(
                    Due(commitment=visit.id, case_id=case.id, planned_on=day, due_on=day, state=state)
                )

    await town.do(year)
    await read(town)
    await people.carla.sends("/vereinbarung")
    await people.carla.taps("1")
    await people.carla.taps("Bilanz")
    await people.carla.shows(
        "Bilanz 2026",
        "gemeldet in diesem Jahr: 5",
        "Fachstelle Nord\nK2 Annahmezeit: 4 Stunden im Mittel (Anfragen: 5)",
        "K4 Erstkontakt nach Annahme: 24 Stunden im Mittel (Fälle: 5)",
        "K5 Wohnungen gesichert: 80 % (abgeschlossen: 5)",
        "K9 Zusagen erfüllt: 67 % (fällig: 15)",
        "Stunden: 10 gezählt, 20 vereinbart",
        "Wohnhaus Minden\nK2 Annahmezeit: noch zu wenige (Anfragen: 0)",
    )


async def test_the_balance_of_the_year_comes_in_january(town: Town) -> None:
    people = await signing(town)
    await in_force(town, people)
    await town.forward(days=55)
    for phone in (people.carla, people.petra, people.coordinator):
        await phone.shows("Bilanz 2026 ist da", "Bilanz")
