"""What a partner is after it was told anew: what stays, and what a kind starts with."""

import pytest

from domain.model.directory import NamedPartner, retold
from domain.model.ids import PartnerId, PersonId
from domain.model.people import Partner
from domain.model.stage import PartnerKind

LANDLORD, PROVIDER, AUTHORITY = PartnerKind.LANDLORD, PartnerKind.PROVIDER, PartnerKind.AUTHORITY


def partner(kind: PartnerKind, minimal: bool, own_words: bool) -> Partner:
    return Partner(
        id=PartnerId(7),
        name="Amt",
        kind=kind,
        minimal_reports=minimal,
        free_text_notes=own_words,
        important_to_us="Wir kommen früh.",
        main_contact=PersonId(3),
    )


@pytest.mark.parametrize(
    ("kind", "minimal", "own_words", "result"),
    [
        (LANDLORD, None, None, (False, True)),
        (PROVIDER, None, None, (False, True)),
        (PROVIDER, True, None, (True, False)),
        (AUTHORITY, None, None, (True, False)),
        (AUTHORITY, False, None, (False, True)),
        (AUTHORITY, None, True, (True, True)),
    ],
)
def test_a_new_partner_starts_with_what_its_kind_starts_with(
    kind: PartnerKind, minimal: bool | None, own_words: bool | None, result: tuple[bool, bool]
) -> None:
    told = NamedPartner(name="Amt", kind=kind, minimal_reports=minimal, free_text_notes=own_words)
    new = retold(None, told)
    assert (new.kind, new.minimal_reports, new.free_text_notes) == (kind, *result)


@pytest.mark.parametrize(
    ("before", "kind", "minimal", "result"),
    [
        ((PROVIDER, False, True), AUTHORITY, None, (True, False)),
        ((PROVIDER, False, False), AUTHORITY, False, (False, False)),
        ((LANDLORD, False, True), PROVIDER, None, (False, True)),
        ((AUTHORITY, True, False), PROVIDER, None, (True, False)),
        ((AUTHORITY, False, True), AUTHORITY, None, (False, True)),
        ((AUTHORITY, False, True), None, True, (True, True)),
    ],
)
def test_only_who_becomes_an_authority_starts_anew(
    before: tuple[PartnerKind, bool, bool],
    kind: PartnerKind | None,
    minimal: bool | None,
    result: tuple[bool, bool],
) -> None:
    after = retold(partner(*before), NamedPartner(name="Amt", kind=kind, minimal_reports=minimal))
    assert (after.kind, after.minimal_reports, after.free_text_notes) == (kind or before[0], *result)


def test_what_is_not_told_stays_and_an_empty_sentence_is_told() -> None:
    before = partner(PROVIDER, False, True)
    assert retold(before, NamedPartner(name="Amt")) == before
    assert retold(before, NamedPartner(name="Amt", important_to_us="")).important_to_us == ""


def test_a_new_partner_needs_a_kind() -> None:
    with pytest.raises(ValueError, match="needs a kind"):
        retold(None, NamedPartner(name="Amt"))
