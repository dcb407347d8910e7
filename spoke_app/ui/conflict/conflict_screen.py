"""Two people wrote different things: both versions side by side, one decision; below, the record's whole history."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.actions.compare_record import ComparedRecord, compare_record
from spoke_app.actions.refused import Refused
from spoke_app.actions.resolve_conflict import Decision, resolve_conflict
from spoke_app.actions.views import Changed
from spoke_app.documents.words import long_date
from spoke_app.ui.conflict.foot import ConflictFoot
from spoke_app.ui.conflict.history import AgreedCard, FlaggedCard, HistoryCard
from spoke_app.ui.conflict.question import QuestionView
from spoke_app.ui.conflict.values import ValueWords
from spoke_app.ui.conflict.words import author_text, problem_text, question_title
from spoke_app.ui.context import UiContext
from spoke_app.ui.models import conflict_form as form
from spoke_app.ui.models.conflict_form import Choice
from spoke_app.ui.models.places import load_places
from spoke_app.ui.patients.about import strip_line
from spoke_app.ui.screen import Screen
from spoke_app.ui.scroll import ScrollPage
from spoke_app.ui.text import kind_text, names_for
from spoke_app.ui.widgets.avatar import Avatar
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.empty_state import EmptyState
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.notice_bar import NoticeBar


class ConflictScreen(Screen):
    """`opened(record=id, path=..., back=(screen, args))`: `path` is the question to begin with. Choices stay in mind
    until they are saved, whatever else is looked at meanwhile; nothing is written before *Save*."""

    name = "conflict"
    rail = "exchange"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._places = load_places()
        self._record: ComparedRecord | None = None
        self._wanted, self._path = "", ""
        self._back: tuple[str, dict[str, Any]] = ("exchange", {})
        self._kept: dict[str, dict[str, Choice]] = {}
        self._at = 0
        self._mine: Changed | None = None
        self._question: QuestionView | None = None
        self._build()
        self.retranslate()

    def _build(self) -> None:
        theme = self.context.theme
        self._leave = Button("", "quiet", "arrow-left", "Esc", name="conflict.back")
        self._leave.clicked.connect(self.back)
        self._avatar = Avatar()
        self._title = Label("", "title", wrap=True)
        self._title.setObjectName("conflict.title")
        self._sub = Label("", "field", "ink2", wrap=True)
        self.news = NoticeBar("news", name="conflict.news")
        self.news.pressed.connect(self._load)
        self.told = NoticeBar("news", name="conflict.told")
        self.empty = EmptyState("circle-check", "…", name="conflict.empty")
        self.empty.pressed.connect(self.back)
        self.flagged, self.agreed = FlaggedCard(), AgreedCard()
        self.history = HistoryCard(self.context)
        self.foot = ConflictFoot()
        self.foot.saved.connect(self._save)
        self.foot.moved.connect(self._move)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._sub)
        head = QHBoxLayout()
        head.setSpacing(theme.px(16))
        head.addWidget(self._avatar)
        head.addLayout(words, 1)
        back = QHBoxLayout()
        back.addWidget(self._leave)
        back.addStretch(1)
        self._room = QVBoxLayout()
        page = ScrollPage()
        page.column.addLayout(back)
        page.column.addLayout(head)
        page.column.addWidget(self.news)
        page.column.addLayout(self._room)
        for widget in (self.empty, self.told, self.flagged, self.agreed, self.history):
            page.column.addWidget(widget)
        page.column.addStretch(1)
        self._scroll = page
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(page, 1)
        column.addWidget(self.foot)
        for hidden in (self.news, self.told, self.empty, self.flagged, self.agreed, self.history, self.foot):
            hidden.hide()

    # Opening

    def opened(self, **args: Any) -> None:
        """See the class."""
        self._wanted, self._path = str(args.get("record") or ""), str(args.get("path") or "")
        self._back = args.get("back") or ("exchange", {})
        self._record = None
        self._load()

    @Slot()
    def _load(self) -> None:
        self.news.hide()
        self.context.runner.run(compare_record, self._wanted, done=self._loaded, failed=self._unknown)

    @Slot(object)
    def _loaded(self, record: ComparedRecord) -> None:
        if record.record != self._wanted:
            return
        before, self._record = self._record, record
        choices = self._kept.setdefault(record.record, {})
        old = {question.path: question for question in before.questions} if before else {}
        for question in record.questions:
            kept = choices.get(question.path)
            if kept is None:
                choices[question.path] = form.first_choice(question)
            elif question.path in old:
                choices[question.path] = form.carried(kept, old[question.path], question)
        paths = [question.path for question in record.questions]
        self._at = paths.index(self._path) if self._path in paths else min(self._at, max(0, len(paths) - 1))
        self._ask(focus=True)

    @Slot(object)
    def _unknown(self, error: BaseException) -> None:
        self.back()

    # Asking

    def _choices(self) -> dict[str, Choice]:
        return self._kept.get(self._wanted, {})

    def _ask(self, *, focus: bool) -> None:
        """The question of now, made anew."""
        if self._question is not None:
            self._room.removeWidget(self._question)
            self._question.hide()
            self._question.deleteLater()
            self._question = None
        record = self._record
        if record is None:
            return
        if record.questions:
            question = record.questions[self._at]
            self._path = question.path
            view = QuestionView(
                self.context,
                record.kind,
                question,
                self._choices()[question.path],
                decidable=record.decidable == "yes",
            )
            view.chosen.connect(self._chosen)
            view.going_on.connect(self._go_on)
            view.put_off.connect(self.back)
            self._question = view
            self._room.addWidget(view)
            view.show()  # at once: what is not shown yet takes no cursor
        self._show(below=True)
        if focus and self._question is not None:
            self._question.focus_first()
        self._scroll.verticalScrollBar().setValue(0)
        QTimer.singleShot(0, self, self._reveal)

    @Slot()
    def _chosen(self) -> None:
        self._show(below=False)
        QTimer.singleShot(0, self, self._reveal)  # when what is asked next has its place

    @Slot()
    def _reveal(self) -> None:
        if self._question is not None:
            self._scroll.ensureWidgetVisible(self._question.wanted(), 0, self.context.theme.px(16))

    @Slot(int)
    def _move(self, step: int) -> None:
        if self._record is not None and self._record.questions:
            self._at = (self._at + step) % len(self._record.questions)
            self._ask(focus=True)

    @Slot()
    def _go_on(self) -> None:
        """To the next question that is still open, else to *Save*."""
        record = self._record
        if record is None:
            return
        made = {decision.path for decision in self._decisions()}
        count = len(record.questions)
        for step in range(1, count):
            if record.questions[(self._at + step) % count].path not in made:
                self._move(step)
                return
        self.foot.save.setFocus()

    # Saving

    def _decisions(self) -> list[Decision]:
        record = self._record
        if record is None or record.decidable != "yes":
            return []
        return form.decisions(record.kind, record.questions, self._choices(), self.context.clock().date())

    @Slot()
    def _save(self) -> None:
        record, made = self._record, self._decisions()
        if record is None or not made:
            return
        self.foot.set_busy(True)
        self.context.runner.run(
            resolve_conflict, record.record, record.heads, made, done=self._saved, failed=self._refused
        )

    @Slot(object)
    def _saved(self, changed: Changed) -> None:
        self._mine = changed
        record, made = self._record, {decision.path for decision in self._decisions()}
        for path in made:
            self._choices().pop(path, None)
        self.foot.set_busy(False)
        self.context.status.saved(self.tr("The decision is saved; it goes with the next exchange"))
        if record is not None and len(made) < len(record.questions):
            self._path = ""
            self._load()
        else:
            self.back()

    @Slot(object)
    def _refused(self, error: BaseException) -> None:
        self.foot.set_busy(False)
        if not isinstance(error, Refused):
            return
        codes = {problem.code for problem in error.problems}
        if codes & {"news", "settled"}:
            self._tell_news()
        else:
            problem = error.problems[0]
            self.foot.show_problem(problem_text(problem.code, problem.detail))
            self.foot.save.setFocus()

    # As a screen

    def data_changed(self, changed: Changed) -> None:
        """News never touch an open form: they are announced, and the choice stays."""
        if changed is self._mine or self._wanted not in changed.ids:
            return
        if self._record is not None and self._record.questions:
            self._tell_news()
        else:
            self._load()

    def _tell_news(self) -> None:
        self.news.show_notice(
            "news",
            self.tr("This record has news."),
            self.tr("Look at it before you save; what you chose stays chosen."),
            self.tr("Show"),
        )
        self.news.show()
        self.news.button.setFocus()

    def back(self) -> None:
        """Esc: where one came from; the choice is kept for when one comes again."""
        self.navigate.emit(*self._back)

    # Showing

    def retranslate(self) -> None:
        self._leave.set_text(
            {
                "exchange": self.tr("Exchange"),
                "patients": self.tr("Patient's record"),
                "visit": self.tr("Visit"),
                "case": self.tr("Case"),
            }.get(self._back[0], self.tr("Back"))
        )
        self.foot.retranslate()
        if not self.news.isHidden():
            self._tell_news()
        self._show(below=True)

    def _show(self, *, below: bool) -> None:
        record = self._record
        if record is None:
            return
        words = ValueWords(self.context.picklists, self._places, record.names, self.context.lang)
        self._show_head(record)
        if self._question is not None:
            self._question.show_words(words, self.context.clock().date())
        made = self._decisions()
        self.foot.setVisible(record.decidable == "yes" and bool(record.questions))
        self.foot.show_state(self._at, len(record.questions), len(made))
        if not below:
            return
        self._tell(record)
        self.flagged.show_flagged(record, words)
        self.agreed.show_agreed(record, words)
        self.history.show_history(record, words)
        self.history.show()

    def _show_head(self, record: ComparedRecord) -> None:
        lang = self.context.lang
        title = self.tr("{0}: all versions").format(kind_text(record.kind))
        if record.questions:
            title = question_title(record.kind, record.questions[self._at].path)
        self._title.setText(title)
        row, said = record.patient, []
        self._avatar.setVisible(row is not None and bool(row.name))
        if row is not None and row.name:
            name, other = names_for(row.name, row.name_other, lang)
            self._avatar.set_name(name)
            said.append(f"{' '.join(part for part in (name, other) if part)} · {strip_line(row, lang)}")
        if record.kind not in ("patient", "visit"):
            said.append(kind_text(record.kind))
        elif record.started is not None:
            day = long_date(record.started.date(), "hi" if lang == "hi" else "en")
            said.append(self.tr("Visit of {0}").format(day))
        line = " · ".join(said)
        if record.questions:
            several = self.tr("Several people changed it before they could see each other's entry.")
            two = self.tr("Two people changed it before they could see each other's entry.")
            why = several if len(record.questions[self._at].versions) > 2 else two
            line = self.tr("{0}. {1}").format(line, why) if line else why
        self._sub.setText(line)

    def _tell(self, record: ComparedRecord) -> None:
        self.empty.setVisible(not record.questions and self._path != "")
        if not self.empty.isHidden():
            last = record.history[0] if record.history else None
            who = author_text(last.origin, self.context.lang) if last else ""
            self.empty.set_texts(
                self.tr("Nothing is left to decide here"),
                self.tr("{0} has settled it meanwhile. All versions stand in the history below.").format(who),
                self.tr("Back"),
            )
        texts = {
            "yes": (
                self.tr("Nothing is thrown away."),
                self.tr(
                    "What you do not choose stays in the history of the record, with its author and time. Your decision"
                    " goes to the hub with the next exchange; until then this PC shows what is marked “shown now”."
                ),
            ),
            "role": (
                self.tr("This is for somebody else to decide."),
                self.tr("Your role reads this record only. Both versions are kept until a colleague chooses."),
            ),
            "signed": (
                self.tr("This was signed with both versions in it."),
                self.tr("A signed record is not changed any more: a correction is a new one. Ask who signed it."),
            ),
        }
        lead, text = texts[record.decidable]
        self.told.show_notice("news" if record.decidable == "yes" else "look", lead, text)
        self.told.setVisible(bool(record.questions))
