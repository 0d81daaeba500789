"""The order of the stages, and nothing else: reports in, coded or annotated reports out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from dateline import __version__
from dateline.annotation import annotate_report, resolve_given_spans
from dateline.assembly import assemble
from dateline.claims import Draft, extract_claims
from dateline.codebook.own_types import OwnType
from dateline.errors import REPORT_FAULT, CodingError, DatelineError, InputError, describe_fault
from dateline.found import Reading
from dateline.model import AnnotatedReport, CodedReport, Maker, Report
from dateline.outlets import name_outlet
from dateline.places.explain import Choice
from dateline.reader import Network, learn_types, load_network, read_text
from dateline.reading import read_reports
from dateline.resolution import explain_report_places, resolve
from dateline.retold import tell_tolls_apart
from dateline.sources import attribute
from dateline.unverified import tell_unverified

LANGUAGES_READ = frozenset({"en"})
Record = TypeVar("Record")


def code_report(report: Report, reading: Reading, network: Network) -> CodedReport:
    """The stages from a read report to its claims, in order."""
    reading, drafts = _draft_claims(report, reading)
    resolution = resolve(report, reading, drafts)
    maker = make_maker(network, reading.floor)
    return CodedReport(report, assemble(report, drafts, resolution, maker.model), maker)


def retell(text: str, reading: Reading) -> Reading:
    """The reading with triggers for tolls of other speakers and for words that an event could not be checked."""
    return tell_unverified(text, tell_tolls_apart(text, reading))


def _draft_claims(report: Report, reading: Reading) -> tuple[Reading, tuple[Draft, ...]]:
    """The stages before anything is resolved: the reading with what is retold, and its drafts."""
    outlet = name_outlet(report)
    reading = retell(report.text, reading)
    chains = [attribute(report, reading, trigger, outlet) for trigger in reading.triggers]
    return reading, extract_claims(report, reading, chains)


def code_reports(
    inputs: Iterable[str],
    *,
    published: str | None = None,
    outlet: str | None = None,
    own_types: Sequence[OwnType] = (),
    floor: float | None = None,
) -> Iterator[CodedReport | InputError]:
    """Code every report of the inputs, in order; what cannot be read comes back as the error that says why."""
    reports = read_reports(inputs, published=published, outlet=outlet)
    return code_read_reports(reports, own_types=own_types, floor=floor)


def code_read_reports(
    reports: Iterable[Report | InputError], *, own_types: Sequence[OwnType] = (), floor: float | None = None
) -> Iterator[CodedReport | InputError]:
    """Code reports that are already read.

    `own_types` are types of the user's to be told beside ours; `floor` is the least chance (0 to 1) of an event that is
    told, in place of the one that finds claims best.
    """
    return _stream(reports, code_report, own_types, floor=floor)


def annotate_reports(
    inputs: Iterable[str], *, published: str | None = None, outlet: str | None = None
) -> Iterator[AnnotatedReport | InputError]:
    """Mentions, attributions and triggers of every report of the inputs, in order."""

    def annotate(report: Report, reading: Reading, network: Network) -> AnnotatedReport:
        return annotate_report(report, reading, make_maker(network))

    return _stream(read_reports(inputs, published=published, outlet=outlet), annotate, with_places=True)


def annotate_spans(path: str, *, published: str | None = None) -> Iterator[AnnotatedReport | InputError]:
    """Resolve the place and time spans given in a JSON-lines file, texts taken exactly as they are."""
    return resolve_given_spans(path, published=published, maker=Maker(__version__, "none"))


def explain_places(
    inputs: Iterable[str], *, published: str | None = None
) -> Iterator[tuple[Report, list[Choice]] | InputError]:
    """How the place names of every report of the inputs were resolved, in order."""

    def explain(report: Report, reading: Reading, network: Network) -> tuple[Report, list[Choice]]:
        return report, explain_report_places(report, *_draft_claims(report, reading))

    return _stream(read_reports(inputs, published=published), explain)


def make_maker(network: Network, floor: float | None = None) -> Maker:
    """What made a record: the reader, and the floor where it is not the reader's own ("en-5@0.2")."""
    return Maker(__version__, network.name if floor is None else f"{network.name}@{floor:g}")


def _stream(
    items: Iterable[Report | InputError],
    finish: Callable[[Report, Reading, Network], Record],
    own_types: Sequence[OwnType] = (),
    *,
    floor: float | None = None,
    with_places: bool = False,
) -> Iterator[Record | InputError]:
    network = load_network()
    likeness = learn_types(own_types, network) if own_types else None
    for item in items:
        if isinstance(item, InputError):
            yield item
            continue
        report = _mark_unread(item)
        text = "" if "claims" in report.unknown else report.text
        record: Record | InputError
        try:
            reading = read_text(text, network, likeness, floor=floor, with_places=with_places)
            record = finish(report, reading, network)
        except DatelineError:
            raise
        except Exception as fault:  # one report's fault must not end a run of millions
            found = f"could not be coded, {describe_fault(fault)}"
            name = " ".join(filter(None, [report.path, report.input_id])) or report.id
            record = CodingError(found, repair=REPORT_FAULT, path=name)
        yield record


def _mark_unread(report: Report) -> Report:
    """A report in a language that the reader does not read gets no claims, and says so."""
    if report.language is None or report.language in LANGUAGES_READ:
        return report
    return replace(report, unknown={**report.unknown, "claims": "language_not_read"})
