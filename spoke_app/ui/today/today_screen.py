"""Today: what the doctors sent, what waits too long, the day's visits, forms to go on with, who should come.

Each list shows its first rows and says how many there are; its button leads to the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.actions.drafts import discard_draft, restore_draft
from spoke_app.actions.today import today
from spoke_app.actions.views import Changed, Draft, TodayView
from spoke_app.ui.context import UiContext
from spoke_app.ui.screen import Screen
from spoke_app.ui.scroll import ScrollPage
from spoke_app.ui.text import date_text
from spoke_app.ui.today.drafts_card import DraftsCard
from spoke_app.ui.today.first_day import FirstDay
from spoke_app.ui.today.rows import follow_up_row, from_doctor_row, unanswered_row, visit_id, visit_row
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.empty_state import EmptyState
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.list_view import ListView
from spoke_app.ui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from spoke_app.actions.countersigned import Comment
    from spoke_app.actions.notices import Notice
    from spoke_app.actions.results import OrderedTest
    from spoke_app.ui.today.awaited_card import AwaitedCard
    from spoke_app.ui.today.comments_card import CommentsCard
    from spoke_app.ui.today.notices_bar import NoticesBar
    from spoke_app.ui.today.update_bar import UpdateBar

SIDE = 336
SHOWN_VISITS = 30
"""So many of the day's visits at first; a centre has three hundred on a busy day."""


