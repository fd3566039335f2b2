"""An agreement: every state with every motion, every standing with every deed, its lines and its counts."""

import re
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model import agreement_form as form
from domain.model.agreement import (
    Agreement,
    AgreementState,
    Motion,
    NoticeReason,
    Purpose,
    Signature,
    Version,
    ending,
    guard_days,
    moved,
    unsigned,
)
from domain.model.agreement_balance import (
    FEWEST,
    Ratio,
    Tally,
    homes_kept,
    hours_given,
    middle,
    promises_kept,
)
from domain.model.agreement_form import LINES, USUAL_AFTERCARE, Field, Holder, Sort, Spot
from domain.model.agreement_rights import (
    AGREEMENT_RIGHTS,
    AgreementDeed,
    Standing,
    is_authorised,
    may,
    standings,
)
from domain.model.agreement_templates import Template, beginnings, terms_of
from domain.model.agreement_terms import (
    COUNTED_BY,
    Expectation,
    Gap,
    Section,
    Terms,
    changed,
    may_give,
    missing,
    part,
)
from domain.model.commitment import DueState
from domain.model.errors import AlreadyDone, NotUnderstood, Refusal, TooMany
from domain.model.failure_rule import MOST_STEPS, USUAL, Cost, FailureRole, Task
from domain.model.handover import Handover, HandoverMotion, HandoverState
from domain.model.handover import moved as handed
from domain.model.help_catalogue import Help
from domain.model.ids import AgreementId, AgreementVersionId, ChatId, PartnerId, PersonId
from domain.model.people import Partner, Person
from domain.model.people import Role as Office
from domain.model.stage import Outcome, PartnerKind

MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
LANDLORD, HELPER, DISTRICT = PartnerId(1), PartnerId(2), PartnerId(3)
KINDS = {
    LANDLORD: PartnerKind.LANDLORD,
    HELPER: PartnerKind.PROVIDER,
    DISTRICT: PartnerKind.AUTHORITY,
}
TWO = {LANDLORD: PartnerKind.LANDLORD, HELPER: PartnerKind.PROVIDER}
S, M = AgreementState, Motion

TABLE: dict[AgreementState, dict[Motion, AgreementState]] = {
    S.DRAFT: {M.EDIT: S.DRAFT, M.PROPOSE: S.PROPOSED, M.DISCARD: S.DISCARDED},
    S.PROPOSED: {M.CONFIRM: S.PROPOSED, M.FORCE: S.IN_FORCE, M.RETURN: S.DRAFT, M.WITHDRAW: S.DRAFT},
    S.IN_FORCE: {M.REPLACE: S.REPLACED, M.GIVE_NOTICE: S.IN_FORCE, M.END: S.ENDED},
    S.REPLACED: {},
    S.ENDED: {},
    S.DISCARDED: {},
}


def draft(template: Template = Template.PERMANENT) -> Terms:
    return terms_of(template, TWO, MONDAY, "Ohne Titel")


def version(state: AgreementState) -> Version:
    return Version(agreement=AgreementId(1), number=1, drafted_by=HELPER, state=state, terms=draft())


# States


@pytest.mark.parametrize(("state", "motion"), list(product(AgreementState, Motion)))
def test_every_state_with_every_motion(state: AgreementState, motion: Motion) -> None:
    becomes = TABLE[state].get(motion)
    if becomes is None:
        with pytest.raises(AlreadyDone):
            moved(version(state), motion)
    else:
        assert moved(version(state), motion).state is becomes


@pytest.mark.parametrize(("state", "motion"), list(product(HandoverState, HandoverMotion)))
def test_a_handover_is_answered_once(state: HandoverState, motion: HandoverMotion) -> None:
    one = Handover(
        agreement=AgreementId(1),
        giver=HELPER,
        taker=DISTRICT,
        state=state,
        offered_by=PersonId(1),
        offered_at=NOON,
    )
    if state is not HandoverState.OFFERED:
        with pytest.raises(AlreadyDone):
            handed(one, motion, PersonId(2), NOON)
        return
    answered = handed(one, motion, PersonId(2), NOON)
    assert answered.settles is (motion is HandoverMotion.ACCEPT)
    assert (answered.answered_by, answered.answered_at) == (PersonId(2), NOON)


def test_a_version_waits_for_every_partner() -> None:
    def signed(partner: PartnerId) -> Signature:
        return Signature(version=AgreementVersionId(1), partner=partner, person=PersonId(1), signed_at=NOON)

    parties = (LANDLORD, HELPER, DISTRICT)
    assert unsigned(parties, ()) == parties
    assert unsigned(parties, (signed(HELPER), signed(HELPER))) == (LANDLORD, DISTRICT)
    assert unsigned(parties, tuple(map(signed, parties))) == ()
    assert signed(HELPER).purpose is Purpose.VERSION


