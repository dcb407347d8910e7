"""The log: what happened on this PC, for whoever helps. It holds no patient data.

Code logs stable words, counts and ids; names, numbers and texts of patients are never arguments of a log call. As a
second line every message passes a filter that takes out Devanagari, long digits, keys and tokens, and an error is
logged by its class and place, not by its words, which may quote what someone typed.
"""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import re
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

LOGGER = "spoke"
MAX_BYTES = 512 * 1024
FILES_KEPT = 4

_HIDDEN = "…"
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_TO_HIDE = re.compile(
    r"[\u0900-\u097f]+(?:\s+[\u0900-\u097f]+)*"  # Devanagari: only what people typed is in it
    r"|\b[0-9a-f]{32,}\b"  # keys, tokens
    r"|\+?\d[\d \-]{8,}\d"  # telephone, ABHA, Aadhaar numbers
    r"|[\w.+-]+@[\w.-]+"  # addresses
    r"|\"[^\"\n]{1,400}\"|(?<!\w)'[^'\n]{1,400}'"  # quoted words of an error
)
_STAYS = re.compile(_UUID)


def redact(message: str) -> str:
    """The message without what could name a person or open a door; ids of records and changes stay."""
    pieces: list[str] = []
    end = 0
    for stays in _STAYS.finditer(message):
        pieces += [_TO_HIDE.sub(_HIDDEN, message[end : stays.start()]), stays.group()]
        end = stays.end()
    return "".join([*pieces, _TO_HIDE.sub(_HIDDEN, message[end:])])


class _Formatter(logging.Formatter):
    """One line of time, level, place and redacted message; errors as class names and source lines only."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S%z")

    def format(self, record: logging.LogRecord) -> str:
        time = self.formatTime(record, self.datefmt)
        message = redact(record.getMessage()).replace("\n", " ")
        lines = [f"{time} {record.levelname} {record.name} {message}"]
        error = record.exc_info[1] if record.exc_info else None
        while error is not None:
            lines.append(f"  {type(error).__module__}.{type(error).__qualname__}")
            frames = traceback.extract_tb(error.__traceback__)
            lines += [f"    {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


class _Handler(logging.handlers.RotatingFileHandler):
    """A full disk or a folder that may not be written costs log lines, never a command or a window.

    On Windows a file that another process logs to can't be renamed: then it goes on growing, and is turned later.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=MAX_BYTES, backupCount=FILES_KEPT, encoding="utf-8", delay=True)
        self._grown = 0
        self.uncaught: _Uncaught | None = None

    def shouldRollover(self, record: logging.LogRecord) -> int:
        """Not again for each line, where it could not be done before."""
        if self._grown and self.stream and self.stream.tell() < self._grown:
            return 0
        return int(super().shouldRollover(record))

    def doRollover(self) -> None:
        """The files' names move on only once it is sure that the newest can."""
        if self.stream:
            self.stream.close()
            self.stream = None
        path = Path(self.baseFilename)
        aside = path.with_name(f"{path.name}.turning")
        try:
            path.replace(aside)
        except OSError:
            self.stream = self._open()
            self._grown = self.stream.tell() + self.maxBytes // 8
            return
        self._grown = 0
        for number in range(self.backupCount - 1, 0, -1):
            earlier = path.with_name(f"{path.name}.{number}")
            if earlier.exists():
                earlier.replace(path.with_name(f"{path.name}.{number + 1}"))
        aside.replace(path.with_name(f"{path.name}.1"))
        self.stream = self._open()

    def handleError(self, record: logging.LogRecord) -> None:
        """Instead of a traceback on standard error: whoever is at work hears of the disk from what she does."""


class _Uncaught:
    """Errors that nobody caught, of threads and of objects at their end: to the log. Python would say them on standard
    error with their words, which some systems keep in a file. Whoever listened before (a test) goes on hearing them."""

    def __init__(self) -> None:
        self._thread, self._unraisable = threading.excepthook, sys.unraisablehook
        threading.excepthook = self._of_thread
        sys.unraisablehook = self._of_object

    def end(self) -> None:
        if threading.excepthook == self._of_thread:
            threading.excepthook = self._thread
        if sys.unraisablehook == self._of_object:
            sys.unraisablehook = self._unraisable

    def _of_thread(self, told: threading.ExceptHookArgs) -> None:
        _log_error(told.exc_type, told.exc_value, told.exc_traceback)
        if self._thread is not threading.__excepthook__:
            self._thread(told)

    def _of_object(self, told: sys.UnraisableHookArgs) -> None:
        _log_error(told.exc_type, told.exc_value, told.exc_traceback)
        if self._unraisable is not sys.__unraisablehook__:
            self._unraisable(told)


def _log_error(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if error is not None and not isinstance(error, SystemExit):
        logging.getLogger(LOGGER).error("a bug", exc_info=(kind, error, trace))


def start_log(path: Path) -> logging.Handler:
    """Sends the app's log to a rotating file; gives the handler, to be handed to `stop_log`. Never fails."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
    handler = _Handler(path)
    handler.setFormatter(_Formatter())
    logger = logging.getLogger(LOGGER)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    handler.uncaught = _Uncaught()
    return handler


def stop_log(handler: logging.Handler) -> None:
    """Takes it off again. What a full disk did not take is let go: the store is closed after this."""
    logging.getLogger(LOGGER).removeHandler(handler)
    if isinstance(handler, _Handler) and handler.uncaught is not None:
        handler.uncaught.end()
    with contextlib.suppress(OSError):
        handler.close()


def read_log(path: Path, lines: int = 500) -> str:
    """The last lines, oldest first, over the files that rotation left: what the support is sent."""
    found: list[str] = []
    for number in range(FILES_KEPT, -1, -1):
        part = path.with_name(f"{path.name}.{number}") if number else path
        if part.exists():
            found += part.read_text("utf-8", errors="replace").splitlines()
    return "\n".join(found[-lines:])
