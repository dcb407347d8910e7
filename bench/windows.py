"""Under Wine: from the start of the installed app to its first usable window, against a bare PySide6 window.

The MSI is built and installed as IT staff do it; the PC is enrolled and has 2,000 patients and a colleague. Both
windows are run by the installed Python, started in turns; time is the parent's clock. Usable means what it means in
bench/start.py. Wine's times are not Windows', but what the app adds to Qt's own is the same work.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.msi.pc import ClinicPc

ROUNDS = 7
PATIENTS = 2000
WINDOW = Path(__file__).with_name("first_window.py")


def furnish(pc: ClinicPc, folder: Path) -> None:
    """An enrolled PC with its patients, made by the installer and the commands."""
    from bench.people import people
    from tests.packaging.builds import build

    version = "0.1.0"
    pc.install(build(version, folder).msi, f"HUB_URL={pc.hub.url}", f"ENROL_CODE={pc.code()}")
    pc.enrolled()
    rows = (f"{p['name']},{p['gender']},{p['age']['value']},{p['village']},," for p in people(PATIENTS))
    taken = pc.as_cho("import", pc.register(*rows))
    assert taken.code == 0, taken
    made = pc.python(WINDOW, "--make", r"C:\bare.db")
    assert made.code == 0, made


def timed(pc: ClinicPc, *arguments: str) -> float:
    """Seconds until the window said that it was ready."""
    from tests.msi.pc import FOLDER

    python, script = pc.wine.path(pc.wine.tools / "python.exe"), pc.wine.path(WINDOW)
    start = time.perf_counter()
    child = pc.wine.start(python, script, *arguments, env={"SPOKE_FOLDER": FOLDER})
    assert child.stdout is not None
    said = child.stdout.readline()
    seconds = time.perf_counter() - start
    _, errors = child.communicate()
    assert said.strip().isdigit(), errors
    return seconds


def main() -> int:
    from bench.measure import Ratio, report
    from tests.helpers.hub import served_hub
    from tests.msi.pc import DATA, ClinicPc
    from tests.msi.wine import a_screen, missing, wine_prefix

    if reason := missing():
        print(f"start under Wine: not measured, {reason}")
        return 0
    taken: tuple[list[float], list[float]] = ([], [])
    with (
        tempfile.TemporaryDirectory() as name,
        served_hub(f"sqlite:///{name}/hub.db") as hub,
        a_screen() as screen,
        wine_prefix(Path(name) / "wine", screen) as wine,
    ):
        pc = ClinicPc(wine, screen, hub)
        furnish(pc, Path(name))
        for _ in range(ROUNDS + 1):
            taken[0].append(timed(pc, "--app", DATA))
            taken[1].append(timed(pc, "--bare", r"C:\bare.db"))
    app_s, bare_s = (statistics.median(seconds[1:]) for seconds in taken)
    return report([Ratio("start to the first usable window under Wine, median", app_s, bare_s, "s", 2.5)])


if __name__ == "__main__":
    sys.exit(main())
