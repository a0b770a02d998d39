"""Shown metrics on random companies: what holds for every question, and the same numbers by DuckDB's windows."""

from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasource.calculation import Shown
from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.metrics.registry import METRICS
from datasource.query import answer, open_catalog
from datasource.query.shown import running_value
from datasource.question import read_query
from datasource.scope import Viewer
from tests.oracle.company import random_company
from tests.oracle.test_properties import ADDITIVE, PERIODS, VIEWERS, many, questions

Asked = dict[str, Any]
MONTHS = {"field": "date", "grain": "month"}
HALF = {"from": "2020-06-15", "to": "2021-02-10"}
METRIC = "new_opportunity_amount"


@pytest.fixture(scope="module")
def catalogs(tmp_path_factory: pytest.TempPathFactory) -> list[Catalog]:
    return [open_catalog(random_company(tmp_path_factory.mktemp("random"), seed)) for seed in (5, 6, 7)]


def asking(asked: Asked, how: str, **more: Any) -> Asked:
    """`asked` with its metric and the same shown as `how`, called `it`."""
    body = {"metric": asked["metrics"][0], "as": how} | more
    return asked | {
        "metrics": [*asked["metrics"], "it"],
        "define": [{"id": "it", "label": "It", "shown": body}],
    }


def shown_at(found: Any) -> int:
    """The place of the shown metric's column, which stands last but for the mark of Others."""
    return len(found.columns) - 1


def told(catalog: Catalog, asked: Asked, viewer: Viewer) -> Any:
    """The answer, or None where it is refused by name."""
    try:
        return answer(catalog, read_query(asked), viewer)
    except MingjingError:
        return None


@many
@given(
    asked=questions(tuple(ADDITIVE)),
    viewer=st.sampled_from(VIEWERS),
    store=st.integers(0, 2),
    number=st.none() | st.integers(1, 3),
)
def test_shares_add_up_to_one_with_others(
    catalogs: list[Catalog], *, asked: Asked, viewer: Viewer, store: int, number: int | None
) -> None:
    texts = [part for part in asked["by"] if isinstance(part, str)]
    if number is not None and texts:
        asked = asked | {"top": {"field": texts[0], "n": number, "by": asked["metrics"][0]}}
    found = told(catalogs[store], asking(asked, "share_of_total"), viewer)
    if found is not None and found.totals[asked["metrics"][0]]:
        assert sum(share or 0 for share in found.rows.to_series(shown_at(found))) == pytest.approx(1)
        assert found.totals[found.columns[-1].name] == 1


@many
@given(asked=questions(tuple(ADDITIVE), keys=1), viewer=st.sampled_from(VIEWERS), store=st.integers(0, 2))
def test_the_last_running_total_is_the_total(
    catalogs: list[Catalog], *, asked: Asked, viewer: Viewer, store: int
) -> None:
    [name] = asked["metrics"]
    asked = asked | {"by": asked["by"][:1]}
    found = told(catalogs[store], asking(asked, "running_total"), viewer)
    if found is None or not found.rows.height:
        return
    rows = found.rows.filter(found.rows[found.columns[0].name].is_not_null())
    if rows.height and rows.height == found.rows.height and found.totals[name] is not None:
        assert round(rows.to_series(shown_at(found))[-1] * 100) == round(found.totals[name] * 100)


@many
@given(
    asked=questions(keys=2),
    how=st.sampled_from(["running_total", "moving_average", "rank", "share_of_total", "share_of_row"]),
    viewer=st.sampled_from(VIEWERS),
    store=st.integers(0, 2),
)
def test_showing_adds_a_column_and_changes_nothing_else(
    catalogs: list[Catalog], *, asked: Asked, how: str, viewer: Viewer, store: int
) -> None:
    found = told(catalogs[store], asking(asked, how), viewer)
    plain = answer(catalogs[store], read_query(asked), viewer)
    if found is not None:
        assert found.rows.drop(found.columns[-1].name).equals(plain.rows)
        alone = asking(asked, how) | {"metrics": ["it"]}
        assert (
            answer(catalogs[store], read_query(alone), viewer)
            .rows.to_series(len(asked["by"]))
            .equals(found.rows.to_series(shown_at(found)), check_names=True)
        )


@many
@given(asked=questions(keys=1), period=st.sampled_from(PERIODS), store=st.integers(0, 2))
def test_last_year_is_the_comparison_with_last_year(
    catalogs: list[Catalog], *, asked: Asked, period: Asked, store: int
) -> None:
    [name] = asked["metrics"]
    asked = asked | {"period": period}
    found = told(catalogs[store], asking(asked, "change_last_year"), VIEWERS[0])
    compared = told(catalogs[store], asked | {"compare": "last_year"}, VIEWERS[0])
    if found is not None and compared is not None:
        assert found.rows.to_series(shown_at(found)).equals(compared.rows[f"{name}__change"], null_equal=True)
        assert found.totals[found.columns[-1].name] == compared.totals[f"{name}__change"]


