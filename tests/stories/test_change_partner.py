"""A coordinator changes what a partner is: kind, reports, notes, and the sentence about itself."""

import json
from dataclasses import replace
from typing import Any

import pytest

from domain.model.ids import ChatId, PartnerId
from domain.model.people import GroupState, Partner, StaffGroup
from domain.model.stage import PartnerKind
from handlers.change_partner import (
    ClearSentenceButton,
    KindButton,
    MinimalReportsButton,
    OwnWordsButton,
    SentenceButton,
)
from handlers.directory_buttons import PartnerSettingsButton
from handlers.message import Message, row
from storage.work import SqliteWork
from tests.stories import cases
from tests.stories.network import Network, network
from tests.stories.talk import talking
from tests.stories.test_change_responsibility import shows_keys
from tests.stories.test_import_directory import sends_file
from tests.stories.town import Phone, Town

SENTENCE = "Wir kommen lieber zu früh als zu spät."
REFUSED = "Das dürfen hier nur die Zuständigen."


@pytest.fixture
async def people(town: Town) -> Network:
    return await network(town)


async def opens(phone: Phone, partner: str) -> None:
    await phone.sends("/verzeichnis")
    await phone.taps("Ändern")
    await phone.taps(partner)
    await phone.taps("Angaben ändern")
    await phone.reads_all()


async def stored(town: Town, partner: PartnerId) -> Partner:
    found = await town.do(lambda work: work.partners.get(partner))
    assert found is not None
    return found


async def journal(town: Town) -> list[dict[str, Any]]:
    """The facts of every change of a partner, the oldest first."""

    def read(work: SqliteWork) -> list[dict[str, Any]]:
        rows = work.connection.execute("SELECT facts FROM journal WHERE kind = 'partner_changed' ORDER BY id")
        return [json.loads(facts) for (facts,) in rows]

    return await town.do(read)


async def test_one_screen_says_what_each_setting_means(town: Town, people: Network) -> None:
    petra = people.petra.person
    partner = await stored(town, people.help)
    await town.do(lambda work: work.partners.save(replace(partner, main_contact=petra)))
    await opens(people.coordinator, "Fachstelle Nord")
    screen = await people.coordinator.shows(
        "Fachstelle Nord: Angaben\nArt: Träger\nMeldungen: mit Datum und Haushalt\n"
        "Nachrichten: fertige Sätze und eigene Worte\nWas uns wichtig ist: noch nichts\n"
        "Hauptkontakt: Petra Nord",
        "Nur Mindestangaben",
        "Nur fertige Sätze",
        "Art ändern",
        "Satz eintragen",
        "Zurück",
    )
    assert "Pflichtthemen" not in screen["text"]
    await people.coordinator.taps("Zurück")
    await people.coordinator.shows("Fachstelle Nord: Zuständigkeiten (3)", "Angaben ändern")


async def test_a_tap_turns_a_setting_over(town: Town, people: Network) -> None:
    await opens(people.coordinator, "Fachstelle Nord")
    await people.coordinator.taps("Nur Mindestangaben")
    await people.coordinator.shows("Meldungen: nur Mindestangaben, ohne Datum und Haushalt", "Volle Angaben")
    await people.coordinator.taps("Nur fertige Sätze")
    await people.coordinator.shows("Nachrichten: nur fertige Sätze", "Eigene Worte erlauben")
    partner = await stored(town, people.help)
    assert (partner.minimal_reports, partner.free_text_notes) == (True, False)
    await people.coordinator.taps("Volle Angaben")
    await people.coordinator.taps("Eigene Worte erlauben")
    partner = await stored(town, people.help)
    assert (partner.minimal_reports, partner.free_text_notes) == (False, True)
    flags = [(one["partner"], one["minimal_reports"], one["free_text_notes"]) for one in await journal(town)]
    assert flags == [(people.help, *each) for each in ((1, 1), (1, 0), (0, 0), (0, 1))]


