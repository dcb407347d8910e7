"""The journal: lines for ever, the chain beside them, and the projection with them or not at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from care_record.chain import ZERO, extend
from care_record.change import BadChange, decode
from care_record.clock import clock_ms
from care_record.ids import new_id
from spoke_app.store import journal
from spoke_app.store.database import Store, open_store
from spoke_app.store.journal import Clashes, NewChange
from tests.helpers.spoke import KEY, Elsewhere, Spoke, new_store, patient_fields

TABLES = ("records", "visits", "cases", "follow_ups")


def projection_of(store: Store) -> dict[str, Any]:
    """Everything that is folded out of the journal, without the row numbers of the search index."""
    found: dict[str, Any] = {table: store.rows(f"SELECT * FROM {table} ORDER BY 1") for table in TABLES}
    patients = store.rows("SELECT * FROM patients ORDER BY record")
    found["patients"] = [{name: value for name, value in row.items() if name != "n"} for row in patients]
    found["indexed"] = sorted(
        row["record"] for row in store.rows("SELECT record FROM patients WHERE n IN (SELECT rowid FROM patient_search)")
    )
    found["index"] = store.value("SELECT count(*) FROM patient_search")
    return found


def assert_rebuilt_the_same(store: Store) -> None:
    before = projection_of(store)
    journal.rebuild(store)
    assert projection_of(store) == before
    assert before["index"] == len(before["patients"]) == len(before["indexed"])


def assert_chain_holds(store: Store) -> None:
    chain = store.value("SELECT chain FROM chains WHERE current = 1")
    head = ZERO
    rows = store.rows("SELECT n, id, head FROM chain_lines WHERE chain = ? ORDER BY n", (chain,))
    for n, row in enumerate(rows, start=1):
        line = bytes(store.value("SELECT line FROM journal WHERE id = ?", (row["id"],)))
        head = extend(head, line)
        assert (row["n"], bytes(row["head"])) == (n, head)


def test_a_write_is_in_journal_chain_and_projection(spoke: Spoke) -> None:
    patient = NewChange("patient", None, patient_fields())
    [change] = journal.write(spoke.store, [patient], author=spoke.desk.staff.id, now=spoke.clock())
    line = bytes(spoke.store.value("SELECT line FROM journal WHERE id = ?", (change.id,)))
    assert decode(line) == change
    assert change.patient == change.record
    assert change.at == "2026-11-23T10:00:00.000+05:30"
    assert change.tz_ok
    assert spoke.store.value("SELECT name FROM patients WHERE record = ?", (change.record,)) == "Sunita Devi"
    assert_chain_holds(spoke.store)
    assert_rebuilt_the_same(spoke.store)


def test_a_line_is_never_altered_or_deleted(spoke: Spoke) -> None:
    journal.write(spoke.store, [NewChange("patient", None, patient_fields())], author="a", now=spoke.clock())
    for sql in (
        "DELETE FROM journal",
        "UPDATE journal SET at = ''",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal",
    ):
        with pytest.raises(Exception, match="never"):
            spoke.store.execute(sql)


def test_a_caller_who_fails_takes_everything_back(spoke: Spoke) -> None:
    before, clock = projection_of(spoke.store), spoke.store.meta_get("clock_last")
    with pytest.raises(KeyError), spoke.store.transaction():
        journal.write(spoke.store, [NewChange("patient", None, patient_fields())], author="a", now=spoke.clock())
        raise KeyError
    assert projection_of(spoke.store) == before
    assert spoke.store.meta_get("clock_last") == clock
    assert spoke.store.value("SELECT count(*) FROM chain_lines") == 0


def test_clocks_rise_while_the_wall_clock_jumps(spoke: Spoke) -> None:
    last = ""
    for now in (
        datetime(2026, 11, 23, tzinfo=UTC),
        datetime(1970, 1, 2, tzinfo=UTC),
        datetime(2090, 1, 1, tzinfo=UTC),
        datetime(2026, 11, 23, tzinfo=UTC),
        datetime(2026, 11, 23, tzinfo=UTC),
    ):
        [change] = journal.write(spoke.store, [NewChange("patient", None, patient_fields())], author="a", now=now)
        assert change.clock > last
        last = change.clock
    assert_chain_holds(spoke.store)


def test_a_clock_that_is_off_says_so(spoke: Spoke) -> None:
    spoke.store.meta_set("clock_offset_ms", str(20 * 60 * 1000))
    [change] = journal.write(spoke.store, [NewChange("patient", None, patient_fields())], author="a", now=spoke.clock())
    assert not change.tz_ok


def test_receiving_is_idempotent_and_verbatim(spoke: Spoke) -> None:
    line = spoke.hub.line("patient", patient_fields(), now=spoke.clock())
    spaced = line.replace(b'"kind":', b'"kind" : ', 1)
    assert len(spoke.receive(spaced)) == 1
    assert spoke.receive(spaced, spaced) == []
    assert bytes(spoke.store.value("SELECT line FROM journal WHERE kind = 'patient'")) == spaced
    assert spoke.store.value("SELECT count(*) FROM chain_lines") == 0


def test_the_same_id_with_other_bytes_is_told_and_the_first_stays(spoke: Spoke) -> None:
    line = spoke.hub.line("patient", patient_fields(), now=spoke.clock())
    other = line.replace(b"Rampur", b"Sonpur")
    spoke.receive(line)
    clashes = Clashes()
    assert journal.receive(spoke.store, [other], now=spoke.clock(), clashes=clashes) == []
    assert clashes.ids == [decode(line).id]
    assert spoke.store.value("SELECT village FROM patients") == "Rampur"


def test_what_is_no_change_is_refused_whole(spoke: Spoke) -> None:
    good = spoke.hub.line("patient", patient_fields(), now=spoke.clock())
    with pytest.raises(BadChange):
        spoke.receive(good, b"<html>")
    assert spoke.store.value("SELECT count(*) FROM patients") == 0


def test_a_clock_seen_is_adopted_unless_it_is_a_day_ahead(spoke: Spoke) -> None:
    now = spoke.clock()
    ahead = spoke.hub.line("patient", patient_fields(), now=now + timedelta(hours=20))
    spoke.receive(ahead)
    [mine] = journal.write(spoke.store, [NewChange("patient", None, patient_fields())], author="a", now=now)
    assert mine.clock > decode(ahead).clock
    wild = Elsewhere().line("patient", patient_fields(), now=now + timedelta(days=4000))
    spoke.receive(wild)
    [mine] = journal.write(spoke.store, [NewChange("patient", None, patient_fields())], author="a", now=now)
    assert clock_ms(mine.clock) < clock_ms(decode(wild).clock)


def test_what_was_written_meanwhile_elsewhere_is_a_conflict_that_both_can_read(spoke: Spoke) -> None:
    [first] = journal.write(spoke.store, [NewChange("patient", None, patient_fields())], author="a", now=spoke.clock())
    record = first.record
    mine = NewChange("patient", record, {"village": "Sonpur"}, record=record, base=(first.id,))
    journal.write(spoke.store, [mine], author="a", now=spoke.clock.forward(minutes=1))
    spoke.receive(
        spoke.hub.line("patient", {"village": "Maner", "blood_group": "B+"}, now=spoke.clock.forward(minutes=1),
                       record=record, base=[first.id])
    )  # fmt: skip
    row = spoke.store.row("SELECT * FROM records WHERE record = ?", (record,))
    assert row is not None
    [conflict] = json.loads(row["conflicts"])
    assert conflict["path"] == "village"
    assert {candidate["value"] for candidate in conflict["candidates"]} == {"Sonpur", "Maner"}
    assert json.loads(row["fields"])["blood_group"] == "B+"
    assert spoke.store.value("SELECT village FROM patients WHERE record = ?", (record,)) == "Maner"
    resolved = NewChange("patient", record, {"village": "Sonpur"}, record=record, base=tuple(json.loads(row["heads"])))
    journal.write(spoke.store, [resolved], author="a", now=spoke.clock.forward(minutes=1))
    assert spoke.store.value("SELECT conflicts FROM records WHERE record = ?", (record,)) == "[]"
    assert_rebuilt_the_same(spoke.store)


def test_a_quarantined_change_leaves_the_fold_and_comes_back_when_released(spoke: Spoke) -> None:
    [first] = journal.write(spoke.store, [NewChange("patient", None, patient_fields())], author="a", now=spoke.clock())
    second = NewChange("patient", first.record, {"village": "Sonpur"}, record=first.record, base=(first.id,))
    [change] = journal.write(spoke.store, [second], author="a", now=spoke.clock.forward(minutes=1))
    spoke.store.execute("INSERT INTO quarantined VALUES(?, 'no-authority', '', '')", (change.id,))
    journal.reproject(spoke.store, [first.record])
    assert spoke.store.value("SELECT village FROM patients") == "Rampur"
    spoke.store.execute("INSERT INTO quarantined VALUES(?, 'no-authority', '', '')", (first.id,))
    journal.reproject(spoke.store, [first.record])
    assert spoke.store.value("SELECT count(*) FROM patients") == 0
    assert spoke.store.value("SELECT count(*) FROM patient_search") == 0
    assert_rebuilt_the_same(spoke.store)
    spoke.store.execute("DELETE FROM quarantined")
    journal.reproject(spoke.store, [first.record])
    assert spoke.store.value("SELECT village FROM patients") == "Sonpur"
    assert [change.id for change in journal.changes_of(spoke.store, first.record)] == [first.id, change.id]


def test_values_of_wrong_types_are_flagged_and_break_nothing(spoke: Spoke) -> None:
    patient = new_id()
    for kind, fields in (
        ("patient", {"name": 7, "age": "old", "village": ["x"], "phone": {}, "gender": "unknown", "abha": 1.5}),
        ("visit", {"started": "yesterday", "complaints": "fever", "vitals": [1, 2], "danger_signs": 3}),
        ("visit", {"started": None, "complaints": [1, {"text": 4}], "outcome": 3}),
        ("referral", {"desk": 4, "visit": [], "consent": "yes", "urgency": {}}),
        ("case_event", {"referral": 3, "event": []}),
        ("follow_up", {"due": 20261123, "reason": None}),
        ("something_new", {"a": 1}),
    ):
        record = patient if kind == "patient" else None
        spoke.receive(spoke.hub.line(kind, fields, now=spoke.clock(), record=record, patient=patient))
    assert json.loads(spoke.store.value("SELECT flagged FROM records WHERE record = ?", (patient,)))
    assert_rebuilt_the_same(spoke.store)


def test_any_order_of_arrival_gives_the_same_projection(spoke: Spoke, tmp_path: Path) -> None:
    patient, visit, referral = new_id(), new_id(), new_id()
    now, hub = spoke.clock(), spoke.hub
    lines = [
        hub.line("patient", patient_fields(), now=now, record=patient),
        hub.line("visit", {"started": "2026-11-20T10:00:00+05:30", "mode": "spoke"}, now=now, record=visit,
                 patient=patient),
        hub.line("referral", {"visit": visit, "urgency": "urgent"}, now=now, record=referral, patient=patient),
        hub.line("case_event", {"referral": referral, "event": "opened", "at": "2026-11-23T10:00:00+05:30"}, now=now,
                 patient=patient),
        hub.line("advice", {"referral": referral, "text": "Rest", "signed": "2026-11-23T11:00:00+05:30"}, now=now,
                 patient=patient),
        hub.line("follow_up", {"due": "2026-11-24", "reason": "BP"}, now=now, patient=patient),
    ]  # fmt: skip
    spoke.receive(*lines)
    other = new_store(tmp_path / "other.db")
    for line in reversed(lines):
        journal.receive(other, [line], now=now)
    wanted, found = projection_of(spoke.store), projection_of(other)
    for table in ("visits", "cases", "follow_ups", "patients"):
        assert found[table] == wanted[table]
    assert wanted["cases"][0]["state"] == "answered"
    assert wanted["patients"][0]["last_seen"] == "2026-11-20"
    other.close()


SAVING = """
import sys
from pathlib import Path
from spoke_app.store.database import open_store
from spoke_app.store.journal import NewChange, write
from tests.helpers.spoke import KEY, START, patient_fields
store = open_store(Path(sys.argv[1]), KEY)
print("ready", flush=True)
for n in range(100000):
    new = [NewChange("patient", None, patient_fields(f"Patient {n}")) for _ in range(20)]
    with store.transaction():
        written = write(store, new, author="a", now=START)
    print(written[-1].id, flush=True)
"""


@pytest.mark.parametrize("after", [0, 3, 11])
def test_a_kill_in_mid_save_leaves_all_or_nothing(spoke: Spoke, tmp_path: Path, after: int) -> None:
    spoke.store.close()
    command = [sys.executable, "-c", SAVING, str(tmp_path / "store.db")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3])
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    promised = [process.stdout.readline().strip() for _ in range(after)]
    os.kill(process.pid, signal.SIGKILL)
    promised += process.stdout.read().split()
    process.stdout.close()
    process.wait()
    store = open_store(tmp_path / "store.db", KEY)
    spoke.store.db = store.db
    for change in promised:
        if len(change) == 36:
            assert store.value("SELECT 1 FROM journal WHERE id = ?", (change,)) == 1
    assert store.value("SELECT count(*) FROM journal WHERE kind = 'patient'") % 20 == 0
    assert store.value("SELECT count(*) FROM chain_lines") == store.value("SELECT count(*) FROM patients")
    assert store.check() == []
    assert_chain_holds(store)
    assert_rebuilt_the_same(store)
