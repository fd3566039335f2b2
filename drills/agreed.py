"""The end of the kill drill for agreements: what stands on each phone, against the drill's books."""

import re
from typing import TYPE_CHECKING, Final

from drills import agreeing
from drills.pacts import Pact
from drills.town import Missing, Phone, Shown

if TYPE_CHECKING:
    from drills.truth import Truth

SAYS: Final = ("Stand: ", "Bestätigt: ", "Bestätigung fehlt: ")
MOVABLE: Final = re.compile(rf"{agreeing.MOVE} \((\d+)\)")


async def compare(truth: "Truth") -> None:
    """Every partner's signatory reads the list, and what each agreement says."""
    for office in truth.town.directory.on_telegram:
        phone = agreeing.signatory(truth.town, office.name)
        known = [one for one in truth.ledger.pacts.values() if office.name in one.parties]
        wanted = [one for one in known if one.reads(office.name) is not None]
        shown = await _list(truth, phone)
        if _listed(truth, phone, shown, wanted):
            for pact in wanted:
                await _one(truth, phone, pact)


async def _list(truth: "Truth", phone: Phone) -> Shown | None:
    before = {one.id for one in phone.screen()}
    await phone.sends("/vereinbarung")
    await truth.town.settle()
    new = [one for one in phone.finds(agreeing.LIST) if one.id not in before]
    return new[-1] if new else None


def _listed(truth: "Truth", phone: Phone, shown: Shown | None, wanted: list[Pact]) -> bool:
    """Each stands there once, as it stands, and nothing else does."""
    text = "" if shown is None else shown.text
    lines = [one for one in text.splitlines() if re.match(r"\d+\. ", one)]
    missing = [_line(one, phone.office) for one in wanted]
    for one in lines:
        found = next((line for line in missing if one.endswith(line)), None)
        if found is not None:
            missing.remove(found)
    holds = shown is not None and len(lines) == len(wanted) and not missing
    words = f"{phone.name}: {missing} in {text!r}"
    what = "every agreement stands in the list once, as it was left"
    return truth.check(holds, what, words, phone.name, *(one.key for one in wanted))


def _line(pact: Pact, office: str) -> str:
    """How its line in the list ends for this office."""
    state, _, _ = pact.reads(office) or ("", 0, ())
    waits = " · wartet auf Ihre Bestätigung" if office in pact.lacks else ""
    return f" · {', '.join(pact.parties)} · {state}{waits}"


async def _one(truth: "Truth", phone: Phone, pact: Pact) -> None:
    """It says who has confirmed which version, and how many cases run under an earlier one."""
    about = (phone.name, pact.key)
    try:
        for step in agreeing.opens(phone, pact):
            await step.act()
            await phone.waits(lambda step=step: step.done)  # type: ignore[misc]
            await truth.town.settle()
    except Missing as error:
        truth.check(False, "an agreement can be opened", error, *about)
        return
    state, number, signed = pact.reads(phone.office) or ("", 0, ())
    wanted = [f"Stand: {state}, Version {number}"]
    if signed:
        wanted.append(f"Bestätigt: {', '.join(one for one in pact.parties if one in signed)}")
    if pact.lacks:
        wanted.append(f"Bestätigung fehlt: {', '.join(pact.lacks)}")
    said = [one for one in step.seen.text.splitlines() if one.startswith(SAYS)]
    truth.check(said == wanted, "an agreement says what was confirmed", f"{wanted}, not {said}", *about)
    if state == "gilt":
        _movable(truth, phone, pact, step.seen)


def _movable(truth: "Truth", phone: Phone, pact: Pact, shown: Shown) -> None:
    found = next((match for label in shown.labels if (match := MOVABLE.fullmatch(label))), None)
    number = 0 if found is None else int(found[1])
    certain, most = agreeing.under_earlier(truth.town, truth.ledger, pact)
    what = "as many cases as have not been moved run under an earlier version"
    truth.check(certain <= number <= most, what, f"{certain} to {most}, not {number}", phone.name, pact.key)
