"""Templates, words and what is served to the browser, shared by all of the hub's pages.

Each area (this package, the doctors' desk, the district's office) brings its `templates/` and `strings/`; a file of
strings is named `<part>_<language>.json`, and no key stands in two of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import jinja2

from hub_server.web.packing import pack
from hub_server.web.wording import LANGUAGES, Words

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}


class Renderer:
    """The pages' templates with the words of both languages. Made once for a hub process."""

    def __init__(self, areas: Sequence[str]) -> None:
        self._strings = load_strings(areas)
        self.static = _static()
        packed = {name: pack(content) for name, (content, _) in self.static.items()}
        self.packed = {name: small for name, small in packed.items() if len(small) < 0.9 * len(self.static[name][0])}
        # One version for all of them: the sheet names the fonts without one.
        contents = b"".join(content for content, _ in self.static.values())
        self._version = hashlib.sha256(contents).hexdigest()[:10]
        self._env = jinja2.Environment(
            loader=jinja2.ChoiceLoader([jinja2.PackageLoader(area, "templates") for area in areas]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def words(self, lang: str) -> Words:
        return Words(lang, self._strings)

    def render(self, template: str, words: Words, **values: Any) -> str:
        """A template in this language. What a page does not give is empty, so that parts can be shared."""
        basis: dict[str, Any] = {
            "t": words,
            "lang": words.lang,
            "other_lang": "hi" if words.lang == "en" else "en",
            "static": lambda name: f"/static/{name}?v={self._version}",
            "me": None,
            "home": "/",
            "menu": (),
            "message": None,
            "csrf": "",
            "here_url": "/",
            "notice_text": "",
        }
        return self._env.get_template(template).render(basis | values)


def load_strings(areas: Sequence[str]) -> dict[str, dict[str, str]]:
    """The words of these packages by language. ValueError if a key stands twice."""
    tables: dict[str, dict[str, str]] = {lang: {} for lang in LANGUAGES}
    for area in areas:
        for file in sorted(files(area).joinpath("strings").iterdir(), key=lambda f: f.name):
            lang = file.name.removesuffix(".json").rpartition("_")[2]
            if lang not in tables:
                continue
            part = json.loads(file.read_text("utf-8"))
            if twice := tables[lang].keys() & part.keys():
                raise ValueError(f"{file.name}: {', '.join(sorted(twice))} stands elsewhere too")
            tables[lang] |= part
    return tables


def _static() -> dict[str, tuple[bytes, str]]:
    """What may be served, with its media type, by name."""
    folder = files("hub_server.web").joinpath("static")
    found = [("", f) for f in folder.iterdir()] + [("fonts/", f) for f in folder.joinpath("fonts").iterdir()]
    return {
        prefix + file.name: (file.read_bytes(), _TYPES[suffix])
        for prefix, file in sorted(found, key=lambda pair: pair[0] + pair[1].name)
        if (suffix := "." + file.name.rpartition(".")[2]) in _TYPES
    }
