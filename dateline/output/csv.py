"""One claim a row, for a spreadsheet or a data frame.

Lists are joined by "; " and columns that belong together (names, kinds and ids of the sources) hold as many items in
the same order. What does not fit a flat row (spans of every part, made_by) is in the JSON lines only.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping

from dateline.model import Claim, CodedReport, TollKind
from dateline.output import words

_SEPARATOR = "; "
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_NUMBERS = re.compile(r"[-+]?\d[\d.]*(?:; [-+]?\d[\d.]*|; )*")
_FORMULA_STARTS = ("=", "+", "-", "@")

Cell = str | int | float | None


class CsvWriter:
    """`dateline code --format csv`: a header line even when there is no claim, then a row a claim."""

    def begin(self) -> bytes:
        return _encode([list(COLUMNS)])

    def add(self, coded: CodedReport) -> bytes:
        return _encode([claim_row(coded, claim) for claim in coded.claims])

    def end(self) -> bytes:
        return b""


def claim_row(coded: CodedReport, claim: Claim) -> list[str]:
    """Return the claim's cells in the order of `COLUMNS`; what is not known is an empty cell.

    A cell that starts with = + - or @ gets a leading apostrophe, unless it is a number or a list of numbers: a
    spreadsheet would run it as a formula, and a report may have been written by anybody.
    """
    return [_guard(_text(make_cell(coded, claim))) for make_cell in COLUMNS.values()]


def write_cell(value: object) -> str:
    """Return a value as a cell: "" for None, no control characters, an apostrophe before words that start a formula.

    >>> write_cell("=1+1"), write_cell(-5), write_cell(None)
    ("'=1+1", '-5', '')
    """
    text = _text(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA_STARTS) else text


def _encode(rows: Iterable[list[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()


def _text(cell: object) -> str:
    return "" if cell is None else _CONTROLS.sub(" ", str(cell)).strip()


def _guard(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) and not _NUMBERS.fullmatch(cell) else cell


def _join(items: Iterable[object]) -> str:
    """Return the items as one cell; all empty is empty, and a semicolon inside an item becomes a comma."""
    listed = ["" if item is None else str(item).replace(";", ",") for item in items]
    return _SEPARATOR.join(listed) if any(listed) else ""


def _actors(role: str, field: str) -> Callable[[CodedReport, Claim], Cell]:
    return lambda _, claim: _join(getattr(actor, field) for actor in claim.actors if actor.role == role)


def _places(field: str) -> Callable[[CodedReport, Claim], Cell]:
    return lambda _, claim: _join(getattr(place, field) for place in claim.places)


def _tolls(field: str) -> Callable[[CodedReport, Claim], Cell]:
    return lambda _, claim: _join(getattr(toll, field) for toll in claim.casualties)


def _materiel(field: str) -> Callable[[CodedReport, Claim], Cell]:
    return lambda _, claim: _join(getattr(item, field) for item in claim.materiel)


def _sources(field: str) -> Callable[[CodedReport, Claim], Cell]:
    return lambda _, claim: _join(getattr(source, field) for source in claim.sources)


def _report(field: str) -> Callable[[CodedReport, Claim], Cell]:
    return lambda coded, _: getattr(coded.report, field)


def _code(scheme: str, field: str) -> Callable[[CodedReport, Claim], Cell]:
    def read(_: CodedReport, claim: Claim) -> Cell:
        codes = claim.codes.get(scheme)
        return codes.get(field) if isinstance(codes, Mapping) else None

    return read


def _only_whole(kind: TollKind, field: str) -> Callable[[CodedReport, Claim], Cell]:
    """Read a count where the claim has exactly one whole of that kind; two wholes are never added up here."""

    def read(_: CodedReport, claim: Claim) -> Cell:
        wholes = [toll for toll in claim.casualties if toll.kind == kind and toll.subset_of is None]
        return getattr(wholes[0], field) if len(wholes) == 1 else None

    return read


def _pairs(values: Iterable[tuple[str, str]]) -> str:
    return _join(f"{key}: {value}" for key, value in values)


COLUMNS: dict[str, Callable[[CodedReport, Claim], Cell]] = {
    "claim_id": lambda _, claim: claim.id,
    "report_id": _report("id"),
    "path": _report("path"),
    "url": _report("url"),
    "outlet": _report("outlet"),
    "title": _report("title"),
    "byline": lambda coded, _: _join(coded.report.byline),
    "agency": _report("agency"),
    "published": _report("published"),
    "published_from": _report("published_from"),
    "language": _report("language"),
    "event_type": lambda _, claim: claim.event_type,
    "acled_event_type": _code("acled", "event_type"),
    "acled_sub_event_type": _code("acled", "sub_event_type"),
    "plover_event_type": _code("plover", "event_type"),
    "plover_mode": _code("plover", "mode"),
    "cameo": lambda _, claim: _scalar(claim.codes.get("cameo")),
    "ucdp": lambda _, claim: _scalar(claim.codes.get("ucdp")),
    "status": lambda _, claim: claim.status,
    "stance": lambda _, claim: claim.stance,
    "hedges": lambda _, claim: _join(hedge.text for hedge in claim.hedges),
    "confidence": lambda _, claim: claim.confidence,
    "initiators": _actors("initiator", "name"),
    "initiator_ids": _actors("initiator", "actor_id"),
    "initiator_kinds": _actors("initiator", "kind"),
    "targets": _actors("target", "name"),
    "target_ids": _actors("target", "actor_id"),
    "target_kinds": _actors("target", "kind"),
    "parties": _actors("party", "name"),
    "party_ids": _actors("party", "actor_id"),
    "party_kinds": _actors("party", "kind"),
    "affected": _actors("affected", "name"),
    "affected_ids": _actors("affected", "actor_id"),
    "affected_kinds": _actors("affected", "kind"),
    "places": _places("name"),
    "place_relations": _places("relation"),
    "place_bearings": _places("bearing"),
    "latitudes": _places("lat"),
    "longitudes": _places("lon"),
    "countries": _places("country"),
    "admin1": _places("admin1"),
    "gazetteer_ids": _places("gazetteer_id"),
    "place_precisions": _places("precision"),
    "time_words": lambda _, claim: claim.time.span.text if claim.time.span else None,
    "time_start": lambda _, claim: claim.time.start,
    "time_end": lambda _, claim: claim.time.end,
    "time_precision": lambda _, claim: claim.time.precision,
    "killed_low": _only_whole("killed", "low"),
    "killed_best": _only_whole("killed", "best"),
    "killed_high": _only_whole("killed", "high"),
    "injured_low": _only_whole("injured", "low"),
    "injured_best": _only_whole("injured", "best"),
    "injured_high": _only_whole("injured", "high"),
    "toll_kinds": _tolls("kind"),
    "toll_groups": _tolls("group"),
    "toll_lows": _tolls("low"),
    "toll_bests": _tolls("best"),
    "toll_highs": _tolls("high"),
    "toll_subset_of": _tolls("subset_of"),
    "toll_words": lambda _, claim: _join(toll.span.text for toll in claim.casualties),
    "materiel": _materiel("name"),
    "materiel_categories": _materiel("category"),
    "materiel_counts": _materiel("count"),
    "materiel_calibres": _materiel("calibre"),
    "materiel_how": _materiel("how"),
    "first_source": lambda _, claim: words.name_source(claim.sources[0]) if claim.sources else None,
    "first_source_kind": lambda _, claim: claim.sources[0].kind if claim.sources else None,
    "first_source_anonymous": lambda _, claim: _yes_no(claim.sources[0].anonymous) if claim.sources else None,
    "sources": lambda _, claim: _join(words.name_source(source) for source in claim.sources),
    "source_kinds": _sources("kind"),
    "source_ids": _sources("actor_id"),
    "trigger": lambda _, claim: claim.trigger.text,
    "trigger_start": lambda _, claim: claim.trigger.start,
    "trigger_end": lambda _, claim: claim.trigger.end,
    "evidence": lambda _, claim: " ".join(span.text for span in claim.evidence),
    "unknown": lambda _, claim: _pairs(claim.unknown.items()),
    "dateline_version": lambda coded, _: coded.dateline.version,
    "dateline_model": lambda coded, _: coded.dateline.model,
    "user_type": lambda _, claim: claim.user_type.id if claim.user_type else None,
    "user_type_similarity": lambda _, claim: claim.user_type.similarity if claim.user_type else None,
}


def _scalar(value: object) -> str | None:
    return None if value is None else str(value)


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"
