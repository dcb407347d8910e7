"""A new version on the screens: said quietly, installed only when somebody asks and nobody has a form in hand."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from spoke_app.actions.drafts import save_draft
from spoke_app.actions.new_version import NewVersion
from spoke_app.ui.context import UiContext
from spoke_app.ui.languages import Languages
from spoke_app.ui.ports import UpdateControl, Way, Words
from spoke_app.ui.settings.settings_screen import SettingsScreen
from spoke_app.ui.today.today_screen import TodayScreen
from spoke_app.ui.update_bridge import UpdateBridge
from tests.spoke_app.ui.clinic import Clinic

READY = NewVersion(
    offers=True, starts=True, version="0.2.0", notes="Faster search.", notes_hi="खोज तेज़ हुई।",
    bytes=36_000_000, came=36_000_000, ready=True, file="/home/anjali/updates/Spoke-0.2.0-x64.msi",
)  # fmt: skip
COMING = replace(READY, ready=False, came=12_000_000)


class Versions(UpdateControl):
    """New versions as a test says there are."""

    def __init__(self, view: NewVersion | None = None) -> None:
        super().__init__()
        self.view = view
        self.done: list[str] = []

    def tell(self, view: NewVersion) -> None:
        self.view = view
        self.changed.emit()

    def download(self) -> None:
        self.done.append("download")

    def put_off(self) -> None:
        self.done.append("put off")

    def install(self) -> None:
        self.done.append("install")


class Answers:
    """Says yes or no to what it is asked."""

    def __init__(self, answer: bool) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def confirm(self, parent: QWidget, text: str, more: str, yes: str, no: str) -> bool:
        self.asked.append(f"{text} {more}")
        return self.answer

    def open_file(self, parent: QWidget, title: str, filters: str) -> None:
        return None

    def save_file(self, parent: QWidget, title: str, name: str, filters: str) -> None:
        return None


class Said:
    """The window's notices."""

    def __init__(self) -> None:
        self.notices: list[str] = []

    def saved(self, text: str = "") -> None:
        return

    def not_saved(self, text: str) -> None:
        return

    def notice(self, kind: str, words: Words, way: Way | None = None) -> None:
        self.notices.append(" ".join(words()))


def context_of(clinic: Clinic, versions: Versions, *, yes: bool = True) -> tuple[UiContext, Answers, Said]:
    answers, said = Answers(yes), Said()
    return replace(clinic.context(), updates=versions, ask=answers, status=said), answers, said


@pytest.mark.parametrize("where", ["today", "settings"])
def test_installed_when_somebody_asks_for_it(clinic: Clinic, qtbot: QtBot, where: str) -> None:
    versions = Versions(READY)
    context, answers, said = context_of(clinic, versions)
    screen = TodayScreen(context) if where == "today" else SettingsScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    if isinstance(screen, TodayScreen):
        assert screen.update_bar is not None
        assert screen.update_bar.words() == (
            "A new version of Spoke is ready. It installs in a minute; nothing is lost."
        )
        screen.update_bar.button.click()
    else:
        assert screen.update_card.words() == (
            "Version 0.2.0 is ready. It installs in a minute; nothing is lost.\nFaster search."
        )
        screen.update_card.button.click()
    qtbot.waitUntil(lambda: versions.done == ["install"])
    assert answers.asked == [
        "Install version 0.2.0 now? Spoke closes, and Windows asks whether it may install. "
        "Open Spoke again when that is done."
    ]
    assert said.notices == []


def test_who_thinks_better_of_it_goes_on(clinic: Clinic, qtbot: QtBot) -> None:
    versions = Versions(READY)
    context, answers, _ = context_of(clinic, versions, yes=False)
    screen = SettingsScreen(context)
    qtbot.addWidget(screen)
    screen.update_card.button.click()
    qtbot.waitUntil(lambda: len(answers.asked) == 1)
    assert versions.done == []


def test_not_while_anybody_has_a_form_in_hand(clinic: Clinic, qtbot: QtBot) -> None:
    patient = clinic.register(name="Sunita Devi")
    clinic.act(save_draft, "visit", None, patient, "Sunita Devi", "complaint", {"complaint": "Fever"})
    versions = Versions(READY)
    context, answers, said = context_of(clinic, versions)
    screen = SettingsScreen(context)
    qtbot.addWidget(screen)
    screen.update_card.button.click()
    qtbot.waitUntil(lambda: len(said.notices) == 1)
    assert "A form is in hand." in said.notices[0]
    assert (answers.asked, versions.done) == ([], [])


