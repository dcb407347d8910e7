"""`./run demo`: with a display the app's window on fresh sample data, without one the whole story, step by step."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.stories import town
from tests.stories.doctor import browser_path
from tests.stories.old_register import import_register
from tests.stories.the_loop import Story, play

ROOT = Path(__file__).parent.parent.parent
OUT = ROOT / "out"


def tell(title: str, seconds: float) -> None:
    print(f"{seconds:6.1f} s  {title}", flush=True)


def told(folder: Path) -> int:
    """The story without a display."""
    if browser_path() is None:
        print("No browser here: the doctor's part is played through the same pages without one.")
    hub = town.Hub(f"sqlite:///{folder / 'hub.db'}", folder)
    pdf = play(Story(hub, folder, tell, shots=OUT))
    print(f"Screenshots of each step and {pdf.name}: {pdf.parent}")
    return 0


def opened(folder: Path) -> int:
    """A hub with its people, and the app's window; both end when the window is closed."""
    hub = town.Hub(f"sqlite:///{folder / 'hub.db'}", folder)
    print("Making a hub with two health centres, a desk, three colleagues and two doctors ...", flush=True)
    hub.furnish()
    hub.start()
    profile = folder / "parsarma"
    app = [sys.executable, "-m", "spoke_app", "--profile", str(profile)]
    try:
        subprocess.run([*app, "enrol", "--hub", hub.url, "--code", hub.enrol_code("parsarma")], cwd=ROOT, check=True)
        import_register(folder, profile)
        print(f"Sign in as {town.CHO} with the PIN {town.PIN}, or as {town.ANM} with {town.PIN_ANM}.")
        print(f"The doctor's pages: {hub.url}/review (login {town.LOGIN}, password: {town.PASSWORD}).")
        return subprocess.run(app, cwd=ROOT, check=False).returncode
    finally:
        hub.stop()


def main() -> int:
    folder = OUT / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    for old in [*OUT.glob("*.png"), *OUT.glob("*.pdf")]:
        old.unlink()
    folder.mkdir(parents=True)
    has_display = os.environ.get("QT_QPA_PLATFORM") != "offscreen"
    return opened(folder) if has_display and "--story" not in sys.argv else told(folder)


if __name__ == "__main__":
    sys.exit(main())
