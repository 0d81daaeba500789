"""For whom a speaker speaks, and that the body and its spokesmen are one source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.assembly import assemble
from dateline.claims import extract_claims
from dateline.events import Event, EventClaim
from dateline.found import Link
from dateline.linking.voices import find_voices
from dateline.model import Claim, Report, Source, SourceKind
from dateline.outlets import name_outlet
from dateline.resolution import resolve
from dateline.sources import attribute
from dateline.spokesmen import find_body
from dateline.who import name_of
from tests.readings import find, make_reading, make_report, make_trigger


@pytest.mark.parametrize(
    ("text", "speaker", "kind", "body"),
    [
        ("Army spokesman Col Jean Said denied it.", "Army spokesman Col Jean Said", "official", "Army"),
        ("The army's spokesman Jean Said denied it.", "The army's spokesman Jean Said", "official", "army"),
        ("The Zenu Front's military spokesman Jean Said denied it.", "The Zenu Front's military spokesman Jean Said",
         "party", "Zenu Front"),
        ("Jean Said, a spokesman for the Peruvian army in Cusco, denied it.", "Jean Said", "official", "Peruvian army"),
        ("Jean Said, spokesperson of the Zenu Front, denied it.", "Jean Said, spokesperson", "party", "Zenu Front"),
        ("A spokesman for the Zenu Front said so.", "A spokesman for the Zenu Front", "party", "Zenu Front"),
        ("Oru police public relations officer Jean Said confirmed it.",
         "Oru police public relations officer Jean Said", "official", "Oru police"),
        ("A statement from the army said so.", "A statement from the army", "official", "army"),
        ("The army said so.", "The army", "official", "The army"),
        # Speaks for himself, or for nobody that is told.
        ("Former army spokesman Jean Said denied it.", "Former army spokesman Jean Said", "official", None),
        ("A spokesman said so.", "A spokesman", "official", None),
        ("He said so.", "He", "party", None),
        ("An army officer said so.", "An army officer", "official", None),
        ("Army spokesman Jean Said denied it.", "Army spokesman Jean Said", "expert", None),
        ("Jean Said denied it. The spokesman for the army did not.", "Jean Said", "official", "Jean Said"),
    ],
)  # fmt: skip
def test_the_body_that_a_speaker_speaks_for(text: str, speaker: str, kind: SourceKind, body: str | None) -> None:
    span = find(text, speaker).span
    anonymous = speaker in {"A spokesman", "An army officer", "A spokesman for the Zenu Front"}
    found = find_body(text, Source(name_of(speaker), kind, span, None, None, anonymous), [])
    assert (found and found.text) == body
    assert found is None or text[found.start : found.end] == found.text


def test_a_name_without_an_office_speaks_for_the_body_that_was_named_with_it() -> None:
    text = "Army spokesman Jean Said denied it. Jean Said spoke twice."
    marked = [find(text, "Army spokesman Jean Said", "source", "official")]
    span = marked[0].span
    later = text.index("Jean Said spoke")
    source = Source("Jean Said", "official", type(span)(later, later + 9, "Jean Said"), None, None, False)
    found = find_body(text, source, marked)
    assert found is not None and found.text == "Army"


def test_a_pronoun_speaks_for_the_body_that_it_stands_for() -> None:
    text = "The Zenu Front denied it. It said so twice."
    marked = [find(text, "The Zenu Front", "source", "party")]
    found = find_body(
        text, Source(name_of("The Zenu Front"), "party", find(text, "It").span, None, None, False), marked
    )
    assert found is not None and found.text == "The Zenu Front"


def _code(report_id: str, text: str, speaker: str, kind: str) -> tuple[Report, Claim]:
    report = make_report(text, outlet=f"Courier {report_id}")
    links = [Link(find(text, speaker, "source", kind), "first", 0.9), Link(find(text, "Iquitos", "place"), "at", 0.9)]
    links.append(Link(find(text, "said", "cue"), "of", 0.9))
    reading = make_reading(text, [make_trigger(text, "raided", links, event_type="attack")], {})
    reading = replace(reading, fillers={**reading.fillers, "source": (links[0].filler,)})
    chains = [attribute(report, reading, trigger, name_outlet(report)) for trigger in reading.triggers]
    drafts = extract_claims(report, reading, chains)
    (claim,) = assemble(report, drafts, resolve(report, reading, drafts), "en-0")
    return report, claim


def test_an_army_and_its_spokesman_are_one_source() -> None:
    told = [
        ("a", "Rebels raided Iquitos, army spokesman Jean Said said.", "army spokesman Jean Said", "official"),
        ("b", "Rebels raided Iquitos, the army said.", "the army", "official"),
        ("c", "Rebels raided Iquitos, Jean Said said.", "Jean Said", "official"),
        ("d", "Rebels raided Iquitos, the mayor said.", "the mayor", "official"),
    ]  # fmt: skip
    coded = [_code(*row) for row in told]
    assert [claim.sources[0].actor_id for _, claim in coded] == ["per.military", "per.military", None, None]
    assert coded[0][1].sources[0].name == "Jean Said"
    assert coded[0][1].made_by["sources.actor_id"] == "actors/country_in_focus"
    entries = tuple(EventClaim(report, claim, claim.id) for report, claim in coded)
    assert [voice.key for voice in find_voices(Event("event:1", entries))] == ["actor:per.military", "name:mayor"]
