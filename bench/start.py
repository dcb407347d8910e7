"""From the start of the app to its first usable window, against a bare PySide6 window that opens a keyed store.

The profile is that of an enrolled PC with 2,000 patients and two colleagues. Usable: the names to sign in with are
there and the PIN can be typed, after a paint. Both are processes of their own, started in turns; time is the parent's
clock, memory the child's resident size at that moment.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.first_window import make
from bench.measure import Ratio, report
from bench.people import people

ROUNDS = 9
PATIENTS = 2000
ROOT = Path(__file__).parent.parent


def furnish(folder: Path) -> tuple[Path, Path]:
    """An enrolled PC's profile, made by the commands, and a keyed store for the bare window."""
    from tests.stories import town

    hub = town.Hub(f"sqlite:///{folder / 'hub.db'}", folder)
    hub.furnish()
    hub.start()
    profile = folder / "profile"
    command = [sys.executable, "-m", "spoke_app", "--profile", str(profile)]
    enrol = ["enrol", "--hub", hub.url, "--code", hub.enrol_code("parsarma")]
    subprocess.run([*command, *enrol], cwd=ROOT, check=True, capture_output=True)
    hub.stop()
    register = folder / "register.csv"
    rows = (f"{p['name']},{p['gender']},{p['age']['value']},years,{p['village']}" for p in people(PATIENTS))
    register.write_text("\n".join(["name,gender,age,age_unit,village", *rows]), "utf-8")
    imported = [*command, "import", str(register), "--staff", town.CHO, "--pin-stdin"]
    subprocess.run(imported, cwd=ROOT, check=True, capture_output=True, input=town.PIN.encode())
    make(folder / "bare.db")
    return profile, folder / "bare.db"


def compiled() -> dict[str, str]:
    """An installed app starts from byte code, whatever the developer's shell says; the first round makes it."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "spoke-bench-pycache")}


def timed(command: list[str]) -> tuple[float, int]:
    """Seconds until the child said it was ready, and its resident KiB then."""
    start = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "bench.first_window", *command],
        cwd=ROOT,
        env=compiled(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert child.stdout is not None
    line = child.stdout.readline()
    seconds = time.perf_counter() - start
    child.communicate()
    return seconds, int(line)


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as name:
        profile, store = furnish(Path(name))
        taken: tuple[list[tuple[float, int]], list[tuple[float, int]]] = ([], [])
        for _ in range(ROUNDS + 1):
            taken[0].append(timed(["--app", str(profile)]))
            taken[1].append(timed(["--bare", str(store)]))
    seconds = [statistics.median(s for s, _ in runs[1:]) for runs in taken]
    memory = [statistics.median(kib for _, kib in runs[1:]) / 1024 for runs in taken]
    return report(
        [
            Ratio("start to the first usable window, median", seconds[0], seconds[1], "s", 2),
            Ratio("resident memory at that moment, median", memory[0], memory[1], "MiB", 1.6),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
