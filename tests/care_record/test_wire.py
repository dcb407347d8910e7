"""The wire: verbatim lines, whole pages, and bounded memory whatever arrives."""

import gzip
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_record import wire
from care_record.chain import ZERO, extend

HELLO = wire.Hello(protocol=1, request="r", device="9f3a61c2", chain="c", from_n=1, head="00", feeds={"all": (7, "ab")})


def test_each_message_comes_back() -> None:
    for item in (HELLO, wire.Mark(3, "ff"), wire.RequestEnd(2)):
        assert wire.parse_request_line(wire.message(item)) == item
    hub = wire.HubHello(hub="h", request="r", time="t", protocol=1, revoked=True)
    ended = wire.AnswerEnd(more=False, quarantined=(wire.Quarantined("i", "role"),), quarantined_count=1)
    marked = wire.FeedMark({"all": (7, "ab", "sig")})
    for answer in (hub, wire.Ack(3, "ff"), marked, wire.Diverged("all", (7, "ab")), ended):
        assert wire.parse_answer_line(wire.message(answer)) == answer


def test_a_change_is_embedded_byte_for_byte() -> None:
    odd = '{ "set" : {"n":1.50,"name":"सुनीता\\u0020"},"id":"x" }'.encode()
    assert wire.parse_answer_line(wire.feed_line("facility:1", 9, odd)) == wire.FeedLine("facility:1", 9, odd)
    assert wire.parse_answer_line(wire.early_line(odd)) == wire.Early(odd)
    assert wire.parse_request_line(wire.early_line(odd)) == wire.Early(odd)
    yours = wire.parse_answer_line(wire.yours_line("all", 2, "x", "00ff"))
    assert yours == wire.FeedLine("all", 2, wire.Yours("x", "00ff"))
    own = wire.parse_answer_line(wire.own_line("all", 2, 7, 3))
    assert own == wire.FeedLine("all", 2, wire.OwnRun(7, 3))
    assert b"count" not in wire.own_line("all", 2, 7)
    erased = wire.Erased("x", "00ff", "c2ln")
    assert wire.parse_answer_line(wire.erased_line("all", 2, erased)) == wire.FeedLine("all", 2, erased)


def test_whatever_is_no_message_is_a_line_of_the_chain() -> None:
    for line in (b'{"id":"x","set":{}}', b"rubbish", b"[1]", b'{"what":1}', b"{}"):
        assert wire.parse_request_line(line) == wire.Line(line)


@pytest.mark.parametrize("line", [b"", b"<html>", b"[]", b'{"ack":1}', b'{"change":{}}', b'{"hello":{}}'])
def test_an_answer_of_anything_else_is_no_answer(line: bytes) -> None:
    with pytest.raises(wire.BadStream):
        wire.parse_answer_line(line)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_parsers(line: bytes) -> None:
    try:
        wire.parse_request_line(line)
        wire.parse_answer_line(line)
    except wire.BadStream:
        pass


@pytest.mark.parametrize("count", [0, 1, wire.PAGE_CHANGES - 1, wire.PAGE_CHANGES, wire.PAGE_CHANGES + 1, 250])
def test_pages_hold_every_line_once_with_the_chains_head(count: int) -> None:
    lines = [b'{"n":%d}' % n for n in range(count)]
    pages = list(wire.pages(lines, 10, ZERO))
    assert [line for page in pages for line in page.lines] == lines
    assert all(len(page.lines) <= wire.PAGE_CHANGES for page in pages)
    head = ZERO
    for line in lines:
        head = extend(head, line)
    if pages:
        assert (pages[-1].n, pages[-1].head) == (10 + count, head)


def test_a_page_is_cut_by_size_but_never_under_one_line() -> None:
    big = b"x" * (wire.PAGE_BYTES - 1)
    assert [len(page.lines) for page in wire.pages([big, b"y", big, big], 0, ZERO)] == [1, 1, 1, 1]


@given(st.lists(st.binary(min_size=1, max_size=300).filter(lambda b: b"\n" not in b), max_size=40), st.integers(1, 97))
def test_lines_come_through_gzip_in_any_pieces(lines: list[bytes], step: int) -> None:
    out = wire.Deflater()
    stream = b"".join(out.line(line) + out.flush() for line in lines) + out.finish()
    reader = wire.LineReader()
    assert [x for i in range(0, len(stream), step) for x in reader.feed(stream[i : i + step])] == lines


def test_what_was_flushed_is_readable_before_the_end() -> None:
    out = wire.Deflater()
    reader = wire.LineReader()
    assert list(reader.feed(out.line(b"one") + out.flush())) == [b"one"]


def test_a_bomb_is_stopped_at_the_bound() -> None:
    bomb = gzip.compress(b"x" * 50_000_000)
    reader = wire.LineReader()
    with pytest.raises(wire.BadStream, match="bound"):
        list(reader.feed(bomb))


@pytest.mark.parametrize(
    "rubbish", [b"<html>", gzip.compress(b"a\n") + b"tail", os.urandom(300)], ids=["page", "tail", "noise"]
)
def test_rubbish_is_a_bad_stream(rubbish: bytes) -> None:
    with pytest.raises(wire.BadStream):
        list(wire.LineReader().feed(rubbish))


def test_plain_streams_too() -> None:
    reader = wire.LineReader(compressed=False)
    assert list(reader.feed(b"a\nb")) == [b"a"] and list(reader.feed(b"c\n")) == [b"bc"]
