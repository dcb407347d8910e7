"""Bring the .ts files up to the code's strings and compile the .qm files that the app loads.

`app_hi.ts` holds every string; `app_en.ts` only those with plurals; `qt_hi.ts` the few words of Qt's own dialogs, which
has no Hindi of its own. With `--check` nothing is written: the exit code is 1 if a string lacks its translation or
a file is not up to date.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent


def _tool(name: str, *arguments: str | Path) -> None:
    command = [Path(sys.executable).with_name(name), *arguments]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def refresh(folder: Path) -> None:
    """Update and compile the files of `folder`, from the sources of this checkout."""
    found = ("-tr-function-alias", "translate+=_tr", "-extensions", "py", "spoke_app")
    shared = (*found, "-no-obsolete", "-locations", "none", "-ts")
    _tool("pyside6-lupdate", *shared, folder / "app_hi.ts")
    _tool("pyside6-lupdate", "-pluralonly", *shared, folder / "app_en.ts")
    for source in sorted(folder.glob("*.ts")):
        # Qt maps the file that it reads: written in place, it would change under a running app.
        fresh = source.with_suffix(".qm.new")
        _tool("pyside6-lrelease", "-silent", source, "-qm", fresh)
        fresh.replace(source.with_suffix(".qm"))


def unfinished(source: Path) -> list[str]:
    """The strings of a .ts file that have no finished translation."""
    missing = []
    for message in ET.parse(source).getroot().iter("message"):
        translation = message.find("translation")
        if (
            translation is None
            or translation.get("type") == "unfinished"
            or not "".join(translation.itertext()).strip()
        ):
            missing.append(message.findtext("source") or "")
    return missing


def outdated() -> list[str]:
    """What a refresh would change, and what is not translated; empty when all is well."""
    with tempfile.TemporaryDirectory() as name:
        fresh = Path(name)
        for source in HERE.glob("*.ts"):
            shutil.copy(source, fresh)
        refresh(fresh)
        stale = [f.name for f in sorted(fresh.iterdir()) if f.read_bytes() != (HERE / f.name).read_bytes()]
        return stale + [f"{f.name}: {text}" for f in sorted(fresh.glob("*.ts")) for text in unfinished(f)]


if __name__ == "__main__":
    if "--check" in sys.argv:
        problems = outdated()
        sys.exit("\n".join(problems) if problems else 0)
    refresh(HERE)
