"""Who holds a place is no taking of it, and who denies that a place was taken from him did not take it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.assembly import assemble
from dateline.claims import extract_claims
from dateline.events import Event, EventClaim
from dateline.events.holding import tells_hold
from dateline.export.acled import make_acled_rows
from dateline.export.in_report import group_claims
from dateline.export.plover import make_plover_rows
from dateline.export.rows import LeftOut
from dateline.found import Link
from dateline.linking import link_reports
from dateline.model import Claim, CodedReport, Maker, Report, Source
from dateline.resolution import resolve
from tests.readings import find, make_reading, make_report, make_trigger

GOVERNMENT, OTHERS = "government_regains_territory", "non_state_actor_overtakes_territory"


def _code(
    text: str, trigger: str, kind: str, actor: str, *, stance: str = "affirms", cue: str | None = None,
    published: str = "2031-05-08",
) -> tuple[Report, Claim]:  # fmt: skip
    """One claim as the reader might read it: at Iquitos, its actor the initiator and, with a cue, the speaker."""
    report = make_report(text, outlet="Courier", published=published)
    label = "state_forces" if "army" in actor else "rebel_group"
    links = [Link(find(text, actor, "actor", label), "initiator", 0.9), Link(find(text, "Iquitos", "place"), "at", 0.9)]
    found = replace(make_trigger(text, trigger, links, event_type=kind), stances={stance: 0.9})
    reading = make_reading(text, [found], {})
    outlet = Source("Courier", "outlet", None, None, None, False)
    speaker = Source(actor, "official", find(text, actor).span, find(text, cue).span if cue else None, None, False)
    drafts = extract_claims(report, reading, [(speaker, outlet) if cue else (outlet,)])
    (claim,) = assemble(report, drafts, resolve(report, reading, drafts), "en-0")
    return report, claim


@pytest.mark.parametrize(
    ("text", "trigger", "holds"),
    [
        ("Rebels are in control of Iquitos.", "in control", True),
        ("Rebels remain in full control of Iquitos.", "full control", True),
        ("Rebels still hold Iquitos.", "hold", True),
        ("Iquitos has been under the control of rebels.", "under the control", True),
        ("Rebels took control of Iquitos.", "took control", False),
        ("Rebels took full control of Iquitos.", "full control", False),
        ("Iquitos came under the control of rebels.", "under the control", False),
        ("Rebels Gaining control of Iquitos.", "Gaining control", False),
        ("Rebels have consolidated their control of Iquitos.", "control", False),
        ("Rebels seized Iquitos.", "seized", False),
        ("Rebels who entered the valley, now hold Iquitos.", "hold", True),
    ],
)
def test_words_of_holding_are_no_taking(text: str, trigger: str, holds: bool) -> None:
    actor = "rebels" if "rebels" in text else "Rebels"
    report, claim = _code(text, trigger, OTHERS, actor)
    assert tells_hold(claim) is holds
    event = Event("event:1", (EventClaim(report, claim, report.id),))
    for entries in (make_acled_rows([event]), make_plover_rows([event])):
        (entry,) = entries
        rule = "shared/statement-of-hold@1" if holds else None
        assert (entry.rule if isinstance(entry, LeftOut) else None) == rule


def test_a_hold_that_names_whom_it_was_taken_from_is_a_fight() -> None:
    _, claim = _code("Rebels hold Iquitos.", "hold", OTHERS, "Rebels")
    (actor,) = claim.actors
    assert tells_hold(claim)
    assert not tells_hold(replace(claim, actors=(actor, replace(actor, role="target"))))
    assert not tells_hold(replace(claim, event_type="armed_clash"))
    assert not tells_hold(replace(claim, stance="denies"))


def test_a_word_on_who_holds_a_place_is_not_put_to_its_taking() -> None:
    taken, taking = _code("Rebels seized Iquitos.", "seized", OTHERS, "Rebels")
    again, retold = _code("Rebels captured Iquitos.", "captured", OTHERS, "Rebels")
    held, holding = _code("Rebels are in control of Iquitos.", "in control", OTHERS, "Rebels")
    maker = Maker("0", "en-0")

    def link(other: Report, claim: Claim) -> int:
        coded = (CodedReport(taken, (taking,), maker), CodedReport(replace(other, id="sha256:1"), (claim,), maker))
        return len(link_reports(coded))

    assert (link(again, retold), link(held, holding)) == (1, 2)
    both = CodedReport(taken, (taking, replace(holding, id="claim:2")), maker)
    assert [len(event.claims) for event in group_claims(both)] == [1, 1]


@pytest.mark.parametrize(
    ("text", "trigger", "read", "kind", "role"),
    [
        ("The army denied that Iquitos had fallen.", "fallen", OTHERS, OTHERS, "target"),
        ("The army denied on Friday that Iquitos was captured.", "captured", OTHERS, OTHERS, "target"),
        ("The army denied losing Iquitos.", "losing", GOVERNMENT, OTHERS, "target"),
        ("The army denied the fall of Iquitos.", "fall", OTHERS, OTHERS, "target"),
        ("The army denied taking Iquitos.", "taking", GOVERNMENT, GOVERNMENT, "initiator"),
    ],
)
def test_who_denies_a_loss_is_not_the_taker(text: str, trigger: str, read: str, kind: str, role: str) -> None:
    _, claim = _code(text, trigger, read, "The army", stance="denies", cue="denied")
    assert (claim.event_type, [actor.role for actor in claim.actors], claim.stance) == (kind, [role], "denies")


@pytest.mark.parametrize(
    ("text", "trigger", "role"),
    [
        ("The army has lost control of Iquitos, monitors said.", "lost control", "target"),
        ("The army lost Iquitos.", "lost", "target"),
        ("The army took control of Iquitos.", "took control", "initiator"),
    ],
)
def test_who_loses_a_place_has_not_taken_it(text: str, trigger: str, role: str) -> None:
    _, claim = _code(text, trigger, GOVERNMENT, "The army")
    assert [actor.role for actor in claim.actors] == [role]
    assert claim.event_type == (OTHERS if role == "target" else GOVERNMENT)


@pytest.mark.parametrize(
    ("text", "cue", "stance", "rule"),
    [
        ("The army denied the fall and said it still controlled Iquitos.", "said", "affirms", "claims/says-who-holds"),
        ("The army said it was false that rebels controlled Iquitos.", "said", "denies", "reader/en-0"),
        ("The army denied that it controlled Iquitos.", "denied", "denies", "reader/en-0"),
        ("The army said it no longer controlled Iquitos.", "said", "denies", "reader/en-0"),
    ],
)
def test_who_is_said_to_hold_a_place_is_not_denied_with_its_fall(text: str, cue: str, stance: str, rule: str) -> None:
    _, claim = _code(text, "controlled", GOVERNMENT, "The army", stance="denies", cue=cue)
    assert (claim.stance, claim.made_by["stance"]) == (stance, rule)


def test_a_campaign_that_goes_on_is_no_happening() -> None:
    """A campaign is not its battles; one that began on a day, or killed somebody, is told as a happening."""
    report, claim = _code("Rebels wage a campaign on Iquitos.", "campaign", "armed_clash", "Rebels")
    ongoing = replace(claim, status="ongoing")
    for one, rule in ((ongoing, "shared/campaign@1"), (claim, None)):
        (event,) = group_claims(CodedReport(report, (one,), Maker("0", "en-0")))
        for rows in (make_acled_rows([event]), make_plover_rows([event])):
            (row,) = rows
            assert (row.rule if isinstance(row, LeftOut) else None) == rule
