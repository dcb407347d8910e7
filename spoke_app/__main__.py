"""The `spoke-app` command: the window, and what IT staff, scripts and tests do without one.

Exit codes: 0 done, 1 could not be done, 2 wrong usage, 3 no connection, 4 done or tried and something needs attention.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from spoke_app import commands, sentences
from spoke_app.access.enrolment import AlreadyEnrolled, AnotherHub, AnotherPost
from spoke_app.access.keys import MachineKeyLost
from spoke_app.access.lock import Held
from spoke_app.access.sign_in import NotHere, TooSoon, WrongPin
from spoke_app.access.wipe import WipedByTheHub
from spoke_app.actions.read_register import BadFile
from spoke_app.actions.refused import Refused
from spoke_app.commands import FAILED, NO_CONNECTION_EXIT, Person, Reply
from spoke_app.documents.files import CannotSave
from spoke_app.headless import NoSuchPerson, NotEnrolled, SignInNeeded
from spoke_app.log import LOGGER, start_log, stop_log
from spoke_app.paths import Profile, default_profile
from spoke_app.store.errors import NO_ROOM, DiskFull, StoreError
from spoke_app.sync.transport import ExchangeError, NoConnection

_PROFILE_HELP = "the folder of this PC's files"
_WORDS: dict[type[Exception], str] = {
    AlreadyEnrolled: "already-enrolled",
    AnotherHub: "other-hub",
    AnotherPost: "other-post",
    Held: "elsewhere",
    MachineKeyLost: "machine-key",
    NoSuchPerson: "no-such-person",
    NotEnrolled: "not-enrolled",
    NotHere: "no-such-person",
    SignInNeeded: "sign-in-needed",
    WrongPin: "wrong-pin",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command, or the window; gives the exit code."""
    arguments = _parser().parse_args(argv)
    profile = Profile(arguments.profile) if arguments.profile else default_profile()
    if arguments.command is None:
        return _window(profile, arguments.lang)
    handler = start_log(profile.log_path) if profile.dir.exists() else None
    try:
        return _say(arguments.run(arguments, profile), arguments.json)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _say(_trouble(error), arguments.json)
    finally:
        if handler is not None:
            stop_log(handler)


def _window(profile: Profile, lang: str | None) -> int:
    from spoke_app.app import run_window  # no other command needs a display, or Qt

    return run_window(profile, lang)


def _say(reply: Reply, as_json: bool) -> int:
    if as_json:
        print(json.dumps(reply.data, ensure_ascii=False))
    else:
        print(reply.text, file=sys.stderr if reply.code == FAILED else sys.stdout)
    return reply.code


def _trouble(error: Exception) -> Reply:
    """The one catch-all: an error of the surroundings in one sentence; a bug goes to the log as well."""
    code, detail, exit_code, text = _named(error)
    if code == "bug":
        logging.getLogger(LOGGER).error("a command failed", exc_info=error)
    return Reply(exit_code, text or sentences.sentence(code, detail), {"error": code, "detail": detail})


def _named(error: Exception) -> tuple[str, str, int, str]:
    """(stable code, detail, exit code, words of its own or '')"""
    for kind, code in _WORDS.items():
        if isinstance(error, kind):
            return code, "", FAILED, ""
    if isinstance(error, WipedByTheHub):
        return "wiped", error.wiped.at, FAILED, sentences.wiped_text(error.wiped)
    if isinstance(error, TooSoon):
        text = f"Too many wrong PINs: try again in {error.seconds:.0f} seconds."
        return "too-soon", f"{error.seconds:.0f}", FAILED, text
    if isinstance(error, NoConnection):
        return error.reason, error.detail, NO_CONNECTION_EXIT, ""
    if isinstance(error, ExchangeError):
        return error.reason, error.detail, FAILED, ""
    if isinstance(error, StoreError):
        return error.code, "", FAILED, ""
    if isinstance(error, BadFile):
        return error.code, error.detail, FAILED, f"{sentences.sentence(error.code)} ({error.detail})"
    if isinstance(error, CannotSave):
        return error.code, error.detail, FAILED, ""
    if isinstance(error, Refused):
        problem = error.problems[0]
        return problem.code, problem.field, FAILED, f"Refused: {problem.field} {problem.code} {problem.detail}".rstrip()
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return DiskFull.code, "", FAILED, ""
    if isinstance(error, OSError):
        return "file", error.strerror or "", FAILED, f"A file could not be read or written: {error.strerror}."
    return "bug", type(error).__name__, FAILED, f"Something went wrong inside ({type(error).__name__}); see the log."


