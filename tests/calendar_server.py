"""An OpenTimestamps calendar server on this machine, that answers as the public ones do; written from the form's
description alone, with nothing of `dateline.timestamps` in it."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PENDING, BITCOIN = bytes.fromhex("83dfe30d2ef90c8e"), bytes.fromhex("0588960d73d71901")
NOT_YET = b"Pending confirmation in Bitcoin blockchain"
HEIGHT = 912_345


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def number(value: int) -> bytes:
    return bytes([value]) if value < 128 else bytes([value % 128 | 128]) + number(value // 128)


def counted(data: bytes) -> bytes:
    return number(len(data)) + data


def attest(tag: bytes, payload: bytes) -> bytes:
    return b"\x00" + tag + counted(payload)


@dataclass
class Calendar:
    """A server that takes in digests; once it is `mined`, it knows the way of each to one block.

    `answer` is what it says in place of a right answer, with `status`; it says nothing before `gate` is set,
    and waits for `pause_s` after each byte.
    """

    url: str = ""
    named: str | None = None
    mined: bool = False
    status: int = 200
    answer: bytes | None = None
    location: str | None = None
    pause_s: float = 0
    gate: threading.Event = field(default_factory=threading.Event)
    asked: threading.Event = field(default_factory=threading.Event)
    digests: list[bytes] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    commitments: list[bytes] = field(default_factory=list)

    def take_in(self, digest: bytes) -> bytes:
        """Put a time before the digest, hash it, and put a check of it behind, as calendar servers do."""
        self.digests.append(digest)
        moment, check = b"\x69\xa9\x5a\x10", sha256(digest)[:8]
        self.commitments.append(sha256(moment + digest) + check)
        uri = (self.named or self.url).encode()
        return b"\xf1" + counted(moment) + b"\x08\xf0" + counted(check) + attest(PENDING, counted(uri))

    def lead_on(self, commitment: bytes) -> bytes:
        """Hash the commitment into a transaction of a block: its Merkle root is `find_root`."""
        return b"\x08\xf1" + counted(b"in") + b"\xf0" + counted(b"out") + b"\x08\x08" + attest(BITCOIN, number(HEIGHT))

    def find_root(self, commitment: bytes) -> bytes:
        return sha256(sha256(b"in" + sha256(commitment) + b"out"))


def make_header(root: bytes, seconds: int = 1_772_700_000) -> bytes:
    """The 80 bytes of a block with that Merkle root."""
    return bytes(36) + root + seconds.to_bytes(4, "little") + bytes(8)


@contextmanager
def run_calendar() -> Iterator[Calendar]:
    served = Calendar()
    served.gate.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            served.paths.append(self.path)
            digest = self.rfile.read(int(self.headers["Content-Length"]))
            self.reply(served.take_in(digest) if self.path == "/digest" and len(digest) == 32 else b"", 200)

        def do_GET(self) -> None:
            served.paths.append(self.path)
            commitment = bytes.fromhex(self.path.removeprefix("/timestamp/"))
            if not served.mined or commitment not in served.commitments:
                known = commitment in served.commitments
                self.reply(NOT_YET if known else b"Commitment not found", 404, "text/plain")
            else:
                self.reply(served.lead_on(commitment), 200)

        def reply(self, body: bytes, status: int, kind: str = "application/vnd.opentimestamps.v1") -> None:
            served.asked.set()
            served.gate.wait(30)
            body = body if served.answer is None else served.answer
            try:
                self.send_response(status if served.status == 200 else served.status)
                self.send_header("Content-Type", kind)
                if served.location:
                    self.send_header("Location", served.location)
                self.end_headers()
                for byte in body if served.pause_s else ():
                    self.wfile.write(bytes([byte]))
                    time.sleep(served.pause_s)
                self.wfile.write(b"" if served.pause_s else body)
            except OSError:
                pass  # who asked has gone away

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    served.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield served
    finally:
        served.gate.set()
        server.shutdown()
        thread.join()
        server.server_close()
