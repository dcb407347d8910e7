"""Signing with a certificate made here, a real program and a real MSI; each failure a sentence without a secret."""

import shutil
import socket
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from spoke_msi.signing import (
    COMMAND,
    PASSWORD_FILE,
    PKCS12,
    TIMESTAMP_URL,
    CommandSigner,
    KeyFileSigner,
    SigningFailed,
    is_signed,
    signer_from_environment,
    verify,
)

from tests.packaging.small_msi import Small, build, needs, program

PASSWORD = "correct-horse-8"
"""No secret: it opens a key that lives as long as this test."""


@dataclass(frozen=True)
class Keys:
    authority: Path
    key: Path
    password: Path
    ended: Path
    """A key whose certificate ended yesterday."""


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    folder = tmp_path_factory.mktemp("keys")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    authority_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    authority = _certificate("Test Authority", authority_key, None, authority_key, days=30)
    leaf = _certificate("Spoke Test", key, authority, authority_key, days=30)
    ended = _certificate("Spoke Test", key, authority, authority_key, days=-1)
    found = Keys(folder / "authority.pem", folder / "key.p12", folder / "password", folder / "ended.p12")
    found.authority.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    locked = serialization.BestAvailableEncryption(PASSWORD.encode())
    for file, certificate in ((found.key, leaf), (found.ended, ended)):
        file.write_bytes(pkcs12.serialize_key_and_certificates(b"spoke", key, certificate, [authority], locked))
    found.password.write_text(PASSWORD + "\n")
    return found


def _certificate(
    name: str, key: rsa.RSAPrivateKey, issuer: x509.Certificate | None, issuer_key: rsa.RSAPrivateKey, days: int
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
    )
    if issuer is not None:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
    return made.sign(issuer_key, hashes.SHA256())


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    needs("osslsigncode")
    return build(tmp_path_factory.mktemp("small"), "1.0.0")


@pytest.fixture
def exe(small: Small, tmp_path: Path) -> Path:
    return Path(shutil.copy(small.app / "Spoke.exe", tmp_path / "Spoke.exe"))


@pytest.fixture
def signer(keys: Keys) -> KeyFileSigner:
    return KeyFileSigner(keys.key, keys.password)


def failure(signer: KeyFileSigner | CommandSigner, file: Path) -> str:
    """What is said; the file stays as it was, nothing else is left, and the password is not repeated."""
    before, beside = file.read_bytes(), sorted(file.parent.iterdir())
    with pytest.raises(SigningFailed) as caught:
        signer.sign(file)
    assert file.read_bytes() == before
    assert sorted(file.parent.iterdir()) == beside
    assert PASSWORD not in str(caught.value)
    return str(caught.value)


def test_a_program_is_signed_where_it_lies(exe: Path, signer: KeyFileSigner, keys: Keys) -> None:
    exe.chmod(0o755)
    assert not is_signed(exe)

    signer.sign(exe)

    assert is_signed(exe)
    verify(exe, keys.authority)
    assert exe.stat().st_mode & 0o777 == 0o755
    assert list(exe.parent.iterdir()) == [exe]


def test_an_msi_is_signed_and_still_opens(small: Small, signer: KeyFileSigner, keys: Keys, tmp_path: Path) -> None:
    from spoke_msi.validate import problems

    msi = Path(shutil.copy(small.msi, tmp_path / "small.msi"))

    signer.sign(msi)

    verify(msi, keys.authority)
    assert problems(msi, small.app) == []


def test_what_was_changed_after_signing_is_not_good(exe: Path, signer: KeyFileSigner, keys: Keys) -> None:
    signer.sign(exe)
    content = bytearray(exe.read_bytes())
    content[0x600] ^= 1
    exe.write_bytes(content)

    with pytest.raises(SigningFailed, match=r"^Spoke\.exe was changed after it was signed"):
        verify(exe, keys.authority)


def test_a_stranger_s_signature_is_not_good(exe: Path, signer: KeyFileSigner) -> None:
    signer.sign(exe)

    with pytest.raises(SigningFailed, match="nothing in this machine's certificates vouches for whoever signed it"):
        verify(exe)


