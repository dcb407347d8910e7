"""A register as a table of words: which columns it has on the screen, on paper and in a file, and what stands in them.

The names of columns are stable; their heads and what stands below follow the language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from spoke_app.documents import register_words as w
from spoke_app.documents.lists import name_of
from spoke_app.documents.paper import Both, Lang
from spoke_app.documents.words import FORMS, is_devanagari, relation_words, with_title

if TYPE_CHECKING:
    from spoke_app.actions.register_rows import AnyLine, CaseInBrief, Totals

COUNTED_IN: Final[Mapping[str, tuple[str, ...]]] = {
    "opd": ("women", "men", "other", "children", "first", "cancelled", "late"),
    "telemedicine": ("women", "men", "other", "children", "late"),
    "medicines": ("women", "men", "other", "children", "late"),
    "follow_ups": ("women", "men", "other", "children"),
}
_ALWAYS = frozenset({"women", "men", "children", "first"})
"""Counted aloud even where there are none."""


@dataclass(frozen=True)
class Column:
    """`share` is its part of the width, 0 where it does not stand on that ground; numbers stand at the right."""

    name: str
    screen: int = 0
    paper: int = 0
    file: bool = False

    def head(self, lang: Lang) -> str:
        return w.HEADS[self.name].first(lang)


_PERSON = (
    Column("slip", 66, 16, file=True),
    Column("name", 186, 46, file=True),
    Column("name_other", file=True),
    Column("relative", file=True),
    Column("who", 66, 18),
    Column("age", file=True),
    Column("gender", file=True),
)
_TIME = (
    Column("number", 66, 11, file=True),
    Column("when", 128, 29),
    Column("date", file=True),
    Column("time", file=True),
)
_VILLAGE = Column("village", 104, 34, file=True)
_PHONE = Column("phone", file=True)
_LATE = Column("late", file=True)
_PROBLEM = (
    Column("complaint", file=True),
    Column("diagnosis", file=True),
    Column("icd10", file=True),
)
COLUMNS: Final[Mapping[str, tuple[Column, ...]]] = {
    "opd": (
        *_TIME,
        *_PERSON,
        _VILLAGE,
        _PHONE,
        Column("problem", 224, 70),
        *_PROBLEM,
        Column("reason", file=True),
        Column("first", file=True),
        Column("outcome", 216, 56, file=True),
        _LATE,
    ),
    "telemedicine": (
        *_TIME,
        *_PERSON,
        Column("village", 0, 28, file=True),
        _PHONE,
        Column("problem", 200, 46),
        *_PROBLEM,
        Column("to", 130, 28, file=True),
        Column("urgency", 0, 18, file=True),
        Column("sent", file=True),
        Column("answered", file=True),
        Column("wait", 78, 18),
        Column("wait_minutes", file=True),
        Column("doctor", 0, 32, file=True),
        Column("state", 160, 28, file=True),
        _LATE,
    ),
    "medicines": (
        *_TIME,
        *_PERSON,
        _VILLAGE,
        _PHONE,
        Column("medicine", 232, 72, file=True),
        Column("quantity", 104, 22, file=True),
        Column("unit", file=True),
        Column("given_on", 150, 42, file=True),
        _LATE,
    ),
    "follow_ups": (
        Column("number", 66, 11, file=True),
        Column("due", 90, 22, file=True),
        *_PERSON,
        _VILLAGE,
        Column("phone", 116, 26, file=True),
        Column("due_for", 206, 64, file=True),
        Column("came", 170, 42, file=True),
    ),
}


@dataclass(frozen=True)
class RegisterTable:
    """A register, or a day of it, ready to be printed or written."""

    title: str
    period: str
    place: str
    heads: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: str
    sums: tuple[str, ...]
    """Of each medicine, how much was given altogether."""
    lang: Lang


def on_screen(register: str) -> tuple[Column, ...]:
    return tuple(column for column in COLUMNS[register] if column.screen)


def cell(line: AnyLine, column: str, lang: Lang, today: date) -> str:
    """What stands in a column on the screen and on paper; '' where the line has nothing for it."""
    return _CELLS[column](line, lang, today)


def paper_table(
    register: str,
    lines: Iterable[AnyLine],
    counted: Totals,
    given: Iterable[AnyLine],
    period: str,
    place: Both,
    lang: Lang,
    today: date,
) -> RegisterTable:
    """As it is printed. `given` are the medicines of `lines`, each with its sum."""
    columns = [column for column in COLUMNS[register] if column.paper]
    return RegisterTable(
        title=w.TITLES[register].first(lang),
        period=period,
        place=place.first(lang),
        heads=tuple(column.head(lang) for column in columns),
        shares=tuple(column.paper for column in columns),
        rows=tuple(tuple(_on_paper(line, column.name, lang, today) for column in columns) for line in lines),
        totals=_totals_on_paper(register, counted, lang),
        sums=tuple(f"{_medicine(each, lang, today)}: {_quantity(each, lang, today)}" for each in given),
        lang=lang,
    )


def file_table(register: str, lines: Iterable[AnyLine], lang: Lang, today: date) -> list[tuple[str, ...]]:
    """As it is written to a file: heads first; dates and times as machines read them."""
    columns = [column for column in COLUMNS[register] if column.file]
    rows = [tuple(column.head(lang) for column in columns)]
    rows += [tuple(_in_file(line, column.name, lang, today) for column in columns) for line in lines]
    return rows


def totals_words(register: str, counted: Totals, lang: Lang) -> str:
    """`131 women · 85 men · 38 children under 5 · 46 first visits`."""
    counts = [(what, int(getattr(counted, what))) for what in COUNTED_IN[register]]
    return " · ".join(w.counted_words(what, count, lang) for what, count in counts if count or what in _ALWAYS)


def _totals_on_paper(register: str, counted: Totals, lang: Lang) -> str:
    """With what the screen has in large figures."""
    parts = [totals_words(register, counted, lang)]
    if register in ("opd", "telemedicine"):
        parts.append(w.counted_words("to_doctor", counted.to_doctor, lang))
    if counted.usual_wait is not None:
        parts.append(w.USUAL_WAIT.first(lang).format(w.wait_words(counted.usual_wait, lang)))
    return " · ".join(parts)


def _on_paper(line: AnyLine, column: str, lang: Lang, today: date) -> str:
    text = cell(line, column, lang, today)
    if column == "name":
        relative = _relative(line, lang, today)
        return f"{text}\n{relative}" if relative else text
    if column == "when" and line.late:
        return f"{text}\n{w.LATE.first(lang)}"
    return text


def _in_file(line: AnyLine, column: str, lang: Lang, today: date) -> str:
    special = _IN_FILE.get(column)
    return special(line) if special is not None else cell(line, column, lang, today)


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at is not None else ""


def _names(line: AnyLine, lang: Lang) -> tuple[str, str]:
    """(the name to show, the one in the other script): in Hindi the Devanagari one, if the record has it."""
    name, other = line.patient.name, line.patient.name_other
    if lang == "hi" and is_devanagari(other) and not is_devanagari(name):
        return other, name
    return name, other


def _relative(line: AnyLine, lang: Lang, today: date) -> str:
    row = line.patient
    return relation_words(row.relation, row.relative, row.gender, lang)


def _case(line: AnyLine) -> CaseInBrief | None:
    return getattr(line, "case", None)


def _problem(line: Any, lang: Lang, today: date) -> str:
    """What the visit came to, and where nothing was found yet, what was complained of."""
    return _diagnosis(line, lang, today) or _complaint(line, lang, today)


def _complaint(line: Any, lang: Lang, today: date) -> str:
    return ", ".join(name_of("complaints", code, text, lang) for code, text in line.complaints)


def _diagnosis(line: Any, lang: Lang, today: date) -> str:
    return ", ".join(name_of("conditions", code, text, lang) for code, text in line.diagnoses)


def _outcome(line: Any, lang: Lang, today: date) -> str:
    case = line.case
    if case is None:
        return _of(w.OUTCOMES, line.outcome, lang)
    if case.state in w.TO_DOCTOR:
        return w.TO_DOCTOR[case.state].first(lang).format(_speciality(case, lang))
    return _of(w.STATES, case.state, lang)


def _speciality(case: CaseInBrief | None, lang: Lang) -> str:
    return name_of("specialities", case.speciality, "", lang) if case else ""


def _doctor(line: AnyLine, lang: Lang, today: date) -> str:
    case = _case(line)
    if case is None or case.doctor is None:
        return ""
    return with_title(Both(case.doctor.name, case.doctor.name_hi)).first(lang)


def _wait(line: AnyLine, lang: Lang, today: date) -> str:
    case = _case(line)
    return w.wait_words(case.wait, lang) if case else ""


def _state(line: AnyLine, lang: Lang, today: date) -> str:
    case = _case(line)
    return _of(w.STATES, case.state, lang) if case else ""


def _urgency(line: AnyLine, lang: Lang, today: date) -> str:
    case = _case(line)
    return _of(w.URGENCIES, case.urgency, lang) if case else ""


def _medicine(line: Any, lang: Lang, today: date) -> str:
    return " ".join(part for part in (line.generic, line.strength, _form(line.form, "1", lang)) if part)


def _quantity(line: Any, lang: Lang, today: date) -> str:
    return f"{line.quantity} {_form(line.unit, line.quantity, lang)}".strip()


def _form(form: str, quantity: str, lang: Lang) -> str:
    """A form of medicine, as one or several; one that the list does not have stays as it was written."""
    known = FORMS.get(form.lower())
    return known[quantity != "1"].first(lang) if known is not None else form


def _given_on(line: Any, lang: Lang, today: date) -> str:
    if line.prescription:
        return w.PRESCRIPTION.first(lang).format(line.prescription)
    return w.STANDING_ORDER.first(lang) if line.standing_order else ""


def _came(line: Any, lang: Lang, today: date) -> str:
    if line.closed:
        return w.CLOSED.first(lang)
    if line.done:
        return w.CAME.first(lang).format(w.short_day(line.came, lang)) if line.came else w.HAS_COME.first(lang)
    if line.patient.deceased is not None:
        return w.DIED.first(lang).format(w.short_day(line.patient.deceased, lang))
    late = (today - line.day).days
    if late > 0:
        return w.DAYS_LATE[late != 1].first(lang).format(late)
    return (w.TO_COME if late else w.DUE_TODAY).first(lang)


def _of(table: Mapping[str, Both], code: str, lang: Lang) -> str:
    return table[code].first(lang) if code in table else code


def _yes(value: bool, lang: Lang) -> str:
    return (w.YES if value else w.NO).first(lang)


_CELLS: Final[Mapping[str, Callable[[Any, Lang, date], str]]] = {
    "number": lambda line, lang, today: str(line.number),
    "when": lambda line, lang, today: w.when_words(line.day, line.at, lang),
    "due": lambda line, lang, today: w.short_day(line.day, lang),
    "slip": lambda line, lang, today: line.patient.slip_no,
    "name": lambda line, lang, today: _names(line, lang)[0],
    "name_other": lambda line, lang, today: _names(line, lang)[1],
    "relative": _relative,
    "who": lambda line, lang, today: w.who_words(line.patient.age, line.patient.gender, lang),
    "age": lambda line, lang, today: w.age_words(line.patient.age, lang),
    "gender": lambda line, lang, today: _of(w.GENDERS, line.patient.gender, lang),
    "village": lambda line, lang, today: line.patient.village,
    "phone": lambda line, lang, today: w.phone_words(line.patient.phone),
    "problem": _problem,
    "complaint": _complaint,
    "diagnosis": _diagnosis,
    "reason": lambda line, lang, today: _of(w.REASONS, line.reason, lang),
    "first": lambda line, lang, today: _yes(line.first, lang),
    "outcome": _outcome,
    "to": lambda line, lang, today: _speciality(_case(line), lang),
    "urgency": _urgency,
    "wait": _wait,
    "doctor": _doctor,
    "state": _state,
    "medicine": _medicine,
    "quantity": _quantity,
    "given_on": _given_on,
    "due_for": lambda line, lang, today: line.reason,
    "came": _came,
    "late": lambda line, lang, today: _yes(line.late, lang),
}
_IN_FILE: Final[Mapping[str, Callable[[Any], str]]] = {
    "date": lambda line: line.day.isoformat(),
    "time": lambda line: f"{line.at:%H:%M}" if line.at is not None else "",
    "icd10": lambda line: ", ".join(code for code, _ in line.diagnoses if code),
    "sent": lambda line: _moment(line.case.sent),
    "answered": lambda line: _moment(line.case.answered),
    "wait_minutes": lambda line: str(round(line.case.wait.total_seconds() / 60)) if line.case.wait else "",
    "quantity": lambda line: line.quantity,
    "unit": lambda line: line.unit,
    "due": lambda line: line.day.isoformat(),
}
