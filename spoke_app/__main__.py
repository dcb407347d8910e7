"""The `spoke-app` command: the window, and what IT staff, scripts and tests do without one.

Exit codes: 0 done, 1 could not be done, 2 wrong usage, 3 no connection, 4 done or tried and something needs attention.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from spoke_app.commands import Reply
    from spoke_app.paths import Profile

AUTOSTART = "--autostart"


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command, or the window; gives the exit code."""
    given = sys.argv[1:] if argv is None else list(argv)
    if AUTOSTART in given and not _starts_by_itself():
        return 0
    from spoke_app.command_line import parser
    from spoke_app.paths import Profile, default_profile

    _speak_utf8()
    arguments = parser().parse_args(given)
    profile = Profile(arguments.profile) if arguments.profile else default_profile()
    if arguments.command is None:
        return _window(profile, arguments.lang)
    return _command(arguments, profile)


def _starts_by_itself() -> bool:
    """Asked each time that somebody signs in to Windows, where that was not wanted too: nothing else is loaded yet."""
    from spoke_app.installed import read

    return read().autostart


def _speak_utf8() -> None:
    """Hindi goes through a pipe on Windows, too. Without a console there is nothing to write to."""
    for stream in (sys.stdout, sys.stderr):
        if sys.platform == "win32" and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")


def _window(profile: Profile, lang: str | None) -> int:
    from spoke_app.app import run_window  # no other command needs a display, or Qt

    return run_window(profile, lang)


def _command(arguments: argparse.Namespace, profile: Profile) -> int:
    from spoke_app.log import start_log, stop_log
    from spoke_app.troubles import trouble

    handler = start_log(profile.log_path) if arguments.logged and profile.dir.exists() else None
    try:
        return _say(arguments.run(arguments, profile), arguments.json)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _say(trouble(error), arguments.json)
    finally:
        if handler is not None:
            stop_log(handler)


def _say(reply: Reply, as_json: bool) -> int:
    from spoke_app.commands import FAILED, WRONG_USAGE

    if as_json:
        _print_json(reply)
    elif reply.text:
        print(reply.text, file=sys.stderr if reply.code in (FAILED, WRONG_USAGE) else sys.stdout)
    return reply.code


def _print_json(reply: Reply) -> None:
    import json

    print(json.dumps(reply.data, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())
