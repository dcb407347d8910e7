"""The printed prescription: one laid-out document for the screen, a PDF and the printer.

It is built from a `PrescriptionPaper`, which only signed, valid prescriptions become. Lengths inside are 1/40 mm.
"""

from __future__ import annotations

from dataclasses import dataclass

from spoke_app.documents.laid_out import LaidOut
from spoke_app.documents.paper import Lang, PaperSize, PrescriptionPaper
from spoke_app.documents.prescription_layout import lay_out
from spoke_app.documents.sheet import SHEETS
from spoke_app.documents.typeface import load_typeface


@dataclass(frozen=True)
class PrescriptionDocument(LaidOut):
    """A prescription laid out for one language and one paper size."""

    paper: PrescriptionPaper


def build(paper: PrescriptionPaper, lang: Lang, size: PaperSize) -> PrescriptionDocument:
    """Lay the prescription out. Needs a QGuiApplication."""
    load_typeface()
    sheet = SHEETS[size]
    return PrescriptionDocument(paper.number, lang, sheet, lay_out(paper, lang, sheet), paper)