def test_an_unsigned_file_is_said_so(exe: Path, keys: Keys) -> None:
    with pytest.raises(SigningFailed, match=r"^Spoke\.exe is not signed\.$"):
        verify(exe, keys.authority)
    with pytest.raises(SigningFailed, match=r"gone\.pem to hold the signature against"):
        verify(exe, keys.authority.with_name("gone.pem"))


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_the_password_file_may_come_from_windows(ending: str, exe: Path, keys: Keys, tmp_path: Path) -> None:
    password = tmp_path / "password.txt"
    password.write_bytes(b"\xef\xbb\xbf" + PASSWORD.encode() + ending.encode())

    KeyFileSigner(keys.key, password).sign(exe)

    verify(exe, keys.authority)


def test_the_password_is_on_no_command_line(
    exe: Path, signer: KeyFileSigner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, told, folder = shutil.which("osslsigncode"), tmp_path / "told", tmp_path / "bin"
    folder.mkdir()
    (folder / "osslsigncode").write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{told}"\nenv >> "{told}"\nexec "{real}" "$@"\n'
    )
    (folder / "osslsigncode").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")

    signer.sign(exe)

    assert "-readpass" in told.read_text()
    assert PASSWORD not in told.read_text()


def test_a_wrong_password(exe: Path, keys: Keys, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("another-secret")

    said = failure(KeyFileSigner(keys.key, wrong), exe)

    assert said == f"key.p12 cannot be opened: the password in {wrong} is not its password, or it is no PKCS#12 file."


def test_an_empty_password_file(exe: Path, keys: Keys, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.write_text("\n")

    assert failure(KeyFileSigner(keys.key, empty), exe) == f"{empty} is empty: it must hold the password of key.p12."


def test_missing_files(exe: Path, keys: Keys) -> None:
    gone = keys.key.with_name("gone")

    assert failure(KeyFileSigner(gone, keys.password), exe) == (
        f"There is no file {gone}: put it there, or correct SPOKE_SIGN_PKCS12."
    )
    assert failure(KeyFileSigner(keys.key, gone), exe) == (
        f"There is no file {gone}: put it there, or correct SPOKE_SIGN_PASSWORD_FILE."
    )


def test_a_certificate_that_has_ended(exe: Path, keys: Keys) -> None:
    said = failure(KeyFileSigner(keys.ended, keys.password), exe)

    assert said.startswith("The certificate in ended.p12 is good from ")
    assert said.endswith(": sign with one that is good today.")


def test_what_windows_has_no_signature_for(signer: KeyFileSigner, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("nothing")

    assert (
        failure(signer, text)
        == "notes.txt is neither a program, a library nor an MSI: Windows has no signature for it."
    )
    with pytest.raises(SigningFailed, match=r"gone\.exe to sign\.$"):
        signer.sign(tmp_path / "gone.exe")


def test_a_broken_program(signer: KeyFileSigner, tmp_path: Path) -> None:
    needs("osslsigncode")
    broken = tmp_path / "broken.exe"
    broken.write_bytes(b"MZ" + bytes(300))

    assert failure(signer, broken).startswith("broken.exe is not signed: osslsigncode failed. Is the file whole")


def test_without_the_tool(exe: Path, signer: KeyFileSigner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert failure(signer, exe) == (
        "osslsigncode is not installed. On Debian or Ubuntu: sudo apt-get install osslsigncode"
    )


def test_no_timestamp_server(exe: Path, keys: Keys) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens there
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"

        said = failure(KeyFileSigner(keys.key, keys.password, url), exe)

    assert said == (
        f"Spoke.exe is not signed: the timestamp server {url} gave no timestamp. "
        "Look at the line and the address in SPOKE_SIGN_TIMESTAMP_URL, then build again."
    )


def test_a_timestamp_server_that_says_nothing(exe: Path, keys: Keys) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"

        said = failure(KeyFileSigner(keys.key, keys.password, url, longest=1.0), exe)

    assert said == f"Spoke.exe is not signed: The timestamp server {url} gave no answer in 1 seconds. Try again."


def command(folder: Path, body: str) -> tuple[str, ...]:
    script = folder / "sign.py"
    script.write_text(f"import subprocess, sys\nfile = sys.argv[-1]\n{body}\n")
    return (sys.executable, str(script), "--pin", PASSWORD)


@pytest.fixture
def beside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("beside")


def test_the_owner_s_command_signs(exe: Path, keys: Keys, beside: Path) -> None:
    body = (
        f"subprocess.run(['osslsigncode', 'sign', '-pkcs12', {str(keys.key)!r}, '-readpass', {str(keys.password)!r}, "
        "'-in', file, '-out', file + '.signed'], check=True)\n"
        "import os\nos.replace(file + '.signed', file)"
    )

    CommandSigner(command(beside, body)).sign(exe)

    verify(exe, keys.authority)
    assert list(exe.parent.iterdir()) == [exe]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "print(sys.argv); sys.exit('PIN refused: ' + sys.argv[2])",
            "ended with 1. Run it by hand on the file to see why.",
        ),
        ("", "ended well but left no signature. It must sign the file that its last argument names, where it lies."),
        ("open(file, 'ab').write(b'x'); sys.exit(3)", "ended with 3. Run it by hand on the file to see why."),
    ],
    ids=["refused", "idle", "half-done"],
)
def test_an_owner_s_command_that_does_not_sign(body: str, expected: str, exe: Path, beside: Path) -> None:
    said = failure(CommandSigner(command(beside, body)), exe)

    assert said == f"Spoke.exe is not signed: {Path(sys.executable).name} {expected}"


def test_an_owner_s_command_that_waits_for_a_pin(exe: Path, beside: Path) -> None:
    body = "import threading\nthreading.Event().wait()"

    said = failure(CommandSigner(command(beside, body), longest=1.0), exe)

    assert said.endswith("was not done in 1 seconds. Does it ask for a PIN?")


def test_an_owner_s_command_that_is_not_there(exe: Path, beside: Path) -> None:
    assert failure(CommandSigner((str(beside / "hsm-sign"), PASSWORD)), exe) == (
        "The command hsm-sign in SPOKE_SIGN_COMMAND cannot be started: is it installed?"
    )


def test_the_environment_names_the_signer(tmp_path: Path) -> None:
    assert signer_from_environment({}) is None
    assert signer_from_environment({PKCS12: " ", COMMAND: ""}) is None
    files = {PKCS12: "/k.p12", PASSWORD_FILE: "/pw"}
    assert signer_from_environment(files) == KeyFileSigner(Path("/k.p12"), Path("/pw"))
    with_time = files | {TIMESTAMP_URL: "http://time.example.org"}
    assert signer_from_environment(with_time) == KeyFileSigner(Path("/k.p12"), Path("/pw"), "http://time.example.org")
    assert signer_from_environment({COMMAND: "hsm-sign --slot 'my key'"}) == CommandSigner(
        ("hsm-sign", "--slot", "my key")
    )


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({PKCS12: "/k"}, "SPOKE_SIGN_PKCS12 is set, SPOKE_SIGN_PASSWORD_FILE is not: signing needs both."),
        ({PASSWORD_FILE: "/p"}, "SPOKE_SIGN_PASSWORD_FILE is set, SPOKE_SIGN_PKCS12 is not: signing needs both."),
        (
            {PKCS12: "/k", COMMAND: "x"},
            "Set either SPOKE_SIGN_PKCS12 with SPOKE_SIGN_PASSWORD_FILE, or SPOKE_SIGN_COMMAND: both are set.",
        ),
        ({COMMAND: f"x --pin '{PASSWORD}"}, "SPOKE_SIGN_COMMAND is no command: a quotation mark is left open."),
        (
            {PKCS12: "/k", PASSWORD_FILE: "/p", TIMESTAMP_URL: "time.example.org"},
            "SPOKE_SIGN_TIMESTAMP_URL must begin with http:// or https://.",
        ),
    ],
)
def test_an_environment_by_halves(environment: dict[str, str], expected: str) -> None:
    with pytest.raises(SigningFailed) as caught:
        signer_from_environment(environment)
    assert str(caught.value) == expected


def test_a_library_is_signed_too(signer: KeyFileSigner, keys: Keys, tmp_path: Path) -> None:
    needs("osslsigncode")
    library = tmp_path / "python3.dll"
    program(library, None, library=True)

    signer.sign(library)

    verify(library, keys.authority)
