"""The project's own annotations, stand-off: `python -m training.annotations join --data ../shared/data OUT.jsonl`.

`training/annotations/real.jsonl` holds ids, offsets and labels of public development texts that are not part of this
project; `authored.jsonl` holds reports written for it, text and all; `settled.jsonl` is the development gold, coded
twice and settled. `join` puts texts and labels together, `strip` is the way back, `check` says what is inconsistent,
`gold` writes the development gold, `codings` the two codings that it was settled from.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline.reader import labels
from training.examples import read_lines

FOLDER = Path(__file__).parent / "annotations"
SPAN_LISTS = ("evidence", "hedges")
NAMED_LISTS = ("actors", "places", "casualties", "materiel", "sources")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("join", "strip", "check", "gold", "codings"))
    parser.add_argument("--data", type=Path, help="folder of the development sets")
    parser.add_argument("--part", choices=("all", "train", "tune", "held-out"), default="all")
    parser.add_argument("--name", help="strip: the stand-off file to add to (real or authored unless told)")
    parser.add_argument("files", type=Path, nargs="*", help="join: the output; strip: coded reports with text")
    options = parser.parse_intermixed_args()
    if options.action == "strip":
        for path in options.files:
            strip(path, options.name)
        return
    if options.action == "gold":
        ours = {row["id"] for row in read_lines(FOLDER / "real.jsonl")}
        # Floors may be set on those of our own annotation, never on those of the held-out fifth of claims.jsonl.
        part = {True: "tune", False: "held-out"}
        rows = [row for row in settled(options.data) if options.part in {"all", part[row["id"] in ours]}]
        _write(options.files[0], rows)
        return
    if options.action == "codings":
        for path, rows in zip(options.files, both_codings(options.data), strict=True):
            _write(path, rows)
        return
    rows = list(join(options.data))
    if options.action == "check":
        rows += settled(options.data)
        problems = [problem for row in rows for problem in find_problems(row)]
        print("\n".join(problems) or f"{len(rows)} reports, nothing inconsistent")
        raise SystemExit(bool(problems))
    chosen = [row for row in rows if options.part == "all" or is_tuning(row) == (options.part == "tune")]
    _write(options.files[0], chosen)


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    print(f"{len(rows)} reports, {sum(len(row['claims']) for row in rows)} claims")


def is_tuning(row: dict[str, Any]) -> bool:
    """Whether a report is kept from training to set floors and calibration on: an eighth of the real ones."""
    return row["set"] != "authored" and hashlib.sha256(row["id"].encode()).digest()[0] % 8 == 1


def settled(data: Path) -> Iterator[dict[str, Any]]:
    """The development gold with its texts: reports coded twice, blind, and settled; never trained on."""
    yield from _with_texts("settled.jsonl", data)


def both_codings(data: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The first and the second coding, made apart, of the reports of the development gold."""
    second = list(_with_texts("second.jsonl", data))
    ids = {row["id"] for row in second}
    first = [row for row in (*read_lines(data / "claims/claims.jsonl"), *join(data)) if row["id"] in ids]
    return first, second


def _with_texts(name: str, data: Path) -> Iterator[dict[str, Any]]:
    texts = read_texts(data) | {row["id"]: row["text"] for row in read_lines(data / "claims/claims.jsonl")}
    for row in read_lines(FOLDER / name):
        text = texts[row["id"]]
        if hashlib.sha256(text.encode()).hexdigest()[:16] != row["text_sha256"]:
            print(f"another text than the annotated one: {row['id']}")
            continue
        yield _with_words({**row, "text": text}, text)


def join(data: Path) -> Iterator[dict[str, Any]]:
    """Coded reports with their texts; a report whose text is not in `data` is named and left out."""
    texts = read_texts(data)
    for row in read_lines(FOLDER / "real.jsonl"):
        if row["id"] not in texts:
            print(f"no text for {row['id']}")
            continue
        text = texts[row["id"]]
        if hashlib.sha256(text.encode()).hexdigest()[:16] != row["text_sha256"]:
            print(f"another text than the annotated one: {row['id']}")
            continue
        yield _with_words({**row, "text": text}, text)
    for row in read_lines(FOLDER / "authored.jsonl"):
        yield _with_words(row, row["text"])


def strip(path: Path, name: str | None = None) -> None:
    """Add coded reports to the stand-off files; the words of real ones are left out."""
    FOLDER.mkdir(exist_ok=True)
    for row in read_lines(path):
        bare = {key: value for key, value in row.items() if key not in {"text", "claims"}}
        bare["claims"] = [_without_words(claim, row["text"]) for claim in row["claims"]]
        if row["set"] == "authored":
            bare["text"] = row["text"]
        else:
            bare["text_sha256"] = hashlib.sha256(row["text"].encode()).hexdigest()[:16]
        kind = name or ("authored" if row["set"] == "authored" else "real")
        with (FOLDER / f"{kind}.jsonl").open("a", encoding="utf-8") as out:
            out.write(json.dumps(bare, ensure_ascii=False) + "\n")


