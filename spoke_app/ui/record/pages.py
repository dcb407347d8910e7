"""The pages behind a record's overview, each imported and made when it is first wanted; which one is in front."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from spoke_app.actions.open_visit import Picture

if TYPE_CHECKING:
    from spoke_app.ui.context import UiContext
    from spoke_app.ui.record.facts_page import FactsPage
    from spoke_app.ui.record.join_page import JoinPage
    from spoke_app.ui.record.result_page import ResultPage
    from spoke_app.ui.record.viewer import Viewer
    from spoke_app.ui.record.visit_page import VisitPage

Page = TypeVar("Page", bound=QWidget)


class RecordPages(QStackedWidget):
    """The overview is page 0. `overview_shown` when one of the others was left."""

    overview_shown = Signal()
    saved = Signal()
    """A form of one of them was written."""
    visit_wanted = Signal(str)
    case_wanted = Signal(str)
    paper_wanted = Signal(str)
    compare = Signal(str)
    note_saved = Signal(str, str)
    note_signed = Signal(str)
    joined = Signal(str, str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._made: dict[str, QWidget] = {}
        self._before: QWidget | None = None

    def in_front(self) -> str:
        """Which page is: '' for the overview."""
        at = self.currentWidget()
        return next((name for name, page in self._made.items() if page is at), "")

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front."""
        self._before = self.currentWidget()
        self.setCurrentWidget(page)

    @Slot()
    def to_overview(self) -> None:
        self.setCurrentIndex(0)
        self.overview_shown.emit()

    @Slot()
    def back(self) -> None:
        """Esc on one of the pages."""
        name = self.in_front()
        if name == "viewer" and self._before is not None:
            self.setCurrentWidget(self._before)
        elif name == "visit" and self.visit().notes.writing:
            self.visit().notes.leave()
        elif name == "result":
            self.result().leave()
        else:
            self.to_overview()

    @Slot(object, int)
    def open_pictures(self, pictures: Sequence[Picture], at: int) -> None:
        """One of several, large; Esc leads back to the page that showed them small."""
        self.show_page(self.viewer())
        self.viewer().show_pictures(pictures, at)

    def retranslate(self) -> None:
        """Those pages that speak for themselves; a visit is shown again by whoever loads it."""
        for name in ("result", "facts", "join", "viewer"):
            page = self._made.get(name)
            if page is not None:
                page.retranslate()  # type: ignore[attr-defined]

    def visit(self) -> VisitPage:
        def make() -> VisitPage:
            from spoke_app.ui.record.visit_page import VisitPage

            page = VisitPage(self._context)
            page.closed.connect(self.back)
            page.other_visit.connect(self.visit_wanted)
            page.case_opened.connect(self.case_wanted)
            page.paper_wanted.connect(self.paper_wanted)
            page.compare.connect(self.compare)
            page.picture_opened.connect(self.open_pictures)
            page.note_saved.connect(self.note_saved)
            page.note_signed.connect(self.note_signed)
            return page

        return self._page("visit", make)

    def result(self) -> ResultPage:
        def make() -> ResultPage:
            from spoke_app.ui.record.result_page import ResultPage

            page = ResultPage(self._context)
            page.closed.connect(self.to_overview)
            page.saved.connect(self.saved)
            return page

        return self._page("result", make)

    def facts(self) -> FactsPage:
        def make() -> FactsPage:
            from spoke_app.ui.record.facts_page import FactsPage

            page = FactsPage(self._context)
            page.closed.connect(self.to_overview)
            page.saved.connect(self.saved)
            return page

        return self._page("facts", make)

    def join(self) -> JoinPage:
        def make() -> JoinPage:
            from spoke_app.ui.record.join_page import JoinPage

            page = JoinPage(self._context)
            page.closed.connect(self.to_overview)
            page.joined.connect(self.joined)
            return page

        return self._page("join", make)

    def viewer(self) -> Viewer:
        def make() -> Viewer:
            from spoke_app.ui.record.viewer import Viewer

            page = Viewer(self._context)
            page.closed.connect(self.back)
            return page

        return self._page("viewer", make)

    def _page(self, name: str, make: Callable[[], Page]) -> Page:
        found = self._made.get(name)
        if found is None:
            made = make()
            self._made[name] = made
            self.addWidget(made)
            return made
        return cast("Page", found)
