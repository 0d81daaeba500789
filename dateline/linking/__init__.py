"""Stage 10: claims to events, within and across reports, and what stands behind each event.

`trace_lineage` says which report copies which, `link_reports` (or `Linker`, report by report) puts claims to events,
`assess` says what independent sources say of an event, and on what they differ. Nothing here keeps or writes anything.
"""

from dateline.linking.assess import Assessment, assess
from dateline.linking.lineage import Descent, LineageIndex, trace_lineage
from dateline.linking.linker import Linker, link_reports

__all__ = ["Assessment", "Descent", "LineageIndex", "Linker", "assess", "link_reports", "trace_lineage"]
