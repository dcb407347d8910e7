"""What the command line says: one clear sentence for each way in which something may end."""

from __future__ import annotations

from collections.abc import Mapping

from spoke_app.access.wipe import Wiped
from spoke_app.store.attachments import Backlog
from spoke_app.store.exchange_book import HistoryRow
from spoke_app.sync.engine import ExchangeResult

KEPT = "Nothing that was saved is lost."

REVOKED = (
    "The hub has revoked this PC: saving goes on here, it reads nothing new, and what it sends is set aside at the hub."
    " Call the district office; with a new code from there, `spoke-app enrol` makes it a device again."
)

OUTCOMES: Mapping[str, str] = {
    "unreachable": "The hub was not reached; what waits goes out as soon as it is.",
    "broken": "The line broke during the exchange; what came through whole is kept, the rest follows.",
    "stalled": "Nothing came over the line for a while; the rest follows with the next exchange.",
    "certificate": "The hub's certificate is not trusted on this PC: look at the PC's date, or ask IT.",
    "bad-address": "This is not the address of a hub: it begins with https:// or http:// and has no page behind it.",
    "not-found": "There is a hub, but not at this address: leave out what stands behind its name.",
    "not-our-hub": "Something answered that is not our hub, perhaps the network's own sign-in page.",
    "busy": "The hub has too much to do just now; the exchange is tried again later.",
    "failed": "The hub could not do this; the exchange is tried again later.",
    "too-many-requests": "The hub was asked too often just now; the exchange is tried again later.",
    "too-many-tries": "Too many tries; wait for an hour.",
    "bad-enrolment-code": "This enrolment code is wrong, used or expired: ask for a new one.",
    "device-unknown": f"The hub does not know this PC any more: ask for a new enrolment code. {KEPT}",
    "wrong-device": f"The hub knows this PC under another name: ask for a new enrolment code. {KEPT}",
    "upgrade-needed": f"The hub needs a newer version of this app. {KEPT} The app goes on working here.",
    "hub-too-old": f"The hub is older than this app and does not understand it: tell the district office. {KEPT}",
    "other-hub": f"This address is another hub's: this PC's record belongs to its own hub. {KEPT}",
    "other-post": f"This code is for another health centre: ask for one for this PC's centre. {KEPT}",
    "store-wiped": "By order of the hub the record of this PC was destroyed; this could not be saved any more.",
    "diverged": "The hub and this PC do not agree on what the hub holds; tell the administrator. " + KEPT,
    "too-large": "The hub found the request too large; the next one brings less at a time.",
    "not-enrolled": "This PC is not enrolled yet: use `spoke-app enrol --hub URL --code CODE`.",
    "nothing-given": "Say where to and with what: `spoke-app enrol --hub URL --code CODE`. This PC was not installed"
    " with an address and a code of its own.",
    "not-sure": "This destroys all that was saved on this PC, what was not sent yet as well. If that is meant: --yes",
    "open-now": "Spoke is open on this PC, or exchanges just now: close its window first. Nothing was removed.",
    "not-ours": "The data folder is a link to another place. It was left as it is: ask IT.",
    "proxy-password": "The network's proxy asks for a name and a password, which Spoke has not: IT lets this PC through"
    " to the hub's address without.",
    "already-enrolled": "This PC is enrolled already.",
    "elsewhere": "Another exchange of this PC is running.",
    "stopped": "The exchange was stopped.",
    "wrong-pin": "This PIN is not right.",
    "no-such-person": "Nobody of this name signs in on this PC.",
    "sign-in-needed": "Say who you are: --staff NAME --pin-stdin, with the PIN on standard input.",
    "store-missing": "The record's file is gone from this PC's folder. `spoke-app repair`, or signing in in the window,"
    " brings it back.",
    "store-locked": "The store is in use by another program.",
    "store-damaged": "The record on this PC is damaged. `spoke-app repair`, or signing in in the window, brings it"
    " back.",
    "disk-full": "The disk is full.",
    "read-only": "The store's file or folder cannot be written.",
    "wrong-key": "The store's file does not open with this PC's key: it is damaged, or another PC's.",
    "too-new": "A newer version of the app has used this store; install that version.",
    "no-room": "There is no room left on this disk.",
    "in-use": "The file is open in another program: close it there and try again.",
    "not-allowed": "This folder does not allow saving: name another one.",
    "no-folder": "This folder is not there.",
    "not-readable": "This file cannot be read.",
    "not-utf8": "This file's letters cannot be read: save it as CSV in UTF-8.",
    "not-json": "This file is no JSON list of patients.",
    "no-header": "The first line must name the columns; one of them is called name.",
    "unknown-format": "Only files that end in .csv or .json can be taken over.",
    "not-a-bundle": "This is no file of an exchange by USB stick.",
    "bundle-version": "A newer version made this file: update this app, then import it again.",
    "bundle-kind": "This file goes to the hub; what is imported here is the hub's reply to it.",
    "bundle-unknown": "This reply is for another PC, or for a stick that is too old. " + KEPT,
    "bundle-known": "This reply was taken in before. " + KEPT,
    "bundle-former": "This reply is from before this PC was enrolled anew. " + KEPT,
    "bundle-damaged": "This file is damaged or was cut off. What came whole is kept: copy it again, and"
    " import it again.",
    "next-stick": "The hub has lost something that it once held, or this PC was restored: export once more, so that"
    " the next stick brings what is missing. " + KEPT,
    "machine-key": "What protects this PC's keys cannot be opened here. A backup brings the record back, or this data"
    " folder itself with the district's recovery key: `spoke-app restore`.",
    "not-a-backup": "This is no backup of Spoke.",
    "backup-version": "A newer version of the app made this backup: install that version first.",
    "backup-cut": "This backup was cut off: a part at its end is missing. Use another one, or copy it again.",
    "backup-altered": "This backup is damaged or was altered. Nothing of it was used: take another one.",
    "backup-stopped": "The backup was stopped; no half file was left.",
    "wrong-passphrase": "This passphrase is not the right one.",
    "short-passphrase": "A passphrase has at least 8 characters: some words that you will still know in a year.",
    "wrong-recovery-key": "This is not the recovery key that it was closed with.",
    "not-a-recovery-key": "This is no recovery key file, or it is damaged.",
    "no-recovery-seal": "This does not open with a recovery key: the district had none when it was made.",
    "no-passphrase-seal": "This backup has no passphrase: it opens with the district's recovery key.",
    "store-there": "This PC has this centre's record already. If the backup shall take its place: --replace. What is"
    " here now is kept aside, and what it has more is added.",
    "store-there-other": "This PC has a record of its own, which is not the backup's. If the backup shall take its"
    " place: --replace. What is here now is kept aside.",
    "restore-open": "Spoke is open on this PC, or exchanges just now: close its window first. Nothing was changed.",
    "stick-full": "There is no room left on the stick.",
    "stick": "The stick cannot be written or was pulled out; no half file was left under this name.",
}


