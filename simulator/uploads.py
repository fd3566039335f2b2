"""Files that people and bots send: kept in memory, described as the Bot API describes them."""

from __future__ import annotations

import struct
from pathlib import PurePath

from simulator.parameters import Upload
from simulator.records import Json, StoredFile
from simulator.world import World

_FOLDERS = {"document": "documents", "photo": "photos", "voice": "voice", "sticker": "stickers"}


def store(world: World, kind: str, upload: Upload, *, size: int | None = None) -> StoredFile:
    """Keep an upload and give it its ids; `size` in bytes is told instead of its real one."""
    number = world.number("files")
    suffix = PurePath(upload.file_name).suffix
    file = StoredFile(
        file_id=f"BQACAgIAAxk{number:08d}-{kind}",
        unique_id=f"AgAD{number:08d}",
        path=f"{_FOLDERS.get(kind, kind)}/file_{number}{suffix}",
        content=upload.content,
        file_name=upload.file_name,
        mime_type=upload.mime_type,
        size=len(upload.content) if size is None else size,
    )
    world.files[file.file_id] = file
    return file


def described(file: StoredFile) -> Json:
    """What every kind of file has."""
    return {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": file.size}


def document(file: StoredFile) -> Json:
    """A Document."""
    return described(file) | {"file_name": file.file_name, "mime_type": file.mime_type}


def photo(file: StoredFile) -> list[Json]:
    """A PhotoSize list, of the one size the simulator keeps."""
    width, height = picture_size(file.content) or (1, 1)
    return [described(file) | {"width": width, "height": height}]


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF or JPEG picture; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        return struct.unpack(">II", content[16:24])
    if content.startswith((b"GIF87a", b"GIF89a")) and len(content) >= 10:
        return struct.unpack("<HH", content[6:10])
    return _jpeg_size(content) if content.startswith(b"\xff\xd8") else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return 1, 1
