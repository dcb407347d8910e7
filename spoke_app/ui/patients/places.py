"""The Local Government Directory's names, out of `resources/`, for the forms and the lines about a patient."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

from spoke_app.ui.models.places import LgdPlaces


def place_words(places: LgdPlaces, fields: dict[str, Any]) -> str:
    """`Supaul block` out of a patient's codes; `''` if none is known."""
    code = fields.get("subdistrict")
    if code:
        return QCoreApplication.translate("Patients", "{0} block").format(places.block_name(str(code)))
    district = fields.get("district")
    return places.district_name(str(district)) if district else ""
