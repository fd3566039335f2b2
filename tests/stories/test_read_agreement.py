"""An agreement comes as a file: it becomes a draft, or every fault is told with its line and field."""

import pytest

from domain.model.agreement import AgreementState
from tests.stories.agreements import begins, in_force, signing
from tests.stories.test_import_directory import sends_file
from tests.stories.test_send_agreement import document
from tests.stories.town import Phone, Town

SMALL = """titel: Kurze Wege im Nordkreis
ziele:
- Menschen behalten ihre Wohnung
partner:
- name: Wohnhaus Minden
  eigene_ziele: [Frieden im Haus]
  stunden_im_monat: 5
- name: Fachstelle Nord
  stunden_im_monat: 20
hilfe:
- von: Fachstelle Nord
  was: Hausbesuch
  wie_oft: jede Woche
  minuten: 45
zeit:
  beginn: 2026-12-01
  ende: 31.12.2028
"""


async def asks_for_file(phone: Phone) -> None:
    await phone.sends("/vereinbarung")
    await phone.taps("Neue Vereinbarung")
    await phone.taps("Datei einlesen")
    await phone.shows("Bitte senden Sie die YAML-Datei jetzt hier (höchstens 32 KB).")
    await phone.reads_all()


async def test_a_file_becomes_a_draft(town: Town) -> None:
    people = await signing(town)
    await asks_for_file(people.petra)
    await sends_file(people.petra, SMALL.encode(), "entwurf.yaml")
    await people.petra.sees("Die Datei wird gelesen.")
    await people.petra.sees(
        "Kurze Wege im Nordkreis",
        "Stand: Entwurf, Version 1",
        "Zeit: 1.12.2026 bis 31.12.2028",
        "Hilfe: Fachstelle Nord: Hausbesuch",
        "Noch offen: die Regel für die Nachsorge",
    )
    (agreement,) = await town.do(lambda work: work.agreements.all())
    (draft,) = await town.do(lambda work: work.agreement_versions.of_agreement(agreement.id))
    assert draft.state is AgreementState.DRAFT
    assert draft.terms.help[0].minutes == 45


async def test_out_and_back_says_the_same(town: Town) -> None:
    people = await signing(town)
    version = await in_force(town, people)
    await people.petra.sends("/vereinbarung")
    await people.petra.taps("1")
    await people.petra.taps("YAML-Datei")
    content = await document(people.petra, ".yaml")
    await people.petra.taps("Ändern")
    await people.petra.taps("Datei einlesen")
    await sends_file(people.petra, content, "Vereinbarung.yaml")
    (_, draft) = await town.do(lambda work: work.agreement_versions.of_agreement(version.agreement))
    assert draft.terms == version.terms


async def test_the_bots_own_file_begins_another_agreement_with_every_field(town: Town) -> None:
    people = await signing(town)
    version = await in_force(town, people, title="Kurze Wege Nord")
    await people.petra.sends("/vereinbarung")
    await people.petra.taps("1")
    await people.petra.taps("YAML-Datei")
    content = await document(people.petra, ".yaml")
    await asks_for_file(people.petra)
    await sends_file(people.petra, content, "Vereinbarung.yaml")
    await people.petra.shows("Kurze Wege Nord", "Stand: Entwurf, Version 1")
    (begun, _) = await town.do(lambda work: work.agreements.all())
    (draft,) = await town.do(lambda work: work.agreement_versions.of_agreement(begun.id))
    assert draft.terms == version.terms


async def test_a_title_is_changed_in_the_file(town: Town) -> None:
    people = await signing(town)
    version = await in_force(town, people)
    await people.petra.sends("/vereinbarung")
    await people.petra.taps("1")
    await people.petra.taps("YAML-Datei")
    content = (await document(people.petra, ".yaml")).decode()
    changed = content.replace(version.terms.title, "Zusammen im Nordkreis")
    await people.petra.taps("Ändern")
    await people.petra.taps("Datei einlesen")
    await sends_file(people.petra, changed.encode(), "Vereinbarung.yaml")
    (_, draft) = await town.do(lambda work: work.agreement_versions.of_agreement(version.agreement))
    assert draft.terms.title == "Zusammen im Nordkreis"