@given(window=st.integers(2, 12), size=st.integers(1, 3))
def test_the_moving_average_of_a_constant_is_the_constant(*, window: int, size: int) -> None:
    values = pl.DataFrame({"m": [size * 333] * 20})
    made = values.select(
        running_value(Shown.model_validate({"metric": "m", "as": "moving_average", "window": window}))
    )["m"].to_list()
    assert made == [None] * (window - 1) + [size * 333.0] * (21 - window)


WINDOWS = {
    "running_total": "sum(v) OVER w",
    "moving_average": "CASE WHEN count(*) OVER last3 = 3 THEN avg(v) OVER last3 END",
    "difference": "v - lag(v) OVER w",
    "change": "(v - lag(v) OVER w) / nullif(abs(lag(v) OVER w), 0)",
    "share_of_total": "v / nullif(sum(v) OVER (), 0)",
    "share_of_row": "v / nullif(sum(v) OVER (PARTITION BY owner), 0)",
    "share_of_column": "v / nullif(sum(v) OVER (PARTITION BY bucket), 0)",
    "rank": "rank() OVER (PARTITION BY owner ORDER BY v DESC)",
}


@pytest.mark.parametrize("how", WINDOWS)
@pytest.mark.parametrize("store", [0, 1, 2])
@pytest.mark.parametrize("viewer", VIEWERS, ids=lambda viewer: str(viewer.scope))
def test_windows_of_duckdb_say_the_same(catalogs: list[Catalog], how: str, store: int, viewer: Viewer) -> None:
    """The groups of the base metric, laid out by owner and month in SQL; the shown column worked out by its windows."""
    asked: Asked = {"metrics": [METRIC], "by": ["owner", MONTHS], "period": HALF}
    base = answer(catalogs[store], read_query(asked), viewer).rows
    found = answer(catalogs[store], read_query(asking(asked, how)), viewer).rows
    dense = how in {"running_total", "moving_average", "difference", "change"}
    money = how in {"running_total", "moving_average", "difference"}
    cents = (pl.col(METRIC) * 100).round().cast(pl.Int64).alias("v")
    rows = base.select("owner", pl.col("date").alias("bucket"), cents)
    grid = """(SELECT DISTINCT owner FROM rows) CROSS JOIN
        (SELECT strftime(day, '%Y-%m') AS bucket
            FROM range(DATE '2020-06-01', DATE '2021-03-01', INTERVAL 1 MONTH) t(day))
        LEFT JOIN rows USING (owner, bucket)"""
    database = duckdb.connect()
    database.register("rows", rows.to_arrow())
    expected = database.execute(
        f"""SELECT owner, bucket, {WINDOWS[how]} FROM
        (SELECT owner, bucket, coalesce(v, 0)::BIGINT AS v FROM {grid if dense else "rows"})
        WINDOW w AS (PARTITION BY owner ORDER BY bucket),
        last3 AS (PARTITION BY owner ORDER BY bucket ROWS 2 PRECEDING)"""
    ).fetchall()
    database.close()
    wanted = {row[:2]: row[2] for row in expected}
    assert found.height >= base.height
    for owner, bucket, _base, value in found.iter_rows():
        told_by_sql = wanted[owner, bucket]
        scaled = told_by_sql / 100 if money and told_by_sql is not None else told_by_sql
        exact = how in {"running_total", "difference", "rank"}
        assert value == (scaled if exact or scaled is None else pytest.approx(scaled, rel=1e-12))


@many
@given(asked=questions(keys=2), number=st.integers(1, 3), store=st.integers(0, 2))
def test_others_are_what_the_members_outside_the_top_make_together(
    catalogs: list[Catalog], *, asked: Asked, number: int, store: int
) -> None:
    """For every metric: the same question without that dimension, filtered to the members that are not on top."""
    texts = [part for part in asked["by"] if isinstance(part, str) and part not in {"department", "product"}]
    if not texts:
        return
    field, [name] = texts[0], asked["metrics"]
    top = {"field": field, "n": number, "by": name}
    found = told(catalogs[store], asked | {"top": top}, VIEWERS[0])
    rest_by = [part for part in asked["by"] if part != field]
    if found is None or METRICS[name].needs == field:
        return
    kept = set(found.rows.filter(~found.rows["_others"])[field])
    every = answer(catalogs[store], read_query(asked), VIEWERS[0]).rows[field]
    rest = [member for member in every.unique(maintain_order=True) if member not in kept]
    others = found.rows.filter(found.rows["_others"]).drop("_others", field)
    if not rest:
        assert others.is_empty()
        return
    where = [*asked["where"], {"field": field, "op": "in", "value": rest}]
    alone = answer(catalogs[store], read_query(asked | {"by": rest_by, "where": where}), VIEWERS[0]).rows
    wanted = {row[:-1]: row[-1] for row in alone.iter_rows()}
    said = {row[:-1]: row[-1] for row in others.iter_rows()}
    assert said.keys() <= wanted.keys()
    for key, value in wanted.items():
        if key in said:
            assert said[key] == (value if value is None else pytest.approx(value, rel=1e-9))
        else:
            assert value in {0, None}  # a bucket without rows, which stands where dates are the only key
