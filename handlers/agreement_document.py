"""An agreement as a document: plain data that the PDF is drawn from, made in the reader's language."""

from collections.abc import Mapping
from typing import Final, Self

from pydantic import BaseModel, ConfigDict

from domain.model.agreement import AgreementState
from domain.model.agreement_terms import Section
from domain.model.ids import PersonId
from domain.model.people import Person
from domain.services.agreement_access import Seen
from handlers.cards.agreement_sections import Wording, duration, section
from handlers.message import File
from handlers.texts import Texts

TEMPLATE: Final = "agreement"
FILE_NAME: Final = "Vereinbarung.pdf"


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True)


class Block(_Data):
    """A head, and what stands under it."""

    head: str
    items: tuple[str, ...]
    numbered: bool = False


class Chapter(_Data):
    title: str
    blocks: tuple[Block, ...]


class Signed(_Data):
    """A partner's signature; an empty `who` leaves the lines to sign by hand."""

    partner: str
    who: str = ""
    on: str = ""


class Document(_Data):
    """Everything on the paper, in words. `stamp` says what it is while it does not hold."""

    language: str
    title: str
    between: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    signatures_title: str
    signatures: tuple[Signed, ...]
    by_hand: str
    stamp: str = ""
    footer: str
    page: str
    empty: str

    def pack(self) -> str:
        return self.model_dump_json()

    @classmethod
    def unpack(cls, text: str) -> Self:
        """Raises pydantic.ValidationError for what `pack` has not made."""
        return cls.model_validate_json(text)


def document_of(
    texts: Texts, seen: Seen, people: Mapping[PersonId, Person], network: str, days: Mapping[int, str]
) -> Document:
    """`people` are those who have signed, `days` when, by the signature's id (0: since when it holds)."""
    wording = Wording.of(texts, seen.parties)
    version = seen.version
    holds = version.state is AgreementState.IN_FORCE
    label = texts.label
    since = label("agreement.paper.since", day=days[0]) if holds and 0 in days else ""
    return Document(
        language=texts.language,
        title=version.terms.title,
        between=tuple(one.name for one in seen.parties),
        facts=(
            (label("agreement.paper.version"), str(version.number)),
            (label("agreement.paper.state"), since or texts.word(version.state)),
            (label("agreement.paper.time"), duration(wording, version.terms)),
        ),
        chapters=tuple(_chapter(texts, wording, seen, one) for one in Section),
        signatures_title=label("agreement.paper.signatures"),
        signatures=tuple(_signatures(texts, seen, people, days)),
        by_hand=label("agreement.paper.by_hand"),
        stamp="" if holds else texts.word(version.state).capitalize(),
        footer=label("agreement.paper.footer", network=network, number=version.number),
        page=label("agreement.paper.page"),
        empty=label("agreement.empty"),
    )


def _chapter(texts: Texts, wording: Wording, seen: Seen, which: Section) -> Chapter:
    found = section(wording, seen.version.terms, which)
    blocks = tuple(Block(head=one.head, items=one.items, numbered=one.numbered) for one in found)
    return Chapter(title=texts.word(which), blocks=blocks)


def _signatures(
    texts: Texts, seen: Seen, people: Mapping[PersonId, Person], days: Mapping[int, str]
) -> list[Signed]:
    found = []
    for partner in seen.parties:
        signature = next((one for one in seen.signed if one.partner == partner.id), None)
        person = None if signature is None else people.get(signature.person)
        if signature is None or person is None:
            found.append(Signed(partner=partner.name))
            continue
        who = ", ".join(one for one in (person.name, person.function) if one)
        found.append(
            Signed(
                partner=partner.name, who=who, on=texts.label("agreement.paper.on", day=days[signature.id])
            )
        )
    return found


def pdf_of(document: Document) -> File:
    """The file to be sent; it is drawn when it leaves. Its name tells nothing (the practice paper, P11)."""
    return File(kind="document", template=TEMPLATE, subject=document.pack(), name=FILE_NAME)
