"""A pipeline that returns hand-made reports, and a program that runs the command line on it.

The command line is tested on it for what it does with records and errors: order, exit status, files, signals. Run as a
program (`python tests/fake_pipeline.py code x`) it is `dateline` with this pipeline in place of the real one.
"""

from __future__ import annotations

import dataclasses
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

from sample_reports import ANNOTATED, CODED, EMPTY

import dateline
from dateline.codebook.own_types import OwnType
from dateline.errors import InputError
from dateline.model import AnnotatedReport, CodedReport

CALLS: list[dict[str, object]] = []


def code_reports(
    inputs: Iterable[str],
    *,
    published: str | None = None,
    outlet: str | None = None,
    own_types: Sequence[OwnType] = (),
    floor: float | None = None,
) -> Iterator[CodedReport | InputError]:
    """Give what an input's name asks for: `empty`, `bad`, `many`, `slow`, `none`; anything else is one report."""
    call: dict[str, object] = {"published": published, "outlet": outlet}
    asked = {"own_types": [kind.id for kind in own_types], "floor": floor}
    CALLS.append(call | {name: value for name, value in asked.items() if value})
    for name in inputs:
        yield from _records(Path(name).name.split(".")[0], name)


def annotate_reports(
    inputs: Iterable[str], *, published: str | None = None, outlet: str | None = None
) -> Iterator[AnnotatedReport | InputError]:
    CALLS.append({"published": published, "outlet": outlet})
    for _ in inputs:
        yield ANNOTATED


def annotate_spans(path: str, *, published: str | None = None) -> Iterator[AnnotatedReport | InputError]:
    CALLS.append({"spans": path, "published": published})
    yield ANNOTATED
    yield InputError("a span ends after the text", path=path, line=2)


def count_inputs(inputs: Iterable[str]) -> int | None:
    return len(list(inputs))


def install() -> None:
    """Put this pipeline in place of the real one for this process."""
    pipeline, reading = ModuleType("dateline.pipeline"), ModuleType("dateline.reading")
    for function in (code_reports, annotate_reports, annotate_spans):
        setattr(pipeline, function.__name__, function)
    reading.count_inputs = count_inputs  # type: ignore[attr-defined]
    reading.__path__ = [str(Path(dateline.__file__).parent / "reading")]  # its modules are the real ones
    sys.modules.update({"dateline.pipeline": pipeline, "dateline.reading": reading})


def _records(wish: str, name: str) -> Iterator[CodedReport | InputError]:
    coded = dataclasses.replace(CODED, report=dataclasses.replace(CODED.report, path=name))
    if wish == "bad":
        yield InputError("not valid JSON", path=name, line=3, repair="mend or remove the line")
    elif wish == "empty":
        yield EMPTY
    elif wish == "many":
        yield from (coded for _ in range(2000))
    elif wish == "slow":
        for _ in range(100):
            yield coded
            time.sleep(0.1)
    elif wish != "none":
        yield coded


if __name__ == "__main__":
    install()
    from dateline.cli import main

    main()
