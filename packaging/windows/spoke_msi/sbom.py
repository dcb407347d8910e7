"""The bill of materials: every part of an installed Spoke with version, hash and licence, as CycloneDX 1.6.

The same parts give the same bytes: no clock, and a serial number made of the content.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence
from typing import Any

from spoke_msi.pieces import Piece

NAMESPACE = uuid.UUID("0d9f5a52-6f41-5e0c-9f0e-3b0b8f8f6c36")
_EXPRESSION = re.compile(r"\b(AND|OR|WITH)\b")


def sbom(pieces: Sequence[Piece], version: str, source: str) -> bytes:
    """CycloneDX 1.6 JSON of this version of Spoke; `source` is the commit that it was built from."""
    ours = f"pkg:generic/spoke@{version}"
    parts = [_component(piece) for piece in sorted(pieces, key=lambda piece: (piece.name, piece.version))]
    document: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": ours,
                "name": "Spoke",
                "version": version,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
                "purl": ours,
                "properties": [{"name": "spoke:source", "value": source}],
            },
        },
        "components": parts,
        "dependencies": [
            {"ref": ours, "dependsOn": [part["bom-ref"] for part in parts]},
            *({"ref": part["bom-ref"], "dependsOn": []} for part in parts),
        ],
    }
    document["serialNumber"] = f"urn:uuid:{uuid.uuid5(NAMESPACE, json.dumps(document, sort_keys=True))}"
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def _component(piece: Piece) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": piece.purl,
        "name": piece.name,
        "version": piece.version,
        "hashes": [{"alg": "SHA-256", "content": piece.sha256}],
        "licenses": [_licence(piece.licence)],
        "purl": piece.purl,
        "properties": [{"name": "spoke:kind", "value": piece.kind}, {"name": "spoke:file", "value": piece.file.name}],
    }


def _licence(expression: str) -> dict[str, Any]:
    """An SPDX id, an expression, or the name of a licence that SPDX has none for."""
    if _EXPRESSION.search(expression):
        return {"expression": expression}
    if expression.startswith("LicenseRef-"):
        return {"license": {"name": expression.removeprefix("LicenseRef-").replace("-", " ")}}
    return {"license": {"id": expression}}
