"""A small TCP proxy between an app and a hub that breaks the line on purpose.

It counts bytes each way since `fault` was set, cuts after so many, answers by itself (a captive portal's page,
yesterday's answer), and keeps the last answer that passed, so that a test can replay it.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from dataclasses import dataclass
from types import TracebackType

HTML = b"<html><body><h1>Welcome to Station Wi-Fi</h1>Please sign in</body></html>"


def html_answer(status: str = "200 OK") -> bytes:
    """What a captive portal says, whatever it was asked."""
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(HTML)}\r\nConnection: close\r\n\r\n"
    ).encode() + HTML


@dataclass(frozen=True)
class Fault:
    """`cut_up`/`cut_down`: bytes towards the hub / the app after which the line is dead; `answer`: said instead of the
    hub's; `refuse`: every connection is closed at once; `mute`: nothing ever comes."""

    cut_up: int | None = None
    cut_down: int | None = None
    answer: bytes | None = None
    refuse: bool = False
    mute: bool = False


class FaultProxy:
    """Listens on a free port of this machine. Use as a context manager."""

    def __init__(self, target: str) -> None:
        host, _, port = target.removeprefix("http://").rstrip("/").partition(":")
        self._target = (host, int(port))
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._fault = Fault()
        self.up = 0
        self.down = 0
        self.answer = b""
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> FaultProxy:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def fault(self) -> Fault:
        return self._fault

    @fault.setter
    def fault(self, fault: Fault) -> None:
        """From here on; connections that stand are closed, and the counts begin anew."""
        with self._lock:
            standing = list(self._open)
            self._open.clear()
            self._fault, self.up, self.down, self.answer = fault, 0, 0, b""
        for each in standing:
            _end(each)

    def close(self) -> None:
        self._listening.close()
        self.fault = Fault(refuse=True)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client, self._fault), daemon=True).start()

    def _serve(self, client: socket.socket, fault: Fault) -> None:
        if fault.refuse:
            _kill(client)
            return
        if fault.answer is not None:
            self._say(client, fault.answer)
            return
        try:
            hub = socket.create_connection(self._target)
        except OSError:
            _kill(client)
            return
        with self._lock:
            self._open |= {client, hub}
        upwards = threading.Thread(target=self._pump, args=(client, hub, True, fault), daemon=True)
        upwards.start()
        self._pump(hub, client, False, fault)
        upwards.join()
        with self._lock:
            self._open -= {client, hub}
        client.close()
        hub.close()

    def _say(self, client: socket.socket, answer: bytes) -> None:
        """Reads the request to its end as far as it can tell, then says its own."""
        with contextlib.suppress(OSError):
            client.settimeout(0.2)
            with contextlib.suppress(TimeoutError):
                while client.recv(65536):
                    pass
            client.sendall(answer)
            client.shutdown(socket.SHUT_WR)
        client.close()

    def _pump(self, source: socket.socket, sink: socket.socket, upwards: bool, fault: Fault) -> None:
        client = source if upwards else sink
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if fault.mute and not upwards:
                    continue
                whole = self._count(data, upwards, fault)
                sink.sendall(whole)
                if len(whole) < len(data):
                    # The app notices at once. The hub's end stays, silent, until the next `fault`: what went through
                    # before the cut is the hub's to keep, as on a line that is dead before anybody knows.
                    _end(client)
                    return
            sink.shutdown(socket.SHUT_WR)

    def _count(self, data: bytes, upwards: bool, fault: Fault) -> bytes:
        """What still goes through of `data`."""
        with self._lock:
            limit = fault.cut_up if upwards else fault.cut_down
            passed = self.up if upwards else self.down
            allowed = data if limit is None else data[: max(0, limit - passed)]
            if upwards:
                self.up += len(allowed)
            else:
                self.down += len(allowed)
                self.answer += allowed
            return allowed


def _end(each: socket.socket) -> None:
    """Wakes whoever reads from it, here and at the other end; what was sent before still arrives."""
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)


def _kill(each: socket.socket) -> None:
    """A reset, not a farewell; only for a connection that nobody reads from."""
    with contextlib.suppress(OSError):
        each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        each.shutdown(socket.SHUT_RDWR)
    each.close()
