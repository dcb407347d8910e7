"""`hub-server serve` with bugs in it: `python -m tests.trust.failing_hub serve …`.

Each bug raises with what it just handled in its words, as real ones do: where a page's lines are stored, in the middle
of an answer, in a statement to the database, on a case's page.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from hub_server import __main__, answer
from hub_server.review import pages as case_pages
from hub_server.store import pages

IN_A_PAGE, IN_AN_ANSWER, IN_A_STATEMENT = "zqkbugpage", "zqkbuganswer", "zqkbugstatement"


class Broken(Exception):
    """With everything in its words."""


def break_it() -> None:
    """Put the bugs in."""
    accept, whole_answer, view = pages.accept_page, answer.Answering.pieces, vars(case_pages)["case_view"]

    def accept_page(conn: Any, run: Any, *more: Any) -> Any:
        taken = accept(conn, run, *more)
        text = repr(run)
        if IN_A_PAGE in text:
            raise Broken(text)
        if IN_A_STATEMENT in text:
            conn.exec_driver_sql("INSERT INTO nowhere VALUES(?)", (text,))
        return taken

    def pieces(self: answer.Answering) -> Iterator[bytes]:
        for piece in whole_answer(self):
            yield piece
            if self._asked.hello.request == IN_AN_ANSWER:
                raise Broken(repr(vars(self)) + read_everything(self))

    def case_view(c: Any) -> dict[str, Any]:
        raise Broken(repr(view(c)))

    vars(pages)["accept_page"] = accept_page
    answer.Answering.pieces = pieces  # type: ignore[method-assign]
    vars(case_pages)["case_view"] = case_view


def read_everything(answering: answer.Answering) -> str:
    """What an error may quote: rows that it just read."""
    with answering._services.store.read() as conn:
        return str(conn.exec_driver_sql("SELECT CAST(line AS TEXT) FROM changes").fetchall())


if __name__ == "__main__":
    break_it()
    sys.exit(__main__.main())
