"""The trail: added at once, never changed, chained, and on its way to the hub in batches."""

from __future__ import annotations

from datetime import timedelta

import pytest

from care_record.ids import new_id
from spoke_app.store import own_chain, records, trail
from spoke_app.store.errors import DiskFull
from tests.helpers.spoke import Spoke

ANJALI, REKHA, PATIENT = new_id(1), new_id(2), new_id(3)


def noted(spoke: Spoke) -> list[tuple[str, str]]:
    rows = spoke.store.rows("SELECT who, what FROM trail ORDER BY n")
    return [(row["who"], row["what"]) for row in rows]


def test_each_entry_is_added_but_the_same_look_once_in_a_while(spoke: Spoke) -> None:
    now = spoke.clock()
    for minutes, who, what in (
        (0, ANJALI, "record-opened"),
        (14, ANJALI, "record-opened"),
        (14, REKHA, "record-opened"),
        (14, ANJALI, "paper-printed"),
        (14, ANJALI, "paper-printed"),
        (16, ANJALI, "record-opened"),
        (-60, ANJALI, "record-opened"),  # the clock was set back
    ):
        trail.note(spoke.store, who, what, PATIENT, now=now + timedelta(minutes=minutes))
    assert noted(spoke) == [
        (ANJALI, "record-opened"),
        (REKHA, "record-opened"),
        (ANJALI, "paper-printed"),
        (ANJALI, "paper-printed"),
        (ANJALI, "record-opened"),
        (ANJALI, "record-opened"),
    ]
    assert [entry.n for entry in trail.of_record(spoke.store, PATIENT)] == [6, 5, 4, 3, 2, 1]
    assert trail.problems(spoke.store) == []


@pytest.mark.parametrize("sql", ["DELETE FROM trail", "UPDATE trail SET who = 'x'"])
def test_nothing_is_taken_out_or_altered(spoke: Spoke, sql: str) -> None:
    trail.note(spoke.store, ANJALI, "signed-in", now=spoke.clock())
    with pytest.raises(Exception, match="is never"):
        spoke.store.execute(sql)
    assert noted(spoke) == [(ANJALI, "signed-in")]


@pytest.mark.parametrize("sql", ["DELETE FROM trail WHERE n = 2", "UPDATE trail SET who = 'x' WHERE n = 2"])
def test_who_does_it_past_the_program_is_found_out(spoke: Spoke, sql: str) -> None:
    for what in ("signed-in", "record-opened", "signed-out"):
        trail.note(spoke.store, ANJALI, what, now=spoke.clock())
    for trigger in ("trail_stays", "trail_unaltered"):
        spoke.store.execute(f"DROP TRIGGER {trigger}")
    spoke.store.execute(sql)
    assert trail.problems(spoke.store) == ["the trail is not as it was written from entry 2 on"]


def test_a_full_disk_keeps_nobody_from_reading(
    spoke: Spoke, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(sql: str, parameters: object = ()) -> int:
        raise DiskFull("disk full")

    monkeypatch.setattr(spoke.store, "execute", full)
    trail.note(spoke.store, ANJALI, "record-opened", PATIENT, now=spoke.clock())
    assert [record.message for record in caplog.records] == ["record-opened was not noted: DiskFull"]
    caplog.clear()


def test_entries_go_in_batches_that_are_worth_a_request(spoke: Spoke) -> None:
    now = spoke.clock()
    for at in range(trail.FULL - 1):
        trail.note(spoke.store, ANJALI, "paper-printed", PATIENT, now=now + timedelta(seconds=at))
    assert not trail.is_due(spoke.store, now + timedelta(hours=11))
    assert trail.is_due(spoke.store, now + timedelta(hours=12))
    assert trail.is_due(spoke.store, now - timedelta(days=400))  # the clock was wrong: sooner rather than never
    trail.note(spoke.store, ANJALI, "paper-printed", PATIENT, now=now)
    assert trail.is_due(spoke.store, now)
    waiting = own_chain.waiting(spoke.store)
    assert trail.move(spoke.store, now=now) == trail.FULL
    assert (trail.left(spoke.store), trail.is_due(spoke.store, now)) == (0, False)
    assert own_chain.waiting(spoke.store) == waiting + trail.FULL
    first, *_ = sorted(records.of_no_patient(spoke.store, "audit"), key=lambda found: int(found.fields["n"]))
    assert (first.author, first.fields["what"], first.fields["record"]) == (ANJALI, "paper-printed", PATIENT)
    assert trail.move(spoke.store, now=now) == 0


def test_more_than_a_batch_goes_in_several(spoke: Spoke) -> None:
    for at in range(trail.BATCH + 1):
        trail.note(spoke.store, REKHA, "paper-saved", PATIENT, now=spoke.clock() + timedelta(seconds=at))
    assert [trail.move(spoke.store, now=spoke.clock()) for _ in range(3)] == [trail.BATCH, 1, 0]
