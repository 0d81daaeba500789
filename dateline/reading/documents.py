"""PDF and DOCX documents to paragraphs.

PDF is read by PDFium (pypdfium2): on generated pages it finds the words that pypdf finds in a third of the time, and it
opens AES-encrypted documents without another package.
Not handled: text that is a picture (an error says so), tables as tables, dates of the file itself, which are often
those of a template or of a copy.
"""

from __future__ import annotations

import io
import itertools
import re
import statistics
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from dateline.errors import InputError
from dateline.reading.layout import join_paragraphs
from dateline.reading.normalise import collapse_spaces, normalise_text

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DOCX_BODY = "word/document.xml"
_WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD
_UNREAD_WORD = frozenset({f"{_WORD}del", f"{_WORD}moveFrom", f"{_WORD}instrText", f"{_WORD}delText"})
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*", re.IGNORECASE)
_LINE_END_HYPHEN = re.compile(r"(\w+)(?:\ufffe|\u00ad|\x02)[\r\n]*(\w+)")
# A gap between lines over this many times the usual one parts paragraphs; 1.0 is none, an empty line is 2.0.
_PARAGRAPH_GAP = 1.35
_EDGE_LINES = 2
_MOST_PAGES = 3_000
_MOST_BODY_BYTES = 100_000_000  # of a DOCX document's text, unpacked


@dataclass(frozen=True, slots=True)
class Document:
    """The paragraphs of a document, and the title that it marks as such."""

    paragraphs: tuple[str, ...]
    title: str | None = None


def read_document(data: bytes) -> Document | None:
    """Return the PDF or DOCX document in `data`, or None where it is neither. Raises InputError where it is broken."""
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF"):
        return _read_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _read_docx(data)
    return None


def _read_pdf(data: bytes) -> Document:
    import pypdfium2  # here, because it takes a moment to load and only PDF needs it

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _broken_pdf(error) from error
    try:
        page_count = min(len(document), _MOST_PAGES)
        pages = [_read_pdf_page(document, number) for number in range(page_count)]
    except pypdfium2.PdfiumError as error:
        raise _broken_pdf(error) from error
    finally:
        document.close()
    if not any(line for page in pages for line in page):
        raise InputError(
            "a PDF document in which no text layer was found: its pages are pictures", expected="text",
            repair="recognise its text first, for example with ocrmypdf, and give the result",
        )  # fmt: skip
    text = _join_hyphens("\n".join(line for page in _drop_running_lines(pages) for line in page))
    return Document(tuple(join_paragraphs(normalise_text(text), is_laid_out=True)))


def _broken_pdf(error: Exception) -> InputError:
    if getattr(error, "err_code", None) == _WRONG_PASSWORD:
        return InputError("an encrypted PDF document", repair="save it without its password first")
    return InputError(f"a PDF document that cannot be read ({error})", repair="fetch it again, or save it as text")


def _read_pdf_page(document: Any, number: int) -> list[str]:
    """The lines of one page, an empty one where there is more room between two than usual."""
    page = document[number]
    text_page = page.get_textpage()
    try:
        text = str(text_page.get_text_range())
        if len(text) != text_page.count_chars():  # the page counts its characters otherwise: no line can be located
            return [line.rstrip() for line in text.splitlines() if line.strip()]
        starts = [found.start() for found in re.finditer(r"[^\r\n]+", text)]
        lines = [(text[start:].splitlines()[0].rstrip(), text_page.get_charbox(start)[1]) for start in starts]
    finally:
        text_page.close()
        page.close()
    return _part_paragraphs([(line, base) for line, base in lines if line])


def _part_paragraphs(lines: list[tuple[str, float]]) -> list[str]:
    gaps = [before - after for (_, before), (_, after) in itertools.pairwise(lines)]
    usual = statistics.median([gap for gap in gaps if gap > 1] or [0.0])
    parted: list[str] = []
    for index, (line, _) in enumerate(lines):
        if index and usual and (gaps[index - 1] > _PARAGRAPH_GAP * usual or gaps[index - 1] < -usual):
            parted.append("")
        parted.append(line)
    return parted


