"""Attachments: which changes name them, what has come of them, and their bytes, in pieces.

The same bytes are kept once, whoever brings them. Yet a centre reads only what its own patients' changes name and what
a device of the centre that wrote the name has brought: the hash alone, heard somewhere, opens nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from care_record.attachment import PIECE, cut, named
from care_record.change import Change
from care_record.ids import new_id
from hub_server.store import devices
from hub_server.store import tables as t
from hub_server.store.judge import Sender, subject_of
from hub_server.store.upsert import insert_missing
from hub_server.times import utc_text

KEPT = timedelta(days=30)
"""What has come of an upload that nobody went on with is kept so long."""
EXPIRED_AT_ONCE = 4
"""Old uploads that a new one sweeps away: a few, so that no request pays for many."""
LISTED, OTHERS = 8, 2
"""So many of what is missing stand in one answer; of those that another device should bring so many: this one may have
taken them down before."""


@dataclass(frozen=True)
class Standing:
    """An attachment as one device sees it. `length`: of the whole, or the greatest that a change of its post names;
    0 when it may not bring it."""

    offset: int
    length: int
    whole: bool


@dataclass(frozen=True)
class Stored:
    """A whole attachment. `upload` is where its pieces lie."""

    upload: str
    bytes: int
    media: str


class WrongOffset(Exception):
    """The piece does not begin where the upload has come to."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(str(standing.offset))
        self.standing = standing


class WrongHash(Exception):
    """All has come, and it is not what the change names: thrown away."""


# -- the names ---------------------------------------------------------------------------------------------------------


def note(conn: sa.Connection, change: Change, sender: Sender) -> None:
    """A change was stored, waits, or came once more: a device of the sender's post may bring now what it names - and,
    where another gives the line back, one of the post that wrote it. Nothing happens for other kinds."""
    found = named(change.kind, change.set)
    if found is None or sender.facility is None or sender.revoked:
        return
    posts = {sender.facility}
    if sender.proved is not None:
        device = devices.by_id(conn, change.device)
        posts |= {device.post} if device is not None and device.post_kind == "facility" else set()
    names = t.attachment_names.c
    there = sa.select(names.facility).distinct().where(names.sha == found.sha, names.there)
    known = set(conn.scalars(there))
    rows = [
        {
            "id": change.id,
            "facility": post,
            "sha": found.sha,
            "bytes": found.bytes,
            "media": found.media,
            "subject": subject_of(change),
            "device": change.device,
            "sent_by": sender.device,
            "there": post in known,
        }
        for post in sorted(posts)
    ]
    insert_missing(conn, t.attachment_names, rows)


def forget(conn: sa.Connection, change_id: str) -> None:
    """A change that waited was refused: it names nothing any more."""
    conn.execute(sa.delete(t.attachment_names).where(t.attachment_names.c.id == change_id))


def lacking(conn: sa.Connection, device: str, facility: str, seed: str) -> list[str]:
    """Attachments whose bytes the hub misses and this device may hold: its own first, then some of its centre's others;
    a few at a time, since they stand in every answer until they came, and from `seed` (hex) on, so that each has its
    turn."""
    names = t.attachment_names.c
    own = sa.or_(names.device == device, names.sent_by == device)
    missing = sa.select(names.sha).distinct().where(names.facility == facility, sa.not_(names.there))
    found: list[str] = []
    if conn.scalar(missing.limit(1)) is None:
        return found  # as nearly always
    for whose, most in ((own, LISTED), (sa.not_(own), OTHERS)):
        part = missing.where(whose).order_by(names.sha)
        room = min(most, LISTED - len(found))
        listed = list(conn.scalars(part.where(names.sha >= seed).limit(room)))
        if len(listed) < room:
            listed += conn.scalars(part.where(names.sha < seed).limit(room - len(listed)))
        found += listed
    return list(dict.fromkeys(found))


