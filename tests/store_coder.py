"""A coder that needs no model, and a program that ingests with it, to be killed: `store_coder.py INPUT DATABASE`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

from sample_reports import MAKER, make_claim

from dateline.codebook.own_types import OwnType
from dateline.errors import InputError
from dateline.model import CodedReport, Place, Report, Span


def code_simply(
    items: Iterable[Report | InputError], *, own_types: Sequence[OwnType] = (), floor: float | None = None
) -> Iterator[CodedReport | InputError]:
    """One claim a report, on its first word, with a place; there is nothing here to which types or a floor apply."""
    assert not own_types and floor is None
    for item in items:
        if isinstance(item, InputError):
            yield item
            continue
        word = Span(0, len(item.text.split()[0]), item.text.split()[0])
        place = Place(word, word.text, "in", 35.1, -3.2, "XXA", precision=1)
        claim = make_claim(id=f"claim:{item.id[7:23]}", trigger=word, evidence=(word,), places=(place,))
        yield CodedReport(item, (claim,), MAKER)


if __name__ == "__main__":
    from dateline.store import ingest, open_case

    with open_case(sys.argv[2], create=True) as case:
        print("begun", flush=True)
        for _ in ingest(case, [sys.argv[1]], code=code_simply):
            pass
