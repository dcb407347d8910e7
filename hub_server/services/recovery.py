"""The district's recovery key: made once, its public half sent to every PC, its private half written to a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from care_record.recovery import make_recovery_key
from hub_server.context import Services
from hub_server.services.acting import COMMAND, Acting
from hub_server.services.errors import AdminError
from hub_server.store import records
from hub_server.store.database import Connection
from hub_server.store.writer import HubChange
from hub_server.times import utc_text


def make(services: Services, out: Path, passphrase: str, by: Acting = COMMAND) -> dict[str, Any]:
    """Make one and write its file, which must not be there yet (mode 0600). The one before opens what was sealed to it
    until then. AdminError, and nothing is changed, if the passphrase is too short or the file cannot be written."""
    try:
        public, content = make_recovery_key(passphrase)
        _write_new(out, content)
    except FileExistsError:
        raise AdminError(f"{out} is there already: a key file is never written over") from None
    except OSError as error:
        raise AdminError(f"the key file could not be written: {error.strerror}") from None
    except ValueError as error:
        raise AdminError(f"not made: {error}") from None
    since = utc_text(services.now())

    def add(conn: Connection) -> None:
        fields = {"key": public, "since": since}
        [change] = services.writer.write(conn, by.author(services), [HubChange("recovery", None, None, fields)])
        by.note(conn, services, "recovery-key-made", change.record)

    services.store.run(add)
    return {"key": public, "since": since, "file": str(out)}


def show(services: Services) -> dict[str, Any]:
    """The public key that counts, and since when; both empty if none was made."""
    with services.store.read() as conn:
        made = sorted(records.all_of(conn, "recovery"), key=lambda record: record.last_clock)
    fields = made[-1].fields if made else {}
    return {"key": str(fields.get("key") or ""), "since": str(fields.get("since") or "")}


def _write_new(out: Path, content: bytes) -> None:
    with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
