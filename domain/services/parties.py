"""The other sides of a case as a reader may know them: who they are, what they promised, how to ring them."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Final

from domain.model.case import Case, Referral, SeatHolder
from domain.model.ids import PartnerId, PersonId
from domain.model.people import Partner, Person
from domain.model.rights import Relation
from domain.model.stage import PartnerKind, Seat
from domain.model.view import Contact, Party, Spoken
from domain.model.visibility import Circumstances
from domain.ports import Work
from domain.services import moves, standing

_SEATS: Final = {
    Relation.HELP: Seat.HELP,
    Relation.LANDLORD: Seat.LANDLORD,
    Relation.BENEFITS: Seat.BENEFITS,
}
INVOLVED: Final = frozenset({*_SEATS, Relation.REPORTER})
"""Whoever has a part in the case, seated or as its reporter."""


@lru_cache(maxsize=512)
def own_seats(relations: frozenset[Relation]) -> frozenset[Seat]:
    """The seats on which somebody with these relations sits, or stands in."""
    return frozenset(_SEATS[one] for one in relations if one in _SEATS)


class Sides:
    """The seats and open requests of one case."""

    def __init__(
        self, work: Work, case: Case, seats: Mapping[Seat, SeatHolder], referrals: Collection[Referral]
    ) -> None:
        self.work = work
        self.case = case
        self.seats = seats
        self.referrals = referrals

    def others(self, relations: frozenset[Relation], partner: PartnerId) -> tuple[Party, ...]:
        """Every side but the reader's own. `partner` is whom the reader works for.

        Benefits are the help side's and the coordinator's to know: they tell that somebody draws some.
        """
        if relations & {Relation.HELP, Relation.COORDINATOR}:
            seats = [Seat.HELP, Seat.LANDLORD, Seat.BENEFITS]
        elif relations & INVOLVED:
            seats = [Seat.HELP]
        elif Relation.COLLEAGUE in relations:
            seats = [seat for seat, one in self.seats.items() if one.partner == partner]
        else:
            seats = []
        known = {*self.seats, *(one.seat for one in self.referrals if one.is_open)}
        return tuple(self._party(seat) for seat in seats if seat in known - own_seats(relations))

    def naming(self) -> Spoken:
        """Whether the household may be named between the help side, as it is today, and the other one."""
        case = self.case
        if case.withdrawn_at is not None:
            return Spoken.NO
        if case.side is Seat.HELP:
            return Spoken.YES if Circumstances.of(case).landlord_hears_details else Spoken.NO
        partner = self._help_partner()
        if partner is not None and partner.kind is PartnerKind.AUTHORITY:
            return Spoken.YES if case.names_to_authority else Spoken.NO
        return Spoken(case.names_to_provider) if partner is not None else Spoken.NO

    def contact(self, identity: PersonId) -> Contact | None:
        """A professional by their number."""
        person = self.work.people.get(identity)
        return None if person is None else self._contact(person)

    def name(self, identity: PersonId | None) -> str:
        """Their name; empty for nobody."""
        person = None if identity is None else self.work.people.get(identity)
        return person.name if person else ""

    def office(self, identity: PartnerId | None) -> str:
        """A partner's name; empty for none."""
        partner = None if identity is None else self.work.partners.get(identity)
        return partner.name if partner else ""

    def _party(self, seat: Seat) -> Party:
        asked = next((one for one in self.referrals if one.is_open and one.seat is seat), None)
        if asked is not None:
            return Party(
                seat=seat,
                partner=self.office(asked.partner),
                deputy=self.name(standing.deputy_of(self.work, asked.responsibility)),
                step=asked.step,
                due_at=asked.due_at,
            )
        holder = self.seats[seat]
        person = standing.sitting(self.work, holder) or self.work.people.get(holder.holder)
        owed = [one for one in self.referrals if one.seat is seat and moves.is_promised(one)]
        return Party(
            seat=seat,
            partner=self.office(holder.partner),
            who=self._contact(person) if person else None,
            deputy=self._deputy(holder, person),
            stands_in_for=self.name(holder.holder) if person and person.id != holder.holder else "",
            promised_at=owed[-1].promised_at if owed else None,
        )

    def _deputy(self, holder: SeatHolder, person: Person | None) -> str:
        deputy = standing.deputy_of(self.work, holder.responsibility)
        return "" if person is not None and person.id == deputy else self.name(deputy)

    def _help_partner(self) -> Partner | None:
        asked = (one.partner for one in self.referrals if one.is_open and one.seat is Seat.HELP)
        seat = self.seats.get(Seat.HELP)
        identity = next(asked, None) if seat is None else seat.partner
        return None if identity is None else self.work.partners.get(identity)

    def _contact(self, person: Person) -> Contact:
        return Contact(
            person=person.id,
            name=person.name,
            partner=self.office(person.partner),
            function=person.function,
            phone=person.phone,
            hours=person.hours,
        )
