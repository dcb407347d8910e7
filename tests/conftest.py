"""Settings for every test: no display is needed, and Qt draws the same everywhere."""

import gc
import os
import sqlite3  # noqa: F401  # before the app names SQLCipher so: hub and app share a process here, and nowhere else
import sys
from collections.abc import Generator, Iterator

import pytest
from hypothesis import HealthCheck, settings

# How fast this machine makes examples says nothing about the code; and a run that is red stays red until it is mended.
settings.register_profile(
    "spoke", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("spoke")

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


LONGEST = (
    *("tests/simulator/", "tests/packaging/test_build.py", "tests/msi/", "tests/stories/"),
    *("tests/hub_server/test_browser", "tests/wire/", "tests/crash/", "tests/trust/"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: where files are shared among processes, none is left over at the end for one alone."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_collection_finish() -> None:
    """What was imported stays to the end: no collection of a test's own leavings goes through it again."""
    gc.freeze()


def has_widgets(names: list[str]) -> bool:
    """Whether a test with these fixtures runs in Qt."""
    return "qapp" in names or "qtbot" in names


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """What a test with widgets leaves is collected here, after the last of its fixtures and of its failure is gone.

    Left to Python, a closed window dies in whichever thread allocates next (a store's, a hub's in the next test), and
    Qt crashes the process: see ui/collector.py.
    """
    if not isinstance(item, pytest.Function) or not has_widgets(item.fixturenames):
        return (yield)
    gc.disable()
    try:
        return (yield)
    finally:
        for name in ("last_type", "last_value", "last_traceback", "last_exc"):
            vars(sys).pop(name, None)
        gc.collect()
        gc.enable()


@pytest.fixture(autouse=True)
def a_desk_of_its_own(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with widgets begins in English, with its plurals, and leaves no window open to the next one."""
    if not has_widgets(request.fixturenames):
        yield
        return
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    from spoke_app.ui.languages import Languages

    languages = Languages(request.getfixturevalue("qapp"))
    languages.use("en")
    yield
    for widget in QApplication.topLevelWidgets():
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    languages.use("")
