"""Humanitarian exchange: our flat rows cut to what relief tables share, with HXL hashtags in a second header line."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.events import Event
from dateline.export.flat import make_flat_rows
from dateline.export.rows import Row

# Column of ours, HXL hashtag (standard 1.1).
_TAGGED = (
    ("event_id", "#event+id"), ("event_type", "#event+type"), ("grade", "#event+grade"),
    ("date_start", "#date+event+start"), ("date_end", "#date+event+end"), ("country", "#country+code+v_iso3"),
    ("admin1", "#adm1+name"), ("place", "#loc+name"), ("latitude", "#geo+lat"), ("longitude", "#geo+lon"),
    ("side_1", "#group+name+side1"), ("side_2", "#group+name+side2"), ("killed_low", "#affected+killed+min"),
    ("killed_high", "#affected+killed+max"), ("injured_low", "#affected+injured+min"),
    ("injured_high", "#affected+injured+max"), ("lineage_count", "#indicator+sources+num"),
    ("outlets", "#meta+source+name"), ("evidence", "#description+evidence"),
)  # fmt: skip
COLUMNS = tuple(column for column, _ in _TAGGED)
TAGS = tuple(tag for _, tag in _TAGGED)


def make_hxl_rows(events: Iterable[Event]) -> list[Row]:
    """Return one row an event that is told as real; plans and threats and bare denials belong in no relief table."""
    return [
        Row(row.id, row.event_ids, {column: row.cells[column] for column in COLUMNS}, row.rules, row.lost)
        for row in make_flat_rows(events)
        if row.cells["is_told_as_real"].value == "yes"
    ]
