"""kurze-wege invite: the first coordinator's one-time link."""

import argparse
import asyncio
import sqlite3
import sys
from contextlib import closing
from datetime import datetime

import aiohttp

from bot.application import network_of
from bot.clock import present
from bot.commands.parsers import Parsers
from bot.settings import Settings, load
from domain.model.errors import AlreadyDone
from domain.services import membership
from handlers.links import new_token, start_link, token_hash
from storage.database import ForeignFile, NewerDatabase, connect_file
from storage.work import SqliteWork


class NoAnswer(Exception):
    """The Bot API did not say who the bot is; the text is one line for the operator."""


def add(parsers: Parsers) -> None:
    parser = parsers.add("invite", run, "print the link with which the first coordinator joins")
    parser.add_argument("name", metavar="NAME", help="the coordinator's name, as members will read it")
    parser.add_argument("--partner", help="whom the coordinator works for (default: the network's name)")
    parser.add_argument("--again", action="store_true", help="also if there is a coordinator already")


def run(arguments: argparse.Namespace) -> int:
    settings = load()
    try:
        username = asyncio.run(ask_username(settings))
        token = new_token()
        write(settings, arguments, token, asyncio.run(present(settings.clock_url)))
    except AlreadyDone:
        print("There is a coordinator already; further people are invited in the chat.", file=sys.stderr)
        return 1
    except (NoAnswer, ForeignFile, NewerDatabase, sqlite3.Error) as error:
        print(f"{error}.", file=sys.stderr)
        return 1
    print(start_link(username, token))
    print("Good for one person and 72 hours. Send it by a way that only this person reads.")
    return 0


async def ask_username(settings: Settings) -> str:
    """The bot's own name, for the link. Raises NoAnswer."""
    url = f"{settings.base_url}{settings.token.get_secret_value()}/getMe"
    try:
        timeout = aiohttp.ClientTimeout(total=15)
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as response:
            answer = await response.json()
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise NoAnswer(f"{settings.api_url} cannot be reached ({type(error).__name__})") from None
    if not answer.get("ok"):
        raise NoAnswer(f"Telegram refuses the token ({answer.get('description')})")
    return str(answer["result"]["username"])


def write(settings: Settings, arguments: argparse.Namespace, token: str, now: datetime) -> None:
    """Write the invitation; a running bot sees it at once. Raises AlreadyDone."""
    with closing(connect_file(settings.database)) as connection:
        work = SqliteWork(connection, network_of(settings)).at(now)
        connection.execute("BEGIN IMMEDIATE")
        membership.invite_first(
            work,
            partner=arguments.partner or settings.network_name,
            name=arguments.name,
            token_hash=token_hash(token),
            again=arguments.again,
        )
        connection.execute("COMMIT")
