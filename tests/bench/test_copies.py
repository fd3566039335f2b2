"""A file of many cases is as true to the schema as the one it was made from."""

from contextlib import closing
from pathlib import Path

import pytest

from bench.copies import multiply
from bench.region import CASES
from bench.seed import FIRST_LEAD, seed
from bench.sending import most_within
from bot.settings import load
from domain.model.case import Case, Event, EventKind, Referral, ReferralKind, SeatHolder
from domain.model.case_code import read
from domain.model.ids import CaseId, ChatId, ReferralId
from domain.model.stage import Channel, Household, NoticeKind, Reason, Seat, Stage
from domain.model.timers import Timer, TimerKind
from domain.model.urgency import Urgency, UrgencyReason
from domain.services import telling
from storage.database import connect_file
from storage.work import SqliteWork
from tests.storage.empty import NETWORK, NOW


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred cases of the first landlord's lead, each with one row of every sort."""
    file = tmp_path_factory.mktemp("base") / "base.db"
    seed(load(env_file=None, token="1:" + "x" * 35, database=file), NOW)
    with closing(connect_file(file)) as connection:
        work = SqliteWork(connection, NETWORK).at(NOW)
        connection.execute("BEGIN")
        for number in range(CASES):
            _case(work, number)
        connection.execute("COMMIT")
    return file


def _case(work: SqliteWork, number: int) -> None:
    lead = work.people.by_telegram(FIRST_LEAD)
    assert lead is not None
    case = work.cases.add(
        Case(
            code=f"MI-{number:04}",
            word="Ahorn",
            side=Seat.LANDLORD,
            reporter=lead.id,
            reporter_partner=lead.partner,
            owner=lead.id,
            stage=Stage.NOTICE,
            notice_kind=NoticeKind.EXTRAORDINARY,
            reason=Reason.RENT_ARREARS,
            household=Household.COUPLE,
            municipality=None,
            channel=Channel.LANDLORD,
            consent="consent",
            basis="consent",
            urgency=Urgency.ORANGE,
            urgency_reason=UrgencyReason.NOTICE,
            reported_at=NOW,
        )
    )
    work.seats.add(
        SeatHolder(case_id=case.id, seat=Seat.LANDLORD, partner=lead.partner, holder=lead.id, since_at=NOW)
    )
    asked = Referral(
        id=ReferralId(0),
        case_id=case.id,
        kind=ReferralKind.TAKEOVER,
        seat=Seat.HELP,
        partner=None,
        asked_by=lead.id,
        opened_at=NOW,
    )
    asked = work.referrals.add(asked)
    facts = {"referral": asked.id}
    work.events.add(
        Event(case_id=case.id, kind=EventKind.REFERRED, actor=lead.id, facts=facts, happened_at=NOW)
    )
    telling.show_card(work, case, lead.id, at_once=True)
    kind = TimerKind.STEP_ENDS
    timer = Timer(due_at=NOW, kind=kind, subject=asked.id, case_id=case.id, dedupe=f"{kind}:{asked.id}")
    work.timers.set(timer)


def test_copies_point_at_copies(base: Path, tmp_path: Path) -> None:
    multiply(base, tmp_path / "many.db", 3 * CASES, timers=1000)
    with closing(connect_file(tmp_path / "many.db")) as connection:
        work = SqliteWork(connection, NETWORK).at(NOW)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM timers").fetchone()[0] >= 1000
        case = work.cases.get(CaseId(CASES + 7))
        assert case is not None
        assert read(case.code) == case.code
        (asked,) = work.referrals.of_case(case.id)
        (event,) = work.events.of_case(case.id)
        assert event.facts["referral"] == asked.id
        assert {one.subject for one in work.timers.of_case(case.id)} == {asked.id}
        (card,) = work.cards.of_case(case.id)
        reporter = work.people.get(case.reporter)
        assert reporter is not None
        assert card.chat == reporter.telegram != ChatId(FIRST_LEAD)
        assert reporter.partner == case.reporter_partner


def test_only_whole_copies(base: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no multiple"):
        multiply(base, tmp_path / "odd.db", CASES + 1)


@pytest.mark.parametrize(
    ("moments", "most"),
    [((), 0), ((0.0,), 1), ((0.0, 0.5, 0.99, 1.0), 3), ((0.0, 1.0, 2.0), 1), ((0.0, 0.1, 0.2, 1.05, 1.1), 3)],
)
def test_the_most_in_any_rolling_second(moments: tuple[float, ...], most: int) -> None:
    assert most_within(moments, 1.0) == most
