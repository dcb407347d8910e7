"""A device written from the protocol's description alone: nothing of this project is imported here.

If this peer and the hub understand each other, someone else's app can be written from the same pages. It keeps its
journal, proves heads and signatures (Ed25519 by RFC 8032, in plain Python), and can be told to misbehave.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import json
import os
import secrets
import socket
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests

ZERO = bytes(32)


def uuid7() -> str:
    """A UUIDv7 of now."""
    raw = bytearray(int(time.time() * 1000).to_bytes(6, "big") + os.urandom(10))
    raw[6] = 0x70 | raw[6] & 0x0F
    raw[8] = 0x80 | raw[8] & 0x3F
    return str(uuid.UUID(bytes=bytes(raw)))


@dataclass
class Answer:
    """What the hub said, message by message, after every check that a device owes itself."""

    status: int
    headers: dict[str, str]
    messages: list[dict[str, Any]] = field(default_factory=list)
    problem: dict[str, Any] = field(default_factory=dict)
    own_ids: list[str] = field(default_factory=list)

    def one(self, name: str) -> Any:
        """The only message of this name."""
        [found] = [message[name] for message in self.messages if name in message]
        return found

    def changes(self, feed: str | None = None) -> list[dict[str, Any]]:
        """The changes that came whole, of one feed or of all."""
        return [m["change"] for m in self.messages if "change" in m and feed in (None, m["feed"])]

    def yours(self) -> list[str]:
        """The ids of own changes that came back without their bodies."""
        return self.own_ids

    def quarantined(self) -> dict[str, str]:
        """id -> code."""
        return {entry["id"]: entry["code"] for entry in self.one("end")["quarantined"]}


class Peer:
    """One device with its journal in memory."""

    def __init__(self, url: str, code: str = "") -> None:
        self.url = url
        self.token = secrets.token_hex(32)
        self.lines: list[bytes] = []
        self.acked = 0
        self.places: dict[str, tuple[int, bytes]] = {}
        self.held: dict[str, bytes] = {}
        self.feed_ids: dict[str, list[str]] = {}
        self.clock = 0
        if code:
            self.enrolment = self.enrol(code)

    # -- enrolment ---------------------------------------------------------------------------------------------------

    def enrol(self, code: str) -> dict[str, Any]:
        """Turn a code into a device."""
        body = {"code": code, "token": self.token, "name": "peer", "app": "0.0", "os": "any"}
        answer = requests.post(f"{self.url}/v1/devices", json=body, timeout=30)
        assert answer.status_code == 201, answer.text
        told: dict[str, Any] = answer.json()
        self.device, self.chain = told["device"], told["chain"]
        self.hub, self.post = told["hub"], told["post"]["id"]
        self.sign_key = base64.b64decode(told["sign_key"])
        return told

    def new_chain(self) -> None:
        """Be a copy: send everything after the last proved line on a chain of its own."""
        answer = requests.post(f"{self.url}/v1/chains", json={}, headers=self._bearer(), timeout=30)
        assert answer.status_code == 201, answer.text
        self.chain = answer.json()["chain"]
        self.lines = self.lines[self.acked :]
        self.acked = 0

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    # -- the journal -------------------------------------------------------------------------------------------------

    def change(
        self,
        kind: str,
        author: str,
        fields: dict[str, Any],
        *,
        record: str | None = None,
        patient: str | None = None,
        base: Sequence[str] = (),
        **more: Any,
    ) -> dict[str, Any]:
        """A new change, not in the journal yet. A patient's own record is its own patient."""
        record = record or uuid7()
        self.clock += 1
        return {
            "v": 1,
            "id": uuid7(),
            "device": self.device,
            "author": author,
            "kind": kind,
            "record": record,
            "patient": record if kind == "patient" else patient,
            "clock": f"{int(time.time() * 1000):013d}-{self.clock:04x}-{self.device[:8]}",
            "at": "2026-11-23T14:05:10.123+05:30",
            "tz_ok": True,
            "base": list(base),
            "set": fields,
            **more,
        }

    def save(self, *arguments: Any, **options: Any) -> dict[str, Any]:
        """A new change at the end of the journal."""
        made = self.change(*arguments, **options)
        self.lines.append(line_of(made))
        return made

    def head(self, n: int) -> bytes:
        """h(n) of the own chain."""
        head = ZERO
        for line in self.lines[:n]:
            head = hashlib.sha256(head + line).digest()
        return head

    # -- one exchange ------------------------------------------------------------------------------------------------

    def hello(self, from_n: int, **changed: Any) -> dict[str, Any]:
        places = {feed: [seq, head.hex()] for feed, (seq, head) in self.places.items()}
        hello = {
            "protocol": 1,
            "request": secrets.token_hex(8),
            "device": self.device,
            "chain": self.chain,
            "from_n": from_n,
            "head": self.head(from_n - 1).hex(),
            "feeds": places,
            "sent_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "app": "0.0",
            "budget": 4_000_000,
        }
        return {**hello, **changed}

    def request(self, *, page: int = 100, early: Iterable[dict[str, Any]] = (), **hello: Any) -> list[bytes]:
        """The lines of a request with everything that is not acknowledged."""
        start = self.acked
        out = [line_of({"hello": self.hello(start + 1, **hello)})]
        out += [b'{"early":' + line_of(change) + b"}" for change in early]
        marks = 0
        for first in range(start, len(self.lines), page):
            last = min(first + page, len(self.lines))
            out += self.lines[first:last]
            out.append(line_of({"mark": {"n": last, "head": self.head(last).hex()}}))
            marks += 1
        out.append(line_of({"end": {"marks": marks}}))
        return out

    def exchange(self, **options: Any) -> Answer:
        """Send what is not acknowledged, take what is new; everything is checked before it counts."""
        return self.post_lines(self.request(**options))

    def post_lines(self, lines: Sequence[bytes]) -> Answer:
        """Send these lines as a request and take in the answer."""
        return self.post_body(gzip.compress(b"\n".join(lines) + b"\n"), json.loads(lines[0]))

    def post_body(self, body: bytes, hello: dict[str, Any] | None = None) -> Answer:
        """Send this body, whatever it is."""
        headers = {**self._bearer(), "Content-Encoding": "gzip", "Content-Type": "application/x-ndjson"}
        got = requests.post(f"{self.url}/v1/exchange", data=body, headers=headers, timeout=60)
        answer = Answer(got.status_code, dict(got.headers))
        if got.status_code != 200:
            answer.problem = got.json()
            return answer
        answer.messages = [json.loads(line) for line in got.content.splitlines()]
        self._take(answer, got.content.splitlines(), hello or {})
        return answer

    def send_cut(self, lines: Sequence[bytes], at: float) -> None:
        """Send only the first part (0..1) of a request's body and break the line."""
        body = gzip_by_line(lines)
        target = urlsplit(self.url)
        head = (
            f"POST /v1/exchange HTTP/1.1\r\nHost: {target.netloc}\r\nAuthorization: Bearer {self.token}\r\n"
            f"Content-Encoding: gzip\r\nContent-Type: application/x-ndjson\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        with socket.create_connection((str(target.hostname), target.port or 80), timeout=30) as line:
            line.sendall(head.encode() + body[: int(len(body) * at)])
            line.shutdown(socket.SHUT_WR)
            with contextlib.suppress(OSError):
                while line.recv(4096):
                    pass

    def _take(self, answer: Answer, raw: Sequence[bytes], hello: dict[str, Any]) -> None:
        first = answer.messages[0]["hello"]
        assert first["hub"] == self.hub
        if hello:
            assert first["request"] == hello["hello"]["request"]
        assert "end" in answer.messages[-1]
        ack = answer.one("ack")
        if ack["n"] <= len(self.lines) and self.head(ack["n"]).hex() == ack["head"]:
            self.acked = ack["n"]
        page: list[tuple[str, int, str, bytes, bytes]] = []
        for message, line in zip(answer.messages, raw, strict=True):
            if "change" in message:
                body = line[len(b'{"change":') : line.rindex(b',"feed":')]
                page.append((message["feed"], message["seq"], message["change"]["id"], sha256(body), body))
            elif "yours" in message:
                own = next(mine for mine in self.lines if sha256(mine).hex() == message["yours"]["sha256"])
                answer.own_ids.append(message["yours"]["id"])
                assert own[:1] != b"{" or json.loads(own)["id"] == answer.own_ids[-1]
                page.append((message["feed"], message["seq"], answer.own_ids[-1], sha256(own), own))
            elif "erased" in message:
                sha = bytes.fromhex(message["erased"]["sha256"])
                said = f"{self.hub}\nerased\n{message['erased']['id']}\n{sha.hex()}".encode()
                assert ed25519_verify(self.sign_key, said, base64.b64decode(message["erased"]["proof"]))
                page.append((message["feed"], message["seq"], message["erased"]["id"], sha, b""))
            elif "own" in message:
                assert hello["hello"].get("runs"), "not what this device said that it reads"
                for i in range(message["own"].get("count", 1)):
                    own = self.lines[message["own"]["n"] - 1 + i]
                    answer.own_ids.append(json.loads(own)["id"])
                    page.append((message["feed"], message["seq"] + i, answer.own_ids[-1], sha256(own), own))
            elif "mark" in message:
                self._close_page(page, message["mark"]["feeds"])
                page = []
        assert not page, "lines after the last mark"

    def _close_page(self, page: list[tuple[str, int, str, bytes, bytes]], marks: dict[str, list[Any]]) -> None:
        assert len(page) <= 100
        for feed, seq, change, sha, body in page:
            before, head = self.places.get(feed, (0, ZERO))
            assert seq == before + 1, "a hole"
            self.places[feed] = (seq, hashlib.sha256(head + sha).digest())
            self.feed_ids.setdefault(feed, []).append(change)
            if body:  # of an erased one the hash is all there is
                self.held[change] = body
        for feed, (seq, head_hex, signature) in marks.items():
            assert self.places[feed] == (seq, bytes.fromhex(head_hex))
            signed = f"{self.hub}\n{feed}\n{seq}\n{head_hex}".encode()
            assert ed25519_verify(self.sign_key, signed, base64.b64decode(signature))


def line_of(value: dict[str, Any]) -> bytes:
    """One line of JSON, as this peer happens to write it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def gzip_by_line(lines: Sequence[bytes]) -> bytes:
    """A gzip stream that is flushed after each mark, so that a cut loses only what follows."""
    import zlib

    deflate = zlib.compressobj(6, zlib.DEFLATED, 31)
    out = b""
    for line in lines:
        out += deflate.compress(line + b"\n")
        if line.startswith(b'{"mark"'):
            out += deflate.flush(zlib.Z_SYNC_FLUSH)
    return out + deflate.flush()


# -- Ed25519, RFC 8032 section 6, verifying only ---------------------------------------------------------------------

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
Point = tuple[int, int, int, int]


def _add(a: Point, b: Point) -> Point:
    e = (a[1] - a[0]) * (b[1] - b[0]) % _P
    f = (a[1] + a[0]) * (b[1] + b[0]) % _P
    g, h = 2 * a[3] * b[3] * _D % _P, 2 * a[2] * b[2] % _P
    w, x, y, z = f - e, h - g, h + g, f + e
    return (w * x % _P, y * z % _P, x * y % _P, w * z % _P)


def _times(number: int, point: Point) -> Point:
    result: Point = (0, 1, 1, 0)
    while number > 0:
        if number & 1:
            result = _add(result, point)
        point = _add(point, point)
        number >>= 1
    return result


def _point(raw: bytes) -> Point:
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    x2 = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(x2, (_P + 3) // 8, _P)
    if (x * x - x2) % _P:
        x = x * _ROOT % _P
    if (x * x - x2) % _P:
        raise ValueError("not a point")
    if x & 1 != sign:
        x = _P - x
    return (x, y, 1, x * y % _P)


def ed25519_verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature over the message is of this key."""
    base = _point((4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little"))
    key, r = _point(public), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % _L
    left, right = _times(s, base), _add(r, _times(h, key))
    same_x = (left[0] * right[2] - right[0] * left[2]) % _P == 0
    same_y = (left[1] * right[2] - right[1] * left[2]) % _P == 0
    return s < _L and same_x and same_y
