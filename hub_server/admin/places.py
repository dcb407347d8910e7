"""The values of the office's pages of health centres and desks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

from care_record.fold import Folded
from hub_server.admin.forms import Form, ticked
from hub_server.services.lgd import block_name, district_name, districts
from hub_server.services.typed import one_line
from hub_server.web.wording import Words

TEXTS: Mapping[str, tuple[str, ...]] = {
    "facility": ("name", "name_hi", "code", "type", "district", "subdistrict", "contact", "call_base_url"),
    "desk": ("name", "name_hi", "code", "district", "hours", "contact", "call_base_url", "countersign_percent"),
}
"""The fields that are typed or chosen, by kind; the others are ticked."""
TYPES = ("HSC", "HWC", "PHC", "APHC", "UPHC", "CHC")


@lru_cache(maxsize=1)
def _specialities() -> tuple[tuple[str, str, str], ...]:
    source = resources.files("resources").joinpath("specialities.json").read_text(encoding="utf-8")
    return tuple((entry["code"], entry["en"], entry["hi"]) for entry in json.loads(source)["entries"])


def speciality_name(code: str, words: Words) -> str:
    """The speciality in words; its code if it is in no list."""
    for known, en, hi in _specialities():
        if known == code:
            return hi if words.lang == "hi" else en
    return code


def form_of(kind: str, place: Folded) -> Form:
    """The form of a place as it is."""
    fields = place.fields
    values = {name: "" if fields.get(name) is None else str(fields[name]) for name in TEXTS[kind]}
    if kind == "facility":
        values["subdistrict"] = block_name(fields.get("subdistrict"))
        values |= {f"desk_{desk}": "yes" for desk in _texts(fields.get("desks"))}
    else:
        values |= {f"speciality_{code}": "yes" for code in _texts(fields.get("specialities"))}
    return Form(values | {"heads": " ".join(place.heads)})


def fields_of(kind: str, form: Mapping[str, str]) -> dict[str, Any]:
    """What the form says, as the service takes it: every field of the form, empty ones too."""
    fields: dict[str, Any] = {name: one_line(form.get(name, "")) for name in TEXTS[kind]}
    if kind == "facility":
        return fields | {"desks": ticked(form, "desk_")}
    percent = fields["countersign_percent"]
    if percent.isascii() and percent.isdigit() and len(percent) <= 3:
        fields["countersign_percent"] = int(percent)
    return fields | {"specialities": ticked(form, "speciality_")}


def page_values(kind: str, form: Form, words: Words, desks: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the form of a place offers."""
    offered = districts()
    chosen = form.values.get("district", "")
    if chosen and chosen not in dict(offered):
        offered.append((chosen, chosen))  # another state's
    codes = [code for code, _, _ in _specialities()]
    codes += [code for code in ticked(form.values, "speciality_") if code not in codes]
    return {
        "kind": kind,
        "form": form.values,
        "wrong": form.wrong,
        "message": form.notice,
        "districts": offered,
        "types": TYPES,
        "desks": [(desk["id"], words.named(desk), str(desk.get("code") or "")) for desk in desks],
        "specialities": [(code, speciality_name(code, words)) for code in codes],
    }


def row_of(kind: str, place: Mapping[str, Any], words: Words, desks: Mapping[str, str]) -> dict[str, Any]:
    """A place in the list."""
    return {
        "url": f"/admin/places/{kind}/{place['id']}",
        "name": words.named(place),
        "code": str(place.get("code") or ""),
        "type": str(place.get("type") or ""),
        "district": district_name(place.get("district")),
        "block": block_name(place.get("subdistrict")),
        "desks": ", ".join(desks.get(desk, desk) for desk in _texts(place.get("desks"))),
        "specialities": ", ".join(speciality_name(code, words) for code in _texts(place.get("specialities"))),
        "hours": str(place.get("hours") or ""),
        "contact": str(place.get("contact") or ""),
    }


def wanted(places: Sequence[dict[str, Any]], q: str, district: str) -> list[dict[str, Any]]:
    """Those whose name or code has `q` in it, in this district; by name."""
    sought = q.strip().casefold()
    found = [
        place
        for place in places
        if (not district or str(place.get("district")) == district)
        and any(sought in str(place.get(name) or "").casefold() for name in ("name", "name_hi", "code"))
    ]
    return sorted(found, key=lambda place: str(place.get("name") or "").casefold())


def _texts(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
