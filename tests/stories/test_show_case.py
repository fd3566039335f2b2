"""A person looks at a case: /fall, [Mehr], [Verlauf] and the way back."""

from domain.model.case import Case, EventKind
from domain.model.stage import DeclineReason, Seat, Stage
from domain.services import history
from storage.work import SqliteWork
from tests.stories.cases import ask, begun, notice
from tests.stories.network import network
from tests.stories.town import Town, labels


async def test_the_code_brings_the_card_to_the_end_of_the_chat(town: Town) -> None:
    people, _ = await begun(town)
    await people.petra.sends("/fall mi 7kq4")
    card = await people.petra.sees("MI-7KQ4: bei Ihnen")
    older = await people.petra.shows("MI-7KQ4: Die Karte steht weiter unten.")
    assert labels(older) == []
    assert older["message_id"] < card["message_id"]


async def test_a_wrong_code_is_answered_with_what_is_meant(town: Town) -> None:
    people, _ = await begun(town)
    await people.petra.sends("/fall MI-7KQ5")
    await people.petra.sees("Meinten Sie:", "MI-7KQ4")
    await people.petra.taps("MI-7KQ4")
    await people.petra.sees("MI-7KQ4: bei Ihnen")


async def test_nobody_learns_that_a_case_of_others_exists(town: Town) -> None:
    people, _ = await begun(town)
    for typed in ("MI-7KQ4", "MI-7KQ5"):
        await people.jana.sends(f"/fall {typed}")
        answer = await people.jana.sees("Diesen Code gibt es nicht.")
        assert labels(answer) == []


async def test_a_name_is_deleted_and_not_answered(town: Town) -> None:
    people, case = await begun(town)
    for typed in ("Müller", "Frau Sommerfeld, Gartenweg 3", "x" * 400):
        sent = await people.petra.sends(f"/fall {typed}")
        await people.petra.sees("Bitte nur den Code eingeben, zum Beispiel MI-7KQ4.")
        assert sent not in [one["message_id"] for one in await people.petra.messages()]
    dump = await town.do(lambda work: "\n".join(work.connection.iterdump()))
    assert "Sommerfeld" not in dump
    assert await town.do(lambda work: work.journal.count("text_stopped", case.reported_at)) == 2


async def test_without_a_code_the_command_says_how(town: Town) -> None:
    people = await network(town)
    await people.petra.sends("/fall")
    await people.petra.sees("zum Beispiel /fall MI-7KQ4")


async def test_more_buttons_and_back(town: Town) -> None:
    people, _ = await begun(town)
    await people.petra.taps("Mehr")
    shown = labels(await people.petra.shows("MI-7KQ4: bei Ihnen", "Stand ändern"))
    assert shown == [
        "Stand ändern",
        "Noch offen (8)",
        "Stelle beteiligen",
        "Dringlichkeit",
        "Neues Datum",
        "Abgeben",
        "Es klappt nicht",
        "Haushalt informiert",
        "Text für die Akte",
        "Zusagen",
        "So läuft es üblich",
        "Verlauf",
        "Einwilligung widerrufen",
        "Zurück",
    ]
    await people.petra.taps("Zurück")
    await people.petra.shows("MI-7KQ4: bei Ihnen", "Kontakt hergestellt")
    await people.petra.hides("Stand ändern")
    await people.petra.sees_nothing()


async def test_a_protected_case_offers_no_second_seat(town: Town) -> None:
    people, _ = await begun(town, protected=True)
    await people.petra.taps("Mehr")
    await people.petra.hides("Stelle beteiligen")


async def test_an_outdated_screen_leads_to_the_card(town: Town) -> None:
    people, _ = await begun(town)
    older = await people.petra.shows("MI-7KQ4: bei Ihnen")
    await people.petra.taps("Mehr")
    await people.petra.sends("/fall MI-7KQ4")
    await people.petra.sees("MI-7KQ4: bei Ihnen")
    await people.petra.taps("Mehr", message=None)
    await people.petra.taps("Zurück")
    assert older["message_id"] == (await people.petra.shows("weiter unten"))["message_id"]


async def test_the_history_in_pages(town: Town) -> None:
    people, case = await begun(town)

    def happen(work: SqliteWork) -> None:
        history.record(work, case, EventKind.REPORTED, people.anna.person)
        history.record(work, case, EventKind.STEP_SKIPPED, None)
        history.record(work, case, EventKind.ACCEPTED, people.petra.person)
        for _ in range(8):
            history.record(work, case, EventKind.STAGE_CHANGED, people.petra.person, stage=Stage.SUIT.value)

    await town.do(happen)
    await people.petra.taps("Mehr")
    await people.petra.taps("Verlauf")
    page = await people.petra.shows(
        "MI-7KQ4: Verlauf", "Mo 23.11., 9:00 · Stand geändert: Räumungsklage · Fachstelle Nord"
    )
    assert labels(page) == ["Älter", "Zurück"]
    await people.petra.taps("Älter")
    page = await people.petra.shows("Gemeldet · Wohnhaus Minden", "Übernommen · Fachstelle Nord")
    assert labels(page) == ["Neuer", "Zurück"]
    await people.petra.taps("Zurück")
    await people.petra.shows("MI-7KQ4: bei Ihnen", "Kontakt hergestellt")


async def test_each_side_reads_its_own_history(town: Town) -> None:
    people, case = await begun(town, basis="legitimate_interest")

    def happen(work: SqliteWork) -> None:
        history.record(work, case, EventKind.REPORTED, people.anna.person)
        reason = DeclineReason.HOUSEHOLD_REFUSES.value
        history.record(work, case, EventKind.DECLINED, people.petra.person, reason=reason)
        history.record(work, case, EventKind.FOLLOW_UP, people.petra.person, question="income")
        history.record(work, case, EventKind.PROGRESS, people.petra.person, done="contact_made")

    await town.do(happen)
    await people.carla.taps("Mehr")
    await people.carla.taps("Verlauf")
    await people.carla.shows("Gemeldet · Wohnhaus Minden", "Abgelehnt · Fachstelle Nord")
    await people.carla.hides("Haushalt lehnt ab", "Angabe ergänzt", "Fortschritt")
    await people.petra.taps("Mehr")
    await people.petra.taps("Verlauf")
    await people.petra.shows("Abgelehnt: Haushalt lehnt ab", "Angabe ergänzt", "Fortschritt")


async def test_nothing_of_a_case_in_a_group(town: Town) -> None:
    people, _ = await begun(town)
    chat = int((await town.client.group("Team", [people.petra.user]))["id"])
    await town.client.add_member(chat, 4242424242, by=people.petra.user)
    await people.petra.reads_all()
    await town.client.send(people.petra.user, chat, "/fall MI-7KQ4")
    await town.settle()
    said = [one["text"] for one in await town.client.messages(people.petra.user, chat)]
    assert not any("bei Ihnen" in (text or "") for text in said)


async def test_an_old_card_of_a_lost_case_opens_nothing(town: Town) -> None:
    people = await network(town)

    def begin(work: SqliteWork) -> Case:
        case = notice(people, work)
        ask(work, case, Seat.HELP, people.petra.person)
        return case

    await town.do(begin)
    await people.petra.sends("/fall MI-7KQ4")
    await people.petra.sees("Neue Anfrage MI-7KQ4")
    await people.quirin.sends("/fall MI-7KQ4")
    await people.quirin.sees("Diesen Code gibt es nicht.")
