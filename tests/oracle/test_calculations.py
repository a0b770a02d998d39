"""Calculations on random companies: beside the same question without them, beside DuckDB, and against themselves."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.metrics.metric import Aggregate
from datasource.metrics.registry import METRICS, refusal
from datasource.query import answer, open_catalog, records
from datasource.question import read_query, read_records
from datasource.result import Result
from datasource.scope import Viewer
from tests.oracle.company import random_company
from tests.oracle.test_oracle import VIEWERS as READERS
from tests.oracle.test_oracle import Oracle
from tests.oracle.test_properties import ADDITIVE, FIELDS, FILTERS, PERIODS, VIEWERS, Asked

many = settings(max_examples=60, deadline=None, derandomize=True)
REGIONS = ["North", "South", "Guangdong", "Hunan", "Unknown"]
DEFINED: dict[str, Asked] = {
    "bands": {"buckets": {"field": "amount", "edges": [0, 0.29, 100, 5000]}},
    "group": {"groups": {"field": "source", "groups": [{"label": "Net", "members": ["Web", "Mail", "Unknown"]}]}},
    "rest": {
        "groups": {"field": "owner", "groups": [{"label": "G", "members": ["Ann", "Bob", "—"]}], "others": "Rest"}
    },
    "wares": {"groups": {"field": "product", "groups": [{"label": "G", "members": ["App", "Unknown"]}], "others": "R"}},
    "case": {
        "cases": {
            "subject": "opportunities",
            "others": "neither",
            "cases": [
                {"label": "large", "where": [{"field": "amount", "op": "gte", "value": 100}]},
                {"label": "east", "where": [{"field": "department", "op": "eq", "value": "East"}]},
                {"label": "app", "where": [{"field": "product", "op": "eq", "value": "App"}]},
                {"label": "early", "where": [{"field": "created_date", "op": "lt", "value": "2020-07"}]},
            ],
        }
    },
}
DEFINE = [{"id": name, "label": name, **body} for name, body in DEFINED.items()]
DEALS = [
    name
    for name in ADDITIVE
    if isinstance(measure := METRICS[name].measure, Aggregate) and measure.subject == "opportunities"
]
PLAIN = [name for name, metric in METRICS.items() if not metric.needs]


@pytest.fixture(scope="module")
def catalogs(tmp_path_factory: pytest.TempPathFactory) -> list[Catalog]:
    return [open_catalog(random_company(tmp_path_factory.mktemp("random"), seed)) for seed in (5, 6, 7)]


def told(catalog: Catalog, asked: Asked, viewer: Viewer) -> Result:
    return answer(catalog, read_query(asked), viewer)


@many
@given(
    name=st.sampled_from(PLAIN), only=st.sampled_from(FILTERS), beside=st.sampled_from(PLAIN),
    field=st.sampled_from(FIELDS), period=st.none() | st.sampled_from(PERIODS), viewer=st.sampled_from(VIEWERS),
    store=st.integers(0, 2),
)  # fmt: skip
def test_a_metric_within_conditions_is_the_metric_where_they_hold(
    catalogs: list[Catalog], *, name: str, only: Asked, beside: str, field: str, period: Asked | None, viewer: Viewer,
    store: int,
) -> None:  # fmt: skip
    assume(all(refusal(name, part["field"], grouping=False) is None for part in (only,)))
    assume(beside != name and refusal(name, field) is None and refusal(beside, field) is None)
    catalog = catalogs[store]
    plain: Asked = {"totals": True, "by": [field], **({"period": period} if period else {})}
    define = [{"id": "x", "label": "X", "within": {"metric": name, "where": [only]}}]
    where = told(catalog, {**plain, "metrics": [name], "where": [only]}, viewer)
    within = told(catalog, {**plain, "metrics": ["x"], "define": define}, viewer)
    assert within.rows.rows() == where.rows.rows()
    assert [*(within.totals or {}).values()] == [*(where.totals or {}).values()]
    proofs = [
        (one.rows_read, one.rows_used, one.rows_null) for one in (within.proof.metrics[0], where.proof.metrics[0])
    ]
    assert proofs[0] == proofs[1]
    both = told(catalog, {**plain, "metrics": [beside, "x", name], "define": define}, viewer)
    alone = told(catalog, {**plain, "metrics": [beside, name]}, viewer)
    found = {row[0]: (row[1], row[3]) for row in both.rows.rows()}
    assert {row[0]: row[1:] for row in alone.rows.rows()} == found
    expected = {row[0]: row[1] for row in where.rows.rows()}
    assert {row[0]: row[2] for row in both.rows.rows() if row[0] in expected} == expected
    assert not any(row[2] for row in both.rows.rows() if row[0] not in expected)


@many
@given(
    name=st.sampled_from(DEALS), field=st.sampled_from([*DEFINED]), period=st.none() | st.sampled_from(PERIODS),
    only=st.none() | st.sampled_from(FILTERS), viewer=st.sampled_from(VIEWERS), store=st.integers(0, 2),
)  # fmt: skip
def test_the_members_of_a_calculated_dimension_are_its_filters_and_make_the_whole(
    catalogs: list[Catalog], *, name: str, field: str, period: Asked | None, only: Asked | None, viewer: Viewer,
    store: int,
) -> None:  # fmt: skip
    catalog = catalogs[store]
    asked: Asked = {"metrics": [name], "totals": True, "define": DEFINE, **({"period": period} if period else {})}
    where = [only] if only and refusal(name, only["field"], grouping=False) is None else []
    whole = told(catalog, {**asked, "by": [field], "where": where}, viewer)
    assert whole.totals is not None
    splits = field == "wares"
    if whole.totals[name] is None:
        return
    if not splits or METRICS[name].unit != "count":
        assert round(sum(whole.rows[name]) * 100) == round(whole.totals[name] * 100)
        top = {"field": field, "n": 1, "by": name}
        cut = told(catalog, {**asked, "by": [field], "where": where, "top": top}, viewer)
        assert round(sum(cut.rows[name]) * 100) == round(whole.totals[name] * 100)
    for member, number in whole.rows.select(whole.rows.columns[0], name).rows() if not splits else []:
        chosen = {"field": field, "op": "eq", "value": member}
        assert told(catalog, {**asked, "where": [*where, chosen]}, viewer).totals == {name: pytest.approx(number)}


@many
@given(
    parts=st.lists(st.sampled_from(ADDITIVE), min_size=2, max_size=2, unique=True), field=st.sampled_from(FIELDS),
    number=st.integers(1, 3), viewer=st.sampled_from(VIEWERS), store=st.integers(0, 2),
)  # fmt: skip
def test_a_ratio_is_that_of_its_parts_in_every_row_the_others_and_the_total(
    catalogs: list[Catalog], *, parts: list[str], field: str, number: int, viewer: Viewer, store: int
) -> None:
    of, to = parts
    assume(all(refusal(name, field) is None for name in parts))
    define = [{"id": "x", "label": "X", "ratio": {"of": of, "to": to}, "unit": "number"}]
    asked = {"metrics": ["x", of, to], "by": [field], "define": define, "totals": True}
    top = {"field": field, "n": number, "by": to}
    try:
        found = told(catalogs[store], {**asked, "top": top}, viewer)
    except MingjingError:
        assume(False)
    rows = [[*row][1:4] for row in found.rows.rows()]
    for ratio, upper, lower in [*rows, [*(found.totals or {}).values()]]:
        if not lower or upper is None:
            assert ratio is None
        else:
            assert ratio == pytest.approx(upper / lower, rel=1e-9)


@many
@given(
    only=st.sampled_from(FILTERS), name=st.sampled_from(["won_amount", "new_opportunity_amount", "lost_amount"]),
    viewer=st.sampled_from(VIEWERS), store=st.integers(0, 2),
)  # fmt: skip
def test_the_records_of_a_metric_within_conditions_add_up_to_it(
    catalogs: list[Catalog], *, only: Asked, name: str, viewer: Viewer, store: int
) -> None:
    define = [{"id": "x", "label": "X", "within": {"metric": name, "where": [only]}}]
    found = told(catalogs[store], {"metrics": ["x"], "define": define}, viewer)
    asked = {"subject": "opportunities", "metric": "x", "columns": ["amount"], "define": define, "page_size": 10_000}
    page = records(catalogs[store], read_records(asked), viewer)
    assert page.row_count == found.proof.metrics[0].rows_used
    assert round(page.rows["amount"].sum() * 100) == round(found.rows.row(0)[0] * 100)


@many
@given(name=st.sampled_from(DEALS), viewer=st.sampled_from(VIEWERS), store=st.integers(0, 2))
def test_named_bands_are_the_bins_of_the_same_edges(
    catalogs: list[Catalog], *, name: str, viewer: Viewer, store: int
) -> None:
    edges = [0, 0.29, 100, 5000]
    bins = told(catalogs[store], {"metrics": [name], "by": [{"field": "amount", "bins": edges}]}, viewer)
    bands = told(catalogs[store], {"metrics": [name], "by": ["bands"], "define": DEFINE}, viewer)
    assert bands.rows[name].to_list() == bins.rows[name].to_list()


CASES: dict[str, tuple[Asked, str]] = {
    "mean, median, most and distinct of single deals": (
        {
            "metrics": ["mean", "median", "most", "distinct", "rows"],
            "by": ["source"],
            "define": [
                {"id": how, "label": how, "aggregated": {"subject": "opportunities", "field": "amount", "how": how}}
                for how in ("mean", "median", "distinct")
            ]
            + [
                {
                    "id": "most",
                    "label": "m",
                    "aggregated": {"subject": "opportunities", "field": "amount", "how": "max"},
                },
                {"id": "rows", "label": "r", "aggregated": {"subject": "opportunities", "how": "count"}},
            ],
        },
        """SELECT coalesce(source, 'Unknown'), avg(amount) / 100, median(amount) / 100, max(amount) / 100,
        count(DISTINCT amount), count(*) FROM {deals} x LEFT JOIN places USING (customer_key) GROUP BY 1""",
    ),
    "cases by amount and source, a share of each": (
        {
            "metrics": ["share", "won_amount"],
            "by": ["kind"],
            "define": [
                {"id": "share", "label": "s", "ratio": {"of": "web", "to": "won_amount"}},
                {
                    "id": "web",
                    "label": "w",
                    "within": {
                        "metric": "won_amount",
                        "where": [{"field": "source", "op": "in", "value": ["Web", "Unknown"]}],
                    },
                },
                {
                    "id": "kind",
                    "label": "k",
                    "cases": {
                        "subject": "opportunities",
                        "others": "small",
                        "cases": [
                            {"label": "none", "where": [{"field": "amount", "op": "is_null"}]},
                            {"label": "large", "where": [{"field": "amount", "op": "gt", "value": 100}]},
                            {"label": "web", "where": [{"field": "source", "op": "eq", "value": "Web"}]},
                        ],
                    },
                },
            ],
        },
        """SELECT CASE WHEN amount IS NULL THEN 'none' WHEN amount > 10000 THEN 'large' WHEN source = 'Web' THEN 'web'
            ELSE 'small' END,
        coalesce(sum(amount) FILTER (coalesce(source, 'Unknown') IN ('Web', 'Unknown')), 0) / nullif(sum(amount), 0),
        coalesce(sum(amount), 0) / 100
        FROM {deals} x LEFT JOIN places USING (customer_key) WHERE outcome = 'won' GROUP BY 1""",
    ),
    "regions in groups, over two tables": (
        {
            "metrics": ["all", "gap"],
            "by": ["half"],
            "define": [
                {"id": "all", "label": "a", "sum": ["new_customers", "new_opportunities", "new_contacts"]},
                {"id": "gap", "label": "g", "difference": {"of": "new_customers", "less": "new_opportunities"}},
                {
                    "id": "half",
                    "label": "h",
                    "groups": {
                        "field": "source",
                        "others": "rest",
                        "groups": [{"label": "net", "members": ["Web", "Mail"]}],
                    },
                },
            ],
        },
        """SELECT half, coalesce(sum(c), 0) + coalesce(sum(o), 0) + coalesce(sum(t), 0),
        coalesce(sum(c), 0) - coalesce(sum(o), 0) FROM (
            SELECT CASE WHEN source_shown IN ('Web', 'Mail') THEN 'net' ELSE 'rest' END AS half, 1 AS c, NULL AS o,
                NULL AS t FROM {customers}
            UNION ALL SELECT CASE WHEN source IN ('Web', 'Mail') THEN 'net' ELSE 'rest' END, NULL, 1, NULL
                FROM {deals} x LEFT JOIN places USING (customer_key)
            UNION ALL SELECT CASE WHEN source IN ('Web', 'Mail') THEN 'net' ELSE 'rest' END, NULL, NULL, 1
                FROM {contacts} x LEFT JOIN places USING (customer_key)
        ) GROUP BY 1""",
    ),
}


@pytest.fixture(scope="module")
def oracle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oracle]:
    made = Oracle(random_company(tmp_path_factory.mktemp("random"), 1))
    yield made
    made.database.close()


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("case", CASES)
def test_a_calculation_equals_the_same_thing_in_sql(oracle: Oracle, case: str, reader: str) -> None:
    asked, sql = CASES[case]
    found = {row[0]: row[1:] for row in told(oracle.catalog, asked, READERS[reader]).rows.rows()}
    expected: dict[Any, tuple[Any, ...]] = {row[0]: row[1:] for row in oracle.told(sql, READERS[reader])}
    assert found.keys() == expected.keys()
    for key, cells in found.items():
        near = tuple(cell if cell is None else pytest.approx(cell, rel=1e-9, abs=1e-9) for cell in expected[key])
        assert cells == near, key


@pytest.mark.parametrize("case", CASES)
def test_no_case_in_sql_is_empty(oracle: Oracle, case: str) -> None:
    assert len(oracle.told(CASES[case][1], READERS["everything"])) > 1
