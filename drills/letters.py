"""Notes from one side to the other, each with words of its own: each must be read once in any weather."""

from dataclasses import dataclass, field

from drills.district import District, Pair
from drills.mobile import Mobile

AGAIN = "kann doppelt sein"
RIPE_S = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A note; its preview is the author's message that says afterwards what has become of it."""

    words: str
    preview: int
    author: Mobile
    reader: Mobile


@dataclass(slots=True)
class Letters:
    """What has been written in a district, and what became of it. `repeats` may be marked as such."""

    district: District
    under_way: list[Letter] = field(default_factory=list)
    read: int = 0
    repeated: int = 0
    written: int = 0

    async def prepares(self, pair: Pair, *, back: bool = False) -> Letter:
        """Type a note of the clerk (`back`: of the helper) as far as its preview. Raises Missing."""
        author, reader = (pair.helper, pair.clerk) if back else (pair.clerk, pair.helper)
        self.written += 1
        words = f"Unterlagen Teil {self.written} kommen morgen."
        await author.sends(words, reply_to=await pair.card(author))
        preview = await author.waits_for(words, "Nein, senden")
        return Letter(words=words, preview=preview["message_id"], author=author, reader=reader)

    async def posts(self, letter: Letter) -> None:
        """Press send, and wait for nothing: from here on it must arrive."""
        self.under_way.append(letter)
        await letter.author.presses("Nein, senden")

    async def writes(self, pair: Pair, *, back: bool = False) -> Letter:
        """A whole note, with patience. Raises Missing."""
        letter = await self.prepares(pair, back=back)
        await self.posts(letter)
        await self.district.settle()
        return letter

    async def everywhere(self) -> None:
        """In every pair somebody writes to the other side."""
        await self.district.tends()
        for pair in self.district.pairs:
            await self.writes(pair, back=self.district.chance.random() < 0.5)

    async def arrive(self, repeats: int = 0) -> None:
        """Give them some minutes; each is read once then, or again with a mark, at most so many times."""
        await self.district.passes(RIPE_S)
        letters, self.under_way = self.under_way, []
        for letter in letters:
            shown = await letter.reader.reading(f"„{letter.words}“")
            plain = [one for one in shown if AGAIN not in one["text"]]
            what = f"{letter.words} to {letter.reader.name}: {len(plain)} plain of {len(shown)}"
            self.district.check(bool(shown), "a note that was sent has been read", what)
            self.district.check(
                len(plain) <= 1 and len(shown) <= 1 + repeats, "it came once, or the repeat said so", what
            )
            told = await letter.author.reading("Zugestellt an", letter.reader.name)
            is_told = letter.preview in [one["message_id"] for one in told]
            self.district.check(is_told, "its author has been told so", what)
            self.read += bool(shown)
            self.repeated += len(shown) - len(plain)
