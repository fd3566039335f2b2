"""An agreement as plain maps and lists, by the names of its file: what `agreement_file` reads again."""

import json
from collections.abc import Callable, Mapping
from enum import Enum
from hashlib import blake2s
from typing import Any

from domain.model.agreement_terms import AftercareRule, AgreedHelp, Share, Terms
from domain.model.failure_rule import Cost, FailureRule, StepRule, Trigger
from domain.model.ids import MunicipalityId, PartnerId

Word = Callable[[Enum], str]


def fingerprint(terms: Terms) -> str:
    """Eight characters that tell this text from another one, on every machine and in every process."""
    names = {one.partner: str(one.partner) for one in terms.shares}
    names |= {one.giver: str(one.giver) for one in terms.help}
    tree = written(terms, names, {}, lambda code: str(code.value))
    return blake2s(json.dumps(tree).encode(), digest_size=4).hexdigest()


def written(
    terms: Terms, names: Mapping[PartnerId, str], places: Mapping[MunicipalityId, str], word: Word
) -> Any:
    """The same as plain maps and lists, in the order of the document; empty fields are left out."""
    tree: dict[str, Any] = {
        "titel": terms.title,
        "ziele": [word(one) for one in terms.goals],
        "ziele_in_worten": terms.goals_text,
        "partner": [_share(one, names, word) for one in terms.shares],
        "zeit": _full(
            {
                "beginn": terms.starts_on.isoformat(),
                "ende": terms.ends_on.isoformat() if terms.ends_on else "",
                "gebiet": [places.get(one, one) for one in terms.places],
                "faelle_im_jahr": terms.cases,
            }
        ),
        "hilfe": [_help(one, names, word) for one in terms.help],
        "nachsorge": None if terms.aftercare is None else _aftercare(terms.aftercare, word),
        "scheitern": None if terms.failure is None else _failure(terms.failure, word),
    }
    return _full(tree)


def _full(tree: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in tree.items() if value not in (None, "", [], {}, 0)}


def _yes(flag: bool) -> str:
    return "ja" if flag else "nein"


def _share(one: Share, names: Mapping[PartnerId, str], word: Word) -> dict[str, Any]:
    return _full(
        {
            "name": names[one.partner],
            "eigene_ziele": [word(each) for each in one.aims],
            "in_worten": one.own_words,
            "stunden_im_monat": one.hours,
            "euro_im_jahr": one.money,
            "wohnungen_im_jahr": one.flats,
            "raeume_im_jahr": one.rooms,
            "erwartet": [word(each) for each in one.expects],
        }
    )


def _help(one: AgreedHelp, names: Mapping[PartnerId, str], word: Word) -> dict[str, Any]:
    return {
        "von": names[one.giver],
        "was": word(one.help),
        "wie_oft": word(one.frequency),
        "hoechstens": word(one.at_most),
        "minuten": one.minutes,
    }


def _aftercare(rule: AftercareRule, word: Word) -> dict[str, Any]:
    return {
        "zeitpunkte": [word(one) for one in rule.horizons],
        "jaehrlich": _yes(rule.yearly),
        "gefragt": [word(one) for one in rule.asked],
        "signale": [word(one) for one in rule.denser_on],
        "abstand_monate": rule.denser_months,
        "uebernimmt": word(rule.takes_over),
    }


def _failure(rule: FailureRule, word: Word) -> dict[str, Any]:
    return {
        "ausloeser": [word(one) for one in Trigger if one in rule.triggers],
        "kontaktversuche": rule.lost_after_tries,
        "erster_anruf": word(rule.first_call),
        "anruf_arbeitsstunden": rule.first_call_hours,
        "garantie_arbeitsstunden": rule.guarantee_hours,
        "ersatzplan": word(rule.fallback),
        "kosten": {word(cost): word(rule.costs[cost]) for cost in Cost if cost in rule.costs},
        "auswertung_arbeitstage": rule.review_days,
        "schritte": [_step(one, word) for one in rule.steps],
    }


def _step(step: StepRule, word: Word) -> dict[str, Any]:
    return {
        "was": word(step.task),
        "wer": word(step.role),
        "arbeitstage": step.within_days,
        "festhalten": word(step.record),
        "pflicht": _yes(step.mandatory),
        "der_reihe_nach": _yes(step.in_order),
    }
