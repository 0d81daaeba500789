"""Keccak-256 as it was before NIST made it SHA3-256; proofs for Ethereum use it.

The permutation and its constants: FIPS 202, sections 3.2 and 3.3 (Keccak-f[1600], lanes of 64 bits). The two hashes
differ in one byte of padding only.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

_RATE_BYTES = 136
_LANE = (1 << 64) - 1
_ROUNDS = 24


def keccak_256(message: bytes, *, padding: int = 0x01) -> bytes:
    """Return the 32 bytes of the hash; with the `padding` 0x06 it is SHA3-256.

    >>> keccak_256(b"").hex()[:16]
    'c5d2460186f7233c'
    """
    lanes = [0] * 25  # the lane of column x and row y is number x + 5 y
    padded = bytearray(message) + bytes(_RATE_BYTES - len(message) % _RATE_BYTES)
    padded[len(message)] ^= padding
    padded[-1] ^= 0x80
    for start in range(0, len(padded), _RATE_BYTES):
        for number in range(_RATE_BYTES // 8):
            lanes[number] ^= int.from_bytes(padded[start + 8 * number : start + 8 * number + 8], "little")
        lanes = _permute(lanes)
    return b"".join(lane.to_bytes(8, "little") for lane in lanes[:4])


def _permute(lanes: list[int]) -> list[int]:
    for constant in _round_constants():
        columns = [lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20] for x in range(5)]
        mixed = [lane ^ columns[(n % 5 - 1) % 5] ^ _turn(columns[(n % 5 + 1) % 5], 1) for n, lane in enumerate(lanes)]
        moved = [0] * 25
        for number, turn in enumerate(_turns()):
            x, y = number % 5, number // 5
            moved[y + 5 * ((2 * x + 3 * y) % 5)] = _turn(mixed[number], turn)
        lanes = [
            lane ^ (~moved[n - n % 5 + (n + 1) % 5] & moved[n - n % 5 + (n + 2) % 5]) for n, lane in enumerate(moved)
        ]
        lanes[0] ^= constant
    return lanes


def _turn(lane: int, count: int) -> int:
    return ((lane << count) | (lane >> (64 - count))) & _LANE


@cache
def _turns() -> tuple[int, ...]:
    """By how many bits each lane is turned (the offsets of rho)."""
    turns, (x, y) = [0] * 25, (1, 0)
    for step in range(24):
        turns[x + 5 * y] = (step + 1) * (step + 2) // 2 % 64
        x, y = y, (2 * x + 3 * y) % 5
    return tuple(turns)


@cache
def _round_constants() -> tuple[int, ...]:
    """What each round adds (iota): bit 2^j - 1 of round i is bit 7 i + j of a shift register."""
    bits = _register()
    return tuple(sum(next(bits) << (2**j - 1) for j in range(7)) for _ in range(_ROUNDS))


def _register() -> Iterator[int]:
    state = 1
    while True:
        yield state & 1
        state = (state << 1) ^ (0x171 if state & 0x80 else 0)
