"""Chats that are lost or move: blocked, thrown out of a group, a group upgraded, a message gone."""

from drills.district import CALENDAR, District, Pair
from drills.letters import Letters
from drills.mobile import Missing
from drills.process import BOT

HOUR_S = 3600
LONGEST_WAIT_H = 14 * 24
JOIN_IN = "Ich übernehme"
IN_GROUP = "Ich kümmere mich"


async def blocked_before(district: District, letters: Letters) -> None:
    """The responsible person has blocked the bot: the deputy is asked at once, and both come back."""
    pair = district.chance.choice(district.pairs)
    await district.client.block(pair.helper.user, BOT)
    code = await pair.reports()
    await pair.deputy.waits_for(code, "Ich übernehme")
    await district.coordinator.waits_for(pair.helper.name)
    await district.client.unblock(pair.helper.user, BOT)
    await pair.helper.sends("/start")
    await pair.deputy.taps("Ich übernehme", on=code)
    await pair.clerk.waits_for(code, "übernommen", pair.deputy.name)
    await letters.everywhere()


async def blocked_on_the_way(district: District, letters: Letters) -> None:
    """A note finds its reader gone: its author is told, and the next one arrives."""
    pair = district.chance.choice(district.pairs)
    ready = await letters.prepares(pair)
    await district.client.fault("forbidden", method="sendMessage", chat=pair.helper.chat)
    await ready.author.presses("Nein, senden")
    await district.settle()
    await ready.author.waits_for("Nicht zugestellt", pair.helper.name)
    await pair.helper.sends("/start")
    await letters.everywhere()


async def kicked(district: District, letters: Letters) -> None:
    """The landlord's group has thrown the bot out: the coordinator hears of it, the request goes on."""
    pair = district.chance.choice(district.pairs)
    before = len(await district.coordinator.reading("Gruppe nicht mehr erreichbar"))
    await district.client.remove_member(pair.group, BOT)
    await district.settle()
    lost = await district.coordinator.reading("Gruppe nicht mehr erreichbar")
    district.check(len(lost) == before + 1, "a lost group is told once", f"{len(lost)} after {before}")
    code = await pair.reports(back=True)
    await _nobody_answers(district, pair, code)
    await district.coordinator.waits_for(code)
    await pair.clerk.taps(JOIN_IN, on=code)
    await pair.helper.waits_for(code, "Mitwirkung zugesagt", pair.clerk.name)
    await district.client.add_member(pair.group, BOT, by=pair.clerk.user)
    await district.settle()
    await district.coordinator.taps(pair.landlord, on="Neue Gruppe")
    await pair.colleague.inside(pair.group).waits_for("Hier kommen Anfragen")
    await letters.everywhere()


async def upgraded(district: District, letters: Letters) -> None:
    """The group becomes a supergroup while a request to it is on its way: it arrives there, once."""
    pair = next((one for one in district.pairs if one.group > -(10**12)), None)
    if pair is None:
        return
    due_at = CALENDAR.add_working_days(await district.client.now(), 2)
    code = await pair.reports(back=True)
    await district.passes((due_at - await district.client.now()).total_seconds() - 60)
    away = await district.client.fault("server_error", method="sendMessage", chat=pair.group, times=None)
    await _nobody_answers(district, pair, code)
    pair.group = await district.client.upgrade(pair.group)
    await district.client.lift_fault(away)
    team = pair.colleague.inside(pair.group)
    await team.waits_for(code, IN_GROUP)
    asked = await team.reading(code, IN_GROUP)
    district.check(len(asked) == 1, "a request follows its group, once", f"{code}: {len(asked)}")
    await team.taps(IN_GROUP, on=code)
    await pair.helper.waits_for(code, "Mitwirkung zugesagt", pair.colleague.name)
    await letters.everywhere()


async def _nobody_answers(district: District, pair: Pair, code: str) -> None:
    """Hours pass until the group has been asked, or the coordinator in its place. Raises Missing."""
    since = len(district.process.calls)
    chats = {str(pair.group), str(district.coordinator.chat)}
    for _ in range(LONGEST_WAIT_H):
        await district.passes(HOUR_S)
        calls = [one.params for one in district.process.calls[since:]]
        if any(str(one.get("chat_id")) in chats and code in str(one.get("text")) for one in calls):
            return
    raise Missing(f"nobody was asked for {code} in place of {pair.clerk.name}")


async def message_gone(district: District, letters: Letters) -> None:
    """Somebody has deleted a card before it is edited: a new one comes and shows the truth."""
    pair = district.chance.choice(district.pairs)
    code = await pair.reports()
    gone = district.chance.choice(("message to edit not found", "message can't be edited"))
    await district.client.fault(
        "bad_request", method="editMessageText", chat=pair.clerk.chat, description=gone
    )
    newest = (await pair.clerk.screen())[-1]["message_id"]
    await pair.helper.taps("Ich übernehme", on=code)
    card = await pair.clerk.waits_for(code, "übernommen", pair.helper.name)
    district.check(card["message_id"] > newest, "a card that is gone comes anew", code)
    await letters.everywhere()
