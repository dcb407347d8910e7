"""A health centre with two PCs on a real hub process, each behind a line of its own that can be broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from spoke_app.store import exchange_book as book
from spoke_app.store import soundness
from spoke_app.sync.engine import DONE
from tests.helpers.fault_proxy import Fault, FaultProxy, Link
from tests.helpers.hub import HubProcess, served_hub
from tests.helpers.pc import Pc


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with served_hub(f"sqlite:///{tmp_path_factory.mktemp('hub') / 'hub.db'}") as served:
        yield served


@dataclass
class Town:
    """`near` is behind the line that a test breaks; `far` has a good one, and sees what arrived."""

    hub: HubProcess
    facility: str
    cho: str
    folder: Path
    line: FaultProxy
    near: Pc
    far: Pc

    def slow(self, link: Link) -> FaultProxy:
        """Puts a slow line in the place of the good one."""
        self.line.close()
        self.line = FaultProxy(self.hub.url, link)
        self.near.move_to(self.line.url)
        return self.line

    def settle(self) -> None:
        """With a good line everything arrives, once, and nothing waits."""
        self.line.fault = Fault()
        self.near.move_to(self.line.url)
        for _ in range(2):
            for pc in (self.near, self.far):
                result = pc.exchange()
                assert (result.outcome, pc.waiting()) == (DONE, 0)
        assert self.near.held() == self.far.held()
        assert [place(self.near), projection(self.near)] == [place(self.far), projection(self.far)]
        for pc in (self.near, self.far):
            assert soundness.check(pc.store).problems == []
        assert book.all_sent(self.near.store)


def place(pc: Pc) -> list[book.FeedPlace]:
    return [book.place(pc.store, feed) for feed in book.feeds(pc.store)]


def projection(pc: Pc) -> list[dict[str, Any]]:
    return pc.store.rows(
        "SELECT record, kind, patient, fields, heads, conflicts, last_clock FROM records ORDER BY record"
    )


def kept(pc: Pc) -> dict[str, Any]:
    """All that an exchange may change on a device, but for what it notes about the line and its own history."""
    tables = ("journal", "chains", "chain_lines", "feed_places", "feed_lines", "feed_marks", "quarantined", "records")
    state: dict[str, Any] = {name: pc.store.rows(f"SELECT * FROM {name} ORDER BY 1, 2") for name in tables}
    state["meta"] = pc.store.rows("SELECT * FROM meta WHERE key != 'link' ORDER BY key")
    return state


@pytest.fixture
def town(hub: HubProcess, tmp_path: Path) -> Iterator[Town]:
    facility = hub.facility()
    cho = hub.person(facility)
    line = FaultProxy(hub.url)
    near = Pc(hub, facility, cho, tmp_path / "near", line.url)
    far = Pc(hub, facility, cho, tmp_path / "far", hub.url)
    town = Town(hub, facility, cho, tmp_path, line, near, far)
    town.settle()
    yield town
    town.line.close()
    near.close()
    far.close()
