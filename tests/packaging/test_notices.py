"""The notices and the bill of materials: every part with a text, each text once, the same parts the same bytes."""

import json
import zipfile
from pathlib import Path

import jsonschema_rs
import pytest
from spoke_msi.notices import KEPT, KEPT_TEXTS, OUR_OWN, THIRD_PARTY, MissingLicence, write_notices
from spoke_msi.pieces import Kind, Piece, read_pins
from spoke_msi.sbom import sbom

MIT = "Permission is hereby granted, free of charge, to whoever reads this test.\n"


def wheel(folder: Path, name: str, licences: dict[str, str], *, licence: str = "MIT", more: str = "") -> Piece:
    """A wheel as pip fetches it."""
    file = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name.replace('-', '_')}-1.0.dist-info"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"{name}/__init__.py", "")
        archive.writestr(f"{name}/vendored/LICENSE.txt", "of something inside that is not looked for\n")
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\n{more}\n\nWords.\n")
        for path, text in licences.items():
            archive.writestr(f"{info}/{path}", text)
    return piece(name, "wheel", file, licence)


def piece(name: str, kind: Kind, file: Path, licence: str = "MIT") -> Piece:
    return Piece(name, "1.0", "ab" * 32, licence, f"pkg:pypi/{name}@1.0", kind, file)


def notices(pieces: list[Piece], folder: Path) -> str:
    app = folder / "app"
    app.mkdir(exist_ok=True)
    write_notices(pieces, app, folder / "licences")
    content = (folder / "licences" / THIRD_PARTY).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n")
    return content.decode("utf-8-sig").replace("\r\n", "\n")


def test_a_part_stands_with_its_home_and_text(tmp_path: Path) -> None:
    more = "Project-URL: Changes, https://example.org/changes\nProject-URL: Homepage, https://example.org"
    text = notices([wheel(tmp_path, "one", {"licenses/LICENSE": MIT}, more=more)], tmp_path)

    assert "one 1.0\n    MIT  [1]\n    https://example.org\n" in text
    assert f"[1] LICENSE: one\n{'=' * 100}\n\n{MIT}" in text
    assert "something inside" not in text


def test_the_same_text_stands_once(tmp_path: Path) -> None:
    pieces = [
        wheel(tmp_path, "one", {"licenses/LICENSE": MIT}),
        wheel(tmp_path, "two", {"LICENSE.txt": MIT.replace("\n", "  \r\n"), "licenses/NOTICE": "Made by two.\n"}),
    ]

    text = notices(pieces, tmp_path)

    assert text.count(MIT.strip()) == 1
    assert "[1] LICENSE: one, two" in text
    assert "Made by two." in text


def test_the_same_parts_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    pieces = [wheel(tmp_path, name, {"licenses/LICENSE": f"{MIT}{name}\n"}) for name in ("one", "two", "three")]

    assert notices(pieces, tmp_path) == notices(pieces[::-1], tmp_path)
    assert sbom(pieces, "1.0.0", "abc") == sbom(pieces[::-1], "1.0.0", "abc")


def test_a_part_without_a_text_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(
        MissingLicence, match=r"^bare 1\.0 carries no licence text\. Put it into packaging/windows/licences"
    ):
        notices([wheel(tmp_path, "bare", {})], tmp_path)


def test_a_broken_archive_stops_the_build(tmp_path: Path) -> None:
    file = tmp_path / "broken.whl"
    file.write_text("nothing")

    with pytest.raises(MissingLicence, match=r"^broken\.whl cannot be read: fetch it again"):
        notices([piece("broken", "wheel", file)], tmp_path)


def test_qt_is_named_library_by_library(tmp_path: Path) -> None:
    for name in ("app/PySide6/Qt6Core.dll", "app/PySide6/plugins/platforms/qwindows.dll", "app/shiboken6/Shiboken.pyd"):
        path = tmp_path / "app" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "app" / "python3.dll").touch()
    commercial = {"licenses/LicenseRef-Qt-Commercial.txt": "For those who bought it.\n"}
    qt = wheel(tmp_path, "pyside6-essentials", commercial, licence="LGPL-3.0-only")

    text = notices([qt], tmp_path)

    assert (
        "    app\\PySide6\\Qt6Core.dll\n    app\\PySide6\\plugins\\platforms\\qwindows.dll\n    app\\shiboken6" in text
    )
    assert "python3.dll" not in text
    assert "You may put your own build of one in its place" in text
    assert "https://download.qt.io/official_releases/qt/1.0/1.0/" in text
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert "GNU GENERAL PUBLIC LICENSE" in text
    assert "bought it" not in text


def test_without_qt_nothing_is_said_of_it(tmp_path: Path) -> None:
    assert "download.qt.io" not in notices([wheel(tmp_path, "one", {"LICENSE": MIT})], tmp_path)


