"""The door at which a second start of the app knocks, so that the first one comes to the front instead."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT_MS = 500


def door_name(folder: Path) -> str:
    """One door per profile."""
    return "spoke-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]


def knock(folder: Path) -> bool:
    """Ask the running app to show itself; False if nobody opens."""
    socket = QLocalSocket()
    socket.connectToServer(door_name(folder))
    answered = socket.waitForConnected(WAIT_MS)
    socket.disconnectFromServer()
    return answered


class Door(QObject):
    """`knocked` when the app was started a second time. Whoever makes it holds the window lock."""

    knocked = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        name = door_name(folder)
        # After a crash the socket's file is left behind; the lock says that nobody else is there.
        QLocalServer.removeServer(name)
        self._server = QLocalServer(self)
        # Another Windows user's knock would bring this window forward where she cannot see it.
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._opened)
        self._server.listen(name)

    def _opened(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
        self.knocked.emit()

    def close(self) -> None:
        """Nobody is heard any more."""
        self._server.close()
