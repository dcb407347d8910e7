"""`spoke-app export registers`: a month's four registers as files for Excel, without a window."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from spoke_app.actions.register_rows import REGISTERS, RegisterView
from spoke_app.actions.registers import read_register
from spoke_app.commands import FINE, Person, Reply
from spoke_app.documents.files import save
from spoke_app.documents.paper import Lang
from spoke_app.documents.register_csv import csv_bytes
from spoke_app.documents.register_table import file_table
from spoke_app.documents.register_words import FILES
from spoke_app.headless import open_profile
from spoke_app.paths import Profile
from spoke_app.settings import load_settings
from spoke_app.store.database import Store


def export_registers(profile: Profile, who: Person, folder: Path, month: date | None, lang: str | None) -> Reply:
    """Writes them to `folder`, which is made if need be; this month's in the window's language unless told otherwise.

    Raises `files.CannotSave`.
    """
    language: Lang = "hi" if (lang or load_settings(profile.settings_path).language) == "hi" else "en"
    with open_profile(profile, who.name, who.pin) as opened:
        today = opened.now().date()
        wanted = month or today

        def read(store: Store) -> list[RegisterView]:
            desk = opened.desk(store)
            desk.require("export", "visit")
            desk.note("exported")
            return [read_register(desk, register, wanted) for register in REGISTERS]

        views = opened.store.call(read)
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for view in views:
        path = folder / f"{FILES[view.register]}-{view.month:%Y-%m}.csv"
        save(path, csv_bytes(file_table(view.register, view.lines, language, today)))
        files.append({"register": view.register, "file": str(path), "rows": len(view.lines)})
    said = "\n".join(f"{each['file']}: {each['rows']} rows" for each in files)
    return Reply(FINE, said, {"month": f"{wanted:%Y-%m}", "files": files})
