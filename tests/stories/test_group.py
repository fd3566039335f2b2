"""A landlord's group: added, linked by a coordinator, kept quiet, moved, lost."""

from domain.model.case import Case, Step
from domain.model.ids import ChatId
from domain.model.people import GroupState, StaffGroup
from domain.model.stage import Seat
from domain.services import telling
from handlers.greeting import UnderstoodButton
from handlers.menu import FindContactButton, MyCasesButton, NewReportButton
from handlers.message import Message, row
from storage.work import SqliteWork
from tests.stories.cases import ask, notice
from tests.stories.network import Network, network
from tests.stories.staff_group import everything_stored, group_with_bot, inside
from tests.stories.test_change_responsibility import shows_keys
from tests.stories.town import BOT, Town


async def _linked(town: Town, people: Network) -> int:
    chat = await group_with_bot(town, people.carla, people.anna)
    await people.coordinator.taps("Wohnhaus Minden")
    await people.coordinator.reads_all()
    return chat


async def _group(town: Town, chat: int) -> StaffGroup | None:
    return await town.do(lambda work: work.groups.by_chat(ChatId(chat)))


async def test_a_group_is_linked_by_a_coordinator_and_told_its_rule(town: Town) -> None:
    people = await network(town)
    chat = await group_with_bot(town, people.carla, people.anna)
    team = inside(people.anna, chat)
    await team.sees_nothing()
    await people.coordinator.sees(
        "Neue Gruppe: bitte zuordnen", "Carla Cent, Wohnhaus Minden", "Wohnhaus Minden", "Verlassen"
    )
    await people.coordinator.taps("Wohnhaus Minden")
    await people.coordinator.shows("Verknüpft mit Wohnhaus Minden.")
    rule = await team.sees(
        "Hier kommen Anfragen mit einem Code. Bitte keine Namen oder Anschriften von Mietern in diese Gruppe."
    )
    assert rule["silent"]


async def test_the_rule_is_pinned_where_the_group_allows_it(town: Town) -> None:
    people = await network(town)
    chat = await _linked(town, people)
    calls = [one["method"] for one in await town.client.calls()]
    assert "pinChatMessage" in calls
    group = await _group(town, chat)
    assert group is not None
    assert group.state is GroupState.LINKED


async def test_a_group_with_topics_is_written_to_in_general(town: Town) -> None:
    people = await network(town)
    chat = await group_with_bot(town, people.carla, people.anna, forum=True)
    await people.coordinator.taps("Wohnhaus Minden")
    case = await town.do(lambda work: _asked_in_group(work, people, ChatId(chat)))
    team = inside(people.anna, chat)
    rule = await team.sees("Hier kommen Anfragen mit einem Code.")
    card = await team.sees(case.code, "Einzelheiten")
    assert (rule["thread"], card["thread"]) == (None, None)


async def test_one_coordinator_decides_the_other_hears_that_it_is_done(town: Town) -> None:
    people = await network(town)
    await group_with_bot(town, people.carla)
    await people.coordinator.reads_all()
    await people.coordinator.taps("Verlassen")
    await people.coordinator.shows("Ich habe die Gruppe verlassen.")
    groups = await town.client.chats(people.carla.user)
    messages = await town.client.messages(people.carla.user, groups[-1]["id"])
    assert not [one for one in messages if one["from"]["is_bot"] and one["text"]]


async def test_an_administrator_bot_asks_to_be_none_and_is_not_linked(town: Town) -> None:
    people = await network(town)
    chat = await group_with_bot(town, people.carla, people.anna, admin=True)
    team = inside(people.anna, chat)
    await team.sees("Bitte nehmen Sie mir die Administratorrechte wieder.")
    toast = await people.coordinator.taps("Wohnhaus Minden")
    assert "Administrator" in toast
    await town.client.add_member(chat, BOT, admin=False, by=people.carla.user)
    await town.settle()
    await people.coordinator.taps("Wohnhaus Minden")
    await team.sees("Hier kommen Anfragen mit einem Code.")


