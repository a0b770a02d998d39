"""Feelings of the texts in sight, the scores beside them, and the texts themselves."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.derived.feelings import study_feelings
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.query import answer
from datasource.question import Filter, Op, Period, Query
from datasource.reports.feedback import feelings, texts
from datasource.scope import OPERATOR, Viewer
from datasource.store import Meta, Store
from datasource.store.studies import Made, publish_studies
from datasource.tables.schema import polars_schema

TODAY = date(2025, 12, 31)
BOB = Viewer("Bob", ScopeKind.SELF, 2)
SAID = [("物流太慢了", 2.0), ("The training was excellent", 10.0), ("今天周三", 7.0), (None, 9.0), (" ", None)]


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Ten times each of `SAID`, of five the first about product A, the second about B; Bob has every other one."""
    folder: Path = tmp_path_factory.mktemp("heard")
    keys = list(range(1, 51))
    tables = {
        "users": {"user_id": [1, 2], "name": ["Ann", "Bob"], "is_active": [True, True]},
        "products": {"product_id": [1, 2], "name": ["A", "B"]},
        "customers": {
            "customer_id": keys, "name": [f"C{key}" for key in keys], "owner_id": [1 + key % 2 for key in keys],
        },
        "feedback": {
            "feedback_id": keys,
            "customer_id": keys,
            "product_id": [{1: 1, 2: 2}.get(key % 5) for key in keys],
            "score": [SAID[(key - 1) % 5][1] for key in keys],
            "comment": [SAID[(key - 1) % 5][0] for key in keys],
            "given_date": [TODAY - timedelta(days=key) for key in keys],
        },
    }  # fmt: skip
    with Store(folder).publish(Meta(source="heard", company="Heard", currency="CNY", today=TODAY)) as version:
        for name, columns in tables.items():
            rows = pl.DataFrame(columns)
            schema = {column: dtype for column, dtype in polars_schema(name).items() if column in rows.columns}
            version.write(name, rows.cast(schema))  # type: ignore[arg-type]
    found = study_feelings(open_catalog(folder))
    publish_studies(folder, "v", TODAY, {"feelings": Made(0.0, found.tables, found.card)})
    return open_catalog(folder)


def test_texts_are_counted_by_feeling_and_product(heard: Catalog) -> None:
    found = feelings(heard, OPERATOR, "feedback", "product")
    assert dict(found.counts) == {"records": 50, "texts": 30, "positive": 10, "unclear": 10, "negative": 10}
    assert found.groups.select("group", "texts", "negative", "share").rows() == [
        ("A", 10, 10, 1.0), ("B", 10, 0, 0.0), ("Unknown", 10, 0, None),
    ]  # fmt: skip
    assert found.base.rows.row(0) == (50,)


def test_a_theme_is_blamed_more_than_the_rest(heard: Catalog) -> None:
    themes = feelings(heard, OPERATOR, "feedback", "owner").themes
    assert themes is not None
    assert themes.filter(pl.col("found") & (pl.col("difference") > 0))["theme"].to_list() == ["delivery"]


def test_promoters_less_detractors_with_their_interval(heard: Catalog) -> None:
    """20 of 40 gave 9 or 10, 10 gave 6 or less: 50 % - 25 %, SE = sqrt((0.75 - 0.0625) / 40)."""
    score = feelings(heard, OPERATOR, "feedback", "owner").score
    assert score is not None
    reach = 1.959964 * ((0.75 - 0.25**2) / 40) ** 0.5
    assert (score.count, score.value) == (40, 0.25)
    assert (score.low, score.high) == pytest.approx((0.25 - reach, 0.25 + reach), abs=1e-6)


def test_a_smaller_scope_and_a_period_see_their_own_texts(heard: Catalog) -> None:
    found = feelings(heard, BOB, "feedback", "owner")
    assert found.counts["records"] == 25
    assert found.groups["group"].to_list() == ["Bob"]
    last = Period(start=TODAY - timedelta(days=5), end=TODAY)
    assert texts(heard, OPERATOR, "feedback", period=last)["customer"].to_list() == ["C1", "C2", "C3"]


def test_texts_are_found_by_theme_and_feeling_newest_first(heard: Catalog) -> None:
    found = texts(heard, OPERATOR, "feedback", "delivery", "negative")
    assert found["comment"].unique().to_list() == ["物流太慢了"]
    assert found["day"].is_sorted(descending=True)
    assert found["words"][0].to_list() == ["-太慢"]
    assert texts(heard, OPERATOR, "feedback", "delivery", "positive").is_empty()


def test_feelings_are_a_field_of_any_chart(heard: Catalog) -> None:
    query = Query(metrics=("feedback_count",), where=(Filter(field="feeling", op=Op.EQ, value="negative"),))
    assert answer(heard, query).rows.row(0) == (10,)


def test_the_card_tells_how_good_it_is(heard: Catalog) -> None:
    """Only 10 texts have a good score and 10 a bad one: too few to compare them with what was read."""
    card = feelings(heard, OPERATOR, "feedback", "owner").card
    assert [what for what, _value in card.quality] == [
        "Chinese sentences written for the project, read as meant, of 205",
        "English sentences written for the project, read as meant, of 40",
    ]


def test_no_text_is_a_sentence(heard: Catalog, tmp_path: Path) -> None:
    with pytest.raises(MingjingError, match="None of the records under these filters has a text"):
        feelings(heard, OPERATOR, "visits", "owner")
    with pytest.raises(MingjingError, match="None of the feedback has any text"):
        with Store(tmp_path).publish(Meta(source="s", company="S", currency="CNY", today=TODAY)) as version:
            version.write("users", pl.DataFrame({"user_id": [1], "name": ["Ann"]}).cast({"user_id": pl.Int64}))
        study_feelings(open_catalog(tmp_path))
