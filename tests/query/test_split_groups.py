"""Groups of split rows: which products stand in the answer, and what their numbers are made of."""

from pathlib import Path

from tests.traps.company import ask, company, won


def test_a_product_that_is_never_the_first_line_stands_beside_the_others(tmp_path: Path) -> None:
    lines = [{"opportunity_id": deal, "product_id": key, "amount": 50} for deal in (1, 2) for key in (1, 2)]
    catalog = company(
        tmp_path,
        products=[{"name": "App"}, {"name": "Box"}],
        opportunities=[won(100), won(300) | {"outcome": "lost"}],
        opportunity_lines=lines,
    )
    told = ask(catalog, metrics=["won_amount", "lost_amount", "won_count"], by=["product"], totals=True)
    assert told.rows.rows() == [("App", 0.5, 1.5, 1), ("Box", 0.5, 1.5, 1)]
    assert told.totals == {"won_amount": 1.0, "lost_amount": 3.0, "won_count": 1}
    assert [part.rows_used for part in told.proof.metrics] == [1, 1, 1]
