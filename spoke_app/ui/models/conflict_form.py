"""Choosing between versions, without widgets: what may be typed instead, what both together are, what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from care_record.ids import new_id
from care_record.kinds import KINDS
from care_record.kinds.types import Date, Entries, ListOf, Number, Object, OneOf, Text, Type, Whole
from care_record.rules.age import as_date
from care_record.rules.identity import normalise_phone
from care_record.rules.vitals import VITALS
from spoke_app.actions.compare_record import Question
from spoke_app.actions.resolve_conflict import Decision, drops_allergy
from spoke_app.ui.models.patient_form import allergy_entry, allergy_text, phone_typed
from spoke_app.ui.models.typed import date_typed, number_text, past_date, split_duration
from spoke_app.ui.models.vital_signs import reading

Answer = Literal["phone", "number", "line", "area", "date", "code", "age", "allergy", "entry", ""]
"""How another value is typed; '' where only the candidates can be chosen."""
BOTH, OTHER = -1, -2
"""Choices beside the versions, which are numbered from 0."""


@dataclass
class Choice:
    """What a person has chosen so far at one place; kept while she looks elsewhere."""

    at: int | None = None
    typed: str = ""
    sure: bool = False


def type_at(kind: str, path: str) -> Type | None:
    """The type of the value at a path; of a list's entry the entry's; None for fields of another version."""
    name, _, rest = path.partition(".")
    known = KINDS.get(kind)
    found = known.fields.get(name) if known else None
    if rest and isinstance(found, Object):
        return found.keys.get(rest)
    return found.entry if rest and isinstance(found, Entries) else found


def answer_kind(kind: str, question: Question) -> Answer:
    """How one types another value here."""
    name, _, rest = question.path.partition(".")
    wanted = type_at(kind, question.path)
    if name == "allergies" and rest:
        return "allergy"
    if isinstance(wanted, Object) and "text" in wanted.keys and rest:
        return "entry"
    if name == "age":
        return "age"
    if question.path in ("phone", "guardian.phone"):
        return "phone"
    if isinstance(wanted, OneOf):
        return "code"
    if isinstance(wanted, Date):
        return "date"
    if isinstance(wanted, Number | Whole) or rest in VITALS:
        return "number"
    if isinstance(wanted, Text):
        return "area" if wanted.lines else "line"
    return ""


def options(kind: str, path: str) -> tuple[str, ...]:
    """The codes that a place allows."""
    wanted = type_at(kind, path)
    return wanted.options if isinstance(wanted, OneOf) else ()


def first_typed(kind: str, question: Question) -> str:
    """What stands in the field to begin with: a text of several lines has all versions, another the one shown."""
    answer = answer_kind(kind, question)
    values = [version.value for version in question.versions if version.value not in (None, "")]
    if answer == "area":
        return "\n".join(str(value) for value in values)
    shown = next((version.value for version in question.versions if version.shown), values[-1] if values else None)
    return as_typed(answer, shown)


def as_typed(answer: Answer, value: Any) -> str:
    """A value as one would type it."""
    if isinstance(value, dict):
        if answer == "allergy":
            return allergy_text(value)
        if answer == "age":
            return f"{number_text(value.get('value'))} {value.get('unit') or ''}".strip()
        return str(value.get("text") or "")
    if answer == "phone":
        return phone_typed(str(value or ""))
    day = as_date(value) if answer == "date" else None
    return date_typed(day) if day else number_text(value)


def read_typed(kind: str, question: Question, text: str, today: date) -> tuple[Any, str, str]:
    """(the value, '', '') of what was typed, or (None, why not, its detail)."""
    text = text.strip()
    if not text:
        return None, "missing", ""
    answer = answer_kind(kind, question)
    rest = question.path.partition(".")[2]
    value: Any = text
    if answer == "phone":
        value = normalise_phone(text)
    elif answer == "number":
        value = reading(rest, text)
    elif answer == "date":
        day = past_date(text, today)
        value = day.isoformat() if day else None
    elif answer == "age":
        _, told = split_duration(text)
        value = {**told, "as_of": today.isoformat()} if told and told["unit"] != "hours" else None
    elif answer in ("allergy", "entry"):
        made = allergy_entry(text) if answer == "allergy" else {"text": text}
        value = {**_kept_keys(question), **{key: one for key, one in made.items() if one}, "id": rest}
    if value is None:
        codes = {"phone": "bad-phone", "date": "bad-date", "age": "bad-age"}
        return None, codes.get(answer, "wrong-type"), ""
    wanted = type_at(kind, question.path)
    problems = wanted.problems(value, question.path, True) if wanted is not None else []
    return (None, problems[0].code, problems[0].detail) if problems else (value, "", "")


def _kept_keys(question: Question) -> dict[str, Any]:
    """What an entry says beside its words (severity): kept where all versions agree about it."""
    entries = [v.value for v in question.versions if isinstance(v.value, dict) and v.value.get("removed") is not True]
    if not entries:
        return {}
    spoken = ("text", "code", "substance", "reaction", "icd10", "duration")
    return {
        key: value
        for key, value in entries[0].items()
        if key not in spoken and all(one.get(key) == value for one in entries)
    }


def both(kind: str, question: Question) -> Decision | None:
    """All versions together, where that makes sense: two phones, two entries, a list with all that was named."""
    name, _, rest = question.path.partition(".")
    wanted = type_at(kind, question.path)
    values = [version.value for version in question.versions]
    if question.path == "phone":
        numbers = [value for value in values if isinstance(value, str)]
        shown = next((version.value for version in question.versions if version.shown), None)
        first = shown if shown in numbers else (numbers[-1] if numbers else None)
        more = [{"id": new_id(), "number": number} for number in numbers if number != first]
        return Decision("phone", first, question.changes, beside={"other_phones": more}) if more else None
    if isinstance(wanted, ListOf):
        listed = [one for value in values if isinstance(value, list) for one in value]
        union = list({repr(one): one for one in listed}.values())
        return Decision(question.path, union, question.changes)
    if rest and isinstance(wanted, Object) and wanted is not None and _is_list(kind, name):
        entries = [value for value in values if isinstance(value, dict) and value.get("removed") is not True]
        if len(entries) < 2:
            return None
        more = [{**entry, "id": new_id()} for entry in entries[:-1]]
        return Decision(question.path, entries[-1], question.changes, beside={name: more})
    return None


def _is_list(kind: str, name: str) -> bool:
    known = KINDS.get(kind)
    return known is not None and isinstance(known.fields.get(name), Entries)


def first_choice(question: Question) -> Choice:
    """Nothing is chosen for a person, but for an allergy the cautious version: it is what the screens show."""
    if question.path.partition(".")[0] == "allergies":
        return Choice(next((at for at, version in enumerate(question.versions) if version.shown), None))
    return Choice()


def needs_to_be_sure(kind: str, question: Question, choice: Choice, today: date) -> bool:
    """Whether the choice would make an allergy disappear: then she must say so expressly."""
    made = decision(kind, question, Choice(choice.at, choice.typed, True), today)
    if made is None:
        return False
    kept = [made.value, *made.beside.get("allergies", [])]
    return drops_allergy(question.path, kept, [version.value for version in question.versions])


def decision(kind: str, question: Question, choice: Choice, today: date) -> Decision | None:
    """What is to be written for a choice; None while nothing valid is chosen."""
    if choice.at is None or choice.at >= len(question.versions):
        return None
    if choice.at == BOTH:
        return both(kind, question)
    value = None
    if choice.at == OTHER:
        value, wrong, _ = read_typed(kind, question, choice.typed, today)
        if wrong:
            return None
    else:
        value = question.versions[choice.at].value
    return Decision(question.path, value, question.changes, choice.sure)


def decisions(kind: str, questions: Sequence[Question], choices: dict[str, Choice], today: date) -> list[Decision]:
    """Everything that was decided and may be saved, in the order of the questions."""
    made: list[Decision] = []
    for question in questions:
        choice = choices.get(question.path, Choice())
        one = decision(kind, question, choice, today)
        if one is not None and (choice.sure or not needs_to_be_sure(kind, question, choice, today)):
            made.append(one)
    return made


def carried(choice: Choice, before: Question, now: Question) -> Choice:
    """The choice as it stands after the record was read again, where a version more may have moved the others."""
    if choice.at is None or choice.at < 0:
        return choice
    chosen = {origin.change for origin in before.versions[choice.at].origins}
    places = (at for at, v in enumerate(now.versions) if chosen & {origin.change for origin in v.origins})
    return Choice(next(places, None), choice.typed, choice.sure and before.changes == now.changes)


def differences(text: str, others: Sequence[str]) -> list[tuple[int, int]]:
    """Where `text` says something else than the others, as (start, end): a stretch of a number, words of a text."""
    from difflib import SequenceMatcher  # only for this screen

    by_letter = not any(sign.isalpha() for sign in text)
    mine, starts = _pieces(text, by_letter)
    spans: list[tuple[int, int]] = []
    for other in others:
        theirs = _pieces(other, by_letter)[0]
        if by_letter:
            # One stretch from the first difference to the last: two numbers differ in a place, not in crumbs.
            head = _common(mine, theirs)
            tail = _common(mine[head:][::-1], theirs[head:][::-1])
            places = range(head, len(mine) - tail)
        else:
            blocks = SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks()
            same = {at for block in blocks for at in range(block.a, block.a + block.size)}
            places = [at for at in range(len(mine)) if at not in same]  # type: ignore[assignment]
        spans += [(starts[at], starts[at] + len(mine[at])) for at in places]
    return _joined(sorted(set(spans)), text)


def _pieces(text: str, by_letter: bool) -> tuple[list[str], list[int]]:
    if by_letter:
        return list(text), list(range(len(text)))
    words, starts, at = [], [], 0
    for word in text.split():
        at = text.index(word, at)
        words.append(word)
        starts.append(at)
        at += len(word)
    return words, starts


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _joined(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Neighbouring spans as one line."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
