"""Who reports: what the form must know of somebody, read from today's directory."""

from domain.model.ids import MunicipalityId, PartnerId
from domain.model.municipalities import municipalities
from domain.model.people import Partner, Person
from domain.model.report_questions import Answers, Question, Reporter
from domain.model.routing import Responsibility, Topic
from domain.model.stage import PartnerKind, Seat
from domain.ports import Work
from domain.services import membership, standing


def reporting_partner(work: Work, person: Person, answers: Answers) -> Partner:
    """The partner for which the report is made: the reporter's own, or whom a coordinator has chosen (R7).

    Raises Expired for one that has left the network.
    """
    chosen = answers.get(Question.PARTNER)
    identity = person.partner if chosen is None else PartnerId(int(chosen))
    return membership.present_partner(work, identity)


def reporter_of(work: Work, person: Person, answers: Answers) -> Reporter:
    """What the form must know of the reporter, read from today's directory."""
    partners = _by_telephone(work, person)
    waits = bool(partners) and answers.get(Question.PARTNER) is None
    partner = reporting_partner(work, person, answers)
    entries = [one for one in work.responsibilities.of_partner(partner.id) if not one.main_contact]
    own = [one.area for one in entries]
    everywhere = work.network.municipalities or tuple(one.id for one in municipalities())
    places = tuple(one for one in everywhere if one in own) + tuple(
        one for one in everywhere if one not in own
    )
    seat = None if waits else _seat(partner)
    return Reporter(
        seat=seat,
        today=standing.today(work),
        places=places,
        only_place=own[0] if len(set(own)) == 1 else None,
        helps_in=frozenset(_helped(entries, places)),
        landlords=_landlords(work, places, partner) if seat is Seat.HELP else {},
        partners=partners,
    )


def _seat(partner: Partner) -> Seat:
    if partner.kind is PartnerKind.LANDLORD:
        return Seat.LANDLORD
    return Seat.BENEFITS if partner.minimal_reports else Seat.HELP


def _by_telephone(work: Work, person: Person) -> tuple[PartnerId, ...]:
    """For whom a coordinator may report: partners with nobody in the chat, and the coordinator's own."""
    if not person.is_coordinator:
        return ()
    silent = [
        one.id
        for one in work.partners.all()
        if one.id != person.partner and not any(each.is_member for each in work.people.of_partner(one.id))
    ]
    return (*silent, person.partner) if silent else ()


def _helped(entries: list[Responsibility], places: tuple[MunicipalityId, ...]) -> set[MunicipalityId]:
    held = [one.area for one in entries if one.topic is Topic.WOHNUNGSSICHERUNG]
    return set(places) if None in held else {one for one in held if one is not None}


def _landlords(
    work: Work, places: tuple[MunicipalityId, ...], reporting: Partner
) -> dict[MunicipalityId | None, tuple[PartnerId, ...]]:
    areas = work.responsibilities.areas(PartnerKind.LANDLORD)
    landlords = [one for one in work.partners.names() if one in areas and one != reporting.id]
    return {place: tuple(one for one in landlords if areas[one] & {None, place}) for place in (None, *places)}
