"""What a referral needs beyond its fields: a desk that this centre may refer to, and for a minor a known adult."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from care_record.rules.age import is_minor
from care_record.rules.problem import Problem
from spoke_app.actions.desk import Desk
from spoke_app.actions.desks import list_desks
from spoke_app.store.values import mapping, text


def referral_problems(desk: Desk, patient: Mapping[str, Any], referral: Mapping[str, Any], on: date) -> list[Problem]:
    """Problems of a new referral, fields named as in the referral. `on` is the day of the visit."""
    problems: list[Problem] = []
    chosen = text(referral.get("desk"))
    choices = list_desks(desk)
    if chosen and chosen not in {choice.desk for choice in choices}:
        problems.append(Problem("desk", "not-in-list", chosen))
    elif chosen:
        offered = [choice.speciality for choice in choices if choice.desk == chosen]
        if referral.get("speciality") and referral["speciality"] not in offered:
            problems.append(Problem("speciality", "not-in-list", ", ".join(offered)))
    if is_minor(patient, on):
        problems += _guardian_problems(patient, mapping(referral.get("consent")))
    return problems


def adult_is_known(patient: Mapping[str, Any]) -> bool:
    """Whether the record names an adult with the relation: the guardian, or the relative."""
    guardian = mapping(patient.get("guardian"))
    named = text(guardian.get("name")) and text(guardian.get("relation"))
    return bool(named or (text(patient.get("relative_name")) and text(patient.get("relation"))))


def _guardian_problems(patient: Mapping[str, Any], consent: Mapping[str, Any]) -> list[Problem]:
    """A minor is referred only with an identified adult, who consents (Telemedicine Practice Guidelines 2020)."""
    problems: list[Problem] = []
    if not adult_is_known(patient):
        problems.append(Problem("consent.guardian", "required", "name and relation"))
    if consent and consent.get("by") != "guardian":
        problems.append(Problem("consent.by", "guardian-needed"))
    return problems
