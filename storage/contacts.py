"""Contact search: full text by prefix, then each unknown word corrected against the vocabulary."""

import sqlite3

from domain.ports import Found


class ContactSearch:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def rebuild(self) -> None:
        """Read the directory anew, in the transaction that changed it."""
        self.connection.execute("DELETE FROM contact_search")

    def find(self, query: str, limit: int = 5) -> tuple[Found, ...]:
        raise NotImplementedError
