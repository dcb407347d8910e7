"""A small TCP proxy between an app and a hub that breaks the line on purpose.

It counts bytes each way since `fault` was set, cuts after so many or every so often, lets one way die in silence,
delivers a request twice, answers by itself (a captive portal's page, yesterday's answer) or with the hub's answer
made into something else, and keeps the last request and answer that passed, so that a test can replay them.

With a `Link` it is also as slow as one: so many bits per second each way for all connections together, and a delay.
"""

from __future__ import annotations

import contextlib
import queue
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType

HTML = b"<html><body><h1>Welcome to Station Wi-Fi</h1>Please sign in</body></html>"
_SEGMENT = 1400
_BUFFER = 16 * 1024
"""A slow line's queue is the sender's, not the proxy's: what the kernel would take from it off the wire stays small."""
_BURST_S = 0.05
"""So much of what the line could have carried while a thread was late is still carried."""


@dataclass(frozen=True)
class Link:
    """A slow line. `rtt_s` is the round trip: half of it each way."""

    bits_per_s: float
    rtt_s: float


@dataclass(frozen=True)
class Fault:
    """`cut_up`/`cut_down`: bytes towards the hub / the app after which the line is dead; `reset`: and the app is told
    by a reset, not by an end; `cut_every`: seconds after which every connection is reset, again and again;
    `lost_up`/`lost_down`: bytes after which that way carries nothing more, in silence; `mute`: nothing ever comes;
    `twice`: each request reaches the hub two times at once; `drip`: bytes per second of the answer, from its
    byte `drip_after` on; `answer`: said instead of the hub's; `rewrite`: what becomes of the hub's whole answer;
    `refuse`: connections end at once."""

    cut_up: int | None = None
    cut_down: int | None = None
    answer: bytes | None = None
    refuse: bool = False
    mute: bool = False
    reset: bool = False
    cut_every: float | None = None
    lost_up: int | None = None
    lost_down: int | None = None
    twice: bool = False
    drip: float | None = None
    drip_after: int = 0
    rewrite: Callable[[bytes], bytes] | None = None


def html_answer(status: str = "200 OK") -> bytes:
    """What a captive portal says, whatever it was asked."""
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(HTML)}\r\nConnection: close\r\n\r\n"
    ).encode() + HTML


def exchange_answer(body: bytes, length: int | None = None) -> bytes:
    """An answer that looks like a hub's. `length`: what it says, right or wrong, of its body's length."""
    head = "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Encoding: gzip\r\nConnection: close\r\n"
    return f"{head}Content-Length: {len(body) if length is None else length}\r\n\r\n".encode() + body


def body_of(answer: bytes) -> bytes:
    """The body of a recorded answer, without the chunks that it came in; as far as it came."""
    head, _, rest = answer.partition(b"\r\n\r\n")
    if b"transfer-encoding: chunked" not in head.lower():
        return rest
    body = b""
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size or b"0", 16)
        body, rest = body + rest[:length], rest[length + 2 :]
        if not length:
            break
    return body


class _Way:
    """One way of a slow line: who sends waits until the line has carried what was sent before."""

    def __init__(self, bytes_per_s: float) -> None:
        self._rate = bytes_per_s
        self._lock = threading.Lock()
        self._free_at = 0.0
        self.piece = max(1, min(_SEGMENT, int(bytes_per_s * _BURST_S)))

    def carry(self, size: int) -> None:
        with self._lock:
            now = time.monotonic()
            self._free_at = max(self._free_at, now - _BURST_S) + size / self._rate
            wait = self._free_at - now
        if wait > 0:
            time.sleep(wait)


