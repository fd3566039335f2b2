"""Pictures and documents, drawn from template and subject when they leave."""

from bot.post import Draw
from handlers.agreement_document import TEMPLATE as AGREEMENT
from handlers.agreement_pdf import agreement_pdf
from handlers.agreement_yaml import TEMPLATE as AGREEMENT_FILE
from handlers.agreement_yaml import agreement_yaml
from handlers.calendar_file import calendar_ics
from handlers.directory_file import template_xlsx
from handlers.links import qr_png

DRAWS: dict[str, Draw] = {
    "qr": qr_png,
    "directory_template": template_xlsx,
    "calendar": calendar_ics,
    AGREEMENT: agreement_pdf,
    AGREEMENT_FILE: agreement_yaml,
}
