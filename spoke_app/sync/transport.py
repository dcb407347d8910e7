"""The only place that speaks HTTP: asks the hub, and says in the project's own words what went wrong.

Everything that is not an answer of a hub - no route, a captive portal's page, a proxy's error, a redirect - is
`NoConnection`. A refusal counts only as an RFC 9457 problem document with one of the protocol's codes.
Slow is not dead: an attempt ends when no byte has moved for `STALL_SECONDS`, never after a total time.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from care_record.attachment import PROBLEM
from care_record.wire import PROTOCOL

if TYPE_CHECKING:
    import requests

T = TypeVar("T")

STALL_SECONDS = 30.0
MOST_WAIT = 3600.0
"""However long a `Retry-After` asks for: no header silences the app for longer."""
_PIECE = 2048
"""Bytes handed to the socket at a time: its timeout runs anew for each."""
_READ = 4096
_UNSENT = 32 * 1024
"""Bytes that the system takes from us before they are under way. The wait for the answer begins once it has taken the
last: at 9 kbit/s these are gone within the stall limit."""
_SMALL = 64 * 1024
"""Answers that are no exchange are at most this long."""


_PROXY_ASKS = 407


class ExchangeError(Exception):
    """The environment's errors of this package; `reason` is a stable word for history and log."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class NoConnection(ExchangeError):
    """Our hub was not reached, or what answered is not our hub's answer."""


