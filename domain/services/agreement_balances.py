"""What an agreement has cost and brought each partner in a year: read from its cases."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from domain.model import agreement_balance as counting
from domain.model.agreement_balance import Figures, Tally
from domain.model.agreement_rights import AgreementDeed
from domain.model.agreement_terms import FIRST_YEAR
from domain.model.case import Case
from domain.model.errors import AlreadyDone
from domain.model.ids import AgreementVersionId, PartnerId
from domain.model.stage import Outcome
from domain.ports import Turn, Work
from domain.services import agreement_access, standing
from domain.services.agreement_access import Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """A calendar year, of the cases that were reported in it; a figure for every partner."""

    seen: Seen
    year: int
    figures: tuple[Figures, ...]
    earlier: bool
    later: bool


def of_year(work: Work, turn: Turn, identity: AgreementVersionId, year: int = 0) -> Balance:
    """`year` 0 is the present one. Raises Stranger, NotFound, NotAllowed, AlreadyDone for a year to come."""
    seen = agreement_access.require(work, turn, identity, AgreementDeed.READ_BALANCE)
    today = standing.today(work)
    wanted = year or today.year
    if not FIRST_YEAR <= wanted <= today.year:
        raise AlreadyDone("agreement")
    begun = work.network.calendar.local(seen.agreement.begun_at).year
    with work.reading():
        cases = _cases(work, seen, wanted)
        work.gather(one.id for one in cases)
        tallies = work.commitment_dues.tally(one.id for one in cases)
        figures = tuple(_figures(work, seen, one.id, (cases, tallies), wanted) for one in seen.parties)
    return Balance(seen=seen, year=wanted, figures=figures, earlier=wanted > begun, later=wanted < today.year)


def _cases(work: Work, seen: Seen, year: int) -> tuple[Case, ...]:
    moment = work.network.calendar.moment
    first, last = (moment(date(one, 1, 1), time(0)) for one in (year, year + 1))
    return work.cases.under_agreement(seen.agreement.id, first, last)


def _figures(
    work: Work, seen: Seen, partner: PartnerId, found: tuple[tuple[Case, ...], tuple[Tally, ...]], year: int
) -> Figures:
    cases, tallies = found
    terms = seen.version.terms
    minutes = {one.help: one.minutes for one in terms.help if one.giver == partner}
    given = tuple(one for one in tallies if one.partner == partner)
    share = next((one for one in terms.shares if one.partner == partner), None)
    return Figures(
        partner=partner,
        cases=len(cases),
        answer=counting.middle(_answers(work, partner, cases)),
        contact=counting.middle(_contacts(work, partner, cases)),
        homes=counting.homes_kept(Outcome(one.outcome) for one in cases if one.outcome),
        promises=counting.promises_kept(given),
        hours=counting.hours_given(given, minutes),
        agreed_hours=(share.hours if share else 0) * _months(work, seen, year),
    )


def _months(work: Work, seen: Seen, year: int) -> int:
    """How many months of that year the agreement has run by now; a begun one counts."""
    terms, today = seen.version.terms, standing.today(work)
    first = max(terms.starts_on, date(year, 1, 1))
    last = min(one for one in (terms.ends_on, date(year, 12, 31), today) if one is not None)
    return max(last.month - first.month + 1, 0) if last.year == first.year == year and last >= first else 0


def _answers(work: Work, partner: PartnerId, cases: tuple[Case, ...]) -> Iterator[timedelta]:
    """K2: from the request to its acceptance, of every request that this partner has accepted."""
    for case in cases:
        for one in work.referrals.of_case(case.id):
            if one.partner == partner and one.accepted_at is not None:
                yield one.accepted_at - one.opened_at


def _contacts(work: Work, partner: PartnerId, cases: tuple[Case, ...]) -> Iterator[timedelta]:
    """K4: from the acceptance to the first contact with the household, in cases that this partner leads."""
    for case in cases:
        if case.contact_made_at is None:
            continue
        accepted = [
            one.accepted_at
            for one in work.referrals.of_case(case.id)
            if one.partner == partner and one.accepted_at is not None and one.seat == "help"
        ]
        if accepted and case.contact_made_at >= min(accepted):
            yield case.contact_made_at - min(accepted)
