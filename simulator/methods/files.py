"""Methods that send, find and read files."""

from __future__ import annotations

from typing import Any

from simulator import formatting, uploads
from simulator.methods.messages import send
from simulator.reach import Call
from simulator.records import Json, StoredFile
from simulator.refusals import bad_request

MOST_PHOTO_BYTES = 10 * 1024 * 1024
MOST_DOWNLOAD_BYTES = 20 * 1024 * 1024


def send_document(call: Call) -> Json:
    """sendDocument: an upload, or the file_id of a file that was sent before."""
    file = _file(call, "document")
    return send(call, {"document": uploads.document(file)} | formatting.caption(call))


def send_photo(call: Call) -> Json:
    """sendPhoto: a picture of at most 10 MB."""
    file = _file(call, "photo")
    if file.size > MOST_PHOTO_BYTES:
        raise bad_request("file is too big")
    if uploads.picture_size(file.content) is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    return send(call, {"photo": uploads.photo(file)} | formatting.caption(call))


def get_file(call: Call) -> Json:
    """getFile; files over 20 MB cannot be downloaded by bots."""
    file = call.world.files.get(call.parameters.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > MOST_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return uploads.described(file) | {"file_path": file.path}


def _file(call: Call, field: str) -> StoredFile:
    upload = call.parameters.upload(field)
    if upload is not None:
        if not upload.content:
            raise bad_request("file must be non-empty")
        return uploads.store(call.world, field, upload)
    given: Any = call.parameters.text(field)
    if not given:
        raise bad_request(f"there is no {field} in the request")
    if given not in call.world.files:
        raise bad_request("wrong remote file identifier specified: Wrong character in the string")
    return call.world.files[given]
