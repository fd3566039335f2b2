"""Reports tapped by people, for the stories of everything that follows from one."""

from domain.model.case import Case, Referral, ReferralKind
from tests.stories.town import Phone, Town

WALK_A = (
    "Neue Meldung",
    "Fristlose Kündigung",
    "20",
    "Mietschulden",
    "Paar",
    "Espelkamp",
    "Angeschrieben",
    "Kontakt zum Haushalt",
)
"""A landlord's notice in Espelkamp, up to the overview (the practice paper, walk a)."""


async def walk(phone: Phone, *labels: str) -> int:
    """Tap one after the other; gives how many taps that took."""
    for label in labels:
        await phone.taps(label)
    return len(labels)


async def open_case(town: Town) -> Case:
    """The one case that is open."""
    (case,) = await town.do(lambda work: work.cases.open())
    return case


async def cooperations(town: Town, case: Case) -> tuple[Referral, ...]:
    """What has been asked of those who do not lead."""
    every = await town.do(lambda work: work.referrals.of_case(case.id))
    return tuple(one for one in every if one.kind is ReferralKind.COOPERATION)
