"""What was typed into the search box, taken apart: words of a name or a place, whose relative, an age, numbers.

`sunita w/o manoj barail 27` asks for Sunita whose relative is Manoj, in Barail, about 27 years old; `b0123`, `B-0123`
and `123` for a slip; digits with any spaces, hyphens or country code for a phone or an ABHA number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from care_record.rules.identity import ascii_digits
from care_record.rules.names import search_key, skeleton

PART_OF_A_PHONE = range(4, 10)
"""So many digits may be any part of a phone; fewer are a beginning, or another number."""
OLDEST = 120
_SLIP = re.compile(r"[a-z]{1,3}[\s-]?\d{1,8}", re.IGNORECASE)
_SLIP_WITHIN = re.compile(r"(?<!\S)[a-z]{1,3}-?\d{1,8}(?!\S)", re.IGNORECASE)
_AGE = re.compile(
    r"(?<![\w-])(\d{1,3})\s*(y|yr|yrs|years?|saal|sal|साल|वर्ष|m|mo|months?|mahine|महीने|माह|w|weeks?|हफ़्ते|हफ्ते|d|days?|दिन)(?!\S)",
    re.IGNORECASE,
)
_UNITS = {"y": 365.25, "s": 365.25, "स": 365.25, "व": 365.25, "m": 30.4375, "म": 30.4375}
_UNITS |= {"w": 7.0, "ह": 7.0, "d": 1.0, "द": 1.0}
_NUMBER = re.compile(r"\+?\d[\d\s().-]*")
_WORD = re.compile(r"\S+")
_OF_WHOM = re.compile(
    r"(?<!\S)(?:[wsdchfm]\s*/\s*o?\.?|(?:wife|son|daughter|husband|child)\s+of|पति|पिता|पत्नी|माता)(?!\w)[\s:]*",
    re.IGNORECASE,
)
_ANYWHERE, _RELATIVE = "{names relatives places}", "relatives"


@dataclass(frozen=True)
class Number:
    """Digits as they may stand in the index: as typed, and without a country code or leading zeros."""

    ways: tuple[str, ...]
    phones: tuple[str, ...] = ()
    """Phones that have these digits somewhere inside (`search` fills it in)."""

    def term(self, *, whole: bool = False) -> str:
        end = "" if whole else "*"
        ways = [f'numbers : "{way}"{end}' for way in self.ways]
        return " OR ".join([*ways, *(f'numbers : "{phone}"' for phone in self.phones)])


@dataclass(frozen=True)
class Age:
    """About so many days; `sure` if a unit was typed, so that it can be no other number."""

    days: float
    sure: bool

    def step(self) -> float:
        """Years, or months where so young a child was meant."""
        return _UNITS["y"] if self.days >= _UNITS["y"] else _UNITS["m"]

    def may_differ(self) -> int:
        """By so many steps: ages are told by guess, the older the wider."""
        return max(1, round(0.08 * self.days / self.step()))


@dataclass(frozen=True)
class Query:
    """A typed text, taken apart."""

    keys: tuple[str, ...]
    """Every word but the relative's, as its key."""
    relatives: tuple[str, ...]
    numbers: tuple[Number, ...]
    age: Age | None = None

    def words(self) -> tuple[str, ...]:
        return self.keys + self.relatives

    def match(self, *, whole: bool = False, numbers: bool = True) -> str:
        """The index's query: every word as a beginning, or as a whole word; empty if nothing is asked for."""
        end = "" if whole else "*"
        terms = [f'{_ANYWHERE} : "{key}"{end}' for key in self.keys]
        terms += [f'{_RELATIVE} : "{key}"{end}' for key in self.relatives]
        terms += [number.term(whole=whole) for number in self.numbers if numbers]
        return " AND ".join(f"({term})" for term in terms)

    def by_sound(self, *, numbers: bool = True) -> str:
        """The second net: consonants only."""
        terms = [f'sounds : "{skeleton(key)}"*' for key in self.keys]
        terms += [f'{_RELATIVE} : "{key}"*' for key in self.relatives]
        terms += [number.term() for number in self.numbers if numbers]
        return " AND ".join(f"({term})" for term in terms)

    def sound_is_telling(self) -> bool:
        return bool(self.keys) and all(len(skeleton(key)) > 1 for key in self.keys)


def slip_key(slip_no: str) -> str:
    """`B-0123` as `b0123`: how a slip's number is looked up, typed with or without its hyphen."""
    return "".join(c for c in ascii_digits(slip_no).casefold() if c.isalnum())


def as_slip(typed: str) -> Query | None:
    """The text as one slip number (`b 123`), if it can be one: `ram 27` can, too, and is asked for as words then."""
    text = ascii_digits(typed).strip()
    return Query((), (), (Number((slip_key(text),)),)) if _SLIP.fullmatch(text) else None


def take_apart(typed: str) -> Query:
    """Ages and numbers first (numbers may be typed with spaces), then words; each word as its key."""
    text = ascii_digits(typed).strip()
    age = None
    if (said := _AGE.search(text)) and text != said.group():
        age = Age(int(said.group(1)) * _UNITS[said.group(2)[0].lower()], sure=True)
        text = text[: said.start()] + " " + text[said.end() :]
    numbers = [Number((slip_key(slip),)) for slip in _SLIP_WITHIN.findall(text)]
    text = _SLIP_WITHIN.sub(" ", text)
    for match in _NUMBER.finditer(text):
        digits = "".join(c for c in match.group() if c.isdecimal())
        numbers.append(Number(_ways(digits)))
    own, *whose = _OF_WHOM.split(_NUMBER.sub(" ", text), maxsplit=1)
    behind = _keys(whose[0]) if whose else ()
    # Behind `w/o` stands her husband's first name; what follows may be his surname or already the village.
    return Query(
        tuple(dict.fromkeys((*_keys(own), *behind[1:]))),
        behind[:1],
        tuple(dict.fromkeys(numbers)),
        age or _bare_age(numbers, bool(own.strip() or behind)),
    )


def _keys(text: str) -> tuple[str, ...]:
    return tuple(key for word in _WORD.findall(text) for key in search_key(word).split())


def _bare_age(numbers: list[Number], beside_words: bool) -> Age | None:
    """`sunita 27`: most likely years; it may begin a slip or a phone as well."""
    if not beside_words or len(numbers) != 1:
        return None
    typed = numbers[0].ways[0]
    if not typed.isdecimal() or len(typed) > 3 or int(typed) > OLDEST:
        return None
    return Age(int(typed) * _UNITS["y"], sure=False)


def _ways(digits: str) -> tuple[str, ...]:
    """As typed, and as kept: ten digits of a phone without 0, 91 or 0091, a slip's number without its zeros.

    While a number that begins with 91 is being typed it may still become an ABHA number: both ways are asked for.
    """
    ways = [digits]
    if len(digits) > 10:
        ways += [digits.removeprefix(p)[:10] for p in ("0091", "091", "91", "0") if digits.startswith(p)][:1]
    elif digits.startswith("0"):
        ways.append(digits.lstrip("0") or digits)
    return tuple(dict.fromkeys(ways))
