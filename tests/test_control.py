"""Control: who is said to hold a place, from invented reports: changes, denials, gaps, parts, what changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dateline.control import Control, Timeline, trace_control
from dateline.control.rules import read_rules
from dateline.control.window import choose_days
from dateline.events import Event, EventClaim
from dateline.model import Actor, ActorKind, Claim, Place, Report, Role, Source, SourceKind, Span, When

ARMY = ("the army", "syr.military", "state_forces", "Military Forces of Syria")
REBELS = ("Red Front", "red-front", "rebel_group", "Red Front")
GROUP = ("Islamic State", "islamic-state", "rebel_group", "Islamic State")
SELM = ("Selm", "geonames:1", "populated_place", 34.0, 37.0, 3.0)
ORBA = ("Orba", "geonames:2", "populated_place", 34.6, 37.6, 3.0)
DISTRICT = ("Selm District", "geonames:3", "admin2", 34.1, 37.1, 30.0)
Named = tuple[str, str | None, ActorKind, str]
Town = tuple[str, str, str, float, float, float]
PARTY: SourceKind = "party"


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def tell(
    text: str,
    trigger: str,
    *,
    kind: str = "non_state_actor_overtakes_territory",
    doers: tuple[Named, ...] = (),
    targets: tuple[Named, ...] = (),
    places: tuple[Town, ...] = (SELM,),
    day: str | None = None,
    until: str | None = None,
    published: str | None = "2031-03-20",
    says: tuple[str, SourceKind, str | None] = ("residents of Selm", "witness", None),
    status: str = "occurred",
    stance: str = "affirms",
    relation: str = "in",
    event: str | None = None,
    name: str = "1",
) -> Event:
    """One event of one claim of one report."""

    def make_actor(role: Role, named: Named) -> Actor:
        words, actor_id, actor_kind, full = named
        return Actor(role, span(text, words) if words in text else Span(0, 1, text[0]), full, actor_id, actor_kind)

    def make_place(town: Town) -> Place:
        words, ref, feature, lat, lon, error = town
        return Place(
            span(text, words), words, relation, lat, lon, "SYR", "Homs", ref, feature, 1, 0.9, None, error,  # type: ignore[arg-type]
        )  # fmt: skip

    report = Report(f"sha256:{name}", text, outlet=f"Courier {name}", published=published, language="en")
    actors = [make_actor("initiator", named) for named in doers] + [make_actor("target", named) for named in targets]
    precision = "unknown" if day is None else "day" if until is None else "month"
    time = When(None, day, until or day, precision)  # type: ignore[arg-type]
    source = Source(says[0], says[1], None, None, says[2], says[1] == "witness")
    claim = Claim(
        f"claim:{name}", (Span(0, len(text), text),), span(text, trigger), kind, {}, tuple(actors),
        tuple(make_place(town) for town in places), time, (), (), (source,), stance, status, (), 0.9, {}, {},  # type: ignore[arg-type]
    )  # fmt: skip
    return Event(event or f"event:{name}", (EventClaim(report, claim, report.id),))


def take(who: Named, day: str | None, name: str, *, trigger: str = "seized", **more: object) -> Event:
    return tell(f"{who[0]} {trigger} Selm.", trigger, doers=(who,), day=day, name=name, **more)  # type: ignore[arg-type]


def only(control: Control) -> Timeline:
    (timeline,) = control.timelines
    return timeline


def show(control: Control) -> list[str]:
    """Each span as "state: holders, from..to", intervals as a/b, "?" where nothing is known."""
    lines = []
    for one in only(control).spans:
        names = " and ".join(holder.name for holder in one.holders) or one.reason
        start = (
            one.start_latest
            if one.start_earliest == one.start_latest
            else f"{one.start_earliest or '?'}/{one.start_latest}"
        )
        end = one.end_earliest if one.end_earliest == one.end_latest else f"{one.end_earliest}/{one.end_latest}"
        lines.append(f"{one.state}: {names}, {start}..{end or ''}")
    return lines


def test_a_seizure_begins_a_span_that_nothing_ends() -> None:
    control = trace_control([take(GROUP, "2031-03-04", "1")])
    assert show(control) == ["held: Islamic State, 2031-03-04.."]
    one = only(control).spans[0]
    assert (one.end_reason, one.last_said, one.certainty) == ("no_later_word", "2031-03-04", "weak")
    assert one.claims[0].report_id == "sha256:1"
    assert one.claims[0].spans[0].text == "seized"


def test_who_lost_the_place_held_it_until_then() -> None:
    event = tell("Red Front took Selm from the army.", "took", doers=(REBELS,), targets=(ARMY,), day="2031-03-04")
    assert show(trace_control([event])) == [
        "held: Military Forces of Syria, ?/2031-03-04..2031-03-04",
        "held: Red Front, 2031-03-04..",
    ]


def test_the_next_taking_ends_the_span_before() -> None:
    control = trace_control([take(ARMY, "2031-03-19", "2", trigger="recaptured"), take(GROUP, "2031-03-04", "1")])
    assert show(control) == [
        "held: Islamic State, 2031-03-04..2031-03-19",
        "held: Military Forces of Syria, 2031-03-19..",
    ]


def test_a_month_gives_bounds_not_days() -> None:
    control = trace_control([take(GROUP, "2031-02-01", "1", until="2031-02-28"), take(ARMY, "2031-03-19", "2")])
    assert show(control) == [
        "held: Islamic State, 2031-02-01/2031-02-28..2031-03-19",
        "held: Military Forces of Syria, 2031-03-19..",
    ]


def test_a_taking_without_a_day_was_done_by_publication() -> None:
    assert show(trace_control([take(GROUP, None, "1")])) == ["held: Islamic State, ?/2031-03-20.."]
    assert "control/by-publication@1" in only(trace_control([take(GROUP, None, "1")])).spans[0].rules


def test_without_any_date_there_is_no_timeline() -> None:
    control = trace_control([take(GROUP, None, "1", published=None)])
    assert not control.timelines
    assert [(item.reason, item.rule) for item in control.left_out] == [("no_publication_date", "control/undated@1")]


@pytest.mark.parametrize("status", ["attempted", "planned", "threatened", "alleged_intent", "hypothetical", "ongoing"])
def test_what_did_not_come_off_changes_nothing(status: str) -> None:
    control = trace_control([take(ARMY, "2031-03-01", "1"), take(GROUP, "2031-03-10", "2", status=status)])
    assert show(control) == ["held: Military Forces of Syria, 2031-03-01.."]
    assert [mark.start for mark in only(control).marks] == ["2031-03-10"]
    assert only(control).spans[0].last_said == "2031-03-01"


@pytest.mark.parametrize("stance", ["doubts", "cannot_verify"])
def test_what_its_speaker_does_not_vouch_for_changes_nothing(stance: str) -> None:
    control = trace_control([take(ARMY, "2031-03-01", "1"), take(GROUP, "2031-03-10", "2", stance=stance)])
    assert show(control) == ["held: Military Forces of Syria, 2031-03-01.."]
    assert [mark.says for mark in only(control).marks] == ["does_not_vouch"]


def test_a_failed_attempt_shows_who_held_the_place() -> None:
    event = tell(
        "Islamic State tried to storm Selm against the army.", "storm", doers=(GROUP,), targets=(ARMY,),
        day="2031-03-04", status="attempted",
    )  # fmt: skip
    assert show(trace_control([event])) == ["held: Military Forces of Syria, ?/2031-03-04.."]


def test_a_denial_makes_the_hold_contested() -> None:
    denial = take(GROUP, "2031-03-05", "2", stance="denies", says=("the army", "official", "syr.military"))
    control = trace_control([take(ARMY, "2031-03-01", "0"), take(GROUP, "2031-03-04", "1"), denial])
    assert show(control) == [
        "held: Military Forces of Syria, 2031-03-01..2031-03-04",
        "contested: Islamic State and Military Forces of Syria, 2031-03-04..",
    ]
    contested = only(control).spans[1]
    assert contested.certainty == "contested"
    assert {(claim.report_id, claim.says) for claim in contested.claims} == {
        ("sha256:1", "takes"), ("sha256:2", "denies"),
    }  # fmt: skip
    assert "control/denied@2" in contested.rules


def test_a_denial_without_a_place_speaks_of_the_only_taking_of_its_report() -> None:
    told = take(GROUP, "2031-03-04", "1")
    denial = tell(
        "The army denied that the plant had fallen.", "fallen", places=(), name="1", stance="denies",
        says=("the army", "official", "syr.military"), day="2031-03-04",
    )  # fmt: skip
    control = trace_control([told, Event("event:9", denial.claims)])
    assert show(control) == ["contested: Islamic State, 2031-03-04.."]
    assert "control/denial-in-report@1" in only(control).spans[0].rules
    alone = trace_control([denial])
    assert not alone.timelines
    assert [item.reason for item in alone.left_out] == ["place_not_known"]


def test_a_later_denial_is_of_something_else() -> None:
    denial = take(GROUP, "2031-03-19", "2", stance="denies", says=("the army", "official", "syr.military"))
    control = trace_control([take(GROUP, "2031-03-01", "1"), denial])
    assert show(control) == ["held: Islamic State, 2031-03-01.."]
    assert [mark.says for mark in only(control).marks] == ["denies"]


def test_two_sides_that_both_say_they_took_it_the_same_day() -> None:
    control = trace_control([take(GROUP, "2031-03-04", "1"), take(REBELS, "2031-03-04", "2")])
    assert show(control) == ["contested: Islamic State and Red Front, 2031-03-04.."]
    assert "control/order-not-said@1" in only(control).spans[0].rules


def test_a_retaking_on_the_same_day_comes_later() -> None:
    control = trace_control([take(ARMY, "2031-03-04", "1", trigger="retook"), take(GROUP, "2031-03-04", "2")])
    assert show(control) == [
        "held: Islamic State, 2031-03-04..2031-03-04", "held: Military Forces of Syria, 2031-03-04..",
    ]  # fmt: skip


def test_a_settled_later_taking_ends_the_contest() -> None:
    control = trace_control(
        [take(GROUP, "2031-03-04", "1"), take(REBELS, "2031-03-04", "2"), take(ARMY, "2031-03-15", "3")]
    )
    assert show(control)[-1] == "held: Military Forces of Syria, 2031-03-15.."


def test_withdrawal_leaves_nobody_known() -> None:
    left = tell(
        "Red Front withdrew from Selm.", "withdrew", kind="change_to_group_activity", doers=(REBELS,), day="2031-03-10",
        name="2",
    )  # fmt: skip
    control = trace_control([take(REBELS, "2031-03-01", "1"), left])
    assert show(control) == ["held: Red Front, 2031-03-01..2031-03-10", "unknown: holder_not_said, 2031-03-10.."]


def test_withdrawal_to_a_place_or_of_some_forces_takes_it_from_nobody() -> None:
    to = tell(
        "Red Front withdrew to Selm.", "withdrew", kind="troop_movement", doers=(REBELS,), day="2031-03-10", name="2"
    )
    some = tell(
        "Some of Red Front withdrew from Selm.", "withdrew", kind="troop_movement", doers=(REBELS,), day="2031-03-11",
        name="3",
    )  # fmt: skip
    control = trace_control([take(REBELS, "2031-03-01", "1"), to, some])
    assert show(control) == ["held: Red Front, 2031-03-01.."]
    assert [mark.says for mark in only(control).marks] == ["leaves_partly"]


def test_a_handover_names_both() -> None:
    event = tell(
        "The army handed over Selm to Red Front.", "handed over", kind="non_violent_transfer_of_territory",
        doers=(ARMY,), targets=(REBELS,), day="2031-03-10",
    )  # fmt: skip
    assert show(trace_control([event])) == [
        "held: Military Forces of Syria, ?/2031-03-10..2031-03-10", "held: Red Front, 2031-03-10..",
    ]  # fmt: skip


def test_a_fall_to_nobody_named() -> None:
    event = tell("Selm fell on Tuesday.", "fell", day="2031-03-10", name="2")
    control = trace_control([take(ARMY, "2031-03-01", "1"), event])
    assert show(control) == [
        "held: Military Forces of Syria, 2031-03-01..2031-03-10", "unknown: holder_not_named, 2031-03-10..",
    ]  # fmt: skip


def test_words_beside_the_place_say_who_holds_it_on_the_day_of_publication() -> None:
    shelled = tell(
        "Shells hit Orba and rebel-held Selm.", "hit", kind="shelling_artillery_missile_attack",
        day="2031-03-04", published="2031-03-06",
    )  # fmt: skip
    assert show(trace_control([shelled])) == ["held: rebels, ?/2031-03-06.."]
    by = tell("Shells hit Selm, which is held by Islamic State.", "hit", kind="attack", published="2031-03-06")
    assert show(trace_control([by])) == ["held: Islamic State, ?/2031-03-06.."]
    for words in ("Shells hit formerly rebel-held Selm.", "Shells hit Selm, a hand-held radio said."):
        assert not trace_control([tell(words, "hit", kind="attack")]).timelines, words


def test_another_holder_without_a_change_told_leaves_a_gap() -> None:
    held = tell("Shells hit Selm, held by Islamic State.", "hit", kind="attack", published="2031-05-01", name="2")
    control = trace_control([take(ARMY, "2031-03-01", "1"), held])
    assert show(control) == [
        "held: Military Forces of Syria, 2031-03-01..2031-03-01/2031-05-01",
        "unknown: change_not_told, 2031-03-01..2031-05-01",
        "held: Islamic State, 2031-03-01/2031-05-01..",
    ]
    assert only(control).spans[0].end_reason == "change_not_told"


def test_another_holder_within_days_is_a_contradiction() -> None:
    held = tell("Shells hit Selm, held by Islamic State.", "hit", kind="attack", published="2031-03-05", name="2")
    control = trace_control([take(ARMY, "2031-03-01", "1"), held])
    assert show(control) == ["contested: Military Forces of Syria and Islamic State, 2031-03-01.."]
    assert "control/contradicted@1" in only(control).spans[0].rules


@pytest.mark.parametrize(
    "text",
    ["Red Front seized most of Selm.", "Red Front seized the eastern part of Selm.",
     "Red Front seized 60 percent of Selm.", "Red Front seized several neighbourhoods of the town of Selm."],
)  # fmt: skip
def test_a_part_is_partly_held(text: str) -> None:
    event = tell(text, "seized", doers=(REBELS,), day="2031-03-10", name="2")
    control = trace_control([take(ARMY, "2031-03-01", "1"), event])
    assert show(control) == [
        "held: Military Forces of Syria, 2031-03-01..2031-03-10",
        "partly_held: Red Front, 2031-03-10..",
    ]
    assert [holder.name for holder in only(control).spans[1].rest] == ["Military Forces of Syria"]


@pytest.mark.parametrize(
    ("text", "relation", "site"),
    [
        ("Red Front seized a bakery in Selm.", "in", "bakery in Selm"),
        ("Red Front seized control of the cement plant near Selm.", "near", "cement plant near Selm"),
        ("Red Front seized the strategic town of Selm.", "in", "Selm"),
        ("In Selm, Red Front seized a police station.", "in", "police station in Selm"),
        ("After clashes in Selm, Red Front seized it.", "in", "Selm"),
        ("Red Front fighters in Selm seized it.", "in", "Selm"),
    ],
)
def test_a_thing_in_a_town_is_not_the_town(text: str, relation: str, site: str) -> None:
    event = tell(text, "seized", doers=(REBELS,), day="2031-03-10", relation=relation)
    assert only(trace_control([event])).site.name == site


@pytest.mark.parametrize(
    ("text", "places", "reason"),
    [
        ("Red Front seized two villages near Selm.", (SELM,), "place_not_named"),
        ("Red Front seized positions in Selm District.", (DISTRICT,), "place_not_named"),
        ("Red Front gained ground in Selm District and seized it all.", (DISTRICT,), "place_not_named"),
        ("Red Front seized the base.", (), "place_not_known"),
        ("Red Front seized Syria.", (("Syria", "geonames:9", "country", 35.0, 38.0, 400.0),), "too_wide"),
    ],
)
def test_places_that_nobody_can_name_have_no_timeline(text: str, places: tuple[Town, ...], reason: str) -> None:
    control = trace_control([tell(text, "seized", doers=(REBELS,), places=places, day="2031-03-10")])
    assert not control.timelines
    assert [item.reason for item in control.left_out] == [reason]


def test_a_district_and_its_town_are_two() -> None:
    town = tell(
        "Red Front seized Selm in Selm District.", "seized", doers=(REBELS,), places=(SELM, DISTRICT), day="2031-03-10",
        name="1",
    )  # fmt: skip
    district = tell(
        "The army recaptured Selm District.", "recaptured", doers=(ARMY,), places=(DISTRICT,), day="2031-03-15",
        name="2",
    )  # fmt: skip
    control = trace_control([town, district])
    held = {timeline.site.name: [one.holders[0].name for one in timeline.spans] for timeline in control.timelines}
    assert held == {"Selm": ["Red Front"], "Selm District": ["Military Forces of Syria"]}
    by_name = {timeline.site.name: timeline.site for timeline in control.timelines}
    assert by_name["Selm"].within == ("geonames:3",)


def test_a_siege_is_a_mark_and_the_besieged_hold() -> None:
    event = tell(
        "Red Front besieged the army in Selm.", "besieged", kind="siege_blockade", doers=(REBELS,), targets=(ARMY,),
        day="2031-03-10", status="ongoing",
    )  # fmt: skip
    control = trace_control([event])
    assert show(control) == ["held: Military Forces of Syria, ?/2031-03-10.."]
    assert [(mark.says, mark.actors[0].name) for mark in only(control).marks] == [("besieges", "Red Front")]


def test_battles_and_strikes_change_nothing() -> None:
    clash = tell("Red Front attacked Selm.", "attacked", kind="armed_clash", doers=(REBELS,), day="2031-03-10")
    assert trace_control([clash]) == Control((), ())


def test_certainty_reads_who_says_so() -> None:
    own = take(GROUP, "2031-03-04", "1", says=("Amaq", "party_media", "amaq"))
    one = only(trace_control([own])).spans[0]
    assert (one.certainty, one.only_own_side) == ("weak", True)
    two = only(trace_control([own, take(GROUP, "2031-03-04", "2", says=("Plains Monitor", "monitor", None))])).spans[0]
    assert (two.certainty, two.only_own_side, two.source_count) == ("fair", False, 2)
    loser = tell(
        "Islamic State seized Selm from the army.", "seized", doers=(GROUP,), targets=(ARMY,), day="2031-03-04",
        name="3", says=("the army", "official", "syr.military"),
    )  # fmt: skip
    assert only(trace_control([own, loser])).spans[-1].certainty == "confirmed"


def test_two_takings_that_one_report_tells_without_days() -> None:
    one = tell("Islamic State seized Selm. Red Front seized Selm.", "seized", doers=(GROUP,), name="1")
    other = tell(
        "Islamic State seized Selm. Red Front seized Selm.", "seized", doers=(REBELS,), name="1", event="event:2"
    )
    control = trace_control([one, other])
    assert not control.timelines
    assert [item.reason for item in control.left_out] == ["order_not_said", "order_not_said"]


def test_the_order_of_reports_does_not_matter() -> None:
    events = [
        take(GROUP, "2031-03-04", "1"), take(ARMY, "2031-03-12", "2"), take(REBELS, "2031-03-12", "3"),
        take(GROUP, "2031-03-05", "4", stance="denies"), take(REBELS, None, "5"),
    ]  # fmt: skip
    assert show(trace_control(events)) == show(trace_control(list(reversed(events))))


def test_spans_never_run_backwards_and_cite_known_rules() -> None:
    events = [
        take(who, f"2031-03-{day:02}", f"{day}-{who[1]}") for who in (ARMY, REBELS, GROUP) for day in (1, 4, 4, 9, 25)
    ]
    events += [take(who, None, f"n-{who[1]}", published=f"2031-03-{day}") for who, day in ((ARMY, 10), (GROUP, 26))]
    for one in only(trace_control(events)).spans:
        days = [one.start_earliest or "", one.start_latest or "", one.end_earliest or "9", one.end_latest or "9"]
        assert days[0] <= days[1] and days[2] <= days[3] and (one.end_latest or "9") >= (one.start_latest or "")
        assert {rule.partition("@")[0] for rule in one.rules} <= set(read_rules())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells hit Selm, held by Red Front since 2 March.", ["held: Red Front, 2031-03-02.."]),
        (
            "Shells hit Selm, which was held by Red Front until 4 March.",
            ["held: Red Front, ?/2031-03-04..2031-03-04", "unknown: holder_not_said, 2031-03-04.."],
        ),
        (
            "Shells hit Selm, which had been held by Red Front from 1 March until 4 March.",
            ["held: Red Front, 2031-03-01..2031-03-04", "unknown: holder_not_said, 2031-03-04.."],
        ),
        ("Shells hit Selm, which is no longer held by Red Front.", ["unknown: holder_not_said, ?/2031-03-20.."]),
        ("Red Front no longer controls Selm, where shells hit a school.", ["unknown: holder_not_said, ?/2031-03-20.."]),
        ("Shells hit Selm, a town controlled by Red Front.", ["held: Red Front, ?/2031-03-20.."]),
        ("Shells hit Selm, which Red Front controls.", ["held: Red Front, ?/2031-03-20.."]),
        ("Shells hit Selm, a Red Front-controlled town.", ["held: Red Front, ?/2031-03-20.."]),
    ],
)
def test_statements_say_since_when_and_until_when(text: str, expected: list[str]) -> None:
    told = tell(text, "hit", kind="attack", targets=(REBELS,), day="2031-03-18")
    assert show(trace_control([told])) == expected


def test_who_once_held_a_place_held_it_until_the_change_that_the_claim_tells() -> None:
    text = "Selm, formerly held by Red Front, was overrun by Islamic State."
    told = tell(text, "overrun", doers=(GROUP,), day="2031-03-18")
    assert show(trace_control([told])) == [
        "held: Red Front, ?/2031-03-18..2031-03-18", "held: Islamic State, 2031-03-18..",
    ]  # fmt: skip
    other = trace_control([tell("Shells hit Selm, once held by Red Front.", "hit", kind="attack")])
    assert not other.timelines
    assert [item.reason for item in other.left_out] == ["days_not_said"]


def of_first_sentence(event: Event) -> Event:
    """The event with the first sentence alone as its evidence."""
    (entry,) = event.claims
    end = entry.report.text.index(". ") + 1
    evidence = (Span(0, end, entry.report.text[:end]),)
    return replace(event, claims=(replace(entry, claim=replace(entry.claim, evidence=evidence)),))


def test_the_town_of_the_next_sentence_is_the_one_that_is_named() -> None:
    text = "Shells hit Selm. The town has been held by Red Front since 2 March."
    told = tell(text, "hit", kind="attack", targets=(REBELS,), day="2031-03-18")
    assert show(trace_control([of_first_sentence(told)])) == ["held: Red Front, 2031-03-02.."]
    text = "Shells hit Selm and Orba. The town is held by Red Front."
    two = tell(text, "hit", kind="attack", places=(SELM, ORBA))
    assert not trace_control([of_first_sentence(two)]).timelines


def test_a_claim_of_holding_since_a_day_begins_on_it() -> None:
    text = "Red Front has held Selm since 2 March."
    (entry,) = tell(text, "has held", doers=(REBELS,), day="2031-03-02", until="2031-03-20").claims
    claim = replace(entry.claim, time=replace(entry.claim.time, span=span(text, "2 March")))
    control = trace_control([Event("event:1", (replace(entry, claim=claim),))])
    assert show(control) == ["held: Red Front, 2031-03-02.."]
    assert only(control).spans[0].last_said == "2031-03-20"
    assert "control/held-since@1" in only(control).spans[0].rules


def test_a_contest_ends_by_a_late_word_of_somebody_on_no_side() -> None:
    told = take(GROUP, "2031-03-04", "1", targets=(ARMY,), says=("Amaq", "party_media", "islamic-state"))
    denial = take(GROUP, "2031-03-04", "2", stance="denies", says=("the army", "official", "syr.military"))
    seen = tell("Shells hit Selm, held by Islamic State.", "hit", kind="attack", published="2031-04-02", name="3")
    own = tell(
        "Shells hit Selm, held by Islamic State.", "hit", kind="attack", published="2031-04-02", name="3",
        says=("Amaq", "party_media", "islamic-state"),
    )  # fmt: skip
    control = trace_control([told, denial, seen])
    assert [one.state for one in only(control).spans][-2:] == ["contested", "held"]
    contested, held = only(control).spans[-2:]
    assert {holder.name for holder in contested.holders} == {"Islamic State", "Military Forces of Syria"}
    assert (held.holders[0].name, held.start_latest) == ("Islamic State", "2031-04-02")
    assert "control/settled@1" in held.rules
    assert only(trace_control([told, denial, own])).spans[-1].state == "contested"


def test_a_loss_told_again_and_a_leaving_as_another_comes_are_one_change() -> None:
    left = tell(
        "Red Front withdrew from Selm.", "withdrew", kind="change_to_group_activity", doers=(REBELS,), day="2031-03-10",
        name="2",
    )  # fmt: skip
    again = tell("Selm is no longer held by Red Front.", "held", kind="attack", published="2031-03-19", name="3")
    held = take(REBELS, "2031-03-01", "1")
    assert show(trace_control([held, left, again])) == [
        "held: Red Front, 2031-03-01..2031-03-10", "unknown: holder_not_said, 2031-03-10..",
    ]  # fmt: skip
    came = take(ARMY, "2031-03-10", "4", targets=(REBELS,))
    assert show(trace_control([held, left, came])) == [
        "held: Red Front, 2031-03-01..2031-03-10", "held: Military Forces of Syria, 2031-03-10..",
    ]  # fmt: skip


@pytest.mark.parametrize(("word", "count"), [("repelled", 1), ("met", 0)])
def test_who_beats_off_an_attack_held_the_place(word: str, count: int) -> None:
    text = f"The army {word} an attack by Red Front on Selm."
    clash = tell(text, "attack", kind="armed_clash", doers=(REBELS,), targets=(ARMY,), day="2031-03-10")
    held = [one.holders[0].name for timeline in trace_control([clash]).timelines for one in timeline.spans]
    assert held == ["Military Forces of Syria"] * count


def test_days_choose_spans_and_marks() -> None:
    failed = take(REBELS, "2031-03-08", "3", status="attempted")
    control = trace_control([take(GROUP, "2031-03-04", "1"), take(ARMY, "2031-03-19", "2"), failed])
    assert len(only(control).spans) == 2 and len(only(control).marks) == 1
    late = choose_days(control, date(2031, 3, 19), None)
    assert show(late) == ["held: Military Forces of Syria, 2031-03-19.."] and not only(late).marks
    early = choose_days(control, None, date(2031, 3, 18))
    assert show(early) == ["held: Islamic State, 2031-03-04..2031-03-19"] and only(early).marks
    assert not choose_days(control, None, date(2031, 3, 3)).timelines
