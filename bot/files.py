"""Pictures and documents, drawn from template and subject when they leave."""

from bot.post import Draw
from handlers.calendar_file import calendar_ics
from handlers.directory_file import template_xlsx
from handlers.links import qr_png

DRAWS: dict[str, Draw] = {"qr": qr_png, "directory_template": template_xlsx, "calendar": calendar_ics}
