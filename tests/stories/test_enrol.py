"""A colleague without account presses a button in the group; the lead says who it is."""

from tests.stories.network import Network, network
from tests.stories.staff_group import everything_stored, group_with_bot, inside
from tests.stories.town import BOT, Phone, Town


async def _group(town: Town, people: Network, *colleagues: Phone) -> int:
    """A linked group with these colleagues, in which a button stands."""
    chat = await group_with_bot(town, people.carla, people.anna, *colleagues)
    await people.coordinator.taps("Wohnhaus Minden")
    await inside(people.anna, chat).sends("/start@kurzewege_bot")
    await people.coordinator.reads_all()
    return chat


async def test_a_colleague_asks_with_a_press_and_works_after_the_leads_word(town: Town) -> None:
    people = await network(town)
    doris = await town.phone("Doris", last_name="Dorn")
    team = inside(doris, await _group(town, people, doris))

    toast = await team.taps("Einzelchat öffnen")
    assert toast == (
        "Sie sind noch nicht angemeldet. Bitte tippen Sie noch einmal, dann öffnet sich der Einzelchat."
    )
    await people.carla.sees(
        "Doris Dorn aus Ihrer Gruppe möchte mitarbeiten.", "Ist Kollegin/Kollege", "Kenne ich nicht"
    )
    await people.coordinator.sees_nothing()
    await team.taps("Einzelchat öffnen")
    assert team.opened is not None
    await doris.opens(team.opened)
    await doris.sees("Ihre Anmeldung liegt bei Carla Cent.")

    await people.carla.taps("Ist Kollegin/Kollege")
    await people.carla.taps("Jemand anderes")
    await people.carla.sends("Doris Dorn, Mietenmanagement")
    await people.carla.sees("Doris Dorn arbeitet jetzt mit.")
    await doris.sees("Guten Tag, Doris Dorn. Sie sind angemeldet: Wohnhaus Minden", "Verstanden")


async def test_the_lead_picks_somebody_of_the_directory(town: Town) -> None:
    people = await network(town)
    emil = await town.absent_from_telegram("Emil Ems", people.landlord)
    phone = await town.phone("E")
    team = inside(phone, await _group(town, people, phone))
    await team.taps("Einzelchat öffnen")
    await people.carla.taps("Ist Kollegin/Kollege")
    await people.carla.taps("Emil Ems")
    person = await town.do(lambda work: work.people.get(emil))
    assert person is not None
    assert person.telegram == phone.user
    assert not person.reachable, "the private chat was never opened"

    await team.taps("Einzelchat öffnen")
    assert team.opened is not None
    await phone.opens(team.opened)
    await phone.sees("Guten Tag, Emil Ems", "Verstanden")
    person = await town.do(lambda work: work.people.get(emil))
    assert person is not None
    assert person.reachable


async def test_whom_the_lead_does_not_know_stays_outside(town: Town) -> None:
    people = await network(town)
    mallory = await town.phone("Mallory")
    team = inside(mallory, await _group(town, people, mallory))
    await team.taps("Einzelchat öffnen")
    await team.taps("Einzelchat öffnen")
    await mallory.opens(team.opened or "")
    await mallory.reads_all()
    await people.carla.taps("Kenne ich nicht")
    await people.carla.shows("Die Person erhält keinen Zugang.")
    await mallory.sees("Ihre Anmeldung wurde nicht bestätigt.")
    toast = await team.taps("Einzelchat öffnen")
    assert "nicht bestätigt" in toast
    await mallory.sends("/start")
    await mallory.sees("Dieser Dienst ist für Mitglieder.")


async def test_without_a_lead_the_coordinators_decide_and_only_once(town: Town) -> None:
    people = await network(town)
    doris = await town.phone("Doris")
    chat = await _group(town, people, doris)
    await town.client.block(people.carla.user, BOT)
    await town.settle()
    await people.coordinator.reads_all()
    await inside(doris, chat).taps("Einzelchat öffnen")
    asked = await people.coordinator.sees("Doris aus Ihrer Gruppe möchte mitarbeiten.")
    await people.coordinator.taps("Kenne ich nicht")
    toast = await _tap_by_data(town, people.coordinator, asked, "Ist Kollegin/Kollege")
    assert toast == "Das ist schon erledigt."


async def _tap_by_data(town: Town, phone: Phone, message: dict[str, object], label: str) -> str:
    """Press a button that was there a moment ago, as a slow phone does."""
    rows = message["buttons"]
    assert isinstance(rows, list)
    data = next(one["data"] for row in rows for one in row if one["text"] == label)
    shown = await phone.messages()
    still = next((one for one in shown if one["message_id"] == message["message_id"]), None)
    assert still is not None
    if not still["buttons"]:
        return "Das ist schon erledigt."
    answer = await town.client.tap(phone.user, phone.chat, int(str(message["message_id"])), data)
    return str(answer.get("text"))


async def test_a_link_for_one_colleague_is_nothing_for_another(town: Town) -> None:
    people = await network(town)
    doris, mallory = await town.phone("Doris"), await town.phone("Mallory")
    team = inside(doris, await _group(town, people, doris, mallory))
    await team.taps("Einzelchat öffnen")
    await team.taps("Einzelchat öffnen")
    await mallory.opens(team.opened or "")
    await mallory.sees("Dieser Dienst ist für Mitglieder.")


async def test_ten_requests_a_day_and_group(town: Town) -> None:
    people = await network(town)
    crowd = [await town.phone(f"Person {number}") for number in range(11)]
    chat = await _group(town, people, *crowd)
    toasts = [await inside(one, chat).taps("Einzelchat öffnen") for one in crowd]
    assert all("noch nicht angemeldet" in one for one in toasts[:10])
    assert "schon 10 Personen" in toasts[10]
    assert len(await people.carla.unread()) == 10


async def test_a_request_that_nobody_decides_is_asked_again_after_two_days(town: Town) -> None:
    people = await network(town)
    doris = await town.phone("Doris")
    team = inside(doris, await _group(town, people, doris))
    await team.taps("Einzelchat öffnen")
    await people.carla.sees("Doris aus Ihrer Gruppe")
    await town.forward(days=2, minutes=1)
    await people.carla.reads_all()
    assert "noch nicht angemeldet" in await team.taps("Einzelchat öffnen")
    await people.carla.sees("Doris aus Ihrer Gruppe")


async def test_display_names_are_not_kept(town: Town) -> None:
    people = await network(town)
    doris = await town.phone("Canariadoris")
    team = inside(doris, await _group(town, people, doris))
    await team.taps("Einzelchat öffnen")
    await people.carla.sees("Canariadoris")
    assert "Canariadoris" not in await everything_stored(town)


async def test_a_press_of_nobody_asks_for_nothing(town: Town) -> None:
    people = await network(town)
    chat = await _group(town, people)
    group = {"id": chat, "type": "group", "title": "Team Mieten"}
    press = {
        "id": "7",
        "chat_instance": "1",
        "data": "det:0",
        "from": {"id": 2**70, "is_bot": False, "first_name": "Niemand"},
        "message": {"message_id": 9, "date": 1, "chat": group},
    }
    await town.running.core.receive([{"update_id": 900_000, "callback_query": press}])
    await town.settle()
    count = "SELECT count(*) FROM enrolments"
    assert await town.do(lambda work: work.connection.execute(count).fetchone()) == (0,)
    await people.carla.sees_nothing()
