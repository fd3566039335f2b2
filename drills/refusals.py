"""Telegram refuses, stumbles or is silent: 429, 5xx, connections cut before and after delivery, slowness."""

from drills.district import District
from drills.letters import Letters

SPOKEN = ("sendMessage", "editMessageText", "answerCallbackQuery")
TIMEOUT_S = 5.5
"""The bot waits five seconds for an answer."""


async def storm_of_429(district: District, letters: Letters) -> None:
    """Whatever is called is refused for a while."""
    chance = district.chance
    for method in SPOKEN:
        await district.client.fault(
            "retry_after", method=method, times=chance.randint(2, 8), seconds=chance.randint(1, 40)
        )
    await letters.everywhere()


async def one_chat_429(district: District, letters: Letters) -> None:
    """One chat is slowed down; nobody else waits for it."""
    slow, other = district.chance.sample(district.pairs, 2)
    ready = await letters.prepares(slow)
    await district.client.fault("retry_after", method="sendMessage", chat=slow.helper.chat, seconds=30)
    await letters.posts(ready)
    letter = await letters.writes(other)
    before = await district.client.now()
    await letter.reader.waits_for(letter.words)
    waited = (await district.client.now() - before).total_seconds()
    district.check(waited == 0, "others do not wait for a chat that is slowed down", f"{waited} s")


async def errors_5xx(district: District, letters: Letters) -> None:
    """Telegram restarts now and then, also while updates are asked for."""
    for method in (*SPOKEN, "getUpdates"):
        times = 1 if method == "getUpdates" else district.chance.randint(1, 5)
        await district.client.fault("server_error", method=method, times=times)
    await letters.everywhere()


async def cut_before_delivery(district: District, letters: Letters) -> None:
    """The connection breaks before Telegram has done anything."""
    await _cut(district, letters, "cut_before")


async def cut_after_delivery(district: District, letters: Letters) -> None:
    """The message has arrived, the answer has not: it is said again, with a mark."""
    await _cut(district, letters, "cut_after")


async def _cut(district: District, letters: Letters, kind: str) -> None:
    for method in ("editMessageText", "answerCallbackQuery", "getUpdates"):
        await district.client.fault(kind, method=method)
    for pair in district.pairs:
        ready = await letters.prepares(pair)
        times = district.chance.randint(1, 2)
        await district.client.fault(kind, method="sendMessage", chat=pair.helper.chat, times=times)
        await letters.posts(ready)
        await district.settle()
        await letters.arrive(repeats=times)


async def slowness(district: District, letters: Letters) -> None:
    """Answers come late, and one so late that nobody waits for it any more: it may have arrived."""
    pair, *others = district.chance.sample(district.pairs, len(district.pairs))
    ready = [await letters.prepares(one) for one in (pair, *others)]
    for one in others:
        await district.client.fault("slow", method="sendMessage", chat=one.helper.chat, seconds=0.3)
    await district.client.fault("slow", method="sendMessage", chat=pair.helper.chat, seconds=TIMEOUT_S)
    for letter in ready:
        await letters.posts(letter)
    await district.settle()
    await letters.arrive(repeats=1)
