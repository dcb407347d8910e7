"""Names of Bihar's districts by their LGD codes: English from the directory's table, Hindi beside it."""

from __future__ import annotations

import csv
import json
from functools import cache
from importlib.resources import files


@cache
def _names() -> dict[str, dict[str, str]]:
    folder = files("resources")
    rows = csv.DictReader(folder.joinpath("lgd-bihar.csv").read_text("utf-8").splitlines())
    return {
        "en": {row["district_lgd"].strip(): row["district"].strip().title() for row in rows},
        "hi": json.loads(folder.joinpath("districts_hi.json").read_text("utf-8")),
    }


def district_name(code: str, lang: str) -> str:
    """The name of the district in this language; the code itself if it is none of the directory's."""
    names = _names()
    return names.get(lang, names["en"]).get(code) or names["en"].get(code) or code
