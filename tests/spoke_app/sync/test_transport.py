"""At the border to the network: what is our hub's answer, and that everything else is `NoConnection`."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from spoke_app.sync.transport import MOST_WAIT, NoConnection, Refusal, Transport
from tests.helpers.fault_proxy import Fault, FaultProxy, html_answer

TOKEN = "ab" * 32


@pytest.fixture
def line() -> Iterator[FaultProxy]:
    """A line at whose end there is nothing but what the test says."""
    with FaultProxy("http://127.0.0.1:1") as proxy:
        yield proxy


def said(status: str, kind: str, body: bytes, *headers: str) -> bytes:
    head = [
        f"HTTP/1.1 {status}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        *headers,
        "Connection: close",
    ]
    return "\r\n".join([*head, "", ""]).encode() + body


def ask(line: FaultProxy, **fault: object) -> bytes:
    """One exchange over the line; gives what came."""
    line.fault = Fault(**fault)  # type: ignore[arg-type]
    transport = Transport(line.url, TOKEN, stall=1.0)
    try:
        with transport.exchange(gzip.compress(b"{}")) as answer:
            return b"".join(answer.pieces())
    finally:
        transport.close()


def test_an_answer_comes_as_it_was_sent_compressed_or_not(line: FaultProxy) -> None:
    body = gzip.compress(b'{"hello":{}}\n')
    answer = said("200 OK", "application/x-ndjson", body, "Content-Encoding: gzip")
    assert ask(line, answer=answer) == body
    assert ask(line, answer=said("200 OK", "application/x-ndjson", b"plain\n")) == b"plain\n"


@pytest.mark.parametrize("status", ["200 OK", "302 Found", "403 Forbidden", "502 Bad Gateway", "511 Sign in"])
def test_a_page_for_people_is_no_connection_whatever_its_status(line: FaultProxy, status: str) -> None:
    with pytest.raises(NoConnection) as caught:
        ask(line, answer=html_answer(status))
    assert caught.value.reason == "not-our-hub"


def test_a_redirect_is_not_followed(line: FaultProxy) -> None:
    with pytest.raises(NoConnection, match="not-our-hub"):
        ask(line, answer=said("307 Temporary", "text/plain", b"", f"Location: {line.url}/v1/exchange"))


def test_a_refusal_is_a_problem_document_with_a_code(line: FaultProxy) -> None:
    problem = json.dumps({"type": "about:blank", "title": "No", "status": 401, "code": "device-unknown"}).encode()
    with pytest.raises(Refusal) as caught:
        ask(line, answer=said("401 Unauthorized", "application/problem+json", problem))
    assert (caught.value.reason, caught.value.status, caught.value.retry_after) == ("device-unknown", 401, None)


DATE = "Date: Mon, 23 Nov 2026 09:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        (["Retry-After: 120"], 120.0),
        (["Retry-After: 0"], 0.0),
        (["Retry-After: 999999999"], MOST_WAIT),
        (["Retry-After: " + "9" * 400], MOST_WAIT),
        (["Retry-After: Mon, 23 Nov 2026 09:02:00 GMT", DATE], 120.0),
        (["Retry-After: Mon, 23 Nov 2026 08:00:00 GMT", DATE], 0.0),
        (["Retry-After: Mon, 23 Nov 2099 09:02:00 GMT", DATE], MOST_WAIT),
        (["Retry-After: Mon, 23 Nov 2099 09:02:00 GMT", "Date: soon"], MOST_WAIT),
        (["Retry-After: later", DATE], None),
        (["Retry-After: -5"], None),
        ([DATE], None),
    ],
)
def test_our_hub_may_ask_for_a_pause_in_seconds_or_until_a_date(
    line: FaultProxy, headers: list[str], seconds: float | None
) -> None:
    problem = json.dumps({"status": 503, "code": "busy"}).encode()
    with pytest.raises(Refusal) as caught:
        ask(line, answer=said("503 Service Unavailable", "application/problem+json", problem, *headers))
    assert (caught.value.reason, caught.value.retry_after) == ("busy", seconds)


@pytest.mark.parametrize("status", ["404 Not Found", "405 Method Not Allowed", "501 Not Implemented"])
def test_a_hub_that_knows_of_no_healing_is_no_line_in_trouble(line: FaultProxy, status: str) -> None:
    """Else no exchange with it would ever end whole while there is something to give back."""
    line.fault = Fault(answer=html_answer(status))
    transport = Transport(line.url, TOKEN, stall=1.0)
    with pytest.raises(Refusal, match="not-found"), transport.heal(gzip.compress(b"{}")):
        pass
    transport.close()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, "upgrade-needed"),
        ({"protocol": [2, 3]}, "upgrade-needed"),
        ({"protocol": [0]}, "hub-too-old"),
    ],
)
def test_426_says_who_is_older(line: FaultProxy, more: dict[str, object], code: str) -> None:
    problem = json.dumps({"status": 426, "code": "upgrade-needed", **more}).encode()
    with pytest.raises(Refusal, match=code):
        ask(line, answer=said("426 Upgrade Required", "application/problem+json", problem))


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"code": 7}', b"\xff\xfe", b"x" * 100_000])
def test_a_problem_document_that_is_none_is_no_connection(line: FaultProxy, body: bytes) -> None:
    with pytest.raises(NoConnection, match="not-our-hub"):
        ask(line, answer=said("403 Forbidden", "application/problem+json", body))


def test_nothing_there(line: FaultProxy) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    with pytest.raises(NoConnection, match="unreachable"):
        Transport(f"http://127.0.0.1:{port}", stall=1.0).health()


def test_a_line_that_breaks_and_a_line_that_is_silent(line: FaultProxy) -> None:
    with pytest.raises(NoConnection, match=r"broken|unreachable"):
        ask(line, refuse=True)
    with pytest.raises(NoConnection, match="stalled"), socket.create_server(("127.0.0.1", 0)) as silent:
        Transport(f"http://127.0.0.1:{silent.getsockname()[1]}", stall=0.2).health()


@pytest.mark.parametrize("address", ["", "hub", "ftp://hub", "http://", "http://[bad"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(NoConnection, match="bad-address"):
        Transport(address).health()


def test_https_where_nobody_speaks_it_is_a_wrong_address_not_a_bad_certificate() -> None:
    with socket.create_server(("127.0.0.1", 0)) as plain, ThreadPoolExecutor(1) as pool:

        def answer() -> None:
            connection, _ = plain.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(html_answer())

        answered = pool.submit(answer)
        with pytest.raises(NoConnection, match="bad-address"):
            Transport(f"https://127.0.0.1:{plain.getsockname()[1]}", stall=5.0).health()
        answered.result()


def test_answers_of_another_kind_to_an_enrolment(line: FaultProxy) -> None:
    for body in (b"", b"<html>", b"{}", b'{"device":1}'):
        line.fault = Fault(answer=said("201 Created", "application/json", body))
        with pytest.raises(NoConnection, match="not-our-hub"):
            Transport(line.url, stall=1.0).enrol("K7QM", TOKEN, "PC", "0.1", "Linux")


def test_a_netrc_file_does_not_take_the_place_of_the_token(
    line: FaultProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        transport = Transport(f"http://127.0.0.1:{listening.getsockname()[1]}", TOKEN, stall=0.2)
        with pytest.raises(NoConnection):
            transport.health()
        asked, _ = listening.accept()
        with asked:
            request = asked.recv(65536).decode()
    assert f"Authorization: Bearer {TOKEN}" in request
    assert len(request) < 250


ASKS_WHO = said(
    "407 Proxy Authentication Required", "text/html", b"Who are you?", 'Proxy-Authenticate: Basic realm="x"'
)


def test_a_proxy_that_asks_for_a_password_is_named(line: FaultProxy) -> None:
    with pytest.raises(NoConnection) as caught:
        ask(line, answer=ASKS_WHO)
    assert caught.value.reason == "proxy-password"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(ASKS_WHO, "proxy-password"), (html_answer("403 Forbidden"), "unreachable")],
)
def test_on_the_way_to_an_https_address_too(
    line: FaultProxy, monkeypatch: pytest.MonkeyPatch, answer: bytes, reason: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", line.url)
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    line.fault = Fault(answer=answer)
    transport = Transport("https://hub.example.in", TOKEN, stall=1.0)
    with pytest.raises(NoConnection) as caught:
        transport.health()
    transport.close()
    assert caught.value.reason == reason
