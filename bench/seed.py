"""The file that ours starts from: the sample directory, its people on Telegram, landlords who report."""

import contextlib
import io
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from typing import Final

from bench.walks import FIRST_WALKER, PLACES, WALKERS
from bot.application import network_of
from bot.commands.import_directory import read_in
from bot.demo.network import SAMPLE
from bot.settings import Settings
from domain.model.ids import ChatId, PartnerId, ResponsibilityId
from domain.model.people import Partner, Person, Role
from domain.model.routing import Responsibility
from domain.model.stage import PartnerKind
from storage.database import connect_file
from storage.work import SqliteWork

FIRST_OF_DIRECTORY: Final = 1000
FIRST_LEAD: Final = 500_000
_EVERY_DAY: Final = frozenset(range(7))


def seed(settings: Settings, now: datetime) -> None:
    """Write the file of `settings`. Everybody works every day, so no weekend holds a message back.

    A landlord has as many walkers as there are places to report from.
    """
    with contextlib.redirect_stdout(io.StringIO()):
        read_in(settings, SAMPLE, write=True)
    with closing(connect_file(settings.database)) as connection:
        work = SqliteWork(connection, network_of(settings)).at(now)
        connection.execute("BEGIN IMMEDIATE")
        for number, person in enumerate(work.people.all()):
            chat = ChatId(FIRST_OF_DIRECTORY + number)
            work.people.save(replace(person, telegram=chat, acknowledged_at=now, working_days=_EVERY_DAY))
        for number in range(0, WALKERS, len(PLACES)):
            _landlord(work, number, now)
        connection.execute("COMMIT")


def _landlord(work: SqliteWork, number: int, now: datetime) -> None:
    partner = work.partners.add(Partner(name=f"Wohnhaus {number}", kind=PartnerKind.LANDLORD)).id
    lead = _member(work, partner, "Lina Lang", FIRST_LEAD + number, now, role=Role.LEAD)
    work.responsibilities.add(
        Responsibility(id=ResponsibilityId(0), partner_id=partner, holder=lead.id, area=None, topic=None)
    )
    for place in range(len(PLACES)):
        _member(work, partner, "Wilma Weg", FIRST_WALKER + number + place, now)


def _member(
    work: SqliteWork, partner: PartnerId, name: str, chat: int, now: datetime, *, role: Role = Role.MEMBER
) -> Person:
    person = Person(
        partner=partner,
        name=name,
        phone="05731 1000",
        hours="Mo bis Do 8 bis 16 Uhr",
        role=role,
        telegram=ChatId(chat),
        acknowledged_at=now,
        working_days=_EVERY_DAY,
    )
    return work.people.add(person)