class TodayScreen(Screen):
    """Typing anything goes to the search; F2 and F3 are the window's."""

    name = "today"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._view: TodayView | None = None
        self._shown_on = ""
        self._all_visits = False
        theme = context.theme
        page = ScrollPage()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        page.column.addLayout(self._head())
        self._notices: NoticesBar | None = None
        self._notices_room = QVBoxLayout()
        page.column.addLayout(self._notices_room)
        self.update_bar: UpdateBar | None = None
        context.updates.changed.connect(self._show_update)
        self._first_day = FirstDay(context)
        self._first_day.new_visit_wanted.connect(self._new_visit)
        self._first_day.came.connect(self._load)
        self._first_day.hide()
        page.column.addWidget(self._first_day, 1)
        self._work = QWidget()
        columns = QHBoxLayout(self._work) if not theme.folded else QVBoxLayout(self._work)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(theme.px(24))
        columns.addLayout(self._main_column(), 1)
        columns.addLayout(self._side_column())
        page.column.addWidget(self._work, 1)
        # A PC that stays on over midnight shows the new day by itself.
        self._midnight = QTimer(self, interval=60_000)
        self._midnight.timeout.connect(self._look_at_day)
        self._midnight.start()
        self.retranslate()

    def _head(self) -> QHBoxLayout:
        theme = self.context.theme
        self._title = Label("", "title")
        self._day = Label("", "meta", "ink2")
        self._day.setMinimumWidth(theme.px(192))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._day)
        self.search = SearchBox("", "today.search", "F3")
        self.search.changed.connect(self._typed)
        self.search.moved.connect(self._moved)
        self.search.submitted.connect(self._entered)
        self.new_visit = Button("", "primary", icon="plus", key="F2", size="large", name="today.new_visit")
        self.new_visit.clicked.connect(self._new_visit)
        head = QHBoxLayout()
        head.setSpacing(theme.px(16))
        head.addLayout(words)
        if not theme.folded:
            head.addSpacing(theme.px(40))
        head.addWidget(self.search, 1)
        head.addWidget(self.new_visit)
        return head

    def _main_column(self) -> QVBoxLayout:
        self._doctor_card = Card("…", flush=True)
        self.from_doctor = ListView("today.from_doctor", "", fit=True)
        self.from_doctor.activated_row.connect(self._open_case)
        self._doctor_card.add(self.from_doctor)
        self._more_answers = self._more(self._doctor_card, "today.more_answers", self._to_do)
        self._late_card = Card("…", flush=True, attention=True, icon="alert-triangle")
        self.unanswered = ListView("today.unanswered", "", fit=True)
        self.unanswered.activated_row.connect(self._open_case)
        self._late_card.add(self.unanswered)
        self._more_late = self._more(self._late_card, "today.more_unanswered", self._to_do)
        self._visits_card = Card("…", flush=True)
        self.visits = ListView("today.visits", "", fit=True)
        self.visits.activated_row.connect(self._open_visit)
        self._no_visits = EmptyState("calendar-event", "…", name="today.no_visits")
        self._more_visits = self._more(self._visits_card, "today.more_visits", self._show_all_visits)
        self._slip = self._more(self._visits_card, "today.slip", self._print_slip, "Ctrl P")
        self._visits_card.add(self.visits)
        self._visits_card.add(self._no_visits)
        self._visits_card.body.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(self.context.theme.px(16))
        column.addWidget(self._doctor_card)
        column.addWidget(self._late_card)
        column.addWidget(self._visits_card, 1)
        return column

    def _side_column(self) -> QVBoxLayout:
        theme = self.context.theme
        self.drafts = DraftsCard()
        self.drafts.wanted.connect(self._go_on)
        self.drafts.unwanted.connect(self._put_away)
        self.drafts.wanted_back.connect(self._bring_back)
        self.drafts.all_wanted.connect(self._open_drafts)
        self._due_card = Card("…", flush=True)
        self.follow_ups = ListView("today.follow_ups", "", fit=True)
        self.follow_ups.activated_row.connect(self._open_follow_up)
        self._all_due = self._more(self._due_card, "today.all_follow_ups", self._open_follow_ups, "Alt L")
        self._no_due = EmptyState("calendar-event", "…", name="today.no_follow_ups")
        self._due_card.add(self.follow_ups)
        self._due_card.add(self._no_due)
        column = QVBoxLayout()
        column.setSpacing(theme.px(16))
        self._put_away_drafts = Button("", "quiet", "pencil", "Alt D", size="row", name="today.put_away_drafts")
        self._put_away_drafts.clicked.connect(self._open_drafts)
        column.addWidget(self.drafts)
        column.addWidget(self._due_card)
        self._comments: CommentsCard | None = None
        self._comments_room = QVBoxLayout()
        column.addLayout(self._comments_room)
        self._awaited: AwaitedCard | None = None
        self._awaited_room = QVBoxLayout()
        column.addLayout(self._awaited_room)
        column.addWidget(self._put_away_drafts)
        column.addStretch(1)
        if not theme.folded:
            for card in (self.drafts, self._due_card):
                card.setFixedWidth(theme.px(SIDE))
        return column

    def _more(self, card: Card, name: str, slot: Callable[[], None], key: str = "") -> Button:
        """The button in a card's head that leads to what is not shown."""
        button = Button("", "quiet", key=key, size="row", name=name)
        button.clicked.connect(slot)
        card.head.addWidget(button)
        # The head keeps its height, with or without the button.
        px = self.context.theme.px
        card.head.addStrut(px(36))
        card.head.setContentsMargins(px(20), px(7), px(8), px(5))
        return button

    # What is shown

    def opened(self, **args: Any) -> None:
        self._all_visits = False
        self.search.set_text("")
        self.drafts.say_put_away(None)
        self._load()
        self.search.setFocus()

    def data_changed(self, changed: Changed) -> None:
        self._load()

    def _load(self) -> None:
        self.context.runner.run(today, done=self._loaded)

    def _loaded(self, view: TodayView) -> None:
        self._view = view
        self._shown_on = view.day.isoformat()
        self._show()
        QTimer.singleShot(0, self, self._look_for_results)

    def _look_for_results(self) -> None:
        """Tests whose results are awaited, comments on her notes, the office's notices: read when the page stands."""
        from spoke_app.actions.countersigned import unread_comments  # not before the first page is painted
        from spoke_app.actions.notices import notices_in_force
        from spoke_app.actions.results import awaited_results

        self.context.runner.run(notices_in_force, done=self._notices_looked_for)
        self.context.runner.run(awaited_results, done=self._results_looked_for)
        self.context.runner.run(unread_comments, done=self._comments_looked_for)

    @Slot()
    def _show_update(self) -> None:
        """The bar is made when there is first something to say in it."""
        view = self.context.updates.view
        if self.update_bar is None and view is not None and view.ready:
            from spoke_app.ui.installing import Installing
            from spoke_app.ui.today.update_bar import UpdateBar

            self.update_bar = UpdateBar()
            self.update_bar.pressed.connect(Installing(self.context, self).begin)
            self.update_bar.put_off.connect(self.context.updates.put_off)
            self._notices_room.addWidget(self.update_bar)
        if self.update_bar is not None:
            self.update_bar.show_version(view)

    def _notices_looked_for(self, notices: tuple[Notice, ...]) -> None:
        if self._notices is None and notices:
            from spoke_app.ui.today.notices_bar import NoticesBar

            self._notices = NoticesBar()
            self._notices_room.addWidget(self._notices)
        if self._notices is not None:
            self._notices.show_notices(notices, self.context.lang)

    def _comments_looked_for(self, comments: tuple[Comment, ...]) -> None:
        if self._comments is None and comments:
            from spoke_app.ui.today.comments_card import CommentsCard

            self._comments = CommentsCard()
            self._comments.wanted.connect(self._open_comment)
            if not self.context.theme.folded:
                self._comments.setFixedWidth(self.context.theme.px(SIDE))
            self._comments_room.addWidget(self._comments)
        if self._comments is not None:
            self._comments.show_comments(comments, self.context.lang, self.context.clock().date())

    def _open_comment(self, comment: Comment) -> None:
        self.navigate.emit("patients", {"patient": comment.patient.id, "visit": comment.visit})

    def _results_looked_for(self, tests: tuple[OrderedTest, ...]) -> None:
        if self._awaited is None and tests:
            from spoke_app.ui.today.awaited_card import AwaitedCard

            self._awaited = AwaitedCard()
            self._awaited.wanted.connect(self._enter_result)
            if not self.context.theme.folded:
                self._awaited.setFixedWidth(self.context.theme.px(SIDE))
            self._awaited_room.addWidget(self._awaited)
        if self._awaited is not None:
            self._awaited.show_tests(tests, self.context.lang, self.context.clock().date())

    def _enter_result(self, test: OrderedTest) -> None:
        self.navigate.emit("patients", {"patient": test.patient.id, "test": test.id})

    def _look_at_day(self) -> None:
        if self.isVisible() and self._shown_on != self.context.clock().date().isoformat():
            self._load()

    def retranslate(self) -> None:
        place = self.context.place
        self._title.setText(self.tr("Today"))
        self.search.set_placeholder(self.tr("Name, phone, village, ABHA or slip number"))
        self.new_visit.set_text(self.tr("New visit"))
        self._no_visits.set_texts(
            self.tr("No visit yet today"), self.tr("Each visit you begin is listed here at once.")
        )
        self._no_due.set_texts(self.tr("Nobody is due today"))
        name = place.name_hi if self.context.hindi and place.name_hi else place.name
        self._first_day.retranslate(name)
        self._show_update()
        self._show()

    def _show(self) -> None:
        view, now, lang = self._view, self.context.clock(), self.context.lang
        self._day.setText(date_text(now.date(), lang))
        self._first_day.setVisible(view is not None and view.first_day and not view.drafts)
        self._work.setVisible(view is not None and not self._first_day.isVisibleTo(self))
        if view is None:
            return
        self._fill(view, now, lang)

    def _fill(self, view: TodayView, now: datetime, lang: str) -> None:
        self._doctor_card.set_title(self.tr("From the doctor"), str(view.from_doctor_count))
        self.from_doctor.setAccessibleName(self.tr("From the doctor"))
        self.from_doctor.set_rows([from_doctor_row(case, lang, now) for case in view.from_doctor], select_first=True)
        self._doctor_card.setVisible(bool(view.from_doctor))
        self._show_more(self._more_answers, view.from_doctor_count, len(view.from_doctor))
        self._late_card.set_title(self.tr("No answer in time"), str(view.unanswered_count))
        self.unanswered.setAccessibleName(self.tr("No answer in time"))
        self.unanswered.set_rows([unanswered_row(case, lang, now) for case in view.unanswered])
        self._late_card.setVisible(bool(view.unanswered))
        self._show_more(self._more_late, view.unanswered_count, len(view.unanswered))
        self._fill_visits(view, lang)
        self.drafts.show_drafts(view.drafts, now)
        self._put_away_drafts.setVisible(bool(view.put_away) and self.drafts.isHidden())
        self._put_away_drafts.set_text(self.tr("%n form(s) put away", "", view.put_away))
        self._due_card.set_title(self.tr("Follow-ups due"), str(view.follow_ups_count or ""))
        self.follow_ups.setAccessibleName(self.tr("Follow-ups due"))
        self.follow_ups.set_rows([follow_up_row(due, lang, now) for due in view.follow_ups])
        self.follow_ups.setVisible(bool(view.follow_ups))
        self._no_due.setVisible(not view.follow_ups)
        self._all_due.set_text(self.tr("All"))
        for card in (self._notices, self._comments, self._awaited):
            if card is not None:
                card.retranslate(lang, now.date())

    def _fill_visits(self, view: TodayView, lang: str) -> None:
        shown = view.visits if self._all_visits else view.visits[:SHOWN_VISITS]
        self._visits_card.set_title(self.tr("Visits today"), str(len(view.visits)) if view.visits else "")
        self.visits.setAccessibleName(self.tr("Visits today"))
        complaint = self.context.complaint
        self.visits.set_rows([visit_row(visit, complaint(visit.complaint), lang) for visit in shown])
        self.visits.setVisible(bool(view.visits))
        self._no_visits.setVisible(not view.visits)
        self._show_more(self._more_visits, len(view.visits), len(shown))
        self._slip.set_text(self.tr("Print slip"))
        self._slip.setVisible(any(visit.visit for visit in view.visits))

    def _show_more(self, button: Button, all_there_are: int, shown: int) -> None:
        button.setVisible(all_there_are > shown)
        button.set_text(self.tr("Show all {n}").format(n=all_there_are))

    # What is done

    def _typed(self, text: str) -> None:
        if text.strip():
            self.navigate.emit("patients", {"text": text})

    def _moved(self, step: int) -> None:
        # From the empty search the arrow keys go into the first list there is.
        for rows in (self.from_doctor, self.unanswered, self.visits, self.follow_ups):
            if rows.rows():
                rows.setFocus()
                if not rows.current_id():
                    rows.move_current(1)
                return

    def _entered(self) -> None:
        self.from_doctor.activate_current()

    def _new_visit(self) -> None:
        self.navigate.emit("patients", {"new_visit": True})

    def _open_case(self, referral: str) -> None:
        self.navigate.emit("case", {"referral": referral})

    def _open_visit(self, row_id: str) -> None:
        for visit in self._view.visits if self._view is not None else ():
            if visit_id(visit) != row_id:
                continue
            if visit.draft:
                self.navigate.emit("visit", {"draft": visit.draft})
            elif visit.referral:
                self.navigate.emit("case", {"referral": visit.referral})
            else:
                self.navigate.emit("patients", {"patient": visit.patient.id})

    def _print_slip(self) -> None:
        """Of the visit chosen in the list, else of the last one."""
        finished = [visit for visit in (self._view.visits if self._view is not None else ()) if visit.visit]
        chosen = [visit for visit in finished if visit_id(visit) == self.visits.current_id()]
        if newest := max(chosen or finished, key=lambda visit: visit.started, default=None):
            self.navigate.emit("paper", {"visit": newest.visit})

    def _go_on(self, draft_id: str) -> None:
        for draft in self._view.drafts if self._view is not None else ():
            if draft.id == draft_id:
                self.navigate.emit("visit" if draft.form == "visit" else "new_patient", {"draft": draft_id})

    def _put_away(self, draft_id: str) -> None:
        """A form begun by mistake; it can be brought back."""
        for draft in self._view.drafts if self._view is not None else ():
            if draft.id == draft_id:
                self.drafts.say_put_away(draft)
                self.context.runner.run(discard_draft, draft_id)

    def _bring_back(self, draft_id: str) -> None:
        self.drafts.say_put_away(None)
        self.context.runner.run(restore_draft, draft_id, done=self._brought_back)

    def _brought_back(self, draft: Draft) -> None:
        self._load()

    def _to_do(self) -> None:
        self.navigate.emit("cases", {"which": "to_do"})

    def _show_all_visits(self) -> None:
        self._all_visits = True
        self._show()
        self.visits.setFocus()

    def _open_drafts(self) -> None:
        self.navigate.emit("drafts", {})

    def _open_follow_ups(self) -> None:
        self.navigate.emit("follow_ups", {})

    def _open_follow_up(self, follow_up: str) -> None:
        for due in self._view.follow_ups if self._view is not None else ():
            if due.id == follow_up:
                self.navigate.emit("patients", {"patient": due.patient.id})
