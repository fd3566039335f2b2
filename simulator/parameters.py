"""The parameters of a Bot API call, whichever way they were encoded."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from simulator.refusals import bad_request

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file in a multipart body."""

    file_name: str
    mime_type: str
    content: bytes


@dataclass(slots=True)
class Parameters:
    """Values as strings (forms) or as JSON values (JSON bodies), and uploaded files."""

    values: Json = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A string, empty when absent."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def number(self, name: str, default: int = 0) -> int:
        """A whole number, `default` when absent or not a number, as Telegram reads it."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """A truth value."""
        return self.text(name).strip().lower() in ("true", "yes", "1")

    def decoded(self, name: str, complaint: str) -> Any:
        """A JSON value, None when absent; refused with `complaint` when it is no JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(complaint) from None

    def upload(self, name: str) -> Upload | None:
        """An uploaded file, in its own field or where `attach://` points."""
        if name in self.uploads:
            return self.uploads[name]
        attached = self.text(name)
        if attached.startswith("attach://"):
            return self.uploads.get(attached.removeprefix("attach://"))
        return None

    def logged(self) -> Json:
        """The parameters for the log of calls; files by name and size."""
        files = {
            name: f"<{upload.file_name}, {len(upload.content)} bytes>"
            for name, upload in self.uploads.items()
        }
        return {**self.values, **files}
