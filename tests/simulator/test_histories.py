"""Seeded histories of health centres and a hub: after each, with a good network, every invariant holds."""

from __future__ import annotations

import pytest

from tests.simulator.chance import seeded
from tests.simulator.history import play, shortened, steps_of, tell
from tests.simulator.many import Told, tell_many
from tests.simulator.steps import STEPS
from tests.simulator.world import World, workshop

IN_CI = 1000
FAILURES_SHOWN = 3


def all_hold(seeds: range) -> Told:
    """Every history of these holds; the first that do not are told shortened."""
    total = Told()
    for told in tell_many(seeds):
        total.add(told)
        if len(total.failures) >= FAILURES_SHOWN:
            break
    shown = []
    for seed, _, _ in total.failures[:FAILURES_SHOWN]:
        failure = tell(seed, steps_of(seed))
        shown.append(str(shortened(failure)) if failure else f"seed {seed} failed once, and then held")
    assert not shown, "\n\n".join(shown)
    return total


def test_after_any_history_every_invariant_holds() -> None:
    told = all_hold(range(IN_CI))
    assert told.histories == IN_CI
    # A step that never happens proves nothing.
    assert set(told.steps) == set(STEPS)
    assert min(told.steps.values()) > 20


def _everything(seed: int) -> tuple[object, ...]:
    with seeded(seed):
        world = World(workshop() / "again")
        play(world, steps_of(seed))
        rows = world.hub.rows("SELECT id, sha, stored_at FROM changes ORDER BY id")
        found = (rows, [pc.durable() for pc in world.pcs], world.time)
        world.close()
    return found


def test_a_history_can_be_told_again_byte_for_byte() -> None:
    assert _everything(3) == _everything(3)


@pytest.mark.soak
@pytest.mark.parametrize("thousand", range(20))
def test_many_more_histories(thousand: int) -> None:
    start = 1_000_000 + thousand * 1000
    all_hold(range(start, start + 1000))
