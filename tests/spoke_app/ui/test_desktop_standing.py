"""What the hub decides about a PC, as the person at the desk meets it: revoked, forgotten, wiped; and a wrong clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hub_server.context import Services, open_services
from hub_server.services.devices import make_enrol_code, revoke_device
from hub_server.services.places import add_facility
from hub_server.store import tables as t
from spoke_app import entry
from spoke_app.actions.register_patient import register_patient
from spoke_app.app import Desktop
from spoke_app.local_time import local_now
from spoke_app.paths import Profile
from spoke_app.settings import Settings
from spoke_app.ui.exchange.exchange_screen import ExchangeScreen
from spoke_app.ui.sign_in.enrol_screen import EnrolScreen
from spoke_app.ui.status_bar import StatusItem
from tests.spoke_app.ui.test_desktop import Bench, Centre


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    made = Centre(tmp_path_factory.mktemp("centre"))
    yield made
    made.close()


class Wall:
    """This PC's clock, which is wrong by `off`."""

    def __init__(self) -> None:
        self.off = timedelta()

    def __call__(self) -> datetime:
        return local_now() + self.off


class Pc(Bench):
    """A PC of the centre with somebody at its desk."""

    def __init__(self, qtbot: QtBot, qapp: QApplication, profile: Profile, services: Services, wall: Wall) -> None:
        self.profile, self.services, self.wall = profile, services, wall
        desktop = Desktop(qapp, profile, Settings(language="en"), clock=wall)
        desktop.begin()
        super().__init__(qtbot, desktop)

    @property
    def device(self) -> str:
        at_work = self.desktop._at_work
        assert at_work is not None
        return at_work.store.call(lambda store: store.meta_get("device"))

    def save(self) -> None:
        runner = self.desktop._runner
        assert runner is not None
        age = {"value": 30, "unit": "years", "as_of": self.wall().date().isoformat()}
        runner.run(register_patient, {"name": "Asha Devi", "gender": "female", "village": "Barail", "age": age})

    def patients(self) -> list[str]:
        at_work = self.desktop._at_work
        assert at_work is not None
        rows = at_work.store.call(lambda store: store.rows("SELECT name FROM patients"))
        return [row["name"] for row in rows]

    def exchange_screen(self) -> ExchangeScreen:
        self.desktop.window.go("exchange")
        return self.shown(ExchangeScreen)

    def status(self, name: str) -> str:
        item = self.desktop.window.findChild(StatusItem, f"status.{name}")
        assert item is not None
        return "" if item.isHidden() else item.text()

    def exchanged(self) -> None:
        """Press F5 and wait until that exchange is over."""
        ends: list[bool] = []
        self.desktop.exchange.state_changed.connect(lambda: ends.append(self.desktop.exchange.running))
        self.until(lambda: self.desktop.exchange.started and not self.desktop.exchange.running)
        self.desktop.exchange.now()
        self.until(lambda: True in ends and ends[-1] is False)


@pytest.fixture
def pc(qtbot: QtBot, qapp: QApplication, centre: Centre, tmp_path: Path) -> Iterator[Pc]:
    services = open_services(centre._store)
    profile = Profile(tmp_path / "profile")
    entry.join(profile, centre.url, str(make_enrol_code(services, centre.facility)["code"]))
    made = Pc(qtbot, qapp, profile, services, Wall())
    made.sign_in()
    yield made
    made.desktop.window.close()
    made.desktop.end()
    made.desktop.window.deleteLater()


def test_a_revoked_pc_says_so_works_on_and_joins_again_with_a_new_code(pc: Pc, centre: Centre) -> None:
    screen = pc.exchange_screen()
    revoke_device(pc.services, pc.device, wipe=False)
    pc.save()
    pc.exchanged()
    pc.until(lambda: "revoked" in pc.status("hub_warning"))
    pc.until(screen.standing.isVisible)
    pc.until(lambda: [row.name for row in screen.attention.rows()] == ["Asha Devi"])
    assert pc.patients() == ["Asha Devi"], "revoking changes no record here"
    former = pc.device
    pc.qtbot.keyClicks(screen.standing.code.edit, str(make_enrol_code(pc.services, centre.facility)["code"]))
    pc.qtbot.keyClick(screen.standing.code.edit, Qt.Key.Key_Return)
    pc.until(lambda: "joined again" in pc.desktop.window.notice_words())
    pc.until(lambda: not screen.standing.isVisible() and pc.status("hub_warning") == "")
    pc.until(lambda: not screen.attention.rows())
    assert pc.device != former


