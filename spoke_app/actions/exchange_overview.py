"""The Exchange screen and the status bar: what waits, what needs attention, and how the last exchanges went."""

from __future__ import annotations

from datetime import datetime

import msgspec

from spoke_app.actions.desk import Desk
from spoke_app.actions.patient_rows import local_time, row_of
from spoke_app.actions.views import AttentionRow, ExchangeOverview, ExchangeRow, HubSays, OpenStick, WaitingRow
from spoke_app.store import attachments, exchange_book, journal
from spoke_app.store.bundle_book import BY_STICK, on_sticks
from spoke_app.store.database import Store
from spoke_app.store.exchange_book import HistoryRow

MOST_ATTENTION = 100
MOST_WAITING = 200
_NOT_ACKNOWLEDGED = """FROM chains c CROSS JOIN chain_lines l ON l.chain = c.chain AND l.n > c.acked_n
    CROSS JOIN journal j ON j.id = l.id WHERE c.current = 1"""
"""CROSS: read in this order. Left to choose, SQLite begins with every line that was ever written."""
_BROKEN = frozenset({"broken", "stalled", "bundle-damaged"})
_VERSIONS: tuple[HubSays, ...] = ("upgrade-needed", "hub-too-old")
NO_CONNECTION = frozenset({"unreachable", "certificate", "bad-address", "not-our-hub", "proxy-password"})
"""Outcomes of an exchange in which no hub of ours answered."""


def exchange_overview(desk: Desk) -> ExchangeOverview:
    store, now = desk.store, desk.now()
    pictures = attachments.backlog(store)
    [total] = store.rows(
        "SELECT count(*) AS count, coalesce(sum(length(j.line)), 0) AS bytes,"
        f" count(DISTINCT coalesce(j.patient, '')) AS people {_NOT_ACKNOWLEDGED}"
    )
    history = exchange_book.history(store)
    whole = exchange_book.last_whole(store)
    offset = store.meta_get("clock_offset_ms")
    rows = tuple(_exchange(row, now) for row in history)
    tried = next((row for row in rows if not row.by_stick), None)
    attention = _attention(desk, now)
    named = sum(row.reason == "quarantine" for row in attention)
    return ExchangeOverview(
        waiting=total["count"],
        waiting_bytes=total["bytes"],
        waiting_rows=_waiting(desk, now),
        attention=attention,
        history=rows,
        last_whole=local_time(whole.started, now) if whole else None,
        last_tried=tried.started if tried else None,
        all_sent=exchange_book.all_sent(store),
        clock_offset_s=int(offset) / 1000 if offset else None,
        hub=store.meta_get("hub_url"),
        hub_hears=tried is not None and tried.outcome != "no_connection",
        no_line=_no_line(history),
        waiting_people=total["people"],
        attention_count=len(attention) - named + exchange_book.quarantined_count(store),
        hub_says=_hub_says(store),
        fetching=exchange_book.filling(store),
        pictures=pictures.waiting,
        picture_bytes=pictures.bytes,
        pictures_missing=pictures.missing,
        sticks=tuple(OpenStick(local_time(one.made_at, now) or now, one.waiting) for one in on_sticks(store)),
    )


def _no_line(history: list[HistoryRow]) -> str:
    last = next((row.outcome for row in history if row.detail != BY_STICK), "")
    return last if last in NO_CONNECTION else ""


def _hub_says(store: Store) -> HubSays:
    if exchange_book.refused_by_hub(store) in exchange_book.LOST_BY_THE_HUB:
        return "device-unknown"
    if store.meta_get("revoked") == "1":
        return "revoked"
    found: HubSays = next((code for code in _VERSIONS if code == exchange_book.refused_by_hub(store)), "")
    return found


def _waiting(desk: Desk, now: datetime) -> tuple[WaitingRow, ...]:
    """What the hub has not acknowledged, by patient, in the order in which it was saved: the first of many."""
    found = desk.store.rows(
        f"""SELECT j.patient, group_concat(j.kind, ',' ORDER BY l.n) AS kinds, count(*) AS count,
            sum(length(j.line)) AS bytes, min(l.n), j.at
            {_NOT_ACKNOWLEDGED} GROUP BY j.patient ORDER BY min(l.n) LIMIT ?""",
        (MOST_WAITING,),
    )
    rows = []
    for row in found:
        name, other = _names(desk, row["patient"], now)
        kinds, since = tuple(dict.fromkeys(row["kinds"].split(","))), local_time(row["at"], now) or now
        rows.append(WaitingRow(name, kinds, row["count"], row["bytes"], since, other))
    return tuple(rows)


def _attention(desk: Desk, now: datetime) -> tuple[AttentionRow, ...]:
    """What the hub keeps aside, what was written twice without knowing, and what breaks a type or limit."""
    store = desk.store
    rows = []
    for one in exchange_book.needs_attention(store)[:MOST_ATTENTION]:
        name, other = _names(desk, one.patient, now)
        if one.patient and not name:
            name = _written_name(store, one.patient)
        record, kind = one.record or one.id, one.kind or ""
        rows.append(AttentionRow(record, kind, name, "quarantine", one.code, one.detail, other, one.id))
    marked = store.rows(
        """SELECT record, kind, patient, conflicts, flagged FROM records WHERE record IN
           (SELECT record FROM records WHERE conflicts != '[]' UNION SELECT record FROM records WHERE flagged != '[]')
           ORDER BY updated_at DESC, record LIMIT ?""",
        (MOST_ATTENTION,),
    )
    for row in marked:
        name, other = _names(desk, row["patient"], now)
        for conflict in msgspec.json.decode(row["conflicts"]):
            path = conflict["path"]
            rows.append(AttentionRow(row["record"], row["kind"], name, "conflict", "conflict", path, other))
        for field, code, _ in msgspec.json.decode(row["flagged"]):
            rows.append(AttentionRow(row["record"], row["kind"], name, "flagged", code, field, other))
    return tuple(rows)


def _names(desk: Desk, patient: str | None, now: datetime) -> tuple[str, str]:
    if not patient:
        return "", ""
    row = row_of(desk.store, patient, now.date())
    return row.name, row.name_other


def _written_name(store: Store, patient: str) -> str:
    """The name of somebody whose registration itself is in quarantine: as it was written."""
    names = (change.set.get("name") for change in journal.changes_of(store, patient))
    return next((name for name in names if isinstance(name, str)), "")


def _exchange(row: HistoryRow, now: datetime) -> ExchangeRow:
    return ExchangeRow(
        started=local_time(row.started, now) or now,
        outcome=_outcome(row.outcome),
        sent=row.sent,
        received=row.received,
        bytes=row.bytes,
        seconds=row.seconds,
        by_stick=row.detail == BY_STICK,
    )


def _outcome(word: str) -> str:
    """The engine's word as the screens show it."""
    if word == "done":
        return "whole"
    if word in _BROKEN:
        return "broken"
    if word in NO_CONNECTION:
        return "no_connection"
    return "attention" if word in ("diverged", "next-stick") else "refused"
