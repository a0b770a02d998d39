"""A filter by team segments counts the records of their customers; one that is gone is refused by its name."""

from collections.abc import Iterator

import pytest

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.field import Filter, Op
from datasource.metrics.team_segments import TeamSegment, serve_segments, served_segments, with_segments
from datasource.people.account import ScopeKind
from datasource.query import answer, records, values
from datasource.question import Calculation, Dimension, Query, Records
from datasource.scope import OPERATOR, Viewer
from datasource.tables.schema import UNKNOWN_KEY

RETAIL = TeamSegment("1", "Retail", (Filter(field="industry", op=Op.EQ, value="Retail"),))
ACME = TeamSegment("2", "Acme", (Filter(field="customer", op=Op.EQ, value="Acme"),))
BIG = TeamSegment("3", "Risky", (Filter(field="churn_risk", op=Op.GTE, value=0.5),))
GONE = TeamSegment("4", "Old friends", (), is_gone=True)


@pytest.fixture(autouse=True)
def team() -> Iterator[None]:
    serve_segments((RETAIL, ACME, BIG, GONE))
    yield
    serve_segments(())


def counted(tiny: Catalog, *where: Filter, metric: str = "contract_count", viewer: Viewer = OPERATOR) -> object:
    return answer(tiny, Query(metrics=(metric,), where=where), viewer).rows.row(0)[0]


def among(*keys: str, op: Op = Op.IN) -> Filter:
    return Filter(field="team_segment", op=op, value=keys)


@pytest.mark.parametrize(
    "metric", ["contract_count", "customer_count", "new_opportunities", "received_amount", "follow_ups"]
)
@pytest.mark.parametrize("one", [RETAIL, ACME])
def test_a_segment_counts_as_its_conditions_on_customers_do(tiny: Catalog, metric: str, one: TeamSegment) -> None:
    assert counted(tiny, among(one.key), metric=metric) == counted(tiny, *one.where, metric=metric)


def test_several_segments_are_the_customers_of_any_of_them(tiny: Catalog) -> None:
    both = records(tiny, Records(subject="customers", columns=("name",), where=(among("1", "2"),)))
    one, other = (
        set(records(tiny, Records(subject="customers", columns=("name",), where=(among(key),))).rows["name"])
        for key in ("1", "2")
    )
    assert set(both.rows["name"]) == one | other
    rest = records(tiny, Records(subject="customers", columns=("name",), where=(among("1", "2", op=Op.NOT_IN),)))
    everybody = records(tiny, Records(subject="customers", columns=("name",)))
    assert set(rest.rows["name"]) == set(everybody.rows["name"]) - one - other


def test_a_number_of_the_customer_holds_for_its_contracts(tiny: Catalog) -> None:
    """Echo alone has a risk of 0.5 or more."""
    echo = Filter(field="customer", op=Op.EQ, value="Echo")
    assert counted(tiny, among("3")) == counted(tiny, echo)
    assert counted(tiny, among("3"), metric="customer_count") == 1


def test_the_readers_scope_stays(tiny: Catalog) -> None:
    bob = Viewer("Bob", ScopeKind.SELF, 2)
    assert counted(tiny, among("3"), metric="customer_count", viewer=bob) == 0


@pytest.mark.parametrize(("key", "said"), [("4", "“Old friends” was deleted"), ("99", "“99” does not exist")])
def test_a_segment_that_is_gone_is_refused_by_its_name(tiny: Catalog, key: str, said: str) -> None:
    with pytest.raises(MingjingError, match=said):
        counted(tiny, among("1", key))
    with pytest.raises(MingjingError, match=said):
        records(tiny, Records(subject="customers", where=(among(key, op=Op.NOT_IN),)))


def test_an_answer_is_kept_by_what_the_segment_says_and_not_by_what_it_is_called() -> None:
    before = with_segments((among("1"),))
    serve_segments((TeamSegment("1", "Shops", RETAIL.where),))
    assert with_segments((among("1"),)) == before
    assert with_segments(before) == before
    serve_segments((TeamSegment("1", "Retail", ACME.where),))
    assert with_segments((among("1"),)) != before


def test_segments_do_not_group_and_stand_in_no_calculation(tiny: Catalog) -> None:
    with pytest.raises(MingjingError, match="filters and does not group"):
        answer(tiny, Query(metrics=("contract_count",), by=(Dimension(field="team_segment"),)), OPERATOR)
    inside = Calculation.model_validate(
        {"id": "mine", "label": "Mine", "within": {"metric": "contract_count", "where": [among("1").model_dump()]}}
    )
    with pytest.raises(MingjingError, match="not in calculations"):
        answer(tiny, Query(metrics=("mine",), define=(inside,)), OPERATOR)
    with pytest.raises(MingjingError, match="takes one or several"):
        counted(tiny, Filter(field="team_segment", op=Op.CONTAINS, value="R"))
    with pytest.raises(MingjingError, match="team_segment"):
        records(tiny, Records(subject="customers", columns=("name", "team_segment")))


def test_records_without_a_customer_are_in_no_segment(tiny: Catalog) -> None:
    assert UNKNOWN_KEY == 0
    leads = records(tiny, Records(subject="leads", columns=("name", "customer"), where=(among("1", "2"),)))
    assert "Unknown" not in set(leads.rows["customer"])


def test_those_that_are_gone_are_not_offered(tiny: Catalog) -> None:
    assert values(tiny, "team_segment") == ["2", "1", "3"]
    assert values(tiny, "team_segment", search="ris") == ["3"]
    assert [one.label for one in served_segments()] == ["Acme", "Retail", "Risky"]
