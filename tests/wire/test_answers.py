"""What is not the hub's answer to this request changes nothing on the device; what is cut keeps its whole pages."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zlib
from collections.abc import Callable

import pytest

from spoke_app.store import exchange_book as book
from spoke_app.sync.engine import DONE, NO_CONNECTION
from tests.helpers.fault_proxy import HTML, Fault, body_of, exchange_answer, html_answer
from tests.wire.conftest import Town, kept, place

MANY = 230
"""Changes that wait for the device: three pages."""


def news(town: Town, count: int) -> None:
    """Changes of the other PC lie at the hub, and one of ours waits."""
    with town.far.store.transaction():
        for i in range(count):
            town.far.patient(f"Patient {i}", village="Parsarma" * (i % 5))
    assert town.far.exchange().outcome == DONE
    town.near.patient("Waits")


def changed_hello(answer: bytes, **fields: str) -> bytes:
    """The hub's answer with another hello."""
    hello, rest = gzip.decompress(body_of(answer)).split(b"\n", 1)
    other = {"hello": {**json.loads(hello)["hello"], **fields}}
    return exchange_answer(gzip.compress(json.dumps(other).encode() + b"\n" + rest))


def without_hello(answer: bytes) -> bytes:
    return exchange_answer(gzip.compress(gzip.decompress(body_of(answer)).split(b"\n", 1)[1]))


def another_status(answer: bytes) -> bytes:
    return answer.replace(b"HTTP/1.1 200", b"HTTP/1.1 203", 1)


def a_page_instead(answer: bytes) -> bytes:
    return exchange_answer(gzip.compress(HTML))


NOT_OURS: dict[str, Callable[[bytes], bytes]] = {
    "html with 200": lambda answer: html_answer(),
    "html as if it were ours": a_page_instead,
    "html that is not even compressed": lambda answer: exchange_answer(HTML),
    "nothing": lambda answer: b"",
    "an empty answer": lambda answer: exchange_answer(b""),
    "no http at all": lambda answer: b"\x00\xff" * 700,
    "gzip of rubbish": lambda answer: exchange_answer(gzip.compress(bytes(range(256)) * 9)),
    "half a gzip header": lambda answer: exchange_answer(gzip.compress(b"x")[:7]),
    "another status": another_status,
    "a redirect": lambda answer: html_answer("302 Found\r\nLocation: http://127.0.0.1:9/"),
    "an error": lambda answer: html_answer("502 Bad Gateway"),
    "another hub": lambda answer: changed_hello(answer, hub="another"),
    "another request": lambda answer: changed_hello(answer, request="yesterday"),
    "no hello": without_hello,
    "a wrong chunk": lambda answer: answer.partition(b"\r\n\r\n")[0] + b"\r\n\r\nzz\r\n" + body_of(answer),
}


def test_what_is_not_the_hubs_answer_changes_nothing(town: Town) -> None:
    news(town, 3)
    before = kept(town.near)
    for what, rewrite in NOT_OURS.items():
        town.line.fault = Fault(rewrite=rewrite)
        result = town.near.once()
        assert result.outcome in NO_CONNECTION, what
        assert (result.sent, result.received, town.near.waiting()) == (0, 0, 1), what
        assert kept(town.near) == before, what
    town.settle()


def test_an_earlier_answer_again_changes_nothing(town: Town) -> None:
    news(town, 3)
    town.line.fault = Fault()
    town.near.exchange()
    yesterday = town.line.answer
    news(town, 3)
    before = kept(town.near)
    for fault in (Fault(answer=yesterday), Fault(rewrite=lambda answer: yesterday)):
        town.line.fault = fault
        assert town.near.once().outcome == "not-our-hub"
        assert kept(town.near) == before
    town.settle()


@pytest.mark.parametrize("length", ["right", "wrong", "chunked"])
def test_a_truncated_answer_keeps_its_whole_pages(town: Town, length: str) -> None:
    news(town, MANY)
    start = place(town.near)[0].seq

    def cut(answer: bytes) -> bytes:
        body = body_of(answer)
        part = body[: len(body) * tenth // 10]
        if length == "chunked":
            return answer[: len(answer) * tenth // 10]
        return exchange_answer(part, None if length == "right" else len(body))

    held = start
    for tenth in range(10):
        town.line.fault = Fault(rewrite=cut)
        with town.near.store.transaction():
            book.set_link(town.near.store, book.Link())  # else it asks for less and less
        result = town.near.once()
        assert result.outcome in NO_CONNECTION, tenth
        assert place(town.near)[0].seq in {held, start + 100, start + 200}
        held = place(town.near)[0].seq
    assert held >= start + 100
    town.settle()


def bomb_of(line: bytes) -> bytes:
    """A hundred megabytes in a hundred kilobytes: one line without end, or lines without end."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, 31)
    return b"".join(deflate.compress(line * 2**17) for _ in range(800 // len(line))) + deflate.flush()


@pytest.mark.parametrize("after_hello", [True, False], ids=["after the hello", "at once"])
def test_a_bomb_costs_little(town: Town, after_hello: bool) -> None:
    news(town, 1)
    town.near.exchange()
    news(town, 3)
    before = kept(town.near)
    for of in (b"a", b"\n", b'{"x":1}\n'):
        bomb = bomb_of(of)

        def armed(answer: bytes, bomb: bytes = bomb) -> bytes:
            hello = gzip.decompress(body_of(answer)).split(b"\n", 1)[0] + b"\n"
            return exchange_answer((gzip.compress(hello) if after_hello else b"") + bomb)

        town.line.fault = Fault(rewrite=armed)
        tracemalloc.start()
        try:
            outcome = town.near.once().outcome
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert outcome in NO_CONNECTION, of
        assert most < 5_000_000, of
        assert kept(town.near) == before, of
    town.settle()
