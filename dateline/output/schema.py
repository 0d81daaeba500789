"""The JSON Schema of what the program prints, built from the types themselves."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from pydantic import TypeAdapter

from dateline.codebook import event_types
from dateline.model import AnnotatedReport, CodedReport
from dateline.output.jsonl import REPORT_KEYS

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def build_schema(record_type: type[CodedReport] | type[AnnotatedReport]) -> dict[str, Any]:
    """Return the JSON Schema of one output line, as a dictionary ready for `json.dumps`.

    Every property is required, since the program always writes it, and more properties are allowed everywhere: the
    contract may grow but never drops or renames one. Descriptions come from the docstrings of `dateline.model` and,
    for single fields, from `fields.toml`.
    """
    schema = TypeAdapter(record_type).json_schema(mode="serialization")
    definitions = schema.pop("$defs")
    for name, definition in [*definitions.items(), (record_type.__name__, schema)]:
        _complete(name, definition)
    report = definitions["Report"]
    report["properties"] = {key: report["properties"][key] for key in REPORT_KEYS}
    report["required"] = list(REPORT_KEYS)
    return {"$schema": SCHEMA_DIALECT, **schema, "$defs": definitions}


@cache
def field_notes() -> dict[str, dict[str, str]]:
    """Return what each field holds: type name -> field name -> one sentence. docs/output.md prints the same text."""
    return tomllib.loads((resources.files("dateline.output") / "fields.toml").read_text(encoding="utf-8"))


def _complete(name: str, definition: dict[str, Any]) -> None:
    definition["additionalProperties"] = True
    definition["required"] = list(definition["properties"])
    if "description" in definition:
        definition["description"] = " ".join(definition["description"].split())
    notes = field_notes().get(name, {})
    for field, prop in definition["properties"].items():
        prop.pop("title", None)
        prop.pop("default", None)
        if field == "event_type":
            prop["enum"] = list(event_types())
        if field in notes:
            prop["description"] = notes[field]
