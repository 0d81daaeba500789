"""Who is said to hold each place over time: a view over claims, every span with the claims and the rules behind it.

sites       which place, part of a place or thing a claim on control speaks of
statements  words beside a place that say who holds it
sayings     what one claim says: taken, left, held, denied, besieged
turns       each change and each word on who holds a site, once and in order
timeline    the sayings of one site added up to spans
certainty   how well a span is supported
tracing     `trace_control`: events to timelines
window      the part of control on some days
writing     table, CSV, JSON lines, GeoJSON
drawing     swim lanes
"""

from dateline.control.model import Control, ControlSpan, Holder, LeftOut, Mark, Site, Timeline
from dateline.control.tracing import trace_control

__all__ = ["Control", "ControlSpan", "Holder", "LeftOut", "Mark", "Site", "Timeline", "trace_control"]