class Refusal(ExchangeError):
    """The hub refuses the whole request; `reason` is the problem document's `code`."""

    def __init__(self, code: str, status: int, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(code, detail)
        self.status = status
        self.retry_after = retry_after


class Enrolled(msgspec.Struct, frozen=True):
    """The hub's answer to an enrolment: docs/protocol.md. `post` is `{"kind", "id"}`."""

    device: str
    chain: str
    post: dict[str, Any]
    slip_letter: str
    hub: str
    hub_key: str
    sign_key: str
    time: str


class Health(msgspec.Struct, frozen=True):
    hub: str
    time: str
    protocol: list[int]


class _NewChain(msgspec.Struct, frozen=True):
    chain: str


class _Problem(msgspec.Struct, frozen=True):
    code: str
    title: str = ""
    detail: str = ""
    protocol: tuple[int, ...] = ()


class _Pieces:
    """A body of known length that goes out in small pieces."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def __len__(self) -> int:
        return len(self._body)

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self._body), _PIECE):
            yield self._body[start : start + _PIECE]


def _in_pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    for part in parts:
        yield from _Pieces(part)


class Floor:
    """Slow is not dead, but an endless drip is: no line of ours is slower than `SLOWEST` for `WINDOW` stall limits."""

    SLOWEST = 10.0
    """Bytes per second; a tenth of the slowest mobile line."""
    WINDOW = 4

    def __init__(self, stall: float) -> None:
        self._window = self.WINDOW * stall
        self._since = time.monotonic()
        self._bytes = 0

    def moved(self, size: int) -> None:
        """NoConnection when too little came for too long."""
        self._bytes += size
        now = time.monotonic()
        if now - self._since < self._window:
            return
        if self._bytes < self.SLOWEST * self._window:
            raise NoConnection("stalled", "hardly anything came for a while")
        self._since, self._bytes = now, 0


class Answer:
    """The hub's answer to an exchange while it arrives."""

    def __init__(self, response: requests.Response, floor: Floor) -> None:
        self._response = response
        self._floor = floor
        self.compressed = response.headers.get("Content-Encoding", "").strip().lower() == "gzip"

    def pieces(self) -> Iterator[bytes]:
        """Bytes as they come, still compressed. NoConnection when the line breaks or stalls, or all but does."""
        while True:
            with _translated():
                piece: bytes = self._response.raw.read1(_READ, decode_content=False)
            if not piece:
                return
            self._floor.moved(len(piece))
            yield piece


@dataclass(frozen=True)
class Reply:
    """What the hub says about an attachment; `body` has its bytes for a GET."""

    status: int
    headers: Mapping[str, str]
    body: Answer


class Transport:
    """One hub, as one device. Not thread-safe, but for `abort`."""

    def __init__(self, base_url: str, token: str = "", *, stall: float = STALL_SECONDS) -> None:
        self._base = base_url.rstrip("/")
        self._token = token
        self._timeout = (stall, stall)
        self._session: requests.Session | None = None
        self._socket: socket.socket | None = None

    def health(self) -> Health:
        """Is our hub there, and what time is it."""
        return self._ask("GET", "/v1/health", Health)

    def enrol(
        self, code: str, token: str, name: str, app: str, os_name: str, *, former: str = "", post: str = ""
    ) -> Enrolled:
        """Turn a one-time code into an enrolment; the same code and token may be sent again after a lost answer.

        A device that the hub has lost or revoked names its `former` id and the `post` that its store belongs to.
        """
        body = {"code": code, "token": token, "name": name, "app": app, "os": os_name}
        body |= {key: value for key, value in (("former", former), ("post", post)) if value}
        return self._ask("POST", "/v1/devices", Enrolled, msgspec.json.encode(body))

    def new_chain(self) -> str:
        """Ask for a new chain: this running copy found another copy's lines in its own."""
        return self._ask("POST", "/v1/chains", _NewChain, b"{}").chain

    @contextmanager
    def exchange(self, body: bytes | Iterable[bytes]) -> Iterator[Answer]:
        """Send a gzipped request whole, then hand out the answer. A body that yields is sent as it is made."""
        with self._stream("/v1/exchange", body) as answer:
            yield answer

    @contextmanager
    def heal(self, body: bytes) -> Iterator[Answer]:
        """Give a restored hub back what it lost: a gzipped request, then its answer. Refusal `not-found`, in whatever
        words, from one that knows of no healing: that is no sign of a line in trouble."""
        with self._stream("/v1/heal", body, absent=(404, 405, 501)) as answer:
            yield answer

    @contextmanager
    def attachment(self, method: str, sha: str, headers: dict[str, str], body: bytes = b"") -> Iterator[Reply]:
        """One request about an attachment: its place (HEAD), the next piece of it (PATCH), or a range (GET)."""
        data = _Pieces(body) if method == "PATCH" else None
        with self._send(method, f"/v1/attachments/{sha}", {"Accept-Encoding": "identity", **headers}, data) as response:
            if response.status_code not in (200, 204, 206, 409):
                raise _refused(response)
            yield Reply(response.status_code, response.headers, Answer(response, Floor(self._timeout[0])))
            if method != "GET":
                with _translated():
                    response.raw.drain_conn()  # or the connection would not be used again

    @contextmanager
    def release(self, path: str, headers: dict[str, str]) -> Iterator[Reply]:
        """What the hub offers as a new version of the app: its manifest, or a range of its installer."""
        with self._send("GET", f"/v1/release{path}", {"Accept-Encoding": "identity", **headers}, None) as response:
            if response.status_code not in (200, 204, 206):
                raise _refused(response)
            yield Reply(response.status_code, response.headers, Answer(response, Floor(self._timeout[0])))

    @contextmanager
    def _stream(self, path: str, body: bytes | Iterable[bytes], absent: tuple[int, ...] = ()) -> Iterator[Answer]:
        headers = {"Content-Type": "application/x-ndjson", "Content-Encoding": "gzip"}
        data = _Pieces(body) if isinstance(body, bytes) else _in_pieces(body)
        with self._send("POST", path, headers, data) as response:
            if response.status_code in absent:
                raise Refusal("not-found", response.status_code)
            if response.status_code != 200:
                raise _refused(response)
            if not response.headers.get("Content-Type", "").startswith("application/x-ndjson"):
                raise NoConnection("not-our-hub", "an answer of another kind")
            yield Answer(response, Floor(self._timeout[0]))

    def abort(self) -> None:
        """End a running exchange from another thread, wherever it stands."""
        if self._socket is not None:
            # Nothing to cut any more is as good. TLS has no part in it: this thread may not touch its state.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def _connected(self, line: socket.socket) -> None:
        self._socket = line

    def close(self) -> None:
        """Let go of kept connections."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _ask(self, method: str, path: str, kind: type[T], body: bytes | None = None) -> T:
        headers = {} if body is None else {"Content-Type": "application/json"}
        with self._send(method, path, headers, body) as response:
            if response.status_code not in (200, 201):
                raise _refused(response)
            try:
                return msgspec.json.decode(_small(response), type=kind)
            except (msgspec.DecodeError, UnicodeDecodeError):
                raise NoConnection("not-our-hub", "an answer of another kind") from None

    @contextmanager
    def _send(
        self, method: str, path: str, headers: dict[str, str], data: bytes | _Pieces | Iterable[bytes] | None
    ) -> Iterator[requests.Response]:
        session = self._session = self._session or _session(self._token, self._connected)
        with _translated():
            response = session.request(
                method,
                self._base + path,
                data=data,
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
                stream=True,
            )
        try:
            yield response
        finally:
            response.close()


def _session(token: str, connected: Callable[[socket.socket], None]) -> requests.Session:
    # requests costs a fifth of a second to import: the window's first paint does not wait for it.
    import requests

    session = requests.Session()
    session.headers.clear()
    session.headers.update({"User-Agent": "spoke", "Accept-Encoding": "gzip"})
    # An auth of our own also keeps requests from taking one out of a .netrc file.
    session.auth = _bearer(token)
    adapter = _adapter(connected)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _bearer(token: str) -> Callable[[requests.PreparedRequest], requests.PreparedRequest]:
    def authorize(request: requests.PreparedRequest) -> requests.PreparedRequest:
        if token:
            request.headers["Authorization"] = f"Bearer {token}"
        return request

    return authorize


def _adapter(connected: Callable[[socket.socket], None]) -> requests.adapters.HTTPAdapter:
    """Certificates as the operating system trusts them (a state's own authority, a school of proxies), and as little
    waiting in the system for the line as will do. `connected` is told of every socket."""
    import ssl

    import truststore
    from requests.adapters import HTTPAdapter
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            connected(self.sock)

    class Secure(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            connected(self.sock)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    pools = {"http": PlainPool, "https": SecurePool}

    ours: dict[str, Any] = {
        "ssl_context": truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        "socket_options": [*HTTPConnection.default_socket_options, (socket.SOL_SOCKET, socket.SO_SNDBUF, _UNSENT)],
    }

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, **(kwargs | ours))
            self.poolmanager.pool_classes_by_scheme = pools

        def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
            manager = super().proxy_manager_for(proxy, **(kwargs | ours))
            manager.pool_classes_by_scheme = pools
            return manager

        def cert_verify(self, conn: Any, url: str, verify: bool | str, cert: Any) -> None:
            """What the system trusts, and not the list that came along with a library."""
            conn.cert_reqs = "CERT_REQUIRED"

    return Adapter()


def _small(response: requests.Response) -> bytes:
    """The whole of a short answer; what is longer than any of ours is none of ours."""
    body = b""
    with _translated():
        while len(body) <= _SMALL and (piece := response.raw.read1(_READ, decode_content=True)):
            body += piece
    if len(body) > _SMALL:
        raise NoConnection("not-our-hub", "an answer of another kind")
    return body


def _refused(response: requests.Response) -> ExchangeError:
    """What an answer that is no success means. Only our hub's own word makes this PC wait."""
    if response.headers.get("Content-Type", "").startswith("application/problem+json"):
        told = response.headers.get(PROBLEM)
        try:  # a HEAD has no body
            problem = _Problem(told) if told else msgspec.json.decode(_small(response), type=_Problem)
        except (msgspec.DecodeError, UnicodeDecodeError):
            pass
        else:
            code, retry_after = problem.code, _retry_after(response.headers)
            if code == "upgrade-needed" and problem.protocol and max(problem.protocol) < PROTOCOL:
                code = "hub-too-old"
            return Refusal(code, response.status_code, problem.detail or problem.title, retry_after)
    if response.status_code == _PROXY_ASKS:
        return NoConnection("proxy-password", "the proxy asks who we are")
    return NoConnection("not-our-hub", f"status {response.status_code}")


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, told as seconds or as a date: that is set against the hub's own `Date`, for this PC's clock may
    be wrong. Never more than `MOST_WAIT`."""
    told = headers.get("Retry-After", "").strip()
    if told.isdecimal() and told.isascii():
        return float(min(int(told[:10]), MOST_WAIT))
    until, since = _http_date(told), _http_date(headers.get("Date", "")) or datetime.now(UTC)
    return None if until is None else min(max(0.0, (until - since).total_seconds()), MOST_WAIT)


def _http_date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


@contextmanager
def _translated() -> Iterator[None]:
    """The libraries' many errors as ours, once, at the border."""
    import http.client

    import requests
    import urllib3

    try:
        yield
    except requests.ConnectTimeout:
        raise NoConnection("unreachable", "no answer to the knock") from None
    except (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError):
        raise NoConnection("stalled", "nothing came for a while") from None
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema):
        raise NoConnection("bad-address", "not an address of a hub") from None
    except (requests.exceptions.SSLError, urllib3.exceptions.SSLError) as error:
        if "WRONG_VERSION_NUMBER" in str(error):
            raise NoConnection("bad-address", "nothing there speaks https") from None
        raise NoConnection("certificate", "the hub's certificate is not trusted here") from None
    except requests.exceptions.ProxyError as error:
        # Of the way through a proxy to an https address there is no answer to look at, only its words.
        if f" {_PROXY_ASKS} " in f" {error} ":
            raise NoConnection("proxy-password", "the proxy asks who we are") from None
        raise NoConnection("unreachable", "the proxy does not answer, or lets nothing through") from None
    except requests.ConnectionError as error:
        reason = getattr(error.args[0] if error.args else None, "reason", None)
        never = isinstance(reason, urllib3.exceptions.NewConnectionError)
        raise NoConnection("unreachable" if never else "broken", type(reason or error).__name__) from None
    except (requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as error:
        raise NoConnection("broken", type(error).__name__) from None
