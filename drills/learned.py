"""The end of the kill drill for reviews of failure runs: each view stands there, once."""

from typing import TYPE_CHECKING

from drills import promising
from drills.ledger import Matter, Standing
from drills.town import Missing, Phone

if TYPE_CHECKING:
    from drills.truth import Truth


async def compare(truth: "Truth") -> None:
    """Both sides read every review that waits; a published one was read as a message."""
    for matter in truth.ledger.matters.values():
        if matter.failed and not matter.learned and matter.standing is Standing.TAKEN:
            for name in (matter.helper, matter.landlord):
                await _review(truth, matter, truth.town.people[name])


async def _review(truth: "Truth", matter: Matter, phone: Phone) -> None:
    about = (matter.code, phone.name)
    try:
        for step in promising.opens_review(phone, matter):
            await step.act()
            await phone.waits(lambda step=step: step.done)  # type: ignore[misc]
            await truth.town.settle()
    except Missing as error:
        truth.check(False, "a review can be opened", error, *about)
        return
    text = step.seen.text
    sides = {matter.helper, matter.landlord}
    views = len(sides) if sides <= matter.views else len({phone.name} & matter.views)
    said = {
        "views": text.count("Ursachen: ") == views,
        "own": (promising.GIVEN in text) is (phone.name in matter.views),
        "change": f" {promising.REMEDY} gegen " not in text,
    }
    wrong = [name for name, holds in said.items() if not holds]
    what = "a review that waits has every view once"
    truth.check(not wrong, what, f"{phone.name}: {wrong} of {text!r}", *about)
