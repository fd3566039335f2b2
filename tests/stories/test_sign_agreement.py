"""An agreement is proposed and signed by every partner for itself; without both rules it is not proposed."""

import asyncio
from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from domain.model.agreement import AgreementState, NoticeReason, Version
from domain.model.agreement_rights import AGREEMENT_RIGHTS, AgreementDeed, Standing
from domain.model.agreement_templates import Template, beginnings
from domain.model.agreement_terms import Section, changed
from domain.model.agreement_tree import fingerprint
from domain.model.errors import AlreadyDone, NotAllowed, Refusal
from domain.ports import Turn
from domain.services import (
    access,
    agreement_access,
    agreement_balances,
    agreement_cases,
    agreement_drafts,
    agreement_handovers,
    agreements,
)
from domain.services.agreement_access import REFUSED
from storage.work import SqliteWork
from tests.stories.agreements import begins, in_force, signing, stored
from tests.stories.commitments import turn
from tests.stories.network import Network
from tests.stories.staff_group import group_with_bot, inside
from tests.stories.town import Phone, Town


async def test_from_a_template_to_a_signature_in_a_few_taps(town: Town) -> None:
    people = await signing(town)
    await begins(people.petra, "Dauerhafte Zusammenarbeit", "Wohnhaus Minden")
    await people.petra.shows(
        "Zusammenarbeit für den Erhalt von Wohnungen",
        "zwischen Wohnhaus Minden und Fachstelle Nord",
        "Stand: Entwurf, Version 1",
        "Zeit: ab 23.11.2026, auf Dauer",
        "Vorschlagen",
    )
    await people.petra.taps("Vorschlagen")
    await people.petra.shows(
        "bestätigen Sie die Vereinbarung für Fachstelle Nord", "Gefragt wird dann: Wohnhaus Minden."
    )
    await people.petra.taps("Ja, vorschlagen")
    await people.petra.shows("Stand: vorgeschlagen", "Bestätigung fehlt: Wohnhaus Minden")
    await people.petra.reads_all()
    await people.carla.sees("Vereinbarung vorgeschlagen", "Wohnhaus Minden, Fachstelle Nord", "Bestätigen")
    await people.carla.taps("Ansehen")
    await people.carla.shows("Stand: vorgeschlagen", "Bestätigt: Fachstelle Nord", "Zurückgeben")
    await people.carla.taps("Bestätigen")
    await people.carla.shows("Sie bestätigen für Wohnhaus Minden:")
    await people.carla.taps("Ja, bestätigen")
    await people.carla.shows("Stand: gilt, Version 1", "Bestätigt: Wohnhaus Minden, Fachstelle Nord")
    await people.petra.sees("Vereinbarung gilt, Version 1")
    await people.coordinator.sees("Vereinbarung gilt, Version 1")
    await town.everything_is_read()


LOOK = "Bitte sehen Sie die Vereinbarung noch einmal an."
AGAIN = "Bitte lesen Sie ihn noch einmal, bevor Sie bestätigen."


async def test_without_both_rules_it_says_which_is_missing_and_why(town: Town) -> None:
    people = await signing(town)
    await begins(people.petra, "Ohne Vorlage", "Wohnhaus Minden")
    await people.petra.shows("Noch offen: die Regel für die Nachsorge, die Regel für das Scheitern")
    await people.petra.taps("Vorschlagen")
    await people.petra.shows(
        "So kann die Vereinbarung noch nicht vorgeschlagen werden.",
        "Es fehlt: die Regel für die Nachsorge",
        "Warum das wichtig ist: Ein Mietvertrag läuft länger als jedes Projekt.",
        "Es fehlt: die Regel für das Scheitern",
        "Warum das wichtig ist: Ob eine Zusammenarbeit trägt",
        "Es fehlt: was Wohnhaus Minden selbst will",
    )
    await people.petra.taps("Nachsorge")
    await people.petra.taps("Übliche Regel einsetzen")
    await people.petra.shows("nach 14 Tagen, nach 1 Monat", "danach jedes Jahr", "Zeitpunkte")
    await people.carla.sees_nothing()


async def test_a_second_tap_begins_no_second_agreement(town: Town) -> None:
    people = await signing(town)
    await people.petra.sends("/vereinbarung")
    for label in ("Neue Vereinbarung", "Dauerhafte Zusammenarbeit", "Wohnhaus Minden"):
        await people.petra.taps(label)
    asked = await people.petra.with_button("Anlegen")
    await asyncio.gather(
        *(people.petra.client.tap(people.petra.user, people.petra.chat, asked, "Anlegen") for _ in "12")
    )
    await town.settle()
    assert len(await town.do(lambda work: work.agreements.all())) == 1
    await people.petra.shows("Stand: Entwurf, Version 1")


