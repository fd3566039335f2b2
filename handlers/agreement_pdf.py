"""The paper that a manager signs: A4, numbered sections, who has confirmed and when, numbered pages."""

import io
from collections.abc import Iterator
from functools import cache, partial
from importlib import resources
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    ListFlowable,
    ListItem,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from handlers.agreement_document import Block, Chapter, Document, Signed

REGULAR: Final = "KurzeWege"
BOLD: Final = "KurzeWege-Bold"
_FILES: Final = {REGULAR: "DejaVuSansCondensed.ttf", BOLD: "DejaVuSansCondensed-Bold.ttf"}

INK: Final = HexColor("#1d2733")
QUIET: Final = HexColor("#5b6775")
ACCENT: Final = HexColor("#0f5c63")
RULE: Final = HexColor("#c9d1d8")
WARNING: Final = HexColor("#8a4b08")

LEFT, RIGHT, TOP, BOTTOM = 25 * mm, 20 * mm, 22 * mm, 24 * mm


def _style(name: str, size: float, lead: float, **more: Any) -> ParagraphStyle:
    told: dict[str, Any] = {"fontName": REGULAR, "textColor": INK} | more
    return ParagraphStyle(name, fontSize=size, leading=lead, **told)


TITLE: Final = _style("title", 19, 24, fontName=BOLD, spaceAfter=2 * mm)
BETWEEN: Final = _style("between", 11.5, 16, textColor=QUIET, spaceAfter=1 * mm)
CHAPTER: Final = _style(
    "chapter",
    13,
    17,
    fontName=BOLD,
    textColor=ACCENT,
    spaceBefore=6 * mm,
    spaceAfter=1.5 * mm,
    keepWithNext=1,
)
HEAD: Final = _style("head", 10, 14, fontName=BOLD, spaceBefore=1.8 * mm, keepWithNext=1)
BODY: Final = _style("body", 10, 14.5)
FACT: Final = _style("fact", 9.5, 13, textColor=QUIET)
VALUE: Final = _style("value", 9.5, 13)
STAMP: Final = _style(
    "stamp", 11, 14, fontName=BOLD, textColor=WARNING, alignment=TA_RIGHT, spaceAfter=3 * mm
)


@cache
def _fonts() -> None:
    """Embed the font that has every name in it; registered once."""
    folder = resources.files("handlers").joinpath("fonts")
    for name, file in _FILES.items():
        content = io.BytesIO(folder.joinpath(file).read_bytes())
        pdfmetrics.registerFont(TTFont(name, content))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def agreement_pdf(subject: str) -> bytes:
    """Draw the file from a packed document."""
    _fonts()
    document = Document.unpack(subject)
    drawn = io.BytesIO()
    pages = BaseDocTemplate(
        drawn,
        pagesize=A4,
        title=document.title,
        author=", ".join(document.between),
        subject=document.footer,
        lang=document.language,
        leftMargin=LEFT,
        rightMargin=RIGHT,
        topMargin=TOP,
        bottomMargin=BOTTOM,
    )
    frame = Frame(LEFT, BOTTOM, pages.width, pages.height, 0, 0, 0, 0)
    pages.addPageTemplates(PageTemplate("page", [frame]))
    pages.build(list(_story(document, pages.width)), canvasmaker=partial(_Pages, document=document))
    return drawn.getvalue()


class _Pages(Canvas):
    """Knows how many pages there are before it draws their feet."""

    def __init__(self, *args: Any, document: Document, **options: Any) -> None:
        super().__init__(*args, **options)
        self._document = document
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802, the library calls it so
        self._kept.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        for page in self._kept:
            self.__dict__.update(page)
            self._foot(len(self._kept))
            super().showPage()
        super().save()

    def _foot(self, pages: int) -> None:
        width, _ = A4
        self.setStrokeColor(RULE)
        self.setLineWidth(0.5)
        self.line(LEFT, BOTTOM - 6 * mm, width - RIGHT, BOTTOM - 6 * mm)
        self.setFont(REGULAR, 8)
        self.setFillColor(QUIET)
        self.drawString(LEFT, BOTTOM - 11 * mm, self._document.footer)
        page = self._document.page.format(page=self.getPageNumber(), pages=pages)
        self.drawRightString(width - RIGHT, BOTTOM - 11 * mm, page)