def find_problems(row: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a coded report: unknown codes, spans outside the text, empty chains, dates out of order."""
    for number, claim in enumerate(row["claims"]):
        where = f"{row['id']} claim {number}"
        checks = [
            (claim["event_type"] in labels.EVENT_TYPES, "event type"),
            (claim["status"] in labels.STATUSES, "status"),
            (claim["stance"] in labels.STANCES, "stance"),
            (bool(claim["sources"]), "no source"),
            (all(source["kind"] in labels.SOURCE_KINDS for source in claim["sources"]), "source kind"),
            (all(actor["kind"] in labels.ACTOR_KINDS for actor in claim["actors"]), "actor kind"),
            (all(place["relation"] in labels.PLACE_RELATIONS for place in claim["places"]), "place relation"),
            (all(toll["kind"] in labels.TOLL_KINDS for toll in claim["casualties"]), "toll kind"),
            (all(item["how"] in labels.MATERIEL_HOWS for item in claim["materiel"]), "materiel how"),
            (any(_inside(claim["trigger"], span) for span in claim["evidence"]), "trigger outside the evidence"),
            (all(span["end"] <= len(row["text"]) for span in _spans(claim)), "span outside the text"),
            ((claim["time"]["start"] or "") <= (claim["time"]["end"] or "9999"), "time out of order"),
        ]
        yield from (f"{where}: {what}" for right, what in checks if not right)


def _inside(inner: dict[str, int], outer: dict[str, int]) -> bool:
    return outer["start"] <= inner["start"] and inner["end"] <= outer["end"]


def _spans(claim: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield claim["trigger"]
    for name in SPAN_LISTS:
        yield from claim[name]
    for name in NAMED_LISTS:
        for item in claim[name]:
            if item["span"]:
                yield item["span"]
    for item in (*claim["sources"], claim["time"]):
        key = "cue" if "cue" in item else "span"
        if item[key]:
            yield item[key]


def _with_words(row: dict[str, Any], text: str) -> dict[str, Any]:
    for claim in row["claims"]:
        for actor in claim["actors"]:
            actor["is"] = text[actor["is"][0] : actor["is"][1]] if isinstance(actor["is"], list) else actor["is"]
        for source in claim["sources"]:
            name = source["name"]
            source["name"] = text[name[0] : name[1]] if isinstance(name, list) else name
        for span in _spans(claim):
            span["text"] = text[span["start"] : span["end"]]
    return row


def _without_words(claim: dict[str, Any], text: str) -> dict[str, Any]:
    """Offsets and labels only. Names that stand in the text become offsets of where they stand."""
    bare: dict[str, Any] = json.loads(json.dumps(claim))
    for span in _spans(bare):
        span.pop("text", None)
    for item, key in [(actor, "is") for actor in bare["actors"]] + [(source, "name") for source in bare["sources"]]:
        name = item[key]
        if name and (place := text.lower().find(name.lower())) >= 0:
            item[key] = [place, place + len(name)]
    for toll in bare["casualties"]:
        toll.pop("group", None)
    for item in bare["materiel"]:
        item.pop("name", None)
    return bare


def read_texts(data: Path) -> dict[str, str]:
    """The texts of all development reports by the ids that the annotations use."""
    texts: dict[str, str] = {}
    for row in read_lines(data / "re3d/re3d.jsonl"):
        texts[f"re3d:{row['id']}"] = row["text"]
    for row in read_lines(data / "news_unlabelled/guardian_syria.jsonl"):
        texts[row["id"]] = row["text"]
    for part in ("train", "dev"):
        for row in read_lines(data / f"muc4/{part}.jsonl"):
            texts[f"muc4:{row['id']}"] = row["text"]
    for name in ("lgl", "trnews"):
        for row in read_lines(data / f"toponyms/{name}.jsonl"):
            texts[f"{name}:{row['id']}"] = row["text"]
    for part in ("train", "dev"):
        for row in read_lines(data / f"ecbplus/{part}.jsonl"):
            texts[f"ecb:{row['id']}"] = row["text"]
        for row in read_lines(data / f"polnear/{part}.jsonl"):
            texts[f"polnear:{row['id']}"] = row["text"]
    for row in read_lines(data / "event_location/event_location.jsonl"):
        texts[f"evloc:{row['id']}"] = row["text"]
    for row in read_lines(data / "india_police_events/docs.jsonl"):
        texts[f"ipe:{row['id']}"] = "\n".join(sentence["text"] for sentence in row["sentences"])
    return texts


if __name__ == "__main__":
    main()