async def test_a_second_tap_strikes_out_no_second_step(town: Town) -> None:
    people = await signing(town)
    await begins(people.petra, "Dauerhafte Zusammenarbeit", "Wohnhaus Minden")
    await people.petra.taps("7 Wenn es scheitert")
    await people.petra.taps("1. Erstes Telefonat")
    old = await people.petra.with_button("Streichen")
    twice = [people.petra.client.tap(people.petra.user, people.petra.chat, old, "Streichen") for _ in "12"]
    first, second = await asyncio.gather(*twice)
    await town.settle()
    assert {first["text"], second["text"]} >= {"Das hat sich inzwischen geändert. " + LOOK}
    await people.petra.shows("1. Über Stillhalten entscheiden", "2. Haushalt aufsuchen", "6. Entscheiden")


async def test_a_rule_is_taken_out_and_reset_to_a_template(town: Town) -> None:
    people = await signing(town)
    await begins(people.petra, "Dauerhafte Zusammenarbeit", "Wohnhaus Minden")
    await people.petra.taps("7 Wenn es scheitert")
    await people.petra.taps("Zurücksetzen")
    await people.petra.shows("Was jetzt in diesem Abschnitt steht, wird ersetzt.", "Ohne diese Regel kann")
    await people.petra.taps("Regel herausnehmen")
    await people.petra.shows("Übliche Regel einsetzen", "Zurücksetzen")
    await people.petra.taps("Übersicht")
    await people.petra.taps("Vorschlagen")
    await people.petra.shows("Es fehlt: die Regel für das Scheitern")
    await people.petra.taps("Wenn es scheitert")
    for label in ("Zurücksetzen", "Projekt mit Nachsorge"):
        await people.petra.taps(label)
    (agreement,) = await town.do(lambda work: work.agreements.all())
    (draft,) = await town.do(lambda work: work.agreement_versions.of_agreement(agreement.id))
    assert draft.terms.failure == beginnings()[Template.PROJECT].failure
    assert draft.terms.title == beginnings()[Template.PERMANENT].title
    await people.carla.sees_nothing()


async def test_every_section_can_be_emptied_and_reset_and_no_other_changes(town: Town) -> None:
    people = await signing(town)
    await begins(people.petra, "Dauerhafte Zusammenarbeit", "Wohnhaus Minden")
    (agreement,) = await town.do(lambda work: work.agreements.all())
    (draft,) = await town.do(lambda work: work.agreement_versions.of_agreement(agreement.id))

    def resets(work: SqliteWork) -> None:
        petra = turn(work, people.petra)
        for section in Section:
            for template in (Template.BLANK, Template.YOUNG, Template.PERMANENT):
                before = agreement_access.version_of(work, draft.id).terms
                seen = agreement_drafts.reset(work, petra, draft.id, section, template)
                assert set(changed(before, seen.version.terms)) <= {section}
        assert seen.version.terms == draft.terms
        with pytest.raises(NotAllowed):
            agreement_drafts.reset(work, turn(work, people.carla), draft.id, Section.HELP, Template.BLANK)
        agreements.propose(work, petra, draft.id)
        with pytest.raises(AlreadyDone):
            agreement_drafts.reset(work, petra, draft.id, Section.HELP, Template.BLANK)

    await town.do(resets)


async def test_a_second_tap_on_begin_begins_nothing_more(town: Town) -> None:
    people = await signing(town)
    await begins(people.petra, "Dauerhafte Zusammenarbeit", "Wohnhaus Minden")

    def again(work: SqliteWork) -> int:
        agreements.begin(work, turn(work, people.petra), Template.PERMANENT, (people.landlord,))
        return len(work.agreements.all())

    assert await town.do(again) == 1
    await town.forward(minutes=1)
    assert await town.do(again) == 2, "a minute later somebody means it"


async def test_a_draft_of_other_words_is_another_agreement(town: Town) -> None:
    people = await signing(town)

    def begin(work: SqliteWork) -> int:
        petra = turn(work, people.petra)
        first = agreements.begin(work, petra, Template.PERMANENT, (people.landlord,))
        agreements.begin(work, petra, Template.PROJECT, (people.landlord,))
        agreements.begin(work, petra, Template.PERMANENT, (people.landlord, people.jobcenter))
        agreements.propose(work, petra, first.id)
        agreements.begin(work, petra, Template.PERMANENT, (people.landlord,))
        return len(work.agreements.all())

    assert await town.do(begin) == 4


