"""Proofs as bytes: the `.ots` file of version 1, and the timestamp that a calendar server answers with.

A timestamp is a list of items, each but the last with a `fork` byte before it: an attestation (a zero byte, eight bytes
that name its kind, its payload with its length), or an operation (its byte, and what it adds with its length) and the
timestamp of what it makes. Numbers stand in groups of seven bits, the lowest first. An `.ots` file is a head, the
version, the operation that hashed the file, the digest, and its timestamp.
"""

from __future__ import annotations

from dateline.errors import TimestampError
from dateline.timestamps.proofs import (
    BINARY,
    CODES,
    MOST_BYTES,
    MOST_DEPTH,
    MOST_URI_BYTES,
    SHA256,
    Attestation,
    Bitcoin,
    Operation,
    Pending,
    Proof,
    Timestamp,
    Unknown,
)

_HEAD = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94"
_VERSION = 1
_FORK, _ATTESTATION = 0xFF, 0x00
_TAG_BYTES, _DIGEST_BYTES = 8, 32
_PENDING = bytes.fromhex("83dfe30d2ef90c8e")
_BITCOIN = bytes.fromhex("0588960d73d71901")
_MOST_PAYLOAD_BYTES = 8192
_MOST_NUMBER_BYTES = 9  # 63 bits: no length and no height of a block comes near


def read_proof(data: bytes) -> Proof:
    """Return the proof in the bytes of an `.ots` file on a SHA-256 digest. Raises TimestampError."""
    reader = _Reader(data)
    if reader.take(min(len(_HEAD), len(data))) != _HEAD:
        raise TimestampError("is no OpenTimestamps proof")
    if (version := reader.take_number()) != _VERSION:
        raise TimestampError(f"is an OpenTimestamps proof of version {version} (expected {_VERSION})")
    if (code := reader.take_byte()) != SHA256:
        raise TimestampError(f"is of a digest of another kind, 0x{code:02x} (expected SHA-256, 0x{SHA256:02x})")
    digest = reader.take(_DIGEST_BYTES)
    return Proof(digest, _read_whole(reader))


def read_timestamp(data: bytes) -> Timestamp:
    """Return the timestamp that a calendar server answered with. Raises TimestampError."""
    return _read_whole(_Reader(data))


def write_proof(proof: Proof) -> bytes:
    """Return the bytes of an `.ots` file, which `ots verify` and `ots info` read."""
    return _HEAD + bytes([_VERSION, SHA256]) + proof.digest + write_timestamp(proof.timestamp)


def write_timestamp(timestamp: Timestamp) -> bytes:
    """Return a timestamp as bytes, as a calendar server answers with."""
    items = [bytes([_ATTESTATION]) + _write_attestation(attestation) for attestation in timestamp.attestations]
    for operation, rest in timestamp.branches:
        argument = _count(operation.argument) if operation.code in BINARY else b""
        items.append(bytes([operation.code]) + argument + write_timestamp(rest))
    return bytes([_FORK]).join([b"", *items[:-1]]) + items[-1]


class _Reader:
    """Bytes taken from the first to the last."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def is_at_end(self) -> bool:
        return self._at == len(self._data)

    def take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        if len(taken) < count:
            raise TimestampError(f"is cut off after {len(self._data):,} bytes")
        self._at += count
        return taken

    def take_byte(self) -> int:
        return self.take(1)[0]

    def take_number(self) -> int:
        number = 0
        for place in range(_MOST_NUMBER_BYTES):
            byte = self.take_byte()
            number |= (byte & 0x7F) << (7 * place)
            if byte < 0x80:
                return number
        raise TimestampError("has a number that is too long")

    def take_counted(self, least: int, most: int) -> bytes:
        count = self.take_number()
        if not least <= count <= most:
            raise TimestampError(f"has a part of {count:,} bytes (expected {least:,} to {most:,})")
        return self.take(count)


def _read_whole(reader: _Reader) -> Timestamp:
    timestamp = _read_items(reader, MOST_DEPTH)
    if not reader.is_at_end:
        raise TimestampError("goes on after its end")
    return timestamp


def _read_items(reader: _Reader, depth: int) -> Timestamp:
    if not depth:
        raise TimestampError(f"has more than {MOST_DEPTH} operations one after another")
    attestations: list[Attestation] = []
    branches: list[tuple[Operation, Timestamp]] = []
    is_last = False
    while not is_last:
        code = reader.take_byte()
        is_last = code != _FORK
        code = code if is_last else reader.take_byte()
        if code == _ATTESTATION:
            attestations.append(_read_attestation(reader))
        elif code in CODES:
            operation = Operation(code, reader.take_counted(1, MOST_BYTES) if code in BINARY else b"")
            branches.append((operation, _read_items(reader, depth - 1)))
        else:
            raise TimestampError(f"has an operation that is not known, 0x{code:02x}")
    return Timestamp(tuple(attestations), tuple(branches))


def _read_attestation(reader: _Reader) -> Attestation:
    tag = reader.take(_TAG_BYTES)
    payload = reader.take_counted(0, _MOST_PAYLOAD_BYTES)
    inner = _Reader(payload)
    found: Attestation = Unknown(tag, payload)
    if tag == _PENDING:
        found = Pending(inner.take_counted(0, MOST_URI_BYTES).decode("latin-1"))
    elif tag == _BITCOIN:
        found = Bitcoin(inner.take_number())
    if not isinstance(found, Unknown) and not inner.is_at_end:
        raise TimestampError("has an attestation that goes on after its end")
    return found


def _write_attestation(attestation: Attestation) -> bytes:
    match attestation:
        case Pending(uri):
            return _PENDING + _count(_count(uri.encode("ascii")))
        case Bitcoin(height):
            return _BITCOIN + _count(_write_number(height))
        case Unknown(tag, payload):
            return tag + _count(payload)


def _count(data: bytes) -> bytes:
    return _write_number(len(data)) + data


def _write_number(number: int) -> bytes:
    groups = []
    while number >= 0x80:
        groups.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*groups, number])
