"""What an administrator is told in one line when something cannot be done."""

from __future__ import annotations


class AdminError(Exception):
    """The text is for people."""


class FieldError(AdminError):
    """One field of what was given is not right. A page says so beside it: `code` names the sentence, `detail` what
    stands in that."""

    def __init__(self, text: str, field: str, code: str, detail: str = "") -> None:
        super().__init__(text)
        self.field, self.code, self.detail = field, code, detail


class ChangedMeanwhile(AdminError):
    """The record is not what it was when its form was opened: somebody else has saved it."""

    def __init__(self, record: str) -> None:
        super().__init__(f"{record} was changed meanwhile: look at it again")
        self.record = record
