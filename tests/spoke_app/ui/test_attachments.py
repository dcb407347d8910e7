"""Photos and PDFs at the desk: added to a visit and taken out again, what of them waits, and the link that costs."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from spoke_app.actions.attach_file import attach_file
from spoke_app.actions.drafts import open_drafts
from spoke_app.documents.pictures import read_attachment
from spoke_app.store.database import Store
from spoke_app.ui.exchange.exchange_screen import ExchangeScreen
from spoke_app.ui.exchange.side_card import Fact
from spoke_app.ui.settings.settings_screen import SettingsScreen
from spoke_app.ui.visit.attachments import Attachments
from spoke_app.ui.visit.visit import VisitScreen
from spoke_app.ui.widgets.label import Label
from tests.spoke_app.ui.case_room import AnsweringAsk, ScreenChoices
from tests.spoke_app.ui.clinic import Clinic

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def patient(clinic: Clinic) -> str:
    return clinic.register(name="Shabnam Khatoon")


def picture(folder: Path, name: str = "wound.jpg", colour: str = "darkred") -> Path:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(folder / name))
    return folder / name


def opened(clinic: Clinic, qtbot: QtBot, ask: AnsweringAsk, **args: Any) -> VisitScreen:
    screen = VisitScreen(replace(clinic.context(), ask=ask))
    qtbot.addWidget(screen)
    screen.resize(1158, 732)
    screen.show()
    screen.opened(**args)
    qtbot.waitUntil(lambda: screen.page.isVisible() and not clinic.runner.busy, timeout=30_000)
    return screen


def press(screen: QWidget, name: str) -> None:
    button = screen.findChild(QAbstractButton, name)
    assert button is not None
    button.click()


def add(clinic: Clinic, qtbot: QtBot, screen: VisitScreen) -> Attachments:
    press(screen, "visit.attach")
    qtbot.waitUntil(lambda: not clinic.runner.busy, timeout=30_000)
    QCoreApplication.sendPostedEvents()
    return screen.page.photos.attachments


def names(shown: Attachments) -> list[str]:
    return [row.picture.accessibleName() for row in shown.rows()]


def test_a_photo_is_added_taken_out_and_saved_with_the_visit(
    clinic: Clinic, patient: str, qtbot: QtBot, tmp_path: Path
) -> None:
    ask = AnsweringAsk(picture(tmp_path))
    screen = opened(clinic, qtbot, ask, patient=patient)
    screen.page.photos.attachments.add.setFocus()
    shown = add(clinic, qtbot, screen)
    assert names(shown) == ["wound"]
    assert screen.focusWidget() is shown.add
    likeness = shown.rows()[0].picture.pixmap().toImage()
    assert likeness.pixelColor(likeness.width() // 2, likeness.height() // 2).red() > 100
    assert names(add(clinic, qtbot, screen)) == ["wound"]  # the same file twice is one
    ask.path = picture(tmp_path, "foot.png", "navy")
    assert names(add(clinic, qtbot, screen)) == ["wound", "foot"]
    press(shown.rows()[0], "visit.attachment_out")
    assert names(shown) == ["foot"]
    field = screen.findChild(QWidget, "visit.complaint")
    assert field is not None
    qtbot.keyClicks(field, "wound 2 days")
    press(screen, "visit.outcome.treated")
    with qtbot.waitSignal(screen.navigate, timeout=30_000):
        press(screen, "visit.finish")
    [kept] = clinic.records("attachment")
    assert (kept["label"], kept["media"]) == ("foot", "image/png")
    assert kept["visit"]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"MZ is no picture", "Only photos"), (b"", "empty"), (None, "could not be read")],
)
def test_what_cannot_be_added_is_said_below(
    clinic: Clinic, patient: str, qtbot: QtBot, tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "x.jpg"
    if content is not None:
        path.write_bytes(content)
    ask = AnsweringAsk(path)
    screen = opened(clinic, qtbot, ask, patient=patient)
    shown = add(clinic, qtbot, screen)
    assert words in shown.hint.text()
    assert shown.add.isEnabled()
    ask.path = None  # she thinks better of it
    assert names(add(clinic, qtbot, screen)) == []
    ask.path = picture(tmp_path)
    assert names(add(clinic, qtbot, screen)) == ["wound"]
    assert shown.hint.text() == ""


def test_a_long_file_name_does_not_make_the_page_wider(
    clinic: Clinic, patient: str, qtbot: QtBot, tmp_path: Path
) -> None:
    name = "WhatsApp Image 2026-11-23 at 10.42.33 AM of the left foot, the second of three photographs.jpg"
    screen = opened(clinic, qtbot, AnsweringAsk(picture(tmp_path, name)), patient=patient)
    shown = add(clinic, qtbot, screen)
    assert names(shown) == [name.removesuffix(".jpg")]
    assert screen.page.widget().width() == screen.page.viewport().width()


def test_an_unfinished_visit_keeps_its_photo(clinic: Clinic, patient: str, qtbot: QtBot, tmp_path: Path) -> None:
    screen = opened(clinic, qtbot, AnsweringAsk(picture(tmp_path)), patient=patient)
    add(clinic, qtbot, screen)
    screen.can_leave()
    qtbot.waitUntil(lambda: not clinic.runner.busy, timeout=30_000)
    [draft] = clinic.act(open_drafts)
    again = opened(clinic, qtbot, AnsweringAsk(), draft=draft.id)
    assert names(again.page.photos.attachments) == ["wound"]
    other = clinic.register(name="Rekha Kumari")
    again.opened(patient=other)
    qtbot.waitUntil(lambda: not clinic.runner.busy, timeout=30_000)
    assert names(again.page.photos.attachments) == []


def test_a_visit_does_not_end_before_its_photo_is_in(
    clinic: Clinic, patient: str, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = opened(clinic, qtbot, AnsweringAsk(picture(tmp_path)), patient=patient)
    go_on = threading.Event()
    clinic.thread.submit(lambda store: go_on.wait(30))
    press(screen, "visit.attach")
    press(screen, "visit.finish")
    assert any("A photo is still being added" in label.text() for label in screen.foot.findChildren(Label))
    go_on.set()
    qtbot.waitUntil(lambda: not clinic.runner.busy, timeout=30_000)
    assert names(screen.page.photos.attachments) == ["wound"]
    assert clinic.records("visit") == []


def _acknowledged(store: Store) -> None:
    store.execute("UPDATE chains SET acked_n = (SELECT max(n) FROM chain_lines)")


def facts(screen: ExchangeScreen) -> str:
    return " | ".join(label.text() for fact in screen.side.findChildren(Fact) for label in fact.findChildren(Label))


def test_the_exchange_screen_says_that_the_text_is_sent_and_pictures_wait(
    clinic: Clinic, patient: str, qtbot: QtBot, tmp_path: Path
) -> None:
    clinic.act(attach_file, patient, picture(tmp_path), read_attachment)
    clinic.thread.call(_acknowledged)
    choices = ScreenChoices()
    screen = ExchangeScreen(replace(clinic.context(), settings=choices))
    qtbot.addWidget(screen)
    screen.show()
    screen.opened()
    qtbot.waitUntil(lambda: not clinic.runner.busy, timeout=30_000)
    [row] = screen.waiting.rows()
    assert (row.name, row.middle) == ("1 photo or PDF", "go when the text has gone")
    assert "all text is sent" in facts(screen)
    assert "1 waiting" in facts(screen)
    choices.change(attachments="asked")
    screen.retranslate()
    assert "Exchange now" in screen.waiting.rows()[0].middle
    clinic.thread.call(lambda store: store.execute("UPDATE attachments SET at_hub = 1"))
    screen.opened()
    qtbot.waitUntil(lambda: not clinic.runner.busy, timeout=30_000)
    assert screen.waiting.rows() == ()
    assert "nothing waits" in facts(screen)


def test_a_link_that_costs_is_chosen_in_the_settings(clinic: Clinic, qtbot: QtBot) -> None:
    choices = ScreenChoices()
    screen = SettingsScreen(replace(clinic.context(), settings=choices))
    qtbot.addWidget(screen)
    screen.show()
    assert screen.attachments.value() == "always"
    press(screen, "settings.attachments.asked")
    assert choices.attachments == "asked"
    qtbot.waitUntil(lambda: not clinic.runner.busy, timeout=30_000)
