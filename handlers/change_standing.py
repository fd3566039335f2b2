"""Telegram tells of comings and goings: of the bot, of groups, of people in groups."""

from telegram import Chat, ChatMember, Update
from telegram.ext import ChatMemberHandler, MessageHandler, filters

from domain.model.ids import ChatId
from domain.services import groups, reachability
from handlers.context import Context
from handlers.message import Message

_GONE = {ChatMember.LEFT, ChatMember.BANNED}
_GROUPS = {Chat.GROUP, Chat.SUPERGROUP}


async def own_standing(update: Update, context: Context) -> None:
    """In a private chat the bot was blocked or not any more; in a group it came, rose or went."""
    change = update.my_chat_member
    assert change is not None
    gone = change.new_chat_member.status in _GONE
    if context.turn.private:
        await context.run(reachability.blocked if gone else reachability.reached)
    elif change.chat.type in _GROUPS:
        await _in_group(context, change.new_chat_member.status)


async def _in_group(context: Context, status: str) -> None:
    if status in _GONE:
        await context.run(groups.removed)
        return
    admin = status == ChatMember.ADMINISTRATOR
    group = await context.run(groups.added, admin=admin)
    if admin and group is not None:
        context.say(Message(text=context.texts("group.admin"), silent=True))


async def moved(update: Update, context: Context) -> None:
    """The group has become a supergroup; told in both."""
    message = update.message
    assert message is not None
    old = message.migrate_from_chat_id or message.chat.id
    new = message.migrate_to_chat_id or message.chat.id
    await context.run(groups.migrate, old=ChatId(old), new=ChatId(new))


async def colleague_gone(update: Update, context: Context) -> None:
    """Somebody has left; told by a service message, or to an administrator as a change of standing."""
    change, message = update.chat_member, update.message
    if change is not None and change.new_chat_member.status in _GONE:
        await context.run(groups.colleague_left, change.new_chat_member.user.id)
    elif message is not None and message.left_chat_member is not None:
        await context.run(groups.colleague_left, message.left_chat_member.id)


HANDLERS = [
    ChatMemberHandler(own_standing, ChatMemberHandler.MY_CHAT_MEMBER),
    ChatMemberHandler(colleague_gone, ChatMemberHandler.CHAT_MEMBER),
    MessageHandler(filters.ChatType.GROUPS & filters.StatusUpdate.MIGRATE, moved),
    MessageHandler(filters.ChatType.GROUPS & filters.StatusUpdate.LEFT_CHAT_MEMBER, colleague_gone),
]