async def test_a_partner_without_own_words_writes_phrases_only(town: Town) -> None:
    people, case = await talking(town)
    await opens(people.coordinator, "Wohnhaus Minden")
    await people.coordinator.taps("Nur fertige Sätze")
    await people.anna.taps("Nachricht")
    await people.anna.shows(f"{case.code}: Nachricht an Petra Nord", "Bitte um Rückruf")
    await people.anna.hides("Freier Text")


async def test_an_authority_reports_more_only_by_letter(town: Town, people: Network) -> None:
    await opens(people.coordinator, "Jobcenter Mitte")
    await people.coordinator.taps("Volle Angaben")
    await people.coordinator.shows("Das erlaubt nur deren Datenschutzbeauftragte, schriftlich.")
    for text, answer in (
        ("ja, liegt vor", "Bitte einen Tag tippen"),
        ("24.11.2026", "Dieser Tag liegt noch vor uns."),
    ):
        await people.coordinator.sends(text)
        await people.coordinator.sees(answer)
    assert (await stored(town, people.jobcenter)).minimal_reports
    await people.coordinator.sends("12.11.")
    await people.coordinator.sees("Meldungen: mit Datum und Haushalt", "Nur Mindestangaben")
    assert not (await stored(town, people.jobcenter)).minimal_reports
    (fact,) = await journal(town)
    assert (fact["minimal_reports"], fact["letter_on"]) == (0, "2026-11-12")
    await people.coordinator.sends("13.11.")
    await people.coordinator.sees("Das habe ich nicht verstanden. Was möchten Sie tun?")


async def test_another_kind_says_which_topics_are_missing(town: Town, people: Network) -> None:
    await opens(people.coordinator, "Ordnungsamt Hille")
    await people.coordinator.taps("Art ändern")
    await people.coordinator.shows("Was für eine Stelle ist das?", "Wohnungsunternehmen", "Träger", "Zurück")
    await people.coordinator.hides("Behörde")
    await people.coordinator.taps("Träger")
    await people.coordinator.shows("Art: Träger\nMeldungen: mit Datum und Haushalt")
    await people.coordinator.hides("Pflichtthemen ohne Namen")
    await people.coordinator.taps("Art ändern")
    await people.coordinator.taps("Behörde")
    await people.coordinator.shows("Art: Behörde\nMeldungen: nur Mindestangaben", "nur fertige Sätze")
    await opens(people.coordinator, "Jobcenter Mitte")
    await people.coordinator.shows("Pflichtthemen ohne Namen: Scheitern")
    await people.coordinator.taps("Art ändern")
    await people.coordinator.taps("Träger")
    await people.coordinator.shows("Pflichtthemen ohne Namen: Wohnungssicherung, Nachsorge, Scheitern")


async def test_the_kind_stays_while_cases_or_a_group_rest_on_it(town: Town, people: Network) -> None:
    case = await town.do(lambda work: cases.notice(people, work, landlord_partner=people.town_hall))
    for partner in ("Wohnhaus Minden", "Ordnungsamt Hille"):  # its reporter, and the landlord of the flat
        await opens(people.coordinator, partner)
        await people.coordinator.taps("Art ändern")
        toast = await people.coordinator.taps("Träger")
        assert toast == "Dieser Partner hat offene Fälle. Solange bleibt die Art, wie sie ist."
    await town.do(lambda work: work.cases.remove(case.id))
    group = StaffGroup(chat=ChatId(-100), partner=people.landlord, state=GroupState.LINKED)
    linked = await town.do(lambda work: work.groups.add(group))
    await opens(people.coordinator, "Wohnhaus Minden")
    await people.coordinator.taps("Art ändern")
    toast = await people.coordinator.taps("Träger")
    assert toast == "Zu diesem Partner gehört eine Gruppe. Bitte zuerst trennen: /mitglieder"
    assert (await stored(town, people.landlord)).kind is PartnerKind.LANDLORD
    await town.do(lambda work: work.groups.save(replace(linked, state=GroupState.LEFT)))
    await people.coordinator.taps("Träger")
    await people.coordinator.shows("Art: Träger")