async def test_a_linked_group_that_makes_the_bot_an_administrator_is_asked_to_undo_it(town: Town) -> None:
    people = await network(town)
    chat = await _linked(town, people)
    team = inside(people.anna, chat)
    await team.reads_all()
    await town.client.add_member(chat, BOT, by=people.carla.user, admin=True)
    await town.settle()
    await team.sees("Bitte nehmen Sie mir die Administratorrechte wieder.")
    await team.sends("Herr Canaria ruft morgen an")
    await team.sees_nothing()
    assert "Canaria" not in await everything_stored(town)
    group = await _group(town, chat)
    assert group is not None
    assert group.state is GroupState.LINKED


async def test_a_partner_has_one_group(town: Town) -> None:
    people = await network(town)
    await group_with_bot(town, people.carla)
    await group_with_bot(town, people.anna)
    first, second = [one["message_id"] for one in (await people.coordinator.unread())]
    await people.coordinator.taps("Wohnhaus Minden", message=first)
    toast = await people.coordinator.taps("Wohnhaus Minden", message=second)
    assert "schon eine Gruppe" in toast


async def test_replies_are_not_kept_and_the_group_is_told_once_a_day(town: Town) -> None:
    people = await network(town)
    chat = await _linked(town, people)
    team = inside(people.anna, chat)
    rule = await team.sees("Hier kommen Anfragen")
    await team.sends("Frau Canaria wohnt in der Kanarienstraße 5", reply_to=rule["message_id"])
    await team.sees("Antworten in der Gruppe werden nicht weitergegeben.", "Einzelchat öffnen")
    await team.sends("Und noch eine", reply_to=rule["message_id"])
    await team.sends("Kollegen unter sich")
    await team.sees_nothing()
    await town.forward(days=1)
    await team.sends("Am nächsten Tag", reply_to=rule["message_id"])
    await team.sees("Antworten in der Gruppe")
    assert "Canaria" not in await everything_stored(town)


async def test_commands_in_the_group_lead_into_the_private_chat(town: Town) -> None:
    people = await network(town)
    chat = await _linked(town, people)
    team = inside(people.anna, chat)
    await team.reads_all()
    for command in ("/start@kurzewege_bot", "/fall@kurzewege_bot MI-7KQ4"):
        await team.sends(command)
        await team.sees("Bitte im Einzelchat.", "Einzelchat öffnen")
    await team.taps("Einzelchat öffnen")
    assert team.opened is not None
    private = await team.opens(team.opened)
    await private.shows("Guten Tag, Anna Alt", "Meine Fälle")


async def test_a_bound_link_is_good_for_the_presser_alone_and_once(town: Town) -> None:
    people = await network(town)
    chat = await _linked(town, people)
    team = inside(people.anna, chat)
    await team.sends("/start@kurzewege_bot")
    await team.taps("Einzelchat öffnen")
    link = team.opened
    assert link is not None
    await people.bernd.opens(link)
    await people.bernd.sees("Dieser Link ist für jemand anderen.")
    stranger = await (await town.phone("Mallory")).opens(link)
    await stranger.sees("Dieser Dienst ist für Mitglieder.")
    await people.anna.opens(link)
    await people.anna.sees("Guten Tag, Anna Alt")
    await people.anna.opens(link)
    await people.anna.sees("Dieser Link wurde schon benutzt.")

    await team.taps("Einzelchat öffnen")
    await town.forward(minutes=11)
    await people.anna.opens(team.opened or "")
    await people.anna.sees("Dieser Link ist abgelaufen.")


async def test_details_open_the_case_in_the_private_chat_of_the_presser(town: Town) -> None:
    people = await network(town)
    chat = await _linked(town, people)
    case = await town.do(lambda work: _asked_in_group(work, people, ChatId(chat)))
    team = inside(people.anna, chat)
    await team.reads_all()
    await team.taps("Einzelheiten")
    assert team.opened is not None
    private = await team.opens(team.opened)
    await private.shows(case.code, "Fachstelle Nord")
    await team.sees_nothing()


def _asked_in_group(work: SqliteWork, people: Network, chat: ChatId) -> Case:
    assert people.petra.person is not None
    told = notice(people, work, reporter=people.petra.person, reporter_partner=people.help, side=Seat.HELP)
    ask(work, told, Seat.LANDLORD, people.carla.person, step=Step.GROUP, asked=None)
    telling.show_group_card(work, told, chat)
    return told


