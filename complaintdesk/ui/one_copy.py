# SPDX-License-Identifier: Apache-2.0
"""One window for a database: a second start calls the first one forward."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QLockFile, QObject, QThread, Signal

from complaintdesk import paths

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_PATIENCE = 2000  # ms for a running copy to answer
_MOMENT = 50  # ms between two calls: a copy that is just starting listens once its window stands


class OneCopy(QObject):
    """Sees to it that one window is open for a database: the lock decides, the socket only says 'come forward'."""

    called = Signal()  # another start asked for the window

    def __init__(self, location: str) -> None:
        super().__init__()
        self._name, self._lock = _name_and_lock(location)
        self._server: QLocalServer | None = None

    def is_first(self) -> bool:
        """Whether this is the only copy; if so it bars others from now on."""
        return self._lock.tryLock(100)

    def listen(self) -> None:
        """Hears other starts from now on."""
        from PySide6.QtNetwork import QLocalServer  # takes longer to load than the first picture may

        QLocalServer.removeServer(self._name)  # left behind by a copy that was killed
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        self._server.listen(self._name)

    def move(self, location: str) -> bool:
        """Goes on as the copy for another database; False where that is open in another window, which is called."""
        name, lock = _name_and_lock(location)
        if name == self._name:
            return True
        if not lock.tryLock(100):
            _call(name)
            return False
        listened = self._server is not None
        self.close()
        self._name, self._lock = name, lock
        if listened:
            self.listen()
        return True

    def call_first(self) -> bool:
        """Asks the running copy to come forward, and says whether it heard."""
        return _call(self._name)

    def close(self) -> None:
        """Makes room for another copy."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()

    def _answer(self) -> None:
        assert self._server is not None
        self._server.nextPendingConnection().close()
        self.called.emit()


def _name_and_lock(location: str) -> tuple[str, QLockFile]:
    key = QCryptographicHash.hash(
        f"{paths.state_folder()}|{location}".encode(), QCryptographicHash.Algorithm.Sha256
    ).toHex()
    name = bytes(key.data()).decode("ascii")[:16]
    lock = QLockFile(str(paths.state_folder() / f"{name}.lock"))
    lock.setStaleLockTime(0)  # a lock is given up by its owner or with its owner's death, not by age
    return f"complaintdesk-{name}", lock


def _call(name: str) -> bool:
    """Whether the copy of this name heard the call within its time."""
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    until = monotonic() + _PATIENCE / 1000
    while True:
        socket.connectToServer(name)
        if socket.waitForConnected(_PATIENCE):
            socket.disconnectFromServer()
            return True
        if monotonic() > until:
            return False
        QThread.msleep(_MOMENT)
