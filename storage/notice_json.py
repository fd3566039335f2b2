"""Notices as JSON and back, checked on the way in."""

import json
from dataclasses import asdict
from functools import cache

from pydantic import TypeAdapter

from domain.model.notices import NOTICES, Notice


@cache
def _adapter(name: str) -> TypeAdapter[Notice]:
    return TypeAdapter(NOTICES[name])


def dump(notice: Notice) -> str:
    return json.dumps(asdict(notice), default=str)


def load(name: str, body: str) -> Notice:
    """Raises KeyError for a notice of another version, pydantic.ValidationError for a corrupt body."""
    return _adapter(name).validate_json(body)
