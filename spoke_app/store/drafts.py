"""Forms as typed so far: kept here, on this PC, until they are finished or discarded. Drafts are no records."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from care_record.ids import new_id
from spoke_app.store.database import Store

KEPT_DISCARDED = timedelta(days=7)
"""How long a discarded draft can be brought back."""


@dataclass(frozen=True)
class StoredDraft:
    """`saved_at` is RFC 3339 text; `discarded` drafts are hidden, and go for good after a week."""

    id: str
    form: str
    patient: str | None
    title: str
    author: str
    focus: str
    saved_at: str
    values: dict[str, Any]
    heads: dict[str, tuple[str, ...]]
    discarded: bool = False


def save(store: Store, draft: StoredDraft) -> StoredDraft:
    """Makes a draft (with an empty `id`) or replaces it. One that was discarded meanwhile is there again."""
    kept = StoredDraft(**{**draft.__dict__, "id": draft.id or new_id(), "discarded": False})
    store.execute(
        """INSERT OR REPLACE INTO drafts(id, form, patient, title, author, focus, saved_at, "values", heads)
           VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            kept.id,
            kept.form,
            kept.patient,
            kept.title,
            kept.author,
            kept.focus,
            kept.saved_at,
            json.dumps(kept.values, ensure_ascii=False),
            json.dumps(kept.heads),
        ),
    )
    return kept


def get(store: Store, draft: str) -> StoredDraft | None:
    row = store.row("SELECT * FROM drafts WHERE id = ?", (draft,))
    return None if row is None else _draft(row)


def all_open(store: Store) -> list[StoredDraft]:
    """Newest first."""
    rows = store.rows("SELECT * FROM drafts WHERE discarded_at IS NULL ORDER BY saved_at DESC, id DESC")
    return [_draft(row) for row in rows]


def all_discarded(store: Store, *, now: datetime) -> list[StoredDraft]:
    """Those that can still be brought back, the one put away last first."""
    rows = store.rows(
        "SELECT * FROM drafts WHERE discarded_at >= ? ORDER BY discarded_at DESC, id DESC",
        (_instant(now - KEPT_DISCARDED),),
    )
    return [_draft(row) for row in rows]


def count_discarded(store: Store, *, now: datetime) -> int:
    since = _instant(now - KEPT_DISCARDED)
    return int(store.value("SELECT count(*) FROM drafts WHERE discarded_at >= ?", (since,)))


def discard(store: Store, draft: str, *, now: datetime) -> None:
    """Hides it; those discarded more than a week ago go for good."""
    with store.transaction():
        store.execute("UPDATE drafts SET discarded_at = ? WHERE id = ?", (_instant(now), draft))
        store.execute("DELETE FROM drafts WHERE discarded_at < ?", (_instant(now - KEPT_DISCARDED),))


def restore(store: Store, draft: str) -> StoredDraft | None:
    store.execute("UPDATE drafts SET discarded_at = NULL WHERE id = ?", (draft,))
    return get(store, draft)


def remove(store: Store, draft: str) -> None:
    """The form was finished: what was typed is in the journal now."""
    store.execute("DELETE FROM drafts WHERE id = ?", (draft,))


def _instant(moment: datetime) -> str:
    return str(round(moment.timestamp())).zfill(12)


def _draft(row: dict[str, Any]) -> StoredDraft:
    return StoredDraft(
        id=row["id"],
        form=row["form"],
        patient=row["patient"],
        title=row["title"],
        author=row["author"],
        focus=row["focus"],
        saved_at=row["saved_at"],
        values=json.loads(row["values"]),
        heads={record: tuple(heads) for record, heads in json.loads(row["heads"]).items()},
        discarded=row["discarded_at"] is not None,
    )
