"""What every act of the story has at hand."""

from dataclasses import dataclass

from bot.demo.narrator import Narrator
from bot.demo.network import Network
from bot.demo.rehearsal import Rehearsal


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Who tells, who acts, and the code of the case that it is about."""

    rehearsal: Rehearsal
    narrator: Narrator
    people: Network
    code: str
