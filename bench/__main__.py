"""`./run bench`: every benchmark, one after the other, each in a process of its own."""

import subprocess
import sys

BENCHES = ("save", "search", "clinic", "exchange", "hub", "queue", "start")

sys.exit(
    max(
        subprocess.run([sys.executable, "-m", f"bench.{name}", *sys.argv[1:]], check=False).returncode
        for name in BENCHES
    )
)
