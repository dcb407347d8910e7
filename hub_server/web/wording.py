"""The words of the hub's pages in English and Hindi, and dates, ages and waiting times in words.

All clocks on the pages are Indian Standard Time: the whole country keeps it, and so the server's own zone never shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from hub_server.times import IST

LANGUAGES = ("en", "hi")

_MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "hi": ["जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर"],
}
_WEEKDAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "hi": ["सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार", "शनिवार", "रविवार"],
}


class Words:
    """One language of the pages."""

    def __init__(self, lang: str, strings: Mapping[str, Mapping[str, str]]) -> None:
        self.lang = lang if lang in LANGUAGES else "en"
        self._table = strings[self.lang]

    def __call__(self, key: str, **values: object) -> str:
        text = self._table[key]
        return text.format(**values) if values else text

    def known(self, key: str, otherwise: str = "", **values: object) -> str:
        """The words for a key that may come from data, so may be unknown."""
        return self(key, **values) if key in self._table else otherwise

    def counted(self, key: str, n: float) -> str:
        """`1 day`, `3 days`: a key with an own text for one."""
        if n == 1 and f"{key}.one" in self._table:
            return self(f"{key}.one", n=1)
        return self(key, n=f"{n:g}")

    def amount(self, duration: object) -> str:
        """A duration `{value, unit}` in words, empty if there is none."""
        if not isinstance(duration, Mapping) or not isinstance(value := duration.get("value"), int | float):
            return ""
        unit = str(duration.get("unit"))
        one = self.known(f"unit.{unit}.one", unit)
        return f"{value:g} {one if value == 1 else self.known(f'unit.{unit}', unit)}"

    # ---- time -------------------------------------------------------------------------------------------------

    def day(self, on: date) -> str:
        """`24 Nov 2026`."""
        return f"{on.day} {_MONTHS[self.lang][on.month - 1]} {on.year}"

    def day_text(self, text: object) -> str:
        """A date out of a record; as it stands if it is none."""
        try:
            return self.day(date.fromisoformat(str(text)[:10]))
        except ValueError:
            return str(text or "")

    def clock(self, text: object) -> str:
        """`14:05` of a time out of a record."""
        moment = parse(text)
        return moment.astimezone(IST).strftime("%H:%M") if moment else ""

    def moment(self, text: object, now: datetime) -> str:
        """`14:05` today, `Monday 14:05` this week, else `24 Nov 2026, 14:05`."""
        moment = parse(text)
        if moment is None:
            return ""
        local, today = moment.astimezone(IST), now.astimezone(IST).date()
        time = local.strftime("%H:%M")
        if local.date() == today:
            return time
        if 0 < (today - local.date()).days < 6:
            return f"{_WEEKDAYS[self.lang][local.weekday()]} {time}"
        return f"{self.day(local.date())}, {time}"

    def wait(self, since: object, now: datetime) -> str:
        """`4 min`, `16 h`, `3 days`."""
        moment = parse(since)
        minutes = max(0, int((now - moment).total_seconds() // 60)) if moment else 0
        if minutes < 60:
            return self("wait.min", n=minutes)
        if minutes < 48 * 60:
            return self("wait.h", n=minutes // 60)
        return self("wait.d", n=minutes // (24 * 60))

    def seconds(self, s: int) -> str:
        """How long to wait before the next try."""
        return self("wait.s", n=s) if s < 90 else self("wait.min", n=-(-s // 60))

    # ---- people -----------------------------------------------------------------------------------------------

    def age(self, parts: object, *, short: bool) -> str:
        """`27 y` or `27 years` out of (27, "years")."""
        if not isinstance(parts, list | tuple) or len(parts) != 2:
            return self("age.unknown")
        key = f"age.{parts[1]}"
        return self(f"{key}.short", n=parts[0]) if short else self.counted(key, float(parts[0]))

    def age_gender(self, parts: object, gender: object) -> str:
        """`27 y F`, as in a row of the queue."""
        return f"{self.age(parts, short=True)} {self.known(f'gender.{gender}.short')}".strip()

    def named(self, fields: Mapping[str, Any] | None) -> str:
        """The name of a place or person in this language."""
        if not fields:
            return ""
        return str((self.lang == "hi" and fields.get("name_hi")) or fields.get("name") or "")


def parse(text: object) -> datetime | None:
    """An RFC 3339 time; None if it is none or has no offset."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def initials(name: str) -> str:
    """The letters of an avatar: of the first and last word; in Devanagari with the vowel sign that belongs to it."""
    words = [w for w in name.replace(".", " ").split() if w.lower() not in ("dr", "डॉ", "mrs", "mr", "smt", "श्री")]
    picked = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(_first_syllable(word) for word in picked)


def _first_syllable(word: str) -> str:
    end = 1
    while end < len(word) and "\u093a" <= word[end] <= "\u094c":
        end += 1
    return word[:end].upper()
