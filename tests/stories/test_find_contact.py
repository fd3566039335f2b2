"""A person looks for whoever is responsible."""

from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest

from bot.import_file import import_file
from domain.model.ids import ChatId, PersonId
from domain.model.people import Person, Role
from domain.model.routing import Absence
from storage.work import SqliteWork
from tests.stories.town import Phone, Town

SAMPLE = files("bot").joinpath("sample/network.csv").read_bytes()


@pytest.fixture
async def caseworker(town: Town) -> Phone:
    """The sample network is in the directory, and somebody of Fachstelle Mitte is in the chat."""
    await town.do(lambda work: import_file(work, SAMPLE, "csv", write=True))
    partner = await town.do(lambda work: named(work, "Clara Wiehe").partner)
    coordinator = Person(partner=partner, name="Karin Ordner", phone="0221 4710 900", role=Role.COORDINATOR)
    await town.do(lambda work: work.people.add(coordinator))
    return await town.member("Maria Mitte", partner)


def named(work: SqliteWork, name: str) -> Person:
    (person,) = (one for one in work.people.all() if one.name == name)
    return person


async def goes_away(town: Town, name: str, deputy: str | None = None) -> None:
    def enter(work: SqliteWork) -> None:
        stands_in = None if deputy is None else named(work, deputy).id
        absence = Absence(
            person=named(work, name).id,
            first_on=date(2026, 11, 20),
            last_on=date(2026, 11, 27),
            deputy=stands_in,
        )
        work.absences.enter(absence, named(work, name).id)

    await town.do(enter)


async def test_one_message_with_a_typing_error_names_the_person_and_the_reason(caseworker: Phone) -> None:
    await caseworker.sends("/kontakt espelkmp mietschulden")
    await caseworker.sees(
        "Petra Albers\nSozialarbeit, Fachstelle Nord\n0221 4710 101, Mo bis Do 8 bis 16 Uhr",
        "Vertretung: Jonas Feldkamp, 0221 4710 102",
        "Nicht in diesem Chat: bitte anrufen.",
        "Warum: zuständig für Wohnungssicherung in Espelkamp.",
        "Was uns wichtig ist: „Wir kommen lieber zu früh als zu spät.“",
        "Anrufen",
    )
    await caseworker.sees_nothing()


async def test_a_question_as_people_ask_it(caseworker: Phone) -> None:
    await caseworker.sends("/kontakt Wer zahlt Mietschulden in Hille?")
    await caseworker.sees(
        "Murat Celik", "Jobcenter Mühlenkreis", "Warum: zuständig für Mietschuldenübernahme im ganzen Kreis."
    )


async def test_the_number_comes_as_a_contact_card(town: Town, caseworker: Phone) -> None:
    await caseworker.sends("/kontakt notunterkunft hille")
    await caseworker.sees("Gisela Weiß")
    await caseworker.taps("Anrufen")
    (card,) = await caseworker.unread()
    assert card["contact"]["first_name"] == "Gisela"
    assert card["contact"]["phone_number"].replace(" ", "") == "02214710701"


async def test_whoever_stands_in_is_named_and_called(town: Town, caseworker: Phone) -> None:
    await goes_away(town, "Petra Albers")
    await caseworker.sends("/kontakt mietschulden rahden")
    await caseworker.sees("Petra Albers", "Heute nicht da. In Vertretung: Jonas Feldkamp, 0221 4710 102")
    await caseworker.taps("Anrufen")
    (card,) = await caseworker.unread()
    assert card["contact"]["first_name"] == "Jonas"


async def test_nobody_stands_in(town: Town, caseworker: Phone) -> None:
    await goes_away(town, "Petra Albers")
    await goes_away(town, "Jonas Feldkamp")
    await caseworker.sends("/kontakt mietschulden rahden")
    await caseworker.sees("Heute nicht da, eine Vertretung ist nicht eingetragen.")


async def test_somebody_who_is_in_the_chat(town: Town, caseworker: Phone) -> None:
    def joins(work: SqliteWork) -> None:
        work.people.save(replace(named(work, "Petra Albers"), telegram=ChatId(caseworker.user + 500)))

    await town.do(joins)
    await caseworker.sends("/kontakt Petra Albers")
    await caseworker.sees(
        "Schreibt hier mit.",
        "Warum: zuständig für Wohnungssicherung (Espelkamp, Rahden), Nachsorge (Espelkamp, Rahden).",
    )


async def test_a_place_alone_names_who_is_there_and_for_what(caseworker: Phone) -> None:
    await caseworker.sends("/kontakt Espelkamp")
    await caseworker.sees(
        "Petra Albers",
        "Warum: zuständig für Wohnungssicherung (Espelkamp, Rahden), Nachsorge (Espelkamp, Rahden).",
        "Murat Celik, Jobcenter Mühlenkreis",
    )


