"""One history: its steps, then a good network, then every invariant. A failing one can be shortened and told again."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from spoke_app.sync.engine import DONE, ExchangeResult
from tests.simulator import checks
from tests.simulator.chance import seeded
from tests.simulator.pc import Pc
from tests.simulator.steps import STEPS, Step, drawn
from tests.simulator.world import World, workshop

LENGTHS = (2, 4, 7, 11, 18)
"""Steps of a history: many short ones find more than a few long ones."""
ROUNDS = 12
"""With a good network so many exchanges of each PC are enough, from any state."""


@dataclass(frozen=True)
class Failure:
    """What does not hold, and the steps that show it."""

    seed: int
    steps: tuple[Step, ...]
    error: BaseException

    @property
    def invariant(self) -> str:
        return self.error.invariant if isinstance(self.error, checks.Broken) else type(self.error).__name__

    def __str__(self) -> str:
        told = " ".join(map(str, self.steps))
        return (
            f"{type(self.error).__name__}: {self.error}\n"
            f"seed {self.seed}; again with:\n  python -m tests.simulator {self.seed} {told}"
        )


def settle(world: World) -> None:
    """A good network: everybody exchanges until nobody has anything to say, in a bounded number of rounds."""
    world.hub.dies_before(None)
    for _ in range(ROUNDS):
        for program in world.rogues:
            program.send()
        results = [_exchanged(world, pc) for pc in world.pcs]
        if all(result.outcome == DONE and not (result.sent or result.received) for result in results):
            return
    raise checks.Broken("C1", f"not at rest after {ROUNDS} rounds: {[(each.outcome, each.detail) for each in results]}")


def _exchanged(world: World, pc: Pc) -> ExchangeResult:
    result = pc.exchange()
    if result.outcome == "device-unknown":
        world.enrol_again(pc)
        return pc.exchange()
    return result


def play(world: World, steps: Sequence[Step]) -> None:
    """The steps, then the end. Broken, or whatever the programs raise."""
    for step in steps:
        STEPS[step.name](world, step.a, step.b, step.c)
    finish(world)


def finish(world: World) -> None:
    before = checks.everything(world)
    settle(world)
    end = checks.End.of(world, before)
    for check in checks.AT_THE_END.values():
        check(end)


def tell(seed: int, steps: Sequence[Step]) -> Failure | None:
    """One history from its beginning; None when everything held."""
    with seeded(seed):
        world = World(workshop() / str(seed))
        try:
            play(world, steps)
        except Exception as error:
            return Failure(seed, tuple(steps), error)
        finally:
            world.close()
    return None


def steps_of(seed: int) -> list[Step]:
    """The history that follows from the seed."""
    chance = random.Random(seed)
    return drawn(chance, chance.choice(LENGTHS))


def shortened(failure: Failure, tries: int = 150) -> Failure:
    """The same failure with fewer steps, as far as so many tries bring it."""
    best, size = failure, max(1, len(failure.steps) // 2)
    while size and tries:
        start = 0
        while start < len(best.steps) and tries:
            tries -= 1
            fewer = tell(best.seed, best.steps[:start] + best.steps[start + size :])
            if fewer is not None and fewer.invariant == failure.invariant:
                best = fewer
            else:
                start += size
        size //= 2
    return best
