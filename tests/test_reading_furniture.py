"""Lines that are the report's own words, and lines that are not."""

from __future__ import annotations

import pytest

from dateline.model import Caption
from dateline.reading.captions import read_caption
from dateline.reading.furniture import find_furniture, is_furniture

FURNITURE = [
    "Share this article on Facebook",
    "Share",
    "Facebook Twitter WhatsApp Telegram",
    "Tweet",
    "12 shares",
    "• Short link :",
    "Short link: https://example.org/?p=812",
    "https://example.org/?p=812",
    "For the latest on the valley, follow us on Twitter :",
    "Follow @orientdesk on Twitter and on Facebook",
    "Like us on Facebook!",
    "Join our Telegram channel for updates",
    "Leave a comment",
    "Leave a Reply",
    "3 Comments",
    "Comments are closed.",
    "Your email address will not be published. Required fields are marked *",
    "16 + 12 =",
    "7 × 3 = ?",
    "five + = 12",
    "I'm not a robot",
    "Read more: Ten held after march in Port Amal",
    "ALSO READ: Ten held after march in Port Amal",
    "Related articles",
    "Subscribe to our newsletter",
    "Sign up for our daily briefing.",
    "Get the morning briefing in your inbox every day",
    "Advertisement",
    "Story continues below advertisement",
    "We use cookies to give you the best experience on our website.",
    "© 2021 Orient Desk. All rights reserved.",
    "Copyright 2019 Orient Desk",
    "Tags: Hama, shelling, ceasefire",
    "Home > World > Middle East",
    "4 min read",
    "Print this article",
    "Back to top",
    "Skip to main content",
]
OWN_WORDS = [
    "The army said on Tuesday it had shared the footage with investigators.",
    "“Soldiers, join us and lay down your arms,” the commander said.",
    "Copyright campaigners clashed with police outside the parliament.",
    "(c) release of all prisoners held since March",
    "The police follow his every post on Twitter, he said.",
    "Hackers stole cookies from the ministry.",
    "Two plus two is four, the minister told reporters.",
    "No comment was made by the army.",
    "Read in the northern villages, the leaflets told people to leave.",
    "Tags on the shells showed where they were made.",
    "Related groups have claimed such attacks before.",
    "12 killed in shelling of market",
    "- Homs: 3 killed",
    "Sign up, the recruiters told them, or leave the town.",
    "All rights groups agreed.",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture(line: str) -> None:
    assert is_furniture(line) or find_furniture([line]) == {0}


@pytest.mark.parametrize("line", OWN_WORDS)
def test_own_words(line: str) -> None:
    assert not is_furniture(line)
    assert find_furniture(["The army left.", line, "It came back."]) == set()


def test_a_list_of_other_stories_ends_at_the_next_sentence() -> None:
    lines = [
        "The army left the town.",
        "Related stories",
        "Ten held after march",
        "Bridge reopens",
        "It came back later.",
    ]
    assert find_furniture(lines) == {1, 2, 3}


def test_the_comments_go_to_the_end() -> None:
    report = " ".join(["The army said that it had left the town."] * 6)
    lines = [report, "2 Comments", "Sam says:", "Lies, all of it, as ever from this paper.", "Reply"]
    assert find_furniture(lines) == {1, 2, 3, 4}


def test_a_comment_heading_above_the_report_takes_nothing_with_it() -> None:
    report = " ".join(["The army said that it had left the town."] * 6)
    assert find_furniture(["Leave a comment", report, "It came back on Friday, people there said."]) == {0}


CAPTIONS = [
    ("Militants near the dam. File photo: Orient Desk", Caption("Militants near the dam.", "Orient Desk")),
    ("Smoke over Hama on Monday. (Photo by Ana Lee/AFP)", Caption("Smoke over Hama on Monday.", "Ana Lee/AFP")),
    ("A burnt-out bus in Port Amal (Ana Lee/Reuters)", Caption("A burnt-out bus in Port Amal", "Ana Lee/Reuters")),
    ("A burnt-out bus in Port Amal. REUTERS/Ana Lee", Caption("A burnt-out bus in Port Amal.", "REUTERS/Ana Lee")),
    ("Rescuers at work [Photo: Ana Lee]", Caption("Rescuers at work", "Ana Lee")),
    ("Photo credit: Ana Lee", Caption("", "Ana Lee")),
    (
        "FILE PHOTO: Soldiers stand guard at a gate in Port Amal in March 2019. REUTERS/Ana Lee",
        Caption("Soldiers stand guard at a gate in Port Amal in March 2019.", "REUTERS/Ana Lee"),
    ),
    ("Image via Orient Desk", Caption("", "Orient Desk")),
]


@pytest.mark.parametrize(("line", "expected"), CAPTIONS)
def test_captions(line: str, expected: Caption) -> None:
    assert read_caption(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "She showed reporters a photo by Ali Hasan",
        "The men were shot near the Homs/Hama road, he said.",
        "He was killed in Homs (Syria/Iraq border region was calm) on Monday, the army said.",
        "The army published a picture: it shows three dead men.",
        "The credit: none of us wanted it, he said.",
    ],
)
def test_sentences_that_are_no_captions(line: str) -> None:
    assert read_caption(line) is None