async def test_faults_name_line_and_field_and_a_corrected_file_follows(town: Town) -> None:
    people = await signing(town)
    await asks_for_file(people.petra)
    wrong = (
        SMALL.replace("Frieden im Haus", "Friede")
        .replace("minuten: 45", "minuten: 4500")
        .replace("was: Hausbesuch", "was: Reparatur")
        .replace("beginn:", "begin:")
        .replace("31.12.2028", "irgendwann")
    )
    await sends_file(people.petra, wrong.encode(), "entwurf.yaml")
    await people.petra.sees("Die Datei wird gelesen.")
    await people.petra.sees(
        "So kann ich die Datei nicht übernehmen. Es wurde nichts geändert.",
        "Zeile 6, partner › 1 › eigene_ziele: Dieses Wort kenne ich hier nicht. Möglich: Frieden im Haus",
        "Zeile 12, hilfe › 1 › was: Das kann dieser Partner nicht leisten.",
        "Zeile 14, hilfe › 1 › minuten: Hier steht eine Zahl: 0 bis 480.",
        "Zeile 16, zeit: Dieses Feld gibt es hier nicht. Möglich: beginn, ende, gebiet",
        "Zeile 17, zeit › ende: Hier steht ein Tag",
    )
    assert await town.do(lambda work: work.agreements.all()) == ()
    await sends_file(people.petra, SMALL.encode(), "entwurf.yaml")
    await people.petra.shows("Stand: Entwurf, Version 1")


BOMB = "a: &a [x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n"
REFUSED = [
    (BOMB, "Zeile 1: Verweise (&amp; und *) nehme ich nicht an."),
    ("a: !!python/object/apply:os.system [ls]", "Zeile 1: Eigene Typen (!) nehme ich nicht an."),
    ("[" * 2000, "Zeile 1: Die Datei ist zu tief verschachtelt."),
    ("titel: eins\ntitel: zwei\n", "Zeile 2: Dieses Feld steht zweimal da."),
    ("titel: [offen\n", "Die Datei ist kein lesbares YAML."),
    ("---\na: 1\n---\nb: 2\n", "Die Datei ist kein lesbares YAML."),
    ("", "Die Datei ist leer."),
    ("\n".join(f"- {number}" for number in range(2000)), "Die Datei hat zu viele Einträge."),
    ("x" * 40_000, "Die Datei ist zu groß."),
]


@pytest.mark.parametrize(("content", "told"), REFUSED)
async def test_what_could_blow_up_is_refused(town: Town, content: str, told: str) -> None:
    people = await signing(town)
    await asks_for_file(people.petra)
    await sends_file(people.petra, content.encode(), "entwurf.yaml")
    await people.petra.shows(told.replace("&amp;", "&"), "Bitte ändern und noch einmal senden.")


async def test_a_name_in_the_file_is_stopped_and_not_kept(town: Town) -> None:
    people = await signing(town)
    await asks_for_file(people.petra)
    named = SMALL + "ziele_in_worten: Frau Schmidtke aus der Lindenstraße 12 behält ihre Wohnung\n"
    await sends_file(people.petra, named.encode(), "entwurf.yaml")
    await people.petra.shows("Zeile 18, ziele_in_worten: Hier steht vermutlich etwas, das jemanden nennt.")
    await people.petra.hides("Schmidtke")
    kept = await town.do(
        lambda work: work.connection.execute(
            "SELECT count(*) FROM inbox WHERE instr(payload, 'Schmidtke')"
        ).fetchone()[0]
    )
    assert kept == 0


async def test_a_foreign_partner_and_a_foreign_file_change_nothing(town: Town) -> None:
    people = await signing(town)
    await asks_for_file(people.jana)
    await sends_file(people.jana, SMALL.encode(), "entwurf.yaml")
    await people.jana.shows("partner: Es müssen die Partner dieser Vereinbarung sein")
    await people.jana.taps("Abbrechen")
    await sends_file(people.jana, SMALL.encode(), "entwurf.yaml")
    await people.jana.shows("Bilder, Sprachnachrichten und Dateien kann ich nicht annehmen.")
    assert await town.do(lambda work: work.agreements.all()) == ()


async def test_typed_words_go_through_the_detector(town: Town) -> None:
    people = await signing(town)
    await begins(people.petra, "Dauerhafte Zusammenarbeit", "Wohnhaus Minden")
    await people.petra.taps("1 Ziele")
    await people.petra.taps("In eigenen Worten")
    await people.petra.sends("Familie Schmidtke, Lindenstraße 12, soll bleiben")
    await people.petra.hides("Schmidtke")
    await people.petra.sends("Wir reden früh und ehrlich miteinander.")
    await people.petra.shows("In eigenen Worten: Wir reden früh und ehrlich miteinander.")
    (agreement,) = await town.do(lambda work: work.agreements.all())
    (draft,) = await town.do(lambda work: work.agreement_versions.of_agreement(agreement.id))
    assert draft.terms.goals_text == "Wir reden früh und ehrlich miteinander."
