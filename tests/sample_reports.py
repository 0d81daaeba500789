"""Coded reports made by hand, so that the output and the command line are tested without the reader."""

from __future__ import annotations

from dateline.model import (
    Actor,
    AnnotatedReport,
    Attribution,
    Claim,
    CodedReport,
    Maker,
    Materiel,
    Mention,
    Place,
    Report,
    Source,
    Span,
    Toll,
    Trigger,
    When,
)

MAKER = Maker("0.1.0", "en-1")
TEXT = (
    "KHARDOUN – Rebel fighters seized the Tal Zahra grain silo on Tuesday after killing at least 12 soldiers, three of "
    "them officers, the Northern Front said on its channel.\n"
    "The army denied that its aircraft hit the hospital south of the town.\n"
    "According to sources close to the governor, clashes are ongoing between the Front and pro-government forces on "
    "the road between Khardoun and Beit Nasr, where dozens of families reportedly fled.\n"
    "The fighters also took two T-55 tanks and a 57 mm cannon."
)


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def sentence(number: int) -> Span:
    return span(TEXT.split("\n")[number])


REPORT = Report(
    id="sha256:00ff", text=TEXT, path="reports/silo.txt", title="Fighters take grain silo near Khardoun, says Front",
    outlet="Upland Wire", byline=("S. Maren", "K. Ilves"), dateline="KHARDOUN", published="2026-03-05",
    published_from="given", language="en",
)  # fmt: skip
OUTLET = Source("Upland Wire", "outlet", None, None, None, False)
FRONT = Source("Northern Front", "party", span("the Northern Front"), span("said"), None, False)


def make_claim(**changes: object) -> Claim:
    parts: dict[str, object] = {
        "id": "00ff-1", "evidence": (sentence(0),), "trigger": span("seized"),
        "event_type": "non_state_actor_overtakes_territory",
        "codes": {
            "acled": {"event_type": "Battles", "sub_event_type": "Non-state actor overtakes territory"},
            "plover": {"event_type": "SEIZE", "mode": None}, "cameo": "19", "ucdp": None,
        },
        "actors": (
            Actor("initiator", span("Rebel fighters"), "Northern Front", None, "rebel_group"),
            Actor("target", span("soldiers"), "the army", None, "state_forces"),
        ),
        "places": (Place(span("the Tal Zahra grain silo"), "Tal Zahra grain silo", "in"),),
        "time": When(span("Tuesday"), "2026-03-03", "2026-03-03", "day"),
        "casualties": (
            Toll("killed", "soldiers", None, 12, 12, None, None, span("at least 12 soldiers")),
            Toll("killed", "officers", None, 3, 3, 3, 0, span("three of them officers")),
        ),
        "materiel": (), "sources": (FRONT, OUTLET), "stance": "affirms", "status": "occurred", "hedges": (),
        "confidence": 0.91, "made_by": {"event_type": "reader/en-1", "time": "dates/weekday-past"}, "unknown": {},
    }  # fmt: skip
    return Claim(**{**parts, **changes})  # type: ignore[arg-type]


SEIZURE = make_claim()
DENIAL = make_claim(
    id="00ff-2", evidence=(sentence(1),), trigger=span("hit"), event_type="air_drone_strike", stance="denies",
    actors=(
        Actor("initiator", span("its aircraft"), "the army", None, "state_forces"),
        Actor("target", span("the hospital"), "the hospital", None, "unknown"),
    ),
    places=(Place(span("the town"), "Khardoun", "direction_of", 35.1, -3.2, "XXA", precision=2, bearing="S"),),
    time=When(), casualties=(), sources=(Source("the army", "official", span("The army"), span("denied"), None, False),
    OUTLET), confidence=0.7, unknown={"time": "no_publication_date"},
)  # fmt: skip
CLASH = make_claim(
    id="00ff-3", evidence=(sentence(2),), trigger=span("clashes"), event_type="armed_clash", status="ongoing",
    actors=(
        Actor("party", span("the Front"), "Northern Front", None, "rebel_group"),
        Actor("party", span("pro-government forces"), "pro-government forces", None, "political_militia"),
    ),
    places=(
        Place(span("Khardoun and"), "Khardoun", "between", 35.1, -3.2, "XXA", precision=2),
        Place(span("Beit Nasr"), "Beit Nasr", "between", 35.2, -3.1, "XXA", precision=2),
    ),
    time=When(None, "2026-03-03", "2026-03-05", "week"),
    casualties=(Toll("displaced", "families", None, 24, None, None, None, span("dozens of families")),),
    sources=(
        Source(None, "unnamed", span("sources close to the governor"), span("According to"), None, True), OUTLET,
    ),
    hedges=(span("reportedly"),), confidence=0.64,
)  # fmt: skip
CAPTURE = make_claim(
    id="00ff-4", evidence=(sentence(3),), trigger=span("took"), event_type="weapons_captured",
    actors=(Actor("initiator", span("The fighters"), "Northern Front", None, "rebel_group"),), places=(),
    time=When(span("Tuesday"), None, None, "unknown"), casualties=(),
    materiel=(
        Materiel("T-55 tanks", "armour", 2, "captured", span("two T-55 tanks")),
        Materiel("cannon", "artillery", 1, "captured", span("a 57 mm cannon"), calibre="57 mm"),
    ),
    unknown={"time": "no_publication_date", "places": "not_in_gazetteer"}, confidence=0.55,
)  # fmt: skip
CODED = CodedReport(REPORT, (SEIZURE, DENIAL, CLASH, CAPTURE), MAKER)
EMPTY = CodedReport(
    Report(id="sha256:01", text="مواجهات", path="-", language="ar", unknown={"claims": "language_not_read"}), (), MAKER
)
ANNOTATED = AnnotatedReport(
    REPORT,
    (Mention(span("Tuesday"), "time", {"start": "2026-03-03", "end": "2026-03-03", "value": "2026-03-03"}, "t1"),),
    (Attribution((span("the Northern Front"),), (span("said"),), (span("Rebel fighters seized"),)),),
    (Trigger(span("seized"), "armed_clash", {"armed_clash": 0.6, "attack": 0.2}, "occurred", ()),),
    MAKER,
)
