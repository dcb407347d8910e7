"""What only the registers' screen says: figures, empty months, what became of a paper or a file."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from spoke_app.actions.register_rows import Register, Totals
from spoke_app.documents.paper import Lang
from spoke_app.documents.register_words import month_words, wait_words

_tr = QCoreApplication.translate
NONE_YET = "–"


def register_name(register: Register) -> str:
    """What a register is called on its tab."""
    return {
        "opd": _tr("Registers", "OPD"),
        "telemedicine": _tr("Registers", "Telemedicine"),
        "medicines": _tr("Registers", "Medicines given"),
        "follow_ups": _tr("Registers", "Follow-ups due"),
    }[register]


def figures(register: Register, counted: Totals, lang: Lang) -> list[tuple[str, str]]:
    """Three numbers of a register and what they count."""
    wait = (wait_words(counted.usual_wait, lang) or NONE_YET, _tr("Registers", "usual wait"))
    if register == "opd":
        return [
            (str(counted.lines), _tr("Registers", "visits", "", counted.lines)),
            (str(counted.to_doctor), _tr("Registers", "to a doctor")),
            wait,
        ]
    if register == "telemedicine":
        return [
            (str(counted.lines), _tr("Registers", "sent")),
            (str(counted.answered), _tr("Registers", "answered")),
            wait,
        ]
    if register == "medicines":
        return [
            (str(counted.lines), _tr("Registers", "times given", "", counted.lines)),
            (str(counted.people), _tr("Registers", "patients", "", counted.people)),
            (str(counted.medicines), _tr("Registers", "medicines", "", counted.medicines)),
        ]
    return [
        (str(counted.lines), _tr("Registers", "due")),
        (str(counted.came), _tr("Registers", "came")),
        (str(counted.to_come), _tr("Registers", "still to come")),
    ]


def nothing_here(register: Register, period: str) -> str:
    """An empty month's or day's one sentence."""
    return {
        "opd": _tr("Registers", "No visits in {0}"),
        "telemedicine": _tr("Registers", "Nobody was referred to a doctor in {0}"),
        "medicines": _tr("Registers", "No medicines were given in {0}"),
        "follow_ups": _tr("Registers", "Nobody is due in {0}"),
    }[register].format(period)


def how_it_fills(register: Register) -> str:
    """What to do so that something stands here."""
    return {
        "opd": _tr("Registers", "A visit stands here as soon as it is finished."),
        "telemedicine": _tr("Registers", "Choose “Refer to a doctor” in a visit: it then stands here."),
        "medicines": _tr("Registers", "What you give out in a visit or on a prescription stands here."),
        "follow_ups": _tr("Registers", "Write in a visit when the patient should come again."),
    }[register]


def go_to_month(day: date, lang: Lang) -> str:
    """The button of an empty month."""
    return _tr("Registers", "Go to {0}").format(month_words(day, lang))


def not_done(code: str, detail: str) -> tuple[str, str]:
    """Why no paper came and no file was written, and what to do."""
    words = {
        "no-printer": (
            _tr("Registers", "No printer is set up on this PC."),
            _tr("Registers", "Save the register as PDF, or set up a printer in Windows and try again."),
        ),
        "printer-failed": (
            _tr("Registers", "The printer did not take it."),
            _tr("Registers", "See whether {0} is switched on and has paper, then print again.").format(detail),
        ),
        "no-room": (
            _tr("Registers", "There is no room left on this disk."),
            _tr("Registers", "Choose another folder or a USB stick, or delete what is not needed."),
        ),
        "in-use": (
            _tr("Registers", "The file is open in another program."),
            _tr("Registers", "Close it there, for instance in Excel, and save again; or choose another name."),
        ),
        "not-allowed": (
            _tr("Registers", "This folder does not allow saving."),
            _tr("Registers", "Choose another folder, for instance Documents or a USB stick."),
        ),
        "no-folder": (
            _tr("Registers", "The folder is not there any more."),
            _tr("Registers", "Was the USB stick taken out? Choose a folder again."),
        ),
    }
    other = (
        _tr("Registers", "The file could not be written."),
        _tr("Registers", "Choose another folder and try again."),
    )
    return words.get(code, other)
