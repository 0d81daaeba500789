"""The GeoJSON of `control` and `export` against RFC 7946, and its days as a map's clock reads them."""

from __future__ import annotations

import io
import json
from datetime import date
from itertools import pairwise

import geopandas
import pandas
import pytest
from geojson_pydantic import FeatureCollection

from dateline.control import Control, trace_control
from dateline.control.writing import encode_geojson, find_clocks
from dateline.export.formats import export_events
from tests.export_events import make_events
from tests.test_control import ARMY, GROUP, ORBA, REBELS, take, tell

HELD = tell("Shells hit Selm, held by Islamic State.", "hit", kind="attack", published="2031-05-01", name="8")
LOST = tell("Selm fell on Tuesday.", "fell", day="2031-06-10", name="9", published="2031-06-11")
CONTROL = trace_control(
    [take(ARMY, "2031-03-01", "1"), HELD, LOST, tell("Red Front seized Orba.", "seized", doers=(REBELS,),
     places=(ORBA,), day="2031-03-10", name="5")]
)  # fmt: skip


@pytest.mark.parametrize(
    "data", [encode_geojson(CONTROL), encode_geojson(Control((), ())), export_events(make_events(), "geojson").data]
)
def test_it_keeps_to_the_standard(data: bytes) -> None:
    document = json.loads(data)
    FeatureCollection.model_validate(document)
    # Not members of this version of GeoJSON, or not to be used (RFC 7946, 4 and 7.1).
    assert not {"crs", "coordinates", "geometries", "geometry", "properties"} & set(document)
    names = [feature["id"] for feature in document["features"]]
    assert len(set(names)) == len(names)
    for feature in document["features"]:
        if feature["geometry"] is not None:
            longitude, latitude = feature["geometry"]["coordinates"]
            assert -180 <= longitude <= 180 and -90 <= latitude <= 90


def test_longitude_stands_before_latitude() -> None:
    first = json.loads(encode_geojson(CONTROL))["features"][0]
    assert (first["properties"]["place"], first["geometry"]["coordinates"]) == ("Orba", [37.6, 34.6])


def test_the_days_are_read_as_days() -> None:
    frame = geopandas.read_file(io.BytesIO(encode_geojson(CONTROL)))
    for column in ("start", "end"):
        assert pandas.api.types.is_datetime64_any_dtype(frame[column]), column
    assert frame["start"].min() == pandas.Timestamp("2031-03-01") and frame["end"].isna().sum() == 2
    events = geopandas.read_file(io.BytesIO(export_events(make_events(), "geojson").data))
    for column in ("date_start", "date_end"):
        assert pandas.api.types.is_datetime64_any_dtype(events[column]), column


def test_a_place_has_one_span_at_a_time() -> None:
    spans = next(timeline.spans for timeline in CONTROL.timelines if timeline.site.name == "Selm")
    assert find_clocks(spans) == [
        ("2031-03-01", "2031-03-02"), ("2031-03-02", "2031-05-01"), ("2031-05-01", "2031-06-10"), ("2031-06-10", None),
    ]  # fmt: skip
    assert [one.state for one in spans] == ["held", "unknown", "held", "unknown"]


def test_clocks_never_run_backwards_nor_overlap() -> None:
    events = [
        take(who, f"2031-03-{day:02}", f"{day}-{who[1]}") for who in (ARMY, REBELS, GROUP) for day in (1, 4, 4, 9)
    ]
    events += [take(who, None, f"n-{who[1]}", published=f"2031-04-{day}") for who, day in ((ARMY, 10), (GROUP, 26))]
    for timeline in trace_control([*events, HELD]).timelines:
        clocks = find_clocks(timeline.spans)
        assert len(clocks) == len(timeline.spans) > 2
        for (start, end), (following, _) in pairwise(clocks):
            assert end is not None and date.fromisoformat(start) <= date.fromisoformat(end) <= date.fromisoformat(
                following
            )