async def test_a_group_that_becomes_a_supergroup_stays_linked(town: Town) -> None:
    people = await network(town)
    chat = await _linked(town, people)
    new = await town.client.upgrade(chat)
    await town.settle()
    group = await _group(town, new)
    assert group is not None
    assert (group.state, group.partner) == (GroupState.LINKED, people.landlord)
    assert await _group(town, chat) is None
    team = inside(people.anna, new)
    await team.reads_all()
    await team.sends("/start@kurzewege_bot")
    await team.sees("Bitte im Einzelchat.")
    await people.coordinator.sees_nothing()


async def test_what_is_open_is_shown_again_in_the_supergroup(town: Town) -> None:
    people = await network(town)
    chat = await _linked(town, people)
    case = await town.do(lambda work: _asked_in_group(work, people, ChatId(chat)))
    new = await town.client.upgrade(chat)
    await town.settle()
    team = inside(people.anna, new)
    shown = await team.sees(case.code, "Einzelheiten")
    await team.taps("Einzelheiten", message=shown["message_id"])
    assert team.opened is not None


async def test_a_group_that_throws_the_bot_out_is_told_to_the_coordinators(town: Town) -> None:
    people = await network(town)
    chat = await _linked(town, people)
    await town.client.remove_member(chat, BOT)
    await town.settle()
    await people.coordinator.sees("Gruppe nicht mehr erreichbar: Wohnhaus Minden")
    await town.client.add_member(chat, BOT, by=people.carla.user)
    await town.settle()
    await people.coordinator.sees("Neue Gruppe: bitte zuordnen")
    await people.coordinator.taps("Wohnhaus Minden")
    group = await _group(town, chat)
    assert group is not None
    assert group.state is GroupState.LINKED


async def test_a_coordinator_parts_with_a_group(town: Town) -> None:
    people = await network(town)
    chat = await _linked(town, people)
    await people.carla.sends("/mitglieder")
    await people.carla.sees("Wohnhaus Minden: 3 im Chat")
    await people.carla.hides("Gruppe trennen")
    await people.coordinator.sends("/mitglieder")
    await people.coordinator.taps("Wohnhaus Minden")
    await people.coordinator.taps("Gruppe trennen")
    await people.coordinator.taps("Ja, Gruppe trennen")
    await people.coordinator.shows("Ich habe die Gruppe verlassen.")
    group = await _group(town, chat)
    assert group is not None
    assert group.state is GroupState.LEFT
    await people.coordinator.hides("Gruppe nicht mehr erreichbar")


async def test_strangers_cannot_flood_the_coordinators_with_groups(town: Town) -> None:
    people = await network(town)
    mallory = await town.phone("Mallory")
    for _ in range(7):
        await group_with_bot(town, mallory)
    asked = await people.coordinator.unread()
    assert len(asked) == 5
    assert all("Jemand ohne Zugang" in one["text"] for one in asked)


async def test_whoever_leaves_the_group_keeps_the_access_until_the_lead_ends_it(town: Town) -> None:
    people = await network(town)
    chat = await _linked(town, people)
    await town.client.leave(people.anna.user, chat)
    await town.settle()
    await people.carla.sees("Anna Alt hat die Gruppe verlassen", "Der Zugang besteht weiter.")
    await people.anna.sends("/start")
    await people.anna.sees("Guten Tag, Anna Alt")
    await people.carla.taps("Ansehen")
    await people.carla.shows("Anna Alt, Mitglied", "Zugang beenden")


async def test_a_forged_press_in_the_group_is_answered_to_the_presser_alone(town: Town) -> None:
    people = await network(town)
    chat = await _linked(town, people)
    team = inside(people.anna, chat)
    await team.reads_all()
    for button in (UnderstoodButton(), NewReportButton(), FindContactButton(), MyCasesButton()):
        await shows_keys(town, team, Message(text="Alt", rows=(row(button.key("Fremd")),)))
        await team.reads_all()
        assert await team.taps("Fremd") == "Bitte im Einzelchat."
    await team.sees_nothing()
