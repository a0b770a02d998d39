"""What is kept of a run: tables, cards and refusals in the reader's language, served together."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from datasource.analytics.churn.examples import horizon_of
from datasource.analytics.method_card import MethodCard
from datasource.analytics.purchases.histories import fold
from datasource.analytics.purchases.renewal_process import RenewalProcess, fit_renewal_process
from datasource.catalog.catalog import Catalog, open_catalog
from datasource.derived.churn import with_care
from datasource.derived.purchases import purchases
from datasource.derived.studies import STUDIES, done, run_studies
from datasource.derived.study import Found, Rows, Study
from datasource.errors import MingjingError
from datasource.query import answer
from datasource.question import Dimension, Query
from datasource.store.studies import NONE, Made, current_studies, publish_studies, read_studies
from datasource.tables.predicted import PREDICTIONS
from datasource.texts import N_, Filled, _, use_language
from tests.tiny_crm import TODAY, build

CARD = MethodCard(
    does=Filled(N_("{count} characters or more."), count="12"),
    data=N_("Customers"),
    as_of=TODAY,
    assumes=(N_("Owner"),),
    quality=((N_("Customers"), "17"),),
    avoid=(),
    sources=("A book",),
)


@dataclass
class Firm:
    """A catalog of literal frames."""

    frames: dict[str, pl.DataFrame]
    as_of: date = TODAY
    asked: list[str] = field(default_factory=list)

    def entity(self, table: str) -> pl.DataFrame:
        return self.frames[table]


def refuse(_rows: Rows) -> Found:
    raise MingjingError(_("Sign in"))


def find(_rows: Rows) -> Found:
    return Found({"customers": pl.DataFrame({"customer_id": [1], "p_churn_risk": [0.5]})}, CARD)


def test_cards_tables_and_refusals_are_read_as_they_were_kept(tmp_path: Path) -> None:
    made = {
        "churn": done(Study("churn", "Churn", find), Firm({})),
        "odds": done(Study("odds", "Odds", refuse), Firm({})),
    }
    name = publish_studies(tmp_path, "v1", TODAY, made)
    kept = read_studies(tmp_path)
    assert (kept.id, kept.version, kept.as_of) == (name, "v1", TODAY)
    assert kept.kept("churn").card == CARD
    assert kept.read("churn", "customers").rows() == [(1, 0.5)]
    with pytest.raises(MingjingError, match="Sign in"):
        kept.read("odds", "opportunities")
    use_language("zh_CN")
    try:
        with pytest.raises(MingjingError, match="登录"):
            kept.read("odds", "opportunities")
        told = kept.kept("churn").card
        assert told is not None
        assert _(told.does) == "至少 12 个字符。"
    finally:
        use_language("en")


def test_what_was_never_worked_out_says_so(tmp_path: Path) -> None:
    assert read_studies(tmp_path) == NONE
    with pytest.raises(MingjingError, match="not been worked out yet"):
        NONE.read("churn", "customers")


def test_the_newest_three_findings_are_kept(tmp_path: Path) -> None:
    names = [publish_studies(tmp_path, "v", TODAY, {"churn": Made(0.0)}) for _round in range(5)]
    assert sorted(path.name for path in (tmp_path / "studies").iterdir() if path.is_dir()) == names[2:]
    assert current_studies(tmp_path) == names[-1]


def test_every_prediction_has_a_study_that_makes_it() -> None:
    assert {one.study for one in PREDICTIONS} == {study.name for study in STUDIES}


def test_a_company_too_small_gets_reasons_and_unknown_numbers(tmp_path: Path) -> None:
    folder = build(tmp_path)
    catalog = open_catalog(folder)
    told: list[str] = []
    run_studies(catalog, folder, catalog.manifest.version, lambda name, _one: told.append(name))
    assert told == [study.name for study in STUDIES]
    found = read_studies(folder)
    assert [name for name, kept in found.known.items() if not kept.refusals] == ["feelings"]  # one text can be read
    asked = Query(metrics=("mean_churn_risk",), by=(Dimension(field="segment"),))
    assert answer(catalog.with_studies(found), asked).rows.rows() == [("Unknown", None)]


def test_new_findings_change_no_row_and_cost_no_entity(tiny: Catalog) -> None:
    customers = tiny.entity("customers")
    assert tiny.with_studies(NONE).entity("customers") is customers


def test_purchases_are_effective_contracts_of_known_customers_up_to_today() -> None:
    contracts = pl.DataFrame(
        {
            "customer_id": [1, 1, 2, 0, 9, 1],
            "order_date": [TODAY, TODAY - timedelta(days=9), TODAY, TODAY, TODAY, TODAY + timedelta(days=1)],
            "amount": [100, None, 300, 400, 500, 600],
            "is_effective": [True, True, False, True, True, True],
        }
    )
    firm = Firm({"contracts": contracts, "customers": pl.DataFrame({"customer_id": [1, 2]})})
    assert purchases(firm).rows() == [(1, TODAY - timedelta(days=9), 0), (1, TODAY, 100)]


def test_the_horizon_is_twice_the_middle_gap_in_whole_months() -> None:
    def bought(*gaps: int) -> pl.DataFrame:
        days = [date(2020, 1, 1) + timedelta(days=int(day)) for day in np.cumsum([0, *gaps])]
        return pl.DataFrame({"customer": 1, "day": days, "amount": 1})

    assert horizon_of(bought(70, 70, 70)) == 150
    assert horizon_of(bought(10, 10)) == 60
    assert horizon_of(bought(400, 500)) == 360
    assert horizon_of(bought()) == 360


def test_care_is_what_was_known_at_the_end_of_the_day() -> None:
    day = date(2024, 3, 1)
    firm = Firm(
        {
            "activities": pl.DataFrame(
                {
                    "customer_id": [1, 1, 1],
                    "kind": ["follow_up", "follow_up", "system"],
                    "created_date": [day - timedelta(days=30), day + timedelta(days=1), day],
                }
            ),
            "tickets": pl.DataFrame(
                {
                    "customer_id": [1, 1],
                    "opened_at": [day, day - timedelta(days=1)],
                    "opened_date": [day, day - timedelta(days=1)],
                    "sla_hours": [48.0, 12.0],
                    "resolved_at": [None, day + timedelta(days=3)],
                },
                schema_overrides={"opened_at": pl.Datetime("us"), "resolved_at": pl.Datetime("us")},
            ),
            "visits": pl.DataFrame(
                {
                    "customer_id": [1, 1, 1],
                    "visit_date": [day, day - timedelta(days=5), day + timedelta(days=2)],
                    "score": [2, 5, 1],
                }
            ),
        }
    )
    told = with_care(firm, pl.DataFrame({"customer": [1, 2], "as_of": [day, day]}))
    assert told.drop("as_of").rows() == [(1, 30.0, 1.0, 2.0, 1.0, 2.0), (2, None, 0.0, 0.0, 0.0, None)]


def test_purchases_to_come_add_up_over_the_gaps_seen_by_hand() -> None:
    """Half of the gaps last one day, a quarter two, a quarter never ends: m(1) = 1/2, m(2) = 1/2 (1 + 1/2) + 1/4."""
    past = fold(
        pl.DataFrame(
            {
                "customer": [*range(40), *range(20)],
                "day": [date(2024, 1, 1)] * 40 + [date(2024, 1, 2)] * 20,
                "amount": 1,
            }
        ),
        date(2024, 1, 2),
        unit_days=1.0,
    )
    model = RenewalProcess(np.array([1.0, 0.5, 0.25]))
    fresh, waited = model.expected(past, 2.0)[[0, 20]]
    assert fresh == pytest.approx(1.0)
    assert waited == pytest.approx(0.25 / 0.5 * (1 + 0.5))


def test_gaps_that_go_on_count_as_long_as_they_have_lasted() -> None:
    days = [date(2024, 1, 1), date(2024, 1, 3)]
    orders = pl.DataFrame({"customer": np.repeat(np.arange(60), 2), "day": days * 60, "amount": [1.0] * 120})
    lasting = fit_renewal_process(orders, date(2024, 1, 4)).lasting
    assert lasting.tolist() == [1.0, 1.0, 0.0]
    with pytest.raises(MingjingError, match="gaps between two purchases"):
        fit_renewal_process(orders.head(4), date(2024, 1, 4))
