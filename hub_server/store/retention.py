"""Deletes what is no record and is over: nothing of a patient's record, and of the trail only what somebody says."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from hub_server.store import attachments, tries
from hub_server.store import tables as t
from hub_server.store.sessions import SESSION_KEPT
from hub_server.times import utc_text

CODES_KEPT = timedelta(days=30)
"""Of a code that was used or ran out: its hash, so that an answer that was lost can be asked for again."""
DRAFTS_KEPT = timedelta(days=90)
"""An answer that was typed and not signed, since it was touched last."""


def sweep(conn: sa.Connection, now: datetime) -> dict[str, int]:
    """Delete it; how many rows of what."""
    codes, uploads = t.enrol_codes.c, t.attachment_uploads.c
    old_uploads = uploads.touched_at < utc_text(now - attachments.KEPT)
    pieces = t.attachment_pieces.c.upload.in_(sa.select(uploads.upload).where(old_uploads, _not_whole()))
    over = {
        "sessions": (t.sessions, t.sessions.c.created < utc_text(now - SESSION_KEPT)),
        "tries": (t.tries, t.tries.c.last < utc_text(now - tries.KEPT)),
        "codes": (t.enrol_codes, codes.expires < utc_text(now - CODES_KEPT)),
        "claims": (t.claims, t.claims.c.until < utc_text(now)),
        "drafts": (t.answer_drafts, t.answer_drafts.c.saved_at < utc_text(now - DRAFTS_KEPT)),
        "pieces": (t.attachment_pieces, pieces),
        "uploads": (t.attachment_uploads, sa.and_(old_uploads, _not_whole())),
    }
    return {name: conn.execute(sa.delete(table).where(where)).rowcount for name, (table, where) in over.items()}


def shorten_trail(conn: sa.Connection, before: datetime) -> int:
    """Delete what the pages' trail noted before then; how many lines. What the PCs noted is part of their chains."""
    return conn.execute(sa.delete(t.audit_trail).where(t.audit_trail.c.at < utc_text(before))).rowcount


def _not_whole() -> sa.ColumnElement[bool]:
    uploads = t.attachment_uploads.c
    return uploads.upload.not_in(sa.select(t.attachments.c.upload))
