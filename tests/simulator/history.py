"""One history: its steps, then a good network, then every invariant. A failing one can be shortened and told again."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from spoke_app.store import attachments
from spoke_app.sync.engine import DONE, ExchangeResult
from tests.simulator import checks
from tests.simulator.chance import seeded
from tests.simulator.pc import Pc
from tests.simulator.steps import STEPS, Step, drawn
from tests.simulator.world import World, workshop

LENGTHS = (3, 6, 9, 13, 20)
"""Steps of a history: many short ones find more than a few long ones."""
ALWAYS = frozenset({"save", "exchange"})
KINDS, ASIDE = 0.25, 0.05
"""Of the other kinds of steps so many happen in one history, and beside a theme."""
THEMES: tuple[frozenset[str], ...] = (
    *([frozenset[str]()] * 4),
    frozenset({"restore_hub", "answer", "broken_round"}),
    frozenset({"restore_hub", "restore_pc", "copy_disk", "share"}),
    frozenset({"stick_out", "stick_in", "stick_back", "cut"}),
    frozenset({"attach", "broken_round", "restore_hub", "share"}),
    frozenset({"pc_dies_saving", "pc_dies_exchanging", "hub_dies", "cut"}),
    frozenset({"open_form", "resolve", "clock", "meanwhile"}),
    frozenset({"rogue", "revoke", "people", "hub_shares", "enrol"}),
)
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
        before = _pictures(world)
        results = [_exchanged(world, pc) for pc in list(world.pcs)]
        quiet = all(result.outcome == DONE and not (result.sent or result.received) for result in results)
        if quiet and before == _pictures(world):
            return
    raise checks.Broken("C1", f"not at rest after {ROUNDS} rounds: {[(each.outcome, each.detail) for each in results]}")


def _pictures(world: World) -> object:
    """What the PCs and the hub have: one PC may have asked for what another brings in the same round."""
    there = world.hub.rows("SELECT sha, facility FROM attachment_names WHERE there ORDER BY sha, facility")
    return [pc.pictures() for pc in world.pcs], there


def _exchanged(world: World, pc: Pc) -> ExchangeResult:
    attachments.ask_again(pc.store)
    result = pc.round()
    if result.outcome == "device-unknown":
        world.enrol_again(pc)
        return pc.round()
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
    """The history that follows from the seed: of few kinds of steps, so that what belongs together meets."""
    chance = random.Random(seed)
    theme = chance.choice(THEMES)
    among = {name for name in STEPS if name in ALWAYS | theme or chance.random() < (ASIDE if theme else KINDS)}
    return drawn(chance, chance.choice(LENGTHS), among)


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
