"""Who is responsible: every grade of the directory against every other, stand-ins, topics."""

from datetime import date
from itertools import combinations, product

import pytest

from domain.model.ids import MunicipalityId, PartnerId, PersonId, ResponsibilityId
from domain.model.routing import (
    CHAIN_LIMIT,
    Absence,
    Responsibility,
    Specificity,
    Topic,
    missing_topics,
    resolve,
    resolve_help,
    stand_in,
    ties,
    topic_for,
)
from domain.model.stage import PartnerKind, Reason, Seat, Stage

HILLE, MINDEN = MunicipalityId("05770012"), MunicipalityId("05770024")
PARTNER, OTHER, LANDLORD = PartnerId(1), PartnerId(2), PartnerId(3)
TODAY = date(2026, 11, 23)


def entry(
    number: int,
    *,
    area: MunicipalityId | None = None,
    topic: Topic | None = None,
    partner: PartnerId = PARTNER,
    main: bool = False,
    confirmed_on: date | None = None,
) -> Responsibility:
    return Responsibility(
        id=ResponsibilityId(number),
        partner_id=partner,
        holder=PersonId(number),
        area=area,
        topic=topic,
        main_contact=main,
        confirmed_on=confirmed_on,
    )


GRADES = {
    Specificity.MUNICIPALITY_AND_TOPIC: entry(1, area=HILLE, topic=Topic.ENERGIE),
    Specificity.MUNICIPALITY: entry(2, area=HILLE),
    Specificity.AREA_AND_TOPIC: entry(3, topic=Topic.ENERGIE),
    Specificity.AREA: entry(4),
    Specificity.MAIN_CONTACT: entry(5, main=True),
}


@pytest.mark.parametrize(("better", "worse"), list(combinations(Specificity, 2)))
def test_the_more_specific_entry_wins_and_says_why(better: Specificity, worse: Specificity) -> None:
    for directory in ([GRADES[better], GRADES[worse]], [GRADES[worse], GRADES[better]]):
        match = resolve(directory, HILLE, Topic.ENERGIE, partners=[PARTNER])
        assert match is not None
        assert (match.responsibility, match.specificity, match.equals) == (GRADES[better], better, ())


@pytest.mark.parametrize(
    ("place", "topic", "expected"),
    [
        (HILLE, Topic.ENERGIE, 1),
        (HILLE, Topic.KONFLIKT, 2),
        (HILLE, None, 2),
        (MINDEN, Topic.ENERGIE, 3),
        (MINDEN, Topic.KONFLIKT, 4),
        (None, Topic.ENERGIE, 3),
        (None, None, 4),
    ],
)
def test_each_question_has_its_entry(
    place: MunicipalityId | None, topic: Topic | None, expected: int
) -> None:
    match = resolve(GRADES.values(), place, topic, partners=[PARTNER])
    assert match is not None
    assert match.responsibility.id == expected


def test_a_main_contact_answers_for_its_partner_only() -> None:
    main = entry(1, main=True)
    assert resolve([main], HILLE, Topic.ENERGIE) is None
    assert resolve([main], HILLE, Topic.ENERGIE, partners=[OTHER]) is None
    match = resolve([main], HILLE, Topic.ENERGIE, partners=[PARTNER])
    assert match is not None
    assert match.specificity is Specificity.MAIN_CONTACT


def test_an_empty_directory_is_for_the_coordinator() -> None:
    assert resolve([], HILLE, Topic.ENERGIE) is None
    assert resolve([entry(1, area=MINDEN)], HILLE, None) is None
    assert resolve([entry(1)], HILLE, None, partners=[]) is None


def test_among_equals_the_nameable_one_comes_first_then_the_later_confirmed() -> None:
    old = entry(1, area=HILLE, confirmed_on=date(2025, 1, 1))
    new = entry(2, area=HILLE, partner=OTHER, confirmed_on=date(2026, 1, 1))
    never = entry(3, area=HILLE, partner=LANDLORD)
    match = resolve([never, old, new], HILLE, None)
    assert match is not None
    assert (match.responsibility, *match.equals) == (new, old, never)
    match = resolve([never, old, new], HILLE, None, nameable=[LANDLORD])
    assert match is not None
    assert (match.responsibility, *match.equals) == (never, new, old)


