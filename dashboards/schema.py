"""The JSON Schema of dashboard files, for editors that complete and check YAML while one types."""

import json
from pathlib import Path
from typing import Any

from dashboards.kinds import KINDS
from dashboards.model import Dashboard

FILE = Path(__file__).with_name("schema.json")


def schema_text() -> str:
    """The schema of a dashboard file as JSON text, as it stands in `schema.json`."""
    schema = Dashboard.model_json_schema(by_alias=True)
    parts: dict[str, Any] = schema["$defs"]
    parts["Chart"]["properties"]["kind"]["enum"] = list(KINDS)
    parts["Dimension"] = _or_name(parts["Dimension"])
    parts["Period"] = _or_name(parts["Period"])
    schema["required"] = ["version", *schema["required"]]
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps({**head, **schema}, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _or_name(part: dict[str, Any]) -> dict[str, Any]:
    """The short form: a bare text in place of the mapping."""
    return {"title": part["title"], "description": part["description"], "anyOf": [{"type": "string"}, part]}
