"""Writes the request of an exchange: the hello, an emergency's lines, then the chain's lines in marked pages.

Made page by page while it is sent, so that memory is bounded by the page; between pages the store is free. The hub
keeps every page as it arrives, so a request goes on as long as the caller lets it: what a broken line costs is a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain as joined
from itertools import islice

from care_record.chain import extend
from care_record.wire import PAGE_BYTES, PAGE_CHANGES, Deflater, Hello, Mark, RequestEnd, early_line, message
from spoke_app.store import own_chain
from spoke_app.store.own_chain import ChainState
from spoke_app.sync.answer import Call

_SHRINKS = 5
"""About so many times gzip makes changes smaller: for the size of pages under a small budget."""


_BUDGETS = 16
"""A request is at most so many budgets long: where something on the way takes requests only whole, they get through
once the budget is small enough."""
MOST_LINES_BYTES = 16 * 1024 * 1024
"""Of lines in one request, before compression: well below what a hub takes."""


def page_bytes(budget: int) -> int:
    """How many bytes of lines a page holds, so that it fits the budget once it is compressed."""
    return min(PAGE_BYTES, budget * _SHRINKS)


class RequestWriter:
    """One request. After sending, `lines` and `size` (compressed) say what was in it."""

    def __init__(
        self,
        call: Call,
        hello: Hello,
        state: ChainState,
        *,
        budget: int,
        early: Sequence[bytes] = (),
        enough: Callable[[], bool] = lambda: False,
        most_lines_bytes: int = MOST_LINES_BYTES,
    ) -> None:
        """`enough`, asked before each page after the first, ends the request there."""
        self._call = call
        self._early = early
        self._hello = hello
        self._state = state
        self._budget = budget
        self._enough = enough
        self._most_lines_bytes = most_lines_bytes
        self._lines_bytes = 0
        self.lines = 0
        self.size = 0

    def body(self, *, with_lines: bool) -> bytes | Iterator[bytes]:
        """The gzipped body: as bytes when it is one page, else made while it is sent."""
        parts = self._parts(with_lines)
        first = list(islice(parts, 2))
        following = next(parts, None)
        return b"".join(first) if following is None else joined(first, (following,), parts)

    def _parts(self, with_lines: bool) -> Iterator[bytes]:
        deflater = Deflater()
        out, marks, n = deflater.line(message(self._hello)), 0, self._state.acked_n
        head = self._state.acked_head
        if with_lines and self._early:
            out += b"".join(deflater.line(early_line(line)) for line in self._early) + deflater.flush()
        while with_lines and n < self._state.last_n and self._goes_on():
            lines = self._page(n)
            for line in lines:
                out += deflater.line(line)
                n, head = n + 1, extend(head, line)
            out += deflater.line(message(Mark(n, head.hex()))) + deflater.flush()
            marks += 1
            self.lines += len(lines)
            self._lines_bytes += sum(map(len, lines))
            self.size += len(out)
            yield out
            out = b""
        out += deflater.line(message(RequestEnd(marks))) + deflater.finish()
        self.size += len(out)
        yield out

    def _goes_on(self) -> bool:
        if not self.lines:
            return True
        room = self.size < self._budget * _BUDGETS and self._lines_bytes < self._most_lines_bytes
        return room and not self._enough()

    def _page(self, after_n: int) -> list[bytes]:
        room = page_bytes(self._budget)
        chain, until_n = self._state.chain, self._state.last_n
        return self._call(
            lambda store: own_chain.lines_after(
                store, chain, after_n, until_n=until_n, max_bytes=room, max_lines=PAGE_CHANGES
            )
        )
