"""OpenTimestamps proofs: read, written and executed as the field's own library does (where it is installed)."""

from __future__ import annotations

import hashlib
import io

import pytest
from calendar_server import BITCOIN, PENDING, attest, counted, make_header, number, sha256
from hypothesis import given, settings
from hypothesis import strategies as some

from dateline.errors import TimestampError
from dateline.timestamps import (
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
    read_header,
    read_proof,
    read_timestamp,
    write_proof,
    write_timestamp,
)
from dateline.timestamps.keccak import keccak_256
from dateline.timestamps.proofs import APPEND, HEXLIFY, KECCAK256, PREPEND, REVERSE, RIPEMD160, SHA1, SHA256, Operation

HEAD = bytes.fromhex("004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e89294")
DIGEST = sha256(b"an entry")
URI = "https://calendar.example/alice"
END = attest(BITCOIN, number(900_000))


def reason(data: bytes, message: bytes = b"abc") -> str:
    with pytest.raises(TimestampError) as caught:
        list_attestations(read_timestamp(data), message)
    return caught.value.found


@pytest.mark.parametrize(
    ("data", "ends"),
    [
        (attest(PENDING, counted(URI.encode())), [(Pending(URI), "616263")]),
        (attest(b"8 bytes!", b"\x01\x02"), [(Unknown(b"8 bytes!", b"\x01\x02"), "616263")]),
        (b"\xf0\x02de" + attest(b"8 bytes!", b""), [(Unknown(b"8 bytes!", b""), "6162636465")]),
        (b"\xf1\x02de" + attest(b"8 bytes!", b""), [(Unknown(b"8 bytes!", b""), "6465616263")]),
        (b"\xf2" + attest(b"8 bytes!", b""), [(Unknown(b"8 bytes!", b""), "636261")]),
        (b"\xf3" + attest(b"8 bytes!", b""), [(Unknown(b"8 bytes!", b""), b"616263".hex())]),
        (b"\x02" + attest(b"8 bytes!", b""), [(Unknown(b"8 bytes!", b""), hashlib.sha1(b"abc").hexdigest())]),
        (b"\x03" + attest(b"8 bytes!", b""),
         [(Unknown(b"8 bytes!", b""), "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc")]),
        (b"\x08" + END, [(Bitcoin(900_000), hashlib.sha256(b"abc").hexdigest())]),
        (b"\x67" + END, [(Bitcoin(900_000), "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]),
        (b"\xff" + attest(PENDING, counted(b"")) + b"\xff\x08" + END + b"\x08\x08" + END,
         [(Pending(""), "616263"), (Bitcoin(900_000), sha256(b"abc").hex()),
          (Bitcoin(900_000), sha256(sha256(b"abc")).hex())]),
    ],
)  # fmt: skip
def test_a_timestamp_leads_to_its_attestations(data: bytes, ends: list[tuple[Attestation, str]]) -> None:
    timestamp = read_timestamp(data)
    assert [(found, message.hex()) for found, message in list_attestations(timestamp, b"abc")] == ends
    assert write_timestamp(timestamp) == data


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "is cut off after 0 bytes"),
        (b"<html>", "has an operation that is not known, 0x3c"),
        (b"\x08", "is cut off after 1 bytes"),
        (b"\xff" + END, "is cut off after"),
        (b"\xff\xff" + END, "has an operation that is not known, 0xff"),
        (END + b"\x00", "goes on after its end"),
        (END[:-1], "is cut off after"),
        (b"\xf0\x00" + END, "has a part of 0 bytes (expected 1 to 4,096)"),
        (b"\xf1" + number(4097) + bytes(4097) + END, "has a part of 4,097 bytes"),
        (b"\xf1" + number(4096) + bytes(4096) + END, "makes a message of 4,099 bytes"),
        (b"\xf1" + number(4000) + bytes(4000) + b"\xf3" + END, "makes a message of 8,006 bytes"),
        (b"\xf0" + b"\x80" * 20, "has a number that is too long"),
        (attest(PENDING, counted(b"http://a/?b")), "names a calendar whose address has signs"),
        (attest(PENDING, counted("http://\xe4/".encode())), "names a calendar whose address has signs"),
        (attest(PENDING, counted(b"a" * 1001)), "has a part of 1,001 bytes"),
        (attest(PENDING, counted(b"a") + b"b"), "has an attestation that goes on after its end"),
        (attest(BITCOIN, b"\x01\x01"), "has an attestation that goes on after its end"),
        (attest(BITCOIN, b""), "is cut off after 0 bytes"),
        (attest(b"8 bytes!", bytes(8193)), "has a part of 8,193 bytes"),
        (b"\x08" * 256 + END, "has more than 256 operations one after another"),
        (END, "gives a block a Merkle root of 3 bytes"),
    ],
)
def test_what_is_no_timestamp_is_said(data: bytes, found: str) -> None:
    assert found in reason(data)


