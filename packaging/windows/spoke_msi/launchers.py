"""The two programs that people and scripts start, and `python3.dll`; made with mingw, the same bytes each time."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from spoke_msi.icon import write_icon
from spoke_msi.portable_executable import exports
from spoke_msi.tools import ToolMissing, call

SOURCES = Path(__file__).parent.parent / "launcher"
COMPILER, RESOURCES = "x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-windres"
# Where code lies in memory is the loader's choice at each start; no clock goes into the file.
SAFE = ("-Wl,--dynamicbase,--nxcompat,--high-entropy-va,--no-insert-timestamp",)
FLAGS = ("-Os", "-s", "-municode", "-static", "-Wall", "-Werror", '-DPYTHON_DLL=L"python313.dll"', *SAFE)


def build_launchers(folder: Path, version: str) -> None:
    """`Spoke.exe` without a console, `spoke-app.exe` with one, and the icon that both and the shortcuts show."""
    write_icon(folder / "spoke.ico")
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        for source in SOURCES.iterdir():
            shutil.copyfile(source, work / source.name)
        shutil.copyfile(folder / "spoke.ico", work / "spoke.ico")
        for program, flags in (("Spoke.exe", ("-mwindows",)), ("spoke-app.exe", ("-mconsole", "-DCONSOLE"))):
            numbers = ",".join([*version.split("."), "0"])
            _run(
                [
                    RESOURCES,
                    *("-c", "65001", "-O", "coff", f"-DVERSION_NUMBERS={numbers}", f'-DVERSION_WORDS=\\"{version}\\"'),
                    *(f'-DPROGRAM=\\"{program}\\"', "launcher.rc", "launcher.res"),
                ],
                work,
            )
            _run([COMPILER, *FLAGS, *flags, "launcher.c", "launcher.res", "-o", program, "-lshell32"], work)
            shutil.copyfile(work / program, folder / program)


def forward_stable_abi(library: Path, into: Path) -> None:
    """`python3.dll`, which wheels of the stable ABI ask for: every name of it is one of `library`'s."""
    base = library.stem
    lines = [f"  {name} = {base}.{name}{' DATA' if data else ''}" for name, data in exports(library)]
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        (work / "python3.def").write_text("\n".join(["LIBRARY python3.dll", "EXPORTS", *lines]) + "\n")
        plain = ("-shared", "-nostdlib", "-s", "-Wl,--no-seh,--entry=0,--no-insert-timestamp")
        _run([COMPILER, *plain, "-o", "python3.dll", "python3.def"], work)
        shutil.copyfile(work / "python3.dll", into)


def _run(command: list[str], within: Path) -> None:
    done = call(command, within)
    if done.returncode != 0:
        raise ToolMissing(f"{command[0]} failed: {done.stderr.strip()}")
