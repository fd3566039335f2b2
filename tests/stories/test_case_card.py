"""The live card: what each reader of a case sees of it, and which buttons."""

from dataclasses import replace
from datetime import timedelta

from domain.model.case import Case, CaseState, EventKind, ReferralState, Step
from domain.model.ids import ChatId
from domain.model.people import GroupState
from domain.model.routing import Absence
from domain.model.stage import Household, Outcome, Reason, Request, Seat
from domain.services import history, promises, telling
from storage.work import SqliteWork
from tests.stories.cases import ask, begun, notice, show, sit, taken
from tests.stories.network import Network, network
from tests.stories.staff_group import group_with_bot, inside
from tests.stories.town import Phone, Town, labels

M2 = """Neue Anfrage MI-7KQ4
Antwort bis Di 24.11., 9:00

Stand: fristlose Kündigung, zugegangen 20.11.
Ort: Espelkamp, Paar
Grund: Mietschulden
Gebeten: Kontakt zum Haushalt
Dringlichkeit orange, weil eine Kündigung vorliegt
Von: Anna Alt, Wohnhaus Minden
Namen nennen: ja, am Telefon

Sie sind zuständig für Wohnungssicherung."""


async def asked(town: Town, **facts: object) -> tuple[Network, Case]:
    """Anna has reported, Petra is asked."""
    people = await network(town)

    def begin(work: SqliteWork) -> Case:
        case = notice(people, work, **facts)
        sit(work, people, case, Seat.LANDLORD, people.carla.person)
        ask(work, case, Seat.HELP, people.petra.person)
        return case

    return people, await town.do(begin)


async def test_a_request_to_me_is_m2(town: Town) -> None:
    people, case = await asked(town)
    await town.do(lambda work: show(work, case.id, people.petra.person))
    card = await people.petra.sees("Neue Anfrage")
    assert card["text"] == M2
    assert labels(card) == ["Ich übernehme", "Rückfrage", "Anrufen", "Nicht zuständig", "Ablehnen"]


async def test_before_acceptance_children_are_not_counted(town: Town) -> None:
    people, case = await asked(town, household=Household.COUPLE_CHILDREN, children=3)
    await town.do(lambda work: show(work, case.id, people.petra.person, people.anna.person))
    await people.petra.sees("Ort: Espelkamp, mit Kindern")
    await people.petra.hides("3 Kinder", "Paar mit")
    await people.anna.sees("Paar mit 3 Kindern")
    await town.do(lambda work: seated(work, people, case))
    await people.petra.shows("Ort: Espelkamp, Paar mit 3 Kindern")


def seated(work: SqliteWork, people: Network, case: Case) -> None:
    """Petra has said yes."""
    for referral in work.referrals.of_case(case.id):
        work.referrals.remove(referral.id)
    taken(work, people, case, people.petra.person)
    work.cards.touch(case.id)


async def test_whoever_reported_waits_with_a_date(town: Town) -> None:
    people, case = await asked(town)
    await town.do(lambda work: show(work, case.id, people.anna.person))
    card = await people.anna.sees(
        "MI-7KQ4: angefragt",
        "Angefragt: Fachstelle Nord, Antwort bis Di 24.11., 9:00. Falls nicht: Vertretung.",
        "Kündigung · Espelkamp · Paar · gemeldet 23.11.",
    )
    assert labels(card) == ["Code kopieren", "Text für die Akte", "Mehr"]


async def test_the_deputy_reads_in_whose_place(town: Town) -> None:
    people, case = await asked(town)

    def climb(work: SqliteWork) -> None:
        (referral,) = work.referrals.of_case(case.id)
        work.referrals.save(replace(referral, step=Step.DEPUTY, asked=people.quirin.person))
        show(work, case.id, people.quirin.person)

    await town.do(climb)
    card = await people.quirin.sees(
        "MI-7KQ4: Bitte in Vertretung ansehen",
        "Die Anfrage an Petra Nord ist seit Mo 23.11., 9:00 offen. Antwort bis Di 24.11., 9:00.",
    )
    assert labels(card) == ["Ich übernehme", "Anrufen", "Nicht zuständig", "Warum?"]
    await people.quirin.taps("Warum?")
    await people.quirin.sees("MI-7KQ4: warum diese Anfrage", "zuständige Person, Vertretung")


async def test_the_coordinator_decides_at_the_last_step(town: Town) -> None:
    people, case = await asked(town)

    def climb(work: SqliteWork) -> None:
        (referral,) = work.referrals.of_case(case.id)
        work.referrals.save(replace(referral, step=Step.COORDINATOR, asked=people.coordinator.person))
        show(work, case.id, people.coordinator.person, people.anna.person)

    await town.do(climb)
    card = await people.coordinator.sees("MI-7KQ4: noch ohne Übernahme", "Gefragt: Fachstelle Nord (")
    assert labels(card) == ["Kontakte", "Andere Stelle", "Ich kläre das", "Warum?"]
    assert "Paar" not in card["text"]
    assert "Mietschulden" not in card["text"]
    await people.anna.sees("Die Koordination klärt, wer übernimmt.")