def _parser() -> argparse.ArgumentParser:
    data = argparse.ArgumentParser(add_help=False)
    # Before the command as well as after it: what is not given after it must not undo what was given before.
    data.add_argument("--profile", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=_PROFILE_HELP)
    data.add_argument("--json", action="store_true", help="answer with one JSON object")
    person = argparse.ArgumentParser(add_help=False, parents=[data])
    person.add_argument("--staff", metavar="NAME", help="who asks; needed once somebody has signed in on this PC")
    person.add_argument("--pin-stdin", action="store_true", help="read the PIN from standard input")

    parser = argparse.ArgumentParser(prog="spoke-app", description="The telemedicine desk of a health centre.")
    parser.add_argument("--profile", type=Path, metavar="DIR", help=_PROFILE_HELP)
    parser.add_argument("--lang", choices=("hi", "en"), help="the window's language")
    parser.set_defaults(run=None)
    within = parser.add_subparsers(dest="command", metavar="COMMAND", title="without a window")
    _add(within, "enrol", "make this PC a device of its health centre", [person], _run_enrol, _enrol_arguments)
    _add(within, "exchange", "exchange with the hub now", [person], _run_exchange, _exchange_arguments)
    _add(within, "status", "backlog, last exchange, clock", [person], _run_status)
    _add(within, "check", "whether the store is whole", [person], _run_check)
    _add(within, "log", "the log's last lines, for the support", [data], _run_log, _log_arguments)
    _add(within, "import", "take over an old register", [person], _run_import, _import_arguments)
    export = within.add_parser("export", help="write files for others", description="Write files for others.")
    what = export.add_subparsers(required=True, metavar="WHAT")
    _add(
        what, "registers", "a month's registers for Excel (CSV)", [person], _run_export_registers, _registers_arguments
    )
    bundle = within.add_parser("bundle", help="the exchange on a USB stick", description="The exchange on a USB stick.")
    ways = bundle.add_subparsers(required=True, metavar="COMMAND")
    _add(ways, "export", "write what waits to a file for the hub", [person], _run_export_bundle, _bundle_arguments)
    _add(ways, "import", "take in the hub's reply", [person], _run_import_bundle, _bundle_arguments)
    return parser


Run = Callable[[argparse.Namespace, Profile], Reply]


def _add(
    within: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    words: str,
    parents: list[argparse.ArgumentParser],
    run: Run,
    more: Callable[[argparse.ArgumentParser], None] = lambda parser: None,
) -> None:
    command = within.add_parser(name, help=words, description=words.capitalize() + ".", parents=parents)
    more(command)
    command.set_defaults(run=run)


def _enrol_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--hub", required=True, metavar="URL", help="the hub's address")
    parser.add_argument("--code", required=True, help="the enrolment code from the administrator")
    parser.add_argument("--name", help="what this PC is called; else the computer's name")


def _exchange_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="once, then end (the only way there is)")


def _log_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lines", type=int, default=500, metavar="N", help="how many lines")


def _bundle_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")


def _registers_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="the folder that gets the files")
    parser.add_argument("--month", type=_month, metavar="YYYY-MM", help="which month; else this one")


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no month: write it like 2026-11") from None


def _import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.csv|.json")


def _person(arguments: argparse.Namespace) -> Person:
    """Who asks; the PIN is the first line of standard input."""
    if arguments.staff is None:
        return Person(None, None)
    if not arguments.pin_stdin:
        raise SignInNeeded
    return Person(arguments.staff, sys.stdin.readline().strip())


def _run_enrol(arguments: argparse.Namespace, profile: Profile) -> Reply:
    return commands.enrol(profile, arguments.hub, arguments.code, arguments.name, _person(arguments))


def _run_exchange(arguments: argparse.Namespace, profile: Profile) -> Reply:
    return commands.exchange(profile, _person(arguments))


def _run_status(arguments: argparse.Namespace, profile: Profile) -> Reply:
    return commands.status(profile, _person(arguments))


def _run_check(arguments: argparse.Namespace, profile: Profile) -> Reply:
    return commands.check(profile, _person(arguments))


def _run_log(arguments: argparse.Namespace, profile: Profile) -> Reply:
    return commands.log(profile, arguments.lines)


def _run_import(arguments: argparse.Namespace, profile: Profile) -> Reply:
    return commands.import_file(profile, _person(arguments), arguments.file)


def _run_export_registers(arguments: argparse.Namespace, profile: Profile) -> Reply:
    from spoke_app.export_registers import export_registers  # the lists and words that no other command needs

    return export_registers(profile, _person(arguments), arguments.to, arguments.month, arguments.lang)


def _run_export_bundle(arguments: argparse.Namespace, profile: Profile) -> Reply:
    return commands.export_bundle(profile, _person(arguments), arguments.file)


def _run_import_bundle(arguments: argparse.Namespace, profile: Profile) -> Reply:
    return commands.import_bundle(profile, _person(arguments), arguments.file)


if __name__ == "__main__":
    sys.exit(main())
