"""Partners, people, invitations, groups and enrolments in SQLite."""

from collections.abc import Mapping
from datetime import datetime

from domain.model.ids import ChatId, PartnerId, PersonId
from domain.model.people import Enrolment, GroupState, Invitation, Partner, Person, Purpose, Role, StaffGroup
from domain.model.stage import PartnerKind
from storage.table import Table, encode


class Partners(Table[Partner]):
    def named(self, name: str) -> Partner | None:
        return self.first("name = ? COLLATE NOCASE", name)

    def all(self) -> tuple[Partner, ...]:
        return self.where("active", order="name")

    def names(self) -> Mapping[PartnerId, str]:
        return {one.id: one.name for one in self.all()}

    def kinds(self) -> Mapping[PartnerId, PartnerKind]:
        return {one.id: one.kind for one in self.all()}


class People(Table[Person]):
    def by_telegram(self, telegram: int) -> Person | None:
        return self.first("telegram = ? AND active", telegram)

    def of_partner(self, partner: PartnerId) -> tuple[Person, ...]:
        return self.where("partner = ? AND active", partner, order="name")

    def coordinators(self) -> tuple[Person, ...]:
        return self.where("role = ? AND active", Role.COORDINATOR)

    def all(self) -> tuple[Person, ...]:
        return self.where("active", order="name")


class Invitations(Table[Invitation]):
    def by_hash(self, token_hash: str) -> Invitation | None:
        return self.first("token_hash = ?", token_hash)

    def open_of(self, person: PersonId) -> tuple[Invitation, ...]:
        return self.where("person = ? AND purpose = ? AND used_at IS NULL", person, Purpose.MEMBER)

    def drop_expired(self, before: datetime) -> int:
        return self.connection.execute(
            "DELETE FROM invitations WHERE expires_at < ?", (encode(before),)
        ).rowcount

    def made_since(self, by: int, since: datetime) -> int:
        return len(self.where("invited_by = ? AND created_at >= ?", by, since))


class StaffGroups(Table[StaffGroup]):
    def by_chat(self, chat: ChatId) -> StaffGroup | None:
        return self.first("chat = ?", chat)

    def of_partner(self, partner: PartnerId) -> StaffGroup | None:
        return self.first("partner = ? AND state = ?", partner, GroupState.LINKED)

    def all(self) -> tuple[StaffGroup, ...]:
        return self.where("state = ?", GroupState.LINKED)


class Enrolments(Table[Enrolment]):
    def of(self, partner: PartnerId, telegram: ChatId) -> Enrolment | None:
        return self.first("partner = ? AND telegram = ?", partner, telegram)

    def asked_since(self, chat: ChatId, since: datetime) -> int:
        return len(self.where("chat = ? AND asked_at >= ?", chat, since))