def sentence(code: str, detail: str = "") -> str:
    """The words for an outcome or an error; an unknown one shows its code."""
    return OUTCOMES.get(code) or f"This could not be done ({code}{': ' + detail if detail else ''})."


def wiped_text(wiped: Wiped) -> str:
    """What became of a PC that the hub ordered to destroy its record."""
    lines = [
        f"By order of the district office the record on this PC was destroyed ({wiped.at}).",
        f"Before that everything saved here was delivered to the hub: {changes_text(wiped.delivered)}.",
    ]
    if wiped.drafts:
        forms = "1 unfinished form was" if wiped.drafts == 1 else f"{wiped.drafts} unfinished forms were"
        lines.append(f"{forms} never saved and went with it.")
    if wiped.attachments:
        files = "1 picture or file was" if wiped.attachments == 1 else f"{wiped.attachments} pictures or files were"
        lines.append(f"{files} not sent yet and went with it.")
    lines.append("To use this PC again, ask the district office for an enrolment code: `spoke-app enrol`.")
    return "\n".join(lines)


def repaired_text(visits: int, copy: str, put_back: int, aside: str) -> str:
    """What a repair brought back, and from where."""
    base = f"the copy of {copy}" if copy else "nothing but the damaged file and what was saved beside it"
    lines = [f"The record is back, with {visits} visits: from {base}, and {changes_text(put_back)} put back onto it."]
    if aside:
        lines.append(f"The damaged file is kept as {aside}.")
    lines.append("What may still be missing comes from the hub with the next exchange.")
    return "\n".join(lines)


