"""Values that stand out: planted ones are found and led by money, quiet companies have none, scope holds."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from datasource.catalog.catalog import Catalog, open_catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.periods.buckets import shift_bucket
from datasource.question import Grain
from datasource.reports.anomalies import anomalies, course
from datasource.scope import OPERATOR, Viewer
from datasource.store import Meta, Store
from tests.tiny_crm import _frame

MONTHS, FIRST, TODAY = 60, date(2019, 1, 1), date(2023, 12, 31)
Plant = Callable[[np.ndarray], None]


def company(folder: Path, plant: Plant) -> Catalog:
    """Four sellers with a contract a month for five years, of some 10,000; `plant` changes amounts (seller, month)."""
    draw = np.random.default_rng(3)
    amounts = 10_000 + draw.normal(0, 400, (4, MONTHS))
    plant(amounts)
    people: list[tuple[Any, ...]] = [("user_id", "name", "login", "department_id", "manager_id", "is_active")]
    people += [(one, f"Seller {one}", f"s{one}", 1, None, True) for one in range(1, 5)]
    contracts = [
        (
            100 * seller + month,
            seller + 1,
            "approved",
            shift_bucket(FIRST, Grain.MONTH, month),
            round(100 * amounts[seller, month]),
        )
        for seller in range(4)
        for month in range(MONTHS)
    ]
    names = ("contract_id", "owner_id", "status", "order_date", "amount")
    tables: dict[str, list[tuple[Any, ...]]] = {
        "departments": [("department_id", "name", "parent_id"), (1, "Company", None)],
        "users": people,
        "contracts": [names, *contracts],
    }
    with Store(folder).publish(Meta(source="test", company="Test", currency="CNY", today=TODAY)) as version:
        for name, rows in tables.items():
            version.write(name, _frame(name, rows))
    return open_catalog(folder)


def planted(amounts: np.ndarray) -> None:
    amounts[1, -1] += 12_000
    amounts[2, -2] -= 7_000


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return company(tmp_path_factory.mktemp("odd"), planted)


def test_planted_values_are_found_the_newest_and_largest_first(odd: Catalog) -> None:
    found = anomalies(odd, OPERATOR, Grain.MONTH)
    by = [(one.field, one.member, f"{one.bucket:%m}") for one in found.found if one.metric == "contract_amount"]
    assert ("owner", "Seller 2", "12") in by
    assert ("owner", "Seller 3", "11") in by
    assert by.index(("owner", "Seller 2", "12")) < by.index(("owner", "Seller 3", "11"))
    assert not [one for one in by if one[1] in {"Seller 1", "Seller 4"}]
    first = found.found[0]
    assert first.difference == pytest.approx(12_000, rel=0.15)
    assert found.card.quality[0][1] == str(found.judged)


def test_a_seller_reads_only_of_their_own_rows(odd: Catalog) -> None:
    mine = anomalies(odd, Viewer("Seller 1", ScopeKind.SELF, 1), Grain.MONTH)
    assert mine.found == ()
    others = anomalies(odd, Viewer("Seller 2", ScopeKind.SELF, 2), Grain.MONTH)
    assert {one.member for one in others.found} <= {"", "Company", "Seller 2"}
    assert others.found
    with pytest.raises(MingjingError, match="that you may see"):
        course(odd, Viewer("Seller 1", ScopeKind.SELF, 1), "contract_amount", Grain.MONTH, "owner", "Seller 2")


def test_the_course_tells_what_was_expected(odd: Catalog) -> None:
    found = course(odd, OPERATOR, "contract_amount", Grain.MONTH, "owner", "Seller 2")
    assert found.labels[-1] == "2023-12"
    assert found.expected[-1] == pytest.approx(10_000, rel=0.1)
    assert found.values[-1] > 20_000


def test_a_quiet_company_has_nothing_to_tell(tmp_path: Path) -> None:
    assert anomalies(company(tmp_path, lambda _amounts: None), OPERATOR, Grain.MONTH).found == ()
