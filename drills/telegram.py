"""Telegram's weather, all of it: what Telegram refuses, loses, repeats or brings late."""

from random import Random

from drills import instances, lost_chats, outages, refusals
from drills.chapter import Chapter, Scale
from drills.founding import district
from drills.weather import Weather, passes_over

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
)


async def drill(chapter: Chapter, scale: Scale, seed: int) -> None:
    """By polling; every kind in every round."""
    async with district(chapter, Random(seed)) as made:
        await passes_over(made, POLLED, scale.of(5, 1))
