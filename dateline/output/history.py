"""What was recorded of one thing, for people and for programs: `dateline history`.

The table tells the first version of a thing whole, in words, and of each later one what is new in it.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dateline.model import Claim
from dateline.output import words
from dateline.store import Version
from dateline.store.records import parse_record

_LABEL_WIDTH = 10
_MOST_WIDTH = 120
_LONGEST_VALUE = 400
_REPORT_FIELDS = ("outlet", "published", "title", "url", "path", "language")


def format_version(version: Version) -> bytes:
    """Return the version as one line of JSON; half a surrogate pair, which UTF-8 cannot hold, as an escape."""
    line = {
        "kind": version.kind, "id": version.id, "recorded_from": version.recorded_from,
        "recorded_to": version.recorded_to, "made_by": version.made_by, "entry": version.entry,
        "record": json.loads(version.body),
    }  # fmt: skip
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def render_history(versions: Sequence[Version], width: int) -> bytes:
    """Return the versions as blocks, earliest first, on `width` columns (at most 120).

    Each says from when until when (UTC) the record said so, what or who made it, and what it said or, where an earlier
    version of the same thing stands above it, what is different.
    """
    width = max(40, min(width, _MOST_WIDTH))
    before: dict[tuple[str, str], Version] = {}
    blocks = []
    for version in versions:
        key = (version.kind, version.id)
        lines = [f"{version.kind} {words.clean(version.id)}"]
        for label, value in _list_lines(version, before.get(key)):
            lines += textwrap.wrap(
                value, width, initial_indent=f"    {label:{_LABEL_WIDTH - 1}} ",
                subsequent_indent=" " * (_LABEL_WIDTH + 4), break_on_hyphens=False,
            )  # fmt: skip
        blocks.append("\n".join(lines) + "\n")
        before[key] = version
    return "\n".join(blocks).encode("utf-8", "replace")


def _list_lines(version: Version, before: Version | None) -> Iterator[tuple[str, str]]:
    until = f"to {_show_instant(version.recorded_to)}" if version.recorded_to else "on"
    yield "recorded", f"from {_show_instant(version.recorded_from)} {until}"
    yield "made by", f"{words.clean(version.made_by)} (entry {version.entry})"
    told = list(_tell(version))
    if before is None or version.kind == "judgement":
        yield from told
        return
    earlier = list(_tell(before))
    gone = [line for line in earlier if line not in told]
    new = [line for line in told if line not in earlier]
    for label, value in new:
        was = [old for name, old in gone if name == label]
        yield label, f"{value} (before: {was[0]})" if len(was) == 1 and label != "text" else value
    yield from (("no more", f"{label}: {value}") for label, value in gone if label not in dict(new))
    if not new and not gone:
        fields = _name_changed(json.loads(before.body), json.loads(version.body))
        yield "changed", ", ".join(fields) or "nothing"


def _tell(version: Version) -> Iterator[tuple[str, str]]:
    """What a version says, in words."""
    record = json.loads(version.body)
    if version.kind == "claim":
        yield from _tell_claim(version.body)
    elif version.kind == "report":
        yield from ((name, words.clean(str(record[name]))) for name in _REPORT_FIELDS if record.get(name))
        yield "words", f"{len(record['text'].split()):,}"
    elif version.kind == "event":
        yield from _tell_event(record)
    elif version.kind == "descent":
        yield "copies", f"{record['parent'] or 'no other report'} ({record['rule']})"
    elif version.kind == "judgement":
        yield "verdict", record["verdict"]
        yield from (("set", f"{name} = {_show(value) or 'null'}") for name, value in record["corrections"].items())
        if record.get("note"):
            yield "note", words.clean(record["note"])
    else:
        yield from ((name, shown) for name, value in record.items() if (shown := _show(value)))


def _tell_claim(body: str) -> Iterator[tuple[str, str]]:
    claim = parse_record(Claim, body)
    yield "type", f"{claim.event_type}, {words.describe_status(claim)}"
    yield "who", words.describe_actors(claim)
    yield "where", words.describe_places(claim.places)
    yield "when", words.describe_time(claim.time, claim.unknown.get("time"))
    yield "says", words.describe_chain(claim)
    if claim.casualties:
        yield "toll", words.describe_tolls(claim.casualties)
    if claim.materiel:
        yield "arms", words.describe_materiel(claim.materiel)
    yield "conf.", f"{claim.confidence:.2f}"
    if claim.evidence:
        yield "text", f"“{words.clean(claim.evidence[0].text)}”"


def _tell_event(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for entry in record["claims"]:
        copied = "" if entry["lineage"] == entry["report"] else f", a copy of {entry['lineage']}"
        yield "claim", f"{entry['claim']} of {entry['report']}{copied}"
    for link in record["links"]:
        yield "link", words.clean(str(link))


def _name_changed(old: object, new: object, path: str = "") -> list[str]:
    """The fields of the record that are different, though the words for them are the same."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return [] if old == new else [path]
    names = list({**old, **new})
    return [one for name in names for one in _name_changed(old.get(name), new.get(name), f"{path}.{name}".strip("."))]


def _show(value: object) -> str:
    """A value of the record in short; "" where there is none."""
    if value is None or value in ("", [], {}):
        return ""
    shown = words.clean(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    return shown if len(shown) <= _LONGEST_VALUE else f"{shown[:_LONGEST_VALUE]}… ({len(shown):,} characters)"


def _show_instant(instant: str) -> str:
    """The instant to the second: "2026-03-05 09:00:00 UTC"."""
    return f"{instant[:10]} {instant[11:19]} UTC"
