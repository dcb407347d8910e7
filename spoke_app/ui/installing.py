"""The way to install a new version from any screen: not while a form is in hand, never without being asked."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from spoke_app.actions.new_version import form_in_hand
from spoke_app.ui.context import UiContext
from spoke_app.ui.text import trouble_text


class Installing(QObject):
    """`begin` looks whether it may be now, asks, and starts it. What fails is said above the screen."""

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._over = parent

    def begin(self) -> None:
        """Somebody pressed *Install now*."""
        self._context.runner.run(form_in_hand, done=self._known)

    def _known(self, in_hand: bool) -> None:
        if in_hand:
            self._context.status.notice("look", self._finish_first)
            return
        view = self._context.updates.view
        if view is None or not view.ready:
            return
        text = self.tr("Install version {version} now?").format(version=view.version)
        more = self.tr("Spoke closes, and Windows asks whether it may install. Open Spoke again when that is done.")
        if self._context.ask.confirm(self._over, text, more, self.tr("Install now"), self.tr("Later")):
            self._context.updates.install()

    def _finish_first(self) -> tuple[str, str]:
        return (
            self.tr("A form is in hand."),
            self.tr("Finish it first, or install half an hour after it was last typed in. It is kept either way."),
        )


def failure_text(code: str) -> tuple[str, str]:
    """Why an installation did not begin, and what to do next: `altered`, `gone`, `not-started`, or a trouble of the
    PC's own."""
    words = {
        "altered": (
            QCoreApplication.translate("Installing", "The new version was changed on this PC."),
            QCoreApplication.translate(
                "Installing", "It was thrown away and comes again tomorrow. Tell the IT staff of it."
            ),
        ),
        "gone": (
            QCoreApplication.translate("Installing", "The new version is not here any more."),
            QCoreApplication.translate("Installing", "It comes again by itself if the hub still offers it."),
        ),
        "not-started": (
            QCoreApplication.translate("Installing", "The installation did not begin."),
            QCoreApplication.translate("Installing", "Try again; if it happens again, call the IT staff."),
        ),
    }
    return words.get(code) or trouble_text(code)
