"""An agreement leaves the chat: as a PDF to be signed, or as a YAML file to be worked on."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from domain.model.dates import with_year
from domain.model.ids import AgreementVersionId, PersonId
from domain.model.people import Person
from domain.ports import Turn, Work
from domain.services import agreement_access
from handlers.agreement_buttons import PdfButton, YamlButton
from handlers.agreement_document import document_of, pdf_of
from handlers.agreement_yaml import yaml_of
from handlers.context import Context
from handlers.message import Message
from handlers.texts import LANGUAGES, Texts


async def send_pdf(update: Update, context: Context) -> None:
    """[PDF]"""
    context.in_private()
    identity = AgreementVersionId(PdfButton.read(update).version)
    context.say(await context.run(_pdf, identity, context.texts))


def _pdf(work: Work, turn: Turn, identity: AgreementVersionId, texts: Texts) -> Message:
    """The paper is German for every reader: all partners sign the same text."""
    seen = agreement_access.require(work, turn, identity)
    signers = (work.people.get(one.person) for one in seen.signed)
    people: dict[PersonId, Person] = {one.id: one for one in signers if one is not None}
    local = work.network.calendar.local
    days = {one.id: with_year(local(one.signed_at).date()) for one in seen.signed}
    if seen.version.in_force_at is not None:
        days[0] = with_year(local(seen.version.in_force_at).date())
    document = document_of(Texts.of(LANGUAGES[0]), seen, people, work.network.name, days)
    caption = texts("agreement.paper.caption", title=seen.version.terms.title, number=seen.version.number)
    return Message(text=caption, file=pdf_of(document))


async def send_yaml(update: Update, context: Context) -> None:
    """[YAML-Datei]"""
    context.in_private()
    identity = AgreementVersionId(YamlButton.read(update).version)
    context.say(await context.run(_yaml, identity, context.texts))


def _yaml(work: Work, turn: Turn, identity: AgreementVersionId, texts: Texts) -> Message:
    seen = agreement_access.require(work, turn, identity)
    return Message(text=texts("agreement.file.caption"), file=yaml_of(seen))


HANDLERS = [
    CallbackQueryHandler(send_pdf, PdfButton.pattern),
    CallbackQueryHandler(send_yaml, YamlButton.pattern),
]
