"""The commands that offer a new version of the app to the PCs, and take it back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from hub_server.commanding import Answer, add_command, add_group, show
from hub_server.context import Services, open_services
from hub_server.services import releases
from hub_server.store.database import HubStore


def add(commands: Any) -> None:
    """Add them to the command line."""
    group = add_group(commands, "release", "new versions of the app for the PCs")
    made = add_command(group, "add", "offer one; its publisher signed the manifest, and every PC looks at that")
    made.add_argument("msi", type=Path, metavar="MSI")
    made.add_argument("manifest", type=Path, metavar="MANIFEST", help="MSI.release.json, as ./run msi release wrote it")
    made.set_defaults(run=_run, work=lambda services, a: releases.add_release(services, a.msi, a.manifest))
    listing = add_command(group, "list", "what is held, the one that PCs are offered first")
    listing.set_defaults(run=_run, work=lambda services, _: releases.list_releases(services))
    gone = add_command(group, "withdraw", "offer one no more; PCs that have not installed it let it go")
    gone.add_argument("version", metavar="VERSION")
    gone.set_defaults(run=_run, work=lambda services, a: releases.withdraw_release(services, a.version))


def _run(arguments: argparse.Namespace) -> int:
    store = HubStore(arguments.store)
    try:
        services: Services = open_services(store)
        answer: Answer = arguments.work(services, arguments)
    finally:
        store.close()
    show(answer, arguments.json)
    return 0
