"""A refusal is said in the reader's language, whatever part of the engine it comes from; programs get English."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.metrics.registry import metric
from datasource.periods import preset_span
from datasource.query import answer, values
from datasource.question import read_query
from datasource.texts import use_language

ASKS: dict[str, Callable[[Catalog], object]] = {
    "未知的指标“won_amuont”。": lambda _: metric("won_amuont"),
    "未知的期间“someday”。": lambda _: preset_span("someday", date(2026, 1, 1)),
    "指标“new_customers”不能与“stage”组合": lambda tiny: answer(
        tiny, read_query({"metrics": ["new_customers"], "by": ["stage"]})
    ),
    "“date”没有可选值列表": lambda tiny: values(tiny, "date"),
    "“x”不是有效的日历期间": lambda tiny: answer(
        tiny,
        read_query(
            {"metrics": ["new_customers"], "where": [{"field": "created_date", "op": "contains", "value": "x"}]}
        ),
    ),
    "每个字段在 'by' 中只能出现一次": lambda _: read_query({"metrics": ["won_amount"], "by": ["owner", "owner"]}),
}


@pytest.fixture
def chinese() -> Iterator[None]:
    use_language("zh_CN")
    yield
    use_language("en")


@pytest.mark.parametrize("said", ASKS)
def test_a_refusal_is_chinese_for_a_chinese_reader(tiny: Catalog, chinese: None, said: str) -> None:
    with pytest.raises(MingjingError) as refusal:
        ASKS[said](tiny)
    assert said in str(refusal.value)
