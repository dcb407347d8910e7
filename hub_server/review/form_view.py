"""The answer form beside its medicines, in words: what its buttons put in, where a case may go, what is corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from care_record.kinds.case_kinds import URGENCIES
from hub_server.review.answer import FOLLOW_UP_DAYS, TEMPLATE_LANGUAGES
from hub_server.review.doctor import Doctor, OpenCase
from hub_server.review.forward import places
from hub_server.review.holding import current_advice
from hub_server.review.lists import PickLists
from hub_server.review.signing import corrects_of
from hub_server.store.cases import person_name
from hub_server.web.wording import Words

if TYPE_CHECKING:
    from care_record.fold import Folded


def form_lists(
    values: Mapping[str, Any],
    words: Words,
    lists: PickLists,
    today: date,
    doctor: Doctor,
    desks: Sequence[Folded],
) -> dict[str, Any]:
    """The choices of the form: templates, tests, days to be seen again, urgencies, other desks."""
    lang = words.lang
    return {
        "templates": [{"code": t.code, "name": t.name(lang)} for t in lists.advice_templates],
        "template_langs": [
            {"code": code, "name": words(f"template.{code}"), "chosen": (values["template_lang"] or "hi") == code}
            for code in TEMPLATE_LANGUAGES
        ],
        "tests": [{"code": i.code, "name": i.name(lang)} for i in lists.investigations],
        "again": [_chip(code, days, values, words, today) for code, days in FOLLOW_UP_DAYS.items()],
        "urgencies": [{"code": code, "name": words(f"urgency.{code}")} for code in URGENCIES],
        "places": places([d for d in desks if d.kind == "desk"], doctor, lists, words),
    }


def _chip(code: str, days: int, values: Mapping[str, Any], words: Words, today: date) -> dict[str, Any]:
    day = today + timedelta(days=days)
    return {"code": code, "text": words(f"follow.{code}"), "on": values["follow_up"] == day.isoformat()}


def corrected_view(opened: OpenCase, words: Words) -> dict[str, str] | None:
    """Whose answer the form is to correct; None if it is a first one."""
    sent = current_advice(opened.file)
    if sent is None or corrects_of(opened.draft) != sent.record:
        return None
    name = person_name(opened.file.people, sent.author, words.lang)
    return {"text": words("correct.of", name=name, time=words.day_text(sent.fields.get("signed")))}
