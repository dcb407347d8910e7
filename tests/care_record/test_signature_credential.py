"""Signatures over slips, and secrets sealed by PIN and to keys."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care_record import credential, signature
from care_record.credential import BadSeal, Cost, WrongPin

CHEAP = Cost(t=1, m_kib=8)

DOCTOR = {"name": "N. Jha", "registration_no": "BCMR 00000", "staff": "0192f0a1-7c3e-7abc-9def-001122334455"}
PRESCRIPTION = {
    "number": "SUP-261124-K3M7QD",
    "signed": "2026-11-24T09:21:00+05:30",
    "items": [
        {
            "generic": "PARACETAMOL",
            "form": "tablet",
            "strength": "500 mg",
            "dose": "1",
            "frequency": "TDS",
            "duration": {"value": 3, "unit": "days"},
        },
        {"generic": "ORAL REHYDRATION SALTS", "form": "sachet", "dose": "1|2\n3", "frequency": "SOS"},
    ],
}
PATIENT = {
    "name": "Sunita Devi",
    "gender": "female",
    "village": "Barail",
    "age": {"value": 27, "unit": "years", "as_of": "2026-11-24"},
}


def test_a_signature_holds_for_its_key_and_message_only() -> None:
    private, other = signature.new_signing_key(), signature.new_signing_key()
    public = signature.public_key(private)
    signed = signature.sign(private, b"slip")
    assert (len(private), len(public), len(signed)) == (32, 32, 64)
    assert signature.verify(public, b"slip", signed)
    assert not signature.verify(public, b"slip.", signed)
    assert not signature.verify(signature.public_key(other), b"slip", signed)
    assert not signature.verify(b"short", b"slip", signed)
    assert not signature.verify(public, b"slip", b"")


def test_an_old_key_still_verifies() -> None:
    old, new = signature.new_signing_key(), signature.new_signing_key()
    keys = [signature.b64(signature.public_key(key)) for key in (new, old)]
    signed = signature.b64(signature.sign(old, "slip ध".encode()))
    assert signature.verify_b64(keys, "slip ध", signed)
    assert not signature.verify_b64(keys[:1], "slip ध", signed)
    assert not signature.verify_b64([], "slip ध", signed)
    assert not signature.verify_b64(keys, "slip ध", "no base64!")


@given(st.binary())
def test_base64_there_and_back(raw: bytes) -> None:
    assert signature.unb64(signature.b64(raw)) == raw


@pytest.mark.parametrize("text", ["a", "****", "ध", "QUJD\n"])
def test_what_is_not_base64(text: str) -> None:
    with pytest.raises(ValueError, match="base64"):
        signature.unb64(text)


def test_the_slip_says_who_gets_what_from_whom() -> None:
    assert signature.slip_text(PRESCRIPTION, PATIENT, DOCTOR).split("\n") == [
        "SPOKE1|SUP-261124-K3M7QD|2026-11-24T09:21",
        "Sunita Devi|27y F|Barail",
        "PARACETAMOL tablet 500 mg|1|TDS|3 days",
        "ORAL REHYDRATION SALTS sachet|1/2 3|SOS|",
        "N. Jha|BCMR 00000|0192f0a1-7c3e-7abc-9def-001122334455",
    ]


def test_the_code_on_paper_is_read_back_and_verified() -> None:
    private = signature.new_signing_key()
    slip = signature.slip_text(PRESCRIPTION, PATIENT, DOCTOR)
    signed = signature.b64(signature.sign(private, slip.encode()))
    read = signature.read_qr(signature.qr_text(slip, signed))
    assert read == (slip, signed, DOCTOR["staff"])
    assert signature.verify_b64([signature.b64(signature.public_key(private))], read[0], read[1])
    forged = slip.replace("500 mg", "650 mg")
    assert not signature.verify_b64([signature.b64(signature.public_key(private))], forged, signed)


@pytest.mark.parametrize("text", ["", "https://example.org", "SPOKE1|x|y", "SPOKE2|x\n~abc"])
def test_other_codes_are_no_slips(text: str) -> None:
    assert signature.read_qr(text) is None


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_name_breaks_out_of_its_line(name: str, dose: str) -> None:
    items = [{"generic": "ORS", "dose": dose}]
    slip = signature.slip_text({**PRESCRIPTION, "items": items}, {**PATIENT, "name": name}, DOCTOR)
    lines = slip.split("\n")
    assert [line.count("|") for line in lines] == [2, 2, 3, 2]
    assert "~" not in slip
    assert len(slip.splitlines()) == 4


def test_an_infants_age_on_the_slip() -> None:
    infant = {**PATIENT, "age": {"value": 5, "unit": "months", "as_of": "2026-11-24"}}
    assert "|5mo F|" in signature.slip_text(PRESCRIPTION, infant, DOCTOR)
    assert "|- F|" in signature.slip_text(PRESCRIPTION, {**PATIENT, "age": None}, DOCTOR)


def test_a_credential_opens_with_its_pin_only() -> None:
    public, sealed = credential.make_credential("482913", CHEAP)
    private = credential.open_credential(sealed, "482913")
    secret = credential.seal_to(signature.unb64(public), b"the store's key")
    assert credential.open_seal(private, secret) == b"the store's key"
    with pytest.raises(WrongPin):
        credential.open_credential(sealed, "482914")


def test_a_pin_typed_in_hindi_digits_is_the_same_pin() -> None:
    _, sealed = credential.make_credential("482913", CHEAP)
    assert len(credential.open_credential(sealed, "४८२९१३")) == 32


def test_a_new_pin_keeps_what_was_sealed_before() -> None:
    public, sealed = credential.make_credential("111111", CHEAP)
    seal = credential.seal_to(signature.unb64(public), b"key")
    changed = credential.change_pin(sealed, "111111", "222222", CHEAP)
    assert credential.open_seal(credential.open_credential(changed, "222222"), seal) == b"key"
    with pytest.raises(WrongPin):
        credential.change_pin(sealed, "333333", "222222", CHEAP)


def test_the_standard_cost_is_that_of_the_design() -> None:
    assert Cost(t=3, m_kib=65536) == credential.STANDARD
    _, sealed = credential.make_credential("482913")
    assert (sealed["t"], sealed["m_kib"]) == (3, 65536)
    assert len(credential.open_credential(sealed, "482913")) == 32


@pytest.mark.parametrize(
    "change",
    [
        {"kdf": "none"},
        {"t": 0},
        {"t": 10**6},
        {"t": True},
        {"m_kib": 10**9},
        {"m_kib": "8"},
        {"salt": "?"},
        {"salt": None},
        {"nonce": "QUJD"},
        {"box": ""},
    ],
)
def test_a_seal_that_asks_for_nonsense_is_refused_unworked(change: dict[str, object]) -> None:
    sealed = {**credential.wrap(b"secret", "pin", CHEAP), **change}
    with pytest.raises(BadSeal):
        credential.unwrap(sealed, "pin")


def test_a_cheaper_cost_written_into_a_seal_does_not_open_it() -> None:
    sealed = credential.wrap(b"secret", "pin", Cost(t=2, m_kib=8))
    with pytest.raises(WrongPin):
        credential.unwrap({**sealed, "t": 1}, "pin")


@settings(max_examples=30)
@given(st.binary(max_size=100), st.text(max_size=20))
def test_any_secret_under_any_password_comes_back(secret: bytes, password: str) -> None:
    assert credential.unwrap(credential.wrap(secret, password, CHEAP), password) == secret


@given(st.binary(max_size=200))
def test_a_seal_opens_for_its_key_alone(secret: bytes) -> None:
    private, public = credential.new_key_pair()
    other, _ = credential.new_key_pair()
    sealed = credential.seal_to(public, secret)
    assert credential.open_seal(private, sealed) == secret
    assert credential.seal_to(public, secret) != sealed
    for key, broken in (
        (other, sealed),
        (private, sealed[:-1]),
        (private, sealed[:-1] + bytes([sealed[-1] ^ 1])),
        (private, bytes([sealed[0] ^ 1]) + sealed[1:]),
        (private, b""),
        (b"short", sealed),
    ):
        with pytest.raises(BadSeal):
            credential.open_seal(key, broken)


def test_a_key_that_is_none_takes_no_secret() -> None:
    for public in (b"short", bytes(32)):
        with pytest.raises(BadSeal):
            credential.seal_to(public, b"secret")
