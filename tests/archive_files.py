"""Real archives and documents, made with other people's writers: WARC (warcio), PDF (ReportLab), DOCX (python-docx)."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from email import policy
from email.message import EmailMessage

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

ARMY = "The army said on Tuesday that its troops had left the town of {} after two days of clashes with rebels."
LATER = "Residents of {} said that shells fell on the market in the evening and that several shops burned down."


def make_page(town: str) -> bytes:
    words = f"<p>{ARMY.format(town)}</p><p>{LATER.format(town)}</p>"
    head = f"<title>Army leaves {town}</title><meta property='article:published_time' content='2026-03-0{len(town)}'>"
    return (
        f"<html><head>{head}</head><body><article><h1>Army leaves {town}</h1>{words}</article></body></html>".encode()
    )


class Warc:
    """A web archive under way."""

    def __init__(self, *, is_zipped: bool) -> None:
        self.file = io.BytesIO()
        self.writer = WARCWriter(self.file, gzip=is_zipped)
        self.offsets: list[int] = []
        self.writer.write_record(self.writer.create_warcinfo_record("a.warc", {"software": "test"}))

    def add(
        self,
        url: str,
        data: bytes,
        *,
        kind: str = "response",
        media_type: str = "text/html",
        status: str = "200 OK",
        headers: Sequence[tuple[str, str]] = (),
        date: str = "2026-03-05T10:00:00Z",
    ) -> None:
        self.offsets.append(self.file.tell())
        options = {"warc_headers_dict": {"WARC-Date": date}}
        if kind in ("response", "revisit"):
            http = StatusAndHeaders(status, [("Content-Type", media_type), *headers], protocol="HTTP/1.1")
            record = self.writer.create_warc_record(url, kind, io.BytesIO(data), http_headers=http, **options)
        else:
            record = self.writer.create_warc_record(
                url, kind, io.BytesIO(data), warc_content_type=media_type, **options
            )
        self.writer.write_record(record)

    def get(self) -> bytes:
        return self.file.getvalue()


def make_warc(*towns: str, is_zipped: bool = True) -> Warc:
    warc = Warc(is_zipped=is_zipped)
    for town in towns:
        warc.add(f"https://news.example/{town}", make_page(town))
    return warc


def make_wacz(*warcs: Warc) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number, warc in enumerate(warcs):
            archive.writestr(f"archive/part-{number}.warc.gz", warc.get())
        archive.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n', zipfile.ZIP_DEFLATED)
        archive.writestr("datapackage.json", json.dumps({"profile": "data-package"}), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def make_pdf(paragraphs: Sequence[str], *, password: str | None = None) -> bytes:
    """A report of several pages with a running head and page numbers."""

    def draw_edges(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.drawString(50, 815, "Valley Monitor - Situation Report 4")
        canvas.drawString(280, 20, f"Page {document.page}")

    made = io.BytesIO()
    style = getSampleStyleSheet()["Normal"]
    style.spaceAfter = 9
    document = SimpleDocTemplate(made, pagesize=A4, encrypt=password)
    flow = [Paragraph(words, style) for words in paragraphs]
    document.build(flow, onFirstPage=draw_edges, onLaterPages=draw_edges)
    return made.getvalue()


def make_scan() -> bytes:
    """Two pages with drawings and no text, as a scanner makes them."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4)
    for _ in range(2):
        canvas.rect(50, 50, 400, 700, fill=1)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def make_narrow_pdf(text: str, breaks: Sequence[tuple[str, str]]) -> bytes:
    """One narrow column; words of `breaks` are broken with a hyphen at the end of a line."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4)
    lines = list(simpleSplit(text, "Helvetica", 11, 240))
    for before, after in breaks:
        lines += [f"and on the next day they spoke of the {before}-", f"{after} in the east of the country."]
    for number, line in enumerate(lines):
        canvas.setFont("Helvetica", 11)
        canvas.drawString(60, 780 - 14 * number, line)
    canvas.save()
    return made.getvalue()


def make_docx(title: str | None, paragraphs: Sequence[str], table: Sequence[Sequence[str]] = ()) -> bytes:
    document = Document()
    if title:
        document.add_heading(title, level=0)
    for words in paragraphs:
        document.add_paragraph(words)
    if table:
        made_table = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, words in zip(made_table.add_row().cells, row, strict=True):
                cell.text = words
    document.sections[0].header.paragraphs[0].text = "Running head of the document"
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def make_mail(
    subject: str,
    text: str | None = None,
    page: str | None = None,
    attached: Sequence[tuple[str, str, bytes]] = (),
    *,
    encoding: str = "quoted-printable",
    charset: str = "utf-8",
) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = "Ana Lee <ana@valley.example>"
    message["To"] = "Readers <list@valley.example>"
    message["Subject"] = subject
    message["Date"] = "Wed, 04 Mar 2026 21:15:00 +0300"
    message["Message-ID"] = f"<{len(subject)}@valley.example>"
    message["List-Id"] = "Valley Daily Reports <daily.valley.example>"
    message["Archived-At"] = "<https://lists.valley.example/7>"
    if text is not None:
        message.set_content(text, cte=encoding, charset=charset)
    if page is not None:
        message.add_alternative(page, subtype="html") if text is not None else message.set_content(page, subtype="html")
    for media_type, name, data in attached:
        main, _, sub = media_type.partition("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message


def make_mbox(messages: Sequence[bytes]) -> bytes:
    quoted = (message.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ") for message in messages)
    opening = b"From ana@valley.example Wed Mar  4 21:15:00 2026\n"
    return b"".join(opening + part.rstrip(b"\n") + b"\n\n" for part in quoted)


def make_rss(*items: str, encoding: str = "utf-8") -> bytes:
    head = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<?xml-stylesheet href="x.xsl"?>\n<!-- <item> in a comment -->\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">'
        "<channel><title>Plains Courier</title><link>https://plains.example/</link><description>News</description>"
    )
    return (head + "".join(items) + "</channel></rss>").encode(encoding, "xmlcharrefreplace")


def make_item(town: str, *, body: str | None = None) -> str:
    words = (
        body or f"<content:encoded><![CDATA[<p>{ARMY.format(town)}</p><p>{LATER.format(town)}</p>]]></content:encoded>"
    )
    return (
        f"<item><title>Army leaves {town} &amp; its market</title><link>https://plains.example/{town}</link>"
        f'<guid isPermaLink="false">id-{town}</guid><pubDate>Thu, 05 Mar 2026 08:30:00 GMT</pubDate>'
        f"<dc:creator>Ana Lee</dc:creator><description>Short: {town}.</description>"
        '<media:content url="https://plains.example/a.jpg"><media:title>No title</media:title></media:content>'
        f"{words}</item>\n"
    )
