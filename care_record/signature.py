"""Ed25519 signatures, and the compact text of a prescription that a doctor signs and the QR code holds.

The signature is over exactly the bytes of the slip. Whoever has the doctor's public key (every device: `staff` records
go to all) can check a paper without a network. Keys and signatures are raw bytes here, standard base64 in records.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from care_record.rules.age import age_text_parts, as_date

SLIP_VERSION = "SPOKE1"
_SIGNATURE_MARK = "\n~"


def b64(raw: bytes) -> str:
    """Standard base64, as records and the wire carry keys and signatures."""
    return base64.b64encode(raw).decode("ascii")


def unb64(text: str) -> bytes:
    """The bytes; ValueError if the text is not standard base64."""
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64") from error


def new_signing_key() -> bytes:
    """A new private key, 32 raw bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key(private: bytes) -> bytes:
    """The public half, 32 raw bytes."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign(private: bytes, message: bytes) -> bytes:
    """The signature, 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(message)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature holds; a key or signature of the wrong shape does not, and never raises."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def verify_b64(keys: Sequence[str], message: str, signature: str) -> bool:
    """Whether one of a person's public keys, old ones included, made this signature over the text."""
    try:
        raw = unb64(signature)
        publics = [unb64(key) for key in keys]
    except ValueError:
        return False
    return any(verify(public, message.encode(), raw) for public in publics)


def _plain(value: object) -> str:
    """One value of the slip: on one line, without the slip's own separators."""
    text = "" if value is None else str(value)
    return " ".join(text.replace("|", "/").replace("~", "-").split())


def _age_sex(patient: Mapping[str, Any], on: date | None) -> str:
    parts = age_text_parts(patient, on) if on else None
    age = f"{parts[0]}{parts[1][0]}" if parts and parts[1] != "months" else f"{parts[0]}mo" if parts else "-"
    return f"{age} {_plain(patient.get('gender'))[:1].upper() or '-'}"


def _item(item: Mapping[str, Any]) -> str:
    duration = item.get("duration")
    long = f"{duration.get('value')} {duration.get('unit')}" if isinstance(duration, dict) else ""
    medicine = " ".join(_plain(item.get(name)) for name in ("generic", "form", "strength") if item.get(name))
    return "|".join((medicine, _plain(item.get("dose")), _plain(item.get("frequency")), _plain(long)))


def slip_text(prescription: Mapping[str, Any], patient: Mapping[str, Any], doctor: Mapping[str, Any]) -> str:
    """The prescription in short: number and day, patient, one line per medicine, doctor. What the doctor signs.

    `prescription` needs `number`, `signed` and `items`; `patient` is the folded patient; `doctor` the object that the
    prescription carries. The staff id in the last line says whose public keys to try.
    """
    signed = _plain(prescription.get("signed"))
    place = _plain(patient.get("village") or patient.get("address"))
    who = "|".join((_plain(patient.get("name")), _age_sex(patient, as_date(signed[:10])), place))
    items = [_item(item) for item in prescription.get("items") or () if isinstance(item, dict)]
    names = "|".join(_plain(doctor.get(name)) for name in ("name", "registration_no", "staff"))
    return "\n".join((f"{SLIP_VERSION}|{_plain(prescription.get('number'))}|{signed[:16]}", who, *items, names))


def qr_text(slip: str, signature: str) -> str:
    """What the QR code holds: the slip and the signature over it."""
    return slip + _SIGNATURE_MARK + signature


def read_qr(text: str) -> tuple[str, str, str] | None:
    """(slip, signature, doctor's staff id) out of a scanned code; None if it is no slip of ours."""
    slip, mark, signature = text.strip().rpartition(_SIGNATURE_MARK)
    if not mark or not slip.startswith(SLIP_VERSION + "|"):
        return None
    return slip, signature, slip.rsplit("\n", 1)[-1].rsplit("|", 1)[-1]


@dataclass(frozen=True)
class SlipItem:
    """One medicine as it was signed: name with form and strength, dose, how often (a code), for how long."""

    medicine: str
    dose: str
    frequency: str
    duration: str


@dataclass(frozen=True)
class Slip:
    """What a slip says, field by field, as text."""

    number: str
    signed: str
    """`YYYY-MM-DDTHH:MM`, by the clock of the place where it was signed."""
    patient: str
    age_sex: str
    place: str
    items: tuple[SlipItem, ...]
    doctor: str
    registration_no: str
    staff: str


def read_slip(slip: str) -> Slip | None:
    """`slip_text` backwards; None where the text is not built like one of this version."""
    head, *rest = slip.split("\n")
    parts = head.split("|")
    if len(parts) != 3 or parts[0] != SLIP_VERSION or len(rest) < 2:
        return None
    who, *lines, doctor = rest
    patient, person = who.split("|"), doctor.split("|")
    items = [line.split("|") for line in lines]
    if len(patient) != 3 or len(person) != 3 or any(len(item) != 4 for item in items):
        return None
    name, age_sex, place = patient
    signed_by, registration_no, staff = person
    medicines = tuple(SlipItem(*item) for item in items)
    return Slip(parts[1], parts[2], name, age_sex, place, medicines, signed_by, registration_no, staff)
