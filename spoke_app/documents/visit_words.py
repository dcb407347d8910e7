"""The words printed on the papers of a visit, in English and Hindi, beside those of `words` that every paper has."""

from __future__ import annotations

from typing import Final

from spoke_app.documents.paper import Both, Lang

WORDS: Final[dict[str, Both]] = {
    "referral_slip": Both("Referral slip", "रेफ़रल पर्ची"),
    "visit_slip": Both("Visit slip", "विज़िट पर्ची"),
    "slip_no": Both("Slip {}", "पर्ची {}"),
    "case": Both("Case {}", "केस {}"),
    "to": Both("Referred to", "यहाँ भेजा गया"),
    "complaint": Both("Complaint", "तकलीफ़"),
    "danger": Both("Danger signs", "ख़तरे के लक्षण"),
    "none_found": Both("none found", "कोई नहीं मिला"),
    "measured": Both("Measured", "जाँच के माप"),
    "history": Both("History", "पुराना हाल"),
    "conditions": Both("Known illnesses", "पुरानी बीमारियाँ"),
    "taking": Both("Takes at home", "घर पर ले रहे"),
    "allergies": Both("Allergies", "एलर्जी"),
    "examination": Both("Examination", "शारीरिक जाँच"),
    "note": Both("Note", "टिप्पणी"),
    "diagnosis": Both("Provisional diagnosis", "अनुमानित रोग"),
    "given": Both("Given here", "यहाँ दी गई दवा"),
    "question": Both("Question", "सवाल"),
    "consent": Both("Consent", "सहमति"),
    "sent": Both("Sent", "भेजा गया"),
    "guardian": Both("Came with", "साथ आए"),
    "phone": Both("phone {}", "फ़ोन {}"),
    "reply": Both("Reply of the hospital", "अस्पताल का जवाब"),
    "reply_back": Both(
        "Please write here and send the slip back with the patient.",
        "कृपया यहाँ लिखें और पर्ची मरीज़ के साथ वापस भेजें।",
    ),
    "ambulance": Both("Ambulance: 102 or 108", "एम्बुलेंस: 102 या 108"),
    "signature": Both("Signature", "हस्ताक्षर"),
    "written": Both("Written by {who}, {when}", "{who} ने लिखा, {when}"),
    "printed": Both("Printed by {who}, {when}.", "{who} ने छापा, {when}।"),
    "code_finds": Both("The code finds the patient's record at this centre.", "कोड से इस केंद्र में मरीज़ का रिकॉर्ड मिलता है।"),
    "bring": Both("Bring this slip each time you come.", "हर बार यह पर्ची साथ लाएँ।"),
    "come_back": Both("Come again:", "फिर आएँ:"),
    "what_to_do": Both("What to do", "क्या करें"),
    "worse": Both(
        "If it gets worse, come back at once. Ambulance: 102 or 108.",
        "तबीयत बिगड़े तो तुरंत आएँ। एम्बुलेंस: 102 या 108।",
    ),
    "medicines_given": Both("Medicines given", "दी गई दवाएँ"),
    "as_told": Both("Take them as you were told.", "जैसे बताया गया, वैसे लें।"),
    "advice": Both("The doctor's advice", "डॉक्टर की सलाह"),
}

URGENCIES: Final[dict[str, Both]] = {
    "routine": Both("Routine", "सामान्य"),
    "urgent": Both("Urgent: today", "ज़रूरी: आज ही"),
    "emergency": Both("Emergency: at once", "आपात: तुरंत"),
}
URGENCY_ICONS: Final[dict[str, str]] = {"routine": "clock", "urgent": "flag", "emergency": "alert-octagon"}

STANDINGS: Final[dict[str, Both]] = {
    "here": Both("not yet sent when this was printed", "छापते समय तक भेजा नहीं गया था"),
    "at_hub": Both("also sent to the doctor through Spoke", "Spoke से डॉक्टर को भी भेजा गया"),
    "answered": Both("a doctor has answered through Spoke", "Spoke से डॉक्टर का जवाब आ चुका है"),
    "withdrawn": Both("the centre has withdrawn this referral", "केंद्र ने यह रेफ़रल वापस ले लिया है"),
}

CONSENTS: Final[dict[tuple[str, str], Both]] = {
    ("patient", "spoken"): Both("the patient agreed, spoken", "मरीज़ ने बोलकर सहमति दी"),
    ("patient", "written"): Both("the patient agreed, in writing", "मरीज़ ने लिखकर सहमति दी"),
    ("guardian", "spoken"): Both("the guardian agreed, spoken", "अभिभावक ने बोलकर सहमति दी"),
    ("guardian", "written"): Both("the guardian agreed, in writing", "अभिभावक ने लिखकर सहमति दी"),
}
WITNESS: Final = Both("before {}", "{} के सामने")

