"""Nothing gets through for an hour or for three days; afterwards all comes in order, and as no flood."""

from drills.district import District, Pair, Report
from drills.letters import RIPE_S, Letters
from drills.mobile import Message, Mobile, reads

HOUR_S = 3600
DIGEST = "Heute für Sie"
MOST_BESIDES = 8
"""Messages that one person may find after an outage beside the digest: answers, cards, notes, deadlines."""


async def telegram_away_for_an_hour(district: District, letters: Letters) -> None:
    await _away(district, letters, 1)


async def telegram_away_for_three_days(district: District, letters: Letters) -> None:
    await _away(district, letters, 72)


async def bot_away_for_an_hour(district: District, letters: Letters) -> None:
    await _asleep(district, letters, 1)


async def bot_away_for_three_days(district: District, letters: Letters) -> None:
    await _asleep(district, letters, 72)


async def _away(district: District, letters: Letters, hours: int) -> None:
    """Telegram answers nothing; what people did just before has been accepted."""
    reporting = district.chance.choice(district.pairs)
    report, before = await _leave_work(district, letters, reporting)
    kind = district.chance.choice(("server_error", "cut_before"))
    await district.client.fault(kind, times=None)
    await district.client.jump(hours * HOUR_S)
    await district.settle()
    for fault in await district.client.faults():
        await district.client.lift_fault(fault["id"])
    await _looked_at(district, reporting, report, before)


async def _asleep(district: District, letters: Letters, hours: int) -> None:
    """The machine of the bot is away with everything that was still to be said."""
    reporting = district.chance.choice(district.pairs)
    report, before = await _leave_work(district, letters, reporting)
    await district.process.stop()
    for fault in await district.client.faults():
        await district.client.lift_fault(fault["id"])
    await district.client.jump(hours * HOUR_S)
    await district.process.start()
    await district.settle()
    await _looked_at(district, reporting, report, before)
    await letters.arrive(repeats=1)


async def _leave_work(district: District, letters: Letters, reporting: Pair) -> tuple[Report, dict[int, int]]:
    """Every pair has a note on its way and one a report; also gives how much everybody had read before."""
    ready = [await letters.prepares(pair, back=pair is reporting) for pair in district.pairs]
    report = await reporting.fills_in()
    before = {one.user: len(await one.screen()) for one in district.everybody}
    await district.client.fault("server_error", method="sendMessage", times=None)
    await district.client.fault("server_error", method="editMessageText", times=None)
    for letter in ready:
        await letters.posts(letter)
    await reporting.clerk.presses(report.last)
    await district.settle()
    return report, before


async def _looked_at(district: District, reporting: Pair, report: Report, before: dict[int, int]) -> None:
    await district.passes(RIPE_S)
    code = await report.code()
    made = await report.new_codes()
    district.check(made == {code}, "a report that was sent once is one case", sorted(made))
    for mobile in district.everybody:
        new = (await mobile.screen())[before[mobile.user] :]
        _no_flood(district, mobile, new)
        if mobile is reporting.helper:
            _first_notice_first(district, code, new)


def _no_flood(district: District, mobile: Mobile, new: list[Message]) -> None:
    digests = [one for one in new if DIGEST in one["text"]]
    trace = f"{mobile.name}: {[reads(one)[:60] for one in new]}"
    district.check(len(digests) <= 1, "one digest after an outage", trace)
    district.check(len(new) - len(digests) <= MOST_BESIDES, "no flood after an outage", trace)


def _first_notice_first(district: District, code: str, new: list[Message]) -> None:
    """The request comes before the digest of the same person."""
    asked = [place for place, one in enumerate(new) if code in one["text"] and DIGEST not in one["text"]]
    digests = [place for place, one in enumerate(new) if DIGEST in one["text"]]
    trace = f"{code}: {[reads(one)[:60] for one in new]}"
    district.check(bool(asked), "a report that was accepted has been asked about", trace)
    if asked and digests:
        district.check(asked[0] < digests[0], "the first notice comes before the digest", trace)
