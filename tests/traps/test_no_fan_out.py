"""A join must never multiply a sum."""

from pathlib import Path

from datasource.catalog.catalog import Catalog
from tests.traps.company import TODAY, company, rows


def test_receipts_and_contracts_of_one_customer_do_not_multiply_each_other(tmp_path: Path) -> None:
    catalog = company(
        tmp_path,
        customers=[{"name": "Acme"}],
        contracts=[{"customer_id": 1, "status": "approved", "amount": amount} for amount in (100_00, 200_00)],
        contract_lines=[{"contract_id": 1, "product_id": 1, "amount": 1} for _ in range(3)],
        receipts=[{"contract_id": 1, "status": "approved", "amount": 10_00} for _ in range(4)],
        invoices=[{"contract_id": 2, "status": "approved", "amount": 7_00} for _ in range(5)],
    )
    metrics = ["contract_amount", "received_amount", "invoiced_amount", "contract_count", "receipt_count"]
    assert rows(catalog, metrics=metrics) == [(300.0, 40.0, 35.0, 2, 4)]
    assert rows(catalog, metrics=metrics, by=["customer"]) == [("Acme", 300.0, 40.0, 35.0, 2, 4)]


def test_lines_do_not_multiply_their_deal(tiny: Catalog) -> None:
    product = [{"field": "product", "op": "in", "value": ["App", "Box"]}]
    assert rows(tiny, metrics=["won_amount", "won_count"], where=product) == [(400.0, 2)]
    assert rows(tiny, metrics=["won_count"], by=["product"], totals=True) == [("App", 2), ("Box", 2)]


def test_a_deal_that_reached_three_stages_is_one_deal(tiny: Catalog) -> None:
    assert rows(tiny, metrics=["reached_opportunities"]) == [(6,)]


def test_a_stay_counts_once_though_the_log_overlaps(tmp_path: Path) -> None:
    catalog = company(
        tmp_path,
        stages=[
            {"pipeline_id": 1, "name": name, "position": place, "kind": "open", "win_probability": 0.5}
            for place, name in enumerate(["Qualify", "Propose"], 1)
        ],
        pipelines=[{"name": "Main"}],
        opportunities=[{"outcome": "open", "amount": 10_00, "stage_id": 2, "pipeline_id": 1}],
        stage_events=[
            {"opportunity_id": 1, "stage_id": 1, "entered_date": TODAY.replace(month=1), "amount": 10_00},
            {"opportunity_id": 1, "stage_id": 2, "entered_date": TODAY.replace(month=3), "amount": 10_00},
        ],
    )
    period = {"from": "2024-01-01", "to": "2024-05-31"}
    assert rows(catalog, metrics=["open_opportunities", "open_amount"], period=period) == [(1, 10.0)]
    assert rows(catalog, metrics=["open_opportunities"], by=["stage"], period=period) == [("Propose", 1)]
