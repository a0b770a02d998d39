"""The study of leads: young ones have no outcome, the company's own fields that leak are named and left out."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from datasource.analytics.method_card import MethodCard
from datasource.catalog.catalog import Catalog, open_catalog
from datasource.derived.lead_fields import CONVERTED, scored_leads, worded_values
from datasource.derived.leads import study_leads
from datasource.people.account import ScopeKind
from datasource.reports.lead_scores import deal_scores, lead_record, lead_scores
from datasource.scope import OPERATOR, Viewer
from datasource.store import Meta, Store
from datasource.store.studies import Made, publish_studies, read_studies
from datasource.tables.custom import Custom, CustomColumn, CustomFields, Type
from datasource.tables.schema import polars_schema
from tests.traps.company import company

TODAY = date(2024, 6, 30)
COUNT = 3000
CUSTOM = Custom(
    fields=(
        CustomFields(
            table="leads",
            columns=(
                CustomColumn(name="x_verdict", label="Verdict", type=Type.TEXT),
                CustomColumn(name="x_signed", label="Signed on", type=Type.DATE),
                CustomColumn(name="x_seats", label="Seats", type=Type.WHOLE),
            ),
        ),
    )
)
BOB = Viewer("Bob", ScopeKind.SELF, 2)


def _leads() -> pl.DataFrame:
    """Friends convert at 45 of 100, others at 12; the verdict and the day of signing are filled in after it."""
    rng = np.random.default_rng(2)
    created = [TODAY - timedelta(days=int(days)) for days in rng.integers(0, 800, COUNT)]
    friend = rng.random(COUNT) < 0.3
    won = (rng.random(COUNT) < np.where(friend, 0.45, 0.12)) & np.array([day < TODAY for day in created])
    converted = [
        min(day + timedelta(days=20), TODAY) if is_won else None for day, is_won in zip(created, won, strict=True)
    ]
    schema = polars_schema("leads")
    rows = {
        "lead_id": range(1, COUNT + 1),
        "name": [f"L{place}" for place in range(COUNT)],
        "source": np.where(friend, "Friend", "Web"),
        "status": np.where(won, "converted", "working"),
        "owner_id": np.where(np.arange(COUNT) % 2 == 0, 1, 2),
        "created_date": created,
        "converted_date": converted,
    }
    own = {
        "x_verdict": np.where(won, "good", "poor"),
        "x_signed": converted,
        "x_seats": rng.integers(1, 100, COUNT),
    }
    base = pl.DataFrame(rows, schema={name: schema[name] for name in rows}, strict=False)
    return base.with_columns(pl.DataFrame(own, schema_overrides={"x_signed": pl.Date, "x_seats": pl.Int64}))


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    folder: Path = tmp_path_factory.mktemp("leads")
    people = pl.DataFrame({"user_id": [1, 2], "name": ["Ann", "Bob"], "login": ["ann", "bob"]})
    with Store(folder).publish(
        Meta(source="own", company="Own", currency="CNY", today=TODAY, custom=CUSTOM)
    ) as version:
        version.write("users", people)
        version.write("leads", _leads())
    found = study_leads(open_catalog(folder))
    publish_studies(folder, "v", TODAY, {"leads": Made(0.0, found.tables, found.card)})
    return open_catalog(folder)


def test_fields_filled_after_the_outcome_are_named_and_left_out(firm: Catalog) -> None:
    leaks = firm.studies.read("leads", "leaks")
    assert set(leaks.filter(pl.col("why").list.len() > 0)["field"]) == {"x_verdict", "x_signed"}
    assert "source" in set(firm.studies.read("leads", "worth")["field"])
    assert not {"x_verdict", "x_signed"} & set(firm.studies.read("leads", "worth")["field"])


def test_chances_are_near_those_planted_and_points_tell_friends_from_others(firm: Catalog) -> None:
    found = lead_scores(firm, OPERATOR)
    means = dict(found.leads.group_by("source").agg(pl.col("score").mean()).iter_rows())
    assert means["Friend"] == pytest.approx(0.45, abs=0.08)
    assert means["Web"] == pytest.approx(0.12, abs=0.05)
    worth = dict(found.worth.filter(field="source").select("value", "points").iter_rows())
    assert worth["Friend"] > 20
    assert worth["Web"] < 0
    assert found.own["x_seats"] == "Seats"
    assert (found.goodness.drift["index"] < 0.25).all()


def test_only_leads_in_sight_are_listed_with_their_points_and_record(firm: Catalog) -> None:
    found = lead_scores(firm, BOB)
    assert set(found.leads["owner"]) == {"Bob"}
    assert set(found.points["lead_id"]) == set(found.leads["lead_id"])
    mine, other = found.leads["lead_id"][0], lead_scores(firm, Viewer("Ann", ScopeKind.SELF, 1)).leads["lead_id"][0]
    assert lead_record(firm, BOB, mine).row_count == 1
    assert lead_record(firm, BOB, other).row_count == 0


def test_young_leads_have_no_outcome_even_when_they_are_closed(tmp_path: Path) -> None:
    def lead(days: int, status: str, took: int | None = None) -> dict[str, object]:
        day = TODAY - timedelta(days=days)
        converted = None if took is None else day + timedelta(days=took)
        return {"name": f"{days}", "status": status, "created_date": day, "converted_date": converted}

    catalog = company(
        tmp_path,
        TODAY,
        leads=[lead(10, "converted", 5), lead(10, "dead"), lead(200, "converted", 5), lead(200, "converted", 120),
               lead(200, "working")],
    )  # fmt: skip
    assert scored_leads(catalog).sort("lead_id")[CONVERTED].to_list() == [None, None, True, False, False]


def test_numbers_stand_in_fifths_on_the_card() -> None:
    worded = worded_values(pl.Series("x", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, None]))
    assert worded[0] == worded[1] == "1 – 3"
    assert worded[10] is None
    assert worded.n_unique() == 6


DEALS = pl.DataFrame(
    {
        "opportunity_id": [3, 5],
        "p_win_chance": [0.5, 0.25],
        "p_expected_amount": [40_00, 10_00],
        "stage": ["Offer", "Talk"],
        "age": [0, 1],
        "active": [True, False],
        "grade": ["A", "D"],
        "base": [0.4, 0.4],
        "by_stage": [0.1, -0.1],
        "by_age": [0.0, 0.0],
        "by_activity": [0.0, -0.05],
    }
)


def test_deals_in_sight_are_listed_by_expected_amount(tiny: Catalog, tmp_path: Path) -> None:
    empty = pl.DataFrame()
    tables = {"opportunities": DEALS, "hits": empty, "bins": empty, "gains": empty, "drift": empty}
    card = MethodCard("What", "Which", TODAY, (), (), ())
    publish_studies(tmp_path, "v", TODAY, {"odds": Made(0.0, tables, card)})
    found = deal_scores(tiny.with_studies(read_studies(tmp_path)), OPERATOR)
    assert found.deals.select("opportunity_id", "chance", "grade", "expected").rows()[0] == (3, 0.5, "A", 40.0)