def test_nothing_is_no_message_to_reverse_or_spell_out() -> None:
    assert "has an operation on 0 bytes" in reason(b"\xf2" + END, b"")
    assert "has an operation on 0 bytes" in reason(b"\xf3" + END, b"")


def test_as_many_operations_as_may_be_are_executed() -> None:
    timestamp = read_timestamp(b"\x08" * 255 + END)
    message = b"abc"
    for _ in range(255):
        message = sha256(message)
    assert list_attestations(timestamp, b"abc") == [(Bitcoin(900_000), message)]
    data = write_timestamp(timestamp)
    assert data == b"\x08" * 255 + END
    assert write_timestamp(merge(timestamp, timestamp)) == data
    assert write_timestamp(graft(timestamp, b"abc", message, read_timestamp(END))) == data


def test_a_proof_is_an_ots_file() -> None:
    data = HEAD + b"\x01\x08" + DIGEST + b"\x08" + END
    proof = read_proof(data)
    assert proof == Proof(DIGEST, Timestamp((), ((Operation(SHA256), Timestamp((Bitcoin(900_000),))),)))
    assert write_proof(proof) == data
    for broken, found in (
        (b"PK\x03\x04" + data, "is no OpenTimestamps proof"),
        (data[:20], "is no OpenTimestamps proof"),
        (HEAD, "is cut off"),
        (HEAD + b"\x02\x08" + data[33:], "is an OpenTimestamps proof of version 2"),
        (HEAD + b"\x01\x02" + data[33:], "is of a digest of another kind, 0x02"),
        (data[:50], "is cut off after 50 bytes"),
        (data + b"\n", "goes on after its end"),
    ):
        with pytest.raises(TimestampError, match=found):
            read_proof(broken)


def test_a_blinded_digest_is_another_each_time_and_leads_back() -> None:
    blinded = []
    for _ in range(3):
        (nonce, hashing), message = blind(DIGEST)
        assert (nonce.code, len(nonce.argument), hashing) == (APPEND, 16, Operation(SHA256))
        assert sha256(DIGEST + nonce.argument) == message
        blinded.append(message)
    assert len({*blinded, DIGEST}) == 4


def test_what_a_calendar_gives_later_is_added_where_it_belongs() -> None:
    way = b"\xff\x08" + attest(PENDING, counted(b"https://a.example")) + b"\xf0\x01x\x08"
    held = read_timestamp(way + attest(PENDING, counted(b"https://b.example")))
    later = read_timestamp(b"\x08" + END)
    grown = graft(held, DIGEST, sha256(DIGEST), later)
    assert list_attestations(grown, DIGEST) == [
        (Pending("https://a.example"), sha256(DIGEST)),
        (Bitcoin(900_000), sha256(sha256(DIGEST))),
        (Pending("https://b.example"), sha256(DIGEST + b"x")),
    ]
    assert graft(grown, DIGEST, sha256(DIGEST), later) == grown == merge(held, grown)
    assert graft(held, DIGEST, b"elsewhere", later) == held


@pytest.mark.parametrize("count", [0, 1, 135, 136, 137, 271, 272, 4096])
def test_keccak_differs_from_sha3_in_its_padding_alone(count: int) -> None:
    message = bytes(n % 251 for n in range(count))
    assert keccak_256(message, padding=0x06) == hashlib.sha3_256(message).digest()
    assert keccak_256(message) != hashlib.sha3_256(message).digest()


def test_a_block_header() -> None:
    header = read_header(make_header(DIGEST, 1_772_700_000).hex())
    assert (header.root, header.mined_at.isoformat()) == (DIGEST, "2026-03-05T08:40:00+00:00")
    for words in ("", "00", make_header(DIGEST).hex() + "00", "zz" * 80):
        with pytest.raises(ValueError, match=r"."):
            read_header(words)


# Beside the field's own library


