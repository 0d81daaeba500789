"""OpenTimestamps: proofs that a digest was there at a time, in the form that the field's own tools read.

A calendar server is given a digest and answers with operations that lead from it to a number that the server will put
into a Bitcoin block; later it gives the rest of the way to that block. `list_attestations` goes the way of a proof and
says where it ends. That a block has that number in it is for a Bitcoin node to say; `read_header` reads what it says.

proofs      what a proof is, and its operations executed
serial      proofs as bytes: the `.ots` file, and a calendar's answer
calendars   a calendar server asked over HTTP
headers     the header of a Bitcoin block
keccak      the one hash that Python's library does not have

The form is that of https://github.com/opentimestamps/python-opentimestamps, version 1.
"""

from dateline.timestamps.calendars import fetch_timestamp, post_digest
from dateline.timestamps.headers import BlockHeader, read_header
from dateline.timestamps.proofs import (
    Attestation,
    Bitcoin,
    Pending,
    Proof,
    Timestamp,
    Unknown,
    blind,
    graft,
    list_attestations,
    merge,
)
from dateline.timestamps.serial import read_proof, read_timestamp, write_proof, write_timestamp

__all__ = [
    "Attestation", "Bitcoin", "BlockHeader", "Pending", "Proof", "Timestamp", "Unknown", "blind", "fetch_timestamp",
    "graft", "list_attestations", "merge", "post_digest", "read_header", "read_proof", "read_timestamp", "write_proof",
    "write_timestamp",
]  # fmt: skip
