"""A PC that was installed with the hub's address and a code joins by itself, and says what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hub_server.context import open_services
from hub_server.services.devices import make_enrol_code
from spoke_app import installed, later
from spoke_app.app import Desktop
from spoke_app.installed import Installed
from spoke_app.paths import Profile
from spoke_app.settings import Settings
from spoke_app.ui.sign_in import self_join
from spoke_app.ui.sign_in.enrol_screen import EnrolScreen
from spoke_app.ui.sign_in.self_join import AGAIN_S, SelfJoin
from spoke_app.ui.sign_in.sign_in_screen import SignInScreen
from tests.helpers.fault_proxy import Fault, FaultProxy
from tests.spoke_app.ui.test_desktop import Bench, Centre

Start = Callable[[Installed], Bench]


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    made = Centre(tmp_path_factory.mktemp("centre"))
    yield made
    made.close()


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """The first start of the window on a PC for which this was written."""
    monkeypatch.setattr(self_join, "LOOK_MS", 20)
    with ExitStack() as ends:

        def started(given: Installed) -> Bench:
            monkeypatch.setattr(installed, "read", lambda: given)
            desktop = Desktop(qapp, Profile(tmp_path / "profile"), Settings(language="en"))
            desktop.settings.change(language="en")
            ends.callback(desktop.end)
            ends.callback(lambda: desktop.window.close())
            desktop.begin()
            return Bench(qtbot, desktop)

        yield started


def new_code(centre: Centre) -> str:
    return str(make_enrol_code(open_services(centre._store), centre.facility)["code"])


def test_with_a_line_nobody_has_to_type(start: Start, centre: Centre) -> None:
    pc = start(Installed(centre.url, new_code(centre)))
    page = pc.shown(SignInScreen)
    assert page._place_name.text() == "Health Sub-Centre Parsarma"


def test_without_a_line_it_says_so_and_joins_when_the_line_comes_back(
    start: Start, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = ""
    monkeypatch.setattr(later, "way_out", lambda: way)
    with FaultProxy(centre.url) as line:
        line.fault = Fault(refuse=True)
        code = new_code(centre)
        pc = start(Installed(line.url, code))
        page = pc.shown(EnrolScreen)
        pc.until(lambda: page.form.notice.isVisible())
        assert page.form.notice.words().startswith("The hub does not answer yet. This PC tries again by itself")
        assert "prepared this PC" in page._lead.text()
        assert (page.form.hub.text(), page.form.code.text()) == (line.url, code)
        pc.desktop.settings.change(language="hi")
        assert page.form.notice.words().startswith("हब से अभी जवाब नहीं आता।")
        pc.desktop.settings.change(language="en")
        pc.desktop.settings.change(text_size=125)  # the page is made anew
        pc.until(lambda: pc.shown(EnrolScreen) is not page)
        page = pc.shown(EnrolScreen)
        pc.until(lambda: page.form.notice.isVisible())
        assert page.form.notice.words().startswith("The hub does not answer yet.")
        line.fault = Fault()
        way = "192.168.0.7"
        pc.shown(SignInScreen)
        pc.desktop.settings.change(text_size=100)


def test_a_used_code_is_said_and_the_form_stays_filled(start: Start, centre: Centre) -> None:
    pc = start(Installed(centre.url, "K7QM-3ZTX-9PVA"))
    page = pc.shown(EnrolScreen)
    pc.until(lambda: "wrong, used or too old" in page.form.notice.words())
    assert page.form.button.isEnabled()
    assert (page.form.hub.text(), page.form.code.text()) == (centre.url, "K7QM-3ZTX-9PVA")
    assert "prepared" not in page._lead.text()


def test_typing_stops_it(start: Start, centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    way, asked = "192.168.0.7", []
    monkeypatch.setattr(later, "way_out", lambda: asked.append(way) or way)
    with FaultProxy(centre.url) as line:
        line.fault = Fault(refuse=True)
        pc = start(Installed(line.url, new_code(centre)))
        page = pc.shown(EnrolScreen)
        pc.until(lambda: page.form.notice.isVisible())
        pc.qtbot.keyClicks(page.form.code.edit, "X")
        assert not page.form.notice.isVisible()
        assert "prepared" not in page._lead.text()
        line.fault, way = Fault(), "10.0.0.1"
        del asked[:]
        pc.qtbot.wait(100)  # five looks, if it still looked
        assert asked == []
        page.form.code.edit.clear()
        pc.qtbot.keyClicks(page.form.code.edit, new_code(centre))
        page.form.button.click()
        pc.shown(SignInScreen)


def test_half_of_it_is_filled_in_and_waits_for_the_rest(start: Start, centre: Centre) -> None:
    pc = start(Installed(hub_url=centre.url))
    page = pc.shown(EnrolScreen)
    assert page.form.hub.text() == centre.url
    pc.until(lambda: pc.desktop.window.focusWidget() is page.form.code.edit)
    assert not page.form.notice.isVisible()
    assert page.form.button.isEnabled()


def test_a_pc_whose_record_was_destroyed_does_not_join_by_itself(start: Start, centre: Centre, tmp_path: Path) -> None:
    profile = Profile(tmp_path / "profile")
    profile.make()
    profile.wiped_path.write_text('{"at": "2026-11-23T10:00:00+05:30", "hub_url": "", "delivered": 2, "drafts": 0}')
    pc = start(Installed(centre.url, new_code(centre)))
    page = pc.shown(EnrolScreen)
    assert (page.form.hub.text(), page.form.code.text()) == (centre.url, "")
    assert pc.desktop.entrance._self_join is None


class Line:
    """A way out that changes, and a clock that is turned on by hand."""

    def __init__(self) -> None:
        self.way, self.now = "", 0.0
        self.tries: list[float] = []
        self.join = SelfJoin(lambda: self.way, monotonic=lambda: self.now)
        self.join.wanted.connect(lambda: self.tries.append(self.now))

    def look(self, seconds: float) -> None:
        self.now += seconds
        self.join.look()


def test_when_it_tries(qapp: QApplication) -> None:
    line = Line()
    line.join.begin()
    assert line.tries == [0.0]
    assert line.join.failed("unreachable")
    line.look(AGAIN_S * 3)
    assert line.tries == [0.0], "without any way out there is nothing to try"
    line.way = "a"
    line.look(3)
    assert len(line.tries) == 2
    assert line.join.failed("broken")
    line.look(AGAIN_S - 1)
    assert len(line.tries) == 2, "the same way out, a moment ago"
    line.look(1)
    assert len(line.tries) == 3
    assert line.join.failed("stalled")
    line.way = ""
    line.look(3)
    line.way = "a"
    line.look(3)
    assert len(line.tries) == 4, "the line was away and is back"
    assert not line.join.failed("bad-enrolment-code")
    assert line.join.over


def test_an_answer_that_comes_after_somebody_typed_brings_no_next_try(qapp: QApplication) -> None:
    line = Line()
    line.join.begin()
    line.join.stop()
    assert not line.join.failed("unreachable")
