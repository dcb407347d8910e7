"""The `hub-server` command: what IT staff, scripts and tests use. Exit 0, 1 for what failed, 2 for wrong usage."""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hub_server.context import Services, open_services
from hub_server.services import devices, places, quarantine, second_factor, staff
from hub_server.services.errors import AdminError
from hub_server.store.check import check
from hub_server.store.database import HubStore, StoreError
from hub_server.store.identity import make_identity
from hub_server.store.migrations import migrate

Answer = dict[str, Any] | list[dict[str, Any]] | None
Command = Callable[[Services, argparse.Namespace], Answer]


class Usage(Exception):
    """Wrong usage that argparse cannot see; exit 2."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
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
        with store.begin() as conn:
            migrate(conn)
            identity = make_identity(conn)
    finally:
        store.close()
    _show({"hub": identity.hub}, arguments.json)
    return 0


def _serve(arguments: argparse.Namespace) -> int:
    from hub_server.serve import Serving, serve  # the web server is not needed by any other command

    a = arguments
    return serve(Serving(a.store, a.host, a.port, a.workers, a.behind_proxy or ""))


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
            print(trouble)
    _show(seen, arguments.json)
    return 1 if found.wrong else 0


def _bundle_import(arguments: argparse.Namespace) -> int:
    from hub_server.bundle import BundleError, import_bundle  # the exchange is not needed by any other command

    store = HubStore(arguments.store)
    try:
        done = import_bundle(open_services(store), arguments.file, arguments.reply)
    except BundleError as error:
        return _failed(str(error), error.code, arguments.json)
    except OSError as error:
        text = f"A file could not be read or written ({error.strerror}): look at the stick, and import it again."
        return _failed(text, "file", arguments.json)
    finally:
        store.close()
    if done.refused:
        text = f"Refused: {done.detail}. The reply tells the health centre so."
        return _failed(text, done.refused, arguments.json)
    _show({**asdict(done), "reply": str(arguments.reply)}, arguments.json)
    return 0


def _failed(text: str, code: str, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"error": code, "detail": text}, ensure_ascii=False))
    else:
        sys.stderr.write(f"hub-server: {text}\n")
    return 1


def _with_services(command: Command) -> Callable[[argparse.Namespace], int]:
    def run(arguments: argparse.Namespace) -> int:
        store = HubStore(arguments.store)
        try:
            answer = command(open_services(store), arguments)
        finally:
            store.close()
        _show(answer, arguments.json)
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


def _device_revoke(services: Services, a: argparse.Namespace) -> Answer:
    devices.revoke_device(services, a.id, a.wipe)
    return {"id": a.id, "wipe": a.wipe}


def _quarantine_release(services: Services, a: argparse.Namespace) -> Answer:
    quarantine.release(services, a.id)
    return {"id": a.id}


def _words(values: list[str] | None) -> list[str]:
    """An option that may be repeated, and hold several words with commas between."""
    return [word.strip() for value in values or [] for word in value.split(",") if word.strip()]


def _show(answer: Answer, as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer, ensure_ascii=False))
        return
    for entry in answer if isinstance(answer, list) else [answer or {}]:
        print("  ".join(f"{name}={value}" for name, value in entry.items() if value not in (None, "", [])))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hub-server", description="The hub of Spoke: exchange, doctors, records.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _command(commands, "init", "make the store, the hub's id and keys; repeating it changes nothing").set_defaults(
        run=_init
    )
    serve = _command(commands, "serve", "serve devices and doctors until told to end")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=_port, default=8470, help="0: any free one; it is printed")
    serve.add_argument("--workers", type=_count, default=1, metavar="N", help="processes that serve the address")
    serve.add_argument(
        "--behind-proxy", metavar="ADDRESS", help="believe the X-Forwarded-For of a proxy there (a,b,c or a network)"
    )
    serve.set_defaults(run=_serve)
    checked = "verify every line, chain and feed, who reads what, what waits, the keys"
    _command(commands, "check", checked).set_defaults(run=_check)
    _place_commands(commands)
    _staff_commands(commands)
    _device_commands(commands)
    return parser


def _place_commands(commands: Any) -> None:
    facility = _group(commands, "facility", "health centres")
    add = _command(facility, "add", "a new health centre")
    _place_options(add)
    add.add_argument("--district", required=True, metavar="LGD", help="LGD code (or the name) of the district")
    add.add_argument(
        "--subdistrict", metavar="LGD", help="LGD code (or the name) of the block: every form begins with it"
    )
    add.add_argument("--type", help="e.g. HSC, PHC")
    add.add_argument("--desk", action="append", metavar="ID", help="where it may refer; may be repeated")
    add.set_defaults(run=_with_services(_facility_add))
    listing = _command(facility, "list", "all health centres")
    listing.set_defaults(run=_with_services(lambda services, _: places.list_places(services, "facility")))

    desk = _group(commands, "desk", "desks of doctors")
    add = _command(desk, "add", "a new desk")
    _place_options(add)
    add.add_argument("--speciality", required=True, action="append", metavar="CODE", help="may be repeated, or a,b,c")
    add.add_argument("--district", metavar="LGD")
    add.add_argument("--hours")
    add.add_argument("--call-base-url", metavar="URL", help="meeting rooms open under this address")
    share = "so many per cent of its centres' notes are shown to its doctors to countersign (10)"
    add.add_argument("--countersign-percent", metavar="N", type=int, help=share)
    add.set_defaults(run=_with_services(_desk_add))
    listing = _command(desk, "list", "all desks")
    listing.set_defaults(run=_with_services(lambda services, _: places.list_places(services, "desk")))


def _place_options(add: argparse.ArgumentParser) -> None:
    add.add_argument("--code", required=True, help="short and unique, e.g. PARSARMA")
    add.add_argument("--name", required=True)
    add.add_argument("--name-hi")
    add.add_argument("--contact")


def _staff_commands(commands: Any) -> None:
    group = _group(commands, "staff", "people")
    add = _command(group, "add", "a new member of staff; PIN or password on standard input")
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
    listing = _command(group, "list", "everybody")
    listing.set_defaults(run=_with_services(lambda services, _: staff.list_staff(services)))
    revoke = _command(group, "revoke", "end someone's work here")
    revoke.add_argument("id")
    revoke.set_defaults(run=_with_services(_staff_revoke))
    group = _group(commands, "second-factor", "signing in to the pages in two steps")
    listing = _command(group, "show", "whether it is required")
    listing.set_defaults(run=_with_services(lambda services, _: second_factor.rule(services)))
    rule = _command(group, "require", "doctors and administrators set it up before anything else")
    rule.set_defaults(run=_with_services(lambda services, _: second_factor.require(services, yes=True)))
    rule = _command(group, "offer", "who wants it sets it up")
    rule.set_defaults(run=_with_services(lambda services, _: second_factor.require(services, yes=False)))
    reset = _command(group, "reset", "for someone who has lost phone and paper: her password alone opens again")
    reset.add_argument("id")
    reset.set_defaults(run=_with_services(_second_factor_reset))


def _device_commands(commands: Any) -> None:
    code = _command(commands, "enrol-code", "a one-time code for a new PC, valid 72 hours")
    code.add_argument("--post", required=True, metavar="ID", help="its facility")
    code.set_defaults(run=_with_services(lambda services, a: devices.make_enrol_code(services, a.post)))
    group = _group(commands, "device", "enrolled PCs")
    listing = _command(group, "list", "every PC: last exchange, backlog, clock")
    listing.set_defaults(run=_with_services(lambda services, _: devices.list_devices(services)))
    revoke = _command(group, "revoke", "a stolen or retired PC reads nothing more")
    revoke.add_argument("id")
    revoke.add_argument("--wipe", action="store_true", help="and destroys its key once its last line is here")
    revoke.set_defaults(run=_with_services(_device_revoke))
    group = _group(commands, "bundle", "exchanges on USB sticks")
    bring = _command(group, "import", "take in what a health centre put on a stick, and write the reply for it")
    bring.add_argument("file", type=Path, metavar="FILE", help="from the stick; importing it again is harmless")
    bring.add_argument("--reply", type=Path, required=True, metavar="FILE", help="to carry back to the health centre")
    bring.set_defaults(run=_bundle_import)
    group = _group(commands, "quarantine", "what was refused")
    listing = _command(group, "list", "what is in quarantine, and why")
    listing.set_defaults(run=_with_services(lambda services, _: quarantine.list_quarantine(services)))
    release = _command(group, "release", "take a change in on your word")
    release.add_argument("id")
    release.set_defaults(run=_with_services(_quarantine_release))


def _group(commands: Any, name: str, what: str) -> Any:
    group = commands.add_parser(name, help=what, description=what)
    return group.add_subparsers(required=True, metavar="COMMAND")


def _command(commands: Any, name: str, what: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=what, description=what)
    command.add_argument("--store", required=True, metavar="URL", help="sqlite:///FILE or postgresql://…")
    command.add_argument("--json", action="store_true", help="JSON on standard output")
    return command


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


if __name__ == "__main__":
    sys.exit(main())
