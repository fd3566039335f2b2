"""Gaps in the directory, found on a real file: each kind, and none where everything is in order."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from bot.import_file import import_file
from domain.model.calendar import WorkCalendar
from domain.model.ids import ChatId
from domain.model.municipalities import municipalities
from domain.model.people import GroupState, Partner, Person, StaffGroup
from domain.model.routing import Absence, Topic
from domain.model.stage import PartnerKind
from domain.ports import Network
from domain.services import gaps
from domain.services.gaps import Gap, GapKind
from handlers.directory_words import gap_lines
from handlers.texts import Texts
from storage.database import connect_file
from storage.work import SqliteWork

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def work(tmp_path: Path) -> SqliteWork:
    """The sample network with everybody on Telegram and both landlords' groups linked: no gap at all."""
    network = Network(
        name="Netz",
        case_prefix="MI",
        calendar=WorkCalendar(),
        municipalities=tuple(each.id for each in municipalities()),
    )
    work = SqliteWork(connect_file(tmp_path / "gaps.db"), network).at(NOW)
    work.connection.execute("BEGIN")
    import_file(work, files("bot").joinpath("sample/network.csv").read_bytes(), "csv", write=True)
    for person in work.people.all():
        work.people.save(replace(person, telegram=ChatId(5000 + person.id)))
    for partner in work.partners.all():
        if partner.kind is PartnerKind.LANDLORD:
            chat = ChatId(-partner.id)
            work.groups.add(StaffGroup(chat=chat, partner=partner.id, state=GroupState.LINKED))
    return work


def named(work: SqliteWork, name: str) -> Person:
    (person,) = (one for one in work.people.all() if one.name == name)
    return person


def away(work: SqliteWork, name: str) -> None:
    person = named(work, name).id
    day = date(2026, 11, 23)
    work.absences.enter(Absence(person=person, first_on=day, last_on=day), person)


def test_a_complete_directory_has_none(work: SqliteWork) -> None:
    assert gaps.find(work) == ()


def test_an_empty_directory_lacks_a_holder_everywhere(tmp_path: Path) -> None:
    network = Network(name="Netz", case_prefix="MI", calendar=WorkCalendar())
    empty = SqliteWork(connect_file(tmp_path / "empty.db"), network).at(NOW)
    assert {(gap.kind, gap.topic) for gap in gaps.find(empty)} == {
        (GapKind.NO_HOLDER, Topic.WOHNUNGSSICHERUNG)
    }
    assert len(gaps.find(empty)) == 11


def test_a_place_without_aftercare_is_named(work: SqliteWork) -> None:
    for entry in work.responsibilities.all():
        if entry.topic is Topic.NACHSORGE and entry.area == "05770008":
            work.responsibilities.end(entry.id, date(2026, 11, 23))
    (gap,) = gaps.find(work)
    assert gap == Gap(kind=GapKind.NO_HOLDER, area=gap.area, topic=Topic.NACHSORGE)
    assert gap.area == "05770008"


def test_mandatory_topics_main_contact_and_group(work: SqliteWork) -> None:
    partner = Partner(name="Neue Heimat", kind=PartnerKind.LANDLORD)
    stored = work.partners.add(partner)
    assert gaps.find(work) == ()
    person = work.people.add(Person(partner=stored.id, name="Nina Neu", telegram=ChatId(9)))
    work.partners.save(replace(stored, main_contact=person.id))
    kinds = {(gap.kind, gap.partner) for gap in gaps.find(work)}
    assert kinds == {(GapKind.TOPIC_MISSING, "Neue Heimat"), (GapKind.NO_GROUP, "Neue Heimat")}


def test_no_main_contact(work: SqliteWork) -> None:
    partner = work.partners.named("Fachstelle Nord")
    assert partner is not None
    work.partners.save(replace(partner, main_contact=None))
    assert [(gap.kind, gap.partner) for gap in gaps.find(work)] == [
        (GapKind.NO_MAIN_CONTACT, "Fachstelle Nord")
    ]


def test_an_absent_holder_is_no_gap_while_the_deputy_is_there(work: SqliteWork) -> None:
    away(work, "Gisela Weiß")
    assert gaps.find(work) == ()
    away(work, "Holger Tiemann")
    assert {(gap.kind, gap.person) for gap in gaps.find(work)} == {(GapKind.NOBODY_THERE, "Gisela Weiß")}


def test_without_a_deputy_and_without_confirmation(work: SqliteWork) -> None:
    entry = work.responsibilities.of_person(named(work, "Murat Celik").id)[0]
    work.responsibilities.save(replace(entry, deputy=None, confirmed_on=None))
    assert [(gap.kind, gap.topic) for gap in gaps.find(work)] == [
        (GapKind.NO_DEPUTY, entry.topic),
        (GapKind.UNCONFIRMED, entry.topic),
    ]


@pytest.mark.parametrize(("days", "due"), [(0, False), (90, False), (91, True)])
def test_a_confirmation_counts_for_ninety_days(work: SqliteWork, days: int, due: bool) -> None:
    entry = work.responsibilities.of_person(named(work, "Murat Celik").id)[0]
    confirmed = replace(entry, confirmed_on=date(2026, 11, 23) - timedelta(days=days))
    assert gaps.is_unconfirmed(work, confirmed) is due


def test_people_whom_the_bot_does_not_reach(work: SqliteWork) -> None:
    work.people.save(replace(named(work, "Gisela Weiß"), telegram=None))
    work.people.save(replace(named(work, "Murat Celik"), unreachable_at=NOW))
    work.people.add(Person(partner=named(work, "Murat Celik").partner, name="Ohne Zuständigkeit"))
    assert [(gap.kind, gap.person) for gap in gaps.find(work)] == [
        (GapKind.UNREACHABLE, "Murat Celik"),
        (GapKind.NOT_LINKED, "Gisela Weiß"),
    ]


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_kind_has_words(language: str) -> None:
    every = [Gap(kind=kind, partner="P", person="Q", topic=Topic.NACHSORGE) for kind in GapKind]
    lines = gap_lines(Texts.of(language), every * 14)
    assert len(lines) == len(GapKind) * (1 + 12 + 1)
