"""The `hub-server` command: what IT staff, scripts and tests use. Exit 0, 1 for what failed, 2 for wrong usage."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hub_server import operating, releasing
from hub_server.commanding import Answer, Usage, add_command, add_group, failed, show
from hub_server.context import Services, open_services
from hub_server.log import start_log
from hub_server.services import devices, places, quarantine, recovery, second_factor, staff
from hub_server.services.errors import AdminError
from hub_server.store.database import HubStore, StoreError
from hub_server.store.identity import make_identity
from hub_server.store.migrations import migrate

Command = Callable[[Services, argparse.Namespace], Answer]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    start_log()
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except Usage as error:
        sys.stderr.write(f"hub-server: {error}\n")
        return 2
    except (StoreError, AdminError) as error:
        sys.stderr.write(f"hub-server: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _init(arguments: argparse.Namespace) -> int:
    store = HubStore(arguments.store)
    try:
        store.make_file()
        with store.begin() as conn:
            migrate(conn)
            identity = make_identity(conn)
    finally:
        store.close()
    show({"hub": identity.hub}, arguments.json)
    return 0


def _bundle_import(arguments: argparse.Namespace) -> int:
    from hub_server.bundle import BundleError, import_bundle  # the exchange is not needed by any other command

    store = HubStore(arguments.store)
    try:
        done = import_bundle(open_services(store), arguments.file, arguments.reply)
    except BundleError as error:
        return failed(str(error), error.code, arguments.json)
    except OSError as error:
        text = f"A file could not be read or written ({error.strerror}): look at the stick, and import it again."
        return failed(text, "file", arguments.json)
    finally:
        store.close()
    if done.refused:
        text = f"Refused: {done.detail}. The reply tells the health centre so."
        return failed(text, done.refused, arguments.json)
    show({**asdict(done), "reply": str(arguments.reply)}, arguments.json)
    return 0


def _with_services(command: Command) -> Callable[[argparse.Namespace], int]:
    def run(arguments: argparse.Namespace) -> int:
        store = HubStore(arguments.store)
        try:
            answer = command(open_services(store), arguments)
        finally:
            store.close()
        show(answer, arguments.json)
        return 0

    return run


def _facility_add(services: Services, a: argparse.Namespace) -> Answer:
    fields = {
        "name": a.name,
        "name_hi": a.name_hi,
        "code": a.code,
        "district": a.district,
        "subdistrict": a.subdistrict,
        "type": a.type,
        "contact": a.contact,
        "desks": _words(a.desk),
    }
    return {"id": places.add_facility(services, fields)}


def _desk_add(services: Services, a: argparse.Namespace) -> Answer:
    fields = {
        "name": a.name,
        "name_hi": a.name_hi,
        "code": a.code,
        "district": a.district,
        "specialities": _words(a.speciality),
        "hours": a.hours,
        "contact": a.contact,
        "call_base_url": a.call_base_url,
        "countersign_percent": a.countersign_percent,
    }
    return {"id": places.add_desk(services, fields)}


def _staff_add(services: Services, a: argparse.Namespace) -> Answer:
    secrets = sys.stdin.read().splitlines() if a.pin_stdin or a.password_stdin else []
    wanted = a.pin_stdin + a.password_stdin
    if len(secrets) < wanted or any(not secret for secret in secrets[:wanted]):
        raise Usage("standard input: the PIN or the password on a line of its own, the PIN first if both")
    pin = secrets.pop(0) if a.pin_stdin else None
    password = secrets.pop(0) if a.password_stdin else None
    extra = {"name_hi": a.name_hi, "qualification": a.qualification, "registration_no": a.registration_no}
    posts = tuple(_words([*(a.post or []), *(a.desk or [])]))
    new = staff.NewStaff(a.name, a.role, posts, pin, a.login, password, extra)
    return {"id": staff.add_staff(services, new)}


def _staff_revoke(services: Services, a: argparse.Namespace) -> Answer:
    staff.revoke_staff(services, a.id)
    return {"id": a.id}


def _second_factor_reset(services: Services, a: argparse.Namespace) -> Answer:
    second_factor.reset(services, a.id)
    return {"id": a.id}


def _recovery_key_make(services: Services, a: argparse.Namespace) -> Answer:
    made = recovery.make(services, a.out, sys.stdin.readline().rstrip("\r\n"))
    sys.stderr.write(
        "hub-server: copy the key file to two places that burn separately, keep the passphrase apart from it, and "
        "delete this copy. The hub and the PCs have no other\n"
    )
    return made


def _device_revoke(services: Services, a: argparse.Namespace) -> Answer:
    devices.revoke_device(services, a.id, a.wipe)
    return {"id": a.id, "wipe": a.wipe}


def _quarantine_release(services: Services, a: argparse.Namespace) -> Answer:
    try:
        quarantine.release(services, a.id, sha=a.line)
    except quarantine.SeveralLines as several:
        show(list(several.lines), a.json)
        raise AdminError(f"{several}, with --line and the first letters of its sha") from None
    return {"id": a.id}


def _words(values: list[str] | None) -> list[str]:
    """An option that may be repeated, and hold several words with commas between."""
    return [word.strip() for value in values or [] for word in value.split(",") if word.strip()]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hub-server", description="The hub of Spoke: exchange, doctors, records.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add_command(commands, "init", "make the store, the hub's id and keys; repeating it changes nothing").set_defaults(
        run=_init
    )
    operating.add(commands)
    _place_commands(commands)
    _staff_commands(commands)
    _recovery_commands(commands)
    _device_commands(commands)
    releasing.add(commands)
    return parser


def _place_commands(commands: Any) -> None:
    facility = add_group(commands, "facility", "health centres")
    add = add_command(facility, "add", "a new health centre")
    _place_options(add)
    add.add_argument("--district", required=True, metavar="LGD", help="LGD code (or the name) of the district")
    add.add_argument(
        "--subdistrict", metavar="LGD", help="LGD code (or the name) of the block: every form begins with it"
    )
    add.add_argument("--type", help="e.g. HSC, PHC")
    add.add_argument("--desk", action="append", metavar="ID", help="where it may refer; may be repeated")
    add.set_defaults(run=_with_services(_facility_add))
    listing = add_command(facility, "list", "all health centres")
    listing.set_defaults(run=_with_services(lambda services, _: places.list_places(services, "facility")))

    desk = add_group(commands, "desk", "desks of doctors")
    add = add_command(desk, "add", "a new desk")
    _place_options(add)
    add.add_argument("--speciality", required=True, action="append", metavar="CODE", help="may be repeated, or a,b,c")
    add.add_argument("--district", metavar="LGD")
    add.add_argument("--hours")
    add.add_argument("--call-base-url", metavar="URL", help="meeting rooms open under this address")
    share = "so many per cent of its centres' notes are shown to its doctors to countersign (10)"
    add.add_argument("--countersign-percent", metavar="N", type=int, help=share)
    add.set_defaults(run=_with_services(_desk_add))
    listing = add_command(desk, "list", "all desks")
    listing.set_defaults(run=_with_services(lambda services, _: places.list_places(services, "desk")))


def _place_options(add: argparse.ArgumentParser) -> None:
    add.add_argument("--code", required=True, help="short and unique, e.g. PARSARMA")
    add.add_argument("--name", required=True)
    add.add_argument("--name-hi")
    add.add_argument("--contact")


def _staff_commands(commands: Any) -> None:
    group = add_group(commands, "staff", "people")
    add = add_command(group, "add", "a new member of staff; PIN or password on standard input")
    add.add_argument("--name", required=True)
    add.add_argument("--name-hi")
    add.add_argument("--role", required=True, choices=staff.ROLES)
    add.add_argument("--post", action="append", metavar="ID", help="facility, or a doctor's desk; may be repeated")
    add.add_argument("--desk", action="append", metavar="ID", help="the same as --post")
    add.add_argument("--pin-stdin", action="store_true", help="signs in on the PCs of the post with this PIN")
    add.add_argument("--login", help="signs in on the hub's pages")
    add.add_argument("--password-stdin", action="store_true")
    add.add_argument("--qualification")
    add.add_argument("--registration-no")
    add.set_defaults(run=_with_services(_staff_add))
    listing = add_command(group, "list", "everybody")
    listing.set_defaults(run=_with_services(lambda services, _: staff.list_staff(services)))
    revoke = add_command(group, "revoke", "end someone's work here")
    revoke.add_argument("id")
    revoke.set_defaults(run=_with_services(_staff_revoke))
    group = add_group(commands, "second-factor", "signing in to the pages in two steps")
    listing = add_command(group, "show", "whether it is required")
    listing.set_defaults(run=_with_services(lambda services, _: second_factor.rule(services)))
    rule = add_command(group, "require", "doctors and administrators set it up before anything else")
    rule.set_defaults(run=_with_services(lambda services, _: second_factor.require(services, yes=True)))
    rule = add_command(group, "offer", "who wants it sets it up")
    rule.set_defaults(run=_with_services(lambda services, _: second_factor.require(services, yes=False)))
    reset = add_command(group, "reset", "for someone who has lost phone and paper: her password alone opens again")
    reset.add_argument("id")
    reset.set_defaults(run=_with_services(_second_factor_reset))


def _recovery_commands(commands: Any) -> None:
    group = add_group(commands, "recovery-key", "what opens a PC's store or a backup when the PC that could is gone")
    make = add_command(group, "make", "a new one: its file for the district's safe, its public half for every PC")
    make.add_argument("--out", type=Path, required=True, metavar="FILE", help="must not be there yet")
    asked = "the passphrase of the file, at least 12 characters, on standard input"
    make.add_argument("--passphrase-stdin", action="store_true", required=True, help=asked)
    make.set_defaults(run=_with_services(_recovery_key_make))
    showing = add_command(group, "show", "the public half that counts, and since when")
    showing.set_defaults(run=_with_services(lambda services, _: recovery.show(services)))


def _device_commands(commands: Any) -> None:
    code = add_command(commands, "enrol-code", "a one-time code for a new PC, valid 72 hours")
    code.add_argument("--post", required=True, metavar="ID", help="its facility")
    code.set_defaults(run=_with_services(lambda services, a: devices.make_enrol_code(services, a.post)))
    group = add_group(commands, "device", "enrolled PCs")
    listing = add_command(group, "list", "every PC: last exchange, backlog, clock")
    listing.set_defaults(run=_with_services(lambda services, _: devices.list_devices(services)))
    revoke = add_command(group, "revoke", "a stolen or retired PC reads nothing more")
    revoke.add_argument("id")
    revoke.add_argument("--wipe", action="store_true", help="and destroys its key once its last line is here")
    revoke.set_defaults(run=_with_services(_device_revoke))
    group = add_group(commands, "bundle", "exchanges on USB sticks")
    bring = add_command(group, "import", "take in what a health centre put on a stick, and write the reply for it")
    bring.add_argument("file", type=Path, metavar="FILE", help="from the stick; importing it again is harmless")
    bring.add_argument("--reply", type=Path, required=True, metavar="FILE", help="to carry back to the health centre")
    bring.set_defaults(run=_bundle_import)
    group = add_group(commands, "quarantine", "what was refused")
    listing = add_command(group, "list", "what is in quarantine, and why")
    listing.set_defaults(run=_with_services(lambda services, _: quarantine.list_quarantine(services)))
    release = add_command(group, "release", "take a change in on your word")
    release.add_argument("id")
    release.add_argument("--line", default="", metavar="SHA", help="where several lines have this id: the one meant")
    release.set_defaults(run=_with_services(_quarantine_release))


if __name__ == "__main__":
    sys.exit(main())
