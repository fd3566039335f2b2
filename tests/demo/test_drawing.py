"""How phones are drawn: nothing cut off that a phone would show, and no address in a picture."""

import re
from io import StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from rich.console import Console

from bot.demo import svg
from bot.demo.drawing import Screen, Telephone, side_by_side

ROOT = Path(__file__).parents[2]
NAMESPACE = "http://www.w3.org/2000/svg"


def message(text: str, *rows: tuple[str, ...], own: bool = False, edited: bool = False) -> dict[str, Any]:
    return {
        "message_id": 1,
        "date": 1795420800,
        "edit_date": 1795420860 if edited else None,
        "from": {"id": 7, "first_name": "Anna", "is_bot": not own},
        "text": text,
        "buttons": [[{"text": label} for label in row] for row in rows],
        "photo": None,
        "contact": None,
        "document": None,
        "service": None,
    }


def screen(*messages: dict[str, Any], toast: str = "") -> Screen:
    return Screen(name="Anna Alt", office="Wohnhaus", messages=messages, toast=toast)


def drawn(*pictures: Screen | Telephone, width: int = 120) -> str:
    console = Console(width=width, file=StringIO(), highlight=False)
    with console.capture() as capture:
        console.print(side_by_side(console, pictures))
    return capture.get()


TELEPHONE = Telephone(name="Otto Ohm", office="Ordnungsamt", number="05703 2000", said="Guten Tag.")


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_three_phones_fit_into_any_terminal(width: int) -> None:
    shown = drawn(screen(message("Guten Tag\nWie geht es?")), TELEPHONE, screen(), width=width)
    assert max(map(len, shown.splitlines())) <= width
    for words in ("Anna Alt", "Wie geht es?", "☎ 05703 2000", "„Guten Tag.“"):
        assert words in shown


@pytest.mark.parametrize(
    "row",
    [
        ("Ich übernehme",),
        ("Rückfrage", "Anrufen"),
        ("Nicht zuständig", "Ablehnen"),
        ("Kontakt speichern", "Text für die Akte"),
        ("✓ Mo", "✓ Di", "✓ Mi", "✓ Do", "✓ Fr"),
    ],
)
def test_every_button_can_be_read(row: tuple[str, ...]) -> None:
    shown = drawn(screen(message("Frage", row)), TELEPHONE, TELEPHONE)
    assert all(label in shown for label in row)


def test_an_edit_and_a_toast_are_seen() -> None:
    shown = drawn(screen(message("Karte", edited=True), toast="Danke."))
    assert "bearbeitet 9:01" in shown
    assert "Danke." in shown


def test_what_people_wrote_stays_text() -> None:
    picture = svg.picture(
        "Ein <b>Bild", [screen(message("<img onerror=x>", ("A & B",), own=True)), TELEPHONE]
    )
    words = [one.text for one in ElementTree.fromstring(picture).iter(f"{{{NAMESPACE}}}text")]
    assert {"<img onerror=x>", "A & B", "☎ 05703 2000"} <= set(words)


def test_the_picture_in_the_readme_names_no_address() -> None:
    picture = (ROOT / "docs" / "demo.svg").read_text(encoding="utf-8")
    assert re.findall(r"[a-z]+://[^\"' )]+", picture) == [NAMESPACE]
    assert "url(" not in picture
