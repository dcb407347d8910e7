"""Turns what the services say into pages: templates, language, and the values that every page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hub_server.review.answer import empty_values
from hub_server.review.case_view import CaseWords, case_view
from hub_server.review.doctor import Doctor, OpenCase
from hub_server.review.flaw import Flaw
from hub_server.review.form_view import corrected_view, form_lists
from hub_server.review.forward import chain_view
from hub_server.review.holding import passed_on
from hub_server.review.medicine_view import hits_view, medicine_values, row_view
from hub_server.review.queue_pages import QueuePages
from hub_server.review.sent_view import sent_view
from hub_server.review.services import Review
from hub_server.store.cases import person_name
from hub_server.web.wording import Words


class Pages:
    """What each of the doctors' pages shows, as plain values. Made once for a hub process."""

    def __init__(self, review: Review, lists: QueuePages) -> None:
        self._review, self._lists = review, lists

    # ---- a case -----------------------------------------------------------------------------------------------

    def case_values(
        self,
        doctor: Doctor,
        words: Words,
        opened: OpenCase,
        *,
        tab: str = "case",
        typed: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The case beside the answer form, or beside what was sent, or beside who has it in hand."""
        c = CaseWords(opened.file, words, self._review.lists, self._review.now(), opened.pictures)
        referral = opened.file.referral.record
        # A draft may be older than a field of the form.
        values = empty_values() | dict(typed or (opened.draft.values if opened.draft else {}))
        claim = self._claim_values(doctor, opened, words)
        here = "mine" if claim["state"] == "mine" or opened.file.own["advice"] else "queue"
        return {
            **self._lists.bar(doctor, words, here, f"/review/cases/{referral}?tab={tab}"),
            "case": case_view(c),
            "claim": claim,
            "sent": sent_view(c),
            "tab": tab,
            "chain": chain_view(c),
            "correcting": corrected_view(opened, words) if claim["state"] == "mine" else None,
            "focus": "",
            "flow": form_lists(
                values, words, self._review.lists, self._review.today(), doctor, self._review.desks_of_hub()
            ),
            **self.form_values(values, words, opened.draft.saved_at if opened.draft else ""),
            **medicine_values(self._review, opened.file, values, words),
            "news": [words.known(f"news.{r.kind}", words("news.other")) for r in opened.news],
        }

    def _claim_values(self, doctor: Doctor, opened: OpenCase, words: Words) -> dict[str, Any]:
        claim, file = opened.claim, opened.file
        may = opened.may_answer and not file.referral.fields.get("withdrawn") and not passed_on(file)
        if claim is None:
            return {"state": "free", "text": words("claim.free") if may else "", "may_answer": may}
        until = words.clock(claim.until)
        if claim.staff == doctor.id:
            return {"state": "mine" if may else "free", "text": words("claim.mine", time=until), "may_answer": may}
        name = person_name(self.people(claim.staff), claim.staff, words.lang)
        return {"state": "other", "text": words("claim.other", name=name, time=until), "may_answer": may}

    def people(self, staff: str) -> dict[str, Any]:
        """The staff record of one person, as the views want it."""
        found = self._review.person(staff)
        return {staff: found} if found else {}

    def form_values(self, values: Mapping[str, Any], words: Words, saved_at: str) -> dict[str, Any]:
        """The answer form's inputs, its lists, and what was found by its two searches."""
        lists, lang = self._review.lists, words.lang
        medicine_q, diagnosis_q = values["medicine_q"].strip(), values["diagnosis"].strip()
        return {
            "form": dict(values, medicines=[row_view(m, lists, words) for m in values["medicines"]]),
            "lists": {
                "frequencies": [{"code": f.code, "name": f"{f.code} – {f.name(lang)}"} for f in lists.frequencies],
                "instructions": [{"code": i.code, "name": i.name(lang)} for i in lists.instructions],
            },
            "medicine_q": medicine_q,
            "medicine_hits": hits_view(lists.find_medicines(medicine_q), []),
            "diagnosis_q": diagnosis_q,
            "diagnosis_hits": self._conditions(diagnosis_q, lang),
            "problems": [],
            "problem_lead": "",
            "bad": set(),
            "focus_medicine": None,
            "today": self._review.today().isoformat(),
            "draft_lost": False,
            "draft_text": words("answer.draft_kept", time=words.clock(saved_at))
            if values.get("typed")
            else words("answer.draft_none"),
        }

    def _conditions(self, typed: str, lang: str) -> list[dict[str, str]]:
        found = self._review.lists.find_conditions(typed)
        return [{"code": c.code, "icd10": c.icd10, "name": c.name(lang)} for c in found]

    def diagnosis_values(self, typed: str, words: Words, referral: str) -> dict[str, Any]:
        """What the search for a diagnosis finds while she types."""
        hits = self._conditions(typed, words.lang)
        return {"diagnosis_q": typed.strip(), "diagnosis_hits": hits, "case": {"referral": referral}}

    def flaw_texts(self, flaws: Sequence[Flaw], words: Words) -> dict[str, Any]:
        """What has to be mended, in words, and which inputs are marked."""
        texts = []
        for flaw in flaws:
            values = dict(flaw.values)
            if "wait" in values:
                values["wait"] = words.seconds(int(values["wait"]))
            texts.append(words(flaw.key, **values))
        return {"problems": texts, "bad": {flaw.field for flaw in flaws}, "focus": flaws[0].field if flaws else ""}
