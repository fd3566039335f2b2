"""Who may do what with a request: every person with every deed, while it is open and once it is taken."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.model.case import CaseState, Referral
from domain.model.errors import Expired, NotAllowed
from domain.model.ids import ReferralId
from domain.model.promise import PromiseChoice, moment_of
from domain.model.question import Question
from domain.model.stage import DeclineReason
from domain.ports import Turn
from domain.services import (
    acceptance,
    access,
    decisions,
    progress,
    promise_moves,
    questions,
    rerouting,
    seating,
)
from domain.services.progress import Progress
from domain.services.referrals import Destination
from storage.work import SqliteWork
from tests.stories.network import Network, network
from tests.stories.requests import asked, now, turn_of
from tests.stories.town import Phone, Town

Do = Callable[[SqliteWork, Turn, Referral], object]
EVERYBODY = ("anna", "bernd", "carla", "petra", "quirin", "jana", "coordinator")


class Allowed(Exception):
    """The deed was done."""


def _promise(work: SqliteWork, turn: Turn, referral: Referral) -> object:
    at = moment_of(PromiseChoice.THREE_DAYS, work.now, work.network.calendar)
    return promise_moves.choose(work, turn, referral.id, at)


OPEN: dict[str, tuple[Do, set[str]]] = {
    "accept": (lambda w, t, r: acceptance.accept(w, t, r.id), {"petra", "coordinator"}),
    "claim": (lambda w, t, r: acceptance.claim(w, t, r.id), {"petra", "coordinator"}),
    "decline": (lambda w, t, r: decisions.decline(w, t, r.id, DeclineReason.NO_CAPACITY), {"petra"}),
    "forward": (lambda w, t, r: decisions.forward(w, t, r.id, Destination()), {"petra", "coordinator"}),
    "ask_back": (lambda w, t, r: questions.ask(w, t, r.id, Question.TIME), {"petra"}),
    "contacts": (lambda w, t, r: rerouting.contacts(w, t, r.id), {"coordinator"}),
    "offices": (lambda w, t, r: rerouting.offices(w, t, r.id), {"coordinator"}),
}
TAKEN: dict[str, tuple[Do, set[str]]] = {
    "promise": (_promise, {"petra", "quirin"}),
    "hand_back": (lambda w, t, r: decisions.hand_back(w, t, r.id, Destination()), {"petra", "quirin"}),
    "undo": (lambda w, t, r: decisions.undo(w, t, r.id), {"petra"}),
    "progress": (
        lambda w, t, r: progress.make(w, t, r.case_id, Progress.TRIED),
        {"petra", "quirin", "anna"},
    ),
    "invite": (lambda w, t, r: seating.bodies(w, t, r.case_id), {"petra", "quirin"}),
}


async def tries(town: Town, phone: Phone, do: Do, identity: ReferralId) -> bool:
    """Whether this person may; whatever the deed changed is rolled back."""

    def attempt(work: SqliteWork) -> None:
        referral = work.referrals.get(identity)
        assert referral is not None
        do(work, turn_of(work, phone), referral)
        raise Allowed

    try:
        await town.do(attempt)
    except Allowed:
        return True
    except NotAllowed:
        return False
    raise AssertionError("neither allowed nor refused")


async def who_may(town: Town, people: Network, do: Do, identity: ReferralId) -> set[str]:
    return {name for name in EVERYBODY if await tries(town, getattr(people, name), do, identity)}


async def test_while_it_is_open(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    found = {deed: await who_may(town, people, do, referral.id) for deed, (do, _) in OPEN.items()}
    assert found == {deed: may for deed, (_, may) in OPEN.items()}
    assert await now(town, referral.id) == referral, "every attempt was rolled back"


async def test_once_it_is_taken(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)
    await people.petra.taps("Ich übernehme")
    found = {deed: await who_may(town, people, do, referral.id) for deed, (do, _) in TAKEN.items()}
    assert found == {deed: may for deed, (_, may) in TAKEN.items()}


async def test_nothing_is_decided_about_a_closed_case(town: Town) -> None:
    people = await network(town)
    referral = await asked(town, people)

    def close(work: SqliteWork) -> None:
        case = access.case_of(work, referral.case_id)
        work.cases.save(replace(case, state=CaseState.CLOSED, closed_at=work.now))

    await town.do(close)
    for do, _ in OPEN.values():
        with pytest.raises(Expired):
            await tries(town, people.petra, do, referral.id)
