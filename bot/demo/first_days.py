"""The first days: report, request, silence, deputy, acceptance, a call, and notes."""

import re
from typing import Final

from bot.demo import network
from bot.demo.drawing import Telephone
from bot.demo.narrator import Narrator
from bot.demo.network import Network
from bot.demo.phone import Message, Untrue
from bot.demo.rehearsal import Rehearsal
from bot.demo.story import Story

CODE: Final = re.compile(r"\bMI-[0-9A-Z]{4}\b")
NUMBER: Final = re.compile(r"0\d+(?: \d+)+")
NAME_IN_NOTE: Final = "Frau Kowalski zahlt ab Dezember wieder selbst."
HARMLESS_NOTE: Final = "Wir warten mit der Klage bis 15.12."


async def everybody_joins(rehearsal: Rehearsal, narrator: Narrator) -> Network:
    """The first link is the operator's, all others come from the coordinator's chat."""
    coordinator = await network.coordinator_joins(rehearsal, await network.founded(rehearsal))
    people = await network.others_join(rehearsal, coordinator)
    await coordinator.sees("Jonas Feldkamp, Fachstelle Nord, ist jetzt dabei")
    await narrator.scene(
        "Das Netzwerk entsteht",
        "Die Koordination hat eine Tabelle eingelesen, vier Menschen mit Einmal-Links eingeladen und die "
        "Gruppe eines Wohnungsunternehmens zugeordnet.",
        await coordinator.last(2),
        await people.team.last(1),
        await people.responsible.last(1),
    )
    return people


async def report(people: Network, narrator: Narrator) -> str:
    """Nine taps; gives the case's code."""
    await people.team.sends("/melden")
    await people.team.sees("Bitte im Einzelchat")
    await people.landlord.opens(await people.team.taps("Einzelchat öffnen"))
    await people.landlord.taps("Neue Meldung", "Fristlose Kündigung", "20", "Mietschulden", "Paar")
    await people.landlord.taps("Espelkamp", "Ja, mit Einwilligung", "Kontakt zum Haushalt")
    await people.landlord.sees("Geht an: Fachstelle Nord, weil zuständig für Wohnungssicherung in Espelkamp")
    await narrator.scene(
        "Eine Kündigung, acht Tipps",
        "In der Gruppe wird kein Fall besprochen: Yvonne Dreier meldet im Einzelchat, ohne Namen und ohne "
        "Anschrift, und liest, an wen es geht und warum.",
        await people.team.last(3),
        await people.landlord.last(1),
    )
    await people.landlord.taps("An Fachstelle Nord senden")
    return _found(CODE, await people.landlord.sees("gesendet an Fachstelle Nord"))


async def request(story: Story) -> None:
    """The responsible person is asked."""
    people = story.people
    await people.responsible.sees(
        f"Neue Anfrage {story.code}", "Ich übernehme", "Antwort bis Di 24.11., 9:00"
    )
    await people.landlord.sees(f"{story.code}: angefragt", "Fachstelle Nord", "Falls nicht: Vertretung")
    await people.deputy.hides(story.code)
    await story.narrator.scene(
        "Der neunte Tipp sendet",
        "Petra Albers ist in Espelkamp zuständig und hat einen Arbeitstag Zeit, aber sie reagiert nicht.",
        await people.landlord.last(2),
        await people.responsible.last(1),
    )


async def deputy(story: Story) -> None:
    """One working day later the ladder climbs by itself."""
    people = story.people
    await story.rehearsal.forward(days=1)
    await people.deputy.sees(f"{story.code}: Bitte in Vertretung ansehen", "Ich übernehme")
    await people.landlord.sees(f"{story.code}: angefragt", "Vertretung, Antwort bis")
    await story.narrator.scene(
        "Niemand bleibt sitzen",
        "Einen Tag später fragt der Bot von selbst die Vertretung, und Yvonne Dreier sieht es auf ihrer "
        "Karte.",
        await people.landlord.last(1),
        await people.deputy.last(1),
    )


