"""A table as CSV that Excel opens as it is meant: UTF-8 with its mark, and no cell that it would run as a formula.

The rule against formula injection is OWASP's (owasp.org, "CSV Injection"): a cell that begins with = + - @, a tab or a
carriage return gets a single quote before it, every cell stands in double quotes, and those in it are doubled. What a
spreadsheet passes over before such a sign (blanks) and their full-width forms count as well.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows as they are written."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_STARTS) or cell.lstrip().startswith(_STARTS) else cell
