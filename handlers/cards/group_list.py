"""The morning list of a group: codes and times only, fit for a lock screen."""

from domain.model.case import Referral
from domain.model.notices import GroupNews
from domain.services import digest
from handlers.card_buttons import ClaimButton, DetailsButton
from handlers.cards import Reading, shows
from handlers.message import Key, Message, row

LINES = 10


@shows(GroupNews)
def group_news(reading: Reading, notice: GroupNews) -> Message | None:
    """What is open in the group now; nothing open, no message."""
    group = reading.work.groups.by_chat(reading.chat)
    if group is None or group.partner is None:
        return None
    requests = digest.open_in(reading.work, group.partner)
    waiting = digest.waiting_in(reading.work, group.partner)
    if not requests and not waiting:
        return None
    lines: list[str] = [reading.texts("digest.group.title", number=len(requests) + waiting)]
    lines += [_line(reading, one) for one in requests[:LINES]]
    if waiting:
        key = "digest.group.check_in_one" if waiting == 1 else "digest.group.check_in"
        lines.append(reading.texts(key, number=waiting))
    rows = tuple(row(*_keys(reading, one)) for one in requests[:LINES])
    return Message(text="\n".join(lines), rows=rows, silent=True, protected=True)


def _code(reading: Reading, referral: Referral) -> str:
    case = reading.work.cases.get(referral.case_id)
    return case.code if case else ""


def _line(reading: Reading, referral: Referral) -> str:
    code = _code(reading, referral)
    if referral.due_at is None or referral.due_at < reading.now:
        return reading.texts("digest.group.request_open", code=code)
    return reading.texts("digest.group.request", code=code, due=reading.moment(referral.due_at))


def _keys(reading: Reading, referral: Referral) -> tuple[Key, Key]:
    code, texts = _code(reading, referral), reading.texts
    return (
        ClaimButton(referral=referral.id).key(texts.label("digest.group.claim", code=code)),
        DetailsButton(case=referral.case_id).key(texts.label("digest.group.open", code=code)),
    )
