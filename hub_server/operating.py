"""The commands that keep a hub running: serve, check, backup and restore, erase, retention."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from care_record.credential import BadSeal, WrongPin
from hub_server.commanding import Usage, add_command, show
from hub_server.context import open_services
from hub_server.services import erasing, retention
from hub_server.services.backup import Progress, back_up, restore
from hub_server.services.errors import AdminError
from hub_server.store.check import check
from hub_server.store.database import HubStore
from hub_server.tls import Files

T = TypeVar("T")
_NOT_SEALED = (
    "this backup is not sealed: whoever has the file has every record and the hub's keys. Lock it away, or make a "
    "recovery key (hub-server recovery-key make) and back up again"
)
_AFTERWARDS = (
    "this is the hub of {made}. The PCs give back the records that came after it. What was done at the hub alone since "
    "then must be done again: PCs and people revoked, new passwords, erasures. Everybody signs in anew; codes for new "
    "PCs are made anew"
)


def add(commands: Any) -> None:
    """Add them to the command line."""
    _serve_command(commands)
    checked = "verify every line, chain and feed, who reads what, what waits, the keys"
    add_command(commands, "check", checked).set_defaults(run=_check)
    made = add_command(commands, "backup", "the whole hub in one file, while it runs; sealed to the recovery key")
    made.add_argument("file", type=Path, metavar="FILE", help="there whole at the end, or not at all")
    made.set_defaults(run=_backup)
    made = add_command(commands, "restore", "fill an empty store from a backup, of either database, and check it")
    made.add_argument("file", type=Path, metavar="FILE")
    made.add_argument("--recovery-key", type=Path, metavar="KEYFILE", help="for a sealed backup")
    made.add_argument("--passphrase-stdin", action="store_true", help="the key file's passphrase, on standard input")
    made.set_defaults(run=_restore)
    made = add_command(commands, "erase", "take the bodies of a patient's record away for good; ids and hashes stay")
    made.add_argument("patient", metavar="PATIENT", help="the id of the patient's record")
    made.add_argument("--reason", required=True, metavar="TEXT", help="for the trail, without the patient's name")
    made.add_argument("--yes", action="store_true", help="do it; else only say what there is")
    made.set_defaults(run=_erase)
    swept = "delete ended sessions, old tries, codes, claims and drafts; of the trail only what --days says"
    made = add_command(commands, "retention", swept)
    made.add_argument("--days", type=int, metavar="N", help="shorten the trail to so many days, at least 365")
    made.set_defaults(run=_retention)


def _serve_command(commands: Any) -> None:
    serve = add_command(commands, "serve", "serve devices and doctors until told to end")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=_port, default=8470, help="0: any free one; it is printed")
    serve.add_argument("--workers", type=_count, default=1, metavar="N", help="processes that serve the address")
    serve.add_argument(
        "--behind-proxy", metavar="ADDRESS", help="believe the X-Forwarded-For of a proxy there (a,b,c or a network)"
    )
    serve.add_argument("--certificate", type=Path, metavar="FILE", help="PEM: speak https; with --key")
    serve.add_argument("--key", type=Path, metavar="FILE", help="PEM: the certificate's private key")
    serve.set_defaults(run=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    from hub_server.serve import Serving, serve  # the web server is not needed by any other command

    a = arguments
    if (a.certificate is None) != (a.key is None):
        raise Usage("--certificate and --key go together")
    tls = None if a.certificate is None else Files(a.certificate, a.key)
    return serve(Serving(a.store, a.host, a.port, a.workers, a.behind_proxy or "", tls))


def _check(arguments: argparse.Namespace) -> int:
    store = HubStore(arguments.store)
    try:
        services = open_services(store)
        with services.store.read() as conn:
            found = check(conn)
    finally:
        store.close()
    seen = {**asdict(found), "wrong": list(found.wrong)}
    if not arguments.json:
        del seen["wrong"]
        for trouble in found.wrong:
            sys.stdout.write(trouble + "\n")
    show(seen, arguments.json)
    return 1 if found.wrong else 0


def _backup(arguments: argparse.Namespace) -> int:
    store = HubStore(arguments.store)
    try:
        made = _shown(lambda progress: back_up(store, arguments.file, progress=progress))
    finally:
        store.close()
    if not made.sealed:
        _warn(_NOT_SEALED)
    show({"file": str(arguments.file), **asdict(made)}, arguments.json)
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    private = _private_key(arguments)
    store = HubStore(arguments.store)
    try:
        done = _shown(lambda progress: restore(store, arguments.file, private, progress=progress))
    finally:
        store.close()
    _warn(_AFTERWARDS.format(made=done.made))
    answer = asdict(done)
    found = answer.pop("found")
    for trouble in done.found.wrong:
        _warn(trouble)
    show({**answer, "left_out": list(done.left_out), "wrong_count": found["wrong_count"]}, arguments.json)
    return 1 if done.found.wrong else 0


def _erase(arguments: argparse.Namespace) -> int:
    store = HubStore(arguments.store)
    try:
        services = open_services(store)
        if not arguments.yes:
            show(asdict(erasing.plan(services, arguments.patient)), arguments.json)
            raise Usage("nothing was erased: this is what there is. Erase it for good with --yes")
        done = erasing.erase(services, arguments.patient, arguments.reason)
    finally:
        store.close()
    if done.held.linked:
        _warn("other records are said to be the same person, and were not touched: they stand under linked")
    _warn("the PCs of these centres keep their own copies, and older backups theirs: see the administrator's guide")
    show({"patient": done.patient, **asdict(done.held), "told": list(done.told)}, arguments.json)
    return 0


def _retention(arguments: argparse.Namespace) -> int:
    store = HubStore(arguments.store)
    try:
        done = retention.sweep(open_services(store), arguments.days)
    finally:
        store.close()
    show(dict(done), arguments.json)
    return 0


def _private_key(arguments: argparse.Namespace) -> bytes:
    if arguments.recovery_key is None:
        if arguments.passphrase_stdin:
            raise Usage("--passphrase-stdin goes with --recovery-key KEYFILE")
        return b""
    if not arguments.passphrase_stdin:
        raise Usage("--recovery-key goes with --passphrase-stdin: the passphrase on standard input")
    from care_record.recovery import open_recovery_key  # Argon2 is not needed by any other command

    try:
        return open_recovery_key(arguments.recovery_key.read_bytes(), sys.stdin.readline().rstrip("\r\n"))
    except OSError as error:
        raise AdminError(f"the key file could not be read: {error.strerror}") from None
    except WrongPin:
        raise AdminError("this passphrase does not open the key file") from None
    except BadSeal:
        raise AdminError("this is no recovery key file, or it is damaged") from None


def _shown(work: Callable[[Progress | None], T]) -> T:
    """The work, with its progress where somebody looks on."""
    if not sys.stderr.isatty():
        return work(None)
    try:
        return work(_tell)
    finally:
        sys.stderr.write("\n")


def _tell(done: int, of: int) -> None:
    sys.stderr.write(f"\r{done:,} rows" + (f" of {of:,}" if of else ""))
    sys.stderr.flush()


def _warn(text: str) -> None:
    sys.stderr.write(f"hub-server: {text}\n")


def _count(text: str) -> int:
    count = int(text)
    if not 1 <= count <= 64:
        raise ValueError
    return count


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError
    return port
