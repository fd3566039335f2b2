"""The methods of the Bot API that the simulator knows, by their lower-case names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulator.methods import callbacks, chats, commands, edits, files, messages, receiving
from simulator.reach import Call

Method = Callable[[Call], Any]

METHODS: dict[str, Method] = {
    name.lower(): method
    for name, method in {
        "getMe": chats.get_me,
        "sendMessage": messages.send_message,
        "sendContact": messages.send_contact,
        "sendChatAction": messages.send_chat_action,
        "setMessageReaction": messages.set_message_reaction,
        "pinChatMessage": messages.pin_chat_message,
        "unpinChatMessage": messages.unpin_chat_message,
        "editMessageText": edits.edit_message_text,
        "editMessageCaption": edits.edit_message_caption,
        "editMessageReplyMarkup": edits.edit_message_reply_markup,
        "deleteMessage": edits.delete_message,
        "answerCallbackQuery": callbacks.answer_callback_query,
        "sendDocument": files.send_document,
        "sendPhoto": files.send_photo,
        "getFile": files.get_file,
        "getChat": chats.get_chat,
        "getChatMember": chats.get_chat_member,
        "getChatMemberCount": chats.get_chat_member_count,
        "getChatAdministrators": chats.get_chat_administrators,
        "leaveChat": chats.leave_chat,
        "setMyCommands": commands.set_my_commands,
        "getMyCommands": commands.get_my_commands,
        "deleteMyCommands": commands.delete_my_commands,
        "setMyDescription": commands.set_my_description,
        "getMyDescription": commands.get_my_description,
        "setMyShortDescription": commands.set_my_short_description,
        "getMyShortDescription": commands.get_my_short_description,
        "setWebhook": receiving.set_webhook,
        "deleteWebhook": receiving.delete_webhook,
        "getWebhookInfo": receiving.get_webhook_info,
        "logOut": receiving.log_out,
        "close": receiving.close,
    }.items()
}