class _Delayed:
    """A sink that passes everything on so many seconds later."""

    def __init__(self, sink: socket.socket, delay: float) -> None:
        self._sink = sink
        self._delay = delay
        self._waiting: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._pass_on, daemon=True)
        self._thread.start()

    def sendall(self, data: bytes) -> None:
        self._waiting.put((time.monotonic() + self._delay, data))

    def end(self) -> None:
        """Returns when everything was passed on."""
        self._waiting.put((time.monotonic() + self._delay, b""))
        self._thread.join()

    def _pass_on(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                due, data = self._waiting.get()
                time.sleep(max(0.0, due - time.monotonic()))
                if not data:
                    return
                self._sink.sendall(data)


class FaultProxy:
    """Listens on a free port of this machine. Use as a context manager."""

    def __init__(self, target: str, link: Link | None = None) -> None:
        host, _, port = target.removeprefix("http://").rstrip("/").partition(":")
        self._target = (host, int(port))
        self._link = link
        self._ways = None if link is None else (_Way(link.bits_per_s / 8), _Way(link.bits_per_s / 8))
        self._listening = socket.socket()
        self._narrow(self._listening)
        self._listening.bind(("127.0.0.1", 0))
        self._listening.listen(64)
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._fault = Fault()
        self._changed = threading.Event()
        self.up = 0
        self.down = 0
        self.connections = 0
        self._request = bytearray()
        self._answer = bytearray()
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
            self._fault, self.up, self.down, self.connections = fault, 0, 0, 0
            self._request, self._answer = bytearray(), bytearray()
            self._changed.set()
            self._changed = changed = threading.Event()
        self._end_all(_end)
        if fault.cut_every is not None:
            threading.Thread(target=self._cut_again, args=(fault.cut_every, changed), daemon=True).start()

    @property
    def request(self) -> bytes:
        """What went towards the hub since `fault` was set."""
        with self._lock:
            return bytes(self._request)

    @property
    def answer(self) -> bytes:
        """What went towards the app since then."""
        with self._lock:
            return bytes(self._answer)

    def close(self) -> None:
        self._listening.close()
        self.fault = Fault(refuse=True)

    def repeat(self, request: bytes) -> bytes:
        """Delivers a recorded request to the hub once more; what the hub answers, the app never sees."""
        with socket.create_connection(self._target) as hub:
            hub.settimeout(30)
            hub.sendall(request)
            answer = b""
            while not answer.endswith(b"\r\n0\r\n\r\n") and (piece := hub.recv(65536)):
                answer += piece
            return answer

    def _end_all(self, how: Callable[[socket.socket], None]) -> None:
        with self._lock:
            standing = list(self._open)
            self._open.clear()
        for each in standing:
            how(each)

    def _cut_again(self, every: float, changed: threading.Event) -> None:
        while not changed.wait(every):
            self._end_all(_reset)

    def _narrow(self, each: socket.socket) -> None:
        if self._link is not None:
            each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, _SEGMENT)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
            threading.Thread(target=self._serve, args=(client, self._fault), daemon=True).start()

    def _to_hub(self) -> socket.socket:
        hub = socket.socket()
        try:
            self._narrow(hub)
            hub.connect(self._target)
        except OSError:
            hub.close()
            raise
        return hub

    def _serve(self, client: socket.socket, fault: Fault) -> None:
        if fault.refuse:
            _kill(client)
            return
        if fault.answer is not None:
            self._say(client, fault.answer)
            return
        try:
            hubs = [self._to_hub() for _ in range(1 + fault.twice)]
        except OSError:
            _kill(client)
            return
        with self._lock:
            self._open |= {client, *hubs}
        for second in hubs[1:]:
            threading.Thread(target=_drain, args=(second,), daemon=True).start()
        upwards = threading.Thread(target=self._pump_up, args=(client, hubs, fault), daemon=True)
        upwards.start()
        if fault.rewrite is None:
            self._pump_down(hubs[0], client, fault)
        else:
            self._rewrite(hubs[0], client, fault.rewrite)
        upwards.join()
        with self._lock:
            self._open -= {client, *hubs}
        for each in (client, *hubs):
            each.close()

    def _say(self, client: socket.socket, answer: bytes) -> None:
        """Reads the request to its end as far as it can tell, then says its own."""
        with contextlib.suppress(OSError):
            client.settimeout(0.2)
            with contextlib.suppress(TimeoutError):
                while data := client.recv(65536):
                    self._request += data
            client.settimeout(30)
            client.sendall(answer)
            client.shutdown(socket.SHUT_WR)
        client.close()

    def _rewrite(self, hub: socket.socket, client: socket.socket, rewrite: Callable[[bytes], bytes]) -> None:
        """The hub's answer, once it is whole, as something else."""
        answer = bytearray()
        with contextlib.suppress(OSError):
            while not answer.endswith(b"\r\n0\r\n\r\n") and (data := hub.recv(65536)):
                answer += data
            client.sendall(rewrite(bytes(answer)))
        _end(client)

    def _pump_up(self, client: socket.socket, hubs: list[socket.socket], fault: Fault) -> None:
        self._pump(client, hubs, True, fault)

    def _pump_down(self, hub: socket.socket, client: socket.socket, fault: Fault) -> None:
        self._pump(hub, [client], False, fault)

    def _pump(self, source: socket.socket, sinks: list[socket.socket], upwards: bool, fault: Fault) -> None:
        way = self._way(upwards, fault)
        delay = self._link.rtt_s / 2 if self._link is not None else 0.0
        outlets = [_Delayed(sink, delay) if delay else sink for sink in sinks]
        with contextlib.suppress(OSError):
            while data := source.recv(65536 if way is None else way.piece):
                if fault.mute and not upwards:
                    continue
                if way is not None and (upwards or fault.drip is None or self.down >= fault.drip_after):
                    way.carry(len(data))
                    if not self._stands(source):
                        return  # cut meanwhile: what waited for the line goes nowhere
                whole = self._count(data, upwards, fault)
                for outlet in outlets:
                    outlet.sendall(whole)
                if len(whole) < len(data) and not self._silent(upwards, fault):
                    # The app notices at once. The hub's end stays, silent, until the next `fault`: what went through
                    # before the cut is the hub's to keep, as on a line that is dead before anybody knows.
                    (_reset if fault.reset else _end)(source if upwards else sinks[0])
                    return
            for outlet in outlets:
                if isinstance(outlet, _Delayed):
                    outlet.end()
            if not self._silent(upwards, fault):
                for sink in sinks:
                    sink.shutdown(socket.SHUT_WR)

    def _stands(self, each: socket.socket) -> bool:
        with self._lock:
            return each in self._open

    def _way(self, upwards: bool, fault: Fault) -> _Way | None:
        if fault.drip is not None and not upwards:
            return _Way(fault.drip)
        return None if self._ways is None else self._ways[0 if upwards else 1]

    def _silent(self, upwards: bool, fault: Fault) -> bool:
        return (fault.lost_up if upwards else fault.lost_down) is not None

    def _count(self, data: bytes, upwards: bool, fault: Fault) -> bytes:
        """What still goes through of `data`."""
        limits = (fault.cut_up, fault.lost_up) if upwards else (fault.cut_down, fault.lost_down)
        with self._lock:
            passed = self.up if upwards else self.down
            left = min((max(0, limit - passed) for limit in limits if limit is not None), default=len(data))
            allowed = data[:left]
            if upwards:
                self.up += len(allowed)
                self._request += allowed
            else:
                self.down += len(allowed)
                self._answer += allowed
            return allowed


def _drain(each: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while each.recv(65536):
            pass


def _end(each: socket.socket) -> None:
    """Wakes whoever reads from it, here and at the other end; what was sent before still arrives."""
    with contextlib.suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)


def _reset(each: socket.socket) -> None:
    """Ends it, and what its other end still sends is answered by a reset."""
    with contextlib.suppress(OSError):
        each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        each.shutdown(socket.SHUT_RD)
    _end(each)


def _kill(each: socket.socket) -> None:
    """A reset, not a farewell; only for a connection that nobody reads from."""
    with contextlib.suppress(OSError):
        each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        each.shutdown(socket.SHUT_RDWR)
    each.close()
