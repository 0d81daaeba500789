"""The header of a Bitcoin block, as a node gives it: `bitcoin-cli getblockheader HASH false`."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass

_BYTES = 80  # version 4, hash of the block before 32, Merkle root 32, time 4, target 4, nonce 4
_ROOT, _TIME = slice(36, 68), slice(68, 72)


@dataclass(frozen=True, slots=True)
class BlockHeader:
    """What a header says: the Merkle root of the block, its time, and by which hash the block is known."""

    root: bytes
    mined_at: datetime.datetime
    block_hash: str


def read_header(words: str) -> BlockHeader:
    """Return the header in 160 hexadecimal digits. Raises ValueError.

    Whether there is such a block is not said by it: its hash is to be compared with that of a node.

    >>> genesis = "01000000" + "00" * 32 + "3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a"
    >>> header = read_header(genesis + "29ab5f49" + "ffff001d" + "1dac2b7c")
    >>> str(header.mined_at), header.block_hash[:16]
    ('2009-01-03 18:15:05+00:00', '000000000019d668')
    """
    data = bytes.fromhex(words)
    if len(data) != _BYTES:
        raise ValueError(f"{len(data)} bytes, not {_BYTES}")
    seconds = int.from_bytes(data[_TIME], "little")
    block_hash = hashlib.sha256(hashlib.sha256(data).digest()).digest()[::-1].hex()
    return BlockHeader(data[_ROOT], datetime.datetime.fromtimestamp(seconds, datetime.UTC), block_hash)
