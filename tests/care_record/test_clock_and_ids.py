"""K1: whatever the wall clock does, a device's clock rises, and a peer from the future poisons nobody."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_record.clock import MAX_AHEAD_MS, HybridClock, clock_ms, is_clock, time_text
from care_record.ids import is_device_id, is_id, new_device_id, new_id

WALL = st.integers(min_value=-(10**15), max_value=10**15)


@given(st.lists(WALL, min_size=2, max_size=60))
def test_rises_however_the_wall_clock_jumps(walls: list[int]) -> None:
    clock = HybridClock("9f3a61c2aabb")
    seen = [clock.tick(wall) for wall in walls]
    assert seen == sorted(set(seen))
    assert all(is_clock(text) for text in seen)


def test_counter_overflow_moves_to_the_next_millisecond() -> None:
    clock = HybridClock("9f3a61c2", "1764053110123-ffff-9f3a61c2")
    assert clock.tick(1764053110123) == "1764053110124-0000-9f3a61c2"


def test_goes_on_after_a_restart() -> None:
    clock = HybridClock("9f3a61c2", "1764053110123-0007-9f3a61c2")
    assert clock.tick(0) == "1764053110123-0008-9f3a61c2"


def test_adopts_a_peer_but_not_one_a_day_ahead() -> None:
    now = 1764053110123
    clock = HybridClock("9f3a61c2")
    clock.tick(now)
    assert clock.adopt(f"{now + 5000:013d}-0001-00000000", now)
    assert clock_ms(clock.tick(now)) == now + 5000
    assert not clock.adopt(f"{now + MAX_AHEAD_MS + 1:013d}-0000-00000000", now)
    assert clock_ms(clock.tick(now)) == now + 5000


def test_time_text_needs_an_offset() -> None:
    assert time_text(datetime(2026, 11, 23, 14, 5, 10, 123000, tzinfo=UTC)) == "2026-11-23T14:05:10.123+00:00"
    with pytest.raises(ValueError, match="offset"):
        time_text(datetime(2026, 11, 23))  # noqa: DTZ001 - the naive time is the point


def test_ids_are_uuid7_and_sort_by_time() -> None:
    assert new_id(1000) < new_id(2000)
    assert new_id()[14] == "7"
    assert len({new_id(5) for _ in range(1000)}) == 1000
    assert is_id(new_id()) and not is_id(new_id().upper()) and not is_id("x") and not is_id(7)
    assert is_device_id(new_device_id()) and not is_device_id("xyz")
