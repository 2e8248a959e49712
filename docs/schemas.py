"""Writes docs/schema/*.json, the JSON Schemas of what is exported: python -m docs.schemas"""

from __future__ import annotations

import json
from pathlib import Path

from quotes.export import SCHEMAS

FOLDER = Path(__file__).with_name("schema")


def files() -> dict[Path, str]:
    """What each file holds."""
    return {
        FOLDER / f"{name}.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for name, schema in SCHEMAS.items()
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for path, text in files().items():
        path.write_text(text, encoding="utf-8")
