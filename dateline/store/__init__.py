"""The case database: reports with their bytes, claims and events, and everything that was ever recorded of them.

`open_case` gives a `Case` (what it holds, now or on a day; `record_links`), `ingest` codes and keeps reports,
`link_case` puts claims to events, `judge` records what a person decides and `judged_events` reads it in, `verify`
checks the record, `stamp_ledger` has calendar servers prove when it was there, `find_history` tells the versions of one
report, claim, event or link. SQLite or PostgreSQL with PostGIS.

engine      an address to an open engine; the schema; errors in words
tables      the tables, and what they mean
migrations  the schema, version by version
records     reports and claims as JSON text
ledger      the chain of hashes, and the one transaction that all writing goes through
writing     captures, coded reports and events, recorded
search      the indexes of words and of places
case        an open case database
ingesting   inputs to reports that are coded and kept
feeds       feeds fetched over HTTP, only where they have changed
linking     what is not linked yet put to events, in batches
neighbourhood   what linking goes on from, by query
tracing     which report copies which
judging     what people decide, recorded
judged      events with what was decided laid over them
following   what linking does about what was decided
timestamping    proofs of time on the ledger
verifying   the record checked
history     the versions of one thing
"""

from dateline.box import Box
from dateline.store.case import Case, open_case
from dateline.store.feeds import ingest_feed
from dateline.store.history import Version, find_history
from dateline.store.ingesting import Ingested, ingest
from dateline.store.judged import judged_events
from dateline.store.judging import Judgement, judge
from dateline.store.linking import LinkedBatch, link_case, relink_case
from dateline.store.timestamping import Proven, Stamp, complete_proofs, make_proof_files, stamp_ledger
from dateline.store.verifying import Fault, Verification, verify
from dateline.store.writing import LinkChange

__all__ = [
    "Box", "Case", "Fault", "Ingested", "Judgement", "LinkChange", "LinkedBatch", "Proven", "Stamp", "Verification",
    "Version", "complete_proofs", "find_history", "ingest", "ingest_feed", "judge", "judged_events", "link_case",
    "make_proof_files", "open_case", "relink_case", "stamp_ledger", "verify",
]  # fmt: skip
