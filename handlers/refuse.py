"""Refusals in words: the most particular text that exists for one, in the reader's language."""

import html
from dataclasses import asdict

from domain.model.errors import Refusal
from handlers.texts import Texts


def words_of(refusal: Refusal, texts: Texts) -> str:
    """Plain words, fit for a toast: `errors.<Class>.<detail>` if it exists, else `errors.<Class>.plain`."""
    facts = {name: html.unescape(str(value)) for name, value in asdict(refusal).items() if name != "detail"}
    for kind in type(refusal).__mro__:
        for key in (f"errors.{kind.__name__}.{refusal.detail}", f"errors.{kind.__name__}.plain"):
            if texts.knows(key):
                return texts.label(key, **facts)
        if kind is Refusal:
            break
    return texts.label("errors.Refusal.plain")
