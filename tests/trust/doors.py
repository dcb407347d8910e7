"""A hub with every door that a device has, and good requests for each: what the fuzzing tests spoil."""

from __future__ import annotations

import gzip
import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
from litestar import Litestar
from litestar.testing import TestClient

from care_record.chain import ZERO, extend, mark_bytes
from care_record.ids import new_id, new_token
from care_record.signature import b64, sign
from hub_server.app import app_of
from hub_server.config import Rate
from hub_server.context import Services, open_services
from hub_server.enrol import EnrolRequest, enrol
from hub_server.services.devices import make_enrol_code
from hub_server.services.places import add_facility
from hub_server.services.staff import NewStaff, add_staff
from hub_server.store import feeds
from hub_server.store.check import check
from tests.helpers.hub import init_store

PICTURE = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4
LONGEST_S = 5.0
"""No answer to any of these requests takes longer."""
ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**31,
    2**53 + 1,
    2**63,
    10**400,
    -(10**20),
    1.5,
    1e308,
    "",
    " ",
    "\x00",
    "x" * 5000,
    "0" * 64,
    "f" * 64,
    "all",
    "../../../etc/passwd",
    "' OR 1=1; DROP TABLE changes; --",
    "<script>alert(1)</script>",
    "\u202e\u2067\ufeff",
    "२७",
    "0001-01-01T00:00:00+14:00",
    "99999999999999-ffff-zzzzzzzz",
    [],
    {},
    [[[]]],
    {"a": {"b": []}},
)
"""What a field of each type must never hold."""


