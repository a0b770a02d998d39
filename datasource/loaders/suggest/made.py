"""Rows that only a reference names: made from its texts where the source has no table of them."""

from collections.abc import Mapping

from datasource.loaders.mapping import targets
from datasource.loaders.mapping.headers import fold_name
from datasource.loaders.suggest.draft import ColumnDraft, Draft, TableDraft
from datasource.tables.schema import ColumnInfo

_MADE = frozenset(
    {"users", "departments", "customers", "campaigns", "products", "product_categories", "stages", "regions"}
)
_LEVELS = (("country", ("country", "国家", "quốc gia")), ("city", ("city", "town", "城市", "thành phố")))
PIPELINE = "sales"
"""The key of the one pipeline that is made where the source has none."""

_ENDS = ("open", "won", "lost", "invalid")
Row = Mapping[str, object]
"""A part of a mapping file."""


def makes(table: str, column: ColumnInfo) -> bool:
    """Whether rows of the table that `column` refers to can be made from its texts; no row is made from a parent."""
    return column.refers_to in _MADE and column.refers_to != table


def makes_pipeline(draft: Draft) -> bool:
    """Whether all stages belong to one pipeline, since the source has no table of pipelines."""
    staged = any(one.source_of("stage_id") for one in draft.loaded if one.table == "opportunities")
    return (staged or draft.holds("stages")) and not draft.holds("pipelines")


def made_feeds(draft: Draft) -> list[Row]:
    """The feeds that make rows of tables which the source lacks, from every reference to them."""
    feeds: list[Row] = []
    if makes_pipeline(draft):
        feeds.append({"table": "pipelines", "rows": [{"key": PIPELINE, "name": "Sales", "position": "1"}]})
    for table in draft.loaded:
        known = targets(table.table)
        for one in table.columns:
            info = known.get(one.column)
            if info is not None and info.refers_to and not draft.holds(info.refers_to) and makes(table.table, info):
                feeds += _made(table, one, info)
    return feeds


def _made(table: TableDraft, one: ColumnDraft, info: ColumnInfo) -> list[Row]:
    if info.refers_to == "stages":
        return _stages(table, one)
    columns: dict[str, object] = {"name": one.source}
    if info.refers_to == "regions":
        columns["level"] = {"constant": _level(one.source)}
    return [{"table": info.refers_to, "from": table.name, "distinct": True, "key": one.source, "columns": columns}]


def _stages(table: TableDraft, one: ColumnDraft) -> list[Row]:
    """Stages in their order, where the outcome is told by the same column; those that nothing is said about follow."""
    outcome = table.of("outcome")
    codes = outcome.codes if outcome is not None and outcome.source == one.source else ()
    order = sorted(codes, key=lambda code: _ENDS.index(code[1]) if code[1] in _ENDS else 0)
    rows = [
        {"key": text, "name": text, "pipeline_id": PIPELINE, "position": str(number), "kind": kind}
        for number, (text, kind) in enumerate(order, start=1)
    ]
    columns = {"name": one.source, "pipeline_id": {"constant": PIPELINE}, "position": {"constant": str(len(rows) + 1)}}
    rest: Row = {
        "table": "stages",
        "from": table.name,
        "distinct": True,
        "key": one.source,
        "columns": columns,
    }
    return [*([{"table": "stages", "rows": rows}] if rows else []), rest]


def _level(source: str) -> str:
    folded = fold_name(source)
    return next((level for level, words in _LEVELS if any(fold_name(word) in folded for word in words)), "province")
