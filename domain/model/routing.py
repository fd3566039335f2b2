"""Who is responsible: the directory is asked, the most specific entry wins and says why."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from domain.model.ids import MunicipalityId, PartnerId, PersonId, ResponsibilityId
from domain.model.stage import PartnerKind, Reason, Seat, Stage


class Topic(StrEnum):
    """What a responsibility is about; the values are the words of the partners' directory files."""

    WOHNUNGSSICHERUNG = "wohnungssicherung"
    MIETRUECKSTAND = "mietrueckstand"
    KUENDIGUNG = "kuendigung"
    RAEUMUNG = "raeumung"
    ENERGIE = "energie"
    KONFLIKT = "konflikt"
    NACHSORGE = "nachsorge"
    SCHEITERN = "scheitern"
    MIETSCHULDENUEBERNAHME = "mietschuldenuebernahme"
    UNTERBRINGUNG = "unterbringung"
    JUGENDAMT = "jugendamt"


class Specificity(IntEnum):
    """Why an entry won, the most specific first: place beats topic."""

    MUNICIPALITY_AND_TOPIC = 1
    MUNICIPALITY = 2
    AREA_AND_TOPIC = 3
    AREA = 4
    MAIN_CONTACT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility:
    """One line of the directory: this person answers for that area and that topic.

    `area` None is the network's whole area, `topic` None every topic. A main contact answers
    for its partner when nothing else fits, and never for anybody else.
    """

    id: ResponsibilityId
    partner_id: PartnerId
    holder: PersonId
    area: MunicipalityId | None = None
    topic: Topic | None = None
    deputy: PersonId | None = None
    function: str = ""
    phone: str = ""
    hours: str = ""
    confirmed_on: date | None = None
    main_contact: bool = False

    def fits(self, municipality: MunicipalityId | None, topic: Topic | None) -> Specificity | None:
        """How closely this entry answers the question, or None if it does not."""
        if self.main_contact:
            return Specificity.MAIN_CONTACT
        if self.area not in (None, municipality) or self.topic not in (None, topic):
            return None
        if self.area is None:
            return Specificity.AREA if self.topic is None else Specificity.AREA_AND_TOPIC
        return Specificity.MUNICIPALITY if self.topic is None else Specificity.MUNICIPALITY_AND_TOPIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The winner, why it won, and whoever else answers equally closely (R3: offered as well)."""

    responsibility: Responsibility
    specificity: Specificity
    equals: tuple[Responsibility, ...] = ()


def resolve(
    responsibilities: Iterable[Responsibility],
    municipality: MunicipalityId | None,
    topic: Topic | None,
    *,
    partners: Collection[PartnerId] | None = None,
    nameable: Collection[PartnerId] = frozenset(),
) -> Match | None:
    """Find who answers for `topic` in `municipality`; None means the coordinator is asked.

    Only entries of `partners` count; None asks everybody, and then no main contact does. Among
    equals those to whom names may be spoken (`nameable`) come first, then the later confirmed
    one, then the older entry (the practice paper, R3).
    """
    graded: dict[Specificity, list[Responsibility]] = {}
    for entry in responsibilities:
        grade = entry.fits(municipality, topic)
        if grade is None or (
            entry.partner_id not in partners if partners is not None else entry.main_contact
        ):
            continue
        graded.setdefault(grade, []).append(entry)
    if not graded:
        return None
    best = min(graded)

    def preference(entry: Responsibility) -> tuple[bool, int, int]:
        return (entry.partner_id not in nameable, -(entry.confirmed_on or date.min).toordinal(), entry.id)

    winner, *equals = sorted(graded[best], key=preference)
    return Match(responsibility=winner, specificity=best, equals=tuple(equals))


def resolve_help(
    responsibilities: Sequence[Responsibility],
    municipality: MunicipalityId | None,
    topic: Topic,
    *,
    without: Collection[PartnerId] = frozenset(),
    nameable: Collection[PartnerId] = frozenset(),
) -> Match | None:
    """Find the help side (the practice paper, R1 and R2), never one of the partners `without`.

    A partner is the help side because it names a holder for the topic, not because of its kind.
    A topic that nobody holds falls back to `wohnungssicherung`; a place outside the network
    (`municipality` None) is for the coordinator.
    """
    if municipality is None:
        return None
    for wanted in (topic, Topic.WOHNUNGSSICHERUNG):
        helpers = {
            entry.partner_id
            for entry in responsibilities
            if entry.topic is wanted and entry.area in (None, municipality)
        } - set(without)
        if helpers:
            return resolve(responsibilities, municipality, wanted, partners=helpers, nameable=nameable)
    return None


def ties(responsibilities: Iterable[Responsibility]) -> tuple[tuple[Responsibility, ...], ...]:
    """Groups of entries of one partner between which nothing decides: an error of the import."""
    groups: dict[tuple[object, ...], list[Responsibility]] = {}
    for entry in responsibilities:
        place = () if entry.main_contact else (entry.area, entry.topic)
        groups.setdefault((entry.partner_id, *place), []).append(entry)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def topic_for(reason: Reason, stage: Stage, seat: Seat) -> Topic | None:
    """The topic under which a case is put to `seat` (the practice paper, R2, R4, R6).

    None, for a landlord before any arrears, means whoever is responsible for the place.
    """
    if seat is Seat.HELP:
        return _HELP_TOPICS.get(reason, Topic.WOHNUNGSSICHERUNG)
    if seat is Seat.BENEFITS:
        late = stage.reached(Stage.EVICTION_DATE)
        return Topic.UNTERBRINGUNG if late else Topic.MIETSCHULDENUEBERNAHME
    if stage.reached(Stage.SUIT):
        return Topic.RAEUMUNG
    if stage is Stage.NOTICE:
        return Topic.KUENDIGUNG
    if reason is Reason.CONDUCT:
        return Topic.KONFLIKT
    return Topic.MIETRUECKSTAND if stage in (Stage.ARREARS, Stage.WARNING) else None


_HELP_TOPICS = {Reason.ENERGY_ARREARS: Topic.ENERGIE, Reason.CONDUCT: Topic.KONFLIKT}


def missing_topics(kind: PartnerKind, named: Collection[Topic | None]) -> tuple[Topic, ...]:
    """The topics that a partner must still name a holder for before its directory is accepted.

    Everybody names `scheitern`; a help partner also `wohnungssicherung` and `nachsorge`. A
    provider is a help partner, an authority becomes one by holding `wohnungssicherung` (R1).
    """
    helps = kind is PartnerKind.PROVIDER or Topic.WOHNUNGSSICHERUNG in named
    mandatory = [Topic.SCHEITERN]
    if helps and kind is not PartnerKind.LANDLORD:
        mandatory = [Topic.WOHNUNGSSICHERUNG, Topic.NACHSORGE, Topic.SCHEITERN]
    return tuple(topic for topic in mandatory if topic not in named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Somebody is away from `first_on` to `last_on`, both included, local dates."""

    person: PersonId
    first_on: date
    last_on: date
    deputy: PersonId | None = None


CHAIN_LIMIT = 10
"""How many deputies of deputies are followed before the chain counts as broken."""


def stand_in(
    holder: PersonId, absences: Collection[Absence], on: date, *, deputy: PersonId | None = None
) -> tuple[PersonId, ...]:
    """The chain from `holder` to whoever is there on `on`; its last link acts.

    `deputy` is the responsibility's own, used where an absence names nobody. The
    result is empty when the chain ends in nobody, in a circle or after `CHAIN_LIMIT` links.
    """
    chain = [holder]
    while len(chain) <= CHAIN_LIMIT:
        away = [each for each in absences if each.person == chain[-1] and each.first_on <= on <= each.last_on]
        if not away:
            return tuple(chain)
        following = next((each.deputy for each in away if each.deputy is not None), deputy)
        if following is None or following in chain:
            return ()
        chain.append(following)
    return ()
