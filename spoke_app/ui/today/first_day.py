"""Today on a PC without any patient: that it is ready, and the three things to do first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.actions.import_register import ImportReport, import_register
from spoke_app.ui.context import UiContext
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.empty_state import IconDisc
from spoke_app.ui.widgets.hub_picture import FirstDayPicture
from spoke_app.ui.widgets.label import Label, Rule


class _Step(QWidget):
    """Icon, two lines, a button."""

    def __init__(self, icon: str, button: Button) -> None:
        super().__init__()
        theme = current_theme()
        self.title = Label("", "name", wrap=True)
        self.text = Label("", "meta", "ink3", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), theme.px(14), theme.px(20), theme.px(14))
        row.setSpacing(theme.px(16))
        row.addWidget(IconDisc(icon, theme.px(40)))
        row.addLayout(words, 1)
        row.addWidget(button)


class FirstDay(QWidget):
    """`new_visit_wanted`; `came` after an old register was read."""

    new_visit_wanted = Signal()
    came = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        theme = current_theme()
        self._title = Label("", "title")
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._lead = Label("", "field", "ink3", wrap=True)
        self._lead.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._new = Button("", "primary", key="F2", name="first_day.new_visit")
        self._import_button = Button("", "secondary", name="first_day.import")
        self._print_button = Button("", "secondary", key="Ctrl P", name="first_day.print")
        self._new.clicked.connect(self.new_visit_wanted)
        self._import_button.clicked.connect(self._import)
        self._print_button.clicked.connect(self._print)
        self._steps = (
            _Step("user-plus", self._new),
            _Step("table-import", self._import_button),
            _Step("printer", self._print_button),
        )
        card = Card(flush=True)
        for at, step in enumerate(self._steps):
            if at:
                card.add(Rule())
            card.add(step)
        card.setMaximumWidth(theme.px(760))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(FirstDayPicture())
        column.addSpacing(theme.px(20))
        column.addWidget(self._title)
        column.addSpacing(theme.px(4))
        column.addWidget(self._lead)
        column.addSpacing(theme.px(22))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 50)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)

    def retranslate(self, place: str) -> None:
        """Every text again; `place` is the centre's name in the language of now."""
        self._title.setText(self.tr("This PC is ready"))
        self._lead.setText(
            self.tr("It belongs to {place}. You can write at once, with or without internet.").format(place=place)
        )
        texts = (
            (
                self.tr("Register the first patient"),
                self.tr("Type a name; if it is new, the form opens with what you typed."),
            ),
            (
                self.tr("Bring in the old register"),
                self.tr("A CSV or JSON file. Nothing comes in twice, no row is dropped unseen."),
            ),
            (self.tr("Print a test page"), self.tr("To see that the printer works, before the first prescription.")),
        )
        for step, (title, text) in zip(self._steps, texts, strict=True):
            step.title.setText(title)
            step.text.setText(text)
        self._new.set_text(self.tr("New visit"))
        self._import_button.set_text(self.tr("Choose a file"))
        self._print_button.set_text(self.tr("Print"))

    def _import(self) -> None:
        title = self.tr("The old register")
        path = self._context.ask.open_file(self, title, self.tr("Registers (*.csv *.json)"))
        if path is not None:
            self._context.status.notice(
                "news", lambda: (self.tr("Reading the register…"), self.tr("You can go on working."))
            )
            self._context.runner.run(import_register, path, done=self._imported, failed=self._not_imported)

    def _imported(self, report: ImportReport) -> None:
        self._context.status.notice("look" if report.refused else "done", lambda: self._came(report))
        self.came.emit()

    def _came(self, report: ImportReport) -> tuple[str, str]:
        came = self.tr("{patients} patients and {visits} visits came in.").format(
            patients=report.added_patients, visits=report.added_visits
        )
        if not report.refused:
            return came, ""
        first = report.refused[0]
        refused = self.tr("{count} rows were refused; the first is row {row}, {field}.").format(
            count=len(report.refused), row=first.row, field=first.field
        )
        return came, refused

    def _not_imported(self, error: BaseException) -> None:
        self._context.status.notice(
            "danger",
            lambda: (
                self.tr("This file is no register that Spoke can read."),
                self.tr("It needs a CSV file with a head line, or JSON. Nothing was changed."),
            ),
        )

    def _print(self) -> None:
        from spoke_app.ui.today.test_page import print_test_page  # the printing library, when it is wanted

        print_test_page(self, self._context.settings.paper)
