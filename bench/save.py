"""A durable save (journal, chain, projection, search index, one commit) against a bare insert of the same bytes.

Both go to SQLCipher files with WAL and `synchronous=FULL`, in turns. The save is a visit of a registered patient as a
CHO writes it (complaint, vitals, examination); the bound inserts exactly its line into a table with a primary key.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench.measure import Ratio, in_turns, report
from care_record.ids import new_id
from spoke_app.store.database import open_store
from spoke_app.store.journal import NewChange, write

ROUNDS = 400
KEY = bytes(range(32))
NOW = datetime.now(UTC)

VISIT = {
    "started": NOW.isoformat(timespec="milliseconds"),
    "mode": "spoke",
    "reason": "new",
    "complaints": [
        {"id": new_id(), "code": "fever", "text": "Fever", "duration": {"value": 3, "unit": "days"}},
        {"id": new_id(), "code": "headache", "text": "Headache", "duration": {"value": 2, "unit": "days"}},
    ],
    "vitals": {"temperature_f": 101.2, "pulse": 102, "bp_systolic": 104, "bp_diastolic": 66, "spo2": 98},
    "history": {"past": "Malaria two years ago, treated at the sub-centre; no other illness that she knows of."},
    "examination": "Pale, no swelling, chest clear, spleen not felt, malaria test negative, drinks well. " * 3,
    "outcome": "treated",
}


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        store = open_store(Path(name) / "spoke.db", KEY)
        store.meta_set("device", "9f3a61c2aabbccdd")
        store.execute("INSERT INTO chains(chain, made_at, current) VALUES('c', '', 1)")
        patient = {"name": "Sunita Devi", "gender": "female", "village": "Barail", "slip_no": "B-1"}
        registered = write(store, [NewChange("patient", None, patient)], author="anjali", now=NOW)[0].record

        bare = open_store(Path(name) / "bare.db", KEY)
        bare.execute("CREATE TABLE line(id TEXT PRIMARY KEY, line BLOB NOT NULL)")
        line = None

        def save() -> None:
            write(store, [NewChange("visit", registered, VISIT)], author="anjali", now=NOW)

        def insert() -> None:
            with bare.transaction():
                bare.execute("INSERT INTO line(id, line) VALUES(?, ?)", (new_id(), line))

        save()
        line = store.value("SELECT line FROM journal WHERE kind = 'visit'")
        figure, bound = in_turns(save, insert, ROUNDS)
        store.close()
        bare.close()
    medians = [1000 * statistics.median(times) for times in (figure, bound)]
    return report([Ratio(f"durable save of {len(line)} bytes, median", medians[0], medians[1], "ms", 2)])


if __name__ == "__main__":
    sys.exit(main())