def readable(conn: sa.Connection, sha: str, facility: str) -> Stored | None:
    """The attachment, if a change in this centre's feed names it and its bytes are there."""
    on = sa.and_(t.audience.c.patient == t.attachment_names.c.subject, t.audience.c.facility == facility)
    return _stored(conn, sha, sa.select(t.attachment_names.c.media).join_from(t.attachment_names, t.audience, on))


def of_patient(conn: sa.Connection, sha: str, patient: str) -> Stored | None:
    """The attachment, if a change of this patient names it and its bytes are there."""
    names = sa.select(t.attachment_names.c.media).where(t.attachment_names.c.subject == patient)
    return _stored(conn, sha, names)


def shown(conn: sa.Connection, patient: str) -> frozenset[str]:
    """The patient's attachments whose bytes are there."""
    names = t.attachment_names.c
    of = sa.select(t.changes.c.id).where(t.changes.c.patient == patient, t.changes.c.kind == "attachment")
    return frozenset(conn.scalars(sa.select(names.sha).where(names.id.in_(of), names.there)))


def names_it(conn: sa.Connection, sha: str, facility: str) -> bool:
    """Whether a change in this centre's feed names it, there or not."""
    on = sa.and_(t.audience.c.patient == t.attachment_names.c.subject, t.audience.c.facility == facility)
    query = sa.select(t.attachment_names.c.id).join_from(t.attachment_names, t.audience, on)
    return conn.execute(query.where(t.attachment_names.c.sha == sha).limit(1)).first() is not None


def _stored(conn: sa.Connection, sha: str, names: sa.Select[Any]) -> Stored | None:
    named_there = names.where(t.attachment_names.c.sha == sha, t.attachment_names.c.there)
    media = conn.scalar(named_there.order_by(t.attachment_names.c.id).limit(1))
    row = conn.execute(sa.select(t.attachments).where(t.attachments.c.sha == sha)).one_or_none()
    return None if media is None or row is None else Stored(row.upload, row.bytes, media)


# -- what comes --------------------------------------------------------------------------------------------------------


def standing(conn: sa.Connection, sha: str, device: str, facility: str) -> Standing | None:
    """How far this device's upload has come; None if no change that its post brought names the attachment."""
    names = t.attachment_names.c
    query = sa.select(names.bytes, names.there).where(names.sha == sha, names.facility == facility)
    rows = conn.execute(query).all()
    if not rows:
        return None
    if any(row.there for row in rows):
        size = conn.scalar(sa.select(t.attachments.c.bytes).where(t.attachments.c.sha == sha))
        if size is not None:
            return Standing(size, size, whole=True)
    size = conn.scalar(sa.select(t.attachment_uploads.c.size).where(_upload_of(sha, device)))
    return Standing(size or 0, max(row.bytes for row in rows), whole=False)


def append(
    conn: sa.Connection, sha: str, device: str, facility: str, offset: int, data: bytes, now: datetime
) -> Standing | None:
    """Add a piece; how far it is then, or None as in `standing`. WrongOffset if it does not begin there or goes beyond
    the length that was named; WrongHash after the last one, if what came is something else (see `discard`)."""
    before = standing(conn, sha, device, facility)
    if before is None:
        return None
    if before.whole:
        settle(conn, sha, facility)
        raise WrongOffset(before)
    upload, size = _begun(conn, sha, device, now)
    if offset != size or size + len(data) > before.length:
        raise WrongOffset(Standing(size, before.length, whole=False))
    _add_pieces(conn, upload, offset, data)
    size += len(data)
    values = {"size": size, "touched_at": utc_text(now)}
    conn.execute(sa.update(t.attachment_uploads).where(_upload_of(sha, device)).values(values))
    names = t.attachment_names.c
    lengths = conn.scalars(sa.select(names.bytes).where(names.sha == sha, names.facility == facility))
    if size in set(lengths) and _hash(conn, upload) == sha:
        _complete(conn, sha, device, facility, upload, size, now)
        return Standing(size, size, whole=True)
    if size == before.length:
        raise WrongHash
    return Standing(size, before.length, whole=False)


