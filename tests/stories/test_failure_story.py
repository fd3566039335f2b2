"""A broken commitment, the failure run that follows from it, and its review: every word tapped in chat."""

from domain.model.failure import RunState
from domain.model.failure_review import ChangeState, ReviewState
from domain.services import failures
from tests.stories.cases import begun
from tests.stories.commitments import runs, turn
from tests.stories.failures import steps
from tests.stories.town import Phone, Town


async def taps(phone: Phone, *labels: str) -> None:
    for label in labels:
        await phone.taps(label)


async def test_from_a_broken_commitment_to_a_change_that_is_made(town: Town) -> None:
    people, case = await begun(town)
    petra, carla, karin = people.petra, people.carla, people.coordinator
    await runs(town, people, case)
    await town.forward(hours=24)

    # Tuesday: the visit did not take place, and the rule that was agreed proposes itself.
    await petra.sends("/zusage MI-7KQ4")
    await taps(petra, "1", "Nicht erfüllt", "Verfahren starten")
    await carla.shows("MI-7KQ4: Verfahren gestartet", "Petra Nord, Fachstelle Nord: 05731")
    await karin.shows("Scheitern-Verfahren: 0 von 7 Schritten erledigt", "Anlass: Zusage nicht erfüllt")
    run = await town.do(lambda work: failures.present(work, case))
    assert run is not None

    # Everybody does their part; nobody can close the case meanwhile.
    await taps(petra, "Verfahren", "1", "Erreicht")
    await taps(carla, "Verfahren", "2", "Ruhen bis zur Fallkonferenz")
    await taps(karin, "Verfahren", "5", "Tag eintragen", "30")
    await carla.shows("MI-7KQ4: Fallkonferenz ansetzen: 30.11.")
    await taps(petra, "Verfahren", "3", "Nicht erreicht")
    await petra.sends("/fall MI-7KQ4")
    await petra.taps("Abschließen")
    await petra.shows("noch nicht abschließen", "3. Haushalt aufsuchen", "6. Ersatzunterkunft sichern")
    await taps(petra, "Zurück", "Verfahren", "3", "Erreicht")
    await taps(petra, "Verfahren", "6", "Auslassen", "Nicht nötig")
    await taps(petra, "Verfahren", "7", "Gemeinsam weiter, anders")
    await petra.shows("Das Verfahren ist abgeschlossen. Als Nächstes kommt die Auswertung.")
    await carla.shows("MI-7KQ4: Verfahren abgeschlossen")
    assert all(not one.is_open for one in (await steps(town, run)).values())

    # The review: apart, then together.
    await taps(
        petra, "Auswertung", "Ihre Sicht", "Keine Vertretung da", "Weiter", "Schneller Anruf", "Weiter"
    )
    await petra.taps("Zuständigkeit klären")
    await carla.hides("Keine Vertretung da")
    await taps(carla, "Auswertung", "Ihre Sicht", "Zu spät Bescheid", "Keine Vertretung da", "Weiter")
    await taps(carla, "Feste Ansprechperson", "Weiter", "Zuständigkeit klären")
    await carla.shows("Fachstelle Nord\nUrsachen: Keine Vertretung da")
    await petra.taps("Auswertung")
    await petra.shows("Wohnhaus Minden\nUrsachen: Zu spät Bescheid gegeben, Keine Vertretung da")
    await taps(petra, "Änderung festlegen", "Keine Vertretung da", "Zuständigkeit klären")
    await taps(petra, "Fachstelle Nord", "In 2 Wochen", "Veröffentlichen")
    await karin.shows("MI-7KQ4: Auswertung veröffentlicht", "1. Zuständigkeit klären gegen")

    # Two weeks later the change is owed like a commitment.
    await town.forward(days=15)
    await petra.shows("MI-7KQ4: Änderung fällig am 8.12.", "Zuständigkeit klären gegen")
    await petra.taps("Umgesetzt")
    review = await town.do(lambda work: work.failure_reviews.of_run(run.id))
    assert review is not None
    (change,) = await town.do(lambda work: work.failure_changes.of_review(review.id))
    ended = await town.do(lambda work: work.failure_runs.get(run.id))
    assert ended is not None
    assert (ended.state, review.state, change.state) == (
        RunState.ENDED,
        ReviewState.PUBLISHED,
        ChangeState.DONE,
    )


async def test_nothing_typed_into_a_view_is_kept(town: Town) -> None:
    people, case = await begun(town)
    run = await town.do(lambda work: failures.start(work, turn(work, people.petra), case.id, None))
    await taps(people.petra, "Verfahren", "Zurück zur normalen Arbeit", "Geklärt", "Auswertung", "Ihre Sicht")
    await people.petra.sends("Frau Schlunzberg aus der Bahnhofstraße 3 war nie da")
    stored = await town.do(lambda work: "\n".join(work.connection.iterdump()))
    assert "Schlunzberg" not in stored
    await people.petra.taps("Jede Seite für sich")
    await people.petra.shows("✓ Jede Seite für sich")
    assert run.id
