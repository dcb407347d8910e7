"""`hub-server recovery-key`: its file for the safe, its public half for every PC, and no private half here."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import sqlalchemy as sa

from care_record.recovery import open_recovery_key
from care_record.sealed_file import public_of
from care_record.signature import b64
from hub_server.services.devices import make_enrol_code
from hub_server.store import tables as t
from tests.helpers.hub import Centre, HubProcess, command
from tests.helpers.peer import Peer

PASSPHRASE = "four goats under the pipal"


def test_it_is_made_once_kept_nowhere_and_reaches_every_pc(hub: HubProcess, centre: Centre, tmp_path: Path) -> None:
    file = tmp_path / "district.key"
    line = ("recovery-key", "make", "--out", str(file), "--passphrase-stdin", "--json")
    assert json.loads(command("recovery-key", "show", "--json", store=hub.store_url).stdout) == {"key": "", "since": ""}
    short = command(*line, store=hub.store_url, stdin="short\n")
    assert (short.returncode, file.exists()) == (1, False)
    assert "at least 12 characters" in short.stderr
    done = command(*line, store=hub.store_url, stdin=PASSPHRASE + "\n")
    assert done.returncode == 0, done.stderr
    assert "delete this copy" in done.stderr
    made = json.loads(done.stdout)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    private = open_recovery_key(file.read_bytes(), PASSPHRASE)
    assert made["key"] == b64(public_of(private))
    assert json.loads(command("recovery-key", "show", "--json", store=hub.store_url).stdout)["key"] == made["key"]
    peer = Peer(hub.url, make_enrol_code(hub.services, centre.facility)["code"])
    [told] = [change for change in peer.exchange().changes("all") if change["kind"] == "recovery"]
    assert told["set"]["key"] == made["key"]
    with hub.services.store.read() as conn:
        lines = conn.scalars(sa.select(t.changes.c.line)).all()
        noted = conn.scalars(sa.select(t.audit_trail.c.what)).all()
    assert not [line for line in lines if PASSPHRASE.encode() in line or b64(private).encode() in line]
    assert noted.count("recovery-key-made") == 1


def test_a_key_file_is_never_written_over(hub: HubProcess, tmp_path: Path) -> None:
    file = tmp_path / "district.key"
    file.write_text("the one of last year")
    done = command("recovery-key", "make", "--out", str(file), "--passphrase-stdin", store=hub.store_url,
                   stdin=PASSPHRASE + "\n")  # fmt: skip
    assert (done.returncode, file.read_text()) == (1, "the one of last year")
    assert "never written over" in done.stderr
