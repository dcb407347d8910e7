"""One health centre and a hub in this process, and a USB stick between them: no line at all unless a test wants one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from care_record.change import Change
from care_record.ids import new_id, new_token
from hub_server.answer import Answering
from hub_server.bundle import Imported, import_bundle
from hub_server.context import Services
from hub_server.enrol import EnrolRequest, enrol, new_chain
from hub_server.exchange import Receiving, device_of
from hub_server.heal import Healing
from hub_server.problems import Problem
from hub_server.services.devices import make_enrol_code
from hub_server.services.places import add_facility
from hub_server.services.staff import NewStaff, add_staff
from spoke_app.store import exchange_book as book
from spoke_app.store import own_chain
from spoke_app.store.database import Store, open_store
from spoke_app.store.journal import NewChange, write
from spoke_app.sync import bundle
from spoke_app.sync.bundle import Exported
from spoke_app.sync.engine import Clock, ExchangeResult, exchange
from spoke_app.sync.transport import Answer, NoConnection, Refusal

T = TypeVar("T")
KEY = bytes(32)
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Spoken(Answer):
    """The hub's answer as it came over the line, cut after so many bytes if a test wants that."""

    def __init__(self, pieces: Iterator[bytes], cut: int | None) -> None:
        self._pieces = pieces
        self._cut = cut
        self.compressed = True

    def pieces(self) -> Iterator[bytes]:
        left = self._cut
        for piece in self._pieces:
            yield piece if left is None else piece[:left]
            if left is not None and len(piece) >= left:
                raise NoConnection("broken")
            left = None if left is None else left - len(piece)


class Line:
    """The hub without a network between."""

    def __init__(self, services: Services, token: str) -> None:
        self.services = services
        self.token = token
        self.cut: int | None = None

    @contextmanager
    def exchange(self, body: bytes | Iterator[bytes], /) -> Iterator[Answer]:
        try:
            receiving = Receiving(self.services, device_of(self.services, f"Bearer {self.token}"), compressed=True)
            for piece in (body,) if isinstance(body, bytes) else body:
                receiving.feed(piece)
            asked = receiving.finish()
        except Problem as problem:
            raise Refusal(problem.code, problem.status) from None
        yield Spoken(Answering(self.services, asked).pieces(), self.cut)

    def new_chain(self) -> str:
        return new_chain(self.services, device_of(self.services, f"Bearer {self.token}"))

    @contextmanager
    def heal(self, body: bytes, /) -> Iterator[Answer]:
        try:
            healing = Healing(self.services, device_of(self.services, f"Bearer {self.token}"), compressed=True)
            healing.feed(body)
            answer = healing.finish()
        except Problem as problem:
            raise Refusal(problem.code, problem.status) from None
        yield Spoken(iter([answer]), None)


class Pc:
    """A PC of the centre, with a drive for sticks."""

    def __init__(self, folder: Path, services: Services, token: str, cho: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.services = services
        self.token = token
        self.cho = cho
        self.time = START
        self.store: Store = open_store(folder / "store.db", KEY)
        self.line = Line(services, token)
        self._files = 0

    def call(self, function: Callable[[Store], T], /) -> T:
        return function(self.store)

    def clock(self) -> Clock:
        return Clock(lambda: self.time, lambda: 0.0)

    def save(self, name: str = "Sunita Devi", *, patient: str | None = None, **more: str) -> Change:
        self.time += timedelta(seconds=1)
        new = [NewChange("patient", None, {"name": name, "gender": "female", "village": "Parsarma", **more})]
        if patient is not None:
            new = [NewChange("visit", patient, {"started": "2026-11-23T14:00:00+05:30", "mode": "spoke", **more})]
        [change] = write(self.store, new, author=self.cho, now=self.time)
        return change

    def file(self, name: str = "stick") -> Path:
        self._files += 1
        return self.folder / f"{name}{self._files}.spoke"

    def export(self, file: Path | None = None) -> Path:
        made = file or self.file()
        self.exported: Exported = bundle.export(self.call, self.token, made, self.clock(), app="test")
        return made

    def take(self, reply: Path) -> ExchangeResult:
        self.time += timedelta(minutes=1)
        return bundle.take_reply(self.call, reply, self.clock())

    def live(self, cut: int | None = None) -> ExchangeResult:
        """An exchange over the line."""
        self.line.cut = cut
        self.time += timedelta(minutes=1)
        return exchange(self.call, self.line, self.clock())

    def at_hub(self, file: Path) -> Path:
        """At the hub: the stick is taken in, and its reply written."""
        reply = self.file("reply")
        self.imported: Imported = import_bundle(self.services, file, reply)
        return reply

    def round_trip(self) -> ExchangeResult:
        return self.take(self.at_hub(self.export()))

    def waiting(self) -> int:
        return own_chain.waiting(self.store)

    def held(self) -> dict[str, bytes]:
        return {row["id"]: bytes(row["line"]) for row in self.store.rows("SELECT id, line FROM journal")}

    def places(self) -> dict[str, int]:
        return {feed: book.place(self.store, feed).seq for feed in book.feeds(self.store)}

    def copy(self, folder: Path) -> Pc:
        """The disk as it is now, in another machine."""
        folder.mkdir(parents=True)
        self.store.copy_to(folder / "store.db")
        return Pc(folder, self.services, self.token, self.cho)


class Town:
    """A hub in this process, one health centre, and its PCs."""

    def __init__(self, services: Services, folder: Path) -> None:
        self.services = services
        self.folder = folder
        self.facility = add_facility(services, {"code": new_id()[-8:], "name": "HSC Parsarma", "district": "223"})
        self.cho = add_staff(services, NewStaff("Kumari Anjali", "cho", (self.facility,)))
        self._count = 0

    def pc(self) -> Pc:
        """A new enrolled PC that has never exchanged."""
        self._count += 1
        code, token = str(make_enrol_code(self.services, self.facility)["code"]), new_token()
        answer = enrol(self.services, EnrolRequest(code=code, token=token, name="PC", app="0.1.0", os="test"))
        pc = Pc(self.folder / f"pc{self._count}", self.services, token, self.cho)
        with pc.store.transaction():
            for key, value in {
                "device": answer.device,
                "hub": answer.hub,
                "hub_key": answer.hub_key,
                "sign_key": answer.sign_key,
                "post_kind": "facility",
                "post_id": self.facility,
            }.items():
                pc.store.meta_set(key, value)
            own_chain.start_chain(pc.store, answer.chain, now=START)
        return pc