def discard(conn: sa.Connection, sha: str, device: str) -> None:
    """Throw away what has come of a device's upload."""
    upload = conn.scalar(sa.select(t.attachment_uploads.c.upload).where(_upload_of(sha, device)).with_for_update())
    if upload is not None:
        conn.execute(sa.delete(t.attachment_pieces).where(t.attachment_pieces.c.upload == upload))
        conn.execute(sa.delete(t.attachment_uploads).where(_upload_of(sha, device)))


def read_piece(conn: sa.Connection, upload: str, n: int) -> bytes:
    """One piece of an attachment; b'' where there is none."""
    pieces = t.attachment_pieces.c
    data = conn.scalar(sa.select(pieces.data).where(pieces.upload == upload, pieces.n == n))
    return b"" if data is None else bytes(data)


def settle(conn: sa.Connection, sha: str, facility: str) -> None:
    """All is there: so it is for every change of this centre, those that were stored meanwhile too."""
    names = t.attachment_names.c
    here = sa.and_(names.sha == sha, names.facility == facility, sa.not_(names.there))
    conn.execute(sa.update(t.attachment_names).where(here).values(there=True))


def _upload_of(sha: str, device: str) -> sa.ColumnElement[bool]:
    return sa.and_(t.attachment_uploads.c.sha == sha, t.attachment_uploads.c.device == device)


def _begun(conn: sa.Connection, sha: str, device: str, now: datetime) -> tuple[str, int]:
    """This device's upload, locked; a new one sweeps away a few that nobody went on with."""
    uploads = t.attachment_uploads.c
    query = sa.select(uploads.upload, uploads.size).where(_upload_of(sha, device)).with_for_update()
    found = conn.execute(query).one_or_none()
    if found is not None:
        return found.upload, found.size
    expired = sa.select(uploads.sha, uploads.device).where(uploads.touched_at < utc_text(now - KEPT))
    for old in conn.execute(expired.order_by(uploads.touched_at).limit(EXPIRED_AT_ONCE)).all():
        discard(conn, old.sha, old.device)
    row = {"sha": sha, "device": device, "upload": new_id(), "size": 0, "touched_at": utc_text(now)}
    insert_missing(conn, t.attachment_uploads, [row])
    begun = conn.execute(query).one()
    return begun.upload, begun.size


def _add_pieces(conn: sa.Connection, upload: str, offset: int, data: bytes) -> None:
    pieces = t.attachment_pieces.c
    for n, share in cut(offset, data):
        if n == offset // PIECE and offset % PIECE:
            key = sa.and_(pieces.upload == upload, pieces.n == n)
            before = read_piece(conn, upload, n)
            conn.execute(sa.update(t.attachment_pieces).where(key).values(data=before + share))
        else:
            conn.execute(sa.insert(t.attachment_pieces).values(upload=upload, n=n, data=share))


def _hash(conn: sa.Connection, upload: str) -> str:
    digest, n = hashlib.sha256(), 0
    while data := read_piece(conn, upload, n):
        digest.update(data)
        n += 1
    return digest.hexdigest()


def _complete(conn: sa.Connection, sha: str, device: str, facility: str, upload: str, size: int, now: datetime) -> None:
    row = {"sha": sha, "bytes": size, "upload": upload, "stored_at": utc_text(now)}
    insert_missing(conn, t.attachments, [row])
    kept = conn.scalar(sa.select(t.attachments.c.upload).where(t.attachments.c.sha == sha))
    if kept != upload:  # the same bytes came from elsewhere before
        conn.execute(sa.delete(t.attachment_pieces).where(t.attachment_pieces.c.upload == upload))
    conn.execute(sa.delete(t.attachment_uploads).where(_upload_of(sha, device)))
    settle(conn, sha, facility)
