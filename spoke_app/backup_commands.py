"""`spoke-app backup`, `restore` and `repair`: what `commands` is for the rest."""

from __future__ import annotations

from pathlib import Path

from care_record.recovery import BadSeal, WrongPin, open_recovery_key
from spoke_app import sentences
from spoke_app.access.lock import Held
from spoke_app.back_up import back_up
from spoke_app.bring_back import RecordDamaged, StoreThere, open_record
from spoke_app.bring_back import repair as repair_record
from spoke_app.bring_back import restore as restore_record
from spoke_app.commands import FAILED, FINE, Person, Reply
from spoke_app.headless import Opened, open_key, open_profile
from spoke_app.local_time import local_now
from spoke_app.paths import Profile
from spoke_app.store import opening
from spoke_app.store.backup import BackupError, Secret


def backup(profile: Profile, who: Person, file: Path, passphrase: str) -> Reply:
    """Writes this PC's record to a file that opens with the passphrase, or with the district's recovery key."""
    with open_profile(profile, who.name, who.pin) as opened:
        made = back_up(profile, opened.store, opened.session, file, passphrase, now=opened.now())
    kinds = [str(seal["kind"]) for seal in made.seals]
    size = file.stat().st_size
    data = {"file": str(file), "bytes": size, "changes": made.changes, "made": made.made, "opens_with": kinds}
    ways = " or with ".join(
        {"passphrase": "the passphrase", "recovery": "the district's recovery key"}[k] for k in kinds
    )
    text = f"{made.changes} changes of {made.place} are in {file} ({sentences.size_text(size)}); proved after writing."
    return Reply(FINE, f"{text}\nIt opens with {ways}, and with nothing else.", data)


def restore(profile: Profile, source: Path, key_file: Path | None, passphrase: str, *, replace: bool) -> Reply:
    """Makes this PC the one that a backup, or a dead PC's data folder, is of."""
    try:
        secret = secret_of(key_file, passphrase)
        told = restore_record(profile, source, secret, now=local_now(), replace=replace)
    except StoreThere as there:
        code = "store-there-other" if there.other else "store-there"
        return Reply(FAILED, sentences.sentence(code), {"error": code, "detail": ""})
    except Held:
        return Reply(FAILED, sentences.sentence("restore-open"), {"error": "restore-open", "detail": ""})
    data = {
        "place": told.place, "made": told.made, "changes": told.changes, "added": told.added, "aside": told.aside
    }  # fmt: skip
    lines = [f"The record of {told.place}, as of {told.made}, is on this PC: {told.changes} changes."]
    if told.added:
        lines.append(f"{sentences.changes_text(told.added)} that the former record of this PC had more were added.")
    if told.aside:
        lines.append(f"What was here before is kept as {told.aside}.")
    lines.append("Who works there signs in with her own PIN; the next exchange brings what is missing.")
    return Reply(FINE, "\n".join(lines), data)


def secret_of(key_file: Path | None, passphrase: str) -> Secret:
    """BackupError for a recovery key that does not open."""
    if key_file is None:
        return Secret(passphrase)
    try:
        return Secret(recovery=open_recovery_key(key_file.read_bytes(), passphrase))
    except WrongPin:
        raise BackupError("wrong-passphrase") from None
    except BadSeal:
        raise BackupError("not-a-recovery-key") from None


def repair(profile: Profile, who: Person) -> Reply:
    """Brings a damaged or lost record back; says so where it is whole."""
    session = open_key(profile, who.name, who.pin, now=local_now())
    opening.suspect(profile.store_path)  # so that every page is looked at
    try:
        Opened(profile, session, open_record(profile, session, local_now)).store.close()
    except RecordDamaged:
        told = repair_record(profile, session, now=local_now())
    else:
        return Reply(FINE, "The record opens: there is nothing to repair.", {"repaired": False})
    copy = told.copy.isoformat() if told.copy else ""
    data = {
        "repaired": True,
        "copy": copy,
        "put_back": told.put_back,
        "visits": told.visits,
        "aside": told.aside,
    }
    return Reply(FINE, sentences.repaired_text(told.visits, copy, told.put_back, told.aside), data)
