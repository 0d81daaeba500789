"""Who says what: broken content made whole, and source, cue and content tied together."""

from __future__ import annotations

import pytest

from dateline.attributions import link_attributions
from dateline.found import Found, Reading
from dateline.reader.spoken import find_quotations, mend_spoken
from dateline.sentences import split_sentences
from tests.readings import find

Marks = list[tuple[str, str]]


def read(text: str, marks: Marks) -> Reading:
    """A reading with these (role, words) marked, mended as the reader does."""
    roles: dict[str, tuple[Found, ...]] = {
        role: tuple(find(text, words, role) for kind, words in marks if kind == role)
        for role in ("source", "cue", "content")
    }
    return Reading(tuple(split_sentences(text)), (), {}, {}, mend_spoken(text, roles), {})


def tell(text: str, marks: Marks) -> list[str]:
    """Each attribution as "source | cue | content + content"."""
    return [
        " | ".join(" + ".join(span.text for span in role) for role in (said.source, said.cue, said.content))
        for said in link_attributions(read(text, marks))
    ]


HE_SAID: Marks = [("source", "he"), ("cue", "said")]
MENDED: list[tuple[str, Marks, str]] = [
    (
        "“We held the bridge,” he said.",
        [*HE_SAID, ("content", "We held the bridge")],
        "he | said | “We held the bridge,”",
    ),
    (
        "In the square he said: “We held on. They ran. The bridge is ours.”",
        [*HE_SAID, ("content", "We held on."), ("content", "The bridge is ours")],
        "he | said | “We held on. They ran. The bridge is ours.”",
    ),
    (
        "''The road is cut,'' he said.",
        [*HE_SAID, ("content", "The road is cut")],
        "he | said | ''The road is cut,''",
    ),
    (
        "Later he said the road to Tarin and the bridge were cut.",
        [*HE_SAID, ("content", "the road to"), ("content", "the bridge were cut")],
        "he | said | the road to Tarin and the bridge were cut",
    ),
    (
        "Later he said the so-called “safe road” was cut.",
        [*HE_SAID, ("content", "the so-called “safe road"), ("content", "was cut")],
        "he | said | the so-called “safe road” was cut",
    ),
    (
        "The ministry kept calling for calm.",
        [("source", "The ministry"), ("cue", "kept"), ("cue", "calling for"), ("content", "calm")],
        "The ministry | kept calling for | calm",
    ),
]


@pytest.mark.parametrize(("text", "marks", "expected"), MENDED)
def test_broken_pieces_are_made_whole(text: str, marks: Marks, expected: str) -> None:
    assert tell(text, marks) == [expected]


LINKED: list[tuple[str, Marks, list[str]]] = [
    (  # The second half of a quotation, after the speaker's long title.
        "“We won,” said Omar Zayn, a commander of the eastern brigades and a member of their council. “They ran.”",
        [("source", "Omar Zayn"), ("cue", "said"), ("content", "We won"), ("content", "They ran")],
        ["Omar Zayn | said | “We won,” + “They ran.”"],
    ),
    (  # Each cue gets content before any gets a second piece.
        "Zayn said the town fell, citing reports from the front.",
        [("source", "Zayn"), ("cue", "said"), ("cue", "citing"), ("content", "the town fell"),
         ("content", "reports from the front")],
        ["Zayn | said | the town fell", "Zayn | citing | reports from the front"],
    ),
    (  # The speaker before his verb, though the next name stands as near.
        "The mayor denied Omar was there.",
        [("source", "The mayor"), ("source", "Omar"), ("cue", "denied"), ("content", "was there")],
        ["The mayor | denied | was there"],
    ),
    (  # Words with no voice of their own do not go to a cue that comes only in the next sentence.
        "The town fell on Monday. He denied the loss.",
        [("source", "He"), ("cue", "denied"), ("content", "The town fell on Monday"), ("content", "the loss")],
        ["He | denied | the loss"],
    ),
    (  # A quotation whose own sentence has a voice is not the last speaker's, far off as he is.
        "Zayn told the envoys that, given the weather on the plain and the late hour, they won. “We lost,” Omar said.",
        [("source", "Zayn"), ("cue", "told"), ("content", "they won"), ("source", "Omar"), ("cue", "said"),
         ("content", "We lost")],
        ["Zayn | told | they won", "Omar | said | “We lost,”"],
    ),
    ("According to the radio, the town fell.", [("cue", "According to")], []),
    ("He said a.", [("source", "He"), ("cue", "said"), ("content", "a")], []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "marks", "expected"), LINKED)
def test_source_cue_and_content_are_tied(text: str, marks: Marks, expected: list[str]) -> None:
    assert tell(text, marks) == expected


def test_quotations_that_are_hardly_marked_are_left_alone() -> None:
    text = "He said the “safe road out of the city and over the hills” was cut."
    assert tell(text, [("source", "He"), ("cue", "said"), ("content", "the “safe")]) == ["He | said | the “safe"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“One.” and \"two\" and ''three''", ["“One.”", '"two"', "''three''"]),
        ("“Not closed on this line\nThe next line.", ["“Not closed on this line"]),
        ("It's the rebels' road", []),
    ],
)
def test_quotations_are_found_with_their_marks(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in find_quotations(text)] == expected


def test_every_mended_span_cuts_its_words() -> None:
    for text, marks, _ in MENDED:
        for found in read(text, marks).attribution["content"]:
            assert text[found.span.start : found.span.end] == found.span.text