def test_the_guard_counts_down() -> None:
    assert guard_days(date(2027, 11, 23), MONDAY) == (90, 30, 7)
    assert guard_days(date(2026, 12, 31), MONDAY) == (30, 7)
    assert guard_days(date(2026, 11, 30), MONDAY) == (7,)
    assert guard_days(date(2026, 11, 29), MONDAY) == ()


# Rights

PAGE = (Path(__file__).parents[2] / "docs" / "rights.md").read_text(encoding="utf-8")


def documented() -> dict[tuple[Standing, AgreementDeed], bool]:
    """The table of the page, every cell of it."""
    table = PAGE[PAGE.index("| With an agreement |") :]
    heads = [cell.strip() for cell in table.splitlines()[0].strip("|").split("|")][2:]
    cells: dict[tuple[Standing, AgreementDeed], bool] = {}
    for line in re.findall(r"^\| `\w+` \|.*$", table, re.MULTILINE):
        deed, _, *marks = [cell.strip() for cell in line.strip("|").split("|")]
        for head, mark in zip(heads, marks, strict=True):
            assert mark in ("yes", "")
            cells[Standing(head), AgreementDeed(deed.strip("`"))] = mark == "yes"
    return cells


@pytest.mark.parametrize(("standing", "deed"), list(product(Standing, AgreementDeed)))
def test_each_right_is_the_pages(standing: Standing, deed: AgreementDeed) -> None:
    assert may(frozenset({standing}), deed) is documented()[standing, deed]
    assert set(AGREEMENT_RIGHTS) == set(Standing)


def person(role: Office = Office.MEMBER, partner: PartnerId = HELPER, **facts: object) -> Person:
    told = {"id": PersonId(7), "telegram": ChatId(7)} | facts
    return Person(partner=partner, name="Petra Nord", role=role, **told)  # type: ignore[arg-type]


OWN = Partner(id=HELPER, name="Fachstelle Nord", kind=PartnerKind.PROVIDER)
OTHER = Partner(id=LANDLORD, name="Wohnhaus Minden", kind=PartnerKind.LANDLORD)


@pytest.mark.parametrize("role", Office)
def test_nobody_signs_for_another_partner(role: Office) -> None:
    """Whatever the role in the network, and even as the main contact that a file has named by mistake."""
    speaker = person(role)
    assert not is_authorised(speaker, replace(OTHER, main_contact=speaker.id))
    assert is_authorised(speaker, OWN) is (role is not Office.MEMBER)
    assert is_authorised(speaker, replace(OWN, main_contact=speaker.id))
    assert not is_authorised(replace(speaker, telegram=None), replace(OWN, main_contact=speaker.id))
    assert not is_authorised(replace(speaker, active=False), replace(OWN, main_contact=speaker.id))


def test_standings_follow_from_partner_and_role() -> None:
    parties = frozenset({LANDLORD, HELPER})
    assert standings(person(), OWN, parties) == {Standing.STAFF}
    assert standings(person(Office.LEAD), OWN, parties) == {Standing.SIGNATORY}
    assert standings(person(Office.LEAD), OWN, frozenset({LANDLORD, DISTRICT})) == {Standing.NONE}
    assert standings(person(Office.COORDINATOR), OWN, frozenset({LANDLORD, DISTRICT})) == {
        Standing.COORDINATOR
    }
    assert not may(frozenset({Standing.COORDINATOR}), AgreementDeed.CONFIRM)


# Terms


@pytest.mark.parametrize("template", [one for one in Template if one is not Template.BLANK])
@pytest.mark.parametrize(
    "kinds", [TWO, KINDS, {HELPER: PartnerKind.PROVIDER, DISTRICT: PartnerKind.AUTHORITY}]
)
def test_a_template_can_be_proposed_as_it_is(template: Template, kinds: dict[PartnerId, PartnerKind]) -> None:
    terms = terms_of(template, kinds, MONDAY, "")
    assert missing(terms, MONDAY) == ()
    assert all(may_give(kinds[one.giver], one.help) for one in terms.help)
    assert terms.is_project is (template is not Template.PERMANENT)
    assert set(beginnings()) == set(Template) - {Template.BLANK}


