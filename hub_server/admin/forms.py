"""What the office's forms share: a sentence for what is not right, what was ticked, a page of a list held in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from hub_server.admin.paging import PAGE, address
from hub_server.limits import address_of
from hub_server.services.acting import Acting
from hub_server.services.errors import AdminError, FieldError
from hub_server.web.accounts import Person
from hub_server.web.http import AnyRequest
from hub_server.web.marks import Mark
from hub_server.web.wording import Words

T = TypeVar("T")


@dataclass
class Form:
    """What stands in a form, the sentence for each field that is not right, and a notice above it."""

    values: dict[str, str]
    wrong: dict[str, str] = field(default_factory=dict)
    notice: Mark | None = None

    @property
    def status(self) -> int:
        """422 for a form that comes back."""
        return 422 if self.wrong or (self.notice is not None and self.notice.tone == "red") else 200


def acting(person: Person, request: AnyRequest) -> Acting:
    """On whose word it is done."""
    return Acting(person.id, address_of(request))


def refused(words: Words, values: Mapping[str, str], error: AdminError) -> Form:
    """The form again, with what was typed and what to do about it."""
    if not isinstance(error, FieldError):
        return Form(dict(values), notice=Mark("red", "alert-octagon", words("wrong.other")))
    if not error.field:
        return Form(dict(values), notice=Mark("red", "alert-octagon", sentence(words, error)))
    said = {error.field: sentence(words, error)}
    return Form(dict(values), said, Mark("red", "alert-octagon", words("wrong.lead")))


def sentence(words: Words, error: FieldError) -> str:
    """What is not right about a field, and what to do."""
    general = words.known(f"wrong.{error.code}", words("wrong.value"), detail=error.detail)
    return words.known(f"wrong.{error.field}.{error.code}", general, detail=error.detail)


def named(words: Words, field: str) -> str:
    """What a record's field is called in the office's forms. Of one part of it, such as `posts[0].id`, the whole."""
    return words.known(f"office.field.{field.partition('.')[0].partition('[')[0]}", field)


def ticked(form: Mapping[str, str], prefix: str) -> list[str]:
    """What follows the prefix in the names of ticked boxes, in the order of the page."""
    return [name.removeprefix(prefix) for name in form if name.startswith(prefix)]


def done(request: AnyRequest, words: Words, prefix: str) -> Mark | None:
    """The notice after a change, named by `done` in the address."""
    name = request.query_params.get("done", "")[:20]
    text = words.known(prefix + name) if name else ""
    return Mark("green", "circle-check", text) if text else None


def in_page(
    request: AnyRequest,
    path: str,
    choice: Mapping[str, str],
    found: Sequence[T],
    show: Callable[[T], Any],
    words: Words,
) -> dict[str, Any]:
    """The rows of the page that is asked for, with the addresses of the pages beside it."""
    asked = request.query_params.get("page", "1")
    last = max(1, -(-len(found) // PAGE))
    number = min(max(1, int(asked)), last) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    start = (number - 1) * PAGE
    rows = [show(each) for each in found[start : start + PAGE]]
    said = words("list.shown", first=start + 1, last=start + len(rows), all=len(found)) if last > 1 else ""
    return {
        "rows": rows,
        "count": len(found),
        "newer": address(path, {**choice, "page": str(number - 1)}) if number > 1 else "",
        "older": address(path, {**choice, "page": str(number + 1)}) if number < last else "",
        "said": said,
    }
