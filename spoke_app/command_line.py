"""What `spoke-app` can be told on its command line. Nothing of a command is loaded before it runs: the window starts
through this, too.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from spoke_app.paths import Profile

if TYPE_CHECKING:
    from spoke_app.commands import Person, Reply

_PROFILE_HELP = "the folder of this PC's files"

Run = Callable[[argparse.Namespace, Profile], "Reply"]


def parser() -> argparse.ArgumentParser:
    data = argparse.ArgumentParser(add_help=False)
    # Before the command as well as after it: what is not given after it must not undo what was given before.
    data.add_argument("--profile", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=_PROFILE_HELP)
    data.add_argument("--json", action="store_true", help="answer with one JSON object")
    person = argparse.ArgumentParser(add_help=False, parents=[data])
    person.add_argument("--staff", metavar="NAME", help="who asks; needed once somebody has signed in on this PC")
    person.add_argument("--pin-stdin", action="store_true", help="read the PIN from standard input")

    whole = argparse.ArgumentParser(prog="spoke-app", description="The telemedicine desk of a health centre.")
    whole.add_argument("--profile", type=Path, metavar="DIR", help=_PROFILE_HELP)
    whole.add_argument("--lang", choices=("hi", "en"), help="the window's language")
    whole.add_argument(
        "--autostart", action="store_true", help="end at once unless this PC was set up to start Spoke by itself"
    )
    whole.set_defaults(run=None, logged=True)
    within = whole.add_subparsers(dest="command", metavar="COMMAND", title="without a window")
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
    _add(within, "backup", "write the record to a sealed file", [person], _run_backup, _backup_arguments)
    _add(within, "restore", "make this PC the one that a backup is of", [data], _run_restore, _restore_arguments)
    _add(within, "repair", "bring a damaged or lost record back", [person], _run_repair)
    folder = within.add_parser("data", help="this PC's data folder", description="This PC's data folder.")
    deeds = folder.add_subparsers(required=True, metavar="COMMAND")
    _add(deeds, "prepare", "make it, with rights for the PC's users", [data], _run_prepare, logged=False)
    _add(
        deeds, "remove", "destroy the record of this PC for good", [data], _run_remove, _remove_arguments, logged=False
    )
    return whole


def _add(
    within: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    words: str,
    parents: list[argparse.ArgumentParser],
    run: Run,
    more: Callable[[argparse.ArgumentParser], None] = lambda parser: None,
    *,
    logged: bool = True,
) -> None:
    command = within.add_parser(name, help=words, description=words.capitalize() + ".", parents=parents)
    more(command)
    command.set_defaults(run=run, logged=logged)


def _enrol_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--hub", metavar="URL", help="the hub's address; else the one this PC was installed with")
    parser.add_argument("--code", help="the enrolment code from the administrator; else likewise")
    parser.add_argument(
        "--installed", action="store_true", help="quietly, with what this PC was installed with, if it still has to"
    )
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


def _backup_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--passphrase-stdin", action="store_true", help="read its passphrase from standard input, after the PIN"
    )


def _restore_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE|DIR", help="a backup, or a dead PC's data folder")
    parser.add_argument("--recovery-key", type=Path, metavar="KEYFILE", help="the district's recovery key")
    parser.add_argument("--passphrase-stdin", action="store_true", help="read its passphrase from standard input")
    parser.add_argument("--replace", action="store_true", help="also where there is a record: it is kept aside")


def _passphrase(arguments: argparse.Namespace) -> str:
    """The next line of standard input, if it was said to stand there."""
    if not arguments.passphrase_stdin or sys.stdin is None:
        return ""
    return sys.stdin.readline().strip("\ufeff\r\n")


def _person(arguments: argparse.Namespace) -> Person:
    """Who asks; the PIN is the first line of standard input."""
    from spoke_app.commands import NOBODY, Person
    from spoke_app.headless import SignInNeeded

    if arguments.staff is None:
        return NOBODY
    if not arguments.pin_stdin or sys.stdin is None:
        raise SignInNeeded
    return Person(arguments.staff, sys.stdin.readline().strip("\ufeff \t\r\n"))  # PowerShell's pipe begins with a mark


def _run_enrol(arguments: argparse.Namespace, profile: Profile) -> Reply:
    from spoke_app import commands
    from spoke_app.installed import read

    given = read()
    if arguments.installed:
        return commands.enrol_installed(profile, given, arguments.name)
    hub, code = arguments.hub or given.hub_url, arguments.code or given.enrol_code
    return commands.enrol_told(profile, hub, code, arguments.name, _person(arguments))


def _run_exchange(arguments: argparse.Namespace, profile: Profile) -> Reply:
    from spoke_app import commands

    return commands.exchange(profile, _person(arguments))


def _run_status(arguments: argparse.Namespace, profile: Profile) -> Reply:
    from spoke_app import commands

    return commands.status(profile, _person(arguments))


def _run_check(arguments: argparse.Namespace, profile: Profile) -> Reply:
    from spoke_app import commands

    return commands.check(profile, _person(arguments))


def _run_log(arguments: argparse.Namespace, profile: Profile) -> Reply:
    from spoke_app import commands

    return commands.log(profile, arguments.lines)


def _run_import(arguments: argparse.Namespace, profile: Profile) -> Reply:
    from spoke_app import commands

    return commands.import_file(profile, _person(arguments), arguments.file)


def _run_export_registers(arguments: argparse.Namespace, profile: Profile) -> Reply:
    from spoke_app.export_registers import export_registers  # the lists and words that no other command needs

    return export_registers(profile, _person(arguments), arguments.to, arguments.month, arguments.lang)


def _run_backup(arguments: argparse.Namespace, profile: Profile) -> Reply:
    from spoke_app import backup_commands

    person = _person(arguments)  # its PIN is the first line
    return backup_commands.backup(profile, person, arguments.file, _passphrase(arguments))


def _run_restore(arguments: argparse.Namespace, profile: Profile) -> Reply:
    from spoke_app import backup_commands

    key = arguments.recovery_key
    return backup_commands.restore(profile, arguments.file, key, _passphrase(arguments), replace=arguments.replace)


def _run_repair(arguments: argparse.Namespace, profile: Profile) -> Reply:
    from spoke_app import backup_commands

    return backup_commands.repair(profile, _person(arguments))


def _run_export_bundle(arguments: argparse.Namespace, profile: Profile) -> Reply:
    from spoke_app import commands

    return commands.export_bundle(profile, _person(arguments), arguments.file)


def _run_import_bundle(arguments: argparse.Namespace, profile: Profile) -> Reply:
    from spoke_app import commands

    return commands.import_bundle(profile, _person(arguments), arguments.file)


def _remove_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="that it is meant: what was not sent yet is lost")


def _run_prepare(arguments: argparse.Namespace, profile: Profile) -> Reply:
    from spoke_app import commands

    return commands.prepare_data(profile)


def _run_remove(arguments: argparse.Namespace, profile: Profile) -> Reply:
    from spoke_app import commands

    return commands.remove_data(profile, sure=arguments.yes)