def _drop_running_lines(pages: list[list[str]]) -> Iterator[list[str]]:
    """The pages without page numbers and without the lines that most of them begin or end with."""
    edges = Counter(line for page in pages for line in {_mask(page[index]) for index in _edges(page)})
    running = {line for line, count in edges.items() if len(pages) >= 3 and 2 * count > len(pages)}
    for page in pages:
        dropped = {
            index for index in _edges(page) if _mask(page[index]) in running or _PAGE_NUMBER.fullmatch(page[index])
        }
        kept = [index for index, line in enumerate(page) if line.strip() and index not in dropped]
        # Empty lines at the edges go: a paragraph may go on over the page.
        yield [page[index] for index in range(kept[0], kept[-1] + 1) if index not in dropped] if kept else []


def _edges(page: list[str]) -> list[int]:
    filled = [index for index, line in enumerate(page) if line.strip()]
    return sorted({*filled[:_EDGE_LINES], *filled[-_EDGE_LINES:]})


def _mask(line: str) -> str:
    return re.sub(r"\d+", "0", collapse_spaces(line))


def _join_hyphens(text: str) -> str:
    """Words broken at a line's end made whole; the hyphen stays where the text writes it inside a line too."""
    known = set(re.findall(r"\w+-\w+", text.lower()))

    def join(broken: re.Match[str]) -> str:
        hyphened = f"{broken[1]}-{broken[2]}"
        return hyphened if hyphened.lower() in known else broken[1] + broken[2]

    return _LINE_END_HYPHEN.sub(join, text)


def _read_docx(data: bytes) -> Document:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if _DOCX_BODY not in archive.namelist():
                raise InputError(
                    "a ZIP archive that holds no document", expected="a DOCX document, or a WACZ archive in a file",
                    repair="unpack it, and give the folder",
                )  # fmt: skip
            if archive.getinfo(_DOCX_BODY).file_size > _MOST_BODY_BYTES:
                raise InputError("an office document whose text is larger than any report", repair="split it")
            body = archive.read(_DOCX_BODY)
        tree = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, EOFError, RuntimeError, NotImplementedError) as error:
        raise InputError(
            f"a ZIP archive or an office document that cannot be read ({error})",
            repair="fetch it again, or save it as text",
        ) from error
    paragraphs = [(_read_style(part), collapse_spaces(normalise_text(_read_runs(part)))) for part in _find_parts(tree)]
    titles = [words for style, words in paragraphs[:5] if style == "title" and words]
    told = tuple(words for _, words in paragraphs if words and words not in titles[:1])
    return Document(told, titles[0] if titles else None)


def _find_parts(tree: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs in order, those of tables and text boxes too; a box that is kept twice for old programs once."""
    for part in tree.iter(f"{_WORD}p"):
        if not any(above.tag in (_FALLBACK, *_UNREAD_WORD) for above in part.iterancestors()):
            yield part


def _read_style(part: etree._Element) -> str | None:
    style = part.find(f"{_WORD}pPr/{_WORD}pStyle")
    return str(style.get(f"{_WORD}val")).lower() if style is not None else None


def _read_runs(part: etree._Element) -> str:
    """The words of one paragraph, without what was deleted from it and without the paragraphs inside it."""
    words: list[str] = []
    waiting = list(reversed(part))
    while waiting:
        element = waiting.pop()
        if element.tag in _UNREAD_WORD or element.tag in (f"{_WORD}p", _FALLBACK):
            continue
        if element.tag == f"{_WORD}t":
            words.append(str(element.text or ""))
        elif element.tag in (f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr"):
            words.append(" ")
        elif element.tag == f"{_WORD}noBreakHyphen":
            words.append("-")
        waiting += reversed(element)
    return "".join(words)
