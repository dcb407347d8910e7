"""The same steps as a state machine of Hypothesis: it chooses them, and shortens what does not hold to the bone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.simulator import checks
from tests.simulator.chance import seeded
from tests.simulator.history import finish
from tests.simulator.steps import MOST, STEPS, Happening
from tests.simulator.world import World, workshop

NUMBERS = st.integers(0, MOST - 1)
STEADY = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)
IN_CI = settings(STEADY, max_examples=40, stateful_step_count=12)
SOAK = settings(STEADY, derandomize=False, max_examples=4000, stateful_step_count=40)


class Histories(RuleBasedStateMachine):
    """A world; each step of the simulator is a rule. At the end the network is good, and everything is checked."""

    def __init__(self) -> None:
        super().__init__()
        self._chance = seeded(0)
        self._chance.__enter__()
        self.world = World(workshop() / "machine")
        self._broke = False

    def happen(self, happening: Happening, a: int, b: int, c: int) -> None:
        self._broke = True
        happening(self.world, a, b, c)
        self._broke = False

    @invariant()
    def what_was_saved_is_there(self) -> None:
        for pc in self.world.pcs:
            checks.promised(pc)

    def teardown(self) -> None:
        try:
            if not self._broke:
                finish(self.world)
        finally:
            self.world.close()
            self._chance.__exit__(None, None, None)


def _rule(happening: Happening) -> Any:
    @rule(a=NUMBERS, b=NUMBERS, c=NUMBERS)
    def happens(self: Histories, a: int, b: int, c: int) -> None:
        self.happen(happening, a, b, c)

    return happens


for _name, _happening in STEPS.items():
    setattr(Histories, _name, _rule(_happening))


def test_no_machine_finds_a_history_that_breaks_an_invariant() -> None:
    run_state_machine_as_test(Histories, settings=IN_CI)


@pytest.mark.soak
def test_no_machine_finds_one_in_a_long_time() -> None:
    run_state_machine_as_test(Histories, settings=SOAK)
