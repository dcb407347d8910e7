"""A token field as a list of record entries, and back: each entry keeps its id and whatever else it holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject

from care_record.ids import new_id
from spoke_app.ui.models.field_set import Access, FieldSet
from spoke_app.ui.widgets.token_field import Token, TokenField

Entries = list[dict[str, Any]]


class TokenValues(QObject):
    """Binds one token field to a form under `name`; `<name>_typed` is what stands in its line without being a token.

    `to_text` and `to_entry` translate where an entry is more than its text (an allergy: substance and reaction);
    `to_entry` gets the text and the token's code.
    """

    def __init__(
        self,
        fields: FieldSet,
        name: str,
        field: TokenField,
        to_text: Callable[[dict[str, Any]], str] | None = None,
        to_entry: Callable[[str, str], dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(field)
        self._fields, self._name, self._field = fields, name, field
        self._to_text = to_text or (lambda item: str(item.get("text") or ""))
        self._to_entry = to_entry or _plain_entry
        self._kept: dict[str, dict[str, Any]] = {}
        fields.add_access(name, Access(field, self.entries, self.fill, field))
        fields.add_access(f"{name}_typed", Access(field.edit, field.edit.text, field.edit.setText, None))
        field.changed.connect(self._changed)
        field.edit.textEdited.connect(self._typed)

    def entries(self) -> Entries:
        """The tokens as entries of the record, in order."""
        found: Entries = []
        for token in self._field.tokens():
            item = dict(self._kept.get(token.id) or {"id": token.id or new_id()})
            if self._to_text(item) != token.text:
                item |= self._to_entry(token.text, token.code)
            if token.duration is not None:
                item["duration"] = {"value": token.duration[0], "unit": token.duration[1]}
            found.append(item)
        return found

    def fill(self, entries: Entries) -> None:
        """Show these entries, silently."""
        self._kept = {item["id"]: item for item in entries}
        self._field.set_tokens([self._token(item) for item in entries])

    def _token(self, item: dict[str, Any]) -> Token:
        duration = item.get("duration")
        pair = (int(duration["value"]), str(duration["unit"])) if duration else None
        code = str(item.get("code") or item.get("icd10") or "")
        return Token(self._to_text(item), code, pair, str(item["id"]))

    def _changed(self) -> None:
        # A new token gets its id once: the draft and the record speak of the same entry.
        tokens = self._field.tokens()
        if any(not token.id for token in tokens):
            self._field.set_tokens([token if token.id else replace(token, id=new_id()) for token in tokens])
        self._fields.tell(self._name)

    def _typed(self) -> None:
        self._fields.tell(f"{self._name}_typed")


def _plain_entry(text: str, code: str) -> dict[str, Any]:
    return {"text": text, "code": code} if code else {"text": text}
