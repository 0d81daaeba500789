"""Every format read back by what people use: the csv module, pandas, geopandas, DuckDB; tables against their lists."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path

import duckdb
import geopandas
import pandas
import pyarrow.parquet
import pytest
import shapely

from dateline.export.columns import Column, column_names, read_columns
from dateline.export.event_lines import read_events
from dateline.export.formats import Export, export_events, format_columns
from dateline.export.names import ExportFormat
from tests.export_events import make_events
from tests.shared import shared_path

TABLES: tuple[ExportFormat, ...] = ("acled", "ged", "ged-relaxed", "polecat", "cameo", "csv", "hxl", "materiel")
LISTS = {"acled": "acled_columns.csv", "ged": "ucdp_ged_columns.csv", "polecat": "polecat_columns.csv"}


@pytest.fixture(scope="module")
def exports() -> dict[ExportFormat, Export]:
    names: tuple[ExportFormat, ...] = (*TABLES, "plover", "jsonl", "geojson", "geoparquet")
    return {name: export_events(make_events(), name) for name in names}


def separator(format_name: ExportFormat) -> str:
    return "\t" if format_name == "polecat" else ","


def read_table(format_name: ExportFormat, made: Export) -> list[dict[str, str]]:
    lines = list(csv.DictReader(io.StringIO(made.data.decode()), delimiter=separator(format_name)))
    return lines[1:] if format_name == "hxl" else lines


@pytest.mark.parametrize("format_name", TABLES)
def test_every_cell_is_of_its_columns_type_and_values(format_name: ExportFormat, exports: dict[str, Export]) -> None:
    rows = read_table(format_name, exports[format_name])
    assert rows
    for row in rows:
        for column in format_columns(format_name):
            check_cell(column, row[column.name])


def check_cell(column: Column, text: str) -> None:
    if not text:
        return
    if column.values:
        assert text in column.values, f"{column.name}: {text}"
    match column.type:
        case "integer" | "number":
            number = int(text) if column.type == "integer" else float(text)
            assert column.low is None or number >= column.low, f"{column.name}: {text}"
            assert column.high is None or number <= column.high, f"{column.name}: {text}"
        case "date":
            assert date.fromisoformat(text).isoformat() == text
        case "datetime":
            assert datetime.strptime(text, "%Y-%m-%d %H:%M:%S.%f").hour == 0


@pytest.mark.parametrize(("table", "file"), LISTS.items())
def test_types_and_codes_are_those_of_the_published_lists(table: str, file: str, exports: dict[str, Export]) -> None:
    with shared_path(f"codebooks/{file}").open(encoding="utf-8", newline="") as lines:
        published = list(csv.DictReader(lines))
    assert [row["column"] for row in published] == list(column_names(table))  # type: ignore[arg-type]
    kinds = {"int": "integer", "date ": "date", "datet": "datetime", "decim": "number", "string": "string"}
    for row, column in zip(published, read_columns(table), strict=True):  # type: ignore[arg-type]
        said = row.get("type") or ""
        for start, kind in kinds.items():
            if said.startswith(start):
                assert column.type == kind, column.name
        if "-" in said and said.startswith("int "):
            low, high = said.split()[1].split("-")
            assert (column.low, column.high) == (float(low), float(high)), column.name


def test_acleds_codes_are_the_published_ones(exports: dict[str, Export]) -> None:
    with shared_path("codebooks/acled_event_types.csv").open(encoding="utf-8", newline="") as lines:
        types = {
            (row["disorder_type"], row["event_type"], row["sub_event_type"]) for row in csv.DictReader(lines)
        }  # fmt: skip
    with shared_path("codebooks/acled_interaction.csv").open(encoding="utf-8", newline="") as lines:
        pairs = {row["label"] for row in csv.DictReader(lines)}
    columns = {column.name: column for column in read_columns("acled")}
    assert {kind for _, _, kind in types} == set(columns["sub_event_type"].values)
    for row in read_table("acled", exports["acled"]):
        assert (row["disorder_type"], row["event_type"], row["sub_event_type"]) in types
        assert row["interaction"] in pairs


def test_plovers_events_and_modes_are_the_published_ones() -> None:
    with shared_path("codebooks/plover_2_0_events_modes.csv").open(encoding="utf-8", newline="") as lines:
        known = list(csv.DictReader(lines))
    columns = {column.name: column for column in read_columns("plover")}
    assert set(columns["event"].values) <= {row["event"] for row in known}
    assert set(columns["mode"].values) <= {row["mode"] for row in known}


def test_cameos_codes_are_the_published_ones(exports: dict[str, Export]) -> None:
    with shared_path("codebooks/cameo_codes.csv").open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        known = {row[0] for row in reader}
    assert {row["event_code"] for row in read_table("cameo", exports["cameo"])} <= known


@pytest.mark.parametrize("format_name", TABLES)
def test_pandas_reads_every_table(format_name: ExportFormat, exports: dict[str, Export]) -> None:
    made = exports[format_name]
    frame = pandas.read_csv(
        io.BytesIO(made.data), sep=separator(format_name), skiprows=[1] if format_name == "hxl" else None
    )
    assert list(frame.columns) == [column.name for column in format_columns(format_name)]
    assert len(frame) == len(made.rows)
    for column in format_columns(format_name):
        values = frame[column.name].dropna()
        if column.type in ("integer", "number") and len(values):
            assert pandas.api.types.is_numeric_dtype(values), column.name
            assert values.tolist() == [
                row.cells[column.name].value for row in made.rows if row.cells[column.name].value is not None
            ]
        if column.type in ("date", "datetime"):
            assert pandas.to_datetime(values).notna().all()


@pytest.mark.parametrize("format_name", TABLES)
def test_duckdb_reads_every_table(format_name: ExportFormat, exports: dict[str, Export], tmp_path: Path) -> None:
    made, path = exports[format_name], tmp_path / "table"
    lines = made.data.decode().splitlines(keepends=True)
    path.write_text("".join(lines[:1] + lines[2:] if format_name == "hxl" else lines), encoding="utf-8")
    table = duckdb.read_csv(str(path), sep=separator(format_name), header=True, all_varchar=True)
    assert table.columns == [column.name for column in format_columns(format_name)]
    for row, cells in zip(read_table(format_name, made), table.fetchall(), strict=True):
        assert [cell or "" for cell in cells] == list(row.values())


def test_geopandas_and_duckdb_read_geojson(exports: dict[str, Export], tmp_path: Path) -> None:
    path = tmp_path / "events.geojson"
    path.write_bytes(exports["geojson"].data)
    frame = geopandas.read_file(path)
    assert len(frame) == len(make_events()) and str(frame.crs) == "EPSG:4326"
    points = {row["event_id"]: row.geometry for _, row in frame.iterrows()}
    assert points["event:1"] == shapely.Point(36.7234, 34.7268) and points["event:6"] is None
    ids = duckdb.sql(f"select event_id from read_json('{path}')").fetchall()
    assert [name for (name,) in ids] == [item.id for item in make_events()]


def test_geoparquet_holds_types_points_and_its_metadata(exports: dict[str, Export], tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    path.write_bytes(exports["geoparquet"].data)
    frame = geopandas.read_parquet(path)
    assert list(frame.columns) == [*column_names("flat"), "geometry"]
    assert frame.crs == "OGC:CRS84"
    assert frame.geometry.iloc[0] == shapely.Point(36.7234, 34.7268) and frame.geometry.iloc[5] is None
    assert frame.date_start.iloc[0] == date(2016, 4, 5) and frame.killed_low.dropna().tolist()[:2] == [12, 7]
    geo = json.loads(pyarrow.parquet.read_metadata(path).metadata[b"geo"])
    assert geo["version"] == "1.1.0" and geo["primary_column"] == "geometry"
    column = geo["columns"]["geometry"]
    assert (column["encoding"], column["geometry_types"]) == ("WKB", ["Point"])
    assert column["bbox"] == list(frame.total_bounds)
    told = duckdb.sql(f"select count(*), sum(killed_low), min(date_start) from read_parquet('{path}')").fetchall()[0]
    flat = export_events(make_events(), "csv").rows
    assert told[0] == len(flat) and told[2] == date(2016, 4, 3)
    assert told[1] == sum(int(row.cells["killed_low"].value or 0) for row in flat)


def test_geoparquet_in_several_row_groups_and_with_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.export.geoparquet._GROUP_ROWS", 4)
    made = export_events(make_events(), "geoparquet", with_rules=True)
    table = pyarrow.parquet.ParquetFile(io.BytesIO(made.data))
    assert table.metadata.num_row_groups == 3 and table.metadata.num_rows == 11
    assert table.read()["event_id"].to_pylist() == [item.id for item in make_events()]
    empty = geopandas.read_parquet(io.BytesIO(export_events([], "geoparquet").data))
    assert len(empty) == 0 and list(empty.columns) == [*column_names("flat"), "geometry"]


def test_json_lines_are_read_by_duckdb_and_by_us(exports: dict[str, Export], tmp_path: Path) -> None:
    for name in ("jsonl", "plover"):
        (tmp_path / name).write_bytes(exports[name].data)
    assert list(read_events(io.BytesIO(exports["jsonl"].data), "x")) == make_events()
    ids = duckdb.sql(f"select id from read_json('{tmp_path / 'jsonl'}', format='newline_delimited')").fetchall()
    assert [name for (name,) in ids] == [item.id for item in make_events()]
    frame = pandas.read_json(tmp_path / "plover", lines=True)
    assert set(frame.columns) <= set(column_names("plover")) and len(frame) == len(exports["plover"].rows)
