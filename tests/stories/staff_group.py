"""A staff group with the bot in it, as stories need it."""

from tests.stories.town import BOT, Phone, Town


async def group_with_bot(
    town: Town, adder: Phone, *others: Phone, admin: bool = False, forum: bool = False
) -> int:
    """A group of these people, to which the first of them then adds the bot; gives the chat."""
    members = [adder.user, *(one.user for one in others)]
    chat = int((await town.client.group("Team Mieten", members, admins=[adder.user], forum=forum))["id"])
    await town.client.add_member(chat, BOT, by=adder.user, admin=admin)
    await town.settle()
    return chat


def inside(phone: Phone, chat: int) -> Phone:
    """The same person's phone, with the group open."""
    return Phone(phone.town, phone.user, chat, phone.person)


async def everything_stored(town: Town) -> str:
    """All rows of the database as text."""
    return await town.do(lambda work: "\n".join(work.connection.iterdump()))
