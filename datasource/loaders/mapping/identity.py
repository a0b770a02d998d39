"""The mapping of a database that holds Mingjing's own tables, as `create_database` makes them: made, not written.

`mappings/mingjing.yaml` is its text; a test tells when it is stale.
"""

import yaml

from datasource.loaders.mapping.kinds import is_money, targets
from datasource.tables.schema import TABLES, ColumnInfo, key_column

_HEAD = """\
# A database or files with Mingjing's own tables and columns (docs/data-dictionary.md), money in minor units.
# Made from datasource/tables by datasource/loaders/mapping/identity.py.
"""
_DIGITS = 2


def identity_text() -> str:
    """Every canonical table from the table of its name: its key is the id, each column is itself."""
    told = {
        "version": 1,
        "name": "mingjing",
        "title": "Mingjing's own tables",
        "company": "明镜科技",
        "currency": "CNY",
        "minor_digits": _DIGITS,
        "timezone": "Asia/Shanghai",
        "load": [_feed(table) for table in _tables()],
    }
    return _HEAD + yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=120, default_flow_style=None)


def _tables() -> list[str]:
    return [table for table in TABLES if table != "calendar"]


def _feed(table: str) -> dict[str, object]:
    columns = {name: _cell(column) for name, column in targets(table).items()}
    return {"table": table, "from": f"{table}.csv", "key": key_column(table), "columns": columns}


def _cell(column: ColumnInfo) -> object:
    return {"column": column.name, "scale": "0.01"} if is_money(column) else column.name
