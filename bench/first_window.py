"""The two windows that bench/start.py and bench/windows.py compare; each says when somebody could use it, and ends.

Run as a script with `--app PROFILE` or `--bare STORE`; `--make STORE` makes the keyed store of the bare one. The
installed Python under Wine runs this file, too: nothing is imported but what is installed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

KEY = bytes(range(32))


def resident_kib() -> int:
    """0 where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return int(next((line.split()[1] for line in lines if line.startswith("VmRSS")), 0))


def ready() -> None:
    print(resident_kib(), flush=True)
    os._exit(0)


def app(profile: Path) -> None:
    """The app as its command starts it, until somebody could sign in."""
    from PySide6.QtCore import QObject, QTimer
    from PySide6.QtWidgets import QLineEdit

    from spoke_app.app import Desktop, run_window
    from spoke_app.paths import Profile

    kept: list[QObject] = []

    def watch(desktop: Desktop) -> None:
        timer = QTimer(desktop, interval=1)

        def look() -> None:
            pin = desktop.window.findChild(QLineEdit, "sign_in.pin")
            if pin is not None and pin.isVisible():
                desktop.window.repaint()
                ready()

        timer.timeout.connect(look)
        timer.start()
        kept.append(timer)

    run_window(Profile(profile), None, watch)


def bare(store: Path) -> None:
    """The least: a window with a field, and the keyed store open."""
    import sqlcipher3.dbapi2 as sqlcipher
    from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow

    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1366, 768)
    window.setCentralWidget(QLineEdit())
    connection = sqlcipher.connect(str(store))
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    connection.execute("SELECT count(*) FROM journal").fetchone()
    window.show()
    application.processEvents()
    window.repaint()
    ready()


def make(store: Path) -> None:
    from spoke_app.store.database import open_store

    open_store(store, KEY).close()


if __name__ == "__main__":
    {"--app": app, "--bare": bare, "--make": make}[sys.argv[1]](Path(sys.argv[2]))
