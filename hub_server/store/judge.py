"""The verdict on one change that a device sent: stored, waiting for what the hub does not know yet, or refused.

Refused are only: no authority (a foreign patient or record, a role that may not write the kind), and the same record
under another kind or patient. Types and limits of fields are no business of the hub's: such values are shown flagged.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from care_record.change import Change
from care_record.ids import is_id
from hub_server.store.authors import Author

HUB_ONLY = frozenset({"staff", "facility", "desk", "device", "notice", "recovery"})
"""Kinds that every device reads: written on the hub alone, so nobody becomes a doctor by a line of her own."""
NO_FEED = frozenset({"audit"})


@dataclass(frozen=True)
class Sender:
    """Who brings a change: an enrolled device at its post, or (`hub`) one of the hub's own processes.

    `waived`: an administrator released the change from quarantine, and stands for its authority. `proved`: the feed in
    which the line once stood, by this hub's own signature: it was judged then.
    """

    device: str
    chain: str
    facility: str | None
    revoked: bool = False
    hub: bool = False
    waived: bool = False
    proved: str | None = None


@dataclass
class Subject:
    """A patient, or a record that has none: who may read and write it."""

    known: bool = False
    first_facility: str | None = None
    audience: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Stored:
    """The change counts. `flag` says what an administrator might look at."""

    flag: str | None = None


@dataclass(frozen=True)
class Waits:
    """The change is kept until `needs` (the id of a patient, record or staff record) arrives."""

    needs: str
    what: str


@dataclass(frozen=True)
class Refusal:
    """The change goes to quarantine."""

    code: str
    detail: str


Verdict = Stored | Waits | Refusal


def subject_of(change: Change) -> str:
    """What is locked for a change, and whose audience reads it."""
    return change.record if change.patient is None else change.patient


def judge(
    change: Change,
    sender: Sender,
    subject: Subject,
    record: tuple[str, str | None] | None,
    author: Author | None,
    owner: str | None,
) -> Verdict:
    """The verdict. `record` is the known record's (kind, patient); `owner` the staff id of a known credential."""
    if sender.revoked and change.kind not in NO_FEED:  # what a stolen PC was used for reaches nobody but the office
        return Refusal("device-revoked", "sent by a device after it was revoked")
    if not sender.hub and sender.proved is None and change.kind in HUB_ONLY:
        return Refusal("role-may-not-write", f"{change.kind} is written at the hub")
    if change.kind == "patient" and change.patient != change.record:
        return Refusal("record-mismatch", "a patient's own record has the patient's id")
    if record is not None and record != (change.kind, change.patient):
        return Refusal("record-mismatch", "the record is of another kind or patient")
    if change.kind in NO_FEED or sender.proved is not None:
        return Stored()
    missing = _unknown(change, subject, record)
    if missing is not None:
        return missing
    if sender.hub or sender.waived:
        return Stored("released" if sender.waived else None)
    if subject.known and sender.facility not in subject.audience:
        return Refusal("foreign-record" if change.patient is None else "foreign-patient", "not of this health centre")
    if author is None:
        return Waits(change.author, "author")
    return _authority(change, sender, subject, author, owner)


def _unknown(change: Change, subject: Subject, record: tuple[str, str | None] | None) -> Waits | None:
    creates_patient = change.kind == "patient" and not change.base
    if change.patient is not None and not subject.known and not creates_patient:
        return Waits(change.patient, "patient")
    if record is None and change.base:
        return Waits(change.record, "record")
    return None


def _authority(change: Change, sender: Sender, subject: Subject, author: Author, owner: str | None) -> Verdict:
    if sender.facility not in author.posts:
        return Refusal("author-not-here", "its author never had a post here")
    if not author.role_allows(change.kind, change.set):
        return Refusal("role-may-not-write", f"its author's role may not write {change.kind}")
    persons = (owner or change.author, change.set.get("staff", change.author))
    if change.kind == "credential" and persons != (change.author, change.author):
        return Refusal("role-may-not-write", "a credential is its own person's")
    if shares(change) - subject.audience and subject.known and sender.facility != subject.first_facility:
        return Refusal("may-not-share", "a patient is given away by the first centre, a doctor or an administrator")
    return Stored(None if sender.facility in author.posts_now else "author-no-longer-here")


def shares(change: Change) -> set[str]:
    """The health centres that a patient's change gives the patient to."""
    entries = change.set.get("share") if change.kind == "patient" else None
    if not isinstance(entries, list):
        return set()
    live = [entry for entry in entries if isinstance(entry, dict) and entry.get("removed") is not True]
    return {str(facility) for entry in live if is_id(facility := entry.get("facility"))}