async def test_the_live_card_names_who_has_it(town: Town) -> None:
    people, _ = await begun(town)
    landlord = await people.carla.shows(
        "MI-7KQ4: übernommen",
        "Petra Nord, Fachstelle Nord, meldet sich bis Di 24.11., 9:00.",
        "05731 1000, Mo bis Do 8 bis 16 Uhr. Vertretung: Quirin Quast.",
        "Namen und Anschrift bitte nur am Telefon.",
    )
    shown = ["Nachricht", "Anrufen", "Text für die Akte", "Text für den Haushalt", "Mehr"]
    assert labels(landlord) == shown
    helper = await people.petra.shows(
        "MI-7KQ4: bei Ihnen", "Ihre Rückmeldung an Anna Alt: bis Di 24.11., 9:00"
    )
    shown = ["Kontakt hergestellt", "Versucht", "Nachricht", "Anrufen", "Abschließen", "Mehr"]
    assert labels(helper) == shown


async def test_without_consent_no_name_is_to_be_spoken(town: Town) -> None:
    people, _ = await begun(town, basis="enquiry", names_to_provider="no", names_to_authority=False)
    await people.carla.shows("Bitte noch keine Namen nennen.")
    await people.petra.shows("Namen nennen: nein")


async def test_without_consent_the_landlord_does_not_hear_of_contact(town: Town) -> None:
    people, case = await begun(town, basis="legitimate_interest")
    await town.do(lambda work: contact(work, case))
    await people.petra.shows("Kontakt zum Haushalt seit 23.11.")
    await people.carla.hides("Kontakt zum Haushalt")


async def test_with_consent_the_landlord_hears_of_contact(town: Town) -> None:
    people, case = await begun(town)
    await town.do(lambda work: contact(work, case))
    await people.carla.shows("Kontakt zum Haushalt seit 23.11.")
    await people.anna.hides("Kontakt zum Haushalt")


def contact(work: SqliteWork, case: Case) -> None:
    telling.changed(work, replace(case, contact_made_at=work.now))


async def test_a_deputy_of_somebody_present_is_told_whose_it_is(town: Town) -> None:
    people, case = await begun(town)
    await town.do(lambda work: show(work, case.id, people.quirin.person))
    await people.quirin.sees("MI-7KQ4: bei Petra Nord", "Rückmeldung an Anna Alt: bis")


async def test_whoever_stands_in_has_it(town: Town) -> None:
    people, case = await begun(town)
    petra = people.petra.person
    assert petra is not None

    def leave(work: SqliteWork) -> None:
        today = work.network.calendar.local(work.now).date()
        work.absences.enter(Absence(person=petra, first_on=today, last_on=today + timedelta(days=3)), petra)
        show(work, case.id, people.quirin.person)
        work.cards.touch(case.id)

    await town.do(leave)
    await people.quirin.sees("MI-7KQ4: bei Ihnen")
    await people.carla.shows(
        "Quirin Quast, Fachstelle Nord, meldet sich bis", "In Vertretung für Petra Nord."
    )


async def test_a_promise_that_passed_can_still_be_kept(town: Town) -> None:
    people, case = await begun(town)

    def forget(work: SqliteWork) -> None:
        (held,) = work.referrals.of_case(case.id)
        promises.wind(work, held)

    await town.do(forget)
    await town.forward(days=1, hours=1)
    await people.petra.shows("MI-7KQ4: bei Ihnen", "Ihre Rückmeldung an Anna Alt ist überfällig", "Versucht")
    await people.quirin.shows("MI-7KQ4: Bitte in Vertretung ansehen", "Ich übernehme")
    await people.petra.taps("Versucht")
    await people.quirin.hides("Ich übernehme")
    await people.carla.shows("In Arbeit bei Petra Nord, Fachstelle Nord.")


async def test_a_withdrawn_consent_ends_the_exchange(town: Town) -> None:
    people, case = await begun(town)
    await town.do(lambda work: telling.changed(work, replace(case, basis="withdrawn", withdrawn_at=work.now)))
    for phone in (people.carla, people.anna):
        card = await phone.shows("MI-7KQ4: Austausch beendet.")
        assert card["text"] == "MI-7KQ4: Austausch beendet."
        assert labels(card) == []
    await people.petra.shows("MI-7KQ4: bei Ihnen", "Namen nennen: nein")


async def test_a_relapse_shows_why_and_until_when(town: Town) -> None:
    people, case = await begun(town)

    def reopen(work: SqliteWork) -> None:
        history.record(work, case, EventKind.CLOSED, people.petra.person)
        history.record(work, case, EventKind.REOPENED, None)
        ask(work, case, Seat.HELP, people.petra.person, why="arrears_1_or_more")
        work.cards.touch(case.id)

    await town.do(reopen)
    card = await people.petra.shows(
        "MI-7KQ4: wieder offen",
        "Die Vermieterseite meldet einen neuen Rückstand (1 Miete oder mehr).",
        "Antwort bis Di 24.11., 9:00.",
    )
    assert labels(card)[0] == "Ich übernehme"
    assert "Verlauf" in labels(card)
    await people.carla.shows("MI-7KQ4: wieder offen", "Fachstelle Nord ist informiert und antwortet bis")


