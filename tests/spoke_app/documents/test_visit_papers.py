"""Referral slip and visit slip: their words, their pages, the ink on the paper, the code that finds the patient."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PySide6.QtCore import QRectF

from care_record.rules.red_flags import FLAG_CODES
from spoke_app.documents.laid_out import LaidOut
from spoke_app.documents.marks import MM, IconMark, QrMark, RuleMark, TextMark
from spoke_app.documents.paper import Lang, PaperSize
from spoke_app.documents.referral_slip import build_referral_slip
from spoke_app.documents.visit_from_records import case_number
from spoke_app.documents.visit_slip import build_visit_slip
from spoke_app.documents.visit_words import FLAGS
from tests.spoke_app.documents.test_prescription import ink, rendered
from tests.spoke_app.documents.visit_samples import (
    LONG,
    LONG_VISIT,
    MANY,
    REFERRAL_ID,
    STARTED,
    around,
    referred,
    treated,
)

pytestmark = pytest.mark.usefixtures("qapp")

LANGS: tuple[Lang, ...] = ("en", "hi")


def long_referral() -> Any:
    more = {"dispenses": [{"items": MANY}], "standing": "at_hub", "notes": [{"text": "Looks ill. Came walking."}]}
    return referred(patient=LONG, visit=LONG_VISIT, **more)


def every_paper() -> list[tuple[str, LaidOut]]:
    """Both slips, plain and with the longest that people write, in both languages, on every size."""
    found: list[tuple[str, LaidOut]] = []
    sizes: tuple[PaperSize, ...] = ("A6", "A5", "A4")
    many = treated(items=MANY, patient=LONG)
    for lang in LANGS:
        for size in sizes:
            found.append((f"visit {size} {lang}", build_visit_slip(treated(), lang, size)))
            found.append((f"long visit {size} {lang}", build_visit_slip(many, lang, size)))
            if size != "A6":
                found.append((f"referral {size} {lang}", build_referral_slip(referred(), lang, size)))
                found.append((f"long referral {size} {lang}", build_referral_slip(long_referral(), lang, size)))
    return found


def words(document: LaidOut) -> str:
    """All that is on it, line by line joined; spaces that must not break are spaces."""
    return " ".join(" ".join(page) for page in document.texts()).replace("\u00a0", " ").replace("\u2060", "")


def codes(pdf: pypdfium2.PdfDocument, page: int) -> list[str]:
    bitmap = pdf[page].render(scale=3, grayscale=True)
    view = memoryview(bytes(bitmap.buffer)).cast("B", (bitmap.height, bitmap.stride))
    return [found.text for found in zxingcpp.read_barcodes(view)]


def test_nothing_leaves_the_margins_and_no_line_covers_another() -> None:
    for what, document in every_paper():
        sheet = document.sheet
        margin = (sheet.margin_mm - 0.5) * MM
        area = QRectF(margin, margin, sheet.width_mm * MM - 2 * margin, sheet.height_mm * MM - 2 * margin)
        for page in document.pages:
            assert [mark for mark in page.marks if not area.contains(mark.rect)] == [], what
            texts = [mark for mark in page.marks if isinstance(mark, TextMark)]
            boxes = [(mark.text, mark.seen.adjusted(1, 12, -1, -12)) for mark in texts]
            assert [(a, b) for (a, one), (b, two) in combinations(boxes, 2) if one.intersects(two)] == [], what
            code = next((mark for mark in page.marks if isinstance(mark, QrMark)), None)
            if code is not None:
                assert not [mark.text for mark in texts if mark.seen.intersects(code.rect)], what


def test_the_referral_slip_says_all_that_the_hospital_must_know() -> None:
    given = [{"items": [{"id": "1", "generic": "Methyldopa 250 mg", "quantity": 4, "unit": "tablets"}]}]
    english = words(build_referral_slip(referred(dispenses=given, notes=[{"text": "Swollen face"}]), "en", "A5"))
    for part in (
        "Health Sub-Centre Parsarma", "Referral slip · रेफ़रल पर्ची", "24.11.2026, 11:20", "Shabnam Khatoon शबनम ख़ातून",
        "24 years, female · W/o Md. Irfan", "Sukhpur · slip B-1042", "phone 94310 22447", "Gynaecology",
        "Sadar Hospital, Supaul (hub)", "Emergency: at once", "Ambulance: 102 or 108", "Headache, 2 days",
        "Severe headache", "BP 168/112 mmHg (very high in pregnancy)", "Haemoglobin 9.2 g/dL (low in pregnancy)",
        "98.6 °F (37.0 °C)", "Third pregnancy", "Anaemia", "Iron-folate", "Penicillin (rash)", "Swelling of feet",
        "Swollen face", "Pre-eclampsia (O14.9)", "Methyldopa 250 mg, 4 tablets", "Which first dose",
        "the patient agreed, spoken, before Kumari Anjali", "not yet sent", "Written by Kumari Anjali (CHO)",
        case_number("PSM", STARTED.date(), REFERRAL_ID),
    ):  # fmt: skip
        assert part in english, part


def test_hindi_has_its_vowel_signs_where_they_belong() -> None:
    """A paper in which निवेदन became नविदेन has been seen in the field: here are the letters, in their order."""
    hindi = words(build_referral_slip(referred(), "hi", "A5"))
    for part in (
        "स्वास्थ्य उपकेंद्र परसरमा", "रेफ़रल पर्ची · Referral slip", "शबनम ख़ातून Shabnam Khatoon",
        "24 वर्ष, महिला · पति Md. Irfan",
        "स्त्री एवं प्रसूति रोग", "आपात: तुरंत", "एम्बुलेंस: 102 या 108", "सिर दर्द, 2 दिन से", "तेज़ सिर दर्द",
        "BP 168/112 mmHg (गर्भावस्था में बहुत ज़्यादा)", "हीमोग्लोबिन 9.2 g/dL (गर्भावस्था में कम)", "प्री-एक्लेम्पसिया (O14.9)",
        "मरीज़ ने बोलकर सहमति दी, कुमारी अंजलि के सामने", "कुमारी अंजलि (CHO) ने लिखा",
    ):  # fmt: skip
        assert part in hindi, part
    slip = words(build_visit_slip(treated(), "hi", "A6"))
    for part in (
        "विज़िट पर्ची",
        "पर्ची B-1042",
        "दी गई दवाएँ",
        "9 गोलियाँ",
        "फिर आएँ: मंगलवार, 1 दिसंबर 2026",
        "हर बार यह पर्ची साथ लाएँ।",
    ):
        assert part in slip, part


def test_the_visit_slip_says_what_was_given_and_when_to_come() -> None:
    english = words(build_visit_slip(treated(), "en", "A6"))
    for part in (
        "Slip B-1042", "Headache, 2 days", "Medicines given", "Paracetamol 500 mg", "9 tablets", "3 sachets",
        "Come again: Tuesday, 1 December 2026", "BP again", "Bring this slip each time you come.",
    ):  # fmt: skip
        assert part in english, part
    sent = words(build_visit_slip(referred(), "en", "A6"))
    assert "We will telephone you with the doctor's answer. (after 4 pm)" in sent and "Medicines given" not in sent
    onward = {"to": "Medical College, Darbhanga", "urgency": "urgent", "reason": "eyes"}
    tests = [{"id": "1", "text": "Urine protein"}]
    advice: dict[str, Any] = {
        "text": "Rest.\nआराम करें।\nCome at once if: fits.",
        "follow_up": "2026-12-24",
        "refer_onward": onward,
    }
    advice |= {"investigations": tests}
    heard = words(build_visit_slip(referred(advice=advice, standing="answered"), "hi", "A5"))
    for part in ("डॉ. निवेदिता झा", "यहाँ जाएँ: Medical College, Darbhanga, eyes", "जाँच: Urine protein"):
        assert part in heard, part
    assert "आराम करें।" in heard and "गुरुवार, 24 दिसंबर 2026" in heard and "फ़ोन पर बताएँगे" not in heard


def test_every_medicine_of_many_and_every_word_of_a_long_finding_is_there() -> None:
    for lang in LANGS:
        slip = words(build_visit_slip(treated(items=MANY, patient=LONG), lang, "A6"))
        assert all(slip.count(item["generic"]) == 2 for item in MANY)
        referral = words(build_referral_slip(long_referral(), lang, "A5"))
        assert referral.count("no swelling") == 40 and referral.count("Tuberculosis in 2019") == 6
        assert "Chhatapur" in referral and "Ram Kumari Devi" in referral


def test_the_code_on_the_printed_page_is_the_slip_number_and_nothing_more(tmp_path: Path) -> None:
    for what, document in every_paper():
        path = tmp_path / f"{what}.pdf"
        document.write_pdf(path)
        pdf = pypdfium2.PdfDocument(path)
        assert len(pdf) == len(document.pages)
        assert codes(pdf, 0) == ["B-1042"], what
        size = pdf[0].get_size()
        assert abs(size[0] / 72 * 25.4 - document.sheet.width_mm) < 0.5, what
        pdf.close()


def test_without_a_slip_number_there_is_no_code() -> None:
    paper = referred(patient={"slip_no": ""})
    for document in (build_referral_slip(paper, "en", "A5"), build_visit_slip(paper, "en", "A6")):
        assert not any(isinstance(mark, QrMark) for page in document.pages for mark in page.marks)
        assert "The code finds" not in words(document)


@pytest.mark.parametrize("lang", LANGS)
def test_there_is_ink_wherever_something_should_stand(lang: Lang) -> None:
    for document in (build_referral_slip(referred(), lang, "A5"), build_visit_slip(treated(), lang, "A6")):
        image = rendered(document, 0)
        for mark in document.pages[0].marks:
            if isinstance(mark, TextMark):
                assert ink(image, mark.seen) > 0.02, mark.text
            elif isinstance(mark, RuleMark):
                assert ink(image, mark.rect, lighter_than=250) > 0.1
            elif isinstance(mark, QrMark):
                assert ink(image, mark.rect) > 0.2


def test_room_for_the_reply_costs_no_sheet_of_its_own() -> None:
    with_room = build_referral_slip(referred(), "en", "A5")
    assert len(with_room.pages) == 1 and "Reply of the hospital" in words(with_room)
    full = referred(visit={"examination": "Chest clear. " * 45})
    assert len(build_referral_slip(full, "en", "A5").pages) == 1
    assert "Reply of the hospital" not in words(build_referral_slip(full, "en", "A5"))


def test_a_small_slip_on_a_large_sheet_is_cut_off_and_a_full_sheet_is_not() -> None:
    def scissors(size: PaperSize, items: list[dict[str, Any]]) -> bool:
        marks = build_visit_slip(treated(items=items), "en", size).pages[-1].marks
        return any(isinstance(mark, IconMark) and mark.name == "scissors" for mark in marks)

    assert scissors("A4", MANY[:3]) and scissors("A5", MANY[:3])
    assert not scissors("A6", MANY[:8])
    assert len(build_visit_slip(treated(), "en", "A6").pages) == 1


def test_every_flag_that_a_value_can_raise_has_its_words() -> None:
    assert FLAG_CODES - set(FLAGS) == {"danger_sign", "wasting_severe"}  # the first is a row, the second a table's


def test_a_faulty_record_still_makes_a_paper() -> None:
    odd: dict[str, Any] = {
        "complaints": ["x", {"text": 7, "duration": {"value": "two", "unit": 3}}],
        "vitals": {"pulse": "fast", "bp_systolic": True, "sugar_mg_dl": "HI", "lmp": 4, "pregnant": "yes"},
        "danger_signs": "all",
        "history": [1],
        "provisional": {"text": "x"},
    }
    patient: dict[str, Any] = {"age": "old", "allergies": "none", "phone": 7, "guardian": "mother", "name": None}
    paper = referred(visit=odd, patient=patient, referral={"consent": "yes", "reach": 1, "urgency": "soon"})
    text = words(build_referral_slip(paper, "en", "A5"))
    assert "Sugar HI" in text and "Which first dose" in text
    assert words(build_visit_slip(paper, "hi", "A6"))


def test_two_referrals_never_have_one_number_and_a_strange_id_has_none() -> None:
    other = REFERRAL_ID[:-1] + "c"
    numbers = {case_number("PSM", STARTED.date(), one) for one in (REFERRAL_ID, other)}
    assert len(numbers) == 2 and all(number.startswith("PSM-20261124-") for number in numbers)
    assert case_number("PSM", STARTED.date(), "no id") == ""
    assert around().place_code == "PSM"
