"""Bytes to characters: what the bytes show counts for more than what the page declares."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from dateline.errors import InputError

_MARKS = (  # the longer marks first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich-text (RTF) document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a sound, video or WebP file"),
    (b"\x1f\x8b", "gzip data inside gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
)
_DECLARED = re.compile(rb"""(?:charset\s*=\s*["']?|<\?xml[^>]{0,80}encoding\s*=\s*["'])\s*([A-Za-z0-9_:.-]{2,30})""")
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 27}) + b"\x7f"
_SAMPLE_BYTES = 100_000
# Encodings of news text on the web that are neither UTF-8 nor UTF-16; the detector chooses among these only.
_CANDIDATES = [
    "cp1252", "cp1251", "cp1256", "cp1250", "cp1253", "cp1254", "cp1255", "koi8_r", "cp866",
    "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
]  # fmt: skip
# Below this share of bytes over 127 a text is Western with a few typographic signs. English prose in cp1252 stays
# under 2 %, Spanish and French under 6 %; Cyrillic and Arabic are over 60 %.
_WESTERN_SHARE = 0.08


def decode_bytes(content: bytes) -> str:
    """Return the characters of `content`. Raises InputError where it is binary.

    A byte order mark is believed, then the bytes if they are valid UTF-8, then a declared encoding that fits them,
    then detection. UTF-8 with a few stray bytes is UTF-8, and the strays are read as Windows-1252.

    >>> decode_bytes("Syria’s army".encode("cp1252"))
    'Syria’s army'
    """
    _refuse_known_formats(content)
    if encoding := _marked_encoding(content) or _unmarked_utf16(content):
        return content.decode(encoding, "replace")
    _refuse_control_bytes(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_mostly_utf8(content) or _decode_legacy(content)


def _marked_encoding(content: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)


def _unmarked_utf16(content: bytes) -> str | None:
    sample = content[:2000]
    pairs = len(sample) // 2
    if pairs < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    if even > 0.4 * pairs and odd < 0.05 * pairs:
        return "utf-16-be"
    return None


def _refuse_known_formats(content: bytes) -> None:
    if kind := next((kind for signature, kind in _SIGNATURES if content.startswith(signature)), None):
        raise _not_text(kind)


def _refuse_control_bytes(content: bytes) -> None:
    sample = content[:_SAMPLE_BYTES]
    if len(sample) - len(sample.translate(None, _CONTROL)) > 0.02 * len(sample):
        raise _not_text("binary data")


def _not_text(kind: str) -> InputError:
    return InputError(kind, expected="plain text, an HTML page or JSON lines", repair="save it as text or HTML first")


def _decode_mostly_utf8(content: bytes) -> str | None:
    text = content.decode("utf-8", "surrogateescape")
    strays = sum("\udc80" <= char <= "\udcff" for char in text)
    sound = sum(char > "\x7f" for char in text) - strays
    if sound < strays:
        return None
    return re.sub("[\udc80-\udcff]", lambda stray: _read_stray(ord(stray.group()) - 0xDC00), text)


def _read_stray(byte: int) -> str:
    return bytes([byte]).decode("cp1252", "replace")


def _decode_legacy(content: bytes) -> str:
    high_share = sum(byte > 127 for byte in content[:_SAMPLE_BYTES]) / len(content[:_SAMPLE_BYTES])
    declared = _declared_encoding(content)
    if declared and not (declared == "cp1252" and high_share > 5 * _WESTERN_SHARE):
        try:
            return content.decode(declared)
        except UnicodeDecodeError:
            pass
    if high_share < _WESTERN_SHARE:
        return content.decode("cp1252", "replace")
    best = from_bytes(content[:_SAMPLE_BYTES], cp_isolation=_CANDIDATES).best()
    return content.decode(best.encoding if best else "cp1252", "replace")


def _declared_encoding(content: bytes) -> str | None:
    """The encoding that the page declares, if it is one of single bytes or East Asian (UTF-8 has been tried)."""
    found = _DECLARED.search(content[:4096])
    try:
        name = codecs.lookup(found.group(1).decode("ascii")).name if found else ""
    except LookupError:
        return None
    if name in {"iso8859-1", "ascii", "cp1252"}:  # as browsers do
        return "cp1252"
    return name if name.replace("-", "_") in {*_CANDIDATES, "koi8_u", "gbk", "gb2312"} or name[:4] == "iso8" else None