async def acceptance(story: Story) -> None:
    """The deputy takes it and promises when to report back."""
    people = story.people
    await story.rehearsal.forward(minutes=20)
    await people.deputy.taps("Ich übernehme")
    await people.deputy.sees(f"{story.code}: von Ihnen übernommen", "Morgen bis 12:00", "Rückgängig")
    await people.landlord.sees(
        f"{story.code}: übernommen", "Jonas Feldkamp, Fachstelle Nord, meldet sich bis"
    )
    await people.responsible.sees(f"{story.code}: bei Jonas Feldkamp")
    await story.narrator.scene(
        "Übernommen",
        "Jonas Feldkamp tippt auf [Ich übernehme]; beide Seiten haben jetzt Namen, Nummer und eine Uhrzeit.",
        await people.landlord.last(1),
        await people.deputy.last(1),
    )


async def call_task(story: Story) -> None:
    """The Jobcenter is asked too; its clerk has no Telegram, so somebody rings."""
    people = story.people
    await story.rehearsal.forward(minutes=15)
    await people.deputy.taps("Mehr", "Stelle beteiligen", "Mietschuldenübernahme")
    task = await people.deputy.sees(f"{story.code}: bitte anrufen", "Murat Celik, Jobcenter Mühlenkreis")
    telephone = Telephone(
        name="Murat Celik",
        office="Jobcenter Mühlenkreis",
        number=_found(NUMBER, task),
        said=f"Guten Tag, Feldkamp, Fachstelle Nord. Es geht um {story.code}. Können Sie die Mietschulden "
        "als Darlehen übernehmen?",
    )
    await story.narrator.scene(
        "Wer kein Telegram hat, wird angerufen",
        "Jonas Feldkamp beteiligt das Jobcenter; dessen Sachbearbeiter ist nicht im Chat, also wird daraus "
        "eine Anruf-Aufgabe mit Nummer und Sprechzeit.",
        await people.landlord.last(2),
        await people.deputy.last(2),
        telephone,
    )
    await people.deputy.taps("Erreicht, übernimmt")
    await people.deputy.sees(f"{story.code}: am Telefon übernommen", "Murat Celik, Jobcenter Mühlenkreis")


async def stopped_note(story: Story) -> None:
    """A note with a name stays where it was typed."""
    people = story.people
    await story.rehearsal.forward(minutes=40)
    await people.landlord.taps("Nachricht", "Freier Text")
    await people.landlord.sends(NAME_IN_NOTE)
    await people.landlord.sees("Nicht gesendet", "einen Namen")
    await people.landlord.hides("Kowalski")
    await people.deputy.hides("Kowalski")
    await story.narrator.scene(
        "Ein Name bleibt draußen",
        f"Yvonne Dreier schreibt „{NAME_IN_NOTE}“, und der Bot hält den Text an, löscht ihn und sagt, warum.",
        await people.landlord.last(1),
        await people.deputy.last(1),
    )


async def note(story: Story) -> None:
    """A harmless one arrives."""
    people = story.people
    await people.landlord.taps("Neu schreiben")
    await people.landlord.sends(HARMLESS_NOTE)
    await people.landlord.sees(f"So geht es an Jonas Feldkamp: „{HARMLESS_NOTE}“")
    await people.landlord.taps("Nein, senden")
    await people.deputy.sees(f"{story.code}: Nachricht von Yvonne Dreier", f"„{HARMLESS_NOTE}“")
    await people.landlord.sees("Zugestellt an Jonas Feldkamp")
    await story.narrator.scene(
        "Was beide wissen müssen, kommt an",
        "Der zweite Text nennt niemanden, wird vor dem Senden noch einmal gezeigt und dann zugestellt.",
        await people.landlord.last(2),
        await people.deputy.last(1),
    )


def _found(wanted: re.Pattern[str], message: Message) -> str:
    """The first such text in the message. Raises Untrue."""
    match = wanted.search(message["text"])
    if match is None:
        raise Untrue(f"Es fehlt etwas in „{message['text']}“.")
    return match[0]