async def test_closed_reads_differently_on_each_side(town: Town) -> None:
    people, case = await begun(town)
    await town.do(lambda work: close(work, case, Outcome.V4))
    await people.petra.shows("MI-7KQ4: abgeschlossen", "Ergebnis: Verlust, ohne Unterkunft (23.11.).")
    card = await people.carla.shows("Ergebnis: Mietverhältnis beendet (23.11.).")
    assert "Ansprechstelle bleibt: Fachstelle Nord, 05731 1000." in card["text"]
    assert labels(card)[0] == "Hilfe anfordern"
    await people.anna.shows("Ergebnis: Mietverhältnis beendet (23.11.).")
    await people.anna.hides("Hilfe anfordern", "Unterkunft")


async def test_without_consent_closed_is_closed(town: Town) -> None:
    people, case = await begun(town, basis="legitimate_interest")
    await town.do(lambda work: close(work, case, Outcome.E1))
    await people.carla.shows("MI-7KQ4: abgeschlossen")
    await people.carla.hides("Ergebnis")


async def test_after_thirty_days_only_that_it_is_closed(town: Town) -> None:
    people, case = await begun(town)
    await town.do(lambda work: close(work, case, Outcome.E1))
    await town.forward(days=30)
    await town.do(lambda work: work.cards.touch(case.id))
    card = await people.petra.shows("MI-7KQ4: abgeschlossen.")
    assert (card["text"], labels(card)) == ("MI-7KQ4: abgeschlossen.", [])
    card = await people.carla.shows("MI-7KQ4: abgeschlossen.")
    assert (card["text"], labels(card)) == ("MI-7KQ4: abgeschlossen.", ["Hilfe anfordern"])


def close(work: SqliteWork, case: Case, outcome: Outcome) -> None:
    today = work.network.calendar.local(work.now).date()
    closed = replace(case, state=CaseState.CLOSED, outcome=outcome, ended_on=today, closed_at=work.now)
    telling.changed(work, closed)


async def test_somebody_who_lost_the_case_reads_only_that(town: Town) -> None:
    people, case = await asked(town)
    await town.do(lambda work: show(work, case.id, people.petra.person))

    def forward(work: SqliteWork) -> None:
        (referral,) = work.referrals.of_case(case.id)
        work.referrals.save(replace(referral, state=ReferralState.FORWARDED))
        work.cards.touch(case.id)

    await town.do(forward)
    card = await people.petra.shows("MI-7KQ4: nicht mehr bei Ihnen.")
    assert (card["text"], labels(card)) == ("MI-7KQ4: nicht mehr bei Ihnen.", [])


# The landlord's group

GROUP = """Neue Anfrage MI-7KQ4
Kündigung · Espelkamp
Gebeten: Ratenzahlung
Antwort bis Di 24.11., 9:00"""


async def in_group(town: Town, **facts: object) -> tuple[Network, Phone, Case]:
    """Petra asks the landlord's side, whose group has the card."""
    people = await network(town)
    chat = await group_with_bot(town, people.bernd)

    def begin(work: SqliteWork) -> Case:
        assert people.petra.person is not None
        group = work.groups.by_chat(ChatId(chat))
        assert group is not None
        work.groups.save(replace(group, partner=people.landlord, state=GroupState.LINKED))
        told = {"side": Seat.HELP, "reporter": people.petra.person, "reporter_partner": people.help}
        case = notice(people, work, request=Request.INSTALMENTS, **{**told, **facts})
        sit(work, people, case, Seat.HELP, people.petra.person)
        ask(work, case, Seat.LANDLORD, people.carla.person, step=Step.GROUP)
        telling.show_group_card(work, case, ChatId(chat))
        return case

    case = await town.do(begin)
    return people, inside(people.bernd, chat), case


async def test_the_group_reads_nothing_but_what_is_harmless(town: Town) -> None:
    _, team, _ = await in_group(town, household=Household.COUPLE_CHILDREN, children=3)
    card = await team.shows("Neue Anfrage MI-7KQ4")
    assert card["text"] == GROUP
    assert labels(card) == ["Ich kümmere mich", "Einzelheiten"]
    assert card["protected"]


async def test_the_group_sees_who_has_it(town: Town) -> None:
    people, team, case = await in_group(town)

    def claim(work: SqliteWork) -> None:
        (referral,) = work.referrals.of_case(case.id)
        claimed = replace(referral, state=ReferralState.ACCEPTED, accepted_by=people.bernd.person)
        work.referrals.save(replace(claimed, promised_at=referral.due_at, due_at=None))
        work.cards.touch(case.id)

    await town.do(claim)
    card = await team.shows("MI-7KQ4", "Bernd Bach kümmert sich, bis Di 24.11., 9:00.")
    assert labels(card) == ["Einzelheiten"]


async def test_the_group_hears_nothing_of_a_protected_case(town: Town) -> None:
    _, team, _ = await in_group(town, protected=True, reason=Reason.PROTECTED)
    await team.hides("MI-7KQ4")
