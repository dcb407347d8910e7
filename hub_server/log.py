"""The hub's log, on standard error: what happened, never with what.

An error is told by its class and its place: its words may quote a record, a statement's values, or what someone typed.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

_OURS = "hub_server"
_MOST_FRAMES = 12


class _Formatter(logging.Formatter):
    """Of what a library says only its first line: behind that it shows the values that it had at hand."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        if not record.name.startswith(_OURS):
            message = message.partition("\n")[0]
        said = [f"{record.levelname} {record.name} {message}"]
        error = record.exc_info[1] if record.exc_info else None
        return "\n".join([*said, *places(error)])


def places(error: BaseException | None) -> list[str]:
    """The error and those behind it: class names and source lines."""
    lines: list[str] = []
    while error is not None:
        lines.append(f"  {type(error).__module__}.{type(error).__qualname__}")
        frames = traceback.extract_tb(error.__traceback__)[-_MOST_FRAMES:]
        lines += [f"    {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        error = error.__cause__ or error.__context__
    return lines


def start_log() -> None:
    """Warnings and errors of this process go to standard error from now on, those that nobody caught as well."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)
    sys.unraisablehook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if error is not None and not isinstance(error, KeyboardInterrupt | SystemExit):
        logging.getLogger(_OURS).critical("a bug", exc_info=(kind, error, trace))
