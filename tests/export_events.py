"""Invented events for the tests of the exports: every kind of gap, several places and days, awkward words."""

from __future__ import annotations

from dataclasses import replace

from dateline.events import Event
from dateline.model import Source, Span, When
from tests.test_export import ARMY, BASE, CIVILIANS, HAMA, HOMS, IS, SYRIA, actor, event, toll

AWKWARD = "=SUM(A1), \"quoted\"; line\nbreak, 'apostrophe', tab\tand ▲"


def make_events() -> list[Event]:
    """Return eleven events that between them make a row in every format, and have none in most."""
    odd = Span(0, len(AWKWARD), AWKWARD)
    return [
        event(BASE, name="event:1"),
        event(replace(BASE, casualties=(toll(7, 7, 7),)), replace(BASE, stance="denies"), name="event:2"),
        event(replace(BASE, event_type="attack", actors=(actor(*IS), actor(*CIVILIANS))), name="event:3"),
        event(replace(BASE, places=(HOMS, HAMA)), name="event:4"),
        event(replace(BASE, places=(SYRIA,)), name="event:5"),
        event(replace(BASE, places=()), name="event:6"),
        event(replace(BASE, time=When()), name="event:7"),
        event(replace(BASE, time=When(None, "2016-04-03", "2016-04-05", "week"), casualties=()), name="event:8"),
        event(replace(BASE, event_type="peaceful_protest", actors=(), casualties=(), status="planned"), name="event:9"),
        event(replace(BASE, evidence=(odd,), actors=(actor(*ARMY),), event_type="air_drone_strike"), name="event:10"),
        event(
            replace(BASE, event_type="peaceful_protest", actors=(), materiel=(), casualties=(),
                    sources=(Source(None, "unnamed", Span(0, 6, "Rebels"), None, None, True),)),
            name="event:11",
        ),
    ]  # fmt: skip
