"""What every group of `hub-server` commands is made with: its options, and how its answer is shown."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import Any

Answer = dict[str, Any] | list[dict[str, Any]] | None


class Usage(Exception):
    """Wrong usage that argparse cannot see; exit 2."""


def add_group(commands: Any, name: str, what: str) -> Any:
    """A word under which commands stand."""
    made = commands.add_parser(name, help=what, description=what)
    return made.add_subparsers(required=True, metavar="COMMAND")


def add_command(commands: Any, name: str, what: str) -> argparse.ArgumentParser:
    """A command on a store. Its address may be in SPOKE_STORE: a password in it is then in no list of processes."""
    made: argparse.ArgumentParser = commands.add_parser(name, help=what, description=what)
    known = os.environ.get("SPOKE_STORE")
    made.add_argument(
        "--store", required=not known, default=known, metavar="URL", help="sqlite:///FILE or postgresql://…"
    )
    made.add_argument("--json", action="store_true", help="JSON on standard output")
    return made


def show(answer: Answer, as_json: bool) -> None:
    """The answer on standard output: JSON, or a line of name=value for each entry."""
    if as_json:
        _say(json.dumps(answer, ensure_ascii=False))
        return
    for entry in answer if isinstance(answer, list) else [answer or {}]:
        _say("  ".join(f"{name}={value}" for name, value in entry.items() if value not in (None, "", [])))


def failed(text: str, code: str, as_json: bool) -> int:
    """Say what failed, and why; the exit code."""
    if as_json:
        _say(json.dumps({"error": code, "detail": text}, ensure_ascii=False))
    else:
        sys.stderr.write(f"hub-server: {text}\n")
    return 1


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