def make_operations() -> some.SearchStrategy[Operation]:
    plain = some.sampled_from([REVERSE, HEXLIFY, SHA1, RIPEMD160, SHA256, KECCAK256]).map(Operation)
    return plain | some.builds(Operation, some.sampled_from([APPEND, PREPEND]), some.binary(min_size=1, max_size=40))


def make_timestamps() -> some.SearchStrategy[Timestamp]:
    attestations = (
        some.builds(Pending, some.text("abcXYZ019-._/:", max_size=30))
        | some.builds(Unknown, some.binary(min_size=8, max_size=8), some.binary(max_size=20))
    )  # fmt: skip
    listed = some.lists(attestations, min_size=1, max_size=2, unique=True).map(tuple)
    block = some.builds(Bitcoin, some.integers(0, 2**40)).map(lambda found: Timestamp((found,)))
    sealed = block.map(lambda end: Timestamp((), ((Operation(SHA256), end),)))
    return some.recursive(
        some.builds(Timestamp, listed) | sealed,
        lambda rest: some.builds(
            Timestamp,
            some.lists(attestations, max_size=2, unique=True).map(tuple),
            some.lists(
                some.tuples(make_operations(), rest), min_size=1, max_size=3, unique_by=lambda branch: branch[0]
            ).map(tuple),
        ),
        max_leaves=6,
    )


def name(attestation: object) -> tuple[object, ...]:
    """An attestation of either library by its kind and values."""
    kind = type(attestation).__name__
    if kind.startswith("Pending"):
        return "pending", attestation.uri  # type: ignore[attr-defined]
    if kind.startswith("Bitcoin"):
        return "bitcoin", attestation.height  # type: ignore[attr-defined]
    tag = getattr(attestation, "TAG", None) or attestation.tag  # type: ignore[attr-defined]
    return "other", tag


def read_with_library(data: bytes) -> tuple[bytes, list[tuple[bytes, tuple[object, ...]]], bytes]:
    """The digest, the attestations and the bytes that the field's own library makes of a proof."""
    from opentimestamps.core.serialize import BytesSerializationContext, StreamDeserializationContext
    from opentimestamps.core.timestamp import DetachedTimestampFile

    found = DetachedTimestampFile.deserialize(StreamDeserializationContext(io.BytesIO(data)))
    context = BytesSerializationContext()
    found.serialize(context)
    ends = sorted((message, name(attestation)) for message, attestation in found.timestamp.all_attestations())
    return found.file_digest, ends, context.getbytes()


def read_with_ours(data: bytes) -> tuple[bytes, list[tuple[bytes, tuple[object, ...]]]]:
    proof = read_proof(data)
    ends = {(message, name(found)) for found, message in list_attestations(proof.timestamp, proof.digest)}
    return proof.digest, sorted(ends)


@pytest.mark.filterwarnings("ignore:OpReverse may get removed:PendingDeprecationWarning")
@settings(deadline=None, max_examples=150)
@given(make_timestamps())
def test_the_library_reads_what_we_write_and_we_what_it_writes(timestamp: Timestamp) -> None:
    pytest.importorskip("opentimestamps.core.timestamp", reason="opentimestamps is not installed (extra dev)")
    data = write_proof(Proof(DIGEST, timestamp))
    digest, ends, written = read_with_library(data)
    assert read_with_ours(data) == (digest, sorted(set(ends))) == read_with_ours(written)


@pytest.mark.filterwarnings("ignore:OpReverse may get removed:PendingDeprecationWarning")
@settings(deadline=None, max_examples=300)
@given(make_timestamps(), some.integers(0, 10_000), some.binary(max_size=3), some.booleans())
def test_the_library_refuses_what_we_refuse(timestamp: Timestamp, spot: int, bytes_: bytes, cut: bool) -> None:
    """A proof with bytes changed or cut off: both read the same of it, or neither reads it."""
    pytest.importorskip("opentimestamps.core.timestamp", reason="opentimestamps is not installed (extra dev)")
    data = write_proof(Proof(DIGEST, timestamp))
    spot %= len(data)
    data = data[:spot] if cut else data[:spot] + bytes_ + data[spot + len(bytes_) :]
    try:
        ours = read_with_ours(data)
    except TimestampError as error:
        if "Merkle root" not in error.found:  # the library says so only when it is given the block
            with pytest.raises(Exception, match=r"."):
                read_with_library(data)
        return
    digest, ends, _ = read_with_library(data)
    assert ours == (digest, sorted(set(ends)))
