"""The folder that is installed: Python's runtime, Qt as far as it is used, the wheels, our code; all of it compiled.

What an embeddable Python needs lies as python.org lays it out: `python313._pth` beside the DLL isolates it from
whatever else this PC calls Python. Times inside archives are fixed, so that two builds are the same.
"""

from __future__ import annotations

import fnmatch
import io
import json
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from spoke_msi.compiling import Compiler
from spoke_msi.launchers import build_launchers, forward_stable_abi
from spoke_msi.notices import write_notices
from spoke_msi.pieces import Piece, PieceMissing
from spoke_msi.pinning import COMPILER
from spoke_msi.portable_executable import product_version

ROOT = Path(__file__).parents[3]
PYTHON_DLL = "python313.dll"
PATH_FILE = "python313._pth"
OURS = ("spoke_app", "care_record", "resources", "translations")
NOT_INSTALLED = ("translations/*.ts", "translations/refresh.py", "translations/guide.py", "resources/README.md")
"""What only the repository needs."""
FIXED_TIME = (2026, 1, 1, 0, 0, 0)

EXTENSIONS = (
    "_ctypes",
    "_decimal",
    "_hashlib",
    "_queue",
    "_socket",
    "_ssl",
    "_uuid",
    "_zoneinfo",
    "select",
    "unicodedata",
)
"""Python's own in C; what is not here (bz2, lzma, expat, sqlite3, asyncio …) nothing of the app asks for."""
LIBRARIES = ("libcrypto-3.dll", "libssl-3.dll", "libffi-8.dll")
C_RUNTIME = ("vcruntime140.dll", "vcruntime140_1.dll", "msvcp140.dll", "msvcp140_1.dll", "msvcp140_2.dll")
STDLIB_LEFT_OUT = (
    # Not Python's own, or for other systems.
    *("lib-dynload", "site-packages", "dist-packages", "sitecustomize.py", "curses", "_pyrepl", "tkinter", "venv"),
    # For those who write programs.
    *(
        "test",
        "unittest",
        "doctest.py",
        "pdb.py",
        "bdb.py",
        "pydoc.py",
        "pydoc_data",
        "idlelib",
        "ensurepip",
        "trace.py",
    ),
    *("turtle.py", "turtledemo", "pstats.py", "profile.py", "cProfile.py", "modulefinder.py", "pickletools.py"),
    *("antigravity.py", "this.py", "__phello__", "__hello__.py"),
    # Written in C as well.
    *("_pydecimal.py", "_pydatetime.py", "_pyio.py"),
    # Other ways to run things at once, and other protocols, than those that the app uses.
    *("asyncio", "multiprocessing", "xmlrpc", "wsgiref", "mailbox.py", "imaplib.py", "poplib.py", "ftplib.py"),
    *("smtplib.py", "socketserver.py", "dbm", "shelve.py", "sqlite3"),
)
QT_MODULES = ("Core", "Gui", "Widgets", "Network", "PrintSupport", "Svg")
QT_PLUGINS = (
    *("platforms/qwindows.dll", "platforms/qoffscreen.dll", "imageformats/qsvg.dll", "imageformats/qjpeg.dll"),
    *("iconengines/qsvgicon.dll", "printsupport/*"),
)
WHEEL_FILES_LEFT_OUT = (
    *("*.pyi", "*.h", "*.c", "*.pyx", "*.typed", "*/tests/*", "*/__pyinstaller/*", "pypdfium2_cli/*", "cffi/*"),
    *("urllib3/contrib/emscripten/*", "dateutil/zoneinfo/*.tar.gz"),
    # Of rapidfuzz the distance of names is used; it does the rest without these, and all of it without AVX2.
    *("rapidfuzz/fuzz_cpp*.pyd", "rapidfuzz/process_cpp_impl*.pyd", "rapidfuzz/*_avx2.*"),
)


@dataclass(frozen=True)
class Runtime:
    """Which Python is installed. A pilot's DLLs are old: see packaging/README.md."""

    kind: Literal["pilot", "production"]
    python: str
    stdlib: str
    origin: str