def test_put_off_it_is_gone_from_today_and_stays_in_settings(clinic: Clinic, qtbot: QtBot) -> None:
    versions = Versions()
    context, _, _ = context_of(clinic, versions)
    today, settings = TodayScreen(context), SettingsScreen(context)
    for screen in (today, settings):
        qtbot.addWidget(screen)
        screen.show()
    assert today.update_bar is None
    versions.tell(COMING)
    assert today.update_bar is None
    versions.tell(READY)
    assert today.update_bar is not None and today.update_bar.isVisible()
    today.update_bar.later.click()
    assert versions.done == ["put off"]
    versions.tell(replace(READY, put_off=True))
    assert not today.update_bar.isVisible()
    assert settings.update_card.button.isVisible() and settings.update_card.button.isEnabled()
    versions.tell(NewVersion(offers=True, starts=True))  # withdrawn
    assert not today.update_bar.isVisible() and not settings.update_card.button.isVisible()


@pytest.mark.parametrize(
    ("view", "said", "button"),
    [
        (NewVersion(offers=False), "takes no new versions by itself", ""),
        (NewVersion(offers=True), "There is none now", ""),
        (COMING, "is coming: 12 of 36 MB", ""),
        (replace(COMING, room=False), "needs more room on the disk", ""),
        (replace(READY, starts=False), "lies here:\n/home/anjali/updates/Spoke-0.2.0-x64.msi\nFaster search.", ""),
        (READY, "is ready", "Install now"),
    ],
)
def test_the_card_says_how_it_stands(clinic: Clinic, qtbot: QtBot, view: NewVersion, said: str, button: str) -> None:
    versions = Versions(view)
    screen = SettingsScreen(context_of(clinic, versions)[0])
    qtbot.addWidget(screen)
    screen.show()
    assert said in screen.update_card.words()
    shown = screen.update_card.button
    assert (shown.text() if shown.isVisible() else "") == button


def test_where_every_mb_is_paid_for_it_is_asked_for(clinic: Clinic, qtbot: QtBot) -> None:
    versions = Versions(replace(COMING, came=0))
    context, _, _ = context_of(clinic, versions)
    clinic.choices.change(attachments="asked")
    screen = SettingsScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    assert "waits until you ask for it" in screen.update_card.words()
    screen.update_card.button.click()
    assert versions.done == ["download"]
    versions.tell(replace(COMING, wanted=True))
    assert "is coming" in screen.update_card.words() and not screen.update_card.button.isVisible()


def test_in_hindi_it_says_the_same(clinic: Clinic, qtbot: QtBot, languages: Languages) -> None:
    languages.use("hi")
    clinic.choices.change(language="hi")
    screen = SettingsScreen(context_of(clinic, Versions(READY))[0])
    qtbot.addWidget(screen)
    assert "0.2.0" in screen.update_card.words() and "खोज तेज़ हुई।" in screen.update_card.words()
    assert "Version" not in screen.update_card.words()


class Work:
    """What an app's own folder of new versions would say, a step at a time."""

    def __init__(self, outcome: str = "started") -> None:
        self.outcome = outcome
        self.may = threading.Event()
        self.installed = 0

    def tidy(self) -> NewVersion:
        return READY

    look = tidy

    def want(self) -> NewVersion:
        raise OSError(28, "No space left on device")

    def put_off(self) -> NewVersion:
        return replace(READY, put_off=True)

    def install(self) -> str:
        self.installed += 1
        self.may.wait(10)
        return self.outcome


def test_the_bridge_tells_on_the_main_thread(qapp: QApplication, qtbot: QtBot) -> None:
    bridge, work = UpdateBridge(), Work()
    bridge.install()  # nothing is there yet: nothing happens
    with qtbot.waitSignal(bridge.changed):
        bridge.start(work)
    assert bridge.view == READY
    with qtbot.waitSignal(bridge.changed):
        bridge.put_off()
    assert bridge.view is not None and bridge.view.put_off
    with qtbot.waitSignal(bridge.failed) as failed:
        bridge.download()
    assert failed.args == ["disk-full"]
    with qtbot.waitSignal(bridge.started):
        for _ in range(3):  # pressed again and again: once
            bridge.install()
        assert bridge.installing
        work.may.set()
    assert work.installed == 1 and not bridge.installing
    bridge.stop()
    bridge.look()


def test_what_did_not_start_is_told(qapp: QApplication, qtbot: QtBot) -> None:
    bridge, work = UpdateBridge(), Work("altered")
    work.may.set()
    with qtbot.waitSignal(bridge.changed):
        bridge.start(work)
    with qtbot.waitSignal(bridge.failed) as failed, qtbot.assertNotEmitted(bridge.started):
        bridge.install()
    assert failed.args == ["altered"]
    bridge.stop()