async def refusal(town: Town, phone: Phone, deed: str, *args: object) -> str:
    """Why this member may not."""

    def tries(work: SqliteWork) -> str:
        with pytest.raises(NotAllowed) as caught, work.apart():
            getattr(agreements, deed)(work, turn(work, phone), *args)
        return caught.value.detail

    return await town.do(tries)


async def test_nobody_signs_for_another_partner(town: Town) -> None:
    people = await signing(town)
    await begins(people.petra, "Dauerhafte Zusammenarbeit", "Wohnhaus Minden")
    (agreement,) = await town.do(lambda work: work.agreements.all())
    (draft,) = await town.do(lambda work: work.agreement_versions.of_agreement(agreement.id))
    assert await refusal(town, people.quirin, "propose", draft.id) == "agreement_propose"
    assert await refusal(town, people.carla, "propose", draft.id) == "agreement_propose"
    await people.petra.taps("Vorschlagen")
    await people.petra.taps("Ja, vorschlagen")
    for phone in (people.anna, people.bernd, people.coordinator, people.jana):
        assert (
            await refusal(town, phone, "confirm", draft.id, fingerprint(draft.terms)) == "agreement_confirm"
        )
    assert (await stored(town, draft)).state is AgreementState.PROPOSED


async def test_given_back_changed_and_proposed_again(town: Town) -> None:
    people = await signing(town)
    await begins(people.petra, "Projekt mit Nachsorge", "Wohnhaus Minden")
    await people.petra.taps("Vorschlagen")
    await people.petra.taps("Ja, vorschlagen")
    await people.petra.reads_all()
    await people.carla.taps("Zurückgeben")
    await people.carla.taps("Zeit und Umfang")
    await people.petra.sees("Vereinbarung zurückgegeben", "Zurückgegeben, bitte ändern: Zeit und Umfang")
    await people.petra.taps("Ansehen")
    await people.petra.taps("4 Zeit und Umfang")
    await people.petra.taps("Fälle im Jahr")
    await people.petra.taps("50")
    await people.petra.shows("höchstens 50 im Kalenderjahr")
    await people.petra.taps("Übersicht")
    await people.petra.taps("Vorschlagen")
    await people.petra.taps("Ja, vorschlagen")
    await people.carla.reads_all()
    await people.carla.taps("Bestätigen")
    await people.carla.taps("Ja, bestätigen")
    await people.carla.shows("Stand: gilt, Version 1")


async def test_what_a_colleague_has_changed_meanwhile_is_not_proposed_unread(town: Town) -> None:
    people = await signing(town)
    await begins(people.petra, "Dauerhafte Zusammenarbeit", "Wohnhaus Minden")
    await people.petra.taps("Vorschlagen")
    await people.quirin.sends("/vereinbarung")
    for label in ("1", "4 Zeit und Umfang", "Fälle im Jahr", "50"):
        await people.quirin.taps(label)
    await people.petra.taps("Ja, vorschlagen")
    assert people.petra.toast is not None
    assert people.petra.toast.endswith(AGAIN)
    await people.carla.sees_nothing()
    for label in ("Zurück", "Vorschlagen", "Ja, vorschlagen"):
        await people.petra.taps(label)
    await people.carla.sees("Vereinbarung vorgeschlagen")


async def test_a_button_under_an_older_text_signs_no_other_one(town: Town) -> None:
    people = await signing(town)
    await begins(people.petra, "Dauerhafte Zusammenarbeit", "Wohnhaus Minden")
    await people.petra.taps("Vorschlagen")
    await people.petra.taps("Ja, vorschlagen")
    await people.carla.taps("Bestätigen")
    sure = await people.carla.with_button("Ja, bestätigen")
    for label in ("Vorschlag zurückziehen", "4 Zeit und Umfang", "Fälle im Jahr", "50", "Übersicht"):
        await people.petra.taps(label)
    await people.petra.taps("Vorschlagen")
    await people.petra.taps("Ja, vorschlagen")
    await people.carla.taps("Ja, bestätigen", message=sure)
    assert people.carla.toast == "Der Text hat sich geändert, seit Sie ihn gelesen haben. " + AGAIN
    (agreement,) = await town.do(lambda work: work.agreements.all())
    (version,) = await town.do(lambda work: work.agreement_versions.of_agreement(agreement.id))
    assert version.state is AgreementState.PROPOSED
    await people.carla.taps("Zurück", message=sure)
    await people.carla.taps("Bestätigen", message=sure)
    await people.carla.taps("Ja, bestätigen", message=sure)
    assert (await stored(town, version)).state is AgreementState.IN_FORCE


