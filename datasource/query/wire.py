"""Questions and answers as JSON: what `python -m datasource query` reads and prints, and `--list`."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from datasource.errors import MingjingError
from datasource.metrics.dimension import subjects_of
from datasource.metrics.registry import DIMENSIONS, METRICS, leaves, subjects
from datasource.query.shape import OTHERS
from datasource.question import Query, read_query
from datasource.result import Proof, Result


def query_from_json(text: str) -> Query:
    """The question in `text`; raises `MingjingError` for text that is no JSON object, `InvalidInput` for the rest."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise MingjingError(f"The question is no JSON: {error.msg} at character {error.pos}.") from None
    except RecursionError:
        raise MingjingError("The question is nested too deeply: it needs four levels at most.") from None
    if not isinstance(data, dict):
        raise MingjingError('The question must be a JSON object such as {"metrics": ["won_amount"]}.')
    return read_query(data)


def result_to_json(result: Result) -> str:
    """The answer as one JSON object: rows, totals, proof."""
    rows = [_row(row) for row in result.rows.to_dicts()]
    return _dumps({"rows": rows, "totals": result.totals, "proof": _proof(result.proof)})


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


def _proof(proof: Proof) -> dict[str, Any]:
    told = asdict(proof)
    told["notes"] = list(map(str, proof.notes))
    told["metrics"] = {item.pop("metric"): item for item in told["metrics"]}
    return told


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value)} has no JSON form")
