"""What a check found, in plain words: the headline, what to do, and the name of the doctor where she is known."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from spoke_app.actions.check_prescription import Checked
from spoke_app.ui.widgets.notice_bar import NoticeKind

_tr = QCoreApplication.translate


@dataclass(frozen=True)
class VerdictFace:
    kind: NoticeKind
    icon: str
    lead: str
    text: str
    button: str = ""


def verdict_face(checked: Checked, doctor: str, *, typed: bool) -> VerdictFace:
    """`typed`: the text came from a scanner that types, which may have lost letters."""
    faces = {
        "genuine": lambda: VerdictFace(
            "done",
            "shield-check",
            _tr("Check", "Genuine: signed by {0}.").format(doctor),
            _tr("Check", "Now lay the paper beside it: every line must be the same."),
            _tr("Check", "Open the case") if checked.referral else "",
        ),
        "replaced": lambda: VerdictFace(
            "look",
            "alert-triangle",
            _tr("Check", "Replaced: {0} wrote a newer one.").format(doctor),
            _tr("Check", "Do not use this paper. The newer prescription is number {0}.").format(checked.found or "-"),
            _tr("Check", "Open the case"),
        ),
        "cancelled": lambda: VerdictFace(
            "danger",
            "x",
            _tr("Check", "Cancelled by the doctor."),
            _tr("Check", "Do not give these medicines. Ask the doctor for a new prescription."),
            _tr("Check", "Open the case"),
        ),
        "changed": lambda: _changed(typed),
        "other_doctor": lambda: VerdictFace(
            "danger",
            "shield-x",
            _tr("Check", "Not genuine: another name than the signer's."),
            _tr("Check", "It was signed with the key of {0}. Do not give these medicines; call the hospital.").format(
                doctor
            ),
        ),
        "unknown_doctor": lambda: VerdictFace(
            "look",
            "key-off",
            _tr("Check", "Cannot be checked yet: this PC does not know the doctor's key."),
            _tr("Check", "Exchange first, then check again. If it stays so, call the hospital before you give any."),
            _tr("Check", "Exchange now"),
        ),
        "newer": lambda: VerdictFace(
            "look",
            "alert-triangle",
            _tr("Check", "A newer version of Spoke made this code."),
            _tr("Check", "Ask the IT staff for the newer version; until then call the hospital."),
        ),
        "patient_slip": lambda: VerdictFace(
            "news",
            "id",
            _tr("Check", "This is a patient's slip, number {0}, and no prescription.").format(checked.found),
            _tr("Check", "Open the patient's record with it."),
            _tr("Check", "Find the patient"),
        ),
    }
    return faces.get(checked.verdict, _foreign)()


def _changed(typed: bool) -> VerdictFace:
    if typed:
        return VerdictFace(
            "danger",
            "shield-x",
            _tr("Check", "The signature does not fit this text."),
            _tr(
                "Check",
                "Scanners that type often lose Hindi letters: check a photo of the code as well. If that says so too,"
                " do not give these medicines.",
            ),
        )
    return VerdictFace(
        "danger",
        "shield-x",
        _tr("Check", "Changed or forged: the doctor's signature does not fit."),
        _tr("Check", "Do not give these medicines. Keep the paper and call the hospital."),
    )


def _foreign() -> VerdictFace:
    return VerdictFace(
        "look",
        "qrcode",
        _tr("Check", "This is no prescription of Spoke."),
        _tr("Check", "Its code cannot say who wrote it: judge it like any other paper."),
    )


def note_text(note: str) -> str:
    """What is worth a look although the signature holds."""
    return {
        "left": _tr("Check", "This doctor has left the service since. What was signed before stays valid."),
        "not_in_post": _tr(
            "Check", "This doctor had no post in the service on that day: call the hospital if in doubt."
        ),
        "future": _tr("Check", "It is dated in the future: look whether this PC's clock is right."),
    }.get(note, "")


def trouble(code: str) -> tuple[str, str]:
    """Why there was nothing to check, and what to do."""
    return {
        "no-code": (
            _tr("Check", "No code was found in this picture."),
            _tr("Check", "Take it again: closer, flat, in good light, with the whole square code in it."),
        ),
        "too-large": (
            _tr("Check", "This file is too large for a photo of a prescription."),
            _tr("Check", "Take a photo of the code alone, or scan one page."),
        ),
        "empty": (
            _tr("Check", "This file is empty."),
            _tr("Check", "Take the photo again, or choose another file."),
        ),
        "unreadable": (
            _tr("Check", "This file could not be read."),
            _tr("Check", "Is the stick or phone still connected? Copy the file to this PC and try again."),
        ),
        "no-picture": (
            _tr("Check", "There is no picture to paste."),
            _tr("Check", "Copy a picture or its file first, then press Ctrl V here."),
        ),
        "too-long": (
            _tr("Check", "Reading this picture takes too long."),
            _tr("Check", "Take a photo of the code alone and try that."),
        ),
    }.get(
        code,
        (
            _tr("Check", "This picture or PDF cannot be opened."),
            _tr("Check", "It may be damaged or of another kind. A photo (JPEG, PNG) or a PDF is needed."),
        ),
    )
