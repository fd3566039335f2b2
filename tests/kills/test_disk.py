"""The real process on a file that it may not write."""

from pathlib import Path

from drills.disk import as_ordinary_account, of_mode
from tests.kills.test_kill_start import answers, stage


async def test_a_file_that_can_only_be_read_is_one_line_and_no_endless_wait(tmp_path: Path) -> None:
    """A connection to such a file would never notice that the rights are in order again."""
    async with stage(tmp_path) as (_, client, bot):
        await bot.kill()
        await client.send(1001, 1001, "/start")
        bot.prepare = as_ordinary_account
        with of_mode(bot.database, 0o444):
            await bot.begin()
            assert await bot.ends() == 1
        assert bot.log.count("\n") == 1
        assert "attempt to write a readonly database" in bot.log
        await bot.start()
        await client.settle()
        assert len(await answers(client)) == 1
