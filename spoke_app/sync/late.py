"""Takes in an answer that comes on a stick, perhaps weeks after it was asked for.

Other exchanges may have come between. Where nothing has moved since the request it is an answer like any other. Where
something has, it only ever leads further: pages that continue our feed are taken, known ones passed over, and what an
older answer says against what a newer one has proved (an ack further back, another quarantine) counts for nothing. Its
time says nothing of this PC's clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from care_record.chain import feed_extend
from care_record.change import Change
from care_record.wire import AnswerEnd, AnswerItem, Diverged
from spoke_app.store import exchange_book as book
from spoke_app.store import feed_runs, journal, own_chain
from spoke_app.store.bundle_book import Bundle
from spoke_app.store.database import Store
from spoke_app.store.exchange_book import FeedPlace, SignedMark
from spoke_app.sync.answer import AnswerTaker, Asked, Call, Page, acknowledge, finish, receive


class LateTaker(AnswerTaker):
    """The answer to a request that went out on a stick."""

    def __init__(self, asked: Asked, call: Call, now: Callable[[], datetime], bundle: Bundle) -> None:
        super().__init__(asked, call, now)
        self._bundle = bundle
        self._as_asked = call(lambda store: _as_asked(store, bundle))
        self._runs: dict[str, str] = {}
        """feed -> the run that the pages before this one have begun, if they go on in it."""

    def take(self, item: AnswerItem, size: int) -> None:
        if isinstance(item, Diverged) and self.hello is not None and item.feed not in self._as_asked:
            return  # of a place that we have left since
        super().take(item, size)

    def _note(self, note: book.HubNote) -> None:
        if note.revoked:  # for good; what a reply of before does not know is not undone by it
            super()._note(book.HubNote(None, revoked=True))

    def _acknowledge(self, n: int, head: bytes) -> tuple[int, bool, frozenset[str]]:
        bundle, told_at, now = self._bundle, self._told_at(), self._now()
        return self._call(lambda store: _acknowledge(store, bundle, n, head, told_at, now))

    def _store(self, page: Page, marks: list[SignedMark]) -> list[Change]:
        asked = [mark for mark in marks if mark.feed in self._as_asked]
        moved = [mark for mark in marks if mark.feed not in self._as_asked]
        start, now = dict(self._places), self._now()
        changes = super()._store(page, asked)
        return changes + self._call(lambda store: self._store_further(store, page, moved, start, now))

    def _store_further(
        self, store: Store, page: Page, marks: list[SignedMark], start: Mapping[str, FeedPlace], now: datetime
    ) -> list[Change]:
        """Of feeds that have moved: what continues them, if the page's mark is proved to stand on our place. What a
        hub once had and our feed does not go along is a run: it may be lost there, and heals it."""
        with store.transaction():
            changes = receive(store, page.bodies.values(), now)
            book.note_erased(store, page.erased.items())
            for mark in marks:
                if _continues(store, page.ids[mark.feed], mark, now):
                    self._runs.pop(mark.feed, None)
                    continue
                after = start[mark.feed]
                run = self._runs.setdefault(mark.feed, f"{mark.feed}@{self._bundle.request}-{after.seq}")
                feed_runs.add_page(store, run, after, page.ids[mark.feed], mark, now=now)
        return changes

    def _finish(self, end: AnswerEnd, agreed: Mapping[str, FeedPlace]) -> frozenset[tuple[str, str]]:
        told_at, now = self._told_at(), self._now()
        places = {feed: place for feed, place in agreed.items() if feed in self._as_asked}
        return self._call(lambda store: _finish(store, end, places, told_at, now))


def _as_asked(store: Store, bundle: Bundle) -> frozenset[str]:
    """The feeds whose place is still the one that the request asked from."""
    back = book.link(store).going_back
    return frozenset(
        feed for feed, place in bundle.places.items() if book.place_back(store, feed, back.get(feed, 0)) == place
    )


def _acknowledge(
    store: Store, bundle: Bundle, n: int, head: bytes, told_at: str, now: datetime
) -> tuple[int, bool, frozenset[str]]:
    state = own_chain.current_chain(store)
    if told_at < book.heard_at(store):  # the hub may have been restored since
        return (state.acked_n if state else 0), True, frozenset()
    moved = state is None or (state.chain, state.acked_n) != (bundle.chain, bundle.acked_n)
    if moved and (state is None or state.chain != bundle.chain or n <= state.acked_n):
        return (state.acked_n if state else 0), True, frozenset()
    return acknowledge(store, bundle.chain, n, head, told_at, now)


def _continues(store: Store, lines: list[tuple[int, str]], mark: SignedMark, now: datetime) -> bool:
    """Whether a page's lines all stand in our feed by now: those up to our place did, and the others continue it."""
    place = book.place(store, mark.feed)
    known = [each for each in lines if each[0] <= place.seq]
    further = lines[len(known) :]
    if not feed_runs.stand_in(store, mark.feed, known):
        return False
    if not further:
        return True
    if further[0][0] != place.seq + 1 or _leads_to(store, place, further) != mark.head:
        return False
    book.add_to_feed(store, further, mark, now=now)
    journal.reproject(store, book.taken_in(store, [(mark.feed, place.seq)]))
    return True


def _leads_to(store: Store, place: FeedPlace, lines: list[tuple[int, str]]) -> bytes | None:
    head = place.head
    for _, change in lines:
        sha = book.line_sha(store, change)
        if sha is None:
            return None
        head = feed_extend(head, sha)
    return head


def _finish(
    store: Store, end: AnswerEnd, agreed: Mapping[str, FeedPlace], told_at: str, now: datetime
) -> frozenset[tuple[str, str]]:
    if told_at >= book.heard_at(store):
        return finish(store, end, agreed, told_at, now)
    with store.transaction():
        for feed, place in agreed.items():
            book.agree(store, feed, place, now=now)
    return frozenset()
