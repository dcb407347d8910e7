"""Lists from CSV files over HTTP: the file is tried, what would become of each row is shown, then it is brought in."""

from __future__ import annotations

from collections.abc import Callable
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import urlencode

from litestar import MediaType, Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import RawBody

from hub_server.admin.forms import Form, acting, named, refused, sentence
from hub_server.admin.office import OfficeWeb
from hub_server.context import Services
from hub_server.services.errors import FieldError
from hub_server.services.importing import COLUMNS, NEEDED, Imported, read_text, report, run_import
from hub_server.services.staff import ROLES
from hub_server.web.accounts import Person
from hub_server.web.http import HEADERS, AnyRequest
from hub_server.web.wording import Words

KINDS = ("facility", "staff")
MOST_FILE = 2 * 1024 * 1024
"""Bytes of a posted list; some ten thousand rows. One that is somewhat larger is refused in words."""
_REASONS_SHOWN = 100


def handlers(web: OfficeWeb, services: Services) -> list[HTTPRouteHandler]:
    """`/admin/import`."""

    @get("/import", sync_to_thread=True)
    def begin(request: AnyRequest) -> Response[str]:
        def work(person: Person) -> Response[str]:
            asked = request.query_params.get("kind", "")
            return _page(web, request, person, asked if asked in KINDS else "facility", Form({}))

        return web.reading(request, "staff", work)

    @post("/import", sync_to_thread=True, status_code=200, request_max_body_size=3 * MOST_FILE)
    def bring(request: AnyRequest, body: RawBody) -> Response[str]:
        def work(person: Person, form: dict[str, str]) -> Response[str]:
            kind = form.get("kind") if form.get("kind") in KINDS else "facility"
            words, step = web.words(request), form.get("step", "")
            try:
                if len(body) > MOST_FILE:
                    raise FieldError("the file is too large", "file", "too-large", f"{MOST_FILE // 1024**2}")
                text = form.get("text") or read_text(form.get("file", "").encode("latin-1", "replace"))
                done = run_import(services, str(kind), text, acting(person, request), dry=step != "do")
            except FieldError as error:
                return _page(web, request, person, str(kind), refused(words, {}, error))
            reasons = {row.line: _reason(words, row.error) for row in done.rows if row.error is not None}
            if step == "report":
                return _download(report(done, str(kind), reasons, words("import.why")), str(kind))
            more = {"imported": done, "reasons": reasons, "text": text, "finished": step == "do"}
            return _page(web, request, person, str(kind), Form({}), more)

        return _changing(web, request, body, work)

    return [begin, bring]


def _changing(
    web: OfficeWeb, request: AnyRequest, body: bytes, work: Callable[[Person, dict[str, str]], Response[str]]
) -> Response[str]:
    """The posted form with a file in it, as other forms come: the file's bytes as text of one letter a byte."""
    return web.changing(request, "staff", urlencode(_parts(request, body)).encode(), work)


def _parts(request: AnyRequest, body: bytes) -> dict[str, str]:
    """The fields of a `multipart/form-data` body; none if it is something else."""
    kind = request.headers.get("content-type", "")
    if not kind.startswith("multipart/form-data"):
        return {}
    head = b"Content-Type: " + kind.encode("latin-1", "replace").replace(b"\r", b"").replace(b"\n", b"") + b"\r\n\r\n"
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    found: dict[str, str] = {}
    for part in message.iter_parts() if message.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            found[name] = content.decode("latin-1") if name == "file" else content.decode("utf-8", "replace")
    return found


def _reason(words: Words, error: FieldError) -> str:
    return f"{named(words, error.field)}: {sentence(words, error)}"


def _download(text: str, kind: str) -> Response[str]:
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="refused-{kind}.csv"'}
    # The mark tells spreadsheets that it is UTF-8.
    return Response("\ufeff" + text, media_type=MediaType.TEXT, headers=headers | {"Content-Type": "text/csv"})


def _page(
    web: OfficeWeb, request: AnyRequest, person: Person, kind: str, form: Form, more: dict[str, Any] | None = None
) -> Response[str]:
    words = web.words(request)
    done: Imported | None = (more or {}).get("imported")
    refused_rows = [row for row in done.rows if row.state == "refused"] if done else []
    values: dict[str, Any] = {
        "kind": kind,
        "kinds": KINDS,
        "columns": COLUMNS,
        "needed": NEEDED,
        "roles": ", ".join(ROLES),
        "wrong": form.wrong,
        "message": form.notice,
        "imported": None,
        "refused": refused_rows[:_REASONS_SHOWN],
        "back": "/admin/places" if kind == "facility" else "/admin/staff",
    }
    page = "places" if kind == "facility" else "staff"
    bar = web.bar(person, words, page, f"/admin/import?kind={kind}")
    return web.page(request, "import.html", bar | values | (more or {}), form.status)