def test_help_is_whoever_holds_the_topic_and_falls_back_to_wohnungssicherung() -> None:
    directory = [
        entry(1, topic=Topic.WOHNUNGSSICHERUNG),
        entry(2, topic=Topic.ENERGIE, partner=OTHER),
        entry(3, area=HILLE, partner=LANDLORD),
        entry(4, area=HILLE),
    ]

    def holder(topic: Topic, place: MunicipalityId | None = HILLE, *without: PartnerId) -> int | None:
        match = resolve_help(directory, place, topic, without=without)
        return None if match is None else match.responsibility.id

    assert holder(Topic.WOHNUNGSSICHERUNG) == 4, "place beats topic, inside the partner that helps"
    assert holder(Topic.WOHNUNGSSICHERUNG, MINDEN) == 1
    assert holder(Topic.ENERGIE) == 2
    assert holder(Topic.KONFLIKT, MINDEN) == 1
    assert holder(Topic.ENERGIE, MINDEN, OTHER) == 1, "never the reporter's own partner"
    assert holder(Topic.ENERGIE, MINDEN, OTHER, PARTNER) is None
    assert holder(Topic.WOHNUNGSSICHERUNG, None) is None, "outside the network: the coordinator"


def test_a_tie_is_found_inside_one_partner_only() -> None:
    twins = (entry(1, area=HILLE, topic=Topic.ENERGIE), entry(2, area=HILLE, topic=Topic.ENERGIE))
    mains = (entry(3, main=True), entry(4, main=True, area=HILLE))
    alone = (entry(5, area=HILLE), entry(6), entry(7, area=HILLE, topic=Topic.ENERGIE, partner=OTHER))
    assert ties([*twins, *mains, *alone]) == (twins, mains)
    assert ties(alone) == ()


def absent(person: int, deputy: int | None, first: date = TODAY, last: date = TODAY) -> Absence:
    return Absence(
        person=PersonId(person),
        first_on=first,
        last_on=last,
        deputy=None if deputy is None else PersonId(deputy),
    )


@pytest.mark.parametrize(
    ("absences", "deputy", "chain"),
    [
        ([], 9, [1]),
        ([absent(1, 2)], None, [1, 2]),
        ([absent(1, None)], 9, [1, 9]),
        ([absent(1, None)], None, []),
        ([absent(1, 2), absent(2, 3)], None, [1, 2, 3]),
        ([absent(1, 2), absent(2, None)], 9, [1, 2, 9]),
        ([absent(1, 2), absent(2, 1)], 9, []),
        ([absent(1, 1)], None, []),
        ([absent(1, 2, date(2026, 11, 1), date(2026, 11, 22))], None, [1]),
        ([absent(1, 2, date(2026, 11, 24), date(2026, 11, 30))], None, [1]),
        ([absent(n, n + 1) for n in range(1, CHAIN_LIMIT)], None, list(range(1, CHAIN_LIMIT + 1))),
        ([absent(n, n + 1) for n in range(1, 50)], None, []),
    ],
)
def test_chains_of_deputies_end_at_somebody_or_at_nobody(
    absences: list[Absence], deputy: int | None, chain: list[int]
) -> None:
    own = None if deputy is None else PersonId(deputy)
    assert list(stand_in(PersonId(1), absences, TODAY, deputy=own)) == chain


def expected_topic(reason: Reason, stage: Stage, seat: Seat) -> str | None:
    """The practice paper's rules, written down once more the other way round: by seat."""
    if seat is Seat.HELP:
        return {"energy_arrears": "energie", "conduct": "konflikt"}.get(reason, "wohnungssicherung")
    if seat is Seat.BENEFITS:
        return "unterbringung" if stage in ("eviction_date", "evicted") else "mietschuldenuebernahme"
    by_stage = {
        "notice": "kuendigung",
        **dict.fromkeys(("suit", "title", "eviction_date", "evicted"), "raeumung"),
    }
    usual = "mietrueckstand" if stage in ("arrears", "warning") else None
    return by_stage.get(stage, "konflikt" if reason == "conduct" else usual)


def test_topics_for_every_reason_stage_and_seat() -> None:
    for reason, stage, seat in product(Reason, Stage, Seat):
        assert topic_for(reason, stage, seat) == expected_topic(reason, stage, seat), (reason, stage, seat)


@pytest.mark.parametrize(
    ("kind", "named", "missing"),
    [
        (PartnerKind.LANDLORD, [], ["scheitern"]),
        (PartnerKind.LANDLORD, [Topic.SCHEITERN], []),
        (PartnerKind.LANDLORD, [Topic.WOHNUNGSSICHERUNG, Topic.SCHEITERN], []),
        (PartnerKind.PROVIDER, [], ["wohnungssicherung", "nachsorge", "scheitern"]),
        (PartnerKind.PROVIDER, [Topic.WOHNUNGSSICHERUNG, Topic.SCHEITERN], ["nachsorge"]),
        (PartnerKind.AUTHORITY, [None], ["scheitern"]),
        (PartnerKind.AUTHORITY, [Topic.WOHNUNGSSICHERUNG], ["nachsorge", "scheitern"]),
        (PartnerKind.AUTHORITY, list(Topic), []),
    ],
)
def test_mandatory_topics(kind: PartnerKind, named: list[Topic | None], missing: list[str]) -> None:
    assert list(missing_topics(kind, named)) == missing
