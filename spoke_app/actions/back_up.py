"""How this PC stands with its copies and backups, for the card that says so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from spoke_app.access.recovery import recovery_key
from spoke_app.actions.desk import Desk

REMIND_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class BackupState:
    """`at` and `file`: the last backup on a stick; `copied`: the day of the newest copy on this PC; `problem`: '' or
    `no-room`, `damaged`, `failed`; `recovery`: whether the district's key opens what is written from now on; `late`:
    whether it is time for a backup."""

    at: datetime | None
    file: str
    copied: date | None
    problem: str
    recovery: bool
    late: bool


def backup_state(desk: Desk) -> BackupState:
    store = desk.store
    noted = json.loads(store.meta_get("backed_up") or "{}")
    at = datetime.fromisoformat(noted["at"]) if noted else None
    copied = store.meta_get("copied_on")
    return BackupState(
        at=at,
        file=str(noted.get("file", "")),
        copied=date.fromisoformat(copied) if copied else None,
        problem=store.meta_get("copy_problem"),
        recovery=bool(recovery_key(store)),
        late=at is None or desk.clock() - at > REMIND_AFTER,
    )
