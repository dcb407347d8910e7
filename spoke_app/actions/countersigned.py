"""What doctors say of this centre's notes: a countersignature beside each note, and comments as quiet news on Today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from care_record.clock import time_text
from care_record.fold import Folded
from care_record.kinds.kind import DOCTOR
from care_record.kinds.visit import AGREED
from spoke_app.actions.desk import Desk
from spoke_app.actions.patient_rows import local_time, person, row_of
from spoke_app.actions.views import Changed, PatientRow, Person
from spoke_app.store import records
from spoke_app.store.values import text

MOST_COMMENTS = 6
_LOOKED_THROUGH = 60
"""Of the newest comments, whoever they are for: older ones are read in the record."""


@dataclass(frozen=True)
class Countersigned:
    """A doctor read the note: `verdict` is `agrees` or `comment`; `text` is empty where she added no word."""

    note: str
    verdict: str
    text: str
    by: Person
    at: datetime


@dataclass(frozen=True)
class Comment:
    """A comment on a note of the person who is signed in, which she has not opened yet."""

    note: str
    patient: PatientRow
    visit: str
    said: Countersigned


def countersigned(desk: Desk, notes: Sequence[Folded]) -> dict[str, Countersigned]:
    """Which of these notes a doctor has countersigned, by the note; of several the newest word."""
    found: dict[str, Countersigned] = {}
    for one in sorted(notes, key=lambda one: one.last_clock):
        said = _said(desk, one)
        if said is not None:
            found[text(one.fields.get("countersigns"))] = said
    return found


def _said(desk: Desk, note: Folded) -> Countersigned | None:
    """The countersignature that this note is; None for any other note, and for one that no doctor wrote."""
    if not text(note.fields.get("countersigns")) or not text(note.fields.get("signed")):
        return None
    who = person(desk.store, note.author)
    if who is None or who.role != DOCTOR:
        return None
    now, words = desk.now(), text(note.fields.get("text"))
    at = local_time(text(note.fields.get("signed")), now) or local_time(note.created_at, now) or now
    verdict = "agrees" if note.fields.get("verdict") == "agrees" else "comment"
    return Countersigned(note.record, verdict, "" if words == AGREED else words, who, at)


def unread_comments(desk: Desk) -> tuple[Comment, ...]:
    """Comments on her own notes that she has not opened on this PC, the newest first."""
    rows = desk.store.rows(
        "SELECT record FROM records WHERE kind = 'note' AND json_extract(fields, '$.verdict') = 'comment'"
        " AND record NOT IN (SELECT note FROM comments_read) ORDER BY last_clock DESC LIMIT ?",
        (_LOOKED_THROUGH,),
    )
    notes = records.several(desk.store, [row["record"] for row in rows])
    about = records.several(desk.store, [text(note.fields.get("countersigns")) for note in notes.values()])
    found: list[Comment] = []
    for row in rows:
        comment = notes.get(row["record"])
        note = about.get(text(comment.fields.get("countersigns"))) if comment is not None else None
        if comment is None or note is None or note.kind != "note" or note.author != desk.staff.id:
            continue
        said = _said(desk, comment)
        if said is not None and note.patient and note.patient == comment.patient:
            who = row_of(desk.store, note.patient, desk.now().date())
            found.append(Comment(comment.record, who, text(note.fields.get("visit")), said))
    return tuple(found[:MOST_COMMENTS])


def mark_comments_read(desk: Desk, visit: str) -> Changed:
    """She has the visit before her: the comments on her notes of it are no news any more. Local to this PC."""
    read = [comment.note for comment in unread_comments(desk) if comment.visit == visit]
    with desk.store.transaction():
        for note in read:
            desk.store.execute(
                "INSERT OR IGNORE INTO comments_read(note, staff, at) VALUES(?, ?, ?)",
                (note, desk.staff.id, time_text(desk.now())),
            )
    return Changed(frozenset({"comment"}) if read else frozenset(), frozenset(read))
