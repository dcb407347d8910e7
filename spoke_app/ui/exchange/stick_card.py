"""The card for exchanges by USB stick: out, back, how far, how it ended, and what is on its way."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from spoke_app.actions.views import OpenStick, StickResult
from spoke_app.ui.context import UiContext
from spoke_app.ui.text import short_date, trouble_text
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.label import Label, Rule
from spoke_app.ui.widgets.notice_bar import NoticeBar, NoticeKind

ENDING = ".spoke"
SHOWN = 3


class StickCard(Card):
    """Asks for the file, hands it on, and says in words what became of it."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__("…", parent=parent)
        theme = current_theme()
        self._context = context
        self._hint = Label("", "meta", "ink3", wrap=True)
        self.export = Button("", "secondary", icon="usb", key="Alt U", name="exchange.stick_export")
        self.export.clicked.connect(self._export)
        self.import_ = Button("", "secondary", key="Alt I", name="exchange.stick_import")
        self.import_.clicked.connect(self._import)
        buttons = QVBoxLayout()
        buttons.setSpacing(theme.px(8))
        buttons.addWidget(self.export)
        buttons.addWidget(self.import_)
        self._going = Label("", "meta", "ink2", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.cancel = Button("", "quiet", name="exchange.stick_cancel")
        self.cancel.clicked.connect(context.stick.cancel)
        self.notice = NoticeBar("done", name="exchange.stick_notice")
        self.notice.hide()
        self._rule = Rule()
        self.open = Label("", "meta", "ink2", wrap=True)
        self.open.setObjectName("exchange.sticks_open")
        self.add(self._hint)
        self.add(buttons)
        for part in (self._going, self._bar, self.cancel, self.notice, self._rule, self.open):
            self.add(part)
        self._sticks: tuple[OpenStick, ...] = ()
        self._result: StickResult | None = None
        self._begun = self.export

    def show_sticks(self, sticks: tuple[OpenStick, ...]) -> None:
        """Say everything again, with the exports that have no reply yet."""
        self._sticks = sticks
        self.set_title(self.tr("By USB stick"))
        self._hint.setText(
            self.tr("When the line is down for days. Doing both is harmless. Photos and PDFs do not travel by stick.")
        )
        self.export.set_text(self.tr("Export to USB…"))
        self.import_.set_text(self.tr("Import from USB…"))
        self.cancel.set_text(self.tr("Cancel"))
        self._show_open()
        self.show_progress()
        if self._result is not None:
            self._say(self._result)

    def show_progress(self) -> None:
        """How far it is."""
        stick = self._context.stick
        busy = bool(stick.running)
        going = self.tr("Writing to the stick") if stick.running == "export" else self.tr("Reading from the stick")
        self._going.setText(f"{going}…")
        self._bar.setAccessibleName(going)
        self._bar.setRange(0, 1000 if stick.all else 0)
        if stick.all:
            self._bar.setValue(min(1000, stick.done * 1000 // stick.all))
        if busy:
            self._begun = self.export if stick.running == "export" else self.import_
            self.cancel.show()  # before the buttons are switched off: the cursor goes on to it
        for button in (self.export, self.import_):
            button.setEnabled(not busy)
        if not busy and self.window().focusWidget() is self.cancel:
            self._begun.setFocus()  # back to where it was, not to whatever follows
        for part in (self._going, self._bar, self.cancel):
            part.setVisible(busy)
        if busy:
            self._result = None
            self.notice.hide()

    def show_result(self, result: StickResult) -> None:
        """How it ended."""
        self._result = result
        self.show_progress()
        self._say(result)

    def _show_open(self) -> None:
        now, lang = self._context.clock(), self._context.lang
        lines = []
        for stick in self._sticks[:SHOWN]:
            day = short_date(stick.since.astimezone(now.tzinfo).date(), lang)
            lines.append(self.tr("On a stick since {day}, not yet answered").format(day=day))
        if len(self._sticks) > SHOWN:
            lines.append(self.tr("and %n more", "", len(self._sticks) - SHOWN))
        self.open.setText("\n".join(lines))
        self.open.setVisible(bool(lines))
        self._rule.setVisible(bool(lines))

    @Slot()
    def _export(self) -> None:
        name = f"spoke-{self._context.clock().strftime('%Y-%m-%d-%H%M')}{ENDING}"
        file = self._context.ask.save_file(self, self.tr("Export to USB"), name, self._filter())
        if file is not None:
            self._context.stick.put_on(file)

    @Slot()
    def _import(self) -> None:
        file = self._context.ask.open_file(self, self.tr("Import from USB"), self._filter())
        if file is not None:
            self._context.stick.take_from(file)

    def _filter(self) -> str:
        return self.tr("Exchange by stick ({pattern})").format(pattern=f"*{ENDING}")

    def _say(self, result: StickResult) -> None:
        kinds: dict[str, NoticeKind] = {"done": "done", "stopped": "news", "next-stick": "look", "bundle-known": "news"}
        self.notice.show_notice(kinds.get(result.code, "danger"), *_words(result))
        self.notice.show()


def _words(result: StickResult) -> tuple[str, str]:
    """(what happened, what to do) after a stick."""
    if result.what == "export" and result.code == "done":
        if not result.sent:
            return QCoreApplication.translate(
                "StickCard", "The stick asks the hub for what is new."
            ), QCoreApplication.translate("StickCard", "Take it to the district office and bring the reply back.")
        lead = QCoreApplication.translate("StickCard", "%n change(s) are on the stick.", "", result.sent)
        return lead, QCoreApplication.translate(
            "StickCard",
            "Take it to the district office and bring the reply back. Until then they count as waiting.",
        )
    came = QCoreApplication.translate("StickCard", "%n change(s) came in,", "", result.received)
    there = QCoreApplication.translate("StickCard", "%n now at the hub.", "", result.sent)
    if result.what == "import" and result.code in ("done", "next-stick"):
        more = QCoreApplication.translate(
            "StickCard", "The hub lacks something that it once had: export once more, and bring it there."
        )
        return f"{came} {there}", more if result.code == "next-stick" else ""
    return _trouble(result)


def _trouble(result: StickResult) -> tuple[str, str]:
    kept = QCoreApplication.translate("StickCard", "Nothing that was saved is lost.")
    todo = {
        "not-a-bundle": QCoreApplication.translate(
            "StickCard", "Choose the file with the hub's reply; its name ends in {ending}."
        ).format(ending=ENDING),
        "bundle-unknown": QCoreApplication.translate("StickCard", "Export once more, and bring back that reply."),
    }
    words = {
        "stopped": QCoreApplication.translate("StickCard", "Cancelled."),
        "stick": QCoreApplication.translate(
            "StickCard", "The stick could not be read or written. Is it still in, and not write-protected?"
        ),
        "stick-full": QCoreApplication.translate("StickCard", "The stick is full. Make room, or take another one."),
        "not-a-bundle": QCoreApplication.translate("StickCard", "This is no file of an exchange by USB stick."),
        "bundle-version": QCoreApplication.translate(
            "StickCard", "A newer version made this file. Ask the district office for the new version of this app."
        ),
        "bundle-kind": QCoreApplication.translate(
            "StickCard", "This file goes to the hub. What is imported here is the hub's reply to it."
        ),
        "bundle-unknown": QCoreApplication.translate(
            "StickCard", "This reply is for another PC, or for a stick that is too old."
        ),
        "bundle-known": QCoreApplication.translate("StickCard", "This reply was taken in before."),
        "bundle-former": QCoreApplication.translate(
            "StickCard", "This reply is from before this PC joined again. Export once more."
        ),
        "bundle-damaged": QCoreApplication.translate(
            "StickCard", "The file is damaged or was cut off. Copy it once more from the hub, and import it again."
        ),
        "elsewhere": QCoreApplication.translate("StickCard", "An exchange is running. Try again when it has ended."),
    }
    return (words[result.code], todo.get(result.code, kept)) if result.code in words else trouble_text(result.code)