def test_a_pc_that_the_hub_forgot_takes_only_a_code_of_its_own_centre(pc: Pc, centre: Centre) -> None:
    screen = pc.exchange_screen()
    with pc.services.store.begin() as conn:
        conn.execute(sa.delete(t.devices).where(t.devices.c.device == pc.device))
    pc.save()
    pc.exchanged()
    pc.until(lambda: "does not know this PC" in pc.status("hub_warning"))
    pc.until(screen.standing.isVisible)
    place = {"code": f"HSC-{pc.device[:4]}", "name": "Health Sub-Centre Barail", "district": "223"}
    other = make_enrol_code(pc.services, add_facility(pc.services, place))["code"]
    for code, words in ((str(other), "another health centre"), ("WRONG-CODE", "wrong, used or too old")):
        screen.standing.code.edit.clear()
        pc.qtbot.keyClicks(screen.standing.code.edit, code)
        pc.qtbot.keyClick(screen.standing.code.edit, Qt.Key.Key_Return)
        pc.until(lambda words=words: words in screen.standing.notice.words())  # type: ignore[misc]
    pc.desktop.settings.change(language="hi")
    assert "यह कोड ग़लत है" in screen.standing.notice.words()
    pc.desktop.settings.change(language="en")
    screen.standing.code.edit.clear()
    pc.qtbot.keyClicks(screen.standing.code.edit, str(make_enrol_code(pc.services, centre.facility)["code"]))
    pc.qtbot.keyClick(screen.standing.code.edit, Qt.Key.Key_Return)
    pc.until(lambda: not screen.standing.isVisible() and pc.status("waiting") == "Nothing waiting")


def test_a_wiped_pc_says_what_became_of_it_and_of_the_unfinished_form(pc: Pc) -> None:
    pc.save()
    pc.exchanged()
    revoke_device(pc.services, pc.device, wipe=True)
    pc.save()
    pc.desktop.exchange.now()
    page = pc.shown(EnrolScreen)
    pc.until(page._wiped.isVisible)
    assert "destroyed by order of the district office" in page._wiped.words()
    assert pc.status("saved") == "Nothing is kept on this PC"
    for language, words in (("hi", "इस पीसी पर कुछ नहीं रखा है"), ("en", "Nothing is kept on this PC")):
        pc.desktop.settings.change(language=language)
        QCoreApplication.sendPostedEvents()  # Qt tells of a new translator once more, later
        assert pc.status("saved") == words
    assert "2 changes, is at the hub" in page._wiped.words()
    assert not pc.profile.store_path.exists()
    assert not pc.profile.seals_path.exists()
    assert not pc.desktop.exchange.started


def test_the_clocks_banner_comes_and_goes_by_itself(pc: Pc) -> None:
    pc.desktop.window.go("exchange")
    pc.exchanged()
    desk = pc.desktop.window._desk
    assert desk is not None
    pc.until(lambda: desk.clock_words() == "" and pc.status("clock_warning") == "")
    pc.wall.off = timedelta(hours=-2)
    pc.exchanged()
    pc.until(lambda: "2 h behind" in desk.clock_words())
    assert pc.status("clock_warning") == "This PC's clock is 2 h slow"
    pc.desktop.settings.change(text_size=150)  # two bars would make the window higher than a small screen
    pc.until(lambda: pc.desktop.window._desk is not desk)
    desk = pc.desktop.window._desk
    assert desk is not None
    pc.until(lambda: "2 h behind" in desk.clock_words())
    pc.desktop.window.notice("news", lambda: ("News.", "They are closed by hand."))
    assert (desk.clock_words(), desk.notice_words()) == ("", "News. They are closed by hand.")
    desk._notice.closed.emit()
    assert "2 h behind" in desk.clock_words()
    pc.desktop.settings.change(text_size=100)
    pc.until(lambda: pc.desktop.window._desk is not desk)
    desk = pc.desktop.window._desk
    assert desk is not None
    pc.until(lambda: "2 h behind" in desk.clock_words())
    pc.desktop.settings.change(language="hi")
    pc.until(lambda: "2 घंटे पीछे" in desk.clock_words())
    pc.desktop.settings.change(language="en")
    pc.wall.off = timedelta()
    pc.exchanged()
    pc.until(lambda: desk.clock_words() == "" and pc.status("clock_warning") == "")


def test_an_empty_clock_battery_is_said_without_any_hub(pc: Pc) -> None:
    pc.until(lambda: pc.desktop.exchange.started)
    pc.desktop.exchange.stop()
    pc.wall.off = datetime(2010, 1, 1, 5, 30, tzinfo=local_now().tzinfo) - local_now()
    pc.save()
    desk = pc.desktop.window._desk
    assert desk is not None
    pc.until(lambda: "2010" in desk.clock_words())
