"""`./run check` asks about known weaknesses: one fails it, ignored ones have reason and day, no line fails nobody."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "packaging" / "audit.py"
WEAK = {"id": "PYSEC-2026-1", "aliases": ["CVE-2026-1"], "fix_versions": ["9.9"]}


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit_of_packages", FILE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def asked(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """The command, with this in pip-audit's place."""
    (folder / "pip_audit.py").write_text(script)
    there = {**os.environ, "PYTHONPATH": str(folder)}
    line = [sys.executable, str(FILE)]
    return subprocess.run(line, cwd=ROOT, env=there, capture_output=True, text=True, timeout=60, check=False)


ANSWERS = """
import json, sys
lines = open(sys.argv[sys.argv.index("--requirement") + 1]).read().split()
known = {known}
out = []
for line in lines:
    name, version = line.split("==")
    out.append({{"name": name, "version": version, "vulns": known.get(name, [])}})
print(json.dumps({{"dependencies": out, "fixes": []}}))
sys.exit(1 if known else 0)
"""


def test_a_known_weakness_fails_with_package_version_and_advisory(tmp_path: Path) -> None:
    done = asked(tmp_path, ANSWERS.format(known={"litestar": [WEAK]}))
    assert done.returncode == 1
    assert "audit: litestar 2." in done.stdout
    assert "PYSEC-2026-1, mended in 9.9" in done.stdout
    assert "1 with a known weakness" in done.stdout


def test_none_is_known(tmp_path: Path) -> None:
    done = asked(tmp_path, ANSWERS.format(known={}))
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 with a known weakness" in done.stdout


@pytest.mark.parametrize(
    "script",
    ["raise SystemExit('no connection')", "print('not json')", "print('{}')"],
)
def test_who_cannot_ask_says_so_and_fails_nobody(tmp_path: Path, script: str) -> None:
    done = asked(tmp_path, script)
    assert done.returncode == 0
    assert "could not ask" in done.stdout


def test_what_was_passed_over_counts_as_not_asked(audit: ModuleType) -> None:
    answer: dict[str, Any] = {"dependencies": [{"name": "jinja2", "skip_reason": "not found"}]}
    assert audit.read(answer) == ([], {"jinja2"})


def test_it_asks_about_all_that_is_used(audit: ModuleType) -> None:
    used = {name for name, _ in audit.installed()}
    assert {"litestar", "uvicorn", "h11", "cryptography", "sqlalchemy", "psycopg", "requests", "urllib3"} <= used
    assert not {"pytest", "ruff", "spoke"} & used
    pins = json.loads((ROOT / "packaging" / "windows" / "pins.json").read_text())["wheels"]
    assert {wheel["name"].lower() for wheel in pins if wheel["name"] == "cffi"} <= {name for name, _ in audit.pinned()}


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"id": "X"}, "needs an id, a reason"),
        ({"id": "X", "reason": "r", "until": "2027-01-01"}, "until = a day"),
        ({"id": "X", "reason": "not reached", "until": date(2026, 1, 1)}, "look at it again"),
    ],
)
def test_what_is_ignored_has_a_reason_and_a_day(audit: ModuleType, entry: dict[str, Any], words: str) -> None:
    settings = {"tool": {"spoke": {"audit": {"ignore": [entry]}}}}
    with pytest.raises(audit.BadIgnore, match=words):
        audit.ignore_list(settings, date(2026, 11, 24))
    good = {"id": "X", "reason": "not reached", "until": date(2027, 1, 1)}
    settings["tool"]["spoke"]["audit"]["ignore"] = [good]
    assert audit.ignore_list(settings, date(2026, 11, 24)) == {"X": "not reached"}
