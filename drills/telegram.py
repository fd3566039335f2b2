"""Telegram's weather, all of it: what Telegram refuses, loses, repeats or brings late."""

import asyncio
from random import Random

from drills import instances, lost_chats, outages, refusals, webhooks
from drills.chapter import Chapter, Scale
from drills.founding import district
from drills.road import Road, road, settings
from drills.weather import Weather, passes_over

LONG_ROUNDS = 5
POLLED: tuple[tuple[str, Weather], ...] = (
    ("429 on everything", refusals.storm_of_429),
    ("429 on one chat", refusals.one_chat_429),
    ("5xx", refusals.errors_5xx),
    ("connections cut before delivery", refusals.cut_before_delivery),
    ("connections cut after delivery", refusals.cut_after_delivery),
    ("slow answers", refusals.slowness),
    ("Telegram away for an hour", outages.telegram_away_for_an_hour),
    ("Telegram away for three days", outages.telegram_away_for_three_days),
    ("bot away for an hour", outages.bot_away_for_an_hour),
    ("bot away for three days", outages.bot_away_for_three_days),
    ("blocked before a request", lost_chats.blocked_before),
    ("blocked on the way", lost_chats.blocked_on_the_way),
    ("thrown out of a group", lost_chats.kicked),
    ("a group upgraded", lost_chats.upgraded),
    ("a message gone", lost_chats.message_gone),
    ("token revoked", instances.revoked_token),
    ("second instance", instances.second_instance),
    ("updates given again to the next life", webhooks.duplicated),
)
POLLED_LONG: tuple[tuple[str, Weather], ...] = (("numbers that begin anew", webhooks.numbers_anew),)
"""Weeks of simulated time; in the short form only those by webhook pass."""


def brought(way: Road) -> tuple[tuple[str, Weather], ...]:
    """What may happen to updates that are brought to a webhook."""
    kinds = webhooks.Brought(way)
    return (
        ("webhook: answers lost", kinds.answers_lost),
        ("webhook: everything twice", kinds.at_once_twice),
        ("webhook: in another order", kinds.swapped),
        ("webhook: taken by two, in either order, twice", kinds.taken_by_two),
        ("webhook: old updates again", kinds.old_ones_again),
        ("webhook: numbers that begin anew", webhooks.numbers_anew),
        ("webhook: Telegram away for an hour", outages.telegram_away_for_an_hour),
        ("webhook: bot away for an hour", outages.bot_away_for_an_hour),
    )


async def drill(chapter: Chapter, scale: Scale, seed: int) -> None:
    """Two districts at a time, one by polling, one by webhook; every round has a seed of its own."""
    kinds = POLLED + (() if scale.short else POLLED_LONG)
    for number in range(scale.of(LONG_ROUNDS, 1)):
        await asyncio.gather(
            _by_polling(chapter, kinds, seed + number, number + 1),
            _by_webhook(chapter, seed + number, number + 1),
        )


async def _by_polling(
    chapter: Chapter, kinds: tuple[tuple[str, Weather], ...], seed: int, number: int
) -> None:
    async with district(chapter, Random(seed)) as made:
        await passes_over(made, kinds, number)


async def _by_webhook(chapter: Chapter, seed: int, number: int) -> None:
    async with road() as way, district(chapter, Random(seed), settings=settings(way)) as made:
        await passes_over(made, brought(way), number)