def size_text(count: int) -> str:
    return f"{count} bytes" if count < 2048 else f"{count / 1024:.1f} KB"


def changes_text(count: int) -> str:
    return "1 change" if count == 1 else f"{count} changes"


def exchange_text(result: ExchangeResult, waiting: int, attention: int) -> str:
    """What an exchange did, and what is left."""
    said = (
        f"{changes_text(result.sent)} sent, {changes_text(result.received)} received"
        f" ({size_text(result.bytes)}, {result.seconds:.1f} s)."
    )
    lines = [said] if result.outcome == "done" else [sentence(result.outcome, result.detail), said]
    return "\n".join([*lines, left_text(waiting, attention)])


def exported_text(changes: int, file: str, size: int) -> str:
    """What a stick carries, and what to do with it. Until its reply is imported, all of it counts as waiting."""
    what = f"{changes_text(changes)} on the stick" if changes else "Nothing waits; the file asks for what is new"
    steps = "Take it to the hub, and bring the reply back. Pictures and reports do not travel by stick."
    return f"{what}: {file} ({size_text(size)}).\n{steps}"


def reply_text(result: ExchangeResult, waiting: int, attention: int) -> str:
    """What a reply brought, and what is left."""
    said = f"{changes_text(result.received)} came in, {changes_text(result.sent)} now at the hub."
    lines = [said] if result.outcome == "done" else [sentence(result.outcome, result.detail), said]
    return "\n".join([*lines, left_text(waiting, attention)])


def left_text(waiting: int, attention: int) -> str:
    """What waits and what needs attention."""
    waits = "Nothing waits to be sent." if waiting == 0 else f"{changes_text(waiting)} still to be sent."
    return waits if attention == 0 else f"{waits} {changes_text(attention)} set aside by the hub: needs attention."


def attachments_text(left: Backlog) -> str:
    """Photos and PDFs, which go behind the text."""
    sent = "No photo or PDF waits to be sent."
    if left.waiting:
        count = "1 photo or PDF waits" if left.waiting == 1 else f"{left.waiting} photos and PDFs wait"
        sent = f"{count} to be sent: {size_text(left.bytes)}."
    return sent if not left.missing else f"{sent} {left.missing} not fetched yet."


def fill_text(held: int, until: int) -> str:
    """How far a long backlog has been fetched."""
    return f"This centre's records are being fetched: {held:,} of about {until:,}."


def history_text(row: HistoryRow | None) -> str:
    """The last exchange in one line."""
    if row is None:
        return "No exchange yet."
    how = "whole" if row.outcome == "done" else sentence(row.outcome, row.detail)
    return f"Last exchange: {row.started}, {row.sent} sent, {row.received} received, {size_text(row.bytes)}; {how}"


def clock_text(offset_ms: int | None) -> str:
    """How this PC's clock stands to the hub's."""
    if offset_ms is None:
        return "Clock: not compared with the hub's yet."
    seconds = round(offset_ms / 1000)
    if abs(seconds) <= 300:
        return "Clock: right."
    way = "slow" if seconds > 0 else "fast"
    return f"Clock: {abs(seconds) // 60} minutes {way}; set this PC's date and time."
