"""The legal basis: the practice paper's table, every combination of answer and facts."""

from itertools import product

import pytest

from domain.model.legal_basis import (
    ANSWERS,
    HouseholdAnswer,
    LegalBasis,
    consent_now,
    derive,
    withdraw,
)
from domain.model.stage import NoticeKind, PartnerKind, Reason, RentsOpen, Seat, Stage

ENQUIRY = ("enquiry", False, "no", True, False, False)
CONSENT = ("consent", True, "if_named", True, True, True)
INTEREST = ("legitimate_interest", True, "no", True, False, False)
REFUSED = ("enquiry_refused", False, "no", True, False, False)
RELEASE = ("release", False, "no", True, True, False)
ORAL_RELEASE = ("release", False, "no", True, True, True)
HIDDEN = ("enquiry", False, "no", False, False, False)
STATUTORY = ("statutory", True, "no", False, False, False)

Row = tuple[str, bool, str, bool, bool, bool]
NOTICE = (Reason.RENT_ARREARS, Stage.NOTICE, NoticeKind.BOTH, None)
FACTS = list(product(Reason, Stage, (None, *NoticeKind), (None, *RentsOpen)))


def derived(
    answer: HouseholdAnswer | None,
    facts: tuple[Reason, Stage, NoticeKind | None, RentsOpen | None],
    reporter: Seat,
) -> LegalBasis:
    reason, stage, notice_kind, rents_open = facts
    return derive(
        answer, reason=reason, stage=stage, notice_kind=notice_kind, rents_open=rents_open, reporter=reporter
    )


def row(basis: LegalBasis) -> Row:
    return (
        basis.basis.value,
        basis.names_to_authority,
        basis.names_to_provider.value,
        basis.landlord_may_know,
        basis.landlord_hears_details,
        basis.proof_due,
    )


def meets_conditions(reason: str, stage: str, notice_kind: str | None, rents_open: str | None) -> bool:
    """The paper's sentence, written down once more."""
    later = stage in ("suit", "title", "eviction_date", "evicted") and notice_kind != "ordinary"
    notice = stage == "notice" and notice_kind in ("extraordinary", "both")
    return (reason == "rent_arrears" and (notice or later)) or rents_open in ("2_to_4", "over_4")


@pytest.mark.parametrize("answer", [None, *ANSWERS[Seat.LANDLORD]])
def test_a_landlord_reports(answer: HouseholdAnswer | None) -> None:
    for facts in FACTS:
        basis = derived(answer, facts, Seat.LANDLORD)
        wanted = {"consent": CONSENT, "refuses": REFUSED}.get(answer or "", ENQUIRY)
        if answer in ("informed", "written_to") and meets_conditions(*facts):
            wanted = INTEREST
        if facts[0] == "protected":
            wanted = ENQUIRY
        assert row(basis) == wanted, facts
        assert basis.exchange


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (None, HIDDEN),
        (HouseholdAnswer.YES_WRITTEN, RELEASE),
        (HouseholdAnswer.YES_ORAL, ORAL_RELEASE),
        (HouseholdAnswer.NO, HIDDEN),
        (HouseholdAnswer.NOT_ASKED, HIDDEN),
    ],
)
def test_the_help_side_reports(answer: HouseholdAnswer | None, wanted: Row) -> None:
    for facts in FACTS:
        expected = HIDDEN if facts[0] == "protected" else wanted
        assert row(derived(answer, facts, Seat.HELP)) == expected, facts


def test_the_body_that_pays_reports_by_statute() -> None:
    for facts in FACTS:
        expected = HIDDEN if facts[0] == "protected" else STATUTORY
        assert row(derived(HouseholdAnswer.STATUTORY, facts, Seat.BENEFITS)) == expected, facts


def test_an_answer_that_a_side_is_never_offered_is_a_mistake() -> None:
    for seat, answer in product(Seat, HouseholdAnswer):
        if answer in ANSWERS[seat]:
            continue
        with pytest.raises(ValueError, match="never asked"):
            derived(answer, FACTS[0], seat)
    assert sorted(each for answers in ANSWERS.values() for each in answers) == sorted(HouseholdAnswer)


@pytest.mark.parametrize(
    ("wanted", "authority", "provider", "named_provider", "landlord"),
    [
        ((HouseholdAnswer.CONSENT, Seat.LANDLORD), True, False, True, True),
        ((HouseholdAnswer.INFORMED, Seat.LANDLORD), True, False, False, False),
        ((HouseholdAnswer.NOT_YET, Seat.LANDLORD), False, False, False, False),
        ((HouseholdAnswer.YES_ORAL, Seat.HELP), False, False, False, True),
        ((HouseholdAnswer.STATUTORY, Seat.BENEFITS), True, False, False, False),
    ],
)
def test_who_may_be_told_the_name(
    wanted: tuple[HouseholdAnswer, Seat],
    authority: bool,
    provider: bool,
    named_provider: bool,
    landlord: bool,
) -> None:
    answer, seat = wanted
    basis = derived(answer, NOTICE, seat)
    assert basis.may_name(PartnerKind.AUTHORITY) is authority
    assert basis.may_name(PartnerKind.PROVIDER) is provider
    assert basis.may_name(PartnerKind.PROVIDER, named_in_consent=True) is named_provider
    assert basis.may_name(PartnerKind.LANDLORD) is landlord


def test_withdrawal_stops_everything_at_once_and_new_consent_starts_again() -> None:
    for seat in Seat:
        for answer in ANSWERS[seat]:
            basis = derived(answer, NOTICE, seat)
            gone = withdraw(basis)
            assert row(gone) == ("withdrawn", False, "no", basis.landlord_may_know, False, False)
            assert not gone.exchange
            assert not any(gone.may_name(kind, named_in_consent=True) for kind in PartnerKind)
    assert row(consent_now(Seat.LANDLORD)) == CONSENT
    assert row(consent_now(Seat.HELP)) == ORAL_RELEASE
    assert row(consent_now(Seat.BENEFITS)) == ("consent", True, "if_named", False, False, True)