async def test_the_file_knows_the_same_rules(town: Town, people: Network) -> None:
    await town.do(lambda work: cases.notice(people, work))
    await people.coordinator.sends("/verzeichnis")
    await people.coordinator.taps("Datei einlesen")
    await people.coordinator.reads_all()
    table = (
        "Partner;Art;Thema;Name;Telefon;Was uns wichtig ist\n"
        "Wohnhaus Minden;Behörde;alle, scheitern;Carla Cent;05731 1000;\n"
        "Fachstelle Nord;;wohnungssicherung, nachsorge, scheitern;Petra Nord;05731 1000;"
        "Wie damals bei Familie Kowalski.\n"
    )
    await sends_file(people.coordinator, table.encode())
    await people.coordinator.sees("wird gelesen")
    await people.coordinator.sees(
        "Fehler: 2",
        "Wohnhaus Minden: Die Art kann sich nicht ändern, solange Fälle offen sind (1).",
        "Zeile 3, Was uns wichtig ist: nennt vermutlich jemanden",
    )
    for kind in ("", "Behörde"):
        table = "Partner;Art;Thema;Name;Telefon;Nur Mindestangaben\n"
        table += f"Jobcenter Mitte;{kind};nachsorge, scheitern;Jana Jung;05731 1000;nein\n"
        table += "Jobcenter Mitte;;wohnungssicherung, mietschuldenuebernahme;Jana Jung;;\n"
        table += "Jugendamt;Behörde;jugendamt, scheitern;Uta Amt;05731 1000;nein\n"
        await people.coordinator.reads_all()
        await sends_file(people.coordinator, table.encode())
        await people.coordinator.sees("wird gelesen")
        seen = "Volle Angaben einer Behörde erlaubt nur ein Schreiben"
        await people.coordinator.sees("Fehler: 2", f"Jobcenter Mitte: {seen}", f"Jugendamt: {seen}")
    table = "Partner;Art;Thema;Name;Telefon\nJobcenter Mitte;Träger;nachsorge, scheitern;Jana Jung;05731 1\n"
    table += "Jobcenter Mitte;;wohnungssicherung, mietschuldenuebernahme;Jana Jung;\n"
    await sends_file(people.coordinator, table.replace("05731 1", "05731 1000").encode())
    await people.coordinator.taps("Übernehmen")
    (fact,) = await journal(town)
    assert (fact["partner"], fact["kind"], fact["minimal_reports"]) == (people.jobcenter, "provider", 1)


async def test_the_sentence_is_typed_read_and_cleared(town: Town, people: Network) -> None:
    await opens(people.coordinator, "Fachstelle Nord")
    await people.coordinator.taps("Satz eintragen")
    await people.coordinator.shows("Bitte einen Satz mit höchstens 300 Zeichen.", "Zurück")
    await people.coordinator.sends(f"  {SENTENCE.replace(' ', '  ')}")
    await people.coordinator.sees(f"Was uns wichtig ist: {SENTENCE}", "Satz ändern", "Löschen")
    await town.do(lambda work: work.contacts.rebuild())
    await people.anna.sends("/kontakt wohnungssicherung espelkamp")
    await people.anna.shows(f"Was uns wichtig ist: „{SENTENCE}“")
    assert SENTENCE not in json.dumps(await journal(town), ensure_ascii=False)
    await people.coordinator.taps("Löschen")
    await people.coordinator.shows("Was uns wichtig ist: noch nichts", "Satz eintragen")
    assert (await stored(town, people.help)).important_to_us == ""
    assert [one["sentence"] for one in await journal(town)] == [1, 0]


async def test_a_professional_may_be_named(town: Town, people: Network) -> None:
    await opens(people.coordinator, "Fachstelle Nord")
    await people.coordinator.taps("Satz eintragen")
    await people.coordinator.sends("Petra Nord ist montags immer da.")
    await people.coordinator.sees("Was uns wichtig ist: Petra Nord ist montags immer da.")


