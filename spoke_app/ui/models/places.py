"""Districts and blocks of the Local Government Directory, for the two choices of a patient's address.

The table comes as the text of `resources/lgd-bihar.csv`; a code that it does not have is shown as it is, so that
a patient from another state keeps what was written.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from importlib.resources import files


@dataclass(frozen=True)
class LgdPlaces:
    """Names by LGD code."""

    districts: dict[str, str] = field(default_factory=dict)
    blocks: dict[str, dict[str, str]] = field(default_factory=dict)
    """District code -> block code -> name."""

    def district_name(self, code: str) -> str:
        return self.districts.get(code, code)

    def block_name(self, code: str) -> str:
        for blocks in self.blocks.values():
            if code in blocks:
                return blocks[code]
        return code

    def district_options(self) -> list[tuple[str, str]]:
        """(code, name) in the order of the names."""
        return sorted(self.districts.items(), key=lambda item: item[1])

    def block_options(self, district: str) -> list[tuple[str, str]]:
        return sorted(self.blocks.get(district, {}).items(), key=lambda item: item[1])


def read_places(text: str) -> LgdPlaces:
    """Read the LGD table (columns `district_lgd,district,subdistrict_lgd,subdistrict`)."""
    places = LgdPlaces()
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        district, block = row["district_lgd"].strip(), row["subdistrict_lgd"].strip()
        places.districts[district] = row["district"].strip().title()
        places.blocks.setdefault(district, {})[block] = row["subdistrict"].strip().title()
    return places


def load_places() -> LgdPlaces:
    """Districts and blocks with their codes."""
    return read_places((files("resources") / "lgd-bihar.csv").read_text(encoding="utf-8"))