async def test_three_partners_and_the_third_is_the_district(town: Town) -> None:
    people = await signing(town)
    await begins(people.petra, "Wohnen und Begleitung", "Wohnhaus Minden", "Jobcenter Mitte")
    await people.petra.taps("Vorschlagen")
    await people.petra.taps("Ja, vorschlagen")
    await people.carla.taps("Bestätigen")
    await people.carla.taps("Ja, bestätigen")
    await people.carla.shows("Stand: vorgeschlagen", "Bestätigung fehlt: Jobcenter Mitte")
    await people.jana.sees("Vereinbarung vorgeschlagen")
    await people.jana.taps("Bestätigen")
    await people.jana.taps("Ja, bestätigen")
    await people.jana.shows("Stand: gilt", "Bestätigt: Wohnhaus Minden, Fachstelle Nord, Jobcenter Mitte")


async def test_whoever_has_not_signed_is_reminded_and_then_the_coordinator_hears(town: Town) -> None:
    people = await signing(town)
    await begins(people.petra, "Dauerhafte Zusammenarbeit", "Wohnhaus Minden")
    await people.petra.taps("Vorschlagen")
    await people.petra.taps("Ja, vorschlagen")
    await people.carla.sees("Vereinbarung vorgeschlagen")
    await town.forward(days=14)
    reminded = [one["text"] for one in await people.carla.unread() if "vorgeschlagen" in one["text"]]
    assert len(reminded) == 3
    await town.forward(days=7)
    told = [one["text"] for one in await people.coordinator.unread()]
    assert sum("Vereinbarung wartet auf Bestätigung" in one for one in told) == 1


async def test_a_change_is_a_new_version_and_says_what_is_new(town: Town) -> None:
    people = await signing(town)
    await in_force(town, people)
    await people.carla.sends("/vereinbarung")
    await people.carla.taps("1")
    await people.carla.taps("Ändern")
    await people.carla.shows("Stand: Entwurf, Version 2")
    await people.petra.sees_nothing()
    await people.carla.taps("7 Wenn es scheitert")
    await people.carla.taps("Garantie")
    await people.carla.taps("4")
    await people.carla.taps("Übersicht")
    await people.carla.taps("Vorschlagen")
    await people.carla.taps("Ja, vorschlagen")
    await people.petra.sees("Vereinbarung vorgeschlagen", "Was ist neu?")
    await people.petra.taps("Was ist neu?")
    await people.petra.shows(
        "Version 2, verglichen mit Version 1, die Sie bestätigt haben.",
        "Wenn es scheitert",
        "Garantie an das Wohnungsunternehmen: feste Ansprechperson; sie meldet sich innerhalb von 4",
    )
    await people.petra.taps("Zurück")
    await people.petra.taps("Bestätigen")
    await people.petra.taps("Ja, bestätigen")
    (agreement,) = await town.do(lambda work: work.agreements.all())
    versions = await town.do(lambda work: work.agreement_versions.of_agreement(agreement.id))
    assert [one.state for one in versions] == [AgreementState.REPLACED, AgreementState.IN_FORCE]


async def test_a_colleague_reads_it_and_ends_nothing(town: Town) -> None:
    people = await signing(town)
    await in_force(town, people)
    await people.anna.sends("/vereinbarung")
    await people.anna.sees("Vereinbarungen", "Wohnhaus Minden, Fachstelle Nord · gilt")
    await people.anna.taps("1")
    await people.anna.shows("Stand: gilt", "Bilanz")
    await people.anna.hides("Vereinbarung beenden")


async def test_in_a_group_it_leads_into_the_private_chat(town: Town) -> None:
    people = await signing(town)
    await in_force(town, people)
    chat = await group_with_bot(town, people.carla, people.anna)
    await people.coordinator.taps("Wohnhaus Minden")
    team = inside(people.anna, chat)
    await team.reads_all()
    await team.sends("/vereinbarung")
    await team.sees("Bitte im Einzelchat", "Einzelchat")
    await team.hides("Vereinbarungen", "Fachstelle Nord")


async def test_the_coordinator_reads_all_of_them_and_signs_none(town: Town) -> None:
    people = await signing(town)
    await begins(people.petra, "Dauerhafte Zusammenarbeit", "Wohnhaus Minden")
    await people.coordinator.sends("/vereinbarung")
    await people.coordinator.sees("Noch keine.")
    await people.petra.taps("Vorschlagen")
    await people.petra.taps("Ja, vorschlagen")
    await people.coordinator.sends("/vereinbarung")
    await people.coordinator.taps("1")
    await people.coordinator.shows("Stand: vorgeschlagen", "PDF")
    await people.coordinator.hides("Bestätigen", "Zurückgeben", "Vorschlag zurückziehen")