async def test_several_equally_good_ones_are_a_list(caseworker: Phone) -> None:
    await caseworker.sends("/kontakt räumung espelkamp")
    await caseworker.sees("Yvonne Dreier", "Sabine Reuter, Wohnbau Weserbogen")
    await caseworker.sends("/kontakt Wohnbau Weserbogen")
    await caseworker.sees("Mehrere kommen in Frage: 3", "Lars Brinkhoff, Wohnbau Weserbogen")
    await caseworker.taps("Lars Brinkhoff")
    await caseworker.sees(
        "Lars Brinkhoff\nMietenmanagement", "Räumung (Minden, Petershagen, Porta Westfalica)"
    )


async def test_by_buttons(caseworker: Phone) -> None:
    await caseworker.sends("/kontakt")
    await caseworker.sees("Wen suchen Sie?", "Unterbringung")
    await caseworker.taps("Wohnungssicherung")
    await caseworker.shows("Wohnungssicherung: In welcher Gemeinde?", "Pr. Oldendorf")
    await caseworker.taps("Stemwede")
    await caseworker.shows("Jonas Feldkamp", "Warum: zuständig für Wohnungssicherung in Stemwede.")
    await caseworker.sees_nothing()


async def test_words_typed_after_the_button(caseworker: Phone) -> None:
    await caseworker.sends("/kontakt")
    await caseworker.reads_all()
    await caseworker.sends("jugendamt")
    await caseworker.sees("Silke Hartig", "Jugendamt Mühlenkreis")
    await caseworker.sends("jugendamt")
    await caseworker.sees("nicht verstanden")


async def test_a_topic_alone_asks_for_the_place(caseworker: Phone) -> None:
    await caseworker.sends("/kontakt mietschulden")
    await caseworker.sees("Wohnungssicherung: In welcher Gemeinde?")
    await caseworker.taps("Minden")
    await caseworker.shows("Deniz Aydin")


async def test_nobody_found_names_who_could_know(town: Town, caseworker: Phone) -> None:
    await caseworker.sends("/kontakt unterbringung stemwede")
    await caseworker.sees(
        "Dafür ist niemand eingetragen.", "Fragen Sie die Koordination: Karin Ordner, 0221 4710 900."
    )
    await caseworker.taps("Anrufen: Karin Ordner")
    (card,) = await caseworker.unread()
    assert card["contact"]["phone_number"].replace(" ", "") == "02214710900"


@pytest.mark.parametrize(
    "query", ["Anna Müller mietschulden hille", "Frau Kowalski", "Hauptstraße 12 Hille", "0171 2345678"]
)
async def test_a_question_that_names_somebody_is_deleted_and_not_kept(
    town: Town, caseworker: Phone, query: str
) -> None:
    sent = await caseworker.sends(f"/kontakt {query}")
    await caseworker.sees("Bitte nur Ort, Thema oder Stelle nennen", "nicht gespeichert")
    assert sent not in [one["message_id"] for one in await caseworker.messages()]
    assert await town.do(lambda work: kept(work, query.split(maxsplit=1)[0])) == 0
    await caseworker.sees_nothing()


def kept(work: SqliteWork, word: str) -> int:
    """How many rows of the dialogues, the inbox and the outbox hold the word."""
    places = (("inbox", "payload"), ("outbox", "body"), ("drafts", "answers"), ("journal", "facts"))
    counts = (
        work.connection.execute(f"SELECT count(*) FROM {table} WHERE instr({column}, ?)", (word,)).fetchone()
        for table, column in places
    )
    return sum(count[0] for count in counts)


@pytest.mark.parametrize("query", ["32339 mietschulden", "Frau Albers espelkamp", "Weiß Hille"])
async def test_postcodes_and_professionals_may_be_named(caseworker: Phone, query: str) -> None:
    await caseworker.sends(f"/kontakt {query}")
    assert "Bitte nur Ort" not in (await caseworker.unread())[0]["text"]
    await caseworker.reads_all()


@pytest.mark.parametrize("query", ["?", "🙂", "x" * 4000, "wer ist das"])
async def test_a_question_that_says_nothing_gets_one_answer(caseworker: Phone, query: str) -> None:
    await caseworker.sends(f"/kontakt {query}")
    await caseworker.sees("Dafür ist niemand eingetragen.")
    await caseworker.sees_nothing()


async def test_strangers_and_old_buttons(town: Town, caseworker: Phone) -> None:
    stranger = await town.phone("Mallory")
    await stranger.sends("/start")
    await stranger.reads_all()
    await stranger.sends("/kontakt hille")
    await stranger.sees("Dieser Dienst ist für Mitglieder.")
    await caseworker.sends("/kontakt notunterkunft hille")
    await caseworker.reads_all()

    def leaves(work: SqliteWork) -> PersonId:
        gisela = named(work, "Gisela Weiß")
        work.people.save(replace(gisela, active=False))
        return gisela.id

    await town.do(leaves)
    assert "nicht gefunden" in await caseworker.taps("Anrufen")
    await caseworker.sees_nothing()
