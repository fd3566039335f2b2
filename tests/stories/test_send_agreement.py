"""An agreement leaves as a PDF that a manager signs, and as YAML that comes back."""

from typing import Any

import pypdfium2
import yaml

from tests.stories.agreements import begins, in_force, signing
from tests.stories.town import Phone, Town


async def document(phone: Phone, ending: str) -> bytes:
    """The latest file that the bot has sent in this chat."""
    for message in reversed(await phone.messages()):
        if (sent := message.get("document")) and sent["file_name"].endswith(ending):
            return await phone.client.download(phone.user, sent["file_id"])
    raise AssertionError(f"no {ending} was sent")


def words_of(pdf: bytes) -> tuple[int, str]:
    """How many pages, and everything that can be read on them."""
    read = pypdfium2.PdfDocument(pdf)
    return len(read), "\n".join(page.get_textpage().get_text_bounded() for page in read)


async def test_the_paper_says_everything_and_who_has_confirmed(town: Town) -> None:
    people = await signing(town)
    await in_force(town, people)
    await people.carla.sends("/vereinbarung")
    await people.carla.taps("1")
    await people.carla.taps("PDF")
    pages, text = words_of(await document(people.carla, "Vereinbarung.pdf"))
    assert pages >= 2
    for part in (
        "Zusammenarbeit für den Erhalt von Wohnungen",
        "Wohnhaus Minden",
        "1.\u2002Ziele",
        "6.\u2002Nachsorge",
        "7.\u2002Wenn es scheitert",
        "8.\u2002Bestätigung",
        "Carla Cent, Mietenmanagement",
        "Petra Nord, Wohnungssicherung",
        "23.11.2026",
        f"Seite 1 von {pages}",
    ):
        assert part.replace("\u2002", " ") in " ".join(text.split()), part
    assert "vorgeschlagen" not in text


def heights(pdf: bytes, *words: str) -> list[float]:
    """How far up on the last page each of them stands."""
    read = pypdfium2.PdfDocument(pdf)
    page = read[len(read) - 1].get_textpage()
    found = []
    for word in words:
        place = page.search(word).get_next()
        assert place is not None, word
        found.append(round(page.get_charbox(place[0])[3]))
    return found


async def test_partners_stand_at_one_height_whoever_has_confirmed(town: Town) -> None:
    people = await signing(town)
    await begins(people.petra, "Projekt mit Nachsorge", "Wohnhaus Minden", "Jobcenter Mitte")
    await people.petra.shows("zwischen Wohnhaus Minden, Fachstelle Nord und Jobcenter Mitte")
    await people.petra.taps("Vorschlagen")
    await people.petra.shows("Gefragt wird dann: Wohnhaus Minden, Jobcenter Mitte.")
    await people.petra.taps("Ja, vorschlagen")
    await people.petra.taps("PDF")
    paper = await document(people.petra, "Vereinbarung.pdf")
    assert "Petra Nord, Wohnungssicherung" in words_of(paper)[1]
    assert len(set(heights(paper, "Wohnhaus Minden", "Fachstelle Nord", "Jobcenter Mitte"))) == 1


async def test_a_draft_says_on_paper_that_it_is_one(town: Town) -> None:
    people = await signing(town)
    await begins(people.petra, "Ohne Vorlage", "Wohnhaus Minden")
    await people.petra.taps("PDF")
    _, text = words_of(await document(people.petra, "Vereinbarung.pdf"))
    assert "Entwurf" in text
    assert "Noch nichts vereinbart." in text


async def test_the_file_says_the_same_in_words(town: Town) -> None:
    people = await signing(town)
    await in_force(town, people)
    await people.petra.sends("/vereinbarung")
    await people.petra.taps("1")
    await people.petra.taps("YAML-Datei")
    content = (await document(people.petra, "Vereinbarung.yaml")).decode()
    assert content.startswith("# Vereinbarung, Version 1.")
    told: dict[str, Any] = yaml.safe_load(content)
    assert [one["name"] for one in told["partner"]] == ["Wohnhaus Minden", "Fachstelle Nord"]
    assert told["scheitern"]["schritte"][0]["was"] == "Erstes Telefonat"
    assert told["nachsorge"]["jaehrlich"] == "ja"
