"""Seeded histories at the store's door: pages in any order, repeated, from copies, for patients not known yet.

Whatever happens, nothing is lost or doubled: at the end every line is stored, waits for its patient, or is in
quarantine, and every feed holds exactly the stored changes of its audience's patients.
"""

from __future__ import annotations

import json
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from care_record.chain import ZERO
from care_record.ids import new_id
from hub_server.context import Services
from hub_server.store import chains, feeds, records
from hub_server.store import tables as t
from hub_server.store.chains import Place
from hub_server.store.check import check
from hub_server.store.judge import Sender
from hub_server.store.pages import accept_early, accept_page, read_run
from hub_server.store.writer import HubChange
from tests.hub_server.test_feeds import Writer, facility, read_all

SEEDS = (1, 2, 3, 4)


class Journal:
    """A device's lines, cut into pages that may be sent at any time, on several chains."""

    def __init__(self, writer: Writer, chance: random.Random, patients: list[str], other: list[str]) -> None:
        self.writer, self.lines = writer, list[bytes]()
        for _ in range(12):
            if not patients or chance.random() < 0.3:
                line = writer.line("patient", {"name": "x"}, None)
                patients.append(json.loads(line)["record"])
            else:
                line = writer.line("note", {"text": "y"}, chance.choice(patients + other))
            self.lines.append(line)
        chance.shuffle(self.lines)  # a note may come before its patient
        self.heads = [ZERO, *chains.heads_along(ZERO, self.lines)]
        self.cuts = sorted({0, len(self.lines), *chance.sample(range(1, len(self.lines)), 3)})
        self.chains = [writer.sender]

    def copy(self, services: Services) -> None:
        """One more running copy with a chain of its own."""
        now = datetime.now(UTC)
        chain = services.store.run(lambda conn: chains.new_chain(conn, self.writer.device, now))
        self.chains.append(Sender(self.writer.device, chain, self.writer.sender.facility))

    def send(self, services: Services, sender: Sender, index: int) -> bool:
        start, end = self.cuts[index], self.cuts[index + 1]
        after, mark = Place(start, self.heads[start]), Place(end, self.heads[end])
        run, now = read_run(sender, after, self.lines[start:end], self.heads[start + 1 : end + 1]), datetime.now(UTC)
        return services.store.run(lambda conn: accept_page(conn, run, mark, now))

    def send_early(self, services: Services, chance: random.Random) -> None:
        lines, now = chance.sample(self.lines, 2), datetime.now(UTC)
        services.store.run(lambda conn: accept_early(conn, self.writer.sender, lines, now))


@pytest.mark.parametrize("seed", SEEDS)
def test_any_multiset_of_pages_gives_the_same_set(services: Services, seed: int) -> None:
    chance = random.Random(seed)
    here, there = facility(services, "HERE"), facility(services, "THERE")
    ours: list[str] = []
    theirs: list[str] = []
    journals = [
        Journal(Writer(services, *here), chance, ours, []),
        Journal(Writer(services, *here), chance, ours, theirs),
        Journal(Writer(services, *there), chance, theirs, ours),
    ]
    for journal in journals:
        journal.copy(services)
    for _ in range(40):
        journal = chance.choice(journals)
        if chance.random() < 0.2:
            journal.send_early(services, chance)
        else:
            journal.send(services, chance.choice(journal.chains), chance.randrange(len(journal.cuts) - 1))
    for journal in journals:
        for index in range(len(journal.cuts) - 1):
            assert journal.send(services, journal.writer.sender, index)
    _check_everything(services, journals, {here[0]: ours, there[0]: theirs})


def _check_everything(services: Services, journals: list[Journal], patients: dict[str, list[str]]) -> None:
    written = {change for journal in journals for change in journal.writer.written}
    with services.store.read() as conn:
        assert check(conn).wrong == ()
        devices = [journal.writer.device for journal in journals]
        rows = conn.execute(sa.select(t.changes).where(t.changes.c.device.in_(devices))).all()
        refused = conn.execute(sa.select(t.quarantine.c.id, t.quarantine.c.code)).all()
    stored = {row.id for row in rows if row.state == "stored"}
    assert {row.id for row in rows} | {row.id for row in refused} == written
    assert not {row.id for row in rows} & {row.id for row in refused}
    assert {row.code for row in refused} <= {"foreign-patient"}
    assert stored == {row.id for row in rows}, "every patient has come, so nothing waits"
    for place, own in patients.items():
        due = {row.id for row in rows if row.patient in own}
        assert {entry.id for entry in read_all(services, feeds.facility_feed(place))} == due


def test_the_hubs_own_writers_build_upon_each_other(services: Services) -> None:
    patient = new_id()
    first = HubChange("patient", patient, patient, {"name": "Sunita Devi"})
    services.store.run(lambda conn: services.writer.write(conn, "doctor", [first]))

    def write(number: int) -> None:
        change = HubChange("patient", patient, patient, {"village": f"Village {number}"})
        services.store.run(lambda conn: services.writer.write(conn, "doctor", [change]))

    with ThreadPoolExecutor(8) as pool:
        for finished in [pool.submit(write, number) for number in range(24)]:
            finished.result()
    with services.store.read() as conn:
        state = records.folded(conn, patient)
        assert check(conn).wrong == ()
    assert state is not None
    assert len(state.heads) == 1
    assert state.conflicts == ()
