"""Questions and answers as JSON: what `python -m datasource query` reads and prints, and `--list`."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from datasource.errors import MingjingError
from datasource.metrics.defined import canonical, given_name
from datasource.metrics.dimension import subjects_of
from datasource.metrics.registry import DIMENSIONS, METRICS, leaves, subjects
from datasource.query.shape import OTHERS
from datasource.question import Query, read_query
from datasource.result import Proof, Result


def query_from_json(text: str) -> Query:
    """The question in `text`, its calculations under canonical names; `result_to_json` tells them by their ids again.

    Raises `MingjingError` for text that is no JSON object, `InvalidInput` for the rest.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise MingjingError(f"The question is no JSON: {error.msg} at character {error.pos}.") from None
    except RecursionError:
        raise MingjingError("The question is nested too deeply: it needs four levels at most.") from None
    if not isinstance(data, dict):
        raise MingjingError('The question must be a JSON object such as {"metrics": ["won_amount"]}.')
    return canonical(read_query(data))


def result_to_json(result: Result) -> str:
    """The answer as one JSON object: rows, totals, proof; calculations by the ids that the question gave them."""
    given = {one.id: given_name(one.id) for one in result.query.define}
    keys = {f"{name}{part}": f"{plain}{part}" for name, plain in given.items() for part in ("", "__base", "__change")}
    rows = [_keyed(_row(row), keys) for row in result.rows.to_dicts()]
    totals = result.totals and _keyed(result.totals, keys)
    return _dumps({"rows": rows, "totals": totals, "proof": _proof(result.proof, given)})


def catalogue_to_json() -> str:
    """Every metric and dimension with label, type, unit, table and definition."""
    metrics = [
        {
            "name": item.name,
            "label": item.label,
            "type": "metric",
            "unit": item.unit,
            "table": ", ".join(subjects(item.name)),
            "date": ", ".join(dict.fromkeys(leaf.date for leaf in leaves(item.name))),
            "definition": item.definition,
            "formula": item.formula(),
        }
        for item in METRICS.values()
    ]
    dimensions = [
        {
            "name": dim.name,
            "label": dim.label,
            "type": dim.kind,
            "unit": dim.unit,
            "table": ", ".join(subjects_of(dim)),
            "definition": dim.definition,
        }
        for dim in DIMENSIONS.values()
    ]
    return _dumps({"metrics": metrics, "dimensions": dimensions})


def _row(row: dict[str, Any]) -> dict[str, Any]:
    if OTHERS in row and not row[OTHERS]:
        del row[OTHERS]
    return row


def _keyed(row: dict[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    return {keys.get(key, key): value for key, value in row.items()}


def _proof(proof: Proof, given: Mapping[str, str]) -> dict[str, Any]:
    told = asdict(proof)
    told["notes"] = [str(replace(note, metric=given.get(note.metric, note.metric))) for note in proof.notes]
    told["metrics"] = {given.get(name := item.pop("metric"), name): item for item in told["metrics"]}
    return told


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value)} has no JSON form")
