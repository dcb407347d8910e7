"""The Exchange screen's USB stick in the whole window, against a real hub: out, back, and what goes wrong, in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hub_server.context import open_services
from hub_server.services.devices import make_enrol_code
from spoke_app import entry
from spoke_app.actions.register_patient import register_patient
from spoke_app.actions.views import StickResult
from spoke_app.app import Desktop
from spoke_app.paths import Profile
from spoke_app.settings import Settings
from spoke_app.ui.exchange.exchange_screen import ExchangeScreen
from spoke_app.ui.exchange.stick_card import StickCard
from tests.helpers.hub import command
from tests.spoke_app.ui.clinic import Clinic
from tests.spoke_app.ui.test_desktop import Bench, Centre


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    made = Centre(tmp_path_factory.mktemp("centre"))
    yield made
    made.close()


class Files:
    """Answers the file dialogues."""

    def __init__(self, folder: Path) -> None:
        self.out = folder / "out.spoke"
        self.back: Path | None = folder / "reply.spoke"
        self.names: list[str] = []

    def confirm(self, parent: QWidget, text: str, more: str, yes: str, no: str) -> bool:
        return True

    def open_file(self, parent: QWidget, title: str, filters: str) -> Path | None:
        return self.back

    def save_file(self, parent: QWidget, title: str, name: str, filters: str) -> Path | None:
        self.names.append(name)
        return self.out


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


@pytest.fixture
def at_desk(qtbot: QtBot, qapp: QApplication, centre: Centre, tmp_path: Path, files: Files) -> Iterator[Bench]:
    services = open_services(centre._store)
    profile = Profile(tmp_path / "profile")
    entry.join(profile, centre.url, str(make_enrol_code(services, centre.facility)["code"]))
    desktop = Desktop(qapp, profile, Settings(language="en"), ask=files)
    desktop.begin()
    made = Bench(qtbot, desktop)
    made.sign_in()
    yield made
    desktop.settings.change(language="en")  # the translators belong to the whole process
    desktop.window.close()
    desktop.end()
    desktop.window.deleteLater()


def card_of(bench: Bench) -> StickCard:
    bench.qtbot.keyClick(bench.desktop.window, Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    card = bench.shown(ExchangeScreen).stick
    bench.until(lambda: bench.desktop.stick._work is not None)
    return card


def words(card: StickCard) -> str:
    QCoreApplication.sendPostedEvents()
    return f"{card.notice._lead.text()} {card.notice._text.text()}"


def ended(bench: Bench, act: Callable[[], object]) -> StickResult:
    with bench.qtbot.waitSignal(bench.desktop.stick.ended, timeout=30_000) as caught:
        act()
    result: Any = caught.args[0]
    assert isinstance(result, StickResult)
    return result


def test_by_keyboard_out_to_the_hub_and_back(bench_without_line: Bench, centre: Centre, files: Files) -> None:
    bench = bench_without_line
    told = {"name": "Sunita Devi", "gender": "female", "village": "Barail"}
    told["age"] = {"value": 30, "unit": "years", "as_of": "2026-11-23"}  # type: ignore[assignment]
    at_work = bench.desktop._at_work
    assert at_work is not None
    at_work.submit(register_patient, (told,)).result()
    card = card_of(bench)
    window = bench.desktop.window

    sent = ended(bench, lambda: bench.qtbot.keyClick(window, Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier))
    assert (sent.code, sent.sent) == ("done", 1)
    assert words(card) == (
        "1 change is on the stick. Take it to the district office and bring the reply back."
        " Until then they count as waiting."
    )
    notice = card.notice
    bench.until(lambda: notice.visibleRegion().boundingRect() == notice.rect())  # brought above the edge
    assert files.names[0].endswith(".spoke")
    bench.until(lambda: card.open.text().endswith(", not yet answered"))
    assert card.open.text().startswith("On a stick since ")
    assert bench.shown(ExchangeScreen)._overview.waiting == 1  # type: ignore[union-attr]

    said = command("bundle", "import", str(files.out), "--reply", str(files.back), "--json", store=centre.store_url)
    assert (said.returncode, json.loads(said.stdout)["changes"]) == (0, 1), said

    back = ended(bench, lambda: bench.qtbot.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.AltModifier))
    assert (back.code, back.sent) == ("done", 1)
    assert words(card).startswith(f"{back.received} change")
    assert "1 now at the hub." in words(card)
    bench.until(lambda: card.open.text() == "")
    history = bench.shown(ExchangeScreen)._overview.history  # type: ignore[union-attr]
    assert history[0].by_stick
    assert ended(bench, card.import_.click).code == "bundle-known"
    assert "taken in before" in words(card)


def test_what_goes_wrong_is_said_and_nothing_stays(bench_without_line: Bench, files: Files, tmp_path: Path) -> None:
    bench = bench_without_line
    card = card_of(bench)
    files.out = tmp_path / "no" / "stick" / "here.spoke"
    assert ended(bench, card.export.click).code == "stick"
    assert "could not be read or written" in words(card)
    letter = tmp_path / "letter.docx"
    letter.write_bytes(b"PK\x03\x04" + bytes(500))
    files.back = letter
    assert ended(bench, card.import_.click).code == "not-a-bundle"
    assert "no file of an exchange" in words(card)
    bench.desktop.settings.change(language="hi")
    bench.until(lambda: "no file" not in words(card))
    files.back = None
    card.import_.click()
    assert bench.desktop.stick.running == ""


@pytest.fixture
def bench_without_line(at_desk: Bench) -> Bench:
    """The line is down from now on: only the stick is left."""
    bench = at_desk
    bench.until(lambda: bench.desktop.exchange.started and not bench.desktop.exchange.running)
    bench.desktop.exchange._manager.stop()  # type: ignore[union-attr]
    return bench


def test_progress_can_be_cancelled_and_everything_has_a_name(qtbot: QtBot, tmp_path: Path) -> None:
    clinic = Clinic(tmp_path)
    try:
        context = clinic.context()
        card = StickCard(context)
        qtbot.addWidget(card)
        card.show_sticks(())
        card.show()
        card.export.setFocus()
        assert not card.cancel.isVisible()
        context.stick.running, context.stick.done, context.stick.all = "export", 250, 1000
        card.show_progress()
        assert card.cancel.isVisible()
        assert not card.export.isEnabled()
        assert card._going.text() == "Writing to the stick…"
        assert card.focusWidget() is card.cancel
        assert card._bar.value() == 250
        with qtbot.assertNotEmitted(context.stick.ended):
            card.cancel.click()
        context.stick.running = ""
        card.show_result(StickResult("export", "stopped"))
        assert card.focusWidget() is card.export
        for widget in (card.export, card.import_, card.cancel, card._bar):
            found = QAccessible.queryAccessibleInterface(widget)
            assert found is not None
            assert found.text(QAccessible.Text.Name), widget
    finally:
        clinic.close()
