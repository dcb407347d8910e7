"""What went wrong with a command, in words and with a stable code: an error of the surroundings, or a bug."""

from __future__ import annotations

import logging

from spoke_app import sentences
from spoke_app.access.enrolment import AlreadyEnrolled, AnotherHub, AnotherPost
from spoke_app.access.keys import MachineKeyLost
from spoke_app.access.lock import Held
from spoke_app.access.sign_in import NotHere, TooSoon, WrongPin
from spoke_app.access.wipe import WipedByTheHub
from spoke_app.actions.read_register import BadFile
from spoke_app.actions.refused import Refused
from spoke_app.commands import FAILED, NO_CONNECTION_EXIT, Reply
from spoke_app.data_folder import NotOurs
from spoke_app.documents.files import CannotSave
from spoke_app.headless import NoSuchPerson, NotEnrolled, SignInNeeded
from spoke_app.log import LOGGER
from spoke_app.store.backup import BackupError
from spoke_app.store.errors import NO_ROOM, DiskFull, StoreError
from spoke_app.sync.transport import ExchangeError, NoConnection

_WORDS: dict[type[Exception], str] = {
    AlreadyEnrolled: "already-enrolled",
    AnotherHub: "other-hub",
    AnotherPost: "other-post",
    Held: "elsewhere",
    MachineKeyLost: "machine-key",
    NoSuchPerson: "no-such-person",
    NotEnrolled: "not-enrolled",
    NotHere: "no-such-person",
    NotOurs: "not-ours",
    SignInNeeded: "sign-in-needed",
    WrongPin: "wrong-pin",
}


def trouble(error: Exception) -> Reply:
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
    if isinstance(error, StoreError | BackupError):
        return error.code, "", FAILED, ""
    if isinstance(error, BadFile):
        why = f" ({error.detail})" if error.detail else ""
        return error.code, error.detail, FAILED, f"{sentences.sentence(error.code)}{why}"
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