def assemble(
    pieces: Sequence[Piece],
    runtime_archive: Piece | None,
    version: str,
    source: str,
    folder: Path,
    release_key: str = "",
) -> None:
    """Fills `folder`, which must not exist yet. With the publisher's public `release_key` the app takes new versions
    that are signed with it. PieceMissing where a piece lacks what is expected of it."""
    by_name = {piece.name: piece for piece in pieces}
    with tempfile.TemporaryDirectory() as scratch:
        compiler = Compiler(pieces, Path(scratch))
        folder.mkdir(parents=True)
        for sub in ("lib", "app"):
            (folder / sub).mkdir()
        if runtime_archive is None:
            runtime = _pilot_runtime(by_name, compiler, folder)
        else:
            runtime = _given_runtime(runtime_archive, folder)
        _c_runtime(by_name["msvc-runtime"], folder)
        for piece in pieces:
            if piece.kind == "wheel" and piece.name not in ("panda3d", "msvc-runtime"):
                _unpack_wheel(piece, folder / "app")
        _our_code(folder / "app", version)
        compiler.in_place(folder / "app")
        _gather_modules(folder / "app", folder / "lib" / "packages.zip")
        if not (folder / "python3.dll").exists():
            forward_stable_abi(folder / PYTHON_DLL, folder / "python3.dll")
        build_launchers(folder, version)
    (folder / PATH_FILE).write_bytes(b"lib\\stdlib.zip\r\nlib\\packages.zip\r\nlib\r\napp\r\n")
    installed = installed_pieces(pieces, runtime_archive)
    write_notices(installed, folder, folder / "licences")
    (folder / "build.json").write_bytes(_record(installed, runtime, version, source, folder, release_key))


def installed_pieces(pieces: Sequence[Piece], runtime_archive: Piece | None) -> list[Piece]:
    """Those of which something is installed: not the compiler, and of two runtimes the one that was given."""
    stay = [piece for piece in pieces if piece.name not in COMPILER]
    if runtime_archive is None:
        return stay
    return [*(piece for piece in stay if piece.kind != "debian" and piece.name != "panda3d"), runtime_archive]


# Python


def _pilot_runtime(pieces: dict[str, Piece], compiler: Compiler, folder: Path) -> Runtime:
    """The DLLs that panda3d carries for freezing programs, with Debian's standard library of the same minor version."""
    carried = pieces["panda3d"]
    with zipfile.ZipFile(carried.file) as wheel:
        (folder / PYTHON_DLL).write_bytes(_member(wheel, f"deploy_libs/{PYTHON_DLL}", carried))
        for name in (*(f"{name}.pyd" for name in EXTENSIONS), *LIBRARIES):
            (folder / "lib" / name).write_bytes(_member(wheel, f"deploy_libs/{name}", carried))
    modules = {
        path.relative_to(compiler.stdlib).as_posix(): path
        for path in sorted(compiler.stdlib.rglob("*.py"))
        if path.is_file() and _wanted(path.relative_to(compiler.stdlib))
    }
    compiled = compiler.compiled(modules)
    _write_zip(folder / "lib" / "stdlib.zip", ((f"{name}c", compiled[name]) for name in sorted(compiled)))
    stdlib = pieces["libpython3.13-stdlib"]
    origin = f"DLLs of panda3d {carried.version}, standard library of Debian {stdlib.version}"
    return Runtime("pilot", product_version(folder / PYTHON_DLL), stdlib.version.split("-")[0], origin)


def _given_runtime(archive: Piece, folder: Path) -> Runtime:
    """python.org's embeddable package: DLLs, extensions and the standard library, compiled, all of one version."""
    with zipfile.ZipFile(archive.file) as package:
        for name in (PYTHON_DLL, "python3.dll"):
            (folder / name).write_bytes(_member(package, name, archive))
        for name in (*(f"{name}.pyd" for name in EXTENSIONS), *LIBRARIES):
            (folder / "lib" / name).write_bytes(_member(package, name, archive))
        with zipfile.ZipFile(io.BytesIO(_member(package, "python313.zip", archive))) as stdlib:
            wanted = sorted(name for name in stdlib.namelist() if name.endswith(".pyc") and _wanted(Path(name)))
            _write_zip(folder / "lib" / "stdlib.zip", ((name, stdlib.read(name)) for name in wanted))
    return Runtime("production", archive.version, archive.version, archive.file.name)


def _wanted(module: Path) -> bool:
    first = module.parts[0].removesuffix("c")
    if first in STDLIB_LEFT_OUT or first.startswith(("config-", "_sysconfigdata")):
        return False
    return not {"test", "tests", "idle_test", "__pycache__"} & set(module.parts)


