"""What else than text a person can send: files of every kind, contacts, places, polls and dice."""

from __future__ import annotations

import json
from collections.abc import Callable

from simulator import uploads
from simulator.parameters import Upload
from simulator.records import Json, StoredFile
from simulator.world import NotPossible, World

Fields = dict[str, str]


def content(world: World, kind: str, fields: Fields, upload: Upload | None) -> Json:
    """The content of a message of this kind; raises NotPossible.

    The field `file_size` tells a size in bytes that the upload does not have, so that big files cost nothing.
    """
    try:
        return _content(world, kind, fields, upload)
    except ValueError:
        raise NotPossible(f"the fields of a {kind} cannot be read") from None


def _content(world: World, kind: str, fields: Fields, upload: Upload | None) -> Json:
    if kind in _WITHOUT_FILE:
        return _WITHOUT_FILE[kind](fields)
    if kind not in _OF_FILE:
        known = ", ".join([*_OF_FILE, *_WITHOUT_FILE])
        raise NotPossible(f"kind is one of {known}")
    if upload is None:
        raise NotPossible("file is missing")
    size = int(fields["file_size"]) if "file_size" in fields else None
    return _OF_FILE[kind](uploads.store(world, kind, upload, size=size))


def _document(file: StoredFile) -> Json:
    return {"document": uploads.document(file)}


def _photo(file: StoredFile) -> Json:
    return {"photo": uploads.photo(file)}


def _voice(file: StoredFile) -> Json:
    return {"voice": uploads.described(file) | {"duration": 3, "mime_type": "audio/ogg"}}


def _audio(file: StoredFile) -> Json:
    return {"audio": uploads.document(file) | {"duration": 3}}


def _video(file: StoredFile) -> Json:
    return {"video": uploads.document(file) | {"duration": 3, "width": 640, "height": 480}}


def _animation(file: StoredFile) -> Json:
    moving = uploads.document(file) | {"duration": 3, "width": 320, "height": 240}
    return {"animation": moving, "document": uploads.document(file)}


def _video_note(file: StoredFile) -> Json:
    return {"video_note": uploads.described(file) | {"duration": 3, "length": 240}}


def _sticker(file: StoredFile) -> Json:
    still = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    return {"sticker": uploads.described(file) | still | {"emoji": "🙂"}}


def _contact(fields: Fields) -> Json:
    names = ("phone_number", "first_name", "last_name", "vcard")
    given: Json = {"phone_number": "+4957100000", "first_name": "Kontakt"}
    given |= {name: fields[name] for name in names if name in fields}
    if "user_id" in fields:
        given["user_id"] = int(fields["user_id"])
    return {"contact": given}


def _location(fields: Fields) -> Json:
    place = {"latitude": 52.2896, "longitude": 8.9147}
    return {"location": {name: float(fields.get(name, value)) for name, value in place.items()}}


def _venue(fields: Fields) -> Json:
    where = _location(fields)
    named = {"title": fields.get("title", "Rathaus"), "address": fields.get("address", "Markt 1")}
    return {"venue": {**where, **named}, **where}


def _poll(fields: Fields) -> Json:
    options = json.loads(fields.get("options", '["Ja", "Nein"]'))
    return {
        "poll": {
            "id": "5300000000000000001",
            "question": fields.get("question", "?"),
            "options": [
                {"text": option, "voter_count": 0, "persistent_id": str(at)}
                for at, option in enumerate(options)
            ],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }
    }


def _dice(fields: Fields) -> Json:
    return {"dice": {"emoji": fields.get("emoji", "🎲"), "value": int(fields.get("value", "4"))}}


_OF_FILE: dict[str, Callable[[StoredFile], Json]] = {
    "document": _document,
    "photo": _photo,
    "voice": _voice,
    "audio": _audio,
    "video": _video,
    "animation": _animation,
    "video_note": _video_note,
    "sticker": _sticker,
}
_WITHOUT_FILE: dict[str, Callable[[Fields], Json]] = {
    "contact": _contact,
    "location": _location,
    "venue": _venue,
    "poll": _poll,
    "dice": _dice,
}
