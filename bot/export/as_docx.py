"""The record as a Word file: A4, plain, with real headings and the language marked for screen readers."""

import io
from datetime import datetime, timezone
from typing import Any

from docx import Document
from docx.document import Document as WordFile
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from bot.export.as_text import how_to_read
from bot.export.closing import closing, coverage
from bot.export.outline import Section, outline
from bot.export.shown import Words, day
from bot.words.labels import label

FONT = "Arial"
BODY_SIZE = 12
_LOCALES = {"en": "en-GB", "cy": "cy-GB"}
#: style -> (size in points, space before in points)
_HEADINGS = {"Title": (22, 0), "Heading 1": (16, 18), "Heading 2": (13, 10)}


def as_docx(record: dict[str, Any], language: str, *, concerns: bool = False) -> bytes:
    """Return ``record`` as the bytes of a Word file with headings in ``language``.

    ``concerns``: words about danger are left out unless this is True; somebody else may be reading.
    """
    document = Document()
    _set_page(document, language)
    _set_styles(document)
    _set_language(document, _LOCALES[language])
    _set_properties(document, record, language)
    said = outline(record, language, concerns=concerns)
    document.add_paragraph(label("record_title", language), style="Title")
    # A screen reader passes over page headers: the draft status stands in the text once too.
    document.add_paragraph(label("record_draft", language))
    document.add_paragraph(label("record_as_it_stood", language, date=day(record["updated_at"], language)))
    for line in how_to_read(said, language):
        document.add_paragraph(line)
    for section in [*said, *coverage(record, language), *closing(record, language)]:
        _add_section(document, section, language)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_section(document: WordFile, section: Section, language: str) -> None:
    document.add_paragraph(section.heading, style=f"Heading {section.level}")
    for words in section.quotes:
        _add_words(document.add_paragraph(), words, language)
    for item in section.items:
        document.add_paragraph(item, style="List Bullet")
    for line in section.note.splitlines():
        document.add_paragraph(line)


def _add_words(paragraph: Paragraph, words: Words, language: str) -> None:
    """Add the quote. The words are a run of their own, so that their language can differ from the page's."""
    paragraph.paragraph_format.left_indent = Mm(6)
    paragraph.add_run(words.before)
    said = paragraph.add_run(words.text)
    if words.language != language:
        _lang(said._r.get_or_add_rPr(), _LOCALES.get(words.language, words.language))
    paragraph.add_run(words.after)


def _set_page(document: WordFile, language: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(22)
    section.header.paragraphs[0].text = label("record_draft", language)
    footer = section.footer.paragraphs[0]
    footer.add_run(label("record_page", language) + " ")
    number = OxmlElement("w:fldSimple")  # Word fills the number in itself
    number.set(qn("w:instr"), "PAGE")
    footer._p.append(number)


def _set_styles(document: WordFile) -> None:
    normal = document.styles["Normal"]
    normal.font.size = Pt(BODY_SIZE)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.2
    _set_font(normal)
    for name, (size, space_before) in _HEADINGS.items():
        style = document.styles[name]
        style.font.size, style.font.bold = Pt(size), True
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(space_before), Pt(4)
        _set_font(style)
    # Word's own title style has a line under it, which is ornament here.
    for border in document.styles["Title"].element.pPr.findall(qn("w:pBdr")):
        border.getparent().remove(border)


def _set_font(style: ParagraphStyle) -> None:
    """Set the font by name for every script: a theme font left standing would win over it."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _set_language(document: WordFile, locale: str) -> None:
    """Set the language that all text without one of its own is in."""
    _lang(document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"), locale)
    theme = document.settings.element.find(qn("w:themeFontLang"))
    if theme is not None:
        theme.set(qn("w:val"), locale)


def _lang(properties: BaseOxmlElement, locale: str) -> None:
    lang = properties.find(qn("w:lang"))
    if lang is None:
        lang = OxmlElement("w:lang")
        properties.append(lang)
    lang.set(qn("w:val"), locale)


def _set_properties(document: WordFile, record: dict[str, Any], language: str) -> None:
    """Set title, language and dates; nobody is named as the author."""
    properties = document.core_properties
    properties.title = label("record_title", language)
    properties.subject = label("record_draft", language)
    properties.language = _LOCALES[language]
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = _utc(record["created_at"])
    properties.modified = _utc(record["updated_at"])


def _utc(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(timezone.utc).replace(tzinfo=None)
