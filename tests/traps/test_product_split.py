"""The amount of a deal over the products of its lines: every minor unit exactly once."""

from collections import Counter
from fractions import Fraction
from math import floor
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from datasource.catalog.catalog import Catalog
from tests.traps.company import ask, company, rows, won

amounts = st.one_of(st.integers(-(10**12), 10**12), st.sampled_from([0, 1, 29, 100, 30_000]))
deals = st.lists(
    st.tuples(amounts, st.lists(st.tuples(st.integers(1, 3), st.none() | amounts), max_size=4)), min_size=1, max_size=30
)


def allocated(deals_: list[tuple[int, list[tuple[int, int | None]]]]) -> Counter[str]:
    """The rule of the query language in exact fractions: pro rata, rounded down, the remainder to the last line."""
    parts: Counter[str] = Counter()
    for amount, lines in deals_:
        total, left = sum(share or 0 for _, share in lines), amount
        for product, share in lines[:-1]:
            part = floor(Fraction(amount * (share or 0), total)) if total else 0
            parts[f"P{product}"] += part
            left -= part
        parts[f"P{lines[-1][0]}" if lines else "Unknown"] += left
    return parts


@settings(max_examples=15, deadline=None, derandomize=True)
@given(deals)
def test_parts_follow_the_lines_and_add_up_exactly(deals_: list[tuple[int, list[tuple[int, int | None]]]]) -> None:
    lines = [
        {"opportunity_id": number, "product_id": product, "amount": share}
        for number, (_, shares) in enumerate(deals_, 1)
        for product, share in shares
    ]
    with TemporaryDirectory() as folder:
        catalog = company(
            Path(folder),
            products=[{"name": f"P{number}"} for number in (1, 2, 3)],
            opportunities=[won(amount) for amount, _ in deals_],
            opportunity_lines=lines or [{"opportunity_id": 0, "product_id": 0}],
        )
        told = ask(catalog, metrics=["won_amount"], by=["product"], totals=True)
    found = {product: round(amount * 100) for product, amount in told.rows.rows()}
    assert told.totals is not None
    assert sum(found.values()) == round(told.totals["won_amount"] * 100) == sum(amount for amount, _ in deals_)
    expected = allocated(deals_)
    assert found == {product: expected[product] for product in found}
    assert not {product for product, amount in expected.items() if amount} - set(found)


def test_a_share_that_comes_out_even_does_not_lose_a_cent(tmp_path: Path) -> None:
    catalog = company(
        tmp_path,
        products=[{"name": "Box"}, {"name": "App"}],
        opportunities=[won(100)],
        opportunity_lines=[
            {"opportunity_id": 1, "product_id": key, "amount": share} for key, share in [(1, 29), (2, 71)]
        ],
    )
    assert rows(catalog, metrics=["won_amount"], by=["product"]) == [("App", 0.71), ("Box", 0.29)]


def test_lines_that_cancel_out_give_all_to_the_last(tmp_path: Path) -> None:
    lines = [{"opportunity_id": 1, "product_id": key, "amount": share} for key, share in [(1, 5), (2, -5)]]
    products = [{"name": "Box"}, {"name": "App"}]
    catalog = company(tmp_path, products=products, opportunities=[won(1_00)], opportunity_lines=lines)
    assert rows(catalog, metrics=["won_amount"], by=["product"]) == [("App", 1.0), ("Box", 0.0)]


def test_a_filter_on_the_amount_means_the_deal_and_not_its_parts(tiny: Catalog) -> None:
    large = [{"field": "amount", "op": "gte", "value": 150}]
    told = ask(tiny, metrics=["won_amount"], by=["product"], where=large, totals=True)
    assert told.rows.rows() == [("App", 250.0), ("Box", 50.0)]
    assert told.totals == {"won_amount": 300.0}
    bins = [{"field": "amount", "bins": [150]}, "product"]
    assert rows(tiny, metrics=["won_amount"], by=bins) == [
        ("(-∞, 150)", "App", 66.67),
        ("(-∞, 150)", "Box", 33.33),
        ("[150, ∞)", "App", 250.0),
        ("[150, ∞)", "Box", 50.0),
    ]


def test_a_filter_works_on_split_rows_whatever_was_asked_before(tmp_path: Path) -> None:
    catalog = company(
        tmp_path, users=[{"name": "Ann"}], opportunities=[won(1_00, owner_id=1), won(2_00)], products=[{"name": "Box"}]
    )
    assert rows(catalog, metrics=["won_amount"], by=["product"]) == [("Unknown", 3.0)]
    where = [{"field": "owner", "op": "eq", "value": "Ann"}]
    assert rows(catalog, metrics=["won_amount"], by=["product"], where=where) == [("Unknown", 1.0)]


def test_the_proof_of_split_rows_counts_records(tiny: Catalog) -> None:
    [proof] = ask(tiny, metrics=["won_amount"], by=["product"]).proof.metrics
    assert (proof.rows_read, proof.rows_filtered, proof.rows_used) == (6, 4, 2)
