"""Stage 8: dates. Find time expressions, and say which days they stand for, by which rule, or why not.

`find_times` marks them, `resolve_time` resolves one, `resolve_times` resolves those of a report in order, each seeing
the
day that the story has reached.
"""

from dateline.dates.find import find_times
from dateline.dates.narrative import resolve_times
from dateline.dates.resolve import ResolvedTime, resolve_time

__all__ = ["ResolvedTime", "find_times", "resolve_time", "resolve_times"]
