"""The rules of docs/architecture.md that a build can break: who may import whom, and what starting a part may load."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("care_record", "spoke_app", "hub_server")

ONLY_IN: dict[str, tuple[str, ...]] = {
    "PySide6": ("spoke_app/ui/", "spoke_app/documents/", "spoke_app/app.py"),
    "requests": ("spoke_app/sync/transport.py",),
    "sqlite_utils": ("spoke_app/store/",),
    "sqlcipher3": ("spoke_app/store/",),
    "appdirs": ("spoke_app/paths.py",),
    "sqlalchemy": ("hub_server/store/",),
    "alembic": ("hub_server/store/",),
    "cryptography": (
        "care_record/signature.py",
        "care_record/credential.py",
        "care_record/sealed_file.py",
        "spoke_app/access/keys.py",
        "spoke_app/store/derived.py",
        "spoke_app/store/salvage.py",
    ),
    "litestar": ("hub_server/",),
}


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Top-level names that a module imports anywhere in it, but for type checking alone."""
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {
        node
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")
        for node in ast.walk(block)
    }
    names: set[str] = set()
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_stays_in_its_place(library: str) -> None:
    places = ONLY_IN[library]
    strays = [
        path.relative_to(ROOT).as_posix()
        for path in modules()
        if library in imported(path) and not path.relative_to(ROOT).as_posix().startswith(places)
    ]
    assert strays == []


def test_the_common_ground_needs_only_the_standard_library_and_msgspec() -> None:
    allowed = set(sys.stdlib_module_names) | {"msgspec", "care_record"}
    crypto = {"signature.py", "credential.py", "sealed_file.py"}
    for path in sorted((ROOT / "care_record").rglob("*.py")):
        extra = imported(path) - allowed - ({"cryptography"} if path.name in crypto else set())
        assert extra == set(), path


@pytest.mark.parametrize(
    "module", ["hub_server.app", "hub_server.__main__", "care_record.case", "spoke_app.actions.today"]
)
def test_starting_it_loads_no_widgets(module: str) -> None:
    probe = f"import {module}, sys; print(sorted(m for m in sys.modules if m.startswith('PySide6')))"
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_layers_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--config", ROOT / "pyproject.toml"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in modules()
        if path.read_text("utf-8").strip() and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_code_is_checked_and_typed() -> None:
    for command in (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]):
        tool = Path(sys.executable).with_name(command[0])
        done = subprocess.run([tool, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
