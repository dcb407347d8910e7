"""What a request outside the devices' side ends with when it cannot be done: a page in a browser's own language for
people, a problem document for everything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar import Response

from hub_server import problems
from hub_server.web.accepting import takes
from hub_server.web.http import AnyRequest, Web, local

_SAID = {404: "error.no_page", 405: "error.only_forms", 413: "error.413", 503: "error.busy"}
Handler = Callable[[AnyRequest, Any], Response[Any]]


def handlers(web: Web) -> dict[int | type[Exception], Handler]:
    """For the whole application; the devices' side has its own, which are the same without pages."""
    return {kind: _shown(web, answer) for kind, answer in problems.HANDLERS.items()}


def _shown(web: Web, answer: Handler) -> Handler:
    def handle(request: AnyRequest, error: Exception) -> Response[Any]:
        problem = answer(request, error)
        path, status = request.scope["path"], problem.status_code or 500
        accepted = request.headers.get("accept", "")
        if path == "/v1" or path.startswith("/v1/") or not takes(accepted, "text/html"):
            return problem
        key = _SAID.get(status, "error.failed" if status >= 500 else "error.no_page")
        # A form's address is opened without a form when a page that came back from it is loaded anew.
        back = local(path.rpartition("/")[0], "") if status == 405 else ""
        page = web.error(request, status, key, back)
        page.headers |= {name: value for name, value in problem.headers.items() if name == "Retry-After"}
        return page

    return handle
