"""An export to or import from a USB stick for the window: a call that blocks and always ends in a result."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from spoke_app.actions.views import StickResult
from spoke_app.entry import trouble_code
from spoke_app.headless import Exchanger
from spoke_app.store.errors import NO_ROOM
from spoke_app.sync.bundle import Progress

log = logging.getLogger("spoke.exchange")


def work(
    exchanger: Exchanger,
    what: Literal["export", "import"],
    file: Path,
    stopped: Callable[[], bool],
    step: Callable[[int, int], None],
) -> StickResult:
    """Does it; `step` hears (done, all) in the calling thread."""

    def heard(progress: Progress) -> None:
        step(progress.done, progress.all)

    try:
        if what == "export":
            return StickResult(what, "done", sent=exchanger.put_on_stick(file, stopped, heard).changes)
        result = exchanger.take_from_stick(file, stopped, heard)
        return StickResult(what, result.outcome, result.sent, result.received, result.kinds, result.ids)
    except Exception as error:
        code = trouble_code(error)
        if code is None:
            log.exception("a stick failed")
        if isinstance(error, OSError):
            code = "stick-full" if error.errno in NO_ROOM else "stick"
        return StickResult(what, code or "bug")