def test_python_s_libraries_have_their_texts_and_the_carrier_s_own_is_left_out(tmp_path: Path) -> None:
    carrier = wheel(tmp_path, "panda3d", {"LICENSE.txt": "of a game engine that is not installed\n"}, licence="PSF-2.0")

    text = notices([carrier, piece("libpython3.13-stdlib", "debian", tmp_path / "x.deb", "PSF-2.0")], tmp_path)

    assert "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2" in text
    assert "game engine" not in text
    for inside in ("libffi", "OpenSSL", "Expat", "bzip2", "liblzma", "SQLite"):
        assert f"\n{inside}" in text


def test_a_given_runtime_brings_its_own_licence(tmp_path: Path) -> None:
    file = tmp_path / "python-3.13.9-embed-amd64.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("LICENSE.txt", "As python.org gives it.\n")
        archive.writestr("python313.dll", b"MZ")

    assert "As python.org gives it." in notices([piece("python", "runtime", file, "PSF-2.0")], tmp_path)


def test_fonts_icons_codes_and_the_launchers_are_named(tmp_path: Path) -> None:
    text = notices([], tmp_path)

    for needed in (
        "SIL OPEN FONT LICENSE",
        "Paweł Kuna",
        "Local Government Directory",
        "Regenstrief",
        "mingw-w64 project",
    ):
        assert needed in text


def test_spoke_s_own_licence_lies_beside(tmp_path: Path) -> None:
    notices([piece("spoke", "own", tmp_path / "none")], tmp_path)

    assert b"Apache License" in (tmp_path / "licences" / OUR_OWN).read_bytes()


def test_every_kept_text_is_there_and_used() -> None:
    used = {name for names in KEPT_TEXTS.values() for name in names} | {"mingw-w64.txt"}

    assert used == {path.name for path in KEPT.iterdir() if path.suffix == ".txt"}


def test_the_texts_are_of_parts_that_are_pinned() -> None:
    pinned = {pin.name for pin in (*read_pins().wheels, *read_pins().debian)}

    assert set(KEPT_TEXTS) - {"python"} <= pinned


def test_the_bill_of_materials(tmp_path: Path) -> None:
    pieces = [
        piece("one", "wheel", tmp_path / "one.whl"),
        piece("two", "wheel", tmp_path / "two.whl", "Apache-2.0 OR BSD-3-Clause"),
        piece("three", "runtime", tmp_path / "three.zip", "LicenseRef-Microsoft-Visual-C-Runtime"),
    ]

    bill = json.loads(sbom(pieces, "1.2.3", "0123abc"))

    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert bill["metadata"]["component"]["version"] == "1.2.3"
    assert bill["metadata"]["component"]["properties"] == [{"name": "spoke:source", "value": "0123abc"}]
    assert "timestamp" not in bill["metadata"]
    licences = {part["name"]: part["licenses"] for part in bill["components"]}
    assert licences == {
        "one": [{"license": {"id": "MIT"}}],
        "two": [{"expression": "Apache-2.0 OR BSD-3-Clause"}],
        "three": [{"license": {"name": "Microsoft Visual C Runtime"}}],
    }
    assert bill["components"][0]["hashes"] == [{"alg": "SHA-256", "content": "ab" * 32}]
    refs = [part["bom-ref"] for part in bill["components"]]
    assert bill["dependencies"][0] == {"ref": "pkg:generic/spoke@1.2.3", "dependsOn": refs}


def test_the_bill_keeps_to_the_schema_s_required_fields(tmp_path: Path) -> None:
    """The parts of CycloneDX 1.6's JSON schema that these bills use."""
    schema = json.loads((Path(__file__).parent / "cyclonedx-1.6-used.schema.json").read_text())
    validator = jsonschema_rs.validator_for(schema)
    pins = read_pins()
    pieces = [
        Piece(
            pin.name, pin.version, pin.sha256, pin.licence, f"pkg:x/{pin.name}@{pin.version}", "wheel", Path(pin.file)
        )
        for pin in (*pins.wheels, *pins.debian)
    ]

    bill = json.loads(sbom(pieces, "0.1.0", "abc"))

    assert [error.message for error in validator.iter_errors(bill)] == []
    bill["components"][0]["hashes"][0]["content"] = "no hash"
    del bill["components"][1]["name"]
    assert len(list(validator.iter_errors(bill))) == 2


def test_another_content_has_another_serial(tmp_path: Path) -> None:
    one, two = (piece(name, "wheel", tmp_path / name) for name in ("one", "two"))
    serials = {
        json.loads(sbom(parts, version, "abc"))["serialNumber"] for parts in ([one], [two]) for version in ("1", "2")
    }

    assert len(serials) == 4
