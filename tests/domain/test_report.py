"""The report as a form: the walks of the practice paper, every path's length, drafts that stay valid."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.errors import NotUnderstood
from domain.model.ids import MunicipalityId, PartnerId
from domain.model.legal_basis import BasisKind
from domain.model.report import (
    Given,
    accept,
    allows,
    back,
    changeable,
    choices,
    next_question,
    position,
    pruned,
    understand,
)
from domain.model.report_questions import UNDER_6, Question, Reporter, asks_under_6, path
from domain.model.reported import grace_days_left, read_answers
from domain.model.stage import Channel, Household, NoticeKind, Reason, RentsOpen, Request, Seat, Stage, When
from domain.model.urgency import Urgency

TODAY = date(2026, 11, 23)
ESPELKAMP, HILLE = MunicipalityId("05770008"), MunicipalityId("05770012")
WOHNHAUS = PartnerId(7)
PLACES = (ESPELKAMP, HILLE)
HERE = {ESPELKAMP: (WOHNHAUS,), HILLE: (), None: (WOHNHAUS,)}
LANDLORD = Reporter(seat=Seat.LANDLORD, today=TODAY, places=PLACES)
HELPER = Reporter(seat=Seat.HELP, today=TODAY, places=PLACES, helps_in=frozenset({ESPELKAMP}), landlords=HERE)
PAYER = Reporter(seat=Seat.BENEFITS, today=TODAY, places=PLACES)
LOCAL = Reporter(seat=Seat.LANDLORD, today=TODAY, places=PLACES, only_place=HILLE)
REPORTERS = (LANDLORD, HELPER, PAYER, LOCAL)


def walk(reporter: Reporter, *values: str) -> Given:
    """Answer the questions one after the other."""
    answers: Given = {}
    for value in values:
        question = next_question(answers, reporter)
        assert question is not None, f"nothing is asked any more at {value!r}"
        answers = accept(answers, question, value, reporter)
    return answers


WALK_A = ("extraordinary", "2026-11-20", "rent_arrears", "couple", ESPELKAMP, "written_to", "contact")
WALK_B = (
    "eviction_date",
    "2026-12-03",
    "rent_arrears",
    "couple_children",
    "2",
    ESPELKAMP,
    str(WOHNHAUS),
    "yes_written",
    "suspend_eviction",
)
WALK_C = ("court", "this_week", ESPELKAMP, "yes")


@pytest.mark.parametrize(
    ("reporter", "values", "taps"), [(LANDLORD, WALK_A, 9), (HELPER, WALK_B, 11), (PAYER, WALK_C, 6)]
)
def test_the_walks_of_the_paper_take_that_many_taps(
    reporter: Reporter, values: tuple[str, ...], taps: int
) -> None:
    assert next_question(walk(reporter, *values), reporter) is None
    assert 1 + len(values) + 1 == taps


def test_a_landlord_s_walk_becomes_a_typed_report() -> None:
    report = read_answers(walk(LANDLORD, *WALK_A), LANDLORD)
    assert (report.stage, report.notice_kind) == (Stage.NOTICE, NoticeKind.EXTRAORDINARY)
    assert report.stage_on == date(2026, 11, 20)
    assert report.basis.basis is BasisKind.LEGITIMATE_INTEREST
    assert report.assessment(TODAY).urgency is Urgency.ORANGE
    assert (report.channel, report.request) == (Channel.LANDLORD, Request.CONTACT)
    assert not report.leads


def test_a_helper_s_walk_becomes_a_typed_report() -> None:
    report = read_answers(walk(HELPER, *WALK_B), HELPER)
    assert report.leads
    assert report.landlord_partner == WOHNHAUS
    assert (report.household, report.children) == (Household.COUPLE_CHILDREN, 2)
    assert report.basis.landlord_may_know
    assert report.assessment(TODAY).urgency is Urgency.RED


def test_a_minimal_report_has_no_day_and_no_household_type() -> None:
    report = read_answers(walk(PAYER, *WALK_C), PAYER)
    assert (report.stage, report.stage_on, report.stage_when) == (Stage.SUIT, None, When.THIS_WEEK)
    assert report.household is Household.WITH_CHILDREN
    assert report.reason is Reason.RENT_ARREARS
    assert report.basis.basis is BasisKind.STATUTORY


@pytest.mark.parametrize(
    ("reporter", "values", "asked"),
    [
        (LANDLORD, (), ["stage", "day", "reason", "household", "place", "consent", "request"]),
        (LANDLORD, ("arrears",), ["stage", "rents", "household", "place", "consent", "request"]),
        (LANDLORD, ("warning",), ["stage", "rents", "reason", "household", "place", "consent", "request"]),
        (LANDLORD, ("early",), ["stage", "reason", "household", "place", "consent", "request"]),
        (LANDLORD, ("early", "protected"), ["stage", "reason", "household", "place"]),
        (LOCAL, ("arrears",), ["stage", "rents", "household", "consent", "request"]),
        (
            HELPER,
            ("early", "conduct", "couple", ESPELKAMP),
            ["stage", "reason", "household", "place", "landlord", "consent", "request"],
        ),
        (
            HELPER,
            ("early", "conduct", "couple", ESPELKAMP, "7", "no"),
            ["stage", "reason", "household", "place", "landlord", "consent"],
        ),
        (
            HELPER,
            ("early", "conduct", "couple", ESPELKAMP, "outside"),
            ["stage", "reason", "household", "place", "landlord"],
        ),
        (
            HELPER,
            ("early", "conduct", "couple", HILLE),
            ["stage", "reason", "household", "place", "lead"],
        ),
        (
            HELPER,
            ("early", "conduct", "couple", "elsewhere"),
            ["stage", "reason", "household", "place", "lead"],
        ),
        (HELPER, ("early", "protected", "couple", HILLE), ["stage", "reason", "household", "place"]),
        (PAYER, (), ["source", "when", "place", "minors"]),
        (PAYER, ("bailiff",), ["source", "when", "place", "minors"]),
        (PAYER, ("other",), ["source", "stage", "reason", "place", "minors"]),
        (PAYER, ("other", "ordinary"), ["source", "stage", "when", "reason", "place", "minors"]),
        (PAYER, ("other_provider", "arrears"), ["source", "stage", "place", "minors"]),
    ],
)
def test_what_is_asked_follows_from_the_answers(
    reporter: Reporter, values: tuple[str, ...], asked: list[str]
) -> None:
    assert [str(one) for one in path(walk(reporter, *values), reporter)] == asked


def test_the_header_counts_the_overview_and_not_the_children() -> None:
    answers = walk(LANDLORD, "extraordinary", "2026-11-20")
    assert position(Question.REASON, answers, LANDLORD) == (3, 8)
    answers = walk(LANDLORD, "extraordinary", "unknown", "conduct", "single_parent")
    assert position(Question.CHILDREN, answers, LANDLORD) == (4, 8)
    assert position(None, answers, LANDLORD) == (8, 8)


def test_back_goes_step_by_step_and_stops_at_the_first() -> None:
    answers = walk(LANDLORD, "extraordinary", "2026-11-20")
    assert back(Question.REASON, answers, LANDLORD) is Question.DAY
    assert back(Question.STAGE, answers, LANDLORD) is None
    assert back(None, answers, LANDLORD) is Question.REQUEST


def test_an_earlier_stage_drops_what_no_longer_applies_and_keeps_the_rest() -> None:
    answers = accept(walk(LANDLORD, *WALK_A), Question.STAGE, "arrears", LANDLORD)
    assert set(answers) == {"stage", "household", "place", "consent", "request"}
    assert next_question(answers, LANDLORD) is Question.RENTS


def test_another_place_asks_for_the_landlord_again() -> None:
    answers = accept(walk(HELPER, *WALK_B), Question.PLACE, HILLE, HELPER)
    assert Question.LANDLORD not in answers
    assert next_question(answers, HELPER) is Question.LEAD


def test_the_child_under_six_is_a_toggle_below_a_notice() -> None:
    answers = walk(LANDLORD, "arrears", "under_1", "single_parent")
    on = accept(answers, Question.CHILDREN, UNDER_6, LANDLORD)
    assert next_question(on, LANDLORD) is Question.CHILDREN
    assert accept(on, Question.CHILDREN, UNDER_6, LANDLORD) == answers
    complete = walk(LANDLORD, "arrears", "under_1", "single_parent", "1", HILLE, "not_yet", "contact")
    with_child = accept(complete, Question.CHILDREN, UNDER_6, LANDLORD)
    assert read_answers(with_child, LANDLORD).assessment(TODAY).urgency is Urgency.YELLOW
    notice = walk(LANDLORD, "ordinary", "unknown", "own_use", "single_parent")
    with pytest.raises(NotUnderstood):
        accept(notice, Question.CHILDREN, UNDER_6, LANDLORD)


@pytest.mark.parametrize(
    ("stage", "text", "code"),
    [
        ("extraordinary", "20.11.", "2026-11-20"),
        ("suit", "3. März", "2026-03-03"),
        ("extraordinary", "heute", "2026-11-23"),
        ("eviction_date", "15.1.", "2027-01-15"),
        ("eviction_date", "3.12.2026", "2026-12-03"),
    ],
)
def test_days_may_be_typed(stage: str, text: str, code: str) -> None:
    assert understand(Question.DAY, text, walk(LANDLORD, stage), LANDLORD) == code


@pytest.mark.parametrize(
    ("stage", "text", "why"),
    [
        ("extraordinary", "24.11.2026", "day_ahead"),
        ("eviction_date", "22.11.2026", "day_behind"),
        ("extraordinary", "1.1.1999", "day"),
        ("eviction_date", "1.1.2031", "day"),
        ("extraordinary", "neulich", "day"),
    ],
)
def test_impossible_days_are_explained(stage: str, text: str, why: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        understand(Question.DAY, text, walk(LANDLORD, stage), LANDLORD)
    assert refused.value.detail == why


def test_text_where_a_tap_is_expected_is_not_an_answer() -> None:
    with pytest.raises(NotUnderstood):
        understand(Question.REASON, "Mietschulden", walk(LANDLORD, "early"), LANDLORD)


def test_the_grace_period_counts_from_the_service_of_the_suit() -> None:
    assert grace_days_left(Stage.SUIT, date(2026, 9, 30), TODAY) == 7
    assert grace_days_left(Stage.SUIT, None, TODAY) is None
    assert grace_days_left(Stage.NOTICE, date(2026, 9, 30), TODAY) is None
    answers = walk(LANDLORD, "suit", "2026-09-30", "rent_arrears", "couple", ESPELKAMP, "informed", "contact")
    assert read_answers(answers, LANDLORD).assessment(TODAY).urgency is Urgency.RED


def test_open_rents_of_two_months_make_arrears_yellow() -> None:
    report = read_answers(
        walk(LANDLORD, "arrears", "2_to_4", "single", HILLE, "informed", "clear_arrears"), LANDLORD
    )
    assert (report.rents_open, report.reason) == (RentsOpen.TWO_TO_FOUR, Reason.RENT_ARREARS)
    assert report.assessment(TODAY).urgency is Urgency.YELLOW


DAYS = st.dates(date(2026, 9, 1), date(2027, 1, 31)).map(date.isoformat)


@given(data=st.data(), reporter=st.sampled_from(REPORTERS))
def test_every_path_takes_at_most_12_taps_and_2_typed_answers(
    data: st.DataObject, reporter: Reporter
) -> None:
    answers: Given = {}
    taps, typed = 2, 0  # "Neue Meldung" and "Senden"
    while (question := next_question(answers, reporter)) is not None:
        if question is Question.CHILDREN and asks_under_6(answers):
            answers = accept(answers, question, UNDER_6, reporter)
            taps += 1
        if question is Question.DAY and data.draw(st.booleans()):
            value = TODAY.isoformat()
            typed += 1  # after [Älter] or [Später]
        else:
            value = data.draw(st.sampled_from(choices(question, answers, reporter)))
        typed += question is Question.LANDLORD  # the first letters, where there are many
        taps += 1
        answers = accept(answers, question, value, reporter)
    assert taps <= 12
    assert typed <= 2
    read_answers(answers, reporter)


@given(data=st.data(), reporter=st.sampled_from(REPORTERS))
def test_any_sequence_of_taps_leaves_a_valid_draft(data: st.DataObject, reporter: Reporter) -> None:
    answers: Given = {}
    for _ in range(data.draw(st.integers(0, 25))):
        question = data.draw(st.sampled_from(tuple(Question)))
        value = data.draw(
            st.sampled_from((*choices(question, answers, reporter), UNDER_6, "nonsense")) | DAYS
        )
        try:
            answers = accept(answers, question, value, reporter)
        except NotUnderstood:
            continue
        assert pruned(answers, reporter) == answers
        asked = changeable(answers, reporter)
        for key, one in answers.items():
            assert key == UNDER_6 or (key in asked and allows(Question(key), str(one), answers, reporter))
    if next_question(answers, reporter) is None:
        read_answers(answers, reporter)
