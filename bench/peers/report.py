"""The report that every peer asks: the questions, choices and cards of ours, as plain data.

A peer keeps the answers of whoever is asked and the report that they become; it knows no deadline and no
search for who is responsible. What it says and shows is as long as what ours says and shows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

OFFICE: Final = 1016
WATCHER: Final = 500_000
ENTRY: Final = "new"
SEND: Final = "send"
QUESTIONS: Final = ("stage", "day", "reason", "household", "place", "channel", "request")
STEPS: Final = len(QUESTIONS) + 2  # the entry and [An … senden]

_ASKED: Final = {
    "stage": ("Stand", "Wie ist der Stand?"),
    "day": ("Datum", "Wann ist die Kündigung zugegangen?"),
    "reason": ("Grund", "Was ist der Hauptgrund?"),
    "household": ("Haushalt", "Wer wohnt dort?"),
    "place": ("Ort", "In welcher Gemeinde?"),
    "channel": ("Haushalt weiß davon", "Weiß der Haushalt von dieser Meldung?"),
    "request": ("Bitte", "Worum bitten Sie?"),
}
_CHOICES: Final = {
    "stage": (
        ("Auffälligkeit", "Mietrückstand"),
        ("Mahnung, Abmahnung",),
        ("Fristlose Kündigung",),
        ("Ordentliche Kündigung",),
        ("Beide Kündigungen",),
        ("Räumungsklage", "Urteil, Vergleich"),
        ("Räumungstermin", "Geräumt"),
        ("Unbekannt",),
    ),
    "reason": (
        ("Mietschulden", "Energieschulden"),
        ("Verhalten, Konflikt",),
        ("Lebenslage", "Eigenbedarf"),
        ("Unbekannt",),
    ),
    "household": (
        ("1 Person", "Paar"),
        ("Allein mit Kindern",),
        ("Paar mit Kindern",),
        ("Mehrere Erwachsene",),
        ("Unbekannt",),
    ),
    "place": (
        ("Bad Oeynhausen", "Espelkamp"),
        ("Hille", "Hüllhorst"),
        ("Lübbecke", "Minden"),
        ("Petershagen", "Porta Westfalica"),
        ("Pr. Oldendorf", "Rahden"),
        ("Stemwede", "Anderer Ort"),
    ),
    "channel": (
        ("Ja, mit Einwilligung",),
        ("Informiert, kein Widerspruch",),
        ("Angeschrieben, keine Antwort",),
        ("Nein, noch nicht", "Unbekannt"),
        ("Haushalt lehnt Hilfe ab",),
    ),
    "request": (
        ("Kontakt zum Haushalt",),
        ("Mietschulden klären",),
        ("Konflikt klären",),
        ("Hausbesuch", "Nur ein Rat"),
    ),
}
_END: Final = (("Abbrechen", "cancel"),)

Rows = tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A message: its text, and rows of buttons, each a label and what it carries."""

    text: str
    rows: Rows = ()


def following(question: str) -> str | None:
    """The question after this one; None when the last step is next."""
    place = QUESTIONS.index(question) + 1
    return QUESTIONS[place] if place < len(QUESTIONS) else None


def screen(question: str | None, answers: Mapping[str, str], today: date) -> Screen:
    """What is asked next, under what was answered; None: the last step."""
    step = STEPS - 1 if question is None else QUESTIONS.index(question) + 1
    given = [f"{_ASKED[name][0]}: {answers[name]}" for name in QUESTIONS if name in answers]
    lines = [f"Meldung, Schritt {step} von {STEPS - 1}", *given, ""]
    if question is None:
        lines += [
            "Dringlichkeit orange, weil eine Kündigung vorliegt",
            f"Geht an: Fachstelle Mitte, weil zuständig für Wohnungssicherung in {answers['place']}",
            "Namen nennen: nein",
        ]
        return Screen(text="\n".join(lines), rows=((("An Fachstelle Mitte senden", SEND),), _END))
    lines.append(_ASKED[question][1])
    rows = _calendar(today) if question == "day" else _rows(question)
    return Screen(text="\n".join(lines), rows=(*rows, _END))


def sent(code: str) -> Screen:
    """What takes the dialogue's place at its end."""
    return Screen(text=f"{code}: gesendet an Fachstelle Mitte")


def cards(code: str, reporter: int, answers: Mapping[str, str]) -> Iterator[tuple[int, Screen]]:
    """What the end of a report brings to three chats: the reporter's, a colleague's, the office's."""
    card = Screen(
        text=f"{code}: angefragt\nAngefragt: Fachstelle Mitte. Falls keine Antwort: Vertretung.\n\n"
        f"Kündigung · {answers['place']} · {answers['household']}\nMerkwort: Ulme",
        rows=((("Code kopieren", "copy"), ("Text für die Akte", "file")), (("Mehr", "more"),)),
    )
    yield WATCHER, card
    yield reporter, card
    yield OFFICE, _request(code, answers)


def _request(code: str, answers: Mapping[str, str]) -> Screen:
    lines = [
        f"Neue Anfrage {code}\nAntwort bis morgen, 8:00\n",
        f"Stand: {answers['stage']}, zugegangen {answers['day']}",
        f"Ort: {answers['place']}, {answers['household']}",
        f"Grund: {answers['reason']}",
        f"Gebeten: {answers['request']}",
        "Dringlichkeit orange, weil eine Kündigung vorliegt",
        "Von: Wilma Weg, Wohnhaus 0\nNamen nennen: nein\n",
        f"Sie sind zuständig für Wohnungssicherung in {answers['place']}.",
    ]
    rows = (
        (("Ich übernehme", "accept"),),
        (("Rückfrage", "ask"), ("Anrufen", "call")),
        (("Nicht zuständig", "decline"), ("Ablehnen", "reject")),
    )
    return Screen(text="\n".join(lines), rows=rows)


def _rows(question: str) -> Rows:
    return tuple(tuple((label, f"{question}:{label}") for label in row) for row in _CHOICES[question])


def _calendar(today: date) -> Rows:
    """Four weeks and the days of this one, a week a row; what is to come cannot be tapped."""
    monday = today - timedelta(days=today.weekday() + 21)
    weeks = tuple(
        tuple(_day(monday + timedelta(days=7 * week + day), today) for day in range(7)) for week in range(4)
    )
    return (tuple((name, "empty") for name in ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")), *weeks)


def _day(day: date, today: date) -> tuple[str, str]:
    if day > today:
        return ("·", "empty")
    label = f"{day.day}.{day.month}." if day.day == 1 else str(day.day)
    return (label, f"day:{day:%d.%m.%Y}")
