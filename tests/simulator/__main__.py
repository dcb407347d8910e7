"""`python -m tests.simulator SEED [STEP ...]`: tells a history again, and shortens one that fails."""

from __future__ import annotations

import sys

from tests.simulator.history import shortened, steps_of, tell
from tests.simulator.steps import Step


def parsed(text: str) -> Step:
    name, a, b, c = text.split(",")
    return Step(name, int(a), int(b), int(c))


def main(arguments: list[str]) -> int:
    seed, steps = int(arguments[0]), [parsed(text) for text in arguments[1:]]
    found = tell(seed, steps or steps_of(seed))
    if found is None:
        print(f"seed {seed}: everything held")
        return 0
    print(shortened(found))
    raise found.error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
