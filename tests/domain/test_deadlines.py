"""The deadline engine: dated examples, a second count, what every result says, and what no input may do."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.model.deadlines.counting import is_working_day
from domain.model.deadlines.engine import (
    FIRST_DAY,
    LAST_DAY,
    DayOutOfRange,
    Deadline,
    UnknownEvent,
    compute,
)
from domain.model.deadlines.explanation import PASSED, explain, standing, warnings
from domain.model.deadlines.rules import Reform, read_table, table
from domain.model.public_holidays import FIRST_YEAR, LAENDER, LAST_YEAR, NEIGHBOURS, holiday_names
from tests.domain.second_count import EVENTS, SHIFTED, last_and_safe, works

VECTORS = Path(__file__).with_name("deadline_vectors.csv")
DAYS = st.dates(FIRST_DAY, LAST_DAY)
Vector = tuple[str, date, str, date, str]
KINDS = st.sampled_from(sorted(EVENTS))


def vectors() -> list[Vector]:
    lines = [line for line in VECTORS.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [
        (
            row["trigger_event"],
            date.fromisoformat(row["trigger_date"]),
            row["deadline_kind"],
            date.fromisoformat(row["expected_date"]),
            row["note"],
        )
        for row in csv.DictReader(lines)
    ]


def one(kind: str, day: str | date, *, land: str = "NW") -> Deadline:
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return next(each for each in compute(EVENTS[kind], on, land=land) if each.kind == kind)


def test_the_examples_cover_every_kind() -> None:
    assert {kind for _, _, kind, _, _ in vectors()} == set(EVENTS) == set(table().kinds)
    assert len(EVENTS) == 27


@pytest.mark.parametrize(("event", "day", "kind", "expected", "note"), vectors())
def test_examples(event: str, day: date, kind: str, expected: date, note: str) -> None:
    found = {each.kind: each.ends_on for each in compute(event, day)}
    assert found[kind] == expected, note


@pytest.mark.parametrize(
    ("kind", "day", "last", "safe"),
    [
        ("schonfrist", "2026-11-02", "2027-01-04", "2026-12-31"),
        ("schonfrist", "2027-01-25", "2027-03-25", "2027-03-25"),
        ("schonfrist", "2026-11-03", "2027-01-04", "2026-12-31"),  # counted to a Sunday
        ("mietende_3m", "2026-11-04", "2027-01-31", "2027-01-29"),
        (
            "mietende_3m",
            "2026-10-05",
            "2026-12-31",
            "2026-12-31",
        ),  # 3 Oct. is no Werktag: Thu 1, Fri 2, Mon 5
        ("mietende_3m", "2026-10-06", "2027-01-31", "2027-01-29"),
        ("mietende_3m", "2026-08-03", "2026-10-31", "2026-10-30"),  # Sat 1, Mon 3, Tue 4
        ("widerspruch_574b", "2028-04-30", "2028-02-29", "2028-02-29"),
        ("widerspruch_574b", "2027-04-15", "2027-02-15", "2027-02-15"),
        ("raeumungsfrist_max", "2028-02-29", "2029-02-28", "2029-02-28"),
        ("bekanntgabe_fiktion", "2024-12-31", "2025-01-03", "2025-01-03"),
        ("bekanntgabe_fiktion", "2025-01-01", "2025-01-05", "2025-01-03"),
        ("vollstreckungsschutz_765a", "1990-01-09", "1989-12-25", "1989-12-22"),
        ("wiedereinsetzung", "2100-12-18", "2101-01-03", "2100-12-31"),
    ],
)
def test_both_days(kind: str, day: str, last: str, safe: str) -> None:
    found = one(kind, day)
    assert (found.ends_on.isoformat(), found.safe_on.isoformat()) == (last, safe)


@given(KINDS, DAYS)
@example("vollstreckungsschutz_765a", date(1990, 1, 9))
@example("raeumungsfrist_max", date(2100, 12, 31))
@example("schonfrist_sperre_bis", date(2100, 12, 25))
@example("miete_faellig", date(1990, 1, 1))
@example("mietende_3m", date(2015, 4, 7))
def test_a_second_count_agrees(kind: str, day: date) -> None:
    found = one(kind, day)
    assert (found.ends_on, found.safe_on) == last_and_safe(kind, day)


def test_a_second_count_agrees_on_every_day_of_four_years() -> None:
    first = date(2026, 1, 1)
    for number in range(4 * 365 + 1):
        day = first + timedelta(days=number)
        found = [each for event in sorted(set(EVENTS.values())) for each in compute(event, day)]
        wrong = [each for each in found if (each.ends_on, each.safe_on) != last_and_safe(each.kind, day)]
        assert wrong == []


@given(KINDS, DAYS)
def test_the_safe_day_is_a_working_day_and_never_later(kind: str, day: date) -> None:
    found = one(kind, day)
    assert found.safe_on <= found.ends_on
    assert works(found.safe_on)


@given(st.sampled_from(sorted(SHIFTED)), DAYS, st.sampled_from(LAENDER))
def test_what_shifts_ends_on_a_working_day(kind: str, day: date, land: str) -> None:
    assert is_working_day(one(kind, day, land=land).ends_on, land)


@given(KINDS, DAYS, st.integers(0, 800), st.sampled_from(LAENDER))
def test_a_later_event_never_ends_earlier(kind: str, day: date, later: int, land: str) -> None:
    second = min(day + timedelta(days=later), LAST_DAY)
    before, after = one(kind, day, land=land), one(kind, second, land=land)
    if kind == "bekanntgabe_fiktion" and day.year < 2025 <= second.year:
        assert before.ends_on <= after.ends_on  # two versions of the law
        return
    assert before.ends_on <= after.ends_on
    assert before.safe_on <= after.safe_on


@given(DAYS)
def test_backward_deadlines_never_move_later(day: date) -> None:
    counted = {"raeumungsfrist_verlaengerung": 14, "raeumungsfrist_794a": 14, "vollstreckungsschutz_765a": 15}
    for kind, days in counted.items():
        assert one(kind, day).ends_on == day - timedelta(days=days)


@pytest.mark.parametrize("land", sorted(LAENDER))
def test_every_land_has_holidays_in_every_year(land: str) -> None:
    for year in range(1989, 2104):
        names = holiday_names(land, year)
        assert date(year, 12, 25) in names
        assert date(year, 1, 1) in names
        assert len(names) >= 8


def test_years_beyond_the_library_follow_the_same_law() -> None:
    """What a year outside is given by its pattern equals what the library gives for a year inside."""
    assert (FIRST_YEAR, LAST_YEAR) == (1991, 2100)
    assert sorted(holiday_names("NW", 2101)) == sorted(
        {
            date(2101, month, day)
            for month, day in (
                (1, 1),
                (4, 15),
                (4, 18),
                (5, 1),
                (5, 26),
                (6, 6),
                (6, 16),
                (10, 3),
                (11, 1),
                (12, 25),
                (12, 26),
            )
        }
    )
    assert date(1990, 11, 21) in holiday_names("NW", 1990)  # Buß- und Bettag, until 1994


def test_borders_are_known_from_both_sides() -> None:
    """NW alone looks only where the Kreis borders."""
    assert set(NEIGHBOURS) == set(LAENDER)
    for land, others in NEIGHBOURS.items():
        for other in others:
            assert land in NEIGHBOURS[other] or other == "NW"


def test_another_land_has_other_days() -> None:
    """Fronleichnam 2027 is a Thursday in NRW and a working day in Niedersachsen (R8)."""
    here, there = one("schonfrist", "2027-03-27"), one("schonfrist", "2027-03-27", land="NI")
    assert (here.ends_on, there.ends_on) == (date(2027, 5, 28), date(2027, 5, 27))
    (said,) = warnings(here)
    assert "Niedersachsen" in said
    assert "Do 27.5.2027" in said
    assert "spätestens Mi 26.5.2027" in said


def test_a_safe_day_that_is_a_holiday_next_door_is_warned_of() -> None:
    """31 October 2028 is a Tuesday: a working day in NRW, Reformationstag in Niedersachsen."""
    (said,) = warnings(one("schonfrist", "2028-08-31"))
    assert "spätestens Mo 30.10.2028" in said


def test_no_warning_where_both_laender_agree() -> None:
    assert warnings(one("schonfrist", "2026-11-02")) == ()


def test_an_older_law_is_warned_of() -> None:
    assert "ab 1.9.2001" in warnings(one("schonfrist", "1999-03-01"))[0]
    assert warnings(one("bekanntgabe_fiktion", "2024-06-03")) == ()


def test_a_pending_reform_is_off_until_its_day() -> None:
    day = date(2027, 3, 1)
    usual = one("schonfrist", day)
    assert "ordentliche bleibt wirksam" in usual.rule.note
    switched = {Reform.MIETRECHT_II: date(2027, 3, 1)}
    on = {each.kind: each for each in compute("klage_zugestellt", day, reforms=switched)}
    assert "einmalig auch die ordentliche" in on["schonfrist"].rule.note
    before = compute("klage_zugestellt", day - timedelta(days=1), reforms=switched)
    assert "ordentliche bleibt wirksam" in {each.kind: each for each in before}["schonfrist"].rule.note


def test_how_it_was_reckoned_is_one_sentence() -> None:
    assert explain(one("schonfrist", "2026-11-02")) == (
        "Zustellung der Klage Mo 2.11.2026 plus 2 Monate (der Tag selbst zählt nicht, § 187 I BGB) ist "
        "Sa 2.1.2027 (§ 569 III Nr. 2 BGB, §§ 253 I, 261 I ZPO); das ist ein Samstag, die Frist endet am "
        "nächsten Werktag Mo 4.1.2027 (§ 193 BGB)."
    )
    assert explain(one("vollstreckungsschutz_765a_sicher", "2027-01-09")) == (
        "Räumungstermin Sa 9.1.2027 minus 15 Tage ist Fr 25.12.2026; der letzte Werktag bis zu diesem Tag "
        "ist Do 24.12.2026 (§ 765a III ZPO)."
    )
    assert explain(one("berufung", "2026-08-31")) == (
        "Zustellung des Urteils Mo 31.8.2026 plus 1 Monat (der Tag selbst zählt nicht, § 187 I BGB) ist "
        "Mi 30.9.2026, denn wo der 31. fehlt, gilt nach § 188 III BGB der Monatsletzte (§ 517 ZPO)."
    )
    assert "nicht nach dem dritten Werktag Mi 4.11.2026" in explain(one("mietende_3m", "2026-11-04"))
    assert "ein Sonntag und verschiebt hier nichts" in explain(one("widerspruch_574b", "2027-04-30"))
    assert "Mi 6.5.2026 (§ 556b I BGB)" in explain(one("miete_faellig", "2026-05-01"))


@given(KINDS, DAYS, st.sampled_from(LAENDER))
def test_every_sentence_ends_and_names_its_day_and_statute(kind: str, day: date, land: str) -> None:
    found = one(kind, day, land=land)
    said = explain(found)
    assert said.endswith(").")
    assert f"{found.ends_on.day}.{found.ends_on.month}.{found.ends_on.year}" in said
    assert found.rule.statute in said
    assert found.rule.who
    assert found.rule.source


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ("2026-12-31", ""),
        ("2027-01-01", "Der sichere Tag ist vorbei; rechnerisch endet die Frist am Mo 4.1.2027."),
        ("2027-01-04", "Der sichere Tag ist vorbei; rechnerisch endet die Frist am Mo 4.1.2027."),
        ("2027-01-05", PASSED),
    ],
)
def test_what_has_passed_is_never_called_lost(today: str, said: str) -> None:
    for kind in ("schonfrist", "schonfrist_sicher"):
        assert standing(one(kind, "2026-11-02"), date.fromisoformat(today)) == said


def test_information_cannot_be_missed() -> None:
    assert standing(one("mietende_3m", "2020-01-02"), date(2026, 1, 1)) == ""


def test_the_filing_of_a_suit_starts_nothing() -> None:
    assert compute("klage_eingang", date(2026, 11, 2)) == ()
    assert "gelben Umschlag" in table().events["klage_eingang"].starts_nothing


def test_what_cannot_be_computed_is_refused() -> None:
    with pytest.raises(UnknownEvent):
        compute("klage", date(2026, 11, 2))
    for day in (date(1989, 12, 31), date(2101, 1, 1)):
        with pytest.raises(DayOutOfRange):
            compute("klage_zugestellt", day)


def test_an_uncertain_day_marks_every_result() -> None:
    assert all(each.uncertain for each in compute("klage_zugestellt", date(2026, 11, 2), uncertain=True))


def test_a_rule_that_says_nothing_countable_is_refused() -> None:
    text = (Path(__file__).parents[2] / "domain/data/deadline_rules.toml").read_text("utf-8")
    with pytest.raises(ValueError, match="zwei Wochen"):
        read_table(text.replace('rule = "2 Wochen"', 'rule = "zwei Wochen"', 1))
