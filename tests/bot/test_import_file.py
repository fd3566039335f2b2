"""The sample network, and a file at the command line."""

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from bot.import_file import import_file, printed, refused
from domain.model.calendar import WorkCalendar
from domain.model.directory import ChangeKind
from domain.model.municipalities import municipalities
from domain.model.routing import Topic, resolve_help
from domain.model.stage import PartnerKind
from domain.ports import Network
from handlers.directory_file import Unreadable
from storage.database import connect_file
from storage.work import SqliteWork

SAMPLE = files("bot").joinpath("sample/network.csv").read_bytes()


@pytest.fixture
def work(tmp_path: Path) -> SqliteWork:
    work = SqliteWork(
        connect_file(tmp_path / "import.db"), Network(name="Netz", case_prefix="MI", calendar=WorkCalendar())
    )
    work.at(datetime(2026, 11, 23, 8, tzinfo=UTC)).connection.execute("BEGIN")
    return work


def test_a_preview_writes_nothing(work: SqliteWork) -> None:
    before = work.connection.total_changes
    plan = import_file(work, SAMPLE, "csv")
    assert plan.faults == ()
    assert work.connection.total_changes == before
    assert printed(plan).startswith(f"Vorschau: neu {len(plan.changes)}, geändert 0, beendet 0")


def test_the_sample_network_covers_the_district(work: SqliteWork) -> None:
    import_file(work, SAMPLE, "csv", write=True)
    kinds = [partner.kind for partner in work.partners.all()]
    assert (kinds.count(PartnerKind.LANDLORD), kinds.count(PartnerKind.PROVIDER)) == (2, 2)
    assert kinds.count(PartnerKind.AUTHORITY) == 3
    entries = work.responsibilities.all()
    for place in municipalities():
        for topic in (Topic.WOHNUNGSSICHERUNG, Topic.NACHSORGE, Topic.SCHEITERN):
            match = resolve_help(entries, place.id, topic)
            assert match is not None
            assert match.responsibility.deputy is not None
    assert all(partner.main_contact for partner in work.partners.all())
    assert work.partners.named("Jobcenter Mühlenkreis").minimal_reports  # type: ignore[union-attr]


def test_the_same_file_twice_changes_nothing(work: SqliteWork) -> None:
    import_file(work, SAMPLE, "csv", write=True)
    again = import_file(work, SAMPLE, "csv", write=True)
    assert again.changes == ()
    assert printed(again) == "Die Datei sagt dasselbe wie das Verzeichnis."


def test_a_file_of_one_partner_leaves_the_others_alone(work: SqliteWork) -> None:
    import_file(work, SAMPLE, "csv", write=True)
    lines = SAMPLE.decode().splitlines()
    one = "\n".join(line for line in lines if not line.startswith("Fachstelle") or "Nord;" in line)
    plan = import_file(work, one.replace("Clara", "Carla").encode(), "csv")
    assert plan.changes == ()


def test_a_file_with_faults_is_not_written(work: SqliteWork) -> None:
    plan = import_file(work, SAMPLE.replace(b"Hille;unterbringung", b"Hile;unterbringung"), "csv", write=True)
    assert plan.faults
    assert work.partners.all() == ()
    assert "Zeile 22, Gemeinde: „Hile“ ist keine Gemeinde im Kreis. Gemeint ist viel" in printed(plan)


def test_what_ends_is_shown_and_found_no_more(work: SqliteWork) -> None:
    import_file(work, SAMPLE, "csv", write=True)
    without = SAMPLE.replace(b"unterbringung, scheitern", b"scheitern")
    plan = import_file(work, without, "csv", write=True)
    assert len(plan.of(ChangeKind.GONE)) == 1
    assert "Unterbringung, Hille: Gisela Weiß, Ordnungsamt Hille" in printed(plan)
    hits = work.contacts.find("notunterkunft hille").hits
    assert work.partners.named("Ordnungsamt Hille") is not None
    assert all(
        work.responsibilities.get(hit.responsibility).topic is not Topic.UNTERBRINGUNG  # type: ignore[union-attr]
        for hit in hits
    )


def test_a_broken_file_is_one_clear_line(work: SqliteWork) -> None:
    with pytest.raises(Unreadable) as caught:
        import_file(work, b"PK", "xlsx")
    assert (
        refused(caught.value)
        == "Die Datei ist beschädigt. Bitte speichern Sie sie neu und senden Sie sie noch einmal."
    )