REACH: Final[dict[str, Both]] = {
    "waits": Both("Please wait here for the doctor's answer.", "डॉक्टर के जवाब तक यहीं रुकें।"),
    "returns": Both("Come again to hear the doctor's answer.", "डॉक्टर का जवाब जानने के लिए फिर आएँ।"),
    "phone": Both("We will telephone you with the doctor's answer.", "डॉक्टर का जवाब हम फ़ोन पर बताएँगे।"),
    "visit": Both("We will come to your home with the doctor's answer.", "डॉक्टर का जवाब हम घर आकर बताएँगे।"),
}
NO_REACH: Final = Both("Your case goes to a doctor.", "आपका केस डॉक्टर को भेजा जा रहा है।")

VITALS: Final[dict[str, Both]] = {
    "bp": Both("BP", "BP"),
    "pulse": Both("Pulse", "नाड़ी"),
    "temperature_f": Both("Temperature", "तापमान"),
    "respiratory_rate": Both("Breathing", "साँस"),
    "spo2": Both("SpO2", "SpO2"),
    "sugar_mg_dl": Both("Sugar", "शुगर"),
    "haemoglobin_g_dl": Both("Haemoglobin", "हीमोग्लोबिन"),
    "weight_kg": Both("Weight", "वज़न"),
    "height_cm": Both("Height", "लंबाई"),
    "muac_cm": Both("Upper arm (MUAC)", "बाँह (MUAC)"),
    "waist_cm": Both("Waist", "कमर"),
    "pregnant": Both("Pregnant", "गर्भवती"),
    "lmp": Both("Last period", "पिछली माहवारी"),
}
SUGAR_KINDS: Final[dict[str, Both]] = {
    "fasting": Both("Sugar, fasting", "शुगर, खाली पेट"),
    "random": Both("Sugar, random", "शुगर, कभी भी"),
}

_HIGH, _VERY_HIGH = Both("high", "ज़्यादा"), Both("very high", "बहुत ज़्यादा")
_LOW, _VERY_LOW = Both("low", "कम"), Both("very low", "बहुत कम")
FLAGS: Final[dict[str, Both]] = {
    "bp_high": _HIGH,
    "bp_critical": _VERY_HIGH,
    "bp_high_pregnancy": Both("high in pregnancy", "गर्भावस्था में ज़्यादा"),
    "bp_critical_pregnancy": Both("very high in pregnancy", "गर्भावस्था में बहुत ज़्यादा"),
    "bp_low": _LOW,
    "spo2_low": _LOW,
    "spo2_critical": _VERY_LOW,
    "fast_breathing": Both("fast", "तेज़"),
    "pulse_high": Both("fast", "तेज़"),
    "pulse_low": Both("slow", "धीमी"),
    "fever": Both("fever", "बुख़ार"),
    "high_fever": Both("high fever", "तेज़ बुख़ार"),
    "temperature_low": _LOW,
    "sugar_high": _HIGH,
    "sugar_very_high": _VERY_HIGH,
    "sugar_low": _LOW,
    "hb_low": _LOW,
    "hb_low_pregnancy": Both("low in pregnancy", "गर्भावस्था में कम"),
    "hb_severe": _VERY_LOW,
    "muac_low": Both("thin", "पतली"),
}

HISTORY: Final[dict[str, Both]] = {
    "past": Both("past illness", "पुरानी बीमारी"),
    "surgical": Both("operations", "ऑपरेशन"),
    "family": Both("family", "परिवार"),
    "tobacco": Both("tobacco", "तंबाकू"),
    "alcohol": Both("alcohol", "शराब"),
    "obstetric": Both("pregnancies", "गर्भ का हाल"),
    "immunisation": Both("immunisation", "टीके"),
}

DURATIONS: Final[dict[str, tuple[Both, Both]]] = {
    "hours": (Both("{} hour", "{} घंटे से"), Both("{} hours", "{} घंटे से")),
    "days": (Both("{} day", "{} दिन से"), Both("{} days", "{} दिन से")),
    "weeks": (Both("{} week", "{} हफ़्ते से"), Both("{} weeks", "{} हफ़्ते से")),
    "months": (Both("{} month", "{} महीने से"), Both("{} months", "{} महीने से")),
    "years": (Both("{} year", "{} साल से"), Both("{} years", "{} साल से")),
}


def said(key: str, lang: Lang) -> str:
    return WORDS[key].first(lang)


def title(key: str, lang: Lang) -> str:
    """'Referral slip · रेफ़रल पर्ची', the chosen language first."""
    return f"{WORDS[key].first(lang)} · {WORDS[key].other(lang)}"
