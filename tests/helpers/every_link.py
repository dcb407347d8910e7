"""Walks the hub's pages along their links, one page of each kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import Page

_ONE_OF_MANY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{8,32}|(?<=[/=])\d+|\?(?!tab=).*")
_LEFT_OUT = re.compile(r"/language/|/static/|/attachments/|/sign-out|\.csv|\.pdf|#|^(?!/)")
MOST_PAGES = 60


def walk(page: Page, url: str) -> Iterator[str]:
    """Open the first page and whatever is linked from there on; yields each one's address while it is shown.

    Of addresses that differ in an id, a number or what was chosen, the first stands for all. AssertionError for a link
    that leads nowhere, or when there is no end of pages.
    """
    waiting, seen = ["/"], set[str]()
    while waiting:
        address = waiting.pop(0)
        kind = _ONE_OF_MANY.sub("*", address)
        if kind in seen:
            continue
        seen.add(kind)
        assert len(seen) <= MOST_PAGES, sorted(seen)
        answer = page.goto(url + address)
        assert answer is not None and answer.status == 200, f"{address}: {answer and answer.status}"
        yield address
        links = page.eval_on_selector_all("a[href]", "links => links.map(a => a.getAttribute('href'))")
        waiting += [str(href) for href in links if not _LEFT_OUT.search(str(href))]
