"""Anybody in the network computes deadlines with /fristen: three taps and a day."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from domain.model.deadlines.engine import compute
from domain.model.deadlines.explanation import DISCLAIMER, PASSED
from domain.model.deadlines.rules import table
from handlers import deadline_words
from handlers.calendar_file import Entry, Sheet, calendar_ics, calendar_of
from handlers.texts import LANGUAGES, Texts
from tests.stories.network import network
from tests.stories.town import Town, labels

TELEGRAMS_LIMIT = 4096


async def test_three_taps_and_a_day(town: Town) -> None:
    """A suit served on 2 November gives until 31 December, and by the calendar until 4 January."""
    petra = (await network(town)).petra
    await petra.sends("/fristen")
    await petra.sees("Worum geht es?")
    for label in ("Klage und Urteil", "Räumungsklage zugestellt", "Ja, er steht fest"):
        await petra.taps(label)
    await petra.shows("Welches Datum steht auf dem gelben Umschlag?")
    await petra.taps("Älter")
    await petra.sends("2. November")
    shown = await petra.sees(
        "Räumungsklage zugestellt, Mo 2.11.2026",
        "Verteidigungsanzeige: bis Mo 16.11.2026",
        "Schonfrist: sicher bis Do 31.12.2026, rechnerisch Mo 4.1.2027",
        DISCLAIMER,
    )
    assert PASSED in shown["text"]  # the defence notice was due a week ago
    assert "sicherer Tag" not in shown["text"]
    assert labels(shown) == ["So wurde gerechnet", "Als Kalender", "Neue Rechnung"]


async def test_how_it_was_reckoned_and_back(town: Town) -> None:
    petra = (await network(town)).petra
    await petra.sends("/fristen")
    await petra.reads_all()
    for label in ("Klage und Urteil", "Räumungsklage zugestellt", "Ja, er steht fest", "20"):
        await petra.taps(label)
    await petra.taps("So wurde gerechnet")
    await petra.shows(
        "Zustellung der Klage Fr 20.11.2026 plus 2 Monate",
        "Wer handelt: Mieter zahlt alles Fällige",
        "Streitig: ",
        "Schonfrist, sicherer Tag",
        DISCLAIMER,
    )
    await petra.taps("Kurz")
    await petra.shows("Schonfrist: bis Mi 20.1.2027")


async def test_an_uncertain_day_is_marked(town: Town) -> None:
    petra = (await network(town)).petra
    await petra.sends("/fristen")
    await petra.reads_all()
    for label in ("Klage und Urteil", "Versäumnisurteil zugestellt", "Nein, ungefähr"):
        await petra.taps(label)
    await petra.shows("Bitte den frühesten Tag wählen")
    await petra.taps("20")
    await petra.shows("Einspruch gegen das Versäumnisurteil: bis Fr 4.12.2026", "Unsicher")


async def test_the_filing_of_a_suit_asks_for_the_envelope(town: Town) -> None:
    petra = (await network(town)).petra
    await petra.sends("/fristen")
    await petra.reads_all()
    for label in ("Klage und Urteil", "Klage bei Gericht eingegangen"):
        await petra.taps(label)
    await petra.shows("setzt keine Frist in Gang", "gelben Umschlag")
    await petra.taps("Zustellung eingeben")
    await petra.shows("Räumungsklage zugestellt", "Steht der Tag fest?")


async def test_an_eviction_lies_ahead(town: Town) -> None:
    petra = (await network(town)).petra
    await petra.sends("/fristen")
    await petra.reads_all()
    for label in ("Räumung", "Räumungstermin", "Ja, er steht fest", "18"):
        await petra.taps(label)
    await petra.shows("Antrag auf Vollstreckungsschutz: bis Do 3.12.2026")


@pytest.mark.parametrize("typed", ["30.2.2026", "gestern war das", "12.3.1975"])
async def test_a_day_that_is_none_is_asked_for_again(town: Town, typed: str) -> None:
    petra = (await network(town)).petra
    await petra.sends("/fristen")
    await petra.reads_all()
    for label in ("Bescheid vom Amt", "Bescheid bekannt gegeben", "Ja, er steht fest", "Älter"):
        await petra.taps(label)
    await petra.sends(typed)
    await petra.sees("Bitte einen Tag tippen")
    await petra.sends("28.9.2026")
    await petra.sees("Widerspruch gegen den Bescheid: bis Mi 28.10.2026")


async def test_the_calendar_says_only_that_there_is_a_deadline(town: Town) -> None:
    petra = (await network(town)).petra
    await petra.sends("/fristen")
    await petra.reads_all()
    for label in ("Klage und Urteil", "Räumungsklage zugestellt", "Ja, er steht fest", "20", "Als Kalender"):
        await petra.taps(label)
    sent = await petra.sees("Der Kalender nennt nur")
    assert sent["document"]["file_name"] == "Frist.ics"
    content = await petra.client.download(petra.user, sent["document"]["file_id"])
    calendar = Calendar.from_ical(content)
    events = list(calendar.walk("VEVENT"))
    assert [one["summary"] for one in events] == ["Frist", "Frist", "Frist"]
    assert {one.decoded("dtstart") for one in events} == {
        date(2026, 12, 4),
        date(2026, 12, 18),
        date(2027, 1, 20),
    }


async def test_what_nobody_has_to_keep_is_no_entry_of_a_calendar(town: Town) -> None:
    """The ends of a tenancy are for information: there is no day on which an alarm could ring."""
    petra = (await network(town)).petra
    await petra.sends("/fristen")
    await petra.reads_all()
    for label in ("Miete und Kündigung", "ordentliche Kündigung", "Ja, er steht fest", "4"):
        await petra.taps(label)
    shown = await petra.shows("Mietende bei unter 5 Jahren Mietdauer: So 31.1.2027")
    assert labels(shown) == ["So wurde gerechnet", "Neue Rechnung"]


def test_a_case_is_named_by_its_code_alone() -> None:
    file = calendar_of(
        datetime(2026, 11, 23, 9, tzinfo=UTC),
        [Entry(safe_on=date(2026, 12, 31), ends_on=date(2027, 1, 4))],
        "MI-7KQ4",
    )
    calendar = Calendar.from_ical(calendar_ics(file.subject))
    (event,) = calendar.walk("VEVENT")
    assert event["summary"] == "Frist MI-7KQ4"
    assert event.decoded("dtstart") == date(2026, 12, 31)
    assert event["description"] == DISCLAIMER
    alarms = event.walk("VALARM")
    assert {str(one["description"]) for one in alarms} == {"Frist MI-7KQ4"}
    assert len(alarms) == 5


def test_a_sheet_is_read_as_it_was_written() -> None:
    entries = (Entry(safe_on=date(2026, 12, 31), ends_on=date(2027, 1, 4)),) * 2
    sheet = Sheet(made_at=datetime(2026, 11, 23, 9, tzinfo=UTC), code="", entries=entries)
    assert Sheet.unpack(sheet.pack()) == sheet


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_fits_into_a_message(language: str) -> None:
    texts, day = Texts.of(language), date(2027, 3, 27)
    for event in table().events.values():
        found = compute(event.key, day, uncertain=True)
        for text in (
            deadline_words.result(texts, event, day, found, date(2030, 1, 1)),
            deadline_words.reckoned(texts, event, day, found),
        ):
            assert len(text) < TELEGRAMS_LIMIT, event.key
            assert DISCLAIMER in text
