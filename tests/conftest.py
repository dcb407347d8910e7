"""Settings for every test: no display is needed, and Qt draws the same everywhere."""

import gc
import os
import sqlite3  # noqa: F401  # before the app names SQLCipher so: hub and app share a process here, and nowhere else
from collections.abc import Iterator

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


@pytest.fixture(autouse=True)
def a_desk_of_its_own(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with widgets begins in English, with its plurals, and leaves no widget to the next one.

    Widgets that die in a store thread's garbage collection crash Qt: see ui/collector.py.
    """
    if "qapp" not in request.fixturenames and "qtbot" not in request.fixturenames:
        yield
        return
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    from spoke_app.ui.languages import Languages

    languages = Languages(request.getfixturevalue("qapp"))
    languages.use("en")
    gc.disable()
    yield
    for widget in QApplication.topLevelWidgets():
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    gc.enable()
    languages.use("")
