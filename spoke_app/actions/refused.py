"""A save that is not done, and why: shown in the form, beside the fields that it names."""

from __future__ import annotations

from collections.abc import Sequence

from care_record.rules.problem import Problem


class Refused(Exception):
    """Nothing was written. `problems` has at least one."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(f"{problem.field}: {problem.code}" for problem in problems))
        self.problems: tuple[Problem, ...] = tuple(problems)


def refuse_if(problems: Sequence[Problem]) -> None:
    if problems:
        raise Refused(problems)


def refuse(field: str, code: str, detail: str = "") -> Refused:
    """A refusal for one reason, to be raised."""
    return Refused((Problem(field, code, detail),))