def _story(document: Document, width: float) -> Iterator[Flowable]:
    if document.stamp:
        yield Paragraph(escape(document.stamp), STAMP)
    yield Paragraph(escape(document.title), TITLE)
    for partner in document.between:
        yield Paragraph(escape(partner), BETWEEN)
    yield Spacer(1, 3 * mm)
    yield _facts(document, width)
    for number, chapter in enumerate(document.chapters, start=1):
        yield from _chapter(number, chapter, document.empty)
    yield _signatures(document, len(document.chapters) + 1, width)


def _facts(document: Document, width: float) -> Table:
    rows = [
        [Paragraph(escape(name), FACT), Paragraph(escape(value), VALUE)] for name, value in document.facts
    ]
    table = Table(rows, colWidths=[30 * mm, width - 30 * mm])
    table.setStyle(
        TableStyle(
            [
                ("LINEABOVE", (0, 0), (-1, 0), 0.5, RULE),
                ("LINEBELOW", (0, -1), (-1, -1), 0.5, RULE),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
        )
    )
    return table


def _chapter(number: int, chapter: Chapter, empty: str) -> Iterator[Flowable]:
    """No head is left alone at the foot of a page: it stays with what stands under it."""
    title = Paragraph(escape(f"{number}.\u2002{chapter.title}"), CHAPTER)
    if not chapter.blocks:
        yield KeepTogether([title, Paragraph(escape(empty), BODY)])
        return
    first, *others = chapter.blocks
    yield KeepTogether([title, *_block(first)])
    for block in others:
        yield KeepTogether(list(_block(block)))


def _block(block: Block) -> Iterator[Flowable]:
    if block.head:
        yield Paragraph(escape(block.head), HEAD)
    if len(block.items) == 1 and not block.numbered:
        yield Paragraph(escape(block.items[0]), BODY)
        return
    items: list[Any] = [ListItem(Paragraph(escape(one), BODY), leftIndent=6 * mm) for one in block.items]
    yield ListFlowable(
        items,
        bulletType="1" if block.numbered else "bullet",
        bulletFormat="%s." if block.numbered else None,
        start=None if block.numbered else "•",
        bulletFontName=REGULAR,
        bulletFontSize=10,
        bulletColor=ACCENT,
        leftIndent=6 * mm,
    )


def _signatures(document: Document, number: int, width: float) -> KeepTogether:
    """Never torn over two pages."""
    number_of = len(document.signatures)
    confirmed = [_confirmed(one) for one in document.signatures]
    table = Table([confirmed, [_by_hand(document)] * number_of], colWidths=[width / number_of] * number_of)
    padding = (("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 5 * mm))
    table.setStyle(TableStyle([*padding, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    title = Paragraph(escape(f"{number}.\u2002{document.signatures_title}"), CHAPTER)
    return KeepTogether([title, Spacer(1, 2 * mm), table])


def _confirmed(one: Signed) -> list[Flowable]:
    """The partner, and who has confirmed for it, if anybody has."""
    lines: list[Flowable] = [Paragraph(escape(one.partner), HEAD)]
    return lines + [Paragraph(escape(said), VALUE) for said in (one.on, one.who) if one.who]


def _by_hand(document: Document) -> list[Flowable]:
    """The lines stand at one height, however much stands above them."""
    hand = HRFlowable(width="100%", thickness=0.5, color=QUIET, spaceAfter=1 * mm)
    return [Spacer(1, 12 * mm), hand, Paragraph(escape(document.by_hand), FACT)]