async def test_strangers_to_it_see_nothing(town: Town) -> None:
    people = await signing(town)
    version = await in_force(town, people)
    await people.jana.sends("/vereinbarung")
    await people.jana.sees("Noch keine.")
    assert version.state is AgreementState.IN_FORCE


Tries = Callable[[SqliteWork, Turn, Version], object]
DEEDS: dict[AgreementDeed, Tries] = {
    AgreementDeed.READ: lambda work, turn, one: agreement_access.require(work, turn, one.id),
    AgreementDeed.DRAFT: lambda work, turn, one: agreements.revise(work, turn, one.id),
    AgreementDeed.GIVE_NOTICE: lambda work, turn, one: agreements.give_notice(
        work, turn, one.id, date(2027, 3, 31), NoticeReason.GOAL_REACHED
    ),
    AgreementDeed.MOVE_CASES: lambda work, turn, one: agreement_cases.move(work, turn, one.id),
    AgreementDeed.HAND_OVER: lambda work, turn, one: agreement_handovers.offering(
        work, turn, one.agreement, access.member(turn).partner
    ),
    AgreementDeed.READ_BALANCE: lambda work, turn, one: agreement_balances.of_year(work, turn, one.id),
}
PROPOSED: dict[AgreementDeed, Tries] = {
    AgreementDeed.PROPOSE: lambda work, turn, one: agreements.propose(work, turn, one.id),
    AgreementDeed.CONFIRM: lambda work, turn, one: agreements.confirm(
        work, turn, one.id, fingerprint(one.terms)
    ),
    AgreementDeed.OBJECT: lambda work, turn, one: agreements.object_to(work, turn, one.id, Section.HELP),
    AgreementDeed.TAKE_BACK: lambda work, turn, one: agreements.take_back(work, turn, one.id),
}


def answer(work: SqliteWork, phone: Phone, deed: Tries, version: Version) -> str:
    """What the domain says to this press: "" for yes, else the refusal and its detail."""
    try:
        with work.apart():
            deed(work, turn(work, phone), version)
            raise _BackAgain
    except _BackAgain:
        return ""
    except Refusal as refusal:
        return f"{type(refusal).__name__} {refusal.detail}"


class _BackAgain(Exception):
    """What was done is taken back, so that the next cell finds the same."""


async def test_every_standing_with_every_deed_by_a_press(town: Town) -> None:
    people = await signing(town)
    version = await in_force(town, people)
    waiting = await town.do(lambda work: waits(work, people))
    who = {
        Standing.SIGNATORY: (people.petra, people.carla),
        Standing.STAFF: (people.quirin, people.anna),
        Standing.COORDINATOR: (people.coordinator,),
        Standing.NONE: (people.jana,),
    }
    assert DEEDS.keys() | PROPOSED.keys() == set(AgreementDeed)
    for standing, phones in who.items():
        for phone in phones:
            for deed, tries in (DEEDS | PROPOSED).items():
                one = waiting if deed in PROPOSED else version
                said = await town.do(partial(answer, phone=phone, deed=tries, version=one))
                refused = said == f"NotAllowed {REFUSED[deed]}"
                assert refused is (deed not in AGREEMENT_RIGHTS[standing]), (standing, deed, said)


def waits(work: SqliteWork, people: Network) -> Version:
    """A second agreement, proposed by Petra, that waits for Carla."""
    petra = turn(work, people.petra)
    draft = agreements.begin(work, petra, Template.PERMANENT, (people.landlord,))
    return agreements.propose(work, petra, draft.id)


async def test_own_side_only(town: Town) -> None:
    """Whoever may sign still does so for the own partner alone."""
    people = await signing(town)
    one = await town.do(lambda work: waits(work, people))
    cells = (
        (people.petra, AgreementDeed.CONFIRM, "AlreadyDone agreement_signed"),
        (people.petra, AgreementDeed.OBJECT, "NotAllowed agreement_other_side"),
        (people.petra, AgreementDeed.TAKE_BACK, ""),
        (people.carla, AgreementDeed.CONFIRM, ""),
        (people.carla, AgreementDeed.OBJECT, ""),
        (people.carla, AgreementDeed.TAKE_BACK, "NotAllowed agreement_other_side"),
    )
    for phone, deed, expected in cells:
        said = await town.do(partial(answer, phone=phone, deed=PROPOSED[deed], version=one))
        assert said == expected, (phone.user, deed)
