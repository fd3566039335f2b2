"""The yearly balance as it reads: how many, and a share or a middle only where there are enough."""

from collections.abc import Iterator
from datetime import timedelta

from domain.model.agreement_balance import FEWEST, Figures, Ratio, Time
from domain.services.agreement_balances import Balance
from handlers.agreement_buttons import AgreementButton, BalanceButton
from handlers.message import Message, row
from handlers.texts import Html, Texts


def balance(texts: Texts, found: Balance) -> Message:
    """A part for every partner."""
    version = found.seen.version
    said: list[str] = [
        texts("agreement.balance.title", year=found.year, title=version.terms.title),
        texts("agreement.balance.cases", number=found.figures[0].cases),
    ]
    names = {one.id: one.name for one in found.seen.parties}
    for one in found.figures:
        said += ["", texts("agreement.several", head=names[one.partner]), *_figures(texts, one)]
    years = [
        BalanceButton(version=version.id, year=year).key(str(year))
        for year, there in ((found.year - 1, found.earlier), (found.year + 1, found.later))
        if there
    ]
    back = row(AgreementButton(version=version.id).key(texts.label("card.button.back")))
    rows = (tuple(years), back) if years else (back,)
    return Message(text="\n".join([*said, "", texts("agreement.balance.note", fewest=FEWEST)]), rows=rows)


def _figures(texts: Texts, one: Figures) -> Iterator[Html]:
    yield texts("agreement.balance.k2", time=_time(texts, one.answer), number=one.answer.number)
    yield texts("agreement.balance.k4", time=_time(texts, one.contact), number=one.contact.number)
    yield texts("agreement.balance.k5", share=_share(texts, one.homes), number=one.homes.whole)
    yield texts("agreement.balance.k9", share=_share(texts, one.promises), number=one.promises.whole)
    yield texts("agreement.balance.hours", number=one.hours, agreed=one.agreed_hours)


def _time(texts: Texts, time: Time) -> str:
    if time.middle is None:
        return texts.label("agreement.balance.too_few")
    if time.middle < timedelta(days=2):
        return texts.label("agreement.balance.in_hours", number=round(time.middle.total_seconds() / 3600))
    return texts.label("agreement.balance.in_days", number=round(time.middle.total_seconds() / 86400))


def _share(texts: Texts, ratio: Ratio) -> str:
    if ratio.percent is None:
        return texts.label("agreement.balance.too_few")
    return texts.label("agreement.balance.percent", number=ratio.percent)
