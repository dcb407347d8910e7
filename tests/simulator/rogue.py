"""A program of somebody else's with a real device's token: it sends what no app of ours would, and asks for what is
not its own. What it may send goes the way of every change; the rest must be in quarantine, and nothing foreign come.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from care_record.chain import ZERO, line_hash
from care_record.change import Change, encode
from care_record.clock import HybridClock, time_text
from care_record.ids import new_id
from care_record.wire import (
    PROTOCOL,
    Deflater,
    Early,
    FeedLine,
    Hello,
    LineReader,
    Mark,
    RequestEnd,
    early_line,
    message,
    pages,
    parse_answer_line,
)
from spoke_app.sync.transport import NoConnection, Refusal
from tests.simulator.wire import Wire

if TYPE_CHECKING:
    from tests.simulator.pc import Seat
    from tests.simulator.world import World

_LARGE = 70_000
_FOREIGN = frozenset({0, 6})
"""Those of the bad lines that are about another centre's patient."""


@dataclass
class Rogue:
    """A device without a store: its journal is a list."""

    world: World
    seat: Seat
    chain: str
    author: str
    lines: list[bytes] = field(default_factory=list)
    read: set[str] = field(default_factory=set)
    """Patients of whom the hub has told it."""

    def __post_init__(self) -> None:
        self.wire = Wire(self.world, self.seat.token)
        self._clock = HybridClock(self.seat.device)

    def change(self, kind: str, fields: dict[str, Any], **more: Any) -> Change:
        now = self.world.now()
        now_ms = round(now.timestamp() * 1000)
        record = more.pop("record", None) or new_id(now_ms)
        values: dict[str, Any] = {
            "id": new_id(now_ms),
            "device": self.seat.device,
            "author": self.author,
            "kind": kind,
            "record": record,
            "patient": record if kind == "patient" else None,
            "clock": self._clock.tick(now_ms),
            "at": time_text(now),
            "set": fields,
        }
        return Change(**{**values, **more})

    def good(self) -> None:
        """A patient, as anybody of the centre registers one."""
        change = self.change("patient", {"name": "Rogue's own", "gender": "female", "village": "Parsarma"})
        self.world.registered(change.record, self.seat.facility)
        self.lines.append(encode(change))

    def bad(self, which: int, other: int) -> None:
        """One line of those that are refused; `other` picks whom it is about."""
        foreign = sorted(p for p, readers in self.world.readers.items() if self.seat.facility not in readers)
        own = sorted(p for p, first in self.world.first.items() if first == self.seat.facility)
        stranger = foreign[other % len(foreign)] if foreign else None
        line = self._bad(which % 9, stranger, own[other % len(own)] if own else None)
        if line is None:
            return
        self.lines.append(line)
        about = stranger if which % 9 in _FOREIGN else None

        def may() -> bool:
            return about is not None and self.seat.facility in self.world.readers[about]

        self.world.refused[line_hash(line).hex()] = may
        with suppress(ValueError):
            self.world.refused[str(json.loads(line)["id"])] = may

    def _bad(self, which: int, foreign: str | None, own: str | None) -> bytes | None:
        share = [{"id": "s1", "facility": self.seat.facility, "by": self.author, "at": "2026-11-23T10:00:00Z"}]
        elsewhere = self.world.staff[self.world.other(self.seat.facility)][0]
        if which == 0 and foreign:
            return encode(self.change("note", {"text": "foreign"}, patient=foreign))
        if which == 1:
            return encode(self.change("staff", {"name": "Dr Rogue", "role": "doctor", "posts": [], "active": True}))
        if which == 2 and own:
            return encode(self.change("prescription", {"items": []}, patient=own))
        if which == 3:
            return b"{not a change at all}"
        if which == 4:
            return json.dumps({"id": new_id(), "set": {"text": "x" * _LARGE}}).encode()
        if which == 5 and own:
            return encode(self.change("note", {"text": "by a stranger"}, patient=own, author=self.world.doctor))
        if which == 6 and foreign:
            return encode(self.change("patient", {"share": share}, record=foreign, base=(new_id(),)))
        if which == 7 and own:
            return encode(self.change("visit", {"reason": "a patient's record"}, record=own, patient=own))
        if which == 8:
            return encode(self.change("credential", {"staff": elsewhere, "public_key": "x", "sealed": {}}))
        return None

    def clash(self, line: bytes) -> None:
        """Somebody's line under its id, with other words."""
        change = json.loads(line)
        change["set"] = {"village": "Somewhere else"}
        self.world.clashing.add(change["id"])
        self.lines.append(json.dumps(change, ensure_ascii=False, separators=(",", ":")).encode())

    def send(self, early: bytes | None = None) -> None:
        """The whole chain once more, asking for every feed from its start."""
        asked = {f"facility:{place}": (0, ZERO.hex()) for place in self.world.facilities}
        out = Deflater()
        hello = Hello(
            protocol=PROTOCOL,
            request=new_id(),
            device=self.seat.device,
            chain=self.chain,
            from_n=1,
            head=ZERO.hex(),
            feeds={**asked, "all": (0, ZERO.hex())},
            budget=1 << 22,
        )
        body = out.line(message(hello))
        if early is not None:
            body += out.line(early_line(early))
        marks = 0
        for page in pages(self.lines, 0, ZERO):
            marks += 1
            body += b"".join(out.line(line) for line in page.lines)
            body += out.line(message(Mark(page.n, page.head.hex()))) + out.flush()
        body += out.line(message(RequestEnd(marks))) + out.finish()
        try:
            with self.wire.exchange(body) as answer:
                self._read(b"".join(answer.pieces()))
        except (NoConnection, Refusal):
            return

    def _read(self, answer: bytes) -> None:
        for line in LineReader().feed(answer):
            item = parse_answer_line(line)
            body = item.what if isinstance(item, FeedLine) else item.line if isinstance(item, Early) else None
            if isinstance(body, bytes) and (patient := json.loads(body)["patient"]) is not None:
                self.read.add(patient)
