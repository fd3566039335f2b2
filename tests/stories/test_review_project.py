"""The review of a project's run: every partner gives a view of its own."""

from dataclasses import replace

import pytest

from domain.model.agreement_tree import fingerprint
from domain.model.errors import AlreadyDone, NotAllowed
from domain.model.failure_review import Aid, Cause, FailureReview, Opinion, Remedy
from domain.model.ids import PersonId
from domain.model.people import Role
from domain.model.stage import PartnerKind
from domain.services import agreements, failure_reviews, failures
from storage.work import SqliteWork
from tests.stories.agreements import in_force, read, signing
from tests.stories.commitments import turn
from tests.stories.failures import skip_all
from tests.stories.network import Network
from tests.stories.town import Phone, Town


async def with_two_providers(town: Town) -> tuple[Network, Phone, FailureReview]:
    """Petra's office and Susi's club both help; the run on their agreement with Carla's is over."""
    people = await signing(town)
    club = await town.partner("Verein Süd", PartnerKind.PROVIDER)
    susi = await town.member("Susi Süd", club, role=Role.LEAD)
    version = await in_force(town, people, others=(club,))

    def fails(work: SqliteWork) -> FailureReview:
        signed = agreements.confirm(work, turn(work, susi), version.id, fingerprint(version.terms))
        run = failures.start_project(work, turn(work, people.petra), signed.agreement, None)
        skip_all(work, people.coordinator, run)
        review = work.failure_reviews.of_run(run.id)
        assert review is not None
        return review

    review = await town.do(fails)
    await read(town)
    return people, susi, review


SAID = Opinion(causes=(Cause.TOO_LATE,), aids=(Aid.NOTHING,), remedy=Remedy.LESSON)


async def test_of_several_providers_each_gives_a_view_of_its_own(town: Town) -> None:
    people, susi, review = await with_two_providers(town)
    for phone in (people.petra, people.carla):
        await town.do(
            lambda work, one=phone: failure_reviews.answer(work, turn(work, one), review.id, SAID)  # type: ignore[misc]
        )
    await people.petra.sends("/scheitern")
    for label in ("1", "Auswertung"):
        await people.petra.taps(label)
    await people.petra.shows("Es fehlt noch die Sicht von: Verein Süd")
    await people.petra.hides("Änderung festlegen")
    await town.forward(days=4)
    await susi.shows("Auswertung, Ihre Sicht fehlt")
    await susi.taps("Auswertung")
    await susi.taps("Ihre Sicht")
    for label in ("Keine Vertretung", "Weiter", "Nichts", "Weiter", "Vorgehen ändern"):
        await susi.taps(label)
    await people.petra.shows("Auswertung, alle haben geantwortet")
    await people.petra.taps("Auswertung")
    screen = await people.petra.shows("Verein Süd\nUrsachen: Keine Vertretung", "Änderung festlegen")
    assert "Fachstelle Nord\nUrsachen: Zu spät Bescheid gegeben" in screen["text"]


async def test_the_view_of_a_partner_that_is_not_here_is_asked_on_the_telephone(town: Town) -> None:
    people, susi, review = await with_two_providers(town)

    def lost(work: SqliteWork) -> None:
        person = work.people.get(susi.person or PersonId(0))
        assert person is not None
        work.people.save(replace(person, unreachable_at=work.now))
        for phone in (people.petra, people.carla, people.coordinator):
            failure_reviews.answer(work, turn(work, phone), review.id, SAID)
        given = work.failure_views.of_review(review.id)
        assert [one.partner for one in given] == [people.help, people.landlord, person.partner]
        with pytest.raises(AlreadyDone):
            failure_reviews.answer(work, turn(work, people.petra), review.id, SAID)
        for phone in (people.quirin, people.jana):
            with pytest.raises(NotAllowed):
                failure_reviews.answer(work, turn(work, phone), review.id, SAID)

    await town.do(lost)
    await people.petra.shows("Auswertung, alle haben geantwortet")
