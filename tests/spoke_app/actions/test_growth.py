"""What screens and exchange read every day goes to its rows over an index, however many years lie behind.

Nothing is measured here (`bench/clinic.py` does): SQLite is asked how it would read.
"""

from __future__ import annotations

import re
from datetime import date

from spoke_app.actions.exchange_overview import exchange_overview
from spoke_app.actions.find_patients import find_patients, likely_duplicates
from spoke_app.actions.follow_ups import list_follow_ups
from spoke_app.actions.list_cases import list_cases
from spoke_app.actions.open_case import open_case
from spoke_app.actions.open_patient import open_patient
from spoke_app.actions.open_record import open_record
from spoke_app.actions.registers import read_register
from spoke_app.actions.today import today
from spoke_app.store import attachments, exchange_book, own_chain
from tests.helpers.spoke import Spoke, refer

GROWING = ("journal", "records", "patients", "visits", "chain_lines", "feed_lines", "feed_marks", "attachment_records")
"""Tables with lines for every patient, visit or change."""
IN_ITS_ORDER = "ORDER BY n DESC LIMIT"
"""The patients seen last: read in the table's own order, and only so many."""
COUNTED = "SELECT (SELECT count(*) FROM patients)"
FIRST_DAY = "SELECT 1 FROM patients LIMIT 1"
ALLOWED = (IN_ITS_ORDER, COUNTED, FIRST_DAY)


def test_no_everyday_read_goes_through_a_whole_table(spoke: Spoke, patient: str) -> None:
    referral = refer(spoke, patient)
    asked: list[str] = []
    connection = spoke.store.db.conn
    connection.set_trace_callback(asked.append)
    read_everything(spoke, patient, referral)
    connection.set_trace_callback(None)
    reads = {sql for sql in asked if sql.lstrip().startswith("SELECT") and "fts" not in sql}
    assert len(reads) > 40
    long = {sql: plan for sql in sorted(reads) if (plan := scans(spoke, sql)) and not any(a in sql for a in ALLOWED)}
    assert long == {}


def read_everything(spoke: Spoke, patient: str, referral: str) -> None:
    desk, store = spoke.desk, spoke.store
    for typed in ("", "s", "sunita", "987", "nobody at all"):
        find_patients(desk, typed)
    likely_duplicates(desk, {"name": "Sunita Devi", "phone": "9876543210", "village": "Rampur"})
    open_patient(desk, patient)
    open_record(desk, patient)
    today(desk)
    list_follow_ups(desk)
    list_cases(desk)
    list_cases(desk, "closed")
    open_case(desk, referral)
    exchange_overview(desk)
    read_register(desk, "opd", date(2026, 11, 1))
    read_register(desk, "telemedicine", date(2026, 11, 1))
    read_register(desk, "medicines", date(2026, 11, 1))
    read_register(desk, "follow_ups", date(2026, 11, 1))
    chain = own_chain.current_chain(store)
    assert chain is not None
    own_chain.emergency_lines(store, chain.chain, after_n=0, early_n=0, max_bytes=10_000)
    own_chain.lines_after(store, chain.chain, 0, until_n=10, max_bytes=10_000, max_lines=10)
    own_chain.records_between(store, chain.chain, 0, 10, kind="note")
    attachments.to_send(store)
    attachments.to_fetch(store, spoke.clock())
    attachments.keep(store, b"a photo", spoke.clock())
    exchange_book.answer_awaited(store)
    exchange_book.all_sent(store)


def scans(spoke: Spoke, sql: str) -> list[str]:
    """The steps that read a growing table from its beginning to its end."""
    plan = [row[3] for row in spoke.store.db.conn.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
    names = {alias: table for table, alias in re.findall(r"\b(?:FROM|JOIN)\s+(\w+)(?:\s+(?:AS\s+)?(\w+))?", sql)}
    found = []
    for step in plan:
        match = re.fullmatch(r"SCAN (\w+)( USING.*)?", step)
        # Over a partial index it reads those few lines alone that the index is for.
        if match and names.get(match[1], match[1]) in GROWING and not _partial(spoke, match[2] or ""):
            found.append(step)
    return found


def _partial(spoke: Spoke, using: str) -> bool:
    index = using.rpartition(" ")[2]
    return bool(spoke.store.value("SELECT sql LIKE '%WHERE%' FROM sqlite_master WHERE name = ?", (index,)))
