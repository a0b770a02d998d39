"""Row formulas on the tiny company, worked out by hand from `tests/tiny_crm` (the working stands beside the number)."""

import pytest

from datasource.catalog.catalog import Catalog
from datasource.errors import InvalidInput, MingjingError
from datasource.query import answer
from datasource.question import read_query
from datasource.result import Result
from datasource.scope import Viewer, viewer_of_user

DEALS, CONTRACTS = "opportunities", "contracts"
GOLDEN: list[tuple[str, str, str, float | None]] = [
    (DEALS, "sum", "amount * 0.1", 58.001),  # 10 + 5 + 8.001 + 30 + 4 + 1
    (DEALS, "mean", "close_date - created_date", 51.5),  # O1 29, O2 38, O4 138, O6 1; O3 and O5 are not closed
    (DEALS, "max", "close_date - created_date", 138),
    (DEALS, "sum", "if(outcome = 'won', amount, 0)", 400),
    (DEALS, "sum", "if(outcome != 'won' and amount >= 50, 1, 0)", 2),  # O2 50, O3 80.01
    (DEALS, "sum", "if(not close_date >= '2024-03-01', amount, 0)", 220.01),  # O1 100; O3 80.01 and O5 40 have no day
    (DEALS, "sum", "if(is_empty(industry), amount, 0)", 10),  # O6 is with Dune
    (DEALS, "median", "month(created_date)", 2),  # 1, 2, 2, 1, 4, 4
    (DEALS, "sum", "amount / (month(created_date) - 1)", 146.67666666666668),  # 50, 80.01, 40/3, 10/3; January ÷ 0
    (DEALS, "sum", "round(amount / 3, 1)", 193.3),  # 33.3 + 16.7 + 26.7 + 100 + 13.3 + 3.3
    (DEALS, "min", "min(amount, 60)", 10),
    (DEALS, "sum", "coalesce(close_date - created_date, 0)", 206),
    (DEALS, "distinct", "quarter(created_date)", 2),
    (
        DEALS,
        "sum",
        "if(contains(customer, 'C'), amount, 0)",
        520.01,
    ),  # in any case: Acme 100 and 40, Core 80.01, Echo 300
    (CONTRACTS, "sum", "if(customer = 'Acme', amount, 0)", 120),
    (DEALS, "sum", "if(today() - created_date > 100, 1, 0)", 4),  # entered before 22 March 2024
]


def asked(catalog: Catalog, subject: str, how: str, text: str, viewer: Viewer | None = None, **more: object) -> Result:
    made = {"id": "made", "label": "Made", "formula": {"subject": subject, "text": text, "how": how}}
    query = read_query({"metrics": ["made"], "define": [made], **more})
    return answer(catalog, query) if viewer is None else answer(catalog, query, viewer)


@pytest.mark.parametrize(("subject", "how", "text", "value"), GOLDEN)
def test_a_formula_gives_the_number_that_it_gives_on_paper(
    tiny: Catalog, subject: str, how: str, text: str, value: float
) -> None:
    assert asked(tiny, subject, how, text).rows.item() == pytest.approx(value)


def test_a_formula_is_grouped_filtered_and_totalled_like_any_metric(tiny: Catalog) -> None:
    told = asked(tiny, DEALS, "sum", "amount * 2", by=["outcome"], totals=True)
    assert dict(told.rows.rows()) == {"won": 800, "lost": 100, "open": 240.02, "invalid": 20}
    assert told.totals is not None
    assert next(iter(told.totals.values())) == pytest.approx(1160.02)


def test_rows_out_of_scope_are_in_no_formula(tiny: Catalog) -> None:
    bob = viewer_of_user(tiny, "Bob")
    assert asked(tiny, DEALS, "sum", "amount * 1", bob).rows.item() == 190  # O1, O2, O5


def test_a_formula_that_cannot_be_is_told_with_its_place(tiny: Catalog) -> None:
    with pytest.raises(InvalidInput, match=r"define\.0\.formula\.text: At character 10: Unknown field 'amonut'"):
        asked(tiny, DEALS, "sum", "amount + amonut")


def test_a_formula_does_not_follow_the_lines_of_a_record(tiny: Catalog) -> None:
    with pytest.raises(MingjingError, match="cannot be split by 'product'"):
        asked(tiny, DEALS, "sum", "amount * 2", by=["product"])


def test_the_proof_says_the_formula(tiny: Catalog) -> None:
    told = asked(tiny, DEALS, "sum", "amount * 0.1")
    assert told.proof.metrics[0].formula == "sum(opportunities: amount * 0.1), by close_date"
    assert told.columns[0].label == "Made"
