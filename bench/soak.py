"""`python -m bench.soak --minutes N`: histories of the simulator with seeds that nobody has tried, on every core.

Says how many a second, what happened in them how often, and for each that breaks an invariant how to tell it again,
shortened. Ends with 1 when one did.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import time

from tests.simulator.history import shortened, steps_of, tell
from tests.simulator.many import Told, tell_many

AT_ONCE = 500


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="how long (10)")
    parser.add_argument("--seed", type=int, help="the first seed; without it one that nobody has tried")
    asked = parser.parse_args()
    first = secrets.randbelow(1 << 40) if asked.seed is None else asked.seed
    print(f"from seed {first}", flush=True)
    total, began = Told(), time.monotonic()
    while (passed := time.monotonic() - began) < 60 * asked.minutes:
        for told in tell_many(range(first + total.histories, first + total.histories + AT_ONCE)):
            total.add(told)
        passed = time.monotonic() - began
        print(f"{total.histories} histories, {total.histories / passed:.1f} a second, {len(total.failures)} broken")
    for name, times in total.steps.most_common():
        print(f"{times:9d}  {name}")
    for seed, _, text in total.failures:
        failure = tell(seed, steps_of(seed))
        print(f"\n{shortened(failure) if failure else text}")
    return 1 if total.failures else 0


if __name__ == "__main__":
    sys.exit(main())
