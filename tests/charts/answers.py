"""Small answers made by hand, as `datasource.query.answer` returns them, and the charts over them."""

from datetime import date
from typing import Any

import polars as pl

from dashboards.model import Chart, Options, Shelves
from datasource.question import Dimension, Grain, Query
from datasource.result import Column, Kind, MetricProof, Proof, Result, Unit

TEAM = Column("team", "Sales team", Kind.TEXT)
PRODUCT = Column("product", "Product", Kind.TEXT)
STAGE = Column("stage", "Stage", Kind.TEXT)
MONTH = Column("date", "Date", Kind.DATE, grain=Grain.MONTH)
WON = Column("won_amount", "Won amount", Kind.NUMBER, Unit.MONEY, metric="won_amount", higher_is_better=True)
WON_BASE = Column(
    "won_amount__base", "Won amount, previous period", Kind.NUMBER, Unit.MONEY, metric="won_amount", part="base"
)
WON_CHANGE = Column(
    "won_amount__change", "Won amount, change", Kind.NUMBER, Unit.RATE, metric="won_amount", part="change"
)
LOST = Column("lost_amount", "Lost amount", Kind.NUMBER, Unit.MONEY, metric="lost_amount", higher_is_better=False)
RATE = Column("win_rate", "Win rate", Kind.NUMBER, Unit.RATE, metric="win_rate", higher_is_better=True)
COUNT = Column("open_opportunities", "Open opportunities", Kind.NUMBER, Unit.COUNT, metric="open_opportunities")
CYCLE = Column("cycle_days", "Sales cycle", Kind.NUMBER, Unit.DAYS, metric="cycle_days", higher_is_better=False)

PROOF = Proof("v1", date(2017, 12, 31), "mei", "all", 0.01, (MetricProof("won_amount", "sum(amount)", 10, 1, 2, 1, 6),))


def answer(columns: tuple[Column, ...], rows: list[dict[str, Any]], **more: Any) -> Result:
    """A `Result` over literal rows; the query names the metrics and dimensions of the columns."""
    metrics = tuple(dict.fromkeys(column.metric for column in columns if column.metric))
    by = tuple(Dimension(field=column.name, grain=column.grain) for column in columns if not column.metric)
    return Result(
        query=Query(metrics=metrics, by=by),
        columns=columns,
        rows=pl.DataFrame(rows, infer_schema_length=None),
        totals=more.get("totals"),
        proof=more.get("proof", PROOF),
    )


def chart(kind: str, *values: Column, **shelves: Any) -> Chart:
    """A chart with columns given as `Column`s; `options` and `size` pass through."""
    options = shelves.pop("options", Options())
    placed = {
        shelf: tuple(Dimension(field=column.name, grain=column.grain) for column in shelves.pop(shelf, ()))
        for shelf in ("columns", "rows")
    }
    color, size = shelves.pop("color", None), shelves.pop("size", None)
    return Chart(
        kind=kind,
        options=options,
        shelves=Shelves(
            **placed,
            values=tuple(value.name for value in values),
            color=None if color is None else Dimension(field=color.name, grain=color.grain),
            size=None if size is None else size.name,
        ),
        **shelves,
    )
