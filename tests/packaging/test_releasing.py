"""A release as its publisher makes it: a real MSI, a real key file or command, and each failure a sentence."""

from __future__ import annotations

import hashlib
import json
import stat
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from spoke_msi import __main__ as command_line
from spoke_msi import assemble, releasing
from spoke_msi.releasing import COMMAND, KEY_FILE, PASSWORD_FILE, PUBLIC_KEY, KeyFile, NotReleased

from care_record.release import BadSignature, open_manifest
from spoke_app.build_record import read_record
from tests.packaging.small_msi import Small, build, needs

PASSPHRASE = "a long passphrase for a test"
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return build(tmp_path_factory.mktemp("small"), "1.4.0")


@pytest.fixture(scope="module")
def password(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("secrets") / "passphrase"
    file.write_text(PASSPHRASE + "\n")
    return file


@pytest.fixture(scope="module")
def key(password: Path) -> KeyFile:
    file = password.with_name("release.pem")
    releasing.make_key(file, password)
    return KeyFile(file, password)


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in (PUBLIC_KEY, KEY_FILE, PASSWORD_FILE, COMMAND):
        monkeypatch.delenv(name, raising=False)
    return


def said(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    """A command's exit code, and what it says."""
    code = command_line.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, (out + err).strip()


def test_a_release_says_what_the_msi_is(small: Small, key: KeyFile, capsys: pytest.CaptureFixture[str]) -> None:
    notes = ("--notes", "Faster search.", "--notes-hi", "खोज तेज़ हुई।")
    code, told = said(capsys, "release", small.msi, *notes, "--key-file", key.key, "--password-file", key.password)
    manifest = Path(f"{small.msi}.release.json")
    assert (code, told) == (0, str(manifest))
    found = open_manifest(manifest.read_bytes(), key.public())
    content = small.msi.read_bytes()
    assert (found.version, found.bytes) == ("1.4.0", len(content))  # what Windows will compare, not the file's name
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert (found.notes, found.notes_hi) == ("Faster search.", "खोज तेज़ हुई।")


def test_the_key_lies_encrypted_for_its_owner_alone(key: KeyFile) -> None:
    assert stat.S_IMODE(key.key.stat().st_mode) == 0o600
    assert key.key.read_text().startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----")


def test_a_key_is_never_written_over(key: KeyFile, capsys: pytest.CaptureFixture[str]) -> None:
    before = key.key.read_bytes()
    code, told = said(capsys, "release-key", "make", key.key, "--password-file", key.password)
    assert code == 1 and "is there already" in told
    assert key.key.read_bytes() == before
    assert said(capsys, "release-key", "show", key.key, "--password-file", key.password) == (
        0,
        f"{PUBLIC_KEY}={key.public()}",
    )


def test_the_environment_names_the_key_as_well(
    small: Small, key: KeyFile, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(KEY_FILE, str(key.key))
    monkeypatch.setenv(PASSWORD_FILE, str(key.password))
    monkeypatch.setenv(PUBLIC_KEY, key.public())
    assert said(capsys, "release", small.msi, "--notes", "Repairs.")[0] == 0


@pytest.mark.parametrize("encoded", [False, True])
def test_a_command_may_hold_the_key(
    small: Small, key: KeyFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, encoded: bool
) -> None:
    told = "base64.b64encode(made)" if encoded else "made"
    module = tmp_path / "module.py"
    module.write_text(
        "import base64, sys\n"
        "from cryptography.hazmat.primitives.serialization import load_pem_private_key\n"
        f"key = load_pem_private_key(open({str(key.key)!r}, 'rb').read(), {PASSPHRASE.encode()!r})\n"
        "made = key.sign(sys.stdin.buffer.read())\n"
        f"sys.stdout.buffer.write({told})\n"
    )
    signer = releasing.signer(None, None, f"{sys.executable} {module}")
    manifest = releasing.release(small.msi, "Repairs.", "", signer, key.public(), NOW)
    assert open_manifest(manifest.read_bytes(), key.public()).at == "2026-11-24T10:00:00+00:00"


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("import sys; sys.exit('the PIN 246810 is wrong')", "ended with 1"),
        ("print('no signature')", "wrote no signature"),
        ("print('AAAA')", "does not agree with SPOKE_RELEASE_KEY"),
    ],
)
def test_a_command_that_fails_is_told_without_its_words(
    small: Small, key: KeyFile, tmp_path: Path, program: str, why: str
) -> None:
    (tmp_path / "module.py").write_text(program)
    signer = releasing.signer(None, None, f"{sys.executable} {tmp_path / 'module.py'}")
    with pytest.raises(NotReleased, match=why) as error:
        releasing.release(small.msi, "Repairs.", "", signer, key.public(), NOW)
    assert "246810" not in str(error.value)


def test_another_key_than_the_builds_have_releases_nothing(small: Small, key: KeyFile, tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    public = releasing.make_key(other, key.password)
    manifest = releasing.release(small.msi, "Repairs.", "", KeyFile(other, key.password), public, NOW)
    with pytest.raises(BadSignature):
        open_manifest(manifest.read_bytes(), key.public())
    before = manifest.read_bytes()
    with pytest.raises(NotReleased, match="no PC would take this version"):
        releasing.release(small.msi, "Repairs.", "", KeyFile(other, key.password), key.public(), NOW)
    assert manifest.read_bytes() == before


def test_what_is_missing_is_said(
    small: Small, key: KeyFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong, short = tmp_path / "wrong", tmp_path / "short"
    wrong.write_text("another passphrase\n")
    short.write_text("short\n")
    notes = ("--notes", "Repairs.")
    for arguments, why in (
        (("release", small.msi, *notes), "needs the publisher's key"),
        (("release", small.msi, *notes, "--key-file", key.key), "needs its passphrase"),
        (("release", small.msi, *notes, "--key-file", key.key, "--password-file", wrong), "cannot be opened"),
        (("release", tmp_path / "no.msi", *notes, "--key-file", key.key, "--password-file", key.password), "no file"),
        (("release", small.msi, *notes, "--key-file", key.key, "--key-command", "sign"), "both are named"),
        (("release", small.msi, "--notes", " ", "--key-file", key.key, "--password-file", key.password), "notes"),
        (("release-key", "make", tmp_path / "new.pem", "--password-file", short), "shorter than 12"),
        (("release-key", "make", tmp_path / "no" / "new.pem", "--password-file", wrong), "cannot be written"),
    ):
        code, told = said(capsys, *arguments)
        assert code == 1 and why in told, told
        assert "passphrase for a test" not in told
    monkeypatch.setenv(PUBLIC_KEY, "no key")
    code, told = said(capsys, "release", small.msi, *notes, "--key-file", key.key, "--password-file", key.password)
    assert code == 1 and "is no public key" in told
    code, told = said(capsys, "build")
    assert code == 1 and "is no public key" in told


def test_a_file_that_is_no_msi_is_not_released(tmp_path: Path, key: KeyFile) -> None:
    needs("msiinfo")
    (tmp_path / "page.msi").write_text("<html>Sign in to the network</html>")
    with pytest.raises(command_line._REASONS):
        releasing.release(tmp_path / "page.msi", "Repairs.", "", key, key.public(), NOW)


def test_the_build_remembers_the_key(tmp_path: Path, key: KeyFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assemble, "product_version", lambda file: "3.0.18")
    runtime = assemble.Runtime("pilot", "3.13.11", "3.13.5", "")
    for given in (key.public(), ""):
        content = assemble._record([], runtime, "1.4.0", "0123456789ab", tmp_path, given)
        assert json.loads(content)["release_key"] == given
        (tmp_path / "build.json").write_bytes(content)
        record = read_record(tmp_path)
        assert record is not None and record.release_key == given
