"""Attaching a photo or PDF: its bytes go into the encrypted store, a change of kind `attachment` names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from care_record.attachment import BadAttachment, Prepared
from care_record.clock import time_text
from care_record.kinds import check_record, tidy
from care_record.rules.problem import Problem
from spoke_app.actions.desk import Desk, changed
from spoke_app.actions.refused import refuse, refuse_if
from spoke_app.actions.views import Attachment, Changed
from spoke_app.store import attachments, records
from spoke_app.store.journal import NewChange

Read = Callable[[Path], Prepared]
"""Reads a file and makes it ready: pictures need Qt, which no action knows (`documents.pictures.read_attachment`)."""


def take_file(desk: Desk, path: Path, read: Read) -> Attachment:
    """Takes a file in for a form that is still open: the bytes are kept, no record names them yet.

    Raises Refused with field `attachment` and a code of `BadAttachment`.
    """
    return take_in(desk, path.stem.strip() or path.name, lambda: read(path))


def take_in(desk: Desk, label: str, make: Callable[[], Prepared]) -> Attachment:
    """Like `take_file`, of what is in no file: a picture from the clipboard, made ready by `make`."""
    try:
        prepared = make()
    except BadAttachment as error:
        raise refuse("attachment", error.code, error.detail) from error
    sha = attachments.keep(desk.store, prepared.data, desk.now())
    return Attachment(sha, len(prepared.data), prepared.media, label[:200], time_text(desk.now()))


def attach_file(
    desk: Desk, patient: str, path: Path, read: Read, *, visit: str = "", referral: str = "", label: str = ""
) -> Changed:
    """Attaches a file to a patient's visit or case, in one transaction. Raises Refused as `take_file` does."""
    found = records.folded(desk.store, patient)
    if found is None or found.kind != "patient":
        raise refuse("patient", "unknown", patient)
    with desk.store.transaction():
        taken = take_file(desk, path, read)
        fields = attachment_fields(taken) | ({"label": label} if label else {})
        places = {name: value for name, value in (("visit", visit), ("referral", referral)) if value}
        change = attachment_change(patient, fields | places)
        refuse_if(check_record("attachment", change.set))
        return changed(desk.write([change]))


def attachment_fields(taken: Attachment) -> dict[str, Any]:
    """The fields of a new record that names what was taken in."""
    return {
        "sha256": taken.sha,
        "bytes": taken.bytes,
        "media": taken.media,
        "label": taken.label,
        "taken": taken.taken,
    }


def attachment_change(patient: str, fields: Mapping[str, Any]) -> NewChange:
    """The change that attaches."""
    return NewChange("attachment", patient, tidy("attachment", fields))


def missing_problems(desk: Desk, sha: str) -> list[Problem]:
    """Whether the bytes that a form names are still here."""
    return [] if attachments.holds(desk.store, sha) else [Problem("attachments", "missing", sha[:12])]


def open_attachment(desk: Desk, sha: str) -> bytes | None:
    """The bytes, to be shown; None while they are not on this PC."""
    return attachments.read(desk.store, sha)
