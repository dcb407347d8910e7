"""Districts and blocks of the Local Government Directory: codes of what people type, names of codes."""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from importlib import resources

from hub_server.services.errors import FieldError


def district_code(text: str) -> str:
    """The LGD code of a district, given as the code or by its name. FieldError for a name that is in no list."""
    wanted = text.strip()
    if is_code(wanted):
        return wanted
    for row in _rows():
        if row["district"].lower() == wanted.lower():
            return row["district_lgd"]
    raise FieldError(f"district {text!r} is not in the list: give its LGD code", "district", "not-in-list", text)


def block_code(text: str, district: str) -> str:
    """The LGD code of a sub-district of `district`. FieldError for a name that is not there, or another district's."""
    wanted = text.strip()
    named = [row for row in _rows() if wanted.lower() in (row["subdistrict"].lower(), row["subdistrict_lgd"])]
    for row in named:
        if row["district_lgd"] == district:
            return row["subdistrict_lgd"]
    if named:
        other = named[0]["district"].title()
        text = f"the block {text!r} is in {other}, not in the district {district}"
        raise FieldError(text, "subdistrict", "elsewhere", other)
    if is_code(wanted):
        return wanted  # another state's
    raise FieldError(f"the block {text!r} is not in the list: give its LGD code", "subdistrict", "not-in-list", text)


def is_code(text: str) -> bool:
    """Whether this is written as a code, of whatever state."""
    return text.isascii() and text.isdigit()


def districts() -> list[tuple[str, str]]:
    """Code and name of each district, by name."""
    return sorted({(row["district_lgd"], row["district"].title()) for row in _rows()}, key=lambda pair: pair[1])


def district_name(code: object) -> str:
    """The district's name; the code itself if it is in no list."""
    return _names().get(str(code or ""), str(code or ""))


def block_name(code: object) -> str:
    """The block's name; the code itself if it is in no list."""
    return _names().get(f"block {code}", str(code or ""))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    blocks = {f"block {row['subdistrict_lgd']}": row["subdistrict"] for row in _rows()}
    return blocks | dict(districts())


@lru_cache(maxsize=1)
def _rows() -> tuple[dict[str, str], ...]:
    source = resources.files("resources").joinpath("lgd-bihar.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(io.StringIO(source)))
