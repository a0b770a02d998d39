"""Accounts like a chosen set: the set is what was asked for, leaks are left out, and only what is in sight counts."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from datasource.catalog.catalog import Catalog
from datasource.errors import MingjingError
from datasource.people.account import ScopeKind
from datasource.question import Filter, Op, Period
from datasource.reports.look_alikes import LookAlikes, WonSet, look_alike_accounts, members_of, pickable
from datasource.scope import OPERATOR, Viewer
from tests.oracle.company import Row
from tests.traps.company import company

TODAY = date(2025, 12, 31)
COUNT = 900
YEAR = Period(preset="last_365_days")
BOB = Viewer("Bob", ScopeKind.SELF, 2)


def _rows() -> dict[str, list[Row]]:
    """Most of the large ones from friends have bought this year; the level is only given to those who did."""
    rng = np.random.default_rng(5)
    size, friend = rng.choice(["small", "middle", "large"], COUNT), rng.random(COUNT) < 0.4
    bought = rng.random(COUNT) < np.where((size == "large") & friend, 0.6, 0.03)
    customers: list[Row] = []
    contracts: list[Row] = []
    for place in range(COUNT):
        day = TODAY - timedelta(days=int(rng.integers(1, 700)))
        customers.append(
            {
                "name": f"C{place}",
                "owner_id": 1 + place % 2,
                "industry": str(rng.choice(["steel", "toys", "paper"])),
                "company_size": str(size[place]),
                "source": "friend" if friend[place] else "web",
                "level": "gold" if bought[place] else None,
                "created_date": date(2023, 1, 1),
            }
        )
        if bought[place]:
            contracts.append(
                {"customer_id": place + 1, "order_date": day, "amount": (place + 1) * 100, "status": "approved"}
            )
    people: list[Row] = [{"name": "Ann", "login": "ann"}, {"name": "Bob", "login": "bob"}]
    return {"users": people, "customers": customers, "contracts": contracts}


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    folder: Path = tmp_path_factory.mktemp("alike")
    return company(folder, TODAY, **_rows())


@pytest.fixture(scope="module")
def found(firm: Catalog) -> LookAlikes:
    return look_alike_accounts(firm, OPERATOR, WonSet("all"), YEAR)


def test_the_like_are_listed_and_the_level_is_left_out_as_a_leak(found: LookAlikes) -> None:
    assert found.withheld is None
    assert found.tested.measured.lift > 2 * found.tested.measured.industry_lift
    assert set(found.left_out) == {"level"}
    first = found.accounts.head(20)
    assert (set(first["company_size"]), set(first["source"])) == ({"large"}, {"friend"})
    assert set(first["reasons"][0].to_list()) >= {"company_size", "source"}


def test_no_account_of_the_list_has_a_contract(firm: Catalog, found: LookAlikes) -> None:
    bought = set(firm.entity("contracts")["customer_id"])
    assert not bought & set(found.accounts["customer_id"])
    assert found.accounts.height == COUNT - len(bought)


def test_the_set_is_the_one_that_was_asked_for(firm: Catalog, found: LookAlikes) -> None:
    def chosen(asked: WonSet, period: Period = YEAR) -> int:
        return look_alike_accounts(firm, OPERATOR, asked, period).chosen

    contracts = firm.entity("contracts")
    recent = contracts.filter(contracts["order_date"] > TODAY - timedelta(days=365))
    assert found.chosen == recent["customer_id"].n_unique()
    assert found.spent == recent["amount"].sum() / 100
    assert chosen(WonSet("best")) == 25
    assert chosen(WonSet("first")) == found.chosen
    assert chosen(WonSet("all", industries=("steel",))) < found.chosen
    ids = tuple(pickable(firm, OPERATOR))[:8]
    assert chosen(WonSet("picked", picked=ids)) == 8


def test_filters_narrow_the_list_and_not_the_set(firm: Catalog, found: LookAlikes) -> None:
    only = (Filter(field="industry", op=Op.EQ, value="toys"),)
    narrowed = look_alike_accounts(firm, OPERATOR, WonSet("all"), YEAR, only)
    assert narrowed.chosen == found.chosen
    assert set(narrowed.accounts["industry"]) == {"toys"}
    assert narrowed.tested.measured.lift == found.tested.measured.lift


def test_whoever_sees_less_learns_from_less(firm: Catalog, found: LookAlikes) -> None:
    mine = look_alike_accounts(firm, BOB, WonSet("all"), YEAR)
    assert set(mine.accounts["owner"]) == {"Bob"}
    assert mine.chosen < found.chosen
    assert len(pickable(firm, BOB)) < len(pickable(firm, OPERATOR))
    assert members_of(firm, BOB, "industry") == ["paper", "steel", "toys"]


def test_too_small_a_set_is_refused_in_a_sentence(firm: Catalog) -> None:
    with pytest.raises(MingjingError, match="At least 5 customers in the chosen set"):
        look_alike_accounts(firm, OPERATOR, WonSet("picked"), YEAR)
    with pytest.raises(MingjingError, match="kind of set"):
        look_alike_accounts(firm, OPERATOR, WonSet("worst"), YEAR)


def test_a_set_that_is_like_all_others_is_withheld(firm: Catalog) -> None:
    """Who bought from other kinds of account did so by chance."""
    odd = firm.entity("customers").filter(
        firm.entity("customers")["first_deal_date"].is_not_null()
        & ~((firm.entity("customers")["company_size"] == "large") & (firm.entity("customers")["source"] == "friend"))
    )
    made = look_alike_accounts(firm, OPERATOR, WonSet("picked", picked=tuple(odd["customer_id"].head(12))), YEAR)
    assert (made.withheld is None) == (made.tested.measured.lift > max(1.0, made.tested.measured.industry_lift))
    assert made.accounts.is_empty() == (made.withheld is not None)
