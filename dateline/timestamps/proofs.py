"""What an OpenTimestamps proof is: a tree of operations on a digest, with attestations where its ways end."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from dateline.errors import TimestampError
from dateline.timestamps.keccak import keccak_256

MOST_BYTES = 4096  # of a message, and of what is put before or after one
MOST_DEPTH = 256  # operations one after another
MOST_URI_BYTES = 1000
_NONCE_BYTES = 16
_ROOT_BYTES = 32
_URI = re.compile(r"[A-Za-z0-9._/:-]*")

APPEND, PREPEND, REVERSE, HEXLIFY = 0xF0, 0xF1, 0xF2, 0xF3
SHA1, RIPEMD160, SHA256, KECCAK256 = 0x02, 0x03, 0x08, 0x67
BINARY = frozenset({APPEND, PREPEND})


@dataclass(frozen=True, slots=True)
class Pending:
    """A calendar server's word that it will see to the rest; `uri` is where the rest is to be had later."""

    uri: str

    def __post_init__(self) -> None:
        if len(self.uri) > MOST_URI_BYTES or not _URI.fullmatch(self.uri):
            raise TimestampError("names a calendar whose address has signs that an address of one may not have")


@dataclass(frozen=True, slots=True)
class Bitcoin:
    """The message is the Merkle root of the Bitcoin block of this height, if the proof is right."""

    height: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """An attestation of another kind, kept as it is."""

    tag: bytes
    payload: bytes


Attestation = Pending | Bitcoin | Unknown


@dataclass(frozen=True, slots=True)
class Operation:
    """One step from a message to the next; `argument` is what `APPEND` and `PREPEND` add."""

    code: int
    argument: bytes = b""

    def apply(self, message: bytes) -> bytes:
        """Return the next message. Raises TimestampError where there is none."""
        if len(message) > MOST_BYTES or (not message and self.code in (REVERSE, HEXLIFY)):
            raise TimestampError(f"has an operation on {len(message):,} bytes, which may not be")
        result = message + self.argument if self.code == APPEND else self.argument + message
        if self.code not in BINARY:
            result = _UNARY[self.code](message)
        if len(result) > MOST_BYTES:
            raise TimestampError(f"makes a message of {len(result):,} bytes (expected up to {MOST_BYTES:,})")
        return result


@dataclass(frozen=True, slots=True)
class Timestamp:
    """What is known of a message: who attests it, and the operations that lead on from it."""

    attestations: tuple[Attestation, ...] = ()
    branches: tuple[tuple[Operation, Timestamp], ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """A digest (SHA-256) and what is known of it: what an `.ots` file beside the digested file holds."""

    digest: bytes
    timestamp: Timestamp


def blind(digest: bytes) -> tuple[tuple[Operation, Operation], bytes]:
    """Return two operations that lead to a digest of which nobody can tell from which it was made, and that digest.

    A random number is put behind the digest and the whole is hashed, as the protocol has it: what a calendar server is
    given says nothing of the record, not even to somebody who has the record and looks for it.
    """
    steps = (Operation(APPEND, secrets.token_bytes(_NONCE_BYTES)), Operation(SHA256))
    return steps, steps[1].apply(steps[0].apply(digest))


def list_attestations(timestamp: Timestamp, message: bytes) -> list[tuple[Attestation, bytes]]:
    """Execute all operations on a message; return each attestation with the message that it is of.

    Raises TimestampError where an operation cannot be executed.

    >>> way = Timestamp((), ((Operation(SHA256), Timestamp((Bitcoin(900000),))),))
    >>> [(found, message.hex()[:8]) for found, message in list_attestations(way, b"abc")]
    [(Bitcoin(height=900000), 'ba7816bf')]
    """
    found = [(attestation, message) for attestation in timestamp.attestations]
    if len(message) != _ROOT_BYTES and any(isinstance(attestation, Bitcoin) for attestation, _ in found):
        raise TimestampError(f"gives a block a Merkle root of {len(message):,} bytes (expected {_ROOT_BYTES})")
    for operation, rest in timestamp.branches:
        found += list_attestations(rest, operation.apply(message))
    return found


def merge(one: Timestamp, other: Timestamp) -> Timestamp:
    """Return all that two timestamps of the same message say of it, each thing once."""
    branches = dict(one.branches)
    for operation, rest in other.branches:
        branches[operation] = merge(branches[operation], rest) if operation in branches else rest
    attestations = dict.fromkeys((*one.attestations, *other.attestations))
    return Timestamp(tuple(attestations), tuple(branches.items()))


def graft(timestamp: Timestamp, message: bytes, commitment: bytes, grown: Timestamp) -> Timestamp:
    """Return a timestamp of `message` with `grown` added wherever its operations lead to `commitment`."""
    branches = []
    for operation, rest in timestamp.branches:
        branches.append((operation, graft(rest, operation.apply(message), commitment, grown)))
    changed = Timestamp(timestamp.attestations, tuple(branches))
    return merge(changed, grown) if message == commitment else changed


def _hash_with(name: str) -> Callable[[bytes], bytes]:
    def digest(message: bytes) -> bytes:
        try:
            return hashlib.new(name, message, usedforsecurity=False).digest()
        except ValueError as error:
            raise TimestampError(f"needs {name}, which the OpenSSL of this Python does not have") from error

    return digest


_UNARY: dict[int, Callable[[bytes], bytes]] = {
    REVERSE: lambda message: message[::-1],
    HEXLIFY: lambda message: message.hex().encode(),
    SHA1: _hash_with("sha1"),
    RIPEMD160: _hash_with("ripemd160"),
    SHA256: _hash_with("sha256"),
    KECCAK256: keccak_256,
}
CODES = BINARY | _UNARY.keys()
