"""The installer as it is built: whole, small, the same each time, and nothing of this machine in it."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from spoke_msi.__main__ import CACHE, LARGEST, build, main
from spoke_msi.author import component_code, product_code
from spoke_msi.complete import missing
from spoke_msi.pieces import PieceMissing, digest, fetch, read_pins
from spoke_msi.portable_executable import exports, numeric_version, product_version

from tests.packaging.builds import Installer

pytestmark = pytest.mark.msi
ROOT = Path(__file__).parents[2]


def test_it_is_small_enough_to_be_carried(built: Installer) -> None:
    assert built.msi.stat().st_size <= LARGEST == 45_000_000


def test_two_builds_are_the_same_to_the_byte(built: Installer, tmp_path: Path) -> None:
    again = build("0.1.0", None, tmp_path, None)
    assert digest(again) == digest(built.msi)
    for suffix in (".cdx.json", ".sha256"):
        assert Path(f"{again}{suffix}").read_bytes() == Path(f"{built.msi}{suffix}").read_bytes()


def test_the_hash_beside_it_is_its_own(built: Installer) -> None:
    assert Path(f"{built.msi}.sha256").read_text() == f"{digest(built.msi)}  {built.msi.name}\n"


def test_all_code_is_compiled_and_no_path_of_the_builder_is_in_it(built: Installer) -> None:
    assert list(built.content.rglob("*.py")) == []
    telling = [str(ROOT).encode(), str(Path.home()).encode() + b"/", b"/tmp/"]
    ours = [path for path in built.content.rglob("*") if path.suffix in (".zip", ".json", ".exe", ".txt", "._pth")]
    assert {"packages.zip", "stdlib.zip", "build.json", "Spoke.exe"} <= {path.name for path in ours}
    packages = (built.content / "lib" / "packages.zip").read_bytes()
    assert b"spoke_app/app.py" in packages
    for path in ours:
        if path.name != "stdlib.zip":  # the standard library speaks of /tmp in its own words
            assert [words for words in telling if words in path.read_bytes()] == [], path.name


def test_the_version_is_the_one_asked_for_everywhere(tmp_path: Path, built: Installer) -> None:
    assert json.loads((built.content / "build.json").read_text())["version"] == "0.1.0"
    for program in ("Spoke.exe", "spoke-app.exe"):
        assert numeric_version(built.content / program) == "0.1.0.0"
        assert product_version(built.content / program) == "0.1.0"


def test_what_went_in_is_recorded(built: Installer) -> None:
    record = json.loads((built.content / "build.json").read_text())
    runtime = record["runtime"]
    assert (runtime["kind"], runtime["python"], runtime["openssl"]) == ("pilot", "3.13.11", "3.0.18")
    recorded = {piece["name"]: piece["sha256"] for piece in record["pieces"]}
    pins = read_pins()
    installed = {pin.name: pin.sha256 for pin in (*pins.wheels, *pins.debian) if not pin.only_for_building}
    assert recorded == installed
    bill = json.loads(Path(f"{built.msi}.cdx.json").read_text())
    assert {part["name"] for part in bill["components"]} == set(installed)


def test_nothing_that_is_loaded_is_missing(built: Installer, tmp_path: Path) -> None:
    """A build that lacks something is not handed out: `build` looks. Here it is seen that the look finds it."""
    app = shutil.ignore_patterns("app")
    shutil.copytree(built.content, tmp_path / "Spoke", ignore=app)
    (tmp_path / "Spoke" / "lib" / "libssl-3.dll").unlink()
    assert missing(tmp_path / "Spoke") == [
        "lib/_ssl.pyd asks for libssl-3.dll, which is neither installed nor a part of Windows."
    ]


def test_the_stable_abi_leads_to_the_real_library(built: Installer) -> None:
    forwarded = {name for name, _ in exports(built.content / "python3.dll")}
    assert forwarded == {name for name, _ in exports(built.content / "python313.dll")}
    assert {"Py_Main", "PyUnicode_FromString"} <= forwarded


@pytest.mark.soak
def test_a_production_build_takes_the_given_runtime(built: Installer, tmp_path: Path) -> None:
    """An embeddable package laid out as python.org's is, made of the pilot's parts."""
    carried = next(piece for piece in fetch(CACHE) if piece.name == "panda3d")
    given = tmp_path / "python-3.13.11-embed-amd64.zip"
    with zipfile.ZipFile(carried.file) as wheel, zipfile.ZipFile(given, "w") as package:
        for name in wheel.namelist():
            if name.startswith("deploy_libs/") and name.endswith((".pyd", ".dll")) and ".cp313t" not in name:
                package.writestr(name.removeprefix("deploy_libs/"), wheel.read(name))
        package.write(built.content / "python3.dll", "python3.dll")
        package.write(built.content / "lib" / "stdlib.zip", "python313.zip")
    msi = build("0.2.0", given, tmp_path, None, keep=tmp_path / "Spoke")
    record = json.loads((tmp_path / "Spoke" / "build.json").read_text())
    assert record["runtime"]["kind"] == "production"
    assert (record["runtime"]["python"], record["runtime"]["from"]) == ("3.13.11", given.name)
    names = {piece["name"] for piece in record["pieces"]}
    assert "python" in names and not names & {"panda3d", "libpython3.13-stdlib"}
    stdlib = (tmp_path / "Spoke" / "lib" / "stdlib.zip").read_bytes()
    assert stdlib == (built.content / "lib" / "stdlib.zip").read_bytes()
    assert digest(given) in Path(f"{msi}.cdx.json").read_text()


def test_a_runtime_of_another_python_is_refused(
    tmp_path: Path, built: Installer, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, why in (
        ("python-3.12.9-embed-amd64.zip", "is not python-3.13.x-embed-amd64.zip"),
        ("python-3.13.9-embed-amd64.zip", "has no python313.dll: is it the right package?"),
    ):
        with zipfile.ZipFile(tmp_path / name, "w") as package:
            package.writestr("README.txt", "no Python in here")
        assert main(["build", "--runtime", str(tmp_path / name), "--out", str(tmp_path / "out")]) == 1
        assert why in capsys.readouterr().err


def test_a_piece_that_was_changed_gets_in_nowhere(tmp_path: Path, built: Installer) -> None:
    pins = read_pins()
    cache = tmp_path / "cache"
    shutil.copytree(CACHE, cache)
    victim = cache / next(pin.file for pin in pins.wheels if pin.name == "requests")
    victim.write_bytes(victim.read_bytes() + b"\0")
    fetched = fetch(cache)
    assert {piece.name: digest(piece.file) for piece in fetched}["requests"] == next(
        pin.sha256 for pin in pins.wheels if pin.name == "requests"
    )


@pytest.mark.parametrize("version", ["1.0", "1.0.0.0", "256.0.0", "1.0.65536", "1.0.x", "1.0.-1", ""])
def test_a_version_that_windows_cannot_compare_is_refused(version: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", f"--version={version}"]) == 1
    assert "three numbers like 1.4.0" in capsys.readouterr().err


def test_identities_last() -> None:
    """Windows counts files and versions by these: another value for the same thing breaks upgrades in the field."""
    assert component_code("Spoke.exe") == component_code("spoke.EXE") == "9F6D124D-4419-5CEC-A004-3CB893767775"
    assert product_code("0.1.0") != product_code("0.1.1")


def test_a_pinned_piece_that_cannot_be_had_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(PieceMissing, match="pip could not fetch the Windows wheels"):
        fetch(tmp_path / "cache")
