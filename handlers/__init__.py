"""What a person does in chat: one file per verb. VERBS below is the table of contents."""

from typing import Any

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.ext import Application

from domain.model.errors import Refusal
from domain.model.people import Role
from handlers import (
    accept_referral,
    answer_check_in,
    answer_group,
    ask_aftercare_consent,
    ask_back,
    be_absent,
    begin_agreement,
    call_contact,
    change_partner,
    change_responsibility,
    change_settings,
    change_stage,
    change_standing,
    claim_in_group,
    close_case,
    compute_deadlines,
    count_agreement,
    decline_referral,
    do_failure_step,
    end_aftercare,
    end_agreement,
    enrol,
    enter_partner,
    explain,
    fail_project,
    file_text,
    find_contact,
    follow_up,
    forward_referral,
    give_consent,
    hand_back,
    household_text,
    import_directory,
    invite,
    invite_seat,
    judge_duplicate,
    keep_commitment,
    keep_out,
    leave_network,
    link_group,
    list_agreements,
    list_cases,
    list_commitments,
    make_progress,
    manage_members,
    mark_informed,
    meet_deadline,
    move_promise,
    not_understood,
    not_working,
    offer_commitment,
    open_details,
    override_urgency,
    practise,
    read_agreement,
    read_report,
    record_call,
    record_commitment,
    release_held,
    reopen_case,
    reply_to_case,
    report_tenancy,
    request_help,
    reroute,
    review_failure,
    send_agreement,
    show_case,
    show_deadlines,
    show_directory,
    show_help,
    show_topic_contact,
    show_usual_way,
    sign_agreement,
    start,
    turn_away,
    undo,
    withdraw_note,
    write_agreement,
    write_note,
)
from handlers.cards import (
    aftercare_news,
    agreement_news,
    case_news,
    closing_news,
    commitment_news,
    consent_news,
    deadline_news,
    departure_news,
    digest,
    directory_news,
    failure_news,
    failure_review_news,
    group_list,
    ladder_news,
    people_news,
    project_card,
    promise_news,
    question_news,
    referral_news,
    report_news,
    talk_news,
    weekly,
)
from handlers.commands import commands_for
from handlers.context import Exchange, Saying
from handlers.message import Message
from handlers.presses import Presses
from handlers.refuse import words_of
from handlers.texts import LANGUAGES, Texts

VERBS = (
    turn_away,
    answer_group,
    change_standing,
    start,
    change_settings,
    show_help,
    invite,
    manage_members,
    be_absent,
    practise,
    link_group,
    open_details,
    enrol,
    report_tenancy,
    find_contact,
    show_directory,
    read_agreement,
    import_directory,
    change_responsibility,
    enter_partner,
    change_partner,
    leave_network,
    show_topic_contact,
    compute_deadlines,
    show_deadlines,
    meet_deadline,
    judge_duplicate,
    show_case,
    show_usual_way,
    household_text,
    file_text,
    follow_up,
    mark_informed,
    override_urgency,
    change_stage,
    list_cases,
    write_note,
    withdraw_note,
    reply_to_case,
    accept_referral,
    decline_referral,
    forward_referral,
    ask_back,
    undo,
    hand_back,
    move_promise,
    make_progress,
    record_call,
    record_commitment,
    call_contact,
    claim_in_group,
    reroute,
    invite_seat,
    answer_check_in,
    request_help,
    ask_aftercare_consent,
    end_aftercare,
    read_report,
    explain,
    give_consent,
    list_commitments,
    offer_commitment,
    keep_commitment,
    list_agreements,
    begin_agreement,
    write_agreement,
    sign_agreement,
    end_agreement,
    count_agreement,
    send_agreement,
    not_working,
    fail_project,
    do_failure_step,
    review_failure,
    close_case,
    reopen_case,
    release_held,
    not_understood,
)
"""The last one answers whatever nobody else has understood."""

NEWS = (
    people_news,
    directory_news,
    talk_news,
    report_news,
    referral_news,
    ladder_news,
    promise_news,
    question_news,
    case_news,
    deadline_news,
    aftercare_news,
    digest,
    weekly,
    group_list,
    consent_news,
    closing_news,
    commitment_news,
    agreement_news,
    departure_news,
    failure_news,
    failure_review_news,
    project_card,
)
"""What people are told without having asked: each module puts its notices into words."""


PRESSED_IN_GROUPS = (claim_in_group, open_details)
"""The verbs behind the two buttons of a group's card."""


def register(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Give PTB every handler, in one group, in the order of the list above; strangers may only start."""
    presses = Presses()
    application.add_handler(presses)
    for verb in VERBS:
        for handler in verb.HANDLERS:
            in_groups = verb in PRESSED_IN_GROUPS
            guarded = keep_out.guarded(handler, pressed_in_groups=in_groups)
            admitting = handler if handler is start.FOR_STRANGERS_TOO else guarded
            if not presses.take(admitting):
                application.add_handler(admitting)


def refuse(exchange: Exchange, refusal: Refusal) -> None:
    """Put a refusal into words: a toast for a press, a short message for a text."""
    text = words_of(refusal, exchange.texts)
    if exchange.query is not None:
        exchange.acknowledgements = [
            {"callback_query_id": exchange.query, "text": text[:200], "show_alert": len(text) > 60}
        ]
    elif exchange.turn.private and text:
        exchange.sayings.append(Saying(chat=exchange.turn.chat, message=Message(text=text)))


def apologise(exchange: Exchange, number: str) -> None:
    """Say that something went wrong, what was kept, and the number to give on the telephone (M12)."""
    if exchange.query is not None:
        text = exchange.texts.label("errors.toast", number=number)
        exchange.acknowledgements = [{"callback_query_id": exchange.query, "text": text, "show_alert": True}]
    elif exchange.turn.private and exchange.turn.person is not None:
        text = exchange.texts("errors.bug", number=number)
        exchange.sayings.append(Saying(chat=exchange.turn.chat, message=Message(text=text)))


async def introduce(bot: Bot) -> None:
    """The bot's commands and description, by scope and language. Raises telegram.error.TelegramError."""
    for language in LANGUAGES:
        texts = Texts.of(language)
        code = None if language == LANGUAGES[0] else language
        commands = [BotCommand(name, texts.label(f"commands.{name}")) for name in commands_for(Role.MEMBER)]
        await bot.set_my_commands(commands, BotCommandScopeAllPrivateChats(), language_code=code)
        await bot.set_my_commands([], BotCommandScopeAllGroupChats(), language_code=code)
        await bot.set_my_description(texts.label("commands.description"), language_code=code)
