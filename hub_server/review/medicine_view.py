"""The medicine part of the answer form in words: its rows, what the search found, doses, stock and cautions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from care_record.rules.cautions import Caution
from care_record.rules.child_dose import Dose, dose_of
from care_record.rules.medicines import Medicine, may_prescribe
from hub_server.review.case_words import entries
from hub_server.review.doctor import Doctor
from hub_server.review.lists import ROUTES, PickLists
from hub_server.review.prescribing import row_cautions
from hub_server.review.services import Review
from hub_server.review.taker import Known, known_of
from hub_server.store import stock
from hub_server.store.cases import CaseFile
from hub_server.web.wording import Words

if TYPE_CHECKING:
    from care_record.fold import Folded

_SIGNS = {"morning": "sunrise", "noon": "sun", "evening": "sunset", "night": "moon"}
_SHORT = 8
"""A longer dose is not repeated in each picture."""


def medicine_values(review: Review, file: CaseFile, values: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """All that the template of the medicines needs for this patient."""
    lists, known = review.lists, known_of(file, review.lists, review.today())
    shelf = file.stock
    rows = [row_view(row, lists, words) for row in values["medicines"]]
    for row, typed in zip(rows, values["medicines"], strict=True):
        medicine = lists.medicine(typed["code"])
        if medicine is not None:
            row["hint"] = hint(dose_of(lists.doses, vars_of(medicine), known.taker.age_days, known.weight), words)
            row["locked"] = _locked(medicine, known, seen_live=bool(values["seen_live"]))
            row["stock"] = in_stock(medicine, shelf)
    return {
        "form": dict(values, medicines=rows),
        "medicine_hits": hits_view(lists.find_medicines(values["medicine_q"].strip()), shelf, known),
        "cautions": caution_views(row_cautions(values, lists, known), values.get("cautions") or {}, words),
    }


def found_values(review: Review, doctor: Doctor, referral: str, typed: str) -> dict[str, Any] | None:
    """What the search finds while she types; None if the case is not hers to read."""
    if not review.may_read(doctor, referral):
        return None
    with review.store.read() as conn:
        shelf = stock.of_case(conn, referral)
    hits = hits_view(review.lists.find_medicines(typed), shelf)
    return {"medicine_q": typed.strip(), "medicine_hits": hits, "case": {"referral": referral}}


def vars_of(medicine: Medicine) -> dict[str, str]:
    """As an item of a record has it."""
    return {"generic": medicine.generic, "strength": medicine.strength}


def _locked(medicine: Medicine, known: Known, *, seen_live: bool) -> bool:
    return may_prescribe(medicine.list, seen_live, known.follow_up, medicine.generic in known.had) is not None


def hits_view(found: Iterable[Medicine], shelf: Sequence[Folded], known: Known | None = None) -> list[dict[str, Any]]:
    """Medicines that were found, with how many the centre has of each, and whether an earlier paper opens list A."""
    return [
        {
            "code": m.code,
            "generic": m.generic,
            "form": m.form,
            "strength": m.strength,
            "list": m.list,
            "stock": in_stock(m, shelf),
            "refill": known is not None and m.list == "A" and m.generic in known.had,
        }
        for m in found
    ]


def in_stock(medicine: Medicine, shelf: Sequence[Folded]) -> str:
    """How many the centre has by its newest list; empty if that says nothing of this medicine."""
    for each in shelf[:1]:
        for item in entries(each.fields, "items"):
            same = str(item.get("generic") or "").casefold() == medicine.generic.casefold() and all(
                not item.get(part) or _plain(item[part]) == _plain(getattr(medicine, part))
                for part in ("form", "strength")
            )
            if same and isinstance(item.get("quantity"), int | float):
                return f"{item['quantity']:g}"
    return ""


def _plain(text: object) -> str:
    return str(text).casefold().replace(" ", "").replace(",", "")


# ---- rows -----------------------------------------------------------------------------------------------------


def row_view(row: Mapping[str, Any], lists: PickLists, words: Words) -> dict[str, Any]:
    """A row of the form with its medicine, its choice of routes and its pictures."""
    medicine = lists.medicine(row["code"])
    routes = [*ROUTES] if row["route"] in ROUTES else [row["route"], *ROUTES]
    return {
        "own_en": "",
        "own_hi": "",
        **row,
        "generic": medicine.generic if medicine else row["code"],
        "form": medicine.form if medicine else "",
        "strength": medicine.strength if medicine else "",
        "list": medicine.list if medicine else "prohibited",
        "routes": [{"code": r, "name": words.known(f"route.{r}", r)} for r in routes],
        "pictures": pictures(row["frequency"], row["dose"], lists, words),
        "hint": "",
        "locked": medicine is None,
        "stock": "",
    }


def pictures(frequency: str, dose: str, lists: PickLists, words: Words) -> list[dict[str, Any]]:
    """The parts of the day with how much at each; none for what is taken when needed, weekly or once."""
    pattern = lists.patterns.get(frequency)
    if not pattern:
        return []
    amount = dose.strip() if len(dose.strip()) <= _SHORT else ""
    return [
        {"icon": sign, "name": words(f"med.{part}"), "on": bool(pattern.get(part)), "amount": amount}
        for part, sign in _SIGNS.items()
        if part != "evening" or pattern.get(part)
    ]


def hint(dose: Dose | None, words: Words) -> str:
    """A child's dose as the named source has it, in words."""
    if dose is None:
        return ""

    def span(low: str, high: str, unit: str) -> str:
        return f"{low} {unit}" if low == high else f"{low}-{high} {unit}"

    parts = [span(dose.low, dose.high, "mg")]
    if dose.low_ml:
        parts.append(f"= {span(dose.low_ml, dose.high_ml, 'mL')}")
    if dose.most_a_day:
        parts.append(words("hint.most_a_day", n=dose.most_a_day))
    if dose.days:
        parts.append(words("hint.days", n=dose.days))
    return words("hint.dose", what=" ".join(parts))


# ---- cautions -------------------------------------------------------------------------------------------------


def caution_views(
    cautions: Iterable[Caution], answered: Mapping[str, Mapping[str, str]], words: Words
) -> list[dict[str, Any]]:
    """Each caution in words, with what the doctor has ticked and typed."""
    return [
        {
            "key": c.key,
            "grave": c.severity == "grave",
            "text": caution_text(c, words),
            "source": c.source,
            "seen": answered.get(c.key, {}).get("seen") == "yes",
            "why": answered.get(c.key, {}).get("why", ""),
        }
        for c in cautions
    ]


def caution_text(c: Caution, words: Words) -> str:
    """`IBUPROFEN with WARFARIN, which she takes: Bleeding more likely.`"""
    key = f"caution.{c.what}.taken" if c.taken else f"caution.{c.what}"
    said = (words.lang == "hi" and c.hi) or c.en
    return words(key, medicine=c.medicine, other=c.other, text=said).rstrip(" :")