def _c_runtime(piece: Piece, folder: Path) -> None:
    with zipfile.ZipFile(piece.file) as wheel:
        for name in C_RUNTIME:
            inside = f"msvc_runtime-{piece.version}.data/data/Scripts/{name}"
            (folder / name).write_bytes(_member(wheel, inside, piece))


def _member(archive: zipfile.ZipFile, name: str, piece: Piece) -> bytes:
    try:
        return archive.read(name)
    except KeyError:
        raise PieceMissing(f"{piece.file.name} has no {name}: is it the right package?") from None


# Wheels and our code


def _unpack_wheel(piece: Piece, app: Path) -> None:
    choose: Callable[[str], bool] = _wanted_of_qt if piece.name in ("pyside6-essentials", "shiboken6") else _wanted_else
    with zipfile.ZipFile(piece.file) as wheel:
        for name in wheel.namelist():
            if not name.endswith("/") and ".data/" not in name and choose(name):
                path = app / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(wheel.read(name))


def _wanted_else(name: str) -> bool:
    if ".dist-info/" in name:
        return name.endswith(("/METADATA", "/entry_points.txt"))  # sqlite-utils looks for plugins, others for versions
    return not any(fnmatch.fnmatch(name, pattern) for pattern in WHEEL_FILES_LEFT_OUT)


def _wanted_of_qt(name: str) -> bool:
    first, _, rest = name.partition("/")
    if first == "shiboken6":
        return rest.endswith((".pyd", ".abi3.dll")) or ("/" not in rest and rest.endswith(".py"))
    if first != "PySide6":
        return False
    if rest.startswith("plugins/"):
        return any(fnmatch.fnmatch(rest.removeprefix("plugins/"), pattern) for pattern in QT_PLUGINS)
    if rest.startswith("support/"):
        return rest.endswith(".py")
    modules = {f"Qt6{module}.dll" for module in QT_MODULES} | {f"Qt{module}.pyd" for module in QT_MODULES}
    return rest in modules | {"pyside6.abi3.dll", "__init__.py", "_config.py", "_git_pyside_version.py"}


def _our_code(app: Path, version: str) -> None:
    """What git knows of it, and nothing that merely lies about."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *OURS], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in filter(None, listed.split("\0")):
        if not any(fnmatch.fnmatch(name, pattern) for pattern in NOT_INSTALLED):
            (app / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, app / name)
    words = (app / "spoke_app" / "version.py").read_text("utf-8")
    before, _, _ = words.partition("VERSION =")
    (app / "spoke_app" / "version.py").write_text(f'{before}VERSION = "{version}"\n', "utf-8")


def _gather_modules(app: Path, archive: Path) -> None:
    """Packages of nothing but code go into one archive: half as many files for a slow disk and its virus scanner."""
    gathered: list[Path] = []
    for top in sorted(app.iterdir()):
        files = [top] if top.is_file() else sorted(path for path in top.rglob("*") if path.is_file())
        if all(path.suffix == ".pyc" for path in files) or top.suffix == ".dist-info":
            gathered += files
    _write_zip(archive, [(path.relative_to(app).as_posix(), path.read_bytes()) for path in gathered])
    for path in gathered:
        path.unlink()
    for left in sorted(app.rglob("*"), reverse=True):
        if left.is_dir() and not any(left.iterdir()):
            left.rmdir()


# What went in


def _record(
    pieces: Iterable[Piece], runtime: Runtime, version: str, source: str, folder: Path, release_key: str
) -> bytes:
    record = {
        "version": version,
        "source": source,
        "release_key": release_key,
        "runtime": {
            "kind": runtime.kind,
            "python": runtime.python,
            "stdlib": runtime.stdlib,
            "openssl": product_version(folder / "lib" / "libcrypto-3.dll"),
            "from": runtime.origin,
        },
        "pieces": [
            {
                "name": piece.name,
                "version": piece.version,
                "sha256": piece.sha256,
                "licence": piece.licence,
                "purl": piece.purl,
                "kind": piece.kind,
            }
            for piece in sorted(pieces, key=lambda piece: piece.name)
        ],
    }
    return json.dumps(record, indent=1).encode() + b"\n"


def _write_zip(path: Path, members: Iterable[tuple[str, bytes]]) -> None:
    # Stored as they are: the installer's cabinet packs them better, and no start has to unpack them again.
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, FIXED_TIME), content)