@pytest.mark.parametrize(
    "text", ["Fragen Sie Frau Kowalski.", "Immer unter 0171 2345678.", "x" * 400 + " Familie Kowalski"]
)
async def test_a_sentence_that_names_somebody_is_deleted_and_asked_for_again(
    town: Town, people: Network, text: str
) -> None:
    await opens(people.coordinator, "Fachstelle Nord")
    await people.coordinator.taps("Satz eintragen")
    sent = await people.coordinator.sends(text)
    await people.coordinator.sees("Gelöscht und nicht gespeichert")
    assert sent not in [one["message_id"] for one in await people.coordinator.messages()]
    assert await journal(town) == []
    await people.coordinator.sends(SENTENCE)
    await people.coordinator.sees(SENTENCE)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("x" * 301, "Bitte höchstens 300 Zeichen."),
        ("=Wir kommen früh", "Bitte einen Satz in Worten schreiben"),
        ("🙂", "Bitte einen Satz in Worten schreiben"),
    ],
)
async def test_what_is_no_sentence_gets_one_answer(
    town: Town, people: Network, text: str, answer: str
) -> None:
    await opens(people.coordinator, "Fachstelle Nord")
    await people.coordinator.taps("Satz eintragen")
    await people.coordinator.sends(text)
    await people.coordinator.sees(answer)
    await people.coordinator.sees_nothing()
    assert (await stored(town, people.help)).important_to_us == ""


async def test_back_gives_the_question_up(town: Town, people: Network) -> None:
    await opens(people.coordinator, "Fachstelle Nord")
    await people.coordinator.taps("Satz eintragen")
    await people.coordinator.taps("Zurück")
    await people.coordinator.shows("Fachstelle Nord: Angaben")
    await people.coordinator.reads_all()
    await people.coordinator.sends(SENTENCE)
    await people.coordinator.sees("Das habe ich nicht verstanden. Was möchten Sie tun?")
    assert (await stored(town, people.help)).important_to_us == ""


async def test_old_buttons_pressed_again_change_nothing_more(town: Town, people: Network) -> None:
    old = (
        OwnWordsButton(partner=people.help, on=False).key("Sätze"),
        KindButton(partner=people.help, kind=PartnerKind.AUTHORITY).key("Amt"),
        ClearSentenceButton(partner=people.help).key("Leeren"),
        PartnerSettingsButton(partner=404).key("Fremd"),
    )
    for key in (*old, *old):
        await shows_keys(town, people.coordinator, Message(text="Alt", rows=(row(key),)))
        toast = await people.coordinator.taps(key.label)
        assert toast == ("Das habe ich nicht gefunden." if key.label == "Fremd" else "")
    assert len(await journal(town)) == 2


async def test_nobody_else_may(town: Town, people: Network) -> None:
    await people.carla.sends("/verzeichnis")
    await people.carla.taps("Ändern")
    await people.carla.shows("Wohnhaus Minden: Zuständigkeiten", "Neue Zuständigkeit")
    await people.carla.hides("Angaben ändern")
    before, own = await stored(town, people.landlord), people.landlord
    forged = (
        PartnerSettingsButton(partner=own),
        KindButton(partner=own),
        KindButton(partner=own, kind=PartnerKind.PROVIDER),
        MinimalReportsButton(partner=own, on=True),
        OwnWordsButton(partner=own, on=False),
        SentenceButton(partner=own),
        ClearSentenceButton(partner=own),
    )
    for phone in (people.carla, people.anna):
        for button in forged:
            await shows_keys(town, phone, Message(text="Alt", rows=(row(button.key("Fremd")),)))
            assert await phone.taps("Fremd") == REFUSED
    stranger = await town.phone("Mallory")
    await stranger.sends("/start")
    await shows_keys(town, stranger, Message(text="Alt", rows=(row(forged[3].key("Fremd")),)))
    assert "Dieser Dienst ist für Mitglieder." in await stranger.taps("Fremd")
    assert await stored(town, people.landlord) == before
