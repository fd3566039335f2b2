"""What an answer to a check-in changed is kept and can be read back, whatever the case looked like."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.model.aftercare import Horizon, LandlordAnswer, Result, landlord_meaning
from domain.model.case import Answer, Case, CaseState
from domain.model.check_in import CheckIn, Question, help_side_is_asked, landlord_question
from domain.model.ids import CaseId, PartnerId, PersonId
from domain.model.relapse import STAGES, Before, begun_again
from domain.model.stage import Channel, NoticeKind, Outcome, RentsOpen, Seat, Stage
from domain.model.urgency import Urgency, UrgencyReason

CLOSED = Case(
    id=CaseId(1),
    code="MI-7KQ4",
    word="Ahorn",
    state=CaseState.CLOSED,
    side=Seat.LANDLORD,
    reporter=PersonId(1),
    reporter_partner=PartnerId(1),
    owner=PersonId(1),
    stage=Stage.NOTICE,
    stage_on=date(2026, 11, 20),
    notice_kind=NoticeKind.EXTRAORDINARY,
    rents_open=RentsOpen.ONE_TO_TWO,
    municipality=None,
    channel=Channel.LANDLORD,
    basis="consent",
    urgency=Urgency.ORANGE,
    urgency_reason=UrgencyReason.NOTICE,
    outcome=Outcome.E2,
    ended_on=date(2026, 11, 20),
    aftercare_consent=Answer.YES,
    landlord_asked_consent=Answer.NO,
    reported_at=datetime(2026, 11, 1, tzinfo=UTC),
    closed_at=datetime(2026, 11, 23, tzinfo=UTC),
)
WINDOW = CheckIn(
    id=7,
    plan=1,
    case_id=CaseId(1),
    seat=Seat.HELP,
    question=Question.SITUATION,
    label=Horizon.MONTHS_3.value,
    target_on=date(2027, 2, 20),
    opens_on=date(2027, 2, 13),
    closes_on=date(2027, 3, 6),
)
BARE = replace(
    CLOSED,
    stage_on=None,
    notice_kind=None,
    rents_open=None,
    outcome=None,
    ended_on=None,
    closed_at=None,
    aftercare_consent=None,
    landlord_asked_consent=None,
)


@pytest.mark.parametrize("case", [CLOSED, BARE])
def test_a_relapse_can_be_read_back(case: Case) -> None:
    facts = Before(case=case, moved=(WINDOW,), ended=True).facts()
    opened = replace(begun_again(case, Stage.SUIT), state=CaseState.OPEN, outcome=None, closed_at=None)
    moved = replace(WINDOW, target_on=date(2027, 1, 4), opens_on=date(2027, 1, 1), detail="brought_forward")
    before = Before.of(facts, opened, (moved,))
    assert before.case == replace(case, stage_when=None)
    assert before.moved == (WINDOW,)
    assert before.ended


def test_every_landlords_relapse_has_a_stage() -> None:
    relapses = {one for one in LandlordAnswer if landlord_meaning(one).result is Result.RELAPSE}
    assert set(STAGES) == relapses


def test_the_day_of_a_relapse_is_not_known() -> None:
    begun = begun_again(CLOSED, Stage.ARREARS, RentsOpen.ONE_TO_TWO)
    assert (begun.stage, begun.stage_on, begun.notice_kind) == (Stage.ARREARS, None, None)
    assert begun.reported_again


@pytest.mark.parametrize("household", [None, *Answer])
@pytest.mark.parametrize("landlord", [None, *Answer])
def test_the_landlord_hears_of_the_household_only_after_two_yes(
    household: Answer | None, landlord: Answer | None
) -> None:
    asked = landlord_question(household, landlord)
    assert (asked is Question.SITUATION) == (household is landlord is Answer.YES)
    assert help_side_is_asked(household) == (household is not Answer.NO)
