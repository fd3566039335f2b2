"""A tenancy in danger is reported: the walks of the practice paper, counted tap by tap."""

from domain.model.case import EventKind, ReferralKind
from domain.model.legal_basis import BasisKind
from domain.model.stage import Seat, Stage
from domain.model.urgency import Urgency
from tests.stories.network import ESPELKAMP, network
from tests.stories.town import Phone, Town


async def walk(phone: Phone, *labels: str) -> int:
    """Tap one after the other; gives how many taps that took."""
    for label in labels:
        await phone.taps(label)
    return len(labels)


WALK_A = (
    "Neue Meldung",
    "Fristlose Kündigung",
    "20",
    "Mietschulden",
    "Paar",
    "Espelkamp",
    "Angeschrieben",
    "Kontakt zum Haushalt",
)


async def test_walk_a_a_landlord_reports_in_nine_taps(town: Town) -> None:
    people = await network(town)
    taps = await walk(people.anna, *WALK_A)
    await people.anna.shows(
        "Meldung, Schritt 8 von 8",
        "Stand: Fristlose Kündigung",
        "Datum: 20.11.2026",
        "Grund: Mietschulden",
        "Ort: Espelkamp",
        "Dringlichkeit orange, weil eine Kündigung vorliegt",
        "Geht an: Fachstelle Nord, weil zuständig für Wohnungssicherung im ganzen Kreis",
        "Namen nennen: nein",
    )
    taps += await walk(people.anna, "An Fachstelle Nord senden")
    assert taps == 9
    case = await town.do(lambda work: work.cases.open()[0])
    await people.anna.shows(f"{case.code}: gesendet an Fachstelle Nord", f"Merkwort: {case.word}")
    assert (case.stage, case.urgency, case.side) == (Stage.NOTICE, Urgency.ORANGE, Seat.LANDLORD)
    assert case.basis == BasisKind.LEGITIMATE_INTEREST
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert seats[Seat.LANDLORD].holder == people.carla.person
    referral = (await town.do(lambda work: work.referrals.of_case(case.id)))[0]
    assert (referral.kind, referral.asked) == (ReferralKind.TAKEOVER, people.petra.person)
    assert referral.why == "3:wohnungssicherung"
    events = await town.do(lambda work: work.events.of_case(case.id))
    assert events[0].kind is EventKind.REPORTED
    timers = await town.do(lambda work: work.timers.of_case(case.id))
    now = await town.now()
    assert timers
    assert all(one.due_at > now for one in timers)


async def test_walk_b_a_caseworker_reports_an_eviction_in_eleven_taps(town: Town) -> None:
    people = await network(town)
    taps = await walk(
        people.petra,
        "Neue Meldung",
        "Räumungstermin",
        "3",
        "Mietschulden",
        "Paar mit Kindern",
        "2",
        "Espelkamp",
        "Wohnhaus Minden",
        "Ja, schriftlich",
        "Räumung aussetzen",
        "An Wohnhaus Minden senden",
    )
    assert taps == 11
    case = await town.do(lambda work: work.cases.open()[0])
    await people.petra.shows(
        f"{case.code}: gesendet an Wohnhaus Minden", "Notunterkunft: Kontakt", "Jugendamt: Kontakt"
    )
    await people.petra.shows(
        f"{case.code}: bei Ihnen",
        "Termin in 10 Tagen. Anträge bei Gericht können schon befristet sein: "
        "bitte heute Beratung oder Anwalt einschalten.",
    )
    assert (case.urgency, case.owner) == (Urgency.RED, people.petra.person)
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert {seat: one.holder for seat, one in seats.items()} == {Seat.HELP: people.petra.person}
    referral = (await town.do(lambda work: work.referrals.of_case(case.id)))[0]
    assert (referral.kind, referral.asked) == (ReferralKind.COOPERATION, people.carla.person)


async def test_walk_c_a_jobcenter_reports_in_six_taps(town: Town) -> None:
    people = await network(town)
    taps = await walk(
        people.jana,
        "Neue Meldung",
        "Gericht: Räumungsklage",
        "diese Woche",
        "Espelkamp",
        "Ja",
        "An Fachstelle Nord senden",
    )
    assert taps == 6
    case = await town.do(lambda work: work.cases.open()[0])
    assert (case.stage, case.stage_on, case.basis) == (Stage.SUIT, None, BasisKind.STATUTORY)
    assert case.municipality == ESPELKAMP
    seats = await town.do(lambda work: work.seats.of_case(case.id))
    assert {seat: one.holder for seat, one in seats.items()} == {Seat.BENEFITS: people.jana.person}
