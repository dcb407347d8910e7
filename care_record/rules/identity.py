"""Numbers that name a person: telephone, ABHA, and the one that must not be kept, Aadhaar.

A family shares one telephone, so a number is never a key. Nine published sample ABHA numbers pass Luhn and no official
rule was found, so a failure is a warning and never a refusal. For Aadhaar there is no field at all: twelve digits that
could be one are found wherever they are typed, and only the last four are kept.
"""

from __future__ import annotations

import re
import unicodedata

from care_record.rules.problem import Problem

_PHONE_NOISE = re.compile(r"[\s().\-/]")
_MOBILE = re.compile(r"[6-9]\d{9}")
_ABHA_NOISE = re.compile(r"[\s.\-/]")
ABHA_ADDRESS = r"[A-Za-z0-9](?:[A-Za-z0-9._]*[A-Za-z0-9])?@(?:abdm|sbx)"
"""Letters, digits, dot and underscore before `@abdm` (`@sbx` in the sandbox)."""
# Four-four-four as people group it, or twelve in a row; not inside a longer number, a word or an id.
_TWELVE = re.compile(r"(?<![\w+\-])(?:\d{4}([ \-])\d{4}\1\d{4}|\d{12})(?![\w\-])")

_VERHOEFF_TIMES = (
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
)
_VERHOEFF_TURN = (
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
)


def ascii_digits(text: str) -> str:
    """The text with digits of any script (a Hindi keyboard's, say) as 0-9."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def normalise_phone(text: str) -> str | None:
    """An Indian mobile number as E.164 (`+91` and ten digits), or None. Takes 0…, 91…, 0091…, spaces, Hindi digits."""
    digits = _PHONE_NOISE.sub("", ascii_digits(unicodedata.normalize("NFKC", text)))
    for prefix in ("+91", "0091", "91", "0", ""):
        rest = digits.removeprefix(prefix)
        if digits.startswith(prefix) and _MOBILE.fullmatch(rest.removeprefix("0") if prefix else rest):
            return "+91" + rest[-10:]
    return None


def phone_problem(text: str) -> Problem | None:
    """`bad-phone` if this is no Indian mobile number; an empty text is no problem, the field is optional."""
    if not text.strip() or normalise_phone(text) is not None:
        return None
    return Problem("phone", "bad-phone", "ten digits, the first 6 to 9")


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def check_abha(text: str) -> tuple[str | None, bool]:
    """(the 14 digits or None, whether to ask "please check"). The warning never refuses anything."""
    digits = _ABHA_NOISE.sub("", ascii_digits(unicodedata.normalize("NFKC", text)))
    if len(digits) != 14 or not (digits.isascii() and digits.isdigit()):
        return None, False
    return digits, not _luhn(digits)


def verhoeff(digits: str) -> bool:
    """Whether the last digit is the Verhoeff check digit of those before it. `digits` are 0-9 only."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = int(_VERHOEFF_TIMES[check][int(_VERHOEFF_TURN[place % 8][int(digit)])])
    return check == 0


def _is_aadhaar(written: str) -> bool:
    digits = "".join(c for c in ascii_digits(written) if c.isdigit())
    if digits[0] in "01" or not verhoeff(digits):
        return False
    # In a row, 91 and a mobile number: far more often a telephone than an Aadhaar number.
    return not (len(written) == 12 and digits.startswith("91") and _MOBILE.fullmatch(digits[2:]))


def find_aadhaar(text: str) -> str | None:
    """The first run of digits in the text, as written, that is very likely an Aadhaar number."""
    return next((m.group() for m in _TWELVE.finditer(text) if _is_aadhaar(m.group())), None)


def mask_aadhaar(text: str) -> str:
    """The text with all but the last four digits of every likely Aadhaar number gone."""

    def masked(match: re.Match[str]) -> str:
        written = match.group()
        return "XXXX-XXXX-" + ascii_digits(written)[-4:] if _is_aadhaar(written) else written

    return _TWELVE.sub(masked, text)
