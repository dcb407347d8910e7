"""Each check of the simulator can fail: the program is broken in the way that it is there to find, and it finds it.

The broken engines that invariant M1 names are in tests/test_broken_engines.py; these are for the other checks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from unittest import mock

from care_record.change import Change
from care_record.clock import HybridClock, clock_ms
from care_record.fold import Folded
from care_record.fold import fold as fold_of
from hub_server.exchange import Receiving
from hub_server.store import intake, judge, pages
from hub_server.store.intake import Intake, Item
from hub_server.store.judge import Refusal, Sender, Stored, Subject, Verdict
from spoke_app.store import exchange_book as book
from spoke_app.store import journal, projection
from spoke_app.store.database import Store
from tests.test_broken_engines import is_caught


def test_d1_a_save_in_two_transactions_is_caught() -> None:
    real = journal.write

    def write(store: Store, changes: Any, **named: Any) -> list[Change]:
        with mock.patch.object(journal, "reproject", lambda *_: None):
            written = real(store, changes, **named)
        journal.reproject(store, {change.record for change in written})
        return written

    is_caught(mock.patch.object(journal, "write", write), {"D1"}, "pc_dies_saving")


def test_c3_a_projection_that_is_not_made_again_is_caught() -> None:
    real = journal.reproject

    def reproject(store: Store, records: Any, *more: Any, **named: Any) -> None:
        if "decoded" not in named:
            real(store, records, *more, **named)

    is_caught(mock.patch.object(journal, "reproject", reproject), {"C1", "C3"})


def test_c4_a_fold_where_the_last_word_wins_is_caught() -> None:
    real = fold_of

    def fold(changes: Any) -> Folded:
        return replace_conflicts(real(changes))

    def replace_conflicts(folded: Folded) -> Folded:
        return Folded(**{**{name: getattr(folded, name) for name in folded.__struct_fields__}, "conflicts": ()})

    is_caught(mock.patch.object(projection, "fold", fold), {"C4"}, "open_form", first=55)


def test_k1_a_clock_that_adopts_anything_is_caught() -> None:
    def adopt(self: HybridClock, other: str, trusted_now_ms: int) -> bool:
        if clock_ms(other) > self._ms:
            self._ms, self._counter = clock_ms(other), int(other[14:18], 16)
        return True

    is_caught(mock.patch.object(HybridClock, "adopt", adopt), {"K1"}, "clock", first=53)


def test_u1_a_pc_that_does_not_hear_of_its_quarantine_is_caught() -> None:
    def set_quarantined(store: Store, told: Sequence[Any], **_: Any) -> frozenset[str]:
        return frozenset()

    is_caught(mock.patch.object(book, "set_quarantined", set_quarantined), {"U1", "C1"}, "revoke")


def test_p2_pages_that_count_only_at_the_end_are_caught() -> None:
    real_feed, real_finish = Receiving.feed, Receiving.finish
    kept: dict[int, list[bytes]] = {}

    def feed(self: Receiving, data: bytes) -> None:
        kept.setdefault(id(self), []).append(data)

    def finish(self: Receiving) -> Any:
        for data in kept.pop(id(self), []):
            real_feed(self, data)
        return real_finish(self)

    with mock.patch.object(Receiving, "finish", finish):
        is_caught(mock.patch.object(Receiving, "feed", feed), {"P2"}, "cut", first=54)


def test_s3_a_page_that_falls_with_its_worst_line_is_caught() -> None:
    def take_one(self: Intake, item: Item) -> str:
        refused = any(isinstance(each.change, Change) and each.change.kind == "staff" for each in self_items)
        if refused and not item.sender.hub:
            self._refuse(item, real_id(item), Refusal("page-refused", "one of its lines is bad"))
            return real_id(item)
        return real_one(self, item)

    def real_id(item: Item) -> str:
        return item.change.id if isinstance(item.change, Change) else item.sha.hex()

    def take_all(self: Intake, items: Sequence[Item]) -> list[str]:
        self_items[:] = items
        return real_all(self, items)

    self_items: list[Item] = []
    real_one, real_all = Intake._take_one, Intake._take_all
    with mock.patch.object(Intake, "_take_all", take_all):
        is_caught(mock.patch.object(Intake, "_take_one", take_one), {"S3"}, "rogue", first=34)


def test_z1_a_hub_that_takes_what_is_not_of_the_centre_is_caught() -> None:
    real = judge.judge

    def lenient(
        change: Change, sender: Sender, subject: Subject, record: Any, author: Any, owner: Any, *more: Any
    ) -> Verdict:
        verdict = real(change, sender, subject, record, author, owner, *more)
        foreign = isinstance(verdict, Refusal) and verdict.code in ("foreign-patient", "may-not-share")
        return Stored() if foreign else verdict

    is_caught(mock.patch.object(intake, "judge", lenient), {"Z1"}, "rogue")


def test_s2_a_line_that_is_written_anew_on_its_way_is_caught() -> None:
    real: Callable[..., list[Item]] = intake.read_lines

    def read_lines(sender: Sender, lines: Any) -> list[Item]:
        items = real(sender, lines)
        return [replace(item, line=item.line.replace(b'"tz_ok":true,', b"")) for item in items]

    is_caught(mock.patch.object(pages, "read_lines", read_lines), {"S2", "S1"})