@dataclass
class Doors:
    """One health centre's device, and the hub behind its real application."""

    services: Services
    client: TestClient[Litestar]
    facility: str = ""
    cho: str = ""
    token: str = field(default_factory=new_token)
    slowest: float = 0.0
    _made: int = 0

    def __post_init__(self) -> None:
        place = {"code": "HSC1", "name": "Health Sub-Centre 1", "district": "223"}
        self.facility = add_facility(self.services, place)
        self.cho = add_staff(self.services, NewStaff("Kumari Anjali", "cho", (self.facility,)))
        told = enrol(self.services, EnrolRequest(self.code(), self.token))
        self.device, self.first_chain = told.device, told.chain

    def code(self) -> str:
        return str(make_enrol_code(self.services, self.facility)["code"])

    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def call(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One request; never a failure of the hub's, and never late."""
        began = time.monotonic()
        answer = self.client.request(method, path, **more)
        took = time.monotonic() - began
        self.slowest = max(self.slowest, took)
        assert answer.status_code < 500, (method, path, answer.text)
        if answer.status_code >= 400 and answer.content:
            assert answer.headers["content-type"].startswith("application/problem+json"), answer.text
            assert len(answer.content) < 1000
        return answer

    def send(self, door: str, lines: Sequence[bytes]) -> httpx.Response:
        """NDJSON under gzip through `exchange` or `heal`."""
        body = gzip.compress(b"".join(line + b"\n" for line in lines), 1)
        headers = self.bearer() | {"Content-Encoding": "gzip", "Content-Type": "application/x-ndjson"}
        return self.call("POST", f"/v1/{door}", content=body, headers=headers)

    # -- good ones ---------------------------------------------------------------------------------------------------

    def change(self, kind: str, fields: dict[str, Any], patient: str | None = None, **more: Any) -> dict[str, Any]:
        """A right change of this device."""
        self._made += 1
        record = new_id()
        return {
            "v": 1,
            "id": new_id(),
            "device": self.device,
            "author": self.cho,
            "kind": kind,
            "record": record,
            "patient": record if kind == "patient" else patient,
            "clock": f"{1764053110000 + self._made:013d}-0000-{self.device[:8]}",
            "at": "2026-11-23T14:05:10.123+05:30",
            "tz_ok": True,
            "base": [],
            "set": fields,
        } | more

    def patient(self) -> dict[str, Any]:
        return self.change("patient", {"name": "Sunita Devi", "gender": "female", "village": "Parsarma"})

    def hello(self) -> dict[str, Any]:
        chain = self.client.post("/v1/chains", json={}, headers=self.bearer()).json()["chain"]
        return {
            "protocol": 1,
            "request": "1",
            "device": self.device,
            "chain": chain,
            "from_n": 1,
            "head": ZERO.hex(),
            "feeds": {"all": [0, ZERO.hex()]},
            "sent_at": "2026-11-23T08:35:10Z",
            "app": "1",
            "budget": 4096,
            "runs": True,
        }

    def exchange(self, *changes: dict[str, Any], early: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """A whole right request on a chain of its own, message by message."""
        out: list[dict[str, Any]] = [{"hello": self.hello()}]
        out += [{"early": early}] if early else []
        out += changes
        return [*out, mark_over([line_of(each) for each in changes]), {"end": {"marks": 1}}]

    def healing(self) -> list[dict[str, Any]]:
        """A whole right healing of the feed `all`, some of its lines as hashes and some whole."""
        with self.services.store.read() as conn:
            entries = feeds.read_after(conn, feeds.ALL, 0, 100)
        identity, last = self.services.identity, entries[-1]
        signature = b64(sign(identity.sign_private, mark_bytes(identity.hub, feeds.ALL, last.seq, last.head)))
        said: list[dict[str, Any]] = [{"hash": [e.id, e.sha.hex()]} for e in entries[:-1]]
        return [
            {"hello": {"protocol": 1, "request": "1", "device": self.device, "feed": feeds.ALL}},
            {"after": {"seq": 0, "head": ZERO.hex()}},
            *said,
            {"line": json.loads(last.line)},
            {"mark": {"seq": last.seq, "head": last.head.hex(), "signature": signature}},
            {"end": {"marks": 1}},
        ]

    def attachment(self) -> str:
        """A named picture whose bytes the hub lacks."""
        patient = self.patient()
        data = PICTURE + self.device.encode() + str(self._made).encode()
        self.picture = data
        sha = hashlib.sha256(data).hexdigest()
        fields = {"sha256": sha, "bytes": len(data), "media": "image/jpeg", "label": "Wound"}
        naming = self.change("attachment", fields, patient["record"])
        assert self.send("exchange", lines_of(self.exchange(patient, naming))).status_code == 200
        return sha

    def still_good(self) -> None:
        """After whatever came: the books are sound, and the same device's good request goes through."""
        patient = self.patient()
        answer = self.send("exchange", lines_of(self.exchange(patient)))
        assert answer.status_code == 200
        said = [json.loads(line) for line in answer.content.splitlines()]
        assert [each["ack"]["n"] for each in said if "ack" in each] == [1]
        with self.services.store.read() as conn:
            assert check(conn).wrong == ()
        assert self.slowest < LONGEST_S


def line_of(value: Any) -> bytes:
    """One line of JSON as a careless or hostile program writes it."""
    return json.dumps(value, separators=(",", ":")).encode("utf-8", "surrogatepass")


def lines_of(messages: Sequence[Any]) -> list[bytes]:
    return [line_of(each) for each in messages]


def mark_over(lines: Sequence[bytes]) -> dict[str, Any]:
    head = ZERO
    for line in lines:
        head = extend(head, line)
    return {"mark": {"n": len(lines), "head": head.hex()}}


def paths(value: Any, upto: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every part of a JSON value, itself last."""
    parts: list[Any] = list(value) if isinstance(value, dict) else []
    parts = list(range(len(value))) if isinstance(value, list) else parts
    for key in parts:
        yield from paths(value[key], (*upto, key))
    yield upto


def put(value: Any, path: tuple[Any, ...], odd: Any) -> Any:
    """The value with the part at this path replaced."""
    if not path:
        return odd
    made = dict(value) if isinstance(value, dict) else list(value)
    made[path[0]] = put(value[path[0]], path[1:], odd)
    return made


def without(value: Any, path: tuple[Any, ...]) -> Any:
    """The value with the part at this path taken out."""
    if not path:
        return {}
    made = dict(value) if isinstance(value, dict) else list(value)
    if len(path) == 1:
        del made[path[0]]
    else:
        made[path[0]] = without(value[path[0]], path[1:])
    return made


def spoilt(value: Any, part: tuple[Any, ...] = ()) -> Iterator[Any]:
    """The value with each of its parts, one at a time, taken out or replaced by each odd value."""
    for path in paths(value):
        if path[: len(part)] != part:
            continue
        yield without(value, path)
        yield from (put(value, path, odd) for odd in ODD)


@contextmanager
def open_doors(folder: Path) -> Iterator[Doors]:
    """A hub of its own in this process, without its limits on how often one may call."""
    services = open_services(init_store(f"sqlite:///{folder / 'hub.db'}"))
    often = Rate(1e9, 1e9)
    config = replace(services.config, device_rate=often, address_rate=often, free_failures=10**9, refuse_after=10**9)
    services = replace(services, config=config)
    with TestClient(app_of(services), raise_server_exceptions=False) as client:
        yield Doors(services, client)
