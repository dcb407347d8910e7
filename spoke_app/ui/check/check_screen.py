"""Check a prescription: is this paper what a doctor signed? By its code, without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QMimeData, Qt, QTimer, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QHideEvent, QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from care_record.signature import read_qr
from spoke_app.actions.check_prescription import Checked, check_prescription
from spoke_app.documents.paper import Both
from spoke_app.documents.read_code import NoCode, code_in_file, code_in_picture
from spoke_app.documents.words import with_title
from spoke_app.ui.cases.paper_of_case import as_lang
from spoke_app.ui.check.aside import in_a_thread
from spoke_app.ui.check.result_card import ResultCard
from spoke_app.ui.check.scan_field import ScanField, file_in, picture_in
from spoke_app.ui.check.words import note_text, trouble, verdict_face
from spoke_app.ui.context import UiContext
from spoke_app.ui.runner import Job, Runner
from spoke_app.ui.screen import Screen
from spoke_app.ui.scroll import ScrollPage
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.empty_state import EmptyState
from spoke_app.ui.widgets.field import FieldFrame
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.notice_bar import NoticeBar

TYPED_MS = 400
"""A scanner types faster: after such a pause it has finished."""
PATIENCE_MS = 30_000
SIDE = 400
TRUSTED = ("genuine", "replaced", "cancelled")


def _known_trouble(error: BaseException) -> str | None:
    """A picture without a code is no bug."""
    return error.code if isinstance(error, NoCode) else None


class CheckScreen(Screen):
    """`opened()` begins anew. `context.exchange` is used where the doctor's key is missing."""

    name = "check"
    rail = "cases"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._reader = Runner(in_a_thread, self, _known_trouble)
        self._reading: Job | None = None
        self._checking: Job | None = None
        self._typed = False
        self._code = ""
        self._checked: Checked | None = None
        self._problem = ""
        self._title, self._aside = Label("", "title"), Label("", "body", "ink2", wrap=True)
        self._card = Card("…")
        self._how = Label("", "body", wrap=True)
        self._choose = Button("", "primary", "folder", "Ctrl O", name="check.choose")
        self._paste = Button("", "secondary", key="Ctrl V", name="check.paste")
        self._scan = ScanField("check.scan")
        self._scan_frame = FieldFrame("", (self._scan,))
        self._check = Button("", "secondary", key="Ctrl Enter", name="check.check")
        self._leave = Button("", "quiet", key="Esc", name="check.back")
        self._verdict = NoticeBar("news", key="Alt L", name="check.verdict")
        self._notes = NoticeBar("look", name="check.note")
        self._slip = ResultCard()
        self._empty = EmptyState("qrcode", "", "", name="check.empty")
        self._empty_card = Card(flush=True)
        self._page = ScrollPage()
        self._pause, self._patience = QTimer(self), QTimer(self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        theme = self.context.theme
        self.setAcceptDrops(True)
        for item in (self._how, self._choose, self._paste, self._scan_frame, self._check):
            self._card.add(item)
        self._empty_card.add(self._empty)
        page = self._page
        head = QVBoxLayout()
        head.setSpacing(theme.px(4))
        head.addWidget(self._title)
        head.addWidget(self._aside)
        page.column.addLayout(head)
        found = QVBoxLayout()
        found.setSpacing(theme.px(16))
        for widget in (self._verdict, self._notes, self._slip, self._empty_card):
            found.addWidget(widget)
        found.addStretch(1)
        ways = QVBoxLayout()
        ways.addWidget(self._card)
        ways.addWidget(self._leave, 0, Qt.AlignmentFlag.AlignLeft)
        ways.addStretch(1)
        if theme.folded:
            # With large text what was found stands first: nobody should have to look for it below.
            page.column.addLayout(found)
            page.column.addLayout(ways)
        else:
            columns = QHBoxLayout()
            columns.setSpacing(theme.px(24))
            columns.addLayout(ways)
            columns.addLayout(found, 1)
            self._card.setFixedWidth(theme.px(SIDE))
            page.column.addLayout(columns)
        page.column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)

    def _connect(self) -> None:
        for timer, wait in ((self._pause, TYPED_MS), (self._patience, PATIENCE_MS)):
            timer.setSingleShot(True)
            timer.setInterval(wait)
        self._pause.timeout.connect(self._typed_out)
        self._patience.timeout.connect(self._too_long)
        self._choose.clicked.connect(self._choose_file)
        self._paste.clicked.connect(self._paste_it)
        self._check.clicked.connect(self._check_typed)
        self._leave.clicked.connect(self.back)
        self._scan.typed.connect(self._pause.start)
        self._scan.picture.connect(self._read_picture)
        self._scan.file.connect(self._read_file)
        self._verdict.pressed.connect(self._go_on)

    def opened(self, **args: Any) -> None:
        self._forget()
        self._scan.clear()
        self._show()
        self._scan.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> None:
        self.navigate.emit("cases", {})

    def hideEvent(self, event: QHideEvent) -> None:
        self._stop()
        super().hideEvent(event)

    def retranslate(self) -> None:
        self._title.setText(self.tr("Check a prescription"))
        self._aside.setText(self.tr("Without internet: whether a doctor of the service signed it, and what."))
        self._card.set_title(self.tr("The code on the paper"))
        self._how.setText(self.tr("Drop a photo, a scan or a PDF anywhere on this page, or"))
        self._choose.set_text(self.tr("Choose a picture or PDF"))
        self._paste.set_text(self.tr("Paste a picture"))
        self._scan_frame.set_label(self.tr("Or scan it with a USB scanner"))
        self._scan.setAccessibleName(self.tr("Or scan it with a USB scanner"))
        self._scan.setPlaceholderText(self.tr("The cursor is here: scan now."))
        self._check.set_text(self.tr("Check what was scanned"))
        self._leave.set_text(self.tr("Back"))
        self._empty.set_texts(
            self.tr("Any prescription of the service can be checked here"),
            self.tr("Also one from another health centre. Have the paper in your hand: you compare it line by line."),
        )
        self._show()

    # Where a code comes from

    @Slot()
    def _choose_file(self) -> None:
        filters = self.tr("Pictures and PDF (*.jpg *.jpeg *.png *.webp *.bmp *.pdf)")
        path = self.context.ask.open_file(self, self.tr("The prescription"), filters)
        if path is not None:
            self._read_file(path)

    @Slot()
    def _paste_it(self) -> None:
        # An empty clipboard has no data at all, whatever its type says.
        data = cast("QMimeData | None", QGuiApplication.clipboard().mimeData()) or QMimeData()
        path, image = file_in(data), picture_in(data)
        if path is not None:
            self._read_file(path)
        elif image is not None:
            self._read_picture(image)
        elif data.hasText() and data.text().strip():
            self._scan.insertFromMimeData(data)
        else:
            self._failed("no-picture")

    @Slot(object)
    def _read_file(self, path: Path) -> None:
        self._begin(code_in_file, path)

    @Slot(QImage)
    def _read_picture(self, image: QImage) -> None:
        self._begin(code_in_picture, image)

    def _begin(self, read: Any, source: object) -> None:
        self._forget()
        self._reading = self._reader.run(read, source, done=self._was_read, failed=self._not_read)
        self._patience.start()
        self._show()

    @Slot()
    def _typed_out(self) -> None:
        """The scanner paused: check it if it is whole, wait if more may come."""
        text = self._scan.toPlainText()
        if read_qr(text.replace("\r", "")) is not None:
            self._check_typed()

    @Slot()
    def _check_typed(self) -> None:
        text = self._scan.toPlainText()
        if not text.strip():
            self._scan.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._forget()
        self._typed = True
        self._run(text)
        self._scan.selectAll()  # the next scan takes its place

    # What is made of it

    @Slot(object)
    def _was_read(self, code: str) -> None:
        self._stop()
        self._run(code)

    @Slot(object)
    def _not_read(self, error: BaseException) -> None:
        self._stop()
        self._failed(error.code if isinstance(error, NoCode) else "damaged")

    @Slot()
    def _too_long(self) -> None:
        self._stop()
        self._failed("too-long")

    def _failed(self, code: str) -> None:
        self._forget()
        self._problem = code
        self._show()

    def _run(self, code: str) -> None:
        self._code = code
        self._checking = self.context.runner.run(check_prescription, code, done=self._done)

    @Slot(object)
    def _done(self, checked: Checked) -> None:
        self._checked = checked
        self._show()

    def data_changed(self, changed: object) -> None:
        """After an exchange the doctor's key may be here, or a newer prescription."""
        if self._code:
            self._run(self._code)

    @Slot()
    def _go_on(self) -> None:
        checked = self._checked
        if checked is None:
            return
        if checked.verdict == "patient_slip":
            self.navigate.emit("patients", {"text": checked.found})
        elif checked.verdict == "unknown_doctor":
            self.context.exchange.now()
        elif checked.referral:
            self.navigate.emit("case", {"referral": checked.referral})

    def _forget(self) -> None:
        self._stop()
        self._pause.stop()
        self._checked, self._problem, self._code, self._typed = None, "", "", False

    def _stop(self) -> None:
        self._patience.stop()
        for job in (self._reading, self._checking):
            if job is not None:
                job.drop()
        self._reading = self._checking = None

    # What is shown

    def _show(self) -> None:
        checked, lang = self._checked, self.context.lang
        slip = checked.slip if checked is not None else None
        self._slip.show_slip(slip, lang, trusted=checked is not None and checked.verdict in TRUSTED)
        notes = " ".join(note_text(note) for note in checked.notes) if checked is not None else ""
        self._notes.setVisible(bool(notes))
        if notes:
            self._notes.show_notice("look", "", notes)
        self._empty_card.setVisible(checked is None and not self._problem and self._reading is None)
        self._verdict.setVisible(self._empty_card.isHidden())
        self._page.verticalScrollBar().setValue(0)
        if self._reading is not None:
            self._verdict.show_notice("news", self.tr("Reading the picture…"), self.tr("Esc stops it."))
        elif self._problem:
            self._verdict.show_notice("look", *trouble(self._problem))
        elif checked is not None:
            name = Both(checked.doctor or (slip.doctor if slip else ""), checked.doctor_hi)
            face = verdict_face(checked, with_title(name).first(as_lang(lang)), typed=self._typed)
            self._verdict.show_notice(face.kind, face.lead, face.text, face.button, icon=face.icon)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if data.hasImage() or file_in(data) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path, image = file_in(event.mimeData()), picture_in(event.mimeData())
        event.acceptProposedAction()
        if path is not None:
            self._read_file(path)
        elif image is not None:
            self._read_picture(image)
