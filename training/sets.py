"""The development sets that train the reader, each as examples; see `../shared/data` and its licences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.places import find_places
from training.examples import Example, ExampleMaker, Offsets, is_held_out, read_lines

# re3d entity types to our mention layers; the others (Quantity, Money, ...) train nothing here.
RE3D = {
    "Organisation": "mention:actor",
    "Nationality": "mention:actor",
    "Person": "mention:person",
    "Location": "mention:place",
    "Temporal": "mention:time",
    "Weapon": "mention:materiel",
    "MilitaryPlatform": "mention:materiel",
    "Vehicle": "mention:materiel",
}


def coded_reports(data: Path, extra: Path | None) -> list[dict[str, Any]]:
    """Reports coded in our scheme to train on: a fixed fifth of the real ones of `claims.jsonl` is kept from it."""
    train = [row for row in read_lines(data / "claims/claims.jsonl") if not is_held_out(row["id"])]
    train += read_lines(data / "claims/authored.jsonl")
    if extra and extra.exists():
        train += read_lines(extra)
    return train


def auxiliary_examples(data: Path, maker: ExampleMaker, gold: set[str]) -> Iterator[tuple[str, Example]]:
    """(set name, example) of every other set; texts of the development gold are left out."""
    for row in read_lines(data / "re3d/re3d.jsonl"):
        if f"re3d:{row['id']}" not in gold:
            yield from (("re3d", example) for example in maker.from_mentions(row["text"], _re3d_spans(row)))
    for name in ("lgl", "trnews"):
        for row in read_lines(data / f"toponyms/{name}.jsonl"):
            if f"{name}:{row['id']}" not in gold:
                spans = {"mention:place": [(place["start"], place["end"]) for place in row["toponyms"]]}
                yield from (("toponyms", example) for example in maker.from_mentions(row["text"], spans))
    for row in read_lines(data / "polnear/train.jsonl"):
        yield from (("polnear", example) for example in maker.from_mentions(row["text"], _attribution_spans(row)))
    for row in read_lines(data / "factuality/uds_ih2_train.jsonl"):
        yield from (("factuality", example) for example in maker.from_event_words(row))
    yield from (("event_location", example) for example in _event_places(data, maker))


def _re3d_spans(row: dict[str, Any]) -> dict[str, list[Offsets]]:
    spans: dict[str, list[Offsets]] = {layer: [] for layer in RE3D.values()}
    for entity in row["entities"]:
        if entity["confidence"] >= 0.5 and entity["type"] in RE3D:
            spans[RE3D[entity["type"]]].append((entity["start"], entity["end"]))
    return spans


def _attribution_spans(row: dict[str, Any]) -> dict[str, list[Offsets]]:
    spans: dict[str, list[Offsets]] = {f"attribution:{role}": [] for role in ("source", "cue", "content")}
    for attribution in row["attributions"]:
        for role in ("source", "cue", "content"):
            spans[f"attribution:{role}"] += [(start, end) for start, end in attribution[role]]
    return spans


def _event_places(data: Path, maker: ExampleMaker) -> Iterator[Example]:
    """Verbs and where they happened; the author's gold part is left for the figures (bench/event_places.py).

    Places that the gazetteer finds in the sentence and that no verb points to are what the verb did not happen at.
    """
    rows = [row for row in read_lines(data / "event_location/event_location.jsonl") if not row["gold"]]
    by_text: dict[str, list[dict[str, int]]] = defaultdict(list)
    for row in rows:
        by_text[row["text"]] += row["locations"]
    for text, places in by_text.items():
        for span in find_places(text):
            if not any(span.start < place["end"] and place["start"] < span.end for place in places):
                places.append({"start": span.start, "end": span.end})
    for row in rows:
        yield from maker.from_event_place(row, by_text[row["text"]])
