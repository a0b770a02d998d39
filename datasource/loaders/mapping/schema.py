"""The JSON Schema of mapping files, for editors that complete and check YAML while one types."""

import json
from pathlib import Path
from typing import Any

from datasource.loaders.mapping.kinds import NOT_LOADED
from datasource.loaders.mapping.mapping import Mapping
from datasource.loaders.mapping.presets import FOLDER
from datasource.tables.schema import TABLES

FILE: Path = FOLDER.parent / "mapping.schema.json"


def schema_text() -> str:
    """The schema of a mapping file as JSON text, as it stands in `mapping.schema.json`."""
    schema = Mapping.model_json_schema(by_alias=True)
    parts: dict[str, Any] = schema["$defs"]
    for name in ("Cell", "CustomCell"):
        parts[name] = _or_names(parts[name])
    parts["Feed"]["properties"]["table"] = {
        **parts["Feed"]["properties"]["table"],
        "anyOf": [{"enum": sorted(set(TABLES) - NOT_LOADED)}, {"type": "string"}],
    }
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps({**head, **schema}, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _or_names(part: dict[str, Any]) -> dict[str, Any]:
    """The short forms: the bare name of a column, or a bare list of names, in place of the mapping."""
    bare = [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
    return {"title": part["title"], "description": part["description"], "anyOf": [*bare, part]}
