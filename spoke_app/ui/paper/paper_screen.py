"""The papers of a visit, as often as they are wanted: visit slip and referral slip; print, save as PDF."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.actions.note_paper import Deed, note_paper
from spoke_app.actions.open_paper import VisitPapers, open_paper
from spoke_app.actions.refused import Refused
from spoke_app.actions.views import Changed
from spoke_app.documents.referral_slip import build_referral_slip
from spoke_app.documents.visit_slip import build_visit_slip
from spoke_app.ui.cases.action_bar import PrinterLine
from spoke_app.ui.cases.paper_of_case import as_lang
from spoke_app.ui.cases.paper_view import PaperView
from spoke_app.ui.context import UiContext
from spoke_app.ui.models.places import load_places
from spoke_app.ui.paper.output import MakePrinter, Said, print_paper, save_paper, system_printer
from spoke_app.ui.paper.paper_of_visit import paper_of_visit
from spoke_app.ui.patients.about import strip_line
from spoke_app.ui.screen import Screen
from spoke_app.ui.scroll import ScrollPage
from spoke_app.ui.text import moment_text, names_for
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.choice import Segments
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.notice_bar import NoticeBar
from spoke_app.ui.widgets.patient_strip import PatientStrip

KINDS = frozenset({"patient", "visit", "note", "dispense", "follow_up", "referral", "case_event", "advice"})
PAPER_WIDTH = 430


class PaperScreen(Screen):
    """`opened(visit=id | referral=id, kind='visit'|'referral', back=(screen, args))`."""

    name = "paper"
    rail = "patients"

    def __init__(
        self, context: UiContext, parent: QWidget | None = None, *, make_printer: MakePrinter = system_printer
    ) -> None:
        super().__init__(context, parent)
        self._make_printer = make_printer
        self._places = load_places()
        self._wanted: dict[str, str] = {}
        self._papers: VisitPapers | None = None
        self._back: tuple[str, Mapping[str, Any]] = ("today", {})
        self._strip, self._notice = PatientStrip(), NoticeBar("done", key="L", name="paper.notice")
        self._notice_room = QWidget()
        self._card = Card("…")
        self._kind = Segments("", "paper.kind", [("visit", ""), ("referral", "")])
        self._kind.set_value("visit")
        self._about, self._cheap = Label("", "body", wrap=True), Label("", "meta", "ink2", wrap=True)
        self._view = PaperView(context.settings.paper, as_lang(context.lang), name="paper")
        self._print = Button("", "primary", "printer", "Ctrl P", name="paper.print")
        self._pdf = Button("", "secondary", "file-text", "Ctrl S", name="paper.pdf")
        self._leave = Button("", "quiet", key="Esc", name="paper.back")
        self._printer = PrinterLine()
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        theme = self.context.theme
        self._card.add(self._kind)
        self._card.add(self._about)
        self._card.add(self._cheap)
        scroll = ScrollPage(margins=False)
        scroll.column.setContentsMargins(0, 0, theme.px(4), 0)
        scroll.column.addWidget(self._card)
        columns = QHBoxLayout()
        columns.setContentsMargins(theme.page_edge, theme.px(16), theme.page_edge, theme.px(16))
        columns.setSpacing(theme.px(24))
        columns.addWidget(scroll, 1)
        if theme.folded:
            # With large text the paper scrolls below the words: nothing is shrunk.
            self._view.setMinimumHeight(theme.px(520))
            scroll.column.addWidget(self._view)
        else:
            self._view.setFixedWidth(theme.px(PAPER_WIDTH))
            columns.addWidget(self._view)
        scroll.column.addStretch(1)
        notice_row = QVBoxLayout(self._notice_room)
        notice_row.setContentsMargins(theme.page_edge, theme.px(16), theme.page_edge, 0)
        notice_row.addWidget(self._notice)
        self._notice_room.hide()
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self._strip)
        page.addWidget(self._notice_room)
        page.addLayout(columns, 1)
        page.addWidget(self._bar())

    def _bar(self) -> QFrame:
        theme = self.context.theme
        bar = QFrame()
        bar.setProperty("frame", "action_bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.page_edge, theme.px(12), theme.page_edge, theme.px(12))
        row.setSpacing(theme.px(12))
        for button in (self._print, self._pdf, self._leave):
            row.addWidget(button)
        row.addWidget(self._printer, 1)
        return bar

    def _connect(self) -> None:
        self._kind.changed.connect(self._chosen)
        self._print.clicked.connect(self._print_it)
        self._pdf.clicked.connect(self._save)
        self._leave.clicked.connect(self.back)
        self._notice.pressed.connect(self._save)

    def opened(self, **args: Any) -> None:
        self._wanted = {name: str(args.get(name) or "") for name in ("visit", "referral", "kind")}
        back = args.get("back")
        self._back = back if isinstance(back, tuple) else ("today", {})
        self._papers = None
        self._view.set_paper(None)
        self._notice_room.hide()
        self._view.set_size(self.context.settings.paper)
        self._printer.set_printer(QPrinterInfo.defaultPrinter().description())
        self._load()
        self._print.setFocus(Qt.FocusReason.OtherFocusReason)

    def back(self) -> None:
        name, args = self._back
        self.navigate.emit(name, dict(args))

    def data_changed(self, changed: Changed) -> None:
        if self._papers is not None and changed.kinds & KINDS:
            self._load()

    def retranslate(self) -> None:
        self._view.retranslate()
        self._view.set_language(as_lang(self.context.lang))
        self._kind.setAccessibleName(self.tr("Which paper"))
        self._kind.set_options([("visit", self.tr("Visit slip")), ("referral", self.tr("Referral slip"))])
        self._card.set_title(self.tr("Paper for the patient"))
        self._print.set_text(self.tr("Print"))
        self._pdf.set_text(self.tr("Save as PDF"))
        self._leave.set_text(self.tr("Back"))
        self._printer.set_printer(QPrinterInfo.defaultPrinter().description())
        if self._papers is not None:
            self._show(self._papers)

    def _load(self) -> None:
        wanted = self._wanted
        self.context.runner.run(
            open_paper, wanted["visit"], wanted["referral"], done=self._loaded, failed=self._not_there
        )

    @Slot(object)
    def _loaded(self, papers: VisitPapers) -> None:
        wanted = self._wanted
        if wanted["visit"] not in ("", papers.visit) or wanted["referral"] not in ("", papers.referral):
            return  # another one was asked for meanwhile
        if self._papers is None:
            referral = papers.referral_fields is not None and wanted["kind"] != "visit"
            self._kind.set_value("referral" if referral else "visit")
        self._papers = papers
        self._show(papers)

    def _show(self, papers: VisitPapers) -> None:
        lang, now = self.context.lang, self.context.clock()
        row = papers.row
        self._strip.set_patient(*names_for(row.name, row.name_other, lang), strip_line(row, lang))
        self._kind.setVisible(papers.referral_fields is not None)
        when = moment_text(papers.started, lang, now)
        if self._kind.value() == "referral":
            self._about.setText(
                self.tr("Visit of {0}. The patient takes this slip along to the hospital: it says all that you found.")
                .format(when)
            )  # fmt: skip
            self._cheap.setText(self.tr("It also holds while the line is down, and has room for the hospital's reply."))
        else:
            self._about.setText(
                self.tr("Visit of {0}. With this slip the patient is found at once the next time: scan or type it.")
                .format(when)
            )  # fmt: skip
            self._cheap.setText(
                self.tr("A6 is a quarter of an A4 sheet. On larger paper it stands on top: cut it off, use the rest.")
            )
        self._show_paper(papers)

    def _show_paper(self, papers: VisitPapers) -> None:
        paper = paper_of_visit(papers, self.context, self._places)
        if self._kind.value() == "referral":
            self._view.set_sizes(("A5", "A4"))
            self._view.set_paper(partial(build_referral_slip, paper))
        else:
            self._view.set_sizes(("A6", "A5", "A4"))
            self._view.set_paper(partial(build_visit_slip, paper))

    @Slot(str)
    def _chosen(self, kind: str) -> None:
        self._notice_room.hide()
        if self._papers is not None:
            self._show(self._papers)

    @Slot()
    def _print_it(self) -> None:
        document = self._view.document()
        if document is not None:
            self._say(print_paper(document, self._make_printer), "paper-printed")

    @Slot()
    def _save(self) -> None:
        document = self._view.document()
        if document is None or self._papers is None:
            return
        name = f"{document.title} {self._papers.row.name}"
        said = save_paper(document, self.context, self, self.tr("Save the paper"), name)
        if said is not None:
            self._say(said, "paper-saved")

    def _say(self, said: Said, deed: Deed) -> None:
        if said.kind == "done" and self._papers is not None:
            self.context.runner.run(note_paper, deed, self._papers.visit)
        button = self.tr("Save as PDF") if said.no_printer else ""
        self._notice.show_notice(said.kind, said.lead, said.text, button)
        self._notice_room.show()

    @Slot(object)
    def _not_there(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            self.context.status.notice("look", lambda: (self.tr("This visit is not on this PC."),))
            self.back()