def test_a_blank_one_lacks_the_two_rules_first() -> None:
    gaps = [one.gap for one in missing(draft(Template.BLANK), MONDAY)]
    assert gaps[:2] == [Gap.AFTERCARE, Gap.FAILURE]
    assert set(gaps) == set(Gap) - {Gap.END}
    assert all(one.section in Section for one in missing(draft(Template.BLANK), MONDAY))


@pytest.mark.parametrize(
    ("emptied", "gap"),
    [
        (replace(draft(), aftercare=None), Gap.AFTERCARE),
        (replace(draft(), aftercare=replace(USUAL_AFTERCARE, asked=())), Gap.AFTERCARE),
        (replace(draft(), failure=None), Gap.FAILURE),
        (replace(draft(), failure=replace(USUAL, steps=())), Gap.FAILURE),
        (replace(draft(), failure=replace(USUAL, triggers=frozenset())), Gap.FAILURE),
        (replace(draft(), ends_on=MONDAY), Gap.END),
        (replace(draft(), goals=()), Gap.GOALS),
    ],
)
def test_each_gap_is_found(emptied: Terms, gap: Gap) -> None:
    assert [one.gap for one in missing(emptied, MONDAY)] == [gap]


def test_every_field_of_the_terms_is_in_a_section() -> None:
    """A change of any field is a change of exactly the section that says it."""
    terms = draft(Template.BLANK)
    other = terms_of(Template.PROJECT, TWO, date(2027, 1, 1), "")
    other = replace(other, places=("05770012",), goals_text="Früh reden")  # type: ignore[arg-type]
    other = replace(other, title="Anderer Titel")
    for one in fields(Terms):
        differing = changed(terms, replace(terms, **{one.name: getattr(other, one.name)}))
        assert len(differing) == (2 if one.name == "shares" else 1), one.name
    assert changed(terms, terms) == ()
    assert all(part(terms, one) is not None for one in Section)


def test_every_expectation_is_counted_somewhere() -> None:
    assert set(COUNTED_BY) == set(Expectation)


# Lines


def arg_of(field: Field) -> str:
    terms = draft()
    assert terms.failure is not None
    first = {Holder.HELP: form.name_of(0, terms.help), Holder.STEP: form.name_of(0, terms.failure.steps)}
    return {Holder.SHARE: str(HELPER), **first}.get(LINES[field].holder, "")


@pytest.mark.parametrize("field", [one for one in Field if LINES[one].sort is Sort.MANY])
def test_a_tap_twice_is_as_before(field: Field) -> None:
    terms, arg = draft(), arg_of(field)
    for option in LINES[field].options:
        once = form.answered(terms, field, arg, option.value)
        assert form.chosen(once, field, arg) ^ form.chosen(terms, field, arg) == {option.value}
        assert form.answered(once, field, arg, option.value) == terms


@pytest.mark.parametrize("field", [one for one in Field if LINES[one].sort is Sort.ONE])
def test_one_of_several(field: Field) -> None:
    for option in LINES[field].options:
        terms = form.answered(draft(), field, arg_of(field), option.value)
        assert form.chosen(terms, field, arg_of(field)) == {option.value}
    with pytest.raises(NotUnderstood):
        form.answered(draft(), field, arg_of(field), "no_such_code")


@pytest.mark.parametrize("field", [one for one in Field if LINES[one].sort is Sort.NUMBER])
def test_a_number_has_its_bounds(field: Field) -> None:
    line, arg = LINES[field], arg_of(field)
    for offered in (*line.options, line.least, line.most):
        assert form.value_of(form.answered(draft(), field, arg, str(offered)), field, arg) == offered
    with pytest.raises(TooMany):
        form.answered(draft(), field, arg, str(line.most + 1))
    with pytest.raises(TooMany):
        form.answered(draft(), field, arg, "9" * 40)
    for wrong in ("", "-1", "zwei", "1e3", "²"):
        with pytest.raises(NotUnderstood):
            form.answered(draft(), field, arg, wrong)


@given(st.sampled_from(list(Field)), st.text(max_size=40), st.text(max_size=400))
def test_whatever_a_button_carries_the_terms_stay_whole(field: Field, arg: str, value: str) -> None:
    """Either it is refused, or the terms are terms again, and every line can be read."""
    try:
        terms = form.answered(draft(), field, arg, value)
    except Refusal:
        return
    for one in Field:
        form.chosen(terms, one, arg_of(one))


@given(st.sampled_from(list(Field)), st.text(max_size=60))
def test_a_forged_line_is_none(field: Field, arg: str) -> None:
    """What passes can be shown again: its name fits into a button."""
    try:
        form.require(draft(), Spot(field, arg))
    except AlreadyDone:
        return
    assert len(arg) < 32
    form.chosen(draft(), field, arg)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2101-01-01", "31.12.2030", ""])
