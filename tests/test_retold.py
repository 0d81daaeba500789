"""Counts of one event by several speakers are told apart, and a count that is put right gives way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.assembly import assemble
from dateline.claims import extract_claims
from dateline.found import Found, Link, Reading
from dateline.model import Claim, Source
from dateline.outlets import name_outlet
from dateline.resolution import resolve
from dateline.retold import tell_tolls_apart
from dateline.sources import attribute
from tests.readings import find, make_reading, make_report, make_trigger

# Words for a toll and the reader's chance that it is of the event.
Tolls = dict[str, float]
Told = list[tuple[str, list[int | None]]]


def _read(
    text: str, trigger: str, tolls: Tolls, sources: list[str], cues: list[str], first: str | None, **other: str
) -> Reading:
    """A reading with one trigger (and `other`, words -> event type), from the words that the reader would mark."""
    marked = [find(text, words, "toll", "killed") for words in tolls]
    speakers = [find(text, words, "source", "official") for words in sources]
    links = [Link(toll, "of", chance) for toll, chance in zip(marked, tolls.values(), strict=True)]
    links += [Link(speaker, "first", 0.9) for speaker in speakers if speaker.span.text == first]
    triggers = [make_trigger(text, trigger, links, event_type="attack")]
    triggers += [make_trigger(text, words, [], event_type=kind) for words, kind in other.items()]
    fillers: dict[str, tuple[Found, ...]] = {
        "toll": tuple(marked),
        "source": tuple(speakers),
        "cue": tuple(find(text, words, "cue") for words in cues),
    }
    return replace(make_reading(text, triggers, {}), fillers=fillers)


def _code(text: str, reading: Reading) -> tuple[Claim, ...]:
    report = make_report(text, outlet="Plains Courier")
    reading = tell_tolls_apart(text, reading)
    chains: list[tuple[Source, ...]] = [
        attribute(report, reading, trigger, name_outlet(report)) for trigger in reading.triggers
    ]
    drafts = extract_claims(report, reading, chains)
    return assemble(report, drafts, resolve(report, reading, drafts), "en-0")


def _told(claims: tuple[Claim, ...]) -> Told:
    return [(claim.sources[0].name or "", [toll.best for toll in claim.casualties]) for claim in claims]


@pytest.mark.parametrize(
    ("text", "trigger", "tolls", "speakers", "cues", "first", "told"),
    [
        (
            "The clinic said 6 died in the shelling of Oru, the rebels claimed 15.",
            "shelling", {"6": 0.9, "15": 0.8}, ["The clinic", "the rebels"], ["said", "claimed"], "The clinic",
            [("The clinic", [6]), ("the rebels", [15])],
        ),
        (  # the reader holds the second to be of another claim
            "Bandits raided Oru, killing 12 people, Lake Monitor said. The ministry put the dead at 20.",
            "raided", {"12 people": 0.9, "20": 0.2}, ["Lake Monitor", "The ministry"], ["said", "put"],
            "Lake Monitor", [("Lake Monitor", [12]), ("The ministry", [20])],
        ),
        (  # the event is told by the outlet, the counts by two others
            "A blast shook Oru. The clinic said 6 people died, while the rebels claimed 15 people died.",
            "blast", {"6 people": 0.8, "15 people": 0.1}, ["The clinic", "the rebels"], ["said", "claimed"], None,
            [("Plains Courier", []), ("The clinic", [6]), ("the rebels", [15])],
        ),
        (  # one speaker's groups are one account
            "Police said bandits killed 6 farmers and 9 herders in a raid on Oru.",
            "raid", {"6 farmers": 0.9, "9 herders": 0.9}, ["Police"], ["said"], "Police", [("Police", [6, 9])],
        ),
        (  # others, not the same people
            "Six soldiers died in the ambush at Oru, the army said. Residents said three villagers died.",
            "ambush", {"Six soldiers": 0.9, "three villagers": 0.7}, ["the army", "Residents"], ["said"], "the army",
            [("the army", [6, 3])],
        ),
        (
            "Police said 15 people died in the raid on Oru. Residents said another 6 people died.",
            "raid", {"15 people": 0.9, "another 6 people": 0.7}, ["Police", "Residents"], ["said"], "Police",
            [("Police", [15, 6])],
        ),
        (  # the only count is somebody else's
            "Jets hit Oru, the army said. Doctors reported that 15 people died.",
            "hit", {"15 people": 0.9}, ["the army", "Doctors"], ["said", "reported"], "the army",
            [("the army", []), ("Doctors", [15])],
        ),
        (  # a part of the dead
            "Police said 15 people died in the raid on Oru. A nurse counted six children among the dead.",
            "raid", {"15 people": 0.9, "six children": 0.3}, ["Police", "A nurse"], ["said", "counted"], "Police",
            [("Police", [15])],
        ),
        (  # a breakdown
            "Police said 90 people died in the raid on Oru. The army counted 26 dead in one camp and 8 in another.",
            "raid", {"90 people": 0.9, "26 dead": 0.2, "8": 0.3}, ["Police", "The army"], ["said", "counted"],
            "Police", [("Police", [90])],
        ),
    ],
)  # fmt: skip
def test_counts_of_two_speakers_are_two_claims(
    text: str, trigger: str, tolls: Tolls, speakers: list[str], cues: list[str], first: str | None, told: Told
) -> None:
    assert _told(_code(text, _read(text, trigger, tolls, speakers, cues, first))) == told


def test_a_retold_toll_keeps_the_event_and_says_what_made_it() -> None:
    text = "The clinic counted 6 in the shelling of Oru, the rebels claimed 15 were killed."
    reading = _read(text, "shelling", {"6": 0.9, "15": 0.8}, ["The clinic", "the rebels"], ["counted", "claimed"], None)
    shelling = replace(
        reading.triggers[0], links=(*reading.triggers[0].links, Link(find(text, "Oru", "place"), "at", 1))
    )
    told = tell_tolls_apart(text, replace(reading, triggers=(shelling,))).triggers
    assert [trigger.found.span.text for trigger in told] == ["6", "shelling", "killed"]
    assert all(any(link.filler.span.text == "Oru" for link in trigger.links) for trigger in told)
    assert [trigger.rule for trigger in told] == ["claims/toll-of-another", None, "claims/toll-of-another"]
    assert [claim.made_by["trigger"] for claim in _code(text, reading)] == [
        "claims/toll-of-another", "reader/en-0", "claims/toll-of-another",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "tolls", "told"),
    [
        ("Police first said 14 died in the raid. Police now say 11 died.", {"14": 0.9, "11": 0.4}, [11]),
        ("Police initially put 30 dead in the raid but lowered the toll to 22.", {"30 dead": 1, "22": 0.3}, [22]),
        ("Police corrected an earlier figure of 14 dead in the raid to 11.", {"14 dead": 1, "11": 1}, [11]),
        ("Police said 11 died in the raid. They had earlier put the dead at 14.", {"11": 1, "14": 0.7}, [11]),
        ("Police said 8 died in the raid. The death toll has risen to 12.", {"8": 0.9, "12": 0.8}, [12]),
        ("Police said the raid left 12 dead, up from eight.", {"12 dead": 0.9, "eight": 0.8}, [12]),
        # Nobody takes anything back.
        ("Police said 8 died in the raid and 12 in the fire.", {"8": 0.9, "12": 0.8}, [8, 12]),
        ("Police said 14 died in the first raid and 11 in the second.", {"14": 0.9, "11": 0.8}, [14, 11]),
        ("Police raised concerns that 8 died in the raid and 12 later.", {"8": 0.9, "12": 0.8}, [8, 12]),
    ],
)  # fmt: skip
def test_a_count_that_is_put_right_gives_way(text: str, tolls: Tolls, told: list[int | None]) -> None:
    reading = _read(text, "raid", tolls, ["Police"], ["said"] if "said" in text else [], "Police")
    assert _told(_code(text, reading)) == [("Police", told)]


def test_a_count_is_not_moved_to_another_event_of_its_sentence() -> None:
    text = "Police said 12 people died in the raid on Oru. The mayor added that 20 people died in the blast."
    reading = _read(
        text,
        "raid",
        {"12 people": 0.9, "20 people": 0.2},
        ["Police", "The mayor"],
        ["said", "added"],
        "Police",
        blast="grenade",
    )
    assert _told(_code(text, reading)) == [("Police", [12]), ("Plains Courier", [])]


def test_the_only_number_of_an_event_is_not_lost_though_another_speaker_gives_it() -> None:
    """ "Most of them women" is no number that the first could be added to."""
    text = "Planes bombed Oru. The rebels said dozens of people were killed, most of them women."
    tolls = {"dozens of people": 0.3, "them women": 0.9}
    claims = _code(text, _read(text, "bombed", tolls, ["The rebels"], ["said"], None))
    assert [[toll.low for toll in claim.casualties] for claim in claims] == [[], [24, None]]
    assert [claim.sources[0].name for claim in claims] == ["Plains Courier", "The rebels"]


def test_who_claims_a_deed_counts_its_victims() -> None:
    text = (
        "Two soldiers died in a raid on Oru, the army said. The Front claimed it and said it killed 9 and lost one man."
    )
    reading = _read(
        text, "raid", {"Two soldiers": 0.9, "9": 0.02, "one man": 0.1}, ["the army", "The Front"], ["said"], "the army",
        claimed="responsibility_statement",
    )  # fmt: skip
    front = find(text, "The Front", "source", "party")
    raid, statement = reading.triggers
    claimed = replace(statement, links=(Link(front, "first", 0.9),))
    content = find(text, "it killed 9 and lost one man", "content")
    said = {"source": (front,), "cue": (find(text, "claimed", "cue"),), "content": (content,)}
    told = _told(_code(text, replace(reading, triggers=(raid, claimed), attribution=said)))
    assert told == [("the army", [2]), ("The Front", []), ("The Front", [9, 1])]


def test_another_count_of_one_happening_told_by_two_verbs_is_kept() -> None:
    text = "Crowds clashed in Oru; 8 people were shot, the clinic said, while police put the toll at three."
    reading = _read(text, "clashed", {"8 people": 0.9, "three": 0.2}, ["the clinic", "police"], ["said", "put"], None)
    shot = make_trigger(text, "shot", [replace(link, score=link.score - 0.1) for link in reading.triggers[0].links])
    told = _told(_code(text, replace(reading, triggers=(*reading.triggers, shot))))
    assert ("police", [3]) in told and not any(3 in tolls for who, tolls in told if who != "police")


def test_a_party_that_gives_another_count_is_heard() -> None:
    text = "Three soldiers died in a raid on Oru, the army said. The Front claimed it had killed 9."
    reading = _read(text, "raid", {"Three soldiers": 0.9, "9": 0.0}, ["the army"], ["said"], "the army")
    front = find(text, "The Front", "source", "party")
    said = {"source": (front,), "cue": (find(text, "claimed", "cue"),), "content": (find(text, "it had killed 9"),)}
    fillers = {**reading.fillers, "source": (*reading.fillers["source"], front)}
    told = _told(_code(text, replace(reading, fillers=fillers, attribution=said)))
    assert told == [("the army", [3]), ("The Front", [9])]