def test_a_day_has_its_bounds(day: str) -> None:
    with pytest.raises(NotUnderstood):
        form.answered(draft(), Field.STARTS_ON, "", day)


def test_costs_are_borne_by_somebody_or_left_open() -> None:
    terms = form.answered(draft(), Field.COSTS, Cost.COURT.value, FailureRole.BENEFITS.value)
    assert terms.failure is not None
    assert terms.failure.costs[Cost.COURT] is FailureRole.BENEFITS
    assert form.chosen(terms, Field.COSTS, Cost.COURT.value) == {FailureRole.BENEFITS.value}
    open_again = form.answered(terms, Field.COSTS, Cost.COURT.value, "")
    assert open_again.failure == draft().failure
    assert form.chosen(open_again, Field.COSTS, Cost.COURT.value) == {""}


def test_help_and_steps_come_and_go() -> None:
    terms = form.with_help(draft(), HELPER, Help.MEDIATION)
    assert terms.help[-1].help is Help.MEDIATION
    with pytest.raises(AlreadyDone):
        form.with_help(terms, HELPER, Help.MEDIATION)
    last = form.name_of(len(terms.help) - 1, terms.help)
    assert form.without_help(terms, last) == draft()
    for gone in (last, "99", "0", "0.1", form.name_of(0, terms.help)):
        with pytest.raises(AlreadyDone):
            form.without_help(draft(), gone)
    longer = draft()
    while longer.failure is not None and len(longer.failure.steps) < MOST_STEPS:
        longer = form.with_step(longer, Task.DECIDE, len(longer.failure.steps))
    with pytest.raises(TooMany):
        form.with_step(longer, Task.DECIDE, MOST_STEPS)
    with pytest.raises(AlreadyDone):
        form.with_step(longer, Task.DECIDE, MOST_STEPS - 1)


# Counting


def test_too_few_tell_nothing() -> None:
    assert Ratio(4, FEWEST - 1).percent is None
    assert Ratio(4, FEWEST).percent == 80
    assert middle([]).middle is None


def test_what_counts_as_kept() -> None:
    assert homes_kept([Outcome.E1, Outcome.E2, Outcome.U1, Outcome.V3, Outcome.A1, Outcome.T]) == Ratio(2, 4)
    tallies = [
        Tally(HELPER, Help.HOME_VISIT, state, number) for number, state in enumerate(DueState, start=1)
    ]
    numbers = {one.state: one.number for one in tallies}
    due = (DueState.KEPT, DueState.PARTLY, DueState.BROKEN, DueState.UNKNOWN)
    assert promises_kept(tallies) == Ratio(numbers[DueState.KEPT], sum(numbers[one] for one in due))
    took_place = numbers[DueState.KEPT] + numbers[DueState.PARTLY]
    assert hours_given(tallies, {Help.HOME_VISIT: 60}) == took_place
    assert hours_given(tallies, {}) == 0


@pytest.mark.parametrize(
    ("agreed", "leaving", "ends_on", "why"),
    [
        (None, (), None, None),
        (None, (MONDAY,), MONDAY, NoticeReason.PARTNER_LEAVES),
        (MONDAY, (), MONDAY, NoticeReason.GOAL_REACHED),
        (MONDAY, (MONDAY,), MONDAY, NoticeReason.GOAL_REACHED),
        (MONDAY, (MONDAY - timedelta(days=1),), MONDAY - timedelta(days=1), NoticeReason.PARTNER_LEAVES),
        (MONDAY, (MONDAY + timedelta(days=1),), MONDAY, NoticeReason.GOAL_REACHED),
        (None, (MONDAY + timedelta(days=9), MONDAY), MONDAY, NoticeReason.PARTNER_LEAVES),
    ],
)
def test_it_ends_as_agreed_or_when_the_first_partner_leaves(
    agreed: date | None, leaving: tuple[date, ...], ends_on: date | None, why: NoticeReason | None
) -> None:
    reason = None if agreed is None else NoticeReason.GOAL_REACHED
    one = Agreement(begun_by=PersonId(1), begun_at=NOON, agreed_end=agreed, agreed_reason=reason)
    ended = ending(one, leaving)
    assert (ended.ends_on, ended.end_reason) == (ends_on, why)
    assert (ended.agreed_end, ended.agreed_reason) == (agreed, reason)
    assert ending(ended, ()).ends_on == agreed, "taking it back needs no memory"
